"""What a letter's number, date and stamps say of one another: years that only one reading leaves, doubts.

A doubt is flagged and lowers the confidence; nothing is dropped. What is put right is flagged ``repaired``,
and ``Field.raw`` keeps what is printed.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

from classify.letter import Letter
from classify.numbers import DocumentNumber
from classify.rules import REGULATION_YEAR, WEEKDAYS
from sarabun.dates import BE_OFFSET
from sarabun.model import Field
from sarabun.thai import fold_digits

_REPAIRED = 0.6  # how sure a year is that was put right
_NEAR = 3  # years between a letter and what it speaks of, often enough
_YEAR = re.compile(r"(?<![0-9])2[0-9]{3}(?![0-9])")
_WEEKDAY = re.compile(rf"วัน\s?(?P<name>{'|'.join(WEEKDAYS)})\s?ที่?\s*$")


def checked_number(number: Field | None, date: Field | None) -> Field | None:
    """The number, its year that of the date where its own cannot be read, and doubted where it is another:
    n/yyyy counts within its year."""
    if number is None or number.parts is None or date is None:
        return number
    year = (date.parts or {}).get("be_year")
    if year is not None and number.parts["year"] not in (None, year):
        flags = (*number.flags, "year_differs")
        return replace(number, flags=flags, confidence=round(number.confidence / 2, 4))
    if "year_unreadable" not in number.flags:
        return number
    written, run = number.parts["running"], number.parts["unit"]
    if year is None or date.value is None or run is None or not _fragment(written, year):
        return number
    made = DocumentNumber(None, None, None, False, run, year)
    return replace(
        number, value=str(made), parts=made.parts(), flags=_repaired(number), confidence=_sure(number, date)
    )


def checked_date(
    date: Field | None, number: Field | None, received: tuple[Field, ...], letter: Letter
) -> Field | None:
    """The date, its year put right where the letter says which it is, with doubts: it cannot be after the
    receipt and is seldom years before it; n/yyyy counts within its year; the weekday fits; the forms exist
    since the Regulation of 2526."""
    if date is None:
        return None
    date = _with_year_of(date, number)
    date = _in_this_century(date, letter)
    if date.value is None:
        return date
    year = int(date.value[:4]) + BE_OFFSET
    receipts = [r.value["date"] for r in received if r.value["date"]]
    doubts = {
        "after_received": any(date.value > day for day in receipts),
        "long_before_received": any(int(day[:4]) + BE_OFFSET - year > 2 for day in receipts),
        "year_differs": bool(number and number.parts and number.parts["year"] not in (None, year)),
        "before_regulation": year < REGULATION_YEAR,
        "weekday_differs": _weekday(date, letter) not in (None, _day(date.value).weekday()),
    }
    flags = tuple(name for name, there in doubts.items() if there)
    if not flags:
        return date
    return replace(date, flags=(*date.flags, *flags), confidence=round(date.confidence / 2, 4))


def _with_year_of(date: Field, number: Field | None) -> Field:
    """A date whose year cannot be read, with the year of n/yyyy."""
    parts: dict[str, Any] = date.parts or {}
    year = number.parts["year"] if number and number.parts else None
    if number is None or year is None or "year_unreadable" not in date.flags or parts.get("day") is None:
        return date
    made = _iso(year, parts["month"], parts["day"])
    if made is None or "day_unreadable" in date.flags:
        return date
    return replace(
        date,
        value=made,
        parts=parts | {"be_year": year},
        flags=_repaired(date),
        confidence=_sure(date, number),
    )


def _in_this_century(date: Field, letter: Letter) -> Field:
    """``24xx`` for ``25xx`` (๔ for ๕): a letter of 2467 speaks of no year near 2567."""
    year = (date.parts or {}).get("be_year")
    if date.value is None or year is None or year >= REGULATION_YEAR:
        return date
    spoken = [int(m) for row in letter.everything for m in _YEAR.findall(fold_digits(row.text))]
    made = _iso(year + 100, int(date.value[5:7]), int(date.value[8:]))
    if made is None or not any(abs(y - year - 100) <= _NEAR for y in spoken):
        return date
    parts = (date.parts or {}) | {"be_year": year + 100}
    confidence = round(_REPAIRED * date.confidence, 4)
    return replace(date, value=made, parts=parts, flags=(*date.flags, "repaired"), confidence=confidence)


def _weekday(date: Field, letter: Letter) -> int | None:
    """The weekday that is printed before the date, Monday 0."""
    for row in letter.rows:
        before, found, _ = row.text.partition(date.raw) if row.page == date.page else ("", "", "")
        match = _WEEKDAY.search(before) if found else None
        if match:
            return WEEKDAYS.index(match["name"])
    return None


def _fragment(written: str | None, year: int) -> bool:
    """Whether what was read of a year is it, with digits lost or one misread."""
    text = written or ""
    rest = iter(str(year))
    lost = all(digit in rest for digit in text)
    return lost or (len(text) == 4 and sum(a != b for a, b in zip(text, str(year), strict=True)) == 1)


def _day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def _iso(be_year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(be_year - BE_OFFSET, month, day).isoformat()
    except ValueError:
        return None


def _repaired(field: Field) -> tuple[str, ...]:
    return (*(flag for flag in field.flags if flag != "year_unreadable"), "repaired")


def _sure(field: Field, other: Field) -> float:
    return round(_REPAIRED * min(field.confidence, other.confidence), 4)
