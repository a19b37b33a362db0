"""A document as the field rules see it: rows of its own pages, its head, its kind, its receipts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from classify.head import Head, Section, read_head
from classify.kinds import Decision, FoundHeading, decide, find_heading, starts_document
from classify.labels import first_match
from classify.layout import Row
from classify.rows import rows_of
from classify.rules import BODY_OPENINGS, Slot
from classify.stamps import Receipt, receipts
from sarabun.model import DocumentText

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
