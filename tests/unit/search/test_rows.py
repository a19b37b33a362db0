"""What is kept of a letter beside its terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sarabun.finding import SearchDocument, SearchPage
from sarabun.model import Kind
from search import language, rows
from search.sought import Sought

LETTER = SearchDocument(
    id="a",
    kind=Kind.EXTERNAL,
    number="มท 0201.2/ว 15",
    date="2024-07-24",
    subject="ข่าวน้ำท่วม",
    agency="กรมชลประทาน",
    addressee="กองข่าว",
    urgency="ด่วน",
    secrecy="",
    unit="",
    box_no="",
    batch="",
    pages=(SearchPage(1, "ข้อความ"),),
)


def test_a_word_counts_at_its_best_place() -> None:
    worth = rows.row(LETTER).worth
    assert worth["ข่าว"] == rows.PLACES[rows.SUBJECT]  # in the addressee too
    assert worth["ชลประทาน"] == rows.PLACES[rows.FROM]
    assert worth["กอง"] == rows.PLACES[rows.TO]
    assert worth[rows.numbered("02012ว15")] == worth[rows.numbered("มท")] == rows.PLACES[rows.NUMBER]
    assert "มท" not in worth
    assert worth[rows.alike("ขาว")] == rows.ALIKE
    assert "ข้อความ" not in worth


def test_newer_letters_count_a_little_more() -> None:
    days = [0, 19001231, 20240724, 20240924, 20450101]
    counts = [rows.recency(day) for day in days]
    assert counts == sorted(set(counts)) and counts[0] == 0.0
    assert rows.recency(20250101) == 1 / 128
    assert rows.recency(29990101) == counts[-1] == rows.MOST_RECENCY < rows.ALIKE / 100
    assert rows.recency(20240724) == rows.recency(20240720)  # as Lucene keeps it: two of one month are alike
    assert rows.row(LETTER).worth[rows.RECENCY] == rows.recency(20240724)
    assert rows.RECENCY not in rows.row(replace(LETTER, date="")).worth


@pytest.mark.parametrize("odd", ["", "“ทราบ” – ๑", "☑ é 世"])
def test_a_hit_shows_the_text_as_it_was(odd: str) -> None:
    letter = replace(LETTER, pages=(SearchPage(1, "หน้าแรก"), SearchPage(3, f"ขอให้ชลประทาน {odd}")))
    tree = language.parse("ชลประทาน").tree
    assert tree is not None
    hit = rows.hit(rows.row(letter).stored, 1.0, Sought(tuple(language.clauses_in(tree))))
    assert (hit.page, hit.pages, hit.snippet) == (3, (3,), f"ขอให้ชลประทาน {odd}".strip())
