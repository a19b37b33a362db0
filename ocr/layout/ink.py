"""Ink of a page and its connected parts, on a picture just large enough to tell letters apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.picture import Pixels

MOST_PARTS = 60_000  # a dense page has 6,000; more is noise or a photograph

_DARKER = 22  # grey levels below the mean around it: thin grey strokes pass, paper grain does not
_BLACK = 70  # ink whatever is around it, so that solid areas stay solid
_WINDOW_LETTERS = 4.0
_GLUED, _OFTEN = 2.0, 0.15  # letter heights: parts wider than a letter; share of the ink's width
_LETTERS = (0.5, 2.7)  # letter heights: parts that are letters, marks grown together with them or not
_LIGHTER = 0.25  # of the way from a part's mean grey to paper: what is lighter joins letters
_GROWN = (0.58, 0.73)  # a plain letter's height over that of one with the vowel above; figures are higher
_PLAIN = 0.4  # share of plain letters, to the commonest


@dataclass(frozen=True, slots=True)
class Parts:
    """Connected parts of ink; arrays (n,) float32 in pixels of the reduced picture, right and bottom
    exclusive. ``labels``: int32 image in which part i has the value i + 1."""

    left: NDArray[np.float32]
    top: NDArray[np.float32]
    right: NDArray[np.float32]
    bottom: NDArray[np.float32]
    area: NDArray[np.float32]
    labels: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.left)

    @property
    def width(self) -> NDArray[np.float32]:
        return self.right - self.left

    @property
    def height(self) -> NDArray[np.float32]:
        return self.bottom - self.top


def reduced(grey: Pixels, scale: float) -> Pixels:
    """``grey`` made smaller by ``scale`` (at most 1)."""
    if scale >= 1:
        return grey
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    # Bilinear sampling sees every pixel down to half the size, and costs a third.
    how = cv2.INTER_LINEAR if scale >= 0.5 else cv2.INTER_AREA
    small: Any = cv2.resize(grey, size, interpolation=how)
    return np.asarray(small, np.uint8)


def ink_of(grey: Pixels, letter: float) -> Pixels:
    """1 where a pixel is darker than its surroundings of four letter heights, else 0."""
    window = max(9, round(_WINDOW_LETTERS * letter)) | 1
    mask: Any = cv2.adaptiveThreshold(
        grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, _DARKER
    )
    black: Any = cv2.threshold(grey, _BLACK, 1, cv2.THRESH_BINARY_INV)[1]
    return np.asarray(cv2.bitwise_or(mask, black), np.uint8)


def parts_of(ink: Pixels) -> Parts | None:
    """The connected parts, or ``None`` where there are too many for a page of writing."""
    # Grana's algorithm: on pages of writing it takes less than half the time of the one that is the default.
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_GRANA)
    if count > MOST_PARTS:
        return None
    left, top, width, height, area = (stats[1:, i].astype(np.float32) for i in range(5))
    return Parts(left, top, left + width, top + height, area, np.asarray(labels, np.int32))


def unglued(ink: Pixels, grey: Pixels, parts: Parts, letter: float) -> Pixels | None:
    """``ink`` without the light pixels that join the letters of a blurred page; ``None`` where few are."""
    letters = (parts.height >= _LETTERS[0] * letter) & (parts.height <= _LETTERS[1] * letter)
    glued = letters & (parts.width > _GLUED * letter)
    if parts.width[glued].sum() < _OFTEN * parts.width[letters].sum():
        return None
    total = np.bincount(parts.labels.ravel(), grey.ravel(), len(parts) + 1)[1:]
    mean = total / parts.area
    most = np.full(len(parts) + 1, 255, np.uint8)
    most[1:][glued] = (mean + _LIGHTER * (255 - mean))[glued]
    return np.asarray(ink & (grey <= most[parts.labels]), np.uint8)


def letter_height(parts: Parts, least: float, most: float) -> float:
    """The commonest height of letters between ``least`` and ``most``; 0 where there is none.

    Weighed by width, solid dots left out: leaders and crumbs are more than the letters and would outvote
    them. Where most letters have grown together with the vowel above, the plain ones still show as a lower
    peak.
    """
    width, height = parts.width, parts.height
    solid = parts.area > 0.72 * width * height
    letters = (
        (height >= least) & (height <= most) & (width >= 0.3 * height) & (width <= 2.2 * height)
        & ~solid & (parts.area > 0.12 * width * height)
    )  # fmt: skip
    if not letters.any():
        return 0.0
    votes = np.bincount(height[letters].astype(np.int64), width[letters], round(most) + 3)
    smooth = np.convolve(votes, (0.5, 1.0, 0.5), "same")
    peak = int(smooth.argmax())
    low, high = (round(r * peak) for r in _GROWN)
    lower = low + int(smooth[low : high + 1].argmax())
    if smooth[lower] >= _PLAIN * smooth[peak]:
        peak = lower
    near = np.arange(max(0, peak - 1), peak + 2)
    return float((votes[near] * near).sum() / max(votes[near].sum(), 1e-9))
