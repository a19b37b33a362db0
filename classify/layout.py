"""Where words stand on the page: rows, and spans of words that belong together.

A letterhead prints the number on the left and the agency on the right of one visual line, and readers give
that as one line or as two. Here every line is cut at wide gaps into spans, and spans at one height form a
row, so the rules need not care how the reader cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sarabun.model import Box, Field, Line, PageText, Word
from sarabun.thai import fold_digits, normalise

_COLUMN_GAP = 1.2  # of the letter height: wider than any justified space, narrower than any column gap
_READABLE = re.compile(r"[ก-ฮ0-9๐-๙A-Za-z]")


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive words of one row with their text; ``owner`` is the word of every character (-1: space)."""

    page: int
    words: tuple[Word, ...]
    text: str
    owner: tuple[int, ...]

    @classmethod
    def of(cls, page: int, words: Sequence[Word]) -> Span:
        text = ""
        owner: list[int] = []
        for i, word in enumerate(words):
            if word.space_before and i:
                text, owner = text + " ", [*owner, -1]
            piece = normalise(word.text)
            text, owner = text + piece, owner + [i] * len(piece)
        return cls(page, tuple(words), text, tuple(owner))

    @property
    def box(self) -> Box:
        return Box.around([w.box for w in self.words])

    @property
    def folded(self) -> str:
        """The text with digits 0-9, every character at the offset it has in ``text``."""
        return fold_digits(self.text)

    @property
    def confidence(self) -> float:
        return sum(w.confidence for w in self.words) / len(self.words)

    def cut(self, start: int, end: int | None = None) -> Span | None:
        """The characters ``start:end`` without outer spaces, or None where nothing is left."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        owners = sorted({o for o in self.owner[start:end] if o >= 0})
        if not owners:
            return None
        new = {old: i for i, old in enumerate(owners)} | {-1: -1}
        words = tuple(self.words[o] for o in owners)
        return Span(self.page, words, self.text[start:end], tuple(new[o] for o in self.owner[start:end]))


@dataclass(frozen=True, slots=True)
class Row:
    """Spans at one height, from left to right. ``unit`` is the letter height of the page in pixels."""

    page: int
    spans: tuple[Span, ...]
    unit: float
    width: int
    height: int

    @property
    def box(self) -> Box:
        return Box.around([s.box for s in self.spans])

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.spans)

    def centred(self) -> bool:
        """Whether the row stands around the middle of the page and not from margin to margin."""
        box = self.box
        return abs((box.left + box.right) / 2 - self.width / 2) < 0.1 * self.width


def joined(spans: Sequence[Span]) -> str:
    """The text of several spans as one line, with single spaces."""
    return re.sub(r"\s+", " ", " ".join(s.text for s in spans)).strip()


def field(
    spans: Sequence[Span],
    value: Any = None,
    *,
    certainty: float = 0.95,
    parts: dict[str, Any] | None = None,
    flags: Sequence[str] = (),
    keep_none: bool = False,
) -> Field:
    """A field whose evidence is ``spans`` (at least one). ``value`` defaults to their text with digits 0-9;
    ``certainty`` (0..1) is how sure the rule is, and multiplies what the reader was sure of."""
    words = [w for s in spans for w in s.words]
    page = spans[0].page
    if value is None and not keep_none:
        value = fold_digits(joined(spans))
    return Field(
        value=value,
        raw=joined(spans),
        page=page,
        box=Box.around([w.box for s in spans if s.page == page for w in s.words]),
        confidence=round(certainty * sum(w.confidence for w in words) / len(words), 4),
        parts=parts,
        flags=tuple(flags),
    )


def rows_of(page: PageText) -> tuple[Row, ...]:
    """The rows of a page from top to bottom, specks and broken-off marks left out."""
    lines = [line for line in page.lines if line.words]
    if not lines:
        return ()
    full = [line.box.height for line in lines if len(line.words) >= 3] or [x.box.height for x in lines]
    unit = float(median(full))
    groups: list[list[Span]] = []
    spans = [s for line in lines if not _is_dirt(line, unit) for s in _spans(page.page, line, unit)]
    for span in sorted(spans, key=lambda s: (_middle(s.box), s.box.left)):
        if groups and _same_row(groups[-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(
        Row(page.page, tuple(sorted(g, key=lambda s: s.box.left)), unit, page.width, page.height)
        for g in groups
    )


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _same_row(group: list[Span], span: Span) -> bool:
    """Close in height to some span of the group and beside all of them."""
    near = any(
        abs(_middle(s.box) - _middle(span.box)) < 0.45 * min(s.box.height, span.box.height) for s in group
    )
    return near and all(
        min(s.box.right, span.box.right) - max(s.box.left, span.box.left)
        <= 0.2 * min(s.box.width, span.box.width)
        for s in group
    )


def _is_dirt(line: Line, unit: float) -> bool:
    """Marks that a reader took for a line of their own, and rules, specks, scribbles."""
    readable = len(_READABLE.findall(line.text))
    low = line.box.height < 0.75 * unit and line.confidence < 0.6 and readable < 15
    sparse = line.box.width > 4 * unit and readable * unit < 0.5 * line.box.width and line.confidence < 0.7
    scattered = len(line.words) > 8 and readable < 1.3 * len(line.words) and line.confidence < 0.7
    return readable == 0 or low or sparse or scattered


def _spans(page: int, line: Line, unit: float) -> list[Span]:
    """The line, cut at gaps wider than a space can be."""
    parts: list[list[Word]] = [[line.words[0]]]
    right = line.words[0].box.right
    for word in line.words[1:]:
        if word.box.left - right > _COLUMN_GAP * unit:
            parts.append([])
        parts[-1].append(word)
        right = word.box.right
    return [Span.of(page, words) for words in parts]
