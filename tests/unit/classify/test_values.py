"""Numbers and dates as fields: what is put right, what is doubted, and how sure each then is."""

from __future__ import annotations

import pytest

from classify.repair import code_like, digits_of_date, digits_of_number, letters_of_code
from classify.rows import rows_of
from classify.values import date_field, number_field


def field_of(desk, text, maker, **options):
    (row,) = rows_of(desk.Sheet().left(text).page())
    return maker(row.spans[0], 0.99, **options)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("มท ๐๒o๑.๒/ว ๑๕๙๐", "มท 0201.2/ว 1590"),
        ("มท 02O1.2/ว l590", "มท 0201.2/ว 1590"),
        ("ศธ ๐๔๐๐ด/๑๐๙๙๑", "ศธ 04001/10991"),
        ("๒ก ๗๒๓๐๔/๗๑๖๗", "ขก 72304/7167"),
        ("อว ๘๓๙๒(๑๔/ว ๒๐๘", "อว 8392(14)/ว 208"),
        ("ศย ๓๐๗,๐๒๒/๑๒๓", "ศย 307.022/123"),
        ("อว 8392(14)l4357", "อว 8392(14)/4357"),
        ("วธ 0407 l 8567", "วธ 0407/8567"),
        ("ศธ ๐๔๐๘๘.๔ ๙๖๘๗", "ศธ 04088.4/9687"),
        ("อว 8392(14)6724", "อว 8392(14)/6724"),
        ("อว 8392(14y6724", "อว 8392(14)/6724"),
        ("มท 0309.2/p447", "มท 0309.2/ว 447"),
        ("มท 0309.2/o447", "มท 0309.2/ว 447"),
        ("บท 0309.2/447", "มท 0309.2/447"),
    ],
)
def test_one_reading_is_left(desk, read, value):
    made = field_of(desk, read, number_field)
    assert (made.value, made.raw) == (value, read)
    assert made.flags == ("repaired",)
    assert made.confidence < field_of(desk, value, number_field).confidence


@pytest.mark.parametrize("text", ["๐๔๐ต/๑", "มท ฎ๒๐๑/๙", "มท 0309.2/S447"])
def test_a_letter_like_two_digits_stays(text):
    assert digits_of_number(text) == text


def test_letters_outside_numbers_stay():
    assert digits_of_number("ที่ สธ 0405.4/ว 12 ส่วนราชการ") == "ที่ สธ 0405.4/ว 12 ส่วนราชการ"
    assert digits_of_date("3l ส.ค. 2560 Office") == "31 ส.ค. 2560 Office"
    assert letters_of_code("12ก 345") == "12ก 345"


def test_a_known_code_is_never_changed():
    assert code_like("ศธ", "04001") is None


def test_a_code_that_was_misread_is_known_by_its_unit():
    assert code_like("บท", "0309.2") == "มท"
    assert code_like("บท", "52001") == "ปท"
    assert code_like("บท", "0017.2") is None  # such units have both


@pytest.mark.parametrize(
    "read",
    [
        "มท ๐๘๐๘.๒/๕๓๖วี",  # more touches the number than was understood
        "มท ๐๒๑๒.๒/ว ๓๘ ๓",  # a gap where a digit stood
        "ทส ๐๖๐๒.๓/7๕๓๓",  # a hand's digit among the print
    ],
)
def test_what_was_not_understood_is_a_doubt(desk, read):
    made = field_of(desk, read, number_field)
    assert "misread" in made.flags
    assert made.raw == read
    assert made.confidence < 0.4


def test_leaders_are_no_doubt(desk):
    made = field_of(desk, "..... มท ๐๒๐๑.๒/ว ๑๕๙๐ ......", number_field)
    assert (made.value, made.flags) == ("มท 0201.2/ว 1590", ())


def test_a_year_that_is_none(desk):
    made = field_of(desk, "๓๘/๒๘๖๓", number_field, code_expected=False)
    assert (made.value, made.flags) == ("38/2863", ("year_unreadable",))


@pytest.mark.parametrize(
    ("read", "iso", "flags"),
    [
        ("๑๔ มิถุนายน ๒๕๖๙", "2026-06-14", ()),
        ("เมื่อวันพุธที่ ๑๔ มกราคม ๒๕๖๙", "2026-01-14", ()),
        (".... ๑๔ มิถุนายน ๒๕๖๙", "2026-06-14", ()),
        ("๑๔ มิถุนายน ๒๕๖O", "2017-06-14", ("repaired",)),
        ("l๔ มิถุนายน ๒๕๖๙", "2026-06-14", ("repaired",)),
        ("2๙ เมษายน ๒๕๖๔", "2021-04-29", ("misread",)),
        ("๐๙ สิงหาคม ๒๕๕๕", "2012-08-09", ("misread",)),
        (")๙ พฤศจิกายน ๒๕๕๘", "2015-11-09", ("misread",)),
    ],
)
def test_dates(desk, read, iso, flags):
    made = field_of(desk, read, date_field)
    assert (made.value, made.flags) == (iso, flags)
    assert (made.confidence > 0.8) is not bool(flags)
