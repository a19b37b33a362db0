"""Where ink in colour lies, seen on a glance at the page.

The colour of a pixel says little: JPEG halves the resolution of colour, lenses and scanners put a red fringe
on one side of black strokes and a blue one on the other. Summed over a few millimetres fringes cancel and
blurred colour comes back: there black print has a tint below 0.1, dark blue stamps 0.2 to 0.4, pens and red
seals 0.4 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.paper.scale import GLANCE_DPI
from ocr.picture import Pixels

_WINDOW_MM = 2.2
_MARGIN_MM = 4.0  # at the edges: scanners show the sides of sheets and lids there, in all colours
_PAPER = 12  # grey levels below white: paper, its noise and what shows through from the back
_LITTLE = 6.0  # mean darkness of a window without ink
_MAYBE, _SURE = 0.13, 0.2  # tint of a window; mean tint of the windows that hang together
_DARK = 48  # in the darkest channel, somewhere among those windows: stains are paler
_FEWEST = 20  # windows that hang together, each a pixel of the glance: less is a speck
_BROAD_MM = 4.0  # no stroke of a stamp is as broad: highlighter, logos, coloured paper


@dataclass(frozen=True, slots=True)
class Tint:
    """All in the shape of the glance. ``strength``: 0..255 for a tint of 0 to 1, 0 where ink is not coloured.
    ``warm``: true where the colour is red to yellow. ``broad``: true on areas that are no strokes."""

    strength: Pixels
    warm: NDArray[np.bool_]
    broad: NDArray[np.bool_]


def look(even: Pixels) -> Tint | None:
    """The tint of a glance (height, width, 3) whose paper is white; ``None`` where all ink is black."""
    side = _px(_WINDOW_MM)
    ink: Any = cv2.subtract(cv2.bitwise_not(even), np.full_like(even, _PAPER))
    _without_margin(ink)
    darkest, spread = _darkest_and_spread(ink)
    if not spread.any():
        return None
    mean: Any = cv2.blur(ink.astype(np.float32), (side, side))
    most, difference = _darkest_and_spread(mean)
    strength: Any = difference / np.maximum(most, _LITTLE)
    coloured = _hanging_together(strength * (most > _LITTLE), darkest)
    if not coloured.any():
        return None
    levels = (strength * 255).astype(np.uint8)
    levels[~coloured] = 0
    solid: Any = cv2.threshold(spread, _DARK // 2, 1, cv2.THRESH_BINARY)[1]
    stroke = np.ones((_px(_BROAD_MM), _px(_BROAD_MM)), np.uint8)
    broad: Any = cv2.dilate(cv2.morphologyEx(solid, cv2.MORPH_OPEN, stroke), np.ones((3, 3), np.uint8))
    return Tint(levels, mean[..., 2] <= mean[..., 0], np.asarray(broad > 0))


def _hanging_together(strength: NDArray[np.float32], dark: Pixels) -> NDArray[np.bool_]:
    """Windows that may be coloured, in groups that surely are."""
    maybe = strength > _MAYBE
    count, labels = cv2.connectedComponents(maybe.astype(np.uint8))
    at = np.flatnonzero(maybe)
    group = labels.ravel()[at]
    size = np.bincount(group, minlength=count)
    mean = np.bincount(group, strength.ravel()[at], count) / np.maximum(size, 1)
    has_dark = np.bincount(group, dark.ravel()[at] >= _DARK, count) > 0
    good = (size >= _FEWEST) & (mean >= _SURE) & has_dark
    return np.asarray(good[labels])


def _without_margin(ink: Any) -> None:
    wide = min(_px(_MARGIN_MM), min(ink.shape[:2]) // 4)
    for edge in (ink[:wide], ink[ink.shape[0] - wide :], ink[:, :wide], ink[:, ink.shape[1] - wide :]):
        edge[:] = 0


def _darkest_and_spread(channels: Any) -> tuple[Any, Any]:
    blue, green, red = cv2.split(channels)
    darkest = cv2.max(cv2.max(blue, green), red)
    return darkest, cv2.subtract(darkest, cv2.min(cv2.min(blue, green), red))


def _px(mm: float) -> int:
    return round(mm / 25.4 * GLANCE_DPI) | 1
