"""A text line as readers see it: cut along its baseline, its letters 16 pixels high, in a frame of 48 rows.

The same frame for training and for reading. Letter height is that of a consonant without ascender (น): the
frame holds 2.1 letter heights above the baseline (tone mark over vowel) and 0.9 below (the foot of ฐ, vowel
under it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.picture import Pixels

HEIGHT = 48
LETTER = 16
BASELINE = 34
MARGIN = 16
"""Rows of a frame, letter height, row of the baseline, paper left and right of the ink; all in its pixels."""

_SMOOTH_FROM = 1.3  # a page is reduced by more than this in two steps: plain interpolation would skip ink


@dataclass(frozen=True, slots=True)
class TextLine:
    """Where a line is printed, in pixels of the picture that it was found on.

    ``baseline``: (n, 2) float64, points x, y from left to right, n >= 2. ``letter``: letter height. ``left``
    and ``right``: ends of its ink.
    """

    baseline: NDArray[np.float64]
    letter: float
    left: float
    right: float

    @property
    def scale(self) -> float:
        """Pixels of the frame for each pixel of the picture."""
        return LETTER / self.letter

    @property
    def width(self) -> int:
        """Columns of the frame."""
        return max(1, round((self.right - self.left) * self.scale)) + 2 * MARGIN

    def points(self, columns: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where the frame's (column, row) pairs, both (n,), lie on the picture: (n, 2)."""
        x = self.left + (columns - MARGIN) / self.scale
        y, slope = self._at(x)
        off = (rows - BASELINE) / self.scale
        length = np.sqrt(1 + slope * slope)
        return np.stack([x - off * slope / length, y + off / length], axis=-1)

    def _at(self, x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Height and slope of the baseline at ``x``; beyond its ends it goes on straight."""
        px, py = self.baseline[:, 0], self.baseline[:, 1]
        at = np.clip(np.searchsorted(px, x) - 1, 0, len(px) - 2)
        slope = (py[at + 1] - py[at]) / (px[at + 1] - px[at])
        return py[at] + slope * (x - px[at]), slope


def cut(grey: Pixels, line: TextLine) -> Pixels:
    """The line's frame, (48, ``line.width``) uint8; white where it reaches beyond ``grey``."""
    times = int(np.ceil(1 / line.scale)) if 1 / line.scale > _SMOOTH_FROM else 1
    columns = (np.arange(line.width * times) + 0.5) / times - 0.5
    rows = (np.arange(HEIGHT * times) + 0.5) / times - 0.5
    x = line.left + (columns - MARGIN) / line.scale
    y, slope = line._at(x)
    off = (rows - BASELINE) / line.scale
    length = np.sqrt(1 + slope * slope)
    map_x = (x[None] - off[:, None] * (slope / length)[None]).astype(np.float32)
    map_y = (y[None] + off[:, None] / length[None]).astype(np.float32)
    frame: Any = cv2.remap(
        grey, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    if times > 1:
        frame = cv2.resize(frame, (line.width, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(frame, np.uint8)
