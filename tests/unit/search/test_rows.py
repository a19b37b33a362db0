"""What is kept of a letter beside its terms, and how counts are told."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from sarabun.finding import Counted, Facet, SearchDocument, SearchPage
from sarabun.model import Kind
from search import language, rows

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


def test_facets_of_few_values_are_counted_at_once() -> None:
    counting = rows.counting((Facet.KIND, Facet.BOX, Facet.YEAR))
    assert [aggregation["terms"]["field"] for aggregation in counting.values()] == [rows.TOGETHER, "box"]
    together = rows.row(LETTER).values[rows.TOGETHER]
    answer = {
        rows.TOGETHER: {
            "buckets": [
                {"key": together, "doc_count": 3},
                {"key": together.replace("2024", "2023"), "doc_count": 4},
                {"key": together.replace("ด่วน", ""), "doc_count": 5},
            ]
        }
    }
    assert rows.counted(Facet.YEAR, answer) == (Counted("2024", 8), Counted("2023", 4))
    assert rows.counted(Facet.URGENCY, answer) == (Counted("ด่วน", 7),)
    assert rows.counted(Facet.SECRECY, answer) == ()


@pytest.mark.parametrize("odd", ["", "“ทราบ” – ๑", "☑ é 世"])
def test_a_hit_shows_the_text_as_it_was(odd: str) -> None:
    letter = replace(LETTER, pages=(SearchPage(1, "หน้าแรก"), SearchPage(3, f"ขอให้ชลประทาน {odd}")))
    stored = orjson.loads(orjson.dumps(rows.row(letter).stored))
    tree = language.parse("ชลประทาน").tree
    assert tree is not None
    hit = rows.hit(stored, 1.0, tuple(language.clauses_in(tree)))
    assert (hit.page, hit.pages, hit.snippet) == (3, (3,), f"ขอให้ชลประทาน {odd}".strip())
