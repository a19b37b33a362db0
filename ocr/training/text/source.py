"""The source of training text: endless printed lines in the proportions that official paper has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Literal, TypeAlias

from ocr.training.text import lines
from ocr.training.text.banks import Entries, shapes, vocabulary
from ocr.training.text.pen import Pen
from ocr.training.text.prose import Column, may_cut, officialese, word_salad
from ocr.training.text.writer import Writer

LONGEST = 130
"""Characters of the longest line."""

LineMaker: TypeAlias = Callable[[Writer], str]

_PROSE: Mapping[LineMaker, float] = MappingProxyType({officialese: 30.0, word_salad: 22.0})
_SHAPED: Mapping[str, float] = MappingProxyType(
    {
        "subject": 2.4, "addressee": 1.6, "reference": 2.2, "enclosure": 1.2, "number": 3.4, "date": 2.4,
        "memo_head": 1.2, "law": 1.6, "clause": 1.6, "item": 2.4, "money": 1.4, "letterhead": 1.2,
        "address": 1.2, "contact": 1.6, "signature": 1.6, "position": 1.0, "page": 1.4, "stamp": 1.0,
        "heading": 1.8, "roll": 1.2, "latin": 1.6, "figures": 1.4, "abbreviation": 0.6, "label": 0.8,
    }
)  # fmt: skip
_MADE: Mapping[LineMaker, float] = MappingProxyType(
    {
        lines.cell: 3.4, lines.row: 1.6, lines.form: 2.0, lines.latin_words: 0.8, lines.old_tongue: 1.0,
        lines.single: 0.5, lines.digit_rows: 0.5, lines.nonsense: 3.6,
    }
)  # fmt: skip
_SPACE_LOST, _SPACE_ADDED = (
    0.05,
    0.03,
)  # of lines: typists differ, and the reader shall not know better than ink
_SEAM = re.compile("(?<=[ก-๎])(?=[0-9(])|(?<=[0-9).])(?=[ก-ฮเ-ไ])")  # where some set a space and some none


class TextSource:
    """Printed lines for training (``train``) or for development (``dev``), the same for the same ``seed``.

    The two splits share no sentence, name or word of the banks. Raises ConfigurationError when PyThaiNLP is
    not installed.
    """

    def __init__(self, seed: int, split: Literal["train", "dev"]) -> None:
        self._writer = Writer(seed, split)
        words = vocabulary()
        shares: dict[LineMaker, float] = {
            **{_set_in_column(Column(self._writer, paragraph, words)): n for paragraph, n in _PROSE.items()},
            **{_filled_in(shapes(kind)): share for kind, share in _SHAPED.items()},
            **_MADE,
        }
        self._makers = tuple(shares)
        self._weights = tuple(accumulate(shares.values()))

    def line(self) -> str:
        """One line of 1-130 characters of ALPHABET in normal form, single spaces, none at its ends."""
        pen = self._writer.pen
        while True:
            maker = pen.random.choices(self._makers, cum_weights=self._weights)[0]
            text = " ".join(maker(self._writer).split())
            if len(text) > LONGEST:
                text = _shortened(text)
            if text := _respaced(pen, text):
                return pen.ink(text)


def _set_in_column(column: Column) -> LineMaker:
    return lambda _: column.line()


def _filled_in(kind: Entries) -> LineMaker:
    return lambda writer: writer.phrase(kind)


def _shortened(text: str) -> str:
    """The head of ``text`` up to a space, or up to a cluster's end where it has none."""
    head = text[: LONGEST + 1].rpartition(" ")[0]
    if len(head) > LONGEST // 2:
        return head
    end = LONGEST
    while not may_cut(text, end):
        end -= 1
    return text[:end]


def _respaced(pen: Pen, text: str) -> str:
    """``text``, seldom with a space lost or one too many."""
    kind, at = pen.chance_of(), pen.between(1, len(text) or 1)
    if kind < _SPACE_LOST:
        head, _, tail = text[at:].partition(" ")
        joined = text[:at] + head + tail
        return joined if may_cut(joined, at + len(head)) else text
    if kind < _SPACE_LOST + _SPACE_ADDED and len(text) < LONGEST and (seam := _SEAM.search(text, at)):
        return f"{text[: seam.start()]} {text[seam.start() :]}"
    return text
