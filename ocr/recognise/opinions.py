"""Who reads a frame: one network, Tesseract with our model, or two networks that check each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ocr.correct.faded import with_faded_marks
from ocr.picture import Pixels
from ocr.recognise.agree import agreed
from ocr.recognise.reader import Character, LineReader, Reading

_SURE = 0.97  # a line all of whose characters are surer needs no second opinion
_COUNTS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙")  # numbers, dates, amounts: no word tells that a digit is wrong


class Recogniser(Protocol):
    """Reads frames of lines (48, any width) uint8; ``stride`` is columns a step."""

    stride: int

    def characters(self, frames: Sequence[Pixels]) -> list[tuple[Character, ...]]: ...


class TwoReaders:
    """The first reads everything; the second reads what the first is not sure of, and every line with a
    digit. What stands then is what both say, or the likelier where they differ."""

    def __init__(self, first: LineReader, second: LineReader) -> None:
        self._readers = first, second
        self.stride = first.stride

    def characters(self, frames: Sequence[Pixels]) -> list[tuple[Character, ...]]:
        """What stands in each frame, chances as the readers that saw it give them."""
        one, two = self._readers
        read = one.read(frames)
        asked = [i for i, reading in enumerate(read) if _doubtful(reading)]
        made = [reading.characters for reading in read]
        for i, reading in zip(asked, two.read([frames[i] for i in asked]), strict=True):
            made[i] = agreed(read[i], reading, self._readers).characters
        return [
            with_faded_marks(line, reading.chances, one.classes, one.null)
            for line, reading in zip(made, read, strict=True)
        ]


def _doubtful(reading: Reading) -> bool:
    return any(c.chance < _SURE or c.text in _COUNTS for c in reading.characters)
