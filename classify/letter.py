"""A document as the field rules see it: rows of its own pages, its head, its kind, its receipts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from classify.head import Head, Section, read_head
from classify.kinds import Decision, FoundHeading, decide, find_heading, starts_document
from classify.labels import first_match
from classify.layout import Row, Span, field
from classify.numbers import DocumentNumber, find_number
from classify.rows import rows_of
from classify.rules import BODY_OPENINGS, Slot
from classify.stamps import Receipt, receipts
from classify.written_dates import WrittenDate, read_date
from sarabun.model import DocumentText, Field

_PAGE_NUMBER = re.compile(r"\s*[-–—]\s*(?:[2-9]|[1-9][0-9])\s*[-–—]\s*$")
_CATCH_WORDS = re.compile(r"\s*/.{2,40}(?:…|\.{2,}|(?:\s?\.){2,})\s*$")


@dataclass(frozen=True, slots=True)
class Letter:
    """``rows`` are those of the letter itself, stamps left out; ``everything`` those of all pages;
    ``others`` are pages where another document seems to start."""

    rows: tuple[Row, ...]
    everything: tuple[Row, ...]
    head: Head
    heading: FoundHeading | None
    decision: Decision
    receipts: tuple[Receipt, ...]
    others: tuple[int, ...]

    @property
    def first_page(self) -> tuple[Row, ...]:
        return tuple(r for r in self.rows if r.page == self.rows[0].page)

    def section(self, slot: Slot) -> Section | None:
        found = self.head.get(slot)
        return found if found and found.spans else None


def open_letter(text: DocumentText) -> Letter:
    """The letter that a document starts with."""
    pages = [rows for page in text.pages if (rows := rows_of(page))]
    everything = tuple(r for rows in pages for r in rows)
    if not pages:
        return Letter((), (), Head((), (), 0), None, decide(()), (), ())
    stamped = receipts(pages[0])
    pages[0] = _without(pages[0], {id(s) for stamp in stamped for s in stamp.spans})
    others = tuple(
        rows[0].page
        for before, rows in pairwise(pages)
        if starts_document(rows) and not _goes_on(before, rows)
    )
    last = min(others, default=None)
    rows = tuple(r for page in pages for r in page if last is None or r.page < last)
    heading = find_heading(pages[0])
    head = read_head(pages[0])
    return Letter(rows, everything, head, heading, decide(rows, head), stamped, others)


def _goes_on(before: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether a page goes on from the one before: its number ``- ๒ -`` at the top, or the catch-words
    ``/ต่อไป…`` at the end of that one."""
    numbered = any(_PAGE_NUMBER.match(s.folded) for row in rows[:2] for s in row.spans)
    return numbered or any(_CATCH_WORDS.match(s.text) for row in before[-3:] for s in row.spans)


def _without(rows: Sequence[Row], spans: set[int]) -> tuple[Row, ...]:
    kept = []
    for row in rows:
        left = tuple(s for s in row.spans if id(s) not in spans)
        if left:
            kept.append(Row(row.page, left, row.unit, row.width, row.height))
    return tuple(kept)


def number_field(span: Span, certainty: float, *, code_expected: bool = True) -> Field:
    """The number in a span that should hold one. What cannot be parsed is kept as printed, with a flag."""
    found = find_number(span.text, spaced=True)
    if found is None:
        return field([span], certainty=0.3 * certainty, flags=("unparsed",))
    number, start, end = found
    flags = _doubts(number, code_expected)
    sure = certainty * 0.5 ** len(flags)
    return field(
        [span.cut(start, end) or span], str(number), certainty=sure, parts=number.parts(), flags=flags
    )


def _doubts(number: DocumentNumber, code_expected: bool) -> list[str]:
    flags = []
    if not number.complete:
        flags.append("running_missing")
    if code_expected and number.code is None:
        flags.append("code_missing")
    if number.code is not None and number.parts()["code_name"] is None:
        flags.append("code_unknown")
    return flags


def date_field(span: Span, certainty: float) -> Field | None:
    """The date in a span; where only month or year can be read the value is None and a flag says why."""
    date = read_date(span.text)
    if date is None:
        return None
    piece = span.cut(date.start, date.end) or span
    parts = {"be_year": date.be_year, "month": date.month}
    sure = certainty * (0.7 if date.flags else 1.0) * (1.0 if date.iso else 0.5)
    return field([piece], date.iso, certainty=sure, parts=parts, flags=date.flags, keep_none=True)


def lone_date(span: Span) -> WrittenDate | None:
    """The date that is all of a span, but for วันที่ and a little dirt."""
    date = read_date(span.text)
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


def title_rows(letter: Letter) -> tuple[Row, ...]:
    """The heading and the centred rows right under it, above the body."""
    if letter.heading is None:
        return ()
    rows = letter.first_page
    found = [rows[letter.heading.row]]
    for row in rows[letter.heading.row + 1 :]:
        if (
            not row.centred()
            or row.box.top - found[-1].box.bottom > 1.6 * row.unit
            or first_match(row.text, BODY_OPENINGS, slack=0)
        ):
            break
        found.append(row)
    return tuple(found)
