"""Document numbers: the vectors of the domain specification (3.1), damage, and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.numbers import DocumentNumber, find_number, parse_number
from sarabun.codes import find, name_of, table
from sarabun.thai import thai_digits


@pytest.mark.parametrize(
    ("text", "value", "code", "unit", "circular", "running"),
    [
        ("ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐", "มท 0201.2/ว 1590", "มท", "0201.2", True, "1590"),
        ("ที่ อก 0905/0007", "อก 0905/0007", "อก", "0905", False, "0007"),
        ("ศธ 04056.12/45", "ศธ 04056.12/45", "ศธ", "04056.12", False, "45"),
        ("ศธ 0527.10/ว 256", "ศธ 0527.10/ว 256", "ศธ", "0527.10", True, "256"),
        ("กห 0206(กคร.447)/2570", "กห 0206(กคร.447)/2570", "กห", "0206", False, "2570"),
        ("ที่ กค ๐๔๒๑.๓/ว๑๒๓", "กค 0421.3/ว 123", "กค", "0421.3", True, "123"),
        ("สพธอ. 0101/ว 2568", "สพธอ. 0101/ว 2568", "สพธอ", "0101", True, "2568"),
        ("ที่ ชม ๕๒๐๐๑/๑๒๓", "ชม 52001/123", "ชม", "52001", False, "123"),
        ("ท่ี กษ ๐๑๐๑.๒/๙", "กษ 0101.2/9", "กษ", "0101.2", False, "9"),
        ("ศธ.0514.1.12/ว", "ศธ. 0514.1.12/ว", "ศธ", "0514.1.12", True, None),
        ("ศย ๓๐๗.๐๐๑(E)/๑๐๓๒", "ศย 307.001(E)/1032", "ศย", "307.001", False, "1032"),
        ("๓๐๗.๐๒๒/ -", "307.022/", None, "307.022", False, None),
        ("ทีศย ๐๑๐/ว ๔๔๕", "ศย 010/ว 445", "ศย", "010", True, "445"),
        ("ทศธ ๐๔๐๐๕/๔๕๖", "ศธ 04005/456", "ศธ", "04005", False, "456"),
        ("ทส 0201/1", "ทส 0201/1", "ทส", "0201", False, "1"),
        ("ที่ มท ๐ ๒๐ ๑.๒ /ว ๑ ๕๙๐", "มท 0201.2/ว 1590", "มท", "0201.2", True, "1590"),
        ("ที่ นร ๐๕๐๕/ว(ล) ๑๒๓", "นร 0505/ว(ล) 123", "นร", "0505", True, "123"),
        ("ที่ นร (กช) ๐๑๐๕/ว ๑", "นร (กช) 0105/ว 1", "นร", "0105", True, "1"),
        ("ที่ ม.อ. ๒๐๑/๑๒", "ม.อ. 201/12", "ม.อ", "201", False, "12"),
        ("ที่ อว ๖๙.๑.๔/๑๒", "อว 69.1.4/12", "อว", "69.1.4", False, "12"),
        ("ที่ ศธ ๐๔๑๑๖.๐๘๙/พิเศษ", "ศธ 04116.089/พิเศษ", "ศธ", "04116.089", False, "พิเศษ"),
    ],
)
def test_letters(text, value, code, unit, circular, running):
    number = parse_number(text)
    assert number is not None
    assert (str(number), number.code, number.unit, number.circular, number.running) == (
        value,
        code,
        unit,
        circular,
        running,
    )
    assert number.complete is (running is not None)


def test_sub_unit_in_parentheses():
    number = parse_number("กห 0206(กคร.447)/2570")
    assert number is not None
    assert number.parts() == {
        "code": "กห",
        "code_name": "กระทรวงกลาโหม",
        "committee": None,
        "unit": "0206",
        "sub_unit": "กคร.447",
        "circular": False,
        "grade": None,
        "running": "2570",
        "year": None,
    }


@pytest.mark.parametrize("text", ["ที่ ๑๒/๒๕๖๙", "12 / 2569", "ท ๑๒/๒๕๖๙"])
def test_numbers_within_a_year(text):
    number = parse_number(text)
    assert number is not None
    assert (str(number), number.running, number.year) == ("12/2569", "12", 2569)


@pytest.mark.parametrize(("text", "running"), [("ที่ พิเศษ ๑๒/๒๕๖๖", "พิเศษ 12"), ("พิเศษ/๒๕๖๖", "พิเศษ")])
def test_special_numbers_within_a_year(text, running):
    number = parse_number(text)
    assert number is not None
    assert (str(number), number.running, number.year) == (f"{running}/2566", running, 2566)
    assert find_number(text) is not None


@pytest.mark.parametrize("text", ["", "ที่", "มท", "14/7/2567", "๑/๒", "ว 12", "ที่ทำการ", "0201.2"])
def test_what_is_no_number(text):
    assert parse_number(text) is None


def test_found_inside_text_with_its_place():
    text = "หนังสือกรมการปกครอง ที่ มท ๐๓๐๙.๒/ว ๑๒ ลงวันที่ ๑ มกราคม ๒๕๖๙"
    found = find_number(text)
    assert found is not None
    number, start, end = found
    assert str(number) == "มท 0309.2/ว 12"
    assert text[start:end] == "มท ๐๓๐๙.๒/ว ๑๒"


def test_the_era_is_no_code():
    found = find_number("ประจำปี พ.ศ. 2566/2567", spaced=True)
    assert found is not None and found[0].code is None


def test_the_end_of_a_word_is_no_code():
    found = find_number("หนังสือกรมการปกครอง 0309/12")
    assert found is not None
    assert found[0].code is None


codes = st.sampled_from([row.code for name in ("ministries", "provinces") for row in table(name)])
digits = st.integers(0, 999_999).map(str)
numbers = st.builds(
    lambda code, unit, subs, circular, running: DocumentNumber(
        code, ".".join([f"{unit:04d}", *map(str, subs)]), None, circular, running
    ),
    codes,
    st.integers(0, 99_999),
    st.lists(st.integers(1, 99), max_size=2),
    st.booleans(),
    st.integers(1, 999_999).map(str),
)


@given(numbers, st.booleans(), st.booleans())
def test_round_trip(number, thai, labelled):
    text = ("ที่ " if labelled else "") + str(number)
    assert parse_number(thai_digits(text) if thai else text) == number


@given(st.integers(1, 99_999), st.integers(2400, 2699))
def test_round_trip_within_a_year(running, year):
    number = parse_number(f"{running}/{year}")
    assert number == DocumentNumber(None, None, None, False, str(running), year)
    assert str(number) == f"{running}/{year}"


@given(st.text("ที่มทวศธ 0123456789./()-", max_size=30))
def test_never_fails_and_stays_inside(text):
    found = find_number(text, spaced=True)
    if found is not None:
        assert 0 <= found[1] < found[2] <= len(text)


def test_code_tables():
    assert len(table("provinces")) == 77
    everything = [row.code for name in ("ministries", "provinces") for row in table(name)]
    assert len(everything) == len(set(everything))
    assert all(
        row.name and row.name_en and row.mark in "VK"
        for n in ("ministries", "provinces", "agencies")
        for row in table(n)
    )
    assert name_of("มท") == "กระทรวงมหาดไทย"
    assert name_of("หห") is None


def test_letters_shared_by_a_province_and_an_agency():
    assert {row.table for row in find("ตร")} == {"provinces", "agencies"}
    assert name_of("ตร", "0017") == "ตราด"
    assert name_of("ตร", "0011.25") == "ตราด"
    assert "ตำรวจ" in (name_of("ตร", "1234") or "")
