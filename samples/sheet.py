"""A page of A4 at 300 dpi while it is drawn, and what it is when finished: the image and its lines."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.blocks import Colour
from samples.stamps import CM, press
from sarabun.model import Box

WIDTH, HEIGHT = 2480, 3508
LEFT, RIGHT = round(3 * CM), WIDTH - round(2 * CM)
TOP, BOTTOM = round(1.6 * CM), HEIGHT - round(2 * CM)


class DrawnLine(NamedTuple):
    """A line as it stands on the page. ``stamped`` says that a stamp or a hand put it there.

    ``hand``: ranges (start, end) of ``text`` that a hand wrote into print. ``gaps``: where in ``text`` a cell
    begins that stands apart from the one before it (columns of a list, number and date of a memo).
    """

    text: str
    box: Box
    stamped: bool = False
    hand: tuple[tuple[int, int], ...] = ()
    gaps: tuple[int, ...] = ()


class DrawnPage(NamedTuple):
    """A finished page, 300 dpi RGB, and its lines in reading order."""

    image: Image.Image
    lines: tuple[DrawnLine, ...]

    @property
    def text(self) -> str:
        """One line of text for each visual line."""
        return "\n".join(line.text for line in self.lines)


class Sheet:
    """A page while it is being drawn."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, HEIGHT), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.top_lines: list[DrawnLine] = []
        self.lines: list[DrawnLine] = []
        self.note_lines: list[DrawnLine] = []
        self.foot_lines: list[DrawnLine] = []

    def press(self, ink: NDArray[np.uint8], left: int, top: int, colour: Colour) -> Box:
        height, width = ink.shape
        box = Box(max(0, left), max(0, top), min(WIDTH, left + width), min(HEIGHT, top + height))
        part = np.array(self.image.crop(box))
        press(part, ink, left - box.left, top - box.top, colour)
        self.image.paste(Image.fromarray(part), (box.left, box.top))
        return box

    def finished(self) -> DrawnPage:
        return DrawnPage(self.image, (*self.top_lines, *self.lines, *self.note_lines, *self.foot_lines))
