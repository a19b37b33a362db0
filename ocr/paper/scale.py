"""Pages at the resolution that reading works at, and small pictures to look at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.picture import Pixels

WORK_DPI = 230
"""16 pt TH Sarabun has letters of 1.8 mm: 16 px here, what the readers' frame holds."""

GLANCE_DPI = 60

_REDUCE_FROM = 1.1  # less is not worth resampling: 220 dpi pages stay as they are
_BLUR_FROM, _BLUR, _HALF = 0.9, 0.5, 2.0  # plain interpolation skips ink where several pixels become one
_SOFT = 0.6  # px
_TWO_TONE_SHARE = 1e-3


@dataclass(frozen=True, slots=True)
class Scaled:
    """A page reduced ``x`` and ``y`` times (1 and more) along its axes, and its resolution then."""

    pixels: Pixels
    x: float
    y: float
    dpi: float

    def to_page(self) -> NDArray[np.float64]:
        """3 × 3, from its pixels to the page's; whole numbers are the middles of pixels."""
        return np.array([[self.x, 0, (self.x - 1) / 2], [0, self.y, (self.y - 1) / 2], [0, 0, 1]])


@dataclass(frozen=True, slots=True)
class Glance:
    """The page ``factor`` times smaller, block by block averaged; a remainder at right and below is lost."""

    pixels: Pixels
    factor: int


def glance(pixels: Pixels, dpi: float) -> Glance:
    """The page at about :data:`GLANCE_DPI`."""
    height, width = pixels.shape[:2]
    factor = max(1, min(round(dpi / GLANCE_DPI), height, width))
    whole = pixels[: height // factor * factor, : width // factor * factor]
    size = width // factor, height // factor
    return Glance(np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8), factor)


def reduced(pixels: Pixels, dpi: float) -> Scaled:
    """The page at :data:`WORK_DPI`, or as it is where it has hardly more."""
    times = dpi / WORK_DPI
    height, width = pixels.shape[:2]
    size = max(1, round(width / times)), max(1, round(height / times))
    if times < _REDUCE_FROM:
        return Scaled(pixels, 1.0, 1.0, dpi)
    if times < _HALF:
        # A touch of blur and two by two pixels: as good as averaging areas at a third of the cost.
        blurred: Any = cv2.GaussianBlur(pixels, (3, 3), _BLUR)
        small: Any = cv2.resize(blurred, size, interpolation=cv2.INTER_LINEAR)
    else:
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return Scaled(np.asarray(small, np.uint8), width / size[0], height / size[1], dpi / times)


def softened(page: Scaled) -> Scaled:
    """The stairs of a 1-bit page that was not reduced, rounded a little; other pages as they are."""
    if page.pixels.ndim == 3 or page.x > 1 or not _two_tone(page.pixels):
        return page
    soft: Any = cv2.GaussianBlur(page.pixels, (3, 3), _SOFT)
    return Scaled(np.asarray(soft, np.uint8), page.x, page.y, page.dpi)


def _two_tone(grey: Pixels) -> bool:
    histogram: Any = cv2.calcHist([np.ascontiguousarray(grey[::3, ::3])], [0], None, [256], [0, 256])
    return bool(histogram[16:240].sum() <= _TWO_TONE_SHARE * histogram.sum())
