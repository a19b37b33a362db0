"""The source of training text: endless printed lines in the proportions that official paper has them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Literal

from ocr.training.text import lines
from ocr.training.text.alphabet import BELOW, FOLLOWING, ABOVE, TONES
from ocr.training.text.banks import vocabulary
from ocr.training.text.lines import LineMaker
from ocr.training.text.prose import Column, officialese, word_salad
from ocr.training.text.writer import Writer

LONGEST = 130
"""Characters of the longest line."""

_SHARES: Mapping[LineMaker, float] = MappingProxyType(
    {
        lines.subject: 3.0,
        lines.addressee: 2.0,
        lines.reference: 2.5,
        lines.enclosure: 1.5,
        lines.letter_number: 3.0,
        lines.date_line: 2.5,
        lines.memo_head: 1.5,
        lines.law: 2.0,
        lines.clause: 2.0,
        lines.list_item: 3.0,
        lines.money: 1.5,
        lines.cell: 4.0,
        lines.row: 2.0,
        lines.signature: 2.0,
        lines.position: 1.5,
        lines.letterhead: 1.5,
        lines.address: 1.5,
        lines.contact: 2.0,
        lines.form_line: 2.5,
        lines.label: 0.7,
        lines.page_mark: 1.2,
        lines.stamp: 1.0,
        lines.heading: 2.0,
        lines.roll: 1.5,
        lines.latin: 2.5,
        lines.old_tongue: 1.0,
        lines.figures: 1.5,
        lines.abbreviations: 0.7,
        lines.closing: 0.3,
        lines.single: 0.6,
        lines.nonsense: 4.0,
    }
)  # of a hundred lines; the rest is prose
_OFFICIALESE_SHARE = 0.6  # of prose; the rest is words without meaning
_UNBEGUN = frozenset(ABOVE + BELOW + FOLLOWING + TONES)


class TextSource:
    """Printed lines for training (``train``) or for development (``dev``), the same for the same ``seed``.

    The two splits share no sentence, name or word of the banks. Raises ConfigurationError when PyThaiNLP is
    not installed.
    """

    def __init__(self, seed: int, split: Literal["train", "dev"]) -> None:
        self._writer = Writer(seed, split)
        words = vocabulary()
        official = Column(self._writer, officialese, words)
        salad = Column(self._writer, word_salad, words)
        prose = 100 - sum(_SHARES.values())
        self._makers: tuple[LineMaker, ...] = (
            lambda _: official.line(),
            lambda _: salad.line(),
            *_SHARES,
        )
        self._weights = tuple(
            accumulate((prose * _OFFICIALESE_SHARE, prose * (1 - _OFFICIALESE_SHARE), *_SHARES.values()))
        )

    def line(self) -> str:
        """One line of 1-130 characters of ALPHABET in normal form, single spaces, none at its ends."""
        pen = self._writer.pen
        while True:
            maker = pen.random.choices(self._makers, cum_weights=self._weights)[0]
            text = " ".join(maker(self._writer).split())
            if len(text) > LONGEST:
                text = _shortened(text)
            if text:
                return pen.ink(text)


def _shortened(text: str) -> str:
    """The head of ``text`` up to a space, or up to a cluster's end where it has none."""
    head = text[: LONGEST + 1].rpartition(" ")[0]
    if len(head) > LONGEST // 2:
        return head
    end = LONGEST
    while text[end] in _UNBEGUN:
        end -= 1
    return text[:end]
