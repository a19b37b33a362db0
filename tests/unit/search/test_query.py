from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarabun.errors import InputError
from search import query


def shape(text: str) -> list[list[str]]:
    return [[term.word for term in clause.terms] for clause in query.parse(text).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("งบประมาณ เชียงใหม่", [["งบประมาณ"], ["เชียงใหม่"]]),
        ("งบประมาณรายจ่าย", [["งบประมาณ", "รายจ่าย"]]),
        ("ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐", [["มท02012ว1590"]]),
        ("หนังสือ มท 0201.2/ว 1590 เรื่องเงิน", [["หนังสือ"], ["มท02012ว1590"], ["เรื่อง", "เงิน"]]),
        ("ว 1590", [["ว1590"]]),
        ("12/2567", [["122567"]]),
        ("กห 0206(กคร.447)/2570", [["กห0206กคร4472570"]]),
        ("ปี 2567", [["ปี"], ["2567"]]),
        ("ที่ดิน", [["ที่ดิน"]]),
        ("ที่", [["ที่"]]),
        ("ที่ ของ", [["ที่"], ["ของ"]]),
        ("รายงาน ของ จังหวัด", [["รายงาน"], ["จังหวัด"]]),
        ("***", []),
    ],
)
def test_clauses(text: str, expected: list[list[str]]) -> None:
    assert shape(text) == expected


def test_quotes_make_an_exact_clause() -> None:
    (phrase, word) = query.parse('"การ ตรวจรับ" พัสดุ').clauses
    assert phrase.exact and not word.exact
    assert [t.atoms for t in phrase.terms] == [("การ", "ตรวจ", "รับ")]


def test_lonely_quote_is_ignored() -> None:
    assert query.parse('"พัสดุ').clauses == query.parse("พัสดุ").clauses


def test_empty_is_not_the_same_as_nothing_to_look_for() -> None:
    assert query.parse(" \t\n").empty
    assert not query.parse("***").empty


def test_words_that_say_little_still_count_in_a_row() -> None:
    parsed = query.parse("รายงานของจังหวัด")
    assert parsed.atoms == ("ราย", "งาน", "ของ", "จังหวัด")
    assert shape("รายงานของจังหวัด") == [["รายงาน", "จังหวัด"]]


def test_digits_have_no_skeleton() -> None:
    assert [c.skeleton for c in query.parse("๒๕๖๗ ท้องถิ่น 12/2567").clauses] == ["", "ทองถน", ""]


@given(st.text(max_size=600))
def test_any_text_is_parsed_or_too_long(text: str) -> None:
    try:
        parsed = query.parse(text)
    except InputError as error:
        assert error.code == "QUERY_TOO_LONG"
        assert error.th and error.en
    else:
        assert all(term.atoms for clause in parsed.clauses for term in clause.terms)
