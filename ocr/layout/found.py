"""What is found on a page: lines of writing in reading order, and the rules between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ocr.frame import TextLine
from sarabun.model import Box

Floats = NDArray[np.float64]


class Writing(StrEnum):
    """How a line was put on the paper."""

    PRINT = "print"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Found:
    """One run of writing: a line, or the part of it that stands in a column or cell of its own.

    ``box``: its ink, marks above and below included, in pixels of the picture. ``row`` counts the visual
    lines of the page from the top, ``block`` what is read in one piece (free text, a table, a framed stamp),
    ``cell`` the cells of all tables; -1 outside of tables. ``letters``: components of letter size that it
    rests on. ``stroke``: mean stroke width; ``density``: share of ink in the core of the line.
    """

    line: TextLine
    box: Box
    kind: Writing
    row: int
    block: int
    cell: int
    letters: int
    stroke: float
    density: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: ``points`` (n, 2) float64 x, y along its middle, and its thickness, pixels of the
    picture; ``level`` says that it runs from left to right, else from top to bottom."""

    points: Floats
    thickness: float
    level: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """``lines`` in reading order; ``letter`` is the height of the page's letters in pixels, 0 on a page
    without any."""

    lines: tuple[Found, ...]
    rules: tuple[Rule, ...]
    letter: float
