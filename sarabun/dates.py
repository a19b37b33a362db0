"""Dates as Thai paper writes them: Buddhist era (พ.ศ. = ค.ศ. + 543)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from sarabun.thai import fold_digits, thai_digits

BE_OFFSET = 543
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip

_MONTH_OF = {m: i for i, m in enumerate(MONTHS, 1)} | {
    m.replace(".", ""): i for i, m in enumerate(MONTHS_SHORT, 1)
}
_short = "|".join(re.escape(m).replace(r"\.", r"\s?\.?\s?") for m in MONTHS_SHORT)
_WRITTEN = re.compile(
    r"(?<![0-9])(?P<day>[0-3]?[0-9])\s*(?:เดือน\s*)?"
    rf"(?P<month>{'|'.join(MONTHS)}|{_short})\s*(?:พ\s?\.\s?ศ\s?\.?|พุทธศักราช|ค\s?\.\s?ศ\s?\.?)?\s*"
    r"(?P<year>[12][0-9]{3}|[0-9]{2})(?![0-9])"
)
_NUMERIC = re.compile(
    r"(?<![0-9])(?P<day>[0-3]?[0-9])\s*[/-]\s*(?P<month>[01]?[0-9])\s*[/-]\s*(?P<year>[12][0-9]{3}|[0-9]{2})(?![0-9])"
)
_ERA = r"(?:พ\s?\.?\s?ศ\s?\.?|พุทธศักราช|ค\s?\.?\s?ศ\s?\.?|ปี)?\s*"
_YEAR = r"(?P<year>[12][0-9]{3}|[0-9]{2})"
_PERIODS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ERA}{_YEAR}",
        r"(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])(?:-(?P<day>[0-3][0-9]))?",
        rf"(?:(?P<day>[0-3]?[0-9])\s*)?(?:เดือน\s*)?(?P<month>{'|'.join(MONTHS)}|{_short})\s*{_ERA}{_YEAR}",
        rf"(?:(?P<day>[0-3]?[0-9])\s*[/-]\s*)?(?P<month>[01]?[0-9])\s*[/-]\s*{_YEAR}",
    )
)
_FISCAL_MONTH = 10  # the year begins on 1 October of the year before: Budget Procedures Act B.E. 2561, s. 4


class Period(NamedTuple):
    """The days from ``first`` to ``last``, both included, ISO C.E."""

    first: str
    last: str


class FoundDate(NamedTuple):
    """A date in a text: its ISO C.E. value and the range of characters that says so."""

    iso: str
    start: int
    end: int


def ce_year(year: int) -> int | None:
    """C.E. of a written year: two digits mean พ.ศ. 25xx, 2400-2699 B.E., 1900-2199 C.E., else None."""
    if year < 100:
        return year + 2500 - BE_OFFSET
    if 2400 <= year < 2700:
        return year - BE_OFFSET
    return year if 1900 <= year < 2200 else None


def find_dates(text: str) -> Iterator[FoundDate]:
    """Dates in reading order; impossible ones (31 กุมภาพันธ์) are left out. Offsets are those of ``text``."""
    folded = fold_digits(text)
    found: list[FoundDate] = []
    for pattern in (_WRITTEN, _NUMERIC):
        for match in pattern.finditer(folded):
            written = match["month"]
            month = int(written) if written.isdigit() else _MONTH_OF.get(_bare(written))
            year = ce_year(int(match["year"]))
            if month is None or year is None:
                continue
            try:
                value = date(year, month, int(match["day"]))
            except ValueError:
                continue
            found.append(FoundDate(value.isoformat(), match.start(), match.end()))
    yield from sorted(found, key=lambda f: f.start)


def parse_date(text: str) -> str | None:
    """The first date in ``text`` as ISO C.E., or None. Takes ISO dates in C.E. and B.E. years too."""
    iso = re.fullmatch(r"\s*(\d{4})-(\d{2})-(\d{2})\s*", fold_digits(text))
    if iso:
        year = ce_year(int(iso[1]))
        try:
            return None if year is None else date(year, int(iso[2]), int(iso[3])).isoformat()
        except ValueError:
            return None
    first = next(find_dates(text), None)
    return None if first is None else first.iso


def period(text: str) -> Period | None:
    """The year, month or day that ``text`` is, as people write it: 2567, พ.ศ. ๒๕๖๗, 2024, เม.ย. 67, 4/2567,
    2567-04, 11 เมษายน 2567; None where it is none of these.
    """
    folded = fold_digits(text).strip()
    for pattern in _PERIODS:
        match = pattern.fullmatch(folded)
        if match is None:
            continue
        given = match.groupdict()
        year = ce_year(int(given["year"])) or 0  # which is no date
        written, day = given.get("month"), given.get("day")
        month = 0 if written is None else int(written) if written.isdigit() else _MONTH_OF[_bare(written)]
        try:
            first = date(year, 1 if written is None else month, int(day or 1))
        except ValueError:
            continue
        if day:
            return Period(first.isoformat(), first.isoformat())
        after = date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)
        return Period(first.isoformat(), (after - timedelta(days=1)).isoformat())
    return None


def fiscal_year(year: int) -> Period:
    """The Thai government's ปีงบประมาณ that ends in September of the C.E. ``year``."""
    return Period(f"{year - 1}-{_FISCAL_MONTH}-01", f"{year}-{_FISCAL_MONTH - 1:02}-30")


def thai_date(iso: str, *, short: bool = False, digits: str = "arabic") -> str:
    """``2024-07-24`` as ``24 กรกฎาคม 2567`` (or ``24 ก.ค. 2567``); ``digits='thai'`` gives ๐-๙."""
    value = date.fromisoformat(iso)
    month = (MONTHS_SHORT if short else MONTHS)[value.month - 1]
    text = f"{value.day} {month} {value.year + BE_OFFSET}"
    return thai_digits(text) if digits == "thai" else text


def _bare(month: str) -> str:
    return re.sub(r"[.\s]", "", month)


def bangkok(moment: datetime) -> datetime:
    """An aware moment on the office's clock (Asia/Bangkok has had no daylight saving since 1920)."""
    return moment.astimezone(BANGKOK)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
