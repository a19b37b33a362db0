"""Words that belong together (spans), spans at one height (rows), and the fields that are made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from classify.confidence import calibration
from sarabun.model import Box, Field, Word
from sarabun.thai import fold_digits, normalise

# Specks and ends of rules and leaders around print; a lone stop at the end may belong to an abbreviation.
_LEADING = r"^[\s+*|_~^°\\.,:;…·]+"
_ENDS_THAI = re.compile(r"[\u0e01-\u0e2e\u0e30-\u0e45\u0e47-\u0e4e]$")  # a letter or mark; not ฯ ๆ
_SET_OFF = r"ประจำ|พ\.ศ\.|ณ\s|ที่\s|(?:ครั้ง|ฉบับ|รุ่น|ลงวัน)ที่|ระหว่าง|จำนวน"
_BEGINS_THAI = re.compile(rf"(?!{_SET_OFF})[\u0e01-\u0e2e\u0e40-\u0e44]")
_DIRT = re.compile(_LEADING + r"|(?:[\s+*|_~^°\\,:;…·]|(?<=\s)\.|\.(?=\s*\.)|(?<=\.)\.)+$")


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive words of one row with their text; ``owner`` is the word of every character (-1: space).

    ``boxes`` are those of the words with the page's skew taken out: every comparison of places uses them.
    """

    page: int
    words: tuple[Word, ...]
    text: str
    owner: tuple[int, ...]
    boxes: tuple[Box, ...]

    @classmethod
    def of(cls, page: int, words: Sequence[Word], boxes: Sequence[Box]) -> Span:
        text = ""
        owner: list[int] = []
        for i, word in enumerate(words):
            if word.space_before and i:
                text, owner = text + " ", [*owner, -1]
            piece = normalise(word.text)
            text, owner = text + piece, owner + [i] * len(piece)
        return cls(page, tuple(words), text, tuple(owner), tuple(boxes))

    @classmethod
    def joined(cls, spans: Sequence[Span]) -> Span:
        """Several spans (at least one) as one, a space between them."""
        words = [
            replace(word, space_before=True) if i == 0 and n else word
            for n, span in enumerate(spans)
            for i, word in enumerate(span.words)
        ]
        return cls.of(spans[0].page, words, [box for span in spans for box in span.boxes])

    @property
    def box(self) -> Box:
        return Box.around(list(self.boxes))

    @property
    def folded(self) -> str:
        """The text with digits 0-9, every character at the offset it has in ``text``."""
        return fold_digits(self.text)

    @property
    def confidence(self) -> float:
        return sum(w.confidence for w in self.words) / len(self.words)

    def cut(self, start: int, end: int | None = None) -> Span | None:
        """The characters ``start:end`` without outer spaces, or None where nothing is left."""
        end = len(self.text) if end is None else min(end, len(self.text))
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        owners = sorted({o for o in self.owner[start:end] if o >= 0})
        if not owners:
            return None
        new = {old: i for i, old in enumerate(owners)} | {-1: -1}
        words = tuple(self.words[o] for o in owners)
        boxes = tuple(self.boxes[o] for o in owners)
        return Span(
            self.page, words, self.text[start:end], tuple(new[o] for o in self.owner[start:end]), boxes
        )


@dataclass(frozen=True, slots=True)
class Row:
    """Spans at one height, from left to right. ``unit`` is the usual height of the page's lines in pixels."""

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


def joined(spans: Sequence[Span], *, flows: bool = False) -> str:
    """The text of several spans as one line, with single spaces. ``flows``: they are lines of one phrase."""
    return _one_line([span.text for span in spans], flows)


def _one_line(lines: Sequence[str], flows: bool) -> str:
    """Thai has no blank between words, so a phrase that flows gets none where a line ends between two of
    them, unless a word comes that is set off by one."""
    text = ""
    for line in lines:
        inside = flows and _ENDS_THAI.search(text) and _BEGINS_THAI.match(line)
        text += line if inside else f" {line}"
    return re.sub(r"\s+", " ", text).strip()


def field(
    spans: Sequence[Span],
    value: Any = None,
    *,
    certainty: float = 0.95,
    parts: dict[str, Any] | None = None,
    flags: Sequence[str] = (),
    keep_none: bool = False,
    flows: bool = False,
) -> Field:
    """A field whose evidence is ``spans`` (at least one). ``value`` defaults to their text with digits 0-9.

    The confidence is the chance that the whole value is right: see :mod:`classify.confidence`; ``certainty``
    (0..1) is how sure the rule is; ``flows``: the spans are lines of one phrase.
    """
    words = [w for s in spans for w in s.words]
    page = spans[0].page
    if value is None and not keep_none:
        lines = [re.sub(_LEADING, "", span.text) for span in spans]
        value = _DIRT.sub("", fold_digits(_one_line(lines, flows)))
    return Field(
        value=value,
        raw=joined(spans, flows=flows),
        page=page,
        box=Box.around([w.box for s in spans if s.page == page for w in s.words]),
        confidence=round(calibration().chance(certainty, words), 4),
        parts=parts,
        flags=tuple(flags),
    )
