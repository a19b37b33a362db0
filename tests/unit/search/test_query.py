from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarabun.errors import InputError
from search import language
from search.language import And, Between, Is, Not, Or, Scope, Words
from search.query import Clause, Term


def clauses(text: str) -> tuple[Clause, ...]:
    tree = language.parse(text).tree
    return tuple(language.clauses_in(tree)) if tree else ()


def shape(text: str) -> list[list[str]]:
    return [[term.word for term in clause.terms] for clause in clauses(text)]


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
    (phrase, word) = clauses('"การ ตรวจรับ" พัสดุ')
    assert phrase.exact and not word.exact
    assert [t.atoms for t in phrase.terms] == [("การ", "ตรวจ", "รับ")]


def test_lonely_quote_is_ignored() -> None:
    assert clauses('"พัสดุ') == clauses("พัสดุ") == clauses("(พัสดุ")


def test_empty_is_not_the_same_as_nothing_to_look_for() -> None:
    assert language.parse(" \t\n").empty
    assert not language.parse("***").empty


def test_words_that_say_little_still_count_in_a_row() -> None:
    assert shape("รายงานของจังหวัด") == [["รายงาน", "จังหวัด"]]
    assert shape('"รายงานของจังหวัด"') == [["รายงานของจังหวัด"]]


def test_digits_have_no_skeleton() -> None:
    assert [c.skeleton for c in clauses("๒๕๖๗ ท้องถิ่น 12/2567")] == ["", "ทองถน", ""]


def test_and_binds_closer_than_or() -> None:
    tree = language.parse("ข่าว OR น้ำ -ฝน").tree
    assert isinstance(tree, Or)
    news, water = tree.parts
    assert isinstance(news, Words) and isinstance(water, And)
    assert [type(part) for part in water.parts] == [Not, Words]


def test_fields_reach_over_brackets_and_no_further() -> None:
    tree = language.parse("เรื่อง:(ข่าว OR น้ำ) ฝน").tree
    assert isinstance(tree, And)
    either, rain = tree.parts
    assert isinstance(either, Or)
    assert [part.scope for part in either.parts] == [Scope.SUBJECT, Scope.SUBJECT]  # type: ignore[union-attr]
    assert isinstance(rain, Words) and rain.scope is Scope.ANYWHERE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ปี:2567", Between("2024-01-01", "2024-12-31")),
        ("ปีงบประมาณ:๖๗", Between("2023-10-01", "2024-09-30")),
        ("วันที่:11 เม.ย. 67..30 มิ.ย. 2567", Between("2024-04-11", "2024-06-30")),
        ("date:..2024-04", Between("0001-01-01", "2024-04-30")),
        ("ชนิด:คำสั่ง", Is(language.Filter.KIND, "directive.order")),
        ("กล่อง:กต-๐๑", Is(language.Filter.BOX, "กต01")),
        ('unit:"กอง คลัง"', Is(language.Filter.UNIT, "กองคลัง")),
        ("ที่:มท๐๘*", Words((Clause((Term("มท08", ("มท", "08")),), "", True, True),), Scope.NUMBER)),
    ],
)
def test_values_of_fields(text: str, expected: language.Tree) -> None:
    assert language.parse(text).tree == expected


@pytest.mark.parametrize(
    "text", ["10:30 น.", "http://example.go.th", "เรื่องที่:ไม่มีช่องนี้", "a:b", "- ก", "ANDROID"]
)
def test_what_only_looks_like_an_operator(text: str) -> None:
    assert isinstance(language.parse(text).tree, Words)


@given(st.text(max_size=600))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        found = clauses(text)
    except InputError as error:
        assert error.code in ("QUERY_TOO_LONG", "QUERY_SYNTAX", "QUERY_VALUE")
        assert error.th and error.en
    else:
        assert all(term.atoms for clause in found for term in clause.terms)


_PIECES = st.sampled_from(
    [
        "งบ",
        "พัสดุ",
        "AND",
        "OR",
        "NOT",
        "-",
        "(",
        ")",
        '"',
        "*",
        "เรื่อง:",
        "วันที่:",
        "2567",
        "..",
        "มท 0201/5",
        " ",
    ]
)


@given(st.lists(_PIECES, max_size=30).map(" ".join) | st.lists(_PIECES, max_size=30).map("".join))
def test_any_mix_of_operators_is_parsed_or_refused(text: str) -> None:
    try:
        language.parse(text)
    except InputError as error:
        assert error.code in ("QUERY_TOO_LONG", "QUERY_SYNTAX", "QUERY_VALUE")
