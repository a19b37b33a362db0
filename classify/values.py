"""Fields of numbers and dates: parsed, put right where only one reading is left, and doubted where the page
says more than was understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from classify.layout import Row, Span, field
from classify.numbers import DocumentNumber, find_number
from classify.repair import code_like, digits_of_date, digits_of_number, letters_of_code
from classify.written_dates import WrittenDate, read_date
from sarabun.model import Field

_THAI_DIGIT, _DIGIT = re.compile("[๐-๙]"), re.compile("[0-9]")
_LEADERS = " .:…·-–_"
_IN_YEAR = re.compile(r"\D{0,3}(?P<number>[0-9]{1,5})\s*/\s*(?P<year>[0-9]{2,5})(?![0-9])")
# What may stand right before a date: its label, a leader, the start.
_BEFORE_DATE = re.compile(r"(?:^|ท[ีิึื]?[่้]?|เม[ืื]?[่]?อ|เดือน|[.:…·_–-])\s*$|[ก-๎]\s+$")

# How sure a reading still is after each doubt.
_DOUBT = {
    "running_missing": 0.5,
    "code_missing": 0.5,
    "code_unknown": 0.5,
    "year_unreadable": 0.3,
    "misread": 0.35,
    "repaired": 0.6,
}


class _Found(NamedTuple):
    number: DocumentNumber
    start: int
    end: int
    repaired: bool


def number_field(span: Span, certainty: float, *, code_expected: bool = True) -> Field:
    """The number in a span that should hold one. What cannot be parsed is kept as printed, with a flag.

    ``code_expected`` is false for numbers that count within a year (n/yyyy)."""
    found = _found(span, code_expected)
    if found is None:
        return field([span], certainty=0.3 * certainty, flags=("unparsed",))
    number, start, end, repaired = found
    piece = span.cut(start, end) or span
    flags = _doubts(number, code_expected)
    if not number.complete:
        pass  # what follows is a hand's, or nothing
    elif _more_is_printed(span, start, end):
        flags.append("misread")
        piece = span
    elif _mixed(piece.text) or _running_apart(piece.text):
        flags.append("misread")
    if repaired:
        flags.append("repaired")
    for flag in flags:
        certainty *= _DOUBT[flag]
    return field([piece], str(number), certainty=certainty, parts=number.parts(), flags=flags)


def _found(span: Span, code_expected: bool) -> _Found | None:
    """The number as read, or with its look-alikes put right where it is whole only then."""
    plain = find_number(span.text, spaced=True)
    made = digits_of_number(letters_of_code(span.folded) if code_expected else span.folded)
    repaired = made != span.folded
    found = find_number(made, spaced=True) if repaired else plain
    if found is None and not code_expected and (match := _IN_YEAR.match(made)):
        number = DocumentNumber(None, match["number"], None, False, match["year"])
        return _Found(number, match.start("number"), match.end(), repaired)
    if found is None:
        return None
    number, start, end = found
    written = made[start:end]
    repaired = repaired or (number.sub_unit is not None and not (")" in written and "/" in written))
    if code_expected and number.code and number.unit and (code := code_like(number.code, number.unit)):
        number, repaired = replace(number, code=code), True
    return _Found(number, start, end, repaired)


def _more_is_printed(span: Span, start: int, end: int) -> bool:
    """Whether something other than leaders touches the number: part of it that was not understood."""
    before = span.text[:start].strip(_LEADERS)
    after = span.text[end:].strip(_LEADERS + "|")
    return bool(before) or (bool(after) and (len(after) <= 4 or span.text[end] != " "))


def _mixed(text: str) -> bool:
    """Digits of both kinds: a hand's or a misread one among the print."""
    return bool(_THAI_DIGIT.search(text) and _DIGIT.search(text))


def _running_apart(text: str) -> bool:
    """A space inside the running number: a digit between was not read."""
    return re.search(r"/\s*ว?\s*[0-9๐-๙]+\s+[0-9๐-๙]", text) is not None


def _doubts(number: DocumentNumber, code_expected: bool) -> list[str]:
    flags = []
    if not number.complete:
        flags.append("running_missing")
    if code_expected and number.code is None:
        flags.append("code_missing")
    if number.code is not None and number.parts()["code_name"] is None:
        flags.append("code_unknown")
    if not code_expected and number.code is None and number.complete and number.year is None:
        flags.append("year_unreadable")
    return flags


def date_field(span: Span, certainty: float) -> Field | None:
    """The date in a span; where only month or year can be read the value is None and a flag says why.

    No typist sets a nought before a day, so one is a misread digit, or a hand's."""
    found, repaired = _date_in(span)
    if found is None:
        return None
    piece = span.cut(found.start, found.end) or span
    flags = list(found.flags)
    touched = _BEFORE_DATE.search(span.text[: found.start]) is None
    if found.iso and (touched or _mixed(piece.text) or piece.folded.startswith("0")):
        flags.append("misread")
        certainty *= _DOUBT["misread"]
    if repaired:
        flags.append("repaired")
        certainty *= _DOUBT["repaired"]
    parts = {"be_year": found.be_year, "month": found.month, "day": found.day}
    sure = certainty * (0.7 if found.flags else 1.0) * (1.0 if found.iso else 0.5)
    return field([piece], found.iso, certainty=sure, parts=parts, flags=flags, keep_none=True)


def _date_in(span: Span) -> tuple[WrittenDate | None, bool]:
    """The date as read, or with its look-alikes put right where more of it is understood then."""
    plain = read_date(span.text)
    made = digits_of_date(span.folded)
    again = read_date(made) if made != span.folded else None
    if again is None or again.iso is None:
        return plain, False
    more = plain is None or plain.iso is None or again.end - again.start > plain.end - plain.start
    return (again, True) if more else (plain, False)


def lone_date(span: Span) -> WrittenDate | None:
    """The date that is all of a span, but for วันที่ and a little dirt."""
    date, _ = _date_in(span)
    if date is None:
        return None
    outside = span.text[: date.start] + span.text[date.end :]
    outside = re.sub(r"วัน\s?ที่?|เดือน", "", outside)
    return date if len(re.findall("[ก-ฮ0-9๐-๙]", outside)) <= 3 else None


def lone_dates(rows: Sequence[Row]) -> Iterator[tuple[int, Span]]:
    """Spans that are nothing but a date, with the index of their row."""
    for index, row in enumerate(rows):
        for span in row.spans:
            if lone_date(span):
                yield index, span
