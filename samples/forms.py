"""Sets forms to fill in, and footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from samples.blocks import PEN, Blank, Blanks, Footnote
from samples.fonts import DPI
from samples.hand import written
from samples.sheet import BOTTOM, LEFT, RIGHT, DrawnLine
from samples.stamps import CM
from samples.wrapping import pieces, wrap
from sarabun.model import Box

if TYPE_CHECKING:
    from samples.page import Setter

_BOX = 38  # side of a box to tick


class _Row:
    """A line of a form while it is set; blanks leave no text, only a gap."""

    def __init__(self, setter: Setter, left: float, following: str) -> None:
        self.setter = setter
        setter.room(setter.step, following)
        self.x = left
        self.base = setter.advance()
        self.text = ""
        self.boxes: list[Box] = []
        self.hand: list[tuple[int, int]] = []
        self.gaps: list[int] = []
        self.apart = False

    def print(self, text: str) -> None:
        self._write(text)
        type_ = self.setter.face()
        self.boxes.append(self.setter.line(text.rstrip(), self.x, self.base, type_))
        self.x += type_.width(text)

    def leave(self, blank: Blank) -> None:
        draw, ink = self.setter.sheet.draw, self.setter.ink
        if blank.box:
            draw.rectangle((self.x, self.base - _BOX, self.x + _BOX, self.base), outline=ink, width=3)
            end = self.x + _BOX + 16
        else:
            end = self.x + blank.width * CM
            self.setter.dots(self.x + 8, end - 8, self.base + 6)
        self.apart = True
        if blank.text:
            ink_mask = written(blank.text, 12.0, self.setter.rng)
            box = self.setter.sheet.press(
                ink_mask, round(self.x + 6), round(self.base - ink_mask.shape[0] * 2 / 3) - 4, PEN
            )
            if not blank.box:  # a tick says nothing that can be read
                self._write(blank.text)
                self.hand.append((len(self.text) - len(blank.text), len(self.text)))
                self.boxes.append(box)
                self.apart = True
            end = max(end, self.x + ink_mask.shape[1] - 30)
        self.x = end

    def _write(self, text: str) -> None:
        if self.text and self.apart:
            self.text = f"{self.text.rstrip()} "
            self.gaps.append(len(self.text))
        self.text += text
        self.apart = False

    def keep(self) -> None:
        if self.text.strip():
            line = DrawnLine(
                self.text.rstrip(), Box.around(self.boxes), False, tuple(self.hand), tuple(self.gaps)
            )
            self.setter.sheet.lines.append(line)


def blanks(setter: Setter, block: Blanks) -> None:
    """Sets a line of a form, and goes on below where it is full."""
    setter.y += block.before * DPI / 72
    left = LEFT + block.left * CM
    words = " ".join(part for part in block.parts if isinstance(part, str))
    row = _Row(setter, left, words)
    for part, width in _pieces(setter, block):
        if row.x + width > RIGHT and row.x > left:
            row.keep()
            row = _Row(setter, left, words)
        if isinstance(part, str):
            row.print(part)
        else:
            row.leave(part)
    row.keep()


def _pieces(setter: Setter, block: Blanks) -> Iterator[tuple[str | Blank, float]]:
    """The least that stays together, and how wide it is."""
    type_ = setter.face()
    for part in block.parts:
        if isinstance(part, Blank):
            yield part, part.width * CM
        else:
            for piece in pieces(setter.style.digits(part)):
                yield piece, type_.width(piece.rstrip())


def footnote(setter: Setter, block: Footnote) -> None:
    """Sets small print above the bottom of the page, where it still fits; else it has the next page."""
    size = 0.8
    type_ = setter.face(size)
    lines = wrap(setter.style.digits(block.text), type_.width, RIGHT - LEFT, RIGHT - LEFT)
    step = setter.step * size
    height = len(lines) * step + setter.step * 0.4
    setter.room(height + setter.step, lines[0])
    setter.floor = min(setter.floor, BOTTOM - setter.step * 1.2) - height
    top = setter.floor + setter.step * 0.3
    setter.sheet.draw.line((LEFT, top, LEFT + 5 * CM, top), fill=setter.ink, width=3)
    setter.sheet.note_lines[:0] = [
        DrawnLine(" ".join(line.split()), setter.line(line, LEFT, top + step * (i + 0.85), type_))
        for i, line in enumerate(lines)
    ]
