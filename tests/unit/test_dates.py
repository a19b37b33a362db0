"""Dates as Thai paper writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarabun.dates import bangkok, ce_year, find_dates, parse_date, thai_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("๑๔ มิถุนายน ๒๕๖๙", "2026-06-14"),
        ("ลงวันที่ ๑๑ เมษายน ๒๕๕๕", "2012-04-11"),
        ("29 เม.ย. 64", "2021-04-29"),
        ("๒๙ เม.ย. ๒๕๖๔", "2021-04-29"),
        ("สั่ง ณ วันที่ ๗ มิถุนายน พ.ศ. ๒๕๖๗", "2024-06-07"),
        ("๒ เดือน มกราคม พ.ศ. ๒๕๖๐", "2017-01-02"),
        ("๒๓ กันยายน พุทธศักราช ๒๕๔๘", "2005-09-23"),
        ("24 กรกฎาคม 2024", "2024-07-24"),
        ("12/11/58", "2015-11-12"),
        ("2567-07-24", "2024-07-24"),
        ("2024-07-24", "2024-07-24"),
        ("๒๙ กุมภาพันธ์ ๒๕๖๗", "2024-02-29"),
        ("๒๙ กุมภาพันธ์ ๒๕๖๖", None),
        ("๓๑ เมษายน ๒๕๖๖", None),
        ("๑ มกราคม ๒๓๕๐", None),
        ("๑๒ สิ่งของ ๒๕๖๖", None),
        ("", None),
    ],
)
def test_parse(written: str, iso: str | None) -> None:
    assert parse_date(written) == iso


@given(st.dates(date(1957, 1, 1), date(2156, 12, 31)), st.booleans(), st.sampled_from(["arabic", "thai"]))
def test_every_date_survives_writing(day: date, short: bool, digits: str) -> None:
    assert parse_date(thai_date(day.isoformat(), short=short, digits=digits)) == day.isoformat()


def test_several_dates_come_in_reading_order_with_their_places() -> None:
    text = "ระหว่างวันที่ ๒๕ ตุลาคม ๒๕๕๙ ถึง 12/11/59"
    found = list(find_dates(text))
    assert [f.iso for f in found] == ["2016-10-25", "2016-11-12"]
    assert text[found[0].start : found[0].end] == "๒๕ ตุลาคม ๒๕๕๙"


@pytest.mark.parametrize(("year", "ce"), [(67, 2024), (2567, 2024), (2024, 2024), (2300, None), (1000, None)])
def test_years(year: int, ce: int | None) -> None:
    assert ce_year(year) == ce


def test_new_year_belongs_to_the_office_clock() -> None:
    assert bangkok(datetime(2025, 12, 31, 18, 0, tzinfo=UTC)).date() == date(2026, 1, 1)
