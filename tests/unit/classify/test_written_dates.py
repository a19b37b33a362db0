"""Dates as they stand on paper, half filled in and misread."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.written_dates import read_date, read_time
from sarabun.dates import thai_date


@pytest.mark.parametrize(
    ("text", "iso", "flags"),
    [
        ("๒๙ เมษายน ๒๕๖๔", "2021-04-29", ()),
        ("29 เม.ย. 2564", "2021-04-29", ()),
        ("วันที่31 พ . ค . 2564", "2021-05-31", ()),
        ("ณ วันที่ ๑๘ เดือน กันยายน พ.ศ. ๒๕๖๗", "2024-09-18", ()),
        ("๑๒ ก.ค. ๖๙", "2026-07-12", ()),
        ("๑๒ ก.ค. ’๖๙", "2026-07-12", ()),
        ("๑๒ ก.ค. ๖๙ ๑๐.๓๐ น.", "2026-07-12", ()),
        ("๑ ม.ค. ๒๕ ๖๗", "2024-01-01", ()),
        ("๑ มกราคม ๒๕ ๖๗", "2024-01-01", ()),
        ("๑ มกราคม ท.ศ. ๒๕๖๗", "2024-01-01", ()),
        ("๑ มกราคม พ,ศ, ๒๕๖๗", "2024-01-01", ()),
        ("๒๔.๐๗.๒๕๖๗", "2024-07-24", ()),
        ("24 July 2024", "2024-07-24", ()),
        ("24th of July B.E. 2567", "2024-07-24", ()),
        ("Sept. 1, 2024", "2024-09-01", ()),
        ("๑ เมษายน ร.ศ. ๑๒๘", "1909-04-01", ()),
        ("๓๑ มีนาคม รัตนโกสินทร์ศก ๑๒๘", "1910-03-31", ()),
        ("๒ เมษา ย น ๒๕๖๔", "2021-04-02", ()),
        ("๑๔ มถุนายน ๒๕๖๙", "2026-06-14", ()),
        ("12 คุลาคม 2560", "2017-10-12", ("month_misread",)),
        ("๑๘ กรกฎาดน พ.ศ. ๒๕๖๓", "2020-07-18", ("month_misread",)),
        ("๑๗ พฤศจิถายม ๒๕๕๘", "2015-11-17", ("month_misread",)),
        ("งันที่ ๒๖ กุมภาพนธ์ ๒๕๕๑", "2008-02-26", ()),
        ("เมื่อวันศกร์ที่ ๒๕ กันยวยน ๒๕๕๒", "2009-09-25", ("month_misread",)),
        ("9ป ตุลาคม พ.ศ. ๒๕๕๙", None, ("day_unreadable",)),
        ("เมษายน ๒๕๖๔", None, ("day_missing",)),
        ("วันที่      เดือน มกราคม พ.ศ. 2569", None, ("day_missing",)),
        ("๓๑ กุมภาพันธ์ ๒๕๖๗", None, ("day_unreadable",)),
        ("๒ เมษายน ๒๕๒๐๕", None, ("year_unreadable",)),
        ("๒ เมษายน ๒๓๐๐", None, ("year_unreadable",)),
    ],
)
def test_dates(text, iso, flags):
    found = read_date(text)
    assert found is not None
    assert (found.iso, found.flags) == (iso, flags)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "32 July 2024",
        "๒๔ มิกุนายม ๒๕๖๐",
        "31.02.2567",
        "0514.1.12",
        "พ.ศ. ๒๕๖๔",
        "ที่ ๑๒/๒๕๖๔",
        "ประจำปีงบประมาณ ๒๕๖๗",
        "จำนวน ๒๕๖๔",
    ],
)
def test_no_date(text):
    assert read_date(text) is None


def test_the_place_of_a_date():
    text = "ลงวันที่ ๑ ม ก ราคม ๒๕๖๙ นั้น"
    found = read_date(text)
    assert found is not None
    assert text[found.start : found.end] == "๑ ม ก ราคม ๒๕๖๙"


@given(st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.booleans(), st.sampled_from(["arabic", "thai"]))
def test_round_trip(day, short, digits):
    found = read_date(thai_date(day.isoformat(), short=short, digits=digits))
    assert found is not None
    assert (found.iso, found.be_year, found.flags) == (day.isoformat(), day.year + 543, ())


@pytest.mark.parametrize(
    ("text", "time"), [("เวลา ๐๙.๓๐ น.", "09:30"), ("8:05", "08:05"), ("25.10", None), ("", None)]
)
def test_times(text, time):
    assert read_time(text) == time
