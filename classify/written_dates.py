"""Dates in fields: what ``sarabun.dates`` finds, and beyond it dates that are half filled in or misread,
English ones, and those of รัตนโกสินทร์ศก.

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
    r"(?P<month>(?:[มกพเสตธ][ก-\u0e4e]{0,2}\.?[คยพ](?:\.|(?=[0-9])))|[ก-\u0e4e]{4,14}?)\.?"
    r"(?:[พทฟผ]?[.,]?ศ[.,]?|พุทธศักราช)?[.…'’]*(?P<year>[0-9]{2,6})(?![0-9])"
)
_LEAST_LETTERS = 6  # of a month with two wrong ones
_HALF_YEAR = re.compile(r"(?<![0-9])2[45] [0-9]{2}(?![0-9]|[.:][0-9])")  # 25 67, a year with a space in it

_DAY = r"(?P<day{n}>[0-3]?[0-9])(?:st|nd|rd|th)?"
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH_MONTH = rf"(?P<month{{n}}>{'|'.join(_ENGLISH_MONTHS)})[a-z]*\.?"
_ENGLISH = re.compile(
    rf"(?<![0-9])(?:{_DAY.format(n=1)} (?:of )?{_ENGLISH_MONTH.format(n=1)}"
    rf"|{_ENGLISH_MONTH.format(n=2)} {_DAY.format(n=2)}),?"
    r" (?:[BA]\.?[ED]\.? ?)?(?P<year>[12][0-9]{3})(?![0-9])"
)
_WITH_STOPS = re.compile(
    r"(?<![0-9.])(?P<day>[0-3]?[0-9])\.(?P<month>[01]?[0-9])\.(?P<year>[12][0-9]{3})(?![0-9.])"
)
_RATTANAKOSIN = re.compile(
    rf"(?<![0-9])(?P<day>[0-3]?[0-9])\s*(?P<month>{'|'.join(MONTHS)})\s*"
    r"(?:ร\s?\.\s?ศ\s?\.|รัตนโกสินทร์ศก)\s*(?P<year>1[0-9]{2})(?![0-9])"
)
_RATTANAKOSIN_YEAR_1 = 1782  # C.E.; its years began on 1 April from ร.ศ. 108 on


def read_date(text: str) -> WrittenDate | None:
    """The first date in ``text``, or None where there is no month with a year."""
    folded = fold_digits(text)
    found = next(find_dates(text), None)
    if found is not None and not _HALF_YEAR.match(folded, found.end - 2):
        value = date.fromisoformat(found.iso)
        return WrittenDate(found.iso, value.year + BE_OFFSET, value.month, value.day, found.start, found.end)
    if found is None and (other := _other_writing(folded)):
        return other
    places = [i for i, ch in enumerate(text) if ch not in " ~_"]
    squeezed = fold_digits("".join(text[i] for i in places))
    match = _LOOSE.search(squeezed)
    while match is not None:
        month, exact, junk = _month(match["month"])
        if month is not None:
            return _loose(match, month, exact, junk, places)
        match = _LOOSE.search(squeezed, match.start() + 1)  # what was taken for a year may be a day
    return None


def _other_writing(folded: str) -> WrittenDate | None:
    """``24 July 2024``, ``24.07.2567``, ``1 เมษายน ร.ศ. 128``."""
    if match := _ENGLISH.search(folded):
        month = _ENGLISH_MONTHS.index(match["month1"] or match["month2"]) + 1
        return _written(match, ce_year(int(match["year"])), month, match["day1"] or match["day2"])
    if match := _WITH_STOPS.search(folded):
        return _written(match, ce_year(int(match["year"])), int(match["month"]), match["day"])
    if match := _RATTANAKOSIN.search(folded):
        month = MONTHS.index(match["month"]) + 1
        year = _RATTANAKOSIN_YEAR_1 + int(match["year"]) - (1 if month > 3 else 0)
        return _written(match, year, month, match["day"])
    return None


def _written(match: re.Match[str], year: int | None, month: int, day: str) -> WrittenDate | None:
    try:
        value = date(year or 0, month, int(day))
    except ValueError:
        return None
    return WrittenDate(value.isoformat(), value.year + BE_OFFSET, month, value.day, *match.span())


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
    if near[0][0] <= 1:
        return (near[0][1] if near[1][0] > near[0][0] else None), False, False
    near = sorted((distance(letters, name), number) for name, number in _LONG.items())
    clear = near[0][0] == 2 and near[1][0] >= 4 and len(letters) >= _LEAST_LETTERS
    return (near[0][1] if clear else None), False, False


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
