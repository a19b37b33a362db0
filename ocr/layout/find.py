"""From a grey picture to its lines: reduce, threshold, rules out, chain letters, order."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from ocr.frame import TextLine
from ocr.layout.cells import find_cells
from ocr.layout.chains import Letters
from ocr.layout.found import Found, Layout, Rule
from ocr.layout.hand import writing_of
from ocr.layout.ink import Parts, ink_of, letter_height, parts_of, reduced, unglued
from ocr.layout.order import Placed, ordered
from ocr.layout.pictures import without_pictures
from ocr.layout.rules import Ruled, find_rules
from ocr.layout.runs import Run, find_runs, leaders
from ocr.picture import Pixels
from sarabun.model import Box

LETTER = 11.0
"""Letter height that lines are looked for at: enough to tell letters apart."""

_LETTER_INCH = 0.095  # of 16 pt, the size of Thai official letters
_SCALE_RANGE = (0.72, 1.6)  # measured over wanted letter height that the first look may be off by
_HEIGHTS = (0.4, 3.6)  # over the expected one
_FATTER = 0.4  # px of the reduced picture: letters seen through a threshold are that much too high


def find_lines(grey: Pixels, dpi: float) -> Layout:
    """Lines and rules of an upright page. ``grey``: 0 is ink, paper about 255; ``dpi`` is a hint at the size
    of its letters, which may be off by half."""
    scale = min(1.0, LETTER / (_LETTER_INCH * dpi))
    seen = _look(grey, scale, LETTER)
    if seen is None:
        return Layout((), (), 0.0)
    ink, parts, ruled, letter = seen
    cells = find_cells(ruled.rules, parts.labels.shape, letter)
    leader = leaders(parts, letter)
    letters, runs, slope = find_runs(parts, cells, leader)
    runs = without_pictures(letters, parts, runs, leader, cells, ink)
    placed = ordered(runs, cells, slope, ruled.rules)
    size = grey.shape[1] / round(grey.shape[1] * scale)
    lines = tuple(_found(p, letters, parts, size) for p in placed)
    rules = tuple(Rule((r.points + 0.5) * size - 0.5, r.thickness * size, r.level) for r in ruled.rules)
    return Layout(lines, rules, (letter - _FATTER) * size)


def _look(grey: Pixels, scale: float, expected: float) -> tuple[Pixels, Parts, Ruled, float] | None:
    small = reduced(grey, scale)
    ink = ink_of(small, expected)
    parts = parts_of(ink)
    if parts is None:
        return None
    letter = letter_height(parts, _HEIGHTS[0] * expected, _HEIGHTS[1] * expected)
    if letter == 0:
        return None
    ruled = find_rules(ink, letter)
    if ruled.rules:
        ink = np.asarray(cv2.subtract(ink, ruled.ink), np.uint8)
        again = parts_of(ink)
        if again is None:
            return None
        parts = again
        letter = letter_height(parts, _HEIGHTS[0] * expected, _HEIGHTS[1] * expected)
    if (split := unglued(ink, small, parts, letter)) is not None and (again := parts_of(split)) is not None:
        ink, parts = split, again
        letter = letter_height(parts, _HEIGHTS[0] * expected, _HEIGHTS[1] * expected)
    return ink, parts, ruled, letter


def _found(placed: Placed, letters: Letters, parts: Parts, size: float) -> Found:
    run = placed.run
    box = Box(*(round(v * size) for v in run.box))
    line = TextLine(
        run.baseline.points * size, (run.height - _FATTER) * size, run.left * size, run.right * size
    )
    stroke, density = _weight(parts, run)
    kind = writing_of(letters, run)
    count = len(run.letters)
    return Found(line, box, kind, placed.row, placed.block, placed.cell, count, stroke * size, density)


def _weight(parts: Parts, run: Run) -> tuple[float, float]:
    """Mean stroke width, pixels, and share of ink between the first and the last letter of a run.

    The stroke width is twice the ink over its outline: exact for long strokes.
    """
    box = run.box
    own = np.zeros(len(parts) + 1, np.uint8)
    own[run.parts + 1] = 1
    ink = own[parts.labels[box.top : box.bottom, box.left : box.right]]
    inner: Any = cv2.erode(ink, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    area = int(np.count_nonzero(ink))
    outline = area - int(np.count_nonzero(inner))
    density = area / max(1.0, (run.right - run.left) * run.height)
    return 2 * area / max(1, outline), density
