"""Dates in fields: what ``sarabun.dates`` finds, and beyond it dates that are half filled in or misread.

A letter often has its month and year printed and its day left for the pen; a reader puts spaces into
months or loses their marks. What cannot be read is said, never invented.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from classify.labels import distance, skeleton
from sarabun.dates import BE_OFFSET, MONTHS, MONTHS_SHORT, ce_year, find_dates
from sarabun.thai import fold_digits


class WrittenDate(NamedTuple):
    """``iso`` is None where day or year cannot be read; ``start`` and ``end`` are characters of the text.
    Flags: ``day_missing``, ``year_unreadable``, ``day_unreadable``, ``month_misread``."""

    iso: str | None
    be_year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    flags: tuple[str, ...] = ()


_LONG = {skeleton(m): i for i, m in enumerate(MONTHS, 1)}
_SHORT = {m.replace(".", ""): i for i, m in enumerate(MONTHS_SHORT, 1)}
# over text without spaces: day, perhaps the word เดือน, a month, perhaps พ.ศ., a year of any length
_LOOSE = re.compile(
    r"(?P<day>[0-9]{1,3})?[^0-9ก-ฮเแโใไ]{0,3}(?:เดือน[.…]*)?"
    r"(?P<month>(?:[มกพเสตธ][ก-\u0e4e]{1,2}\.?[คยพ](?:\.|(?=[0-9])))|[ก-\u0e4e]{4,14}?)\.?"
    r"(?:พ\.?ศ\.?|พุทธศักราช)?[.…]*(?P<year>[0-9]{2,6})(?![0-9])"
)


def read_date(text: str) -> WrittenDate | None:
    """The first date in ``text``, or None where there is no month with a year."""
    found = next(find_dates(text), None)
    if found is not None:
        value = date.fromisoformat(found.iso)
        return WrittenDate(found.iso, value.year + BE_OFFSET, value.month, value.day, found.start, found.end)
    places = [i for i, ch in enumerate(text) if ch not in " ~_"]
    squeezed = fold_digits("".join(text[i] for i in places))
    for match in _LOOSE.finditer(squeezed):
        month, exact, junk = _month(match["month"])
        if month is not None:
            return _loose(match, month, exact, junk, places)
    return None


def _month(written: str) -> tuple[int | None, bool, bool]:
    """The month, whether it is spelt right, and whether other letters stand before it."""
    short = written.replace(".", "")
    if short in _SHORT:
        return _SHORT[short], True, False
    letters = skeleton(written)
    if len(letters) < 4:
        return None, False, False
    for name, number in _LONG.items():
        if letters.endswith(name):
            return number, True, letters != name
    near = sorted((distance(letters[-len(name) :], name), number) for name, number in _LONG.items())
    found = near[0][1] if near[0][0] <= 1 and near[1][0] > near[0][0] else None
    return found, False, False


def _loose(match: re.Match[str], month: int, exact: bool, junk: bool, places: list[int]) -> WrittenDate:
    flags = [] if exact else ["month_misread"]
    written_year = match["year"]
    year = ce_year(int(written_year)) if len(written_year) in (2, 4) else None
    day = int(match["day"]) if match["day"] else None
    iso = None
    if year is None:
        flags.append("year_unreadable")
    if day is None:
        flags.append("day_missing")
    elif junk:
        flags.append("day_unreadable")  # a pen's stroke between day and month may be part of the day
    elif year is not None:
        try:
            iso = date(year, month, day).isoformat()
        except ValueError:
            flags.append("day_unreadable")
    be_year = None if year is None else year + BE_OFFSET
    return WrittenDate(
        iso, be_year, month, day, places[match.start()], places[match.end() - 1] + 1, tuple(flags)
    )


_TIME = re.compile(r"(?<![0-9])([01]?[0-9]|2[0-3])\s*[.:]\s*([0-5][0-9])(?![0-9])")


def read_time(text: str) -> str | None:
    """A time of day (``๐๙.๓๐ น.``, ``08:42``) as HH:MM, or None."""
    match = _TIME.search(fold_digits(text))
    return f"{int(match[1]):02d}:{match[2]}" if match else None
