"""A decoded page on its way from the decoders to the measurements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from sarabun.model import ColourMode

Pixels: TypeAlias = NDArray[np.uint8]
"""(height, width) grey, or (height, width, 3) in OpenCV's order blue, green, red; 0 is black."""

_CHROMA = 40  # JPEG noise around black strokes stays below this on real neutral scans
_CHROMA_SHARE = 2e-4  # 0.02 % of A4: a stamp imprint has fifty times as much
_TWO_TONE_SHARE = 1e-3
_SAMPLE, _SAMPLE_SHARE = 4, 1e-2  # a page with that many greys in every fourth pixel needs no full count
_PROBE = 4  # chroma is looked for on a picture this much smaller


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a viewer shows it.

    ``dpi`` is pixels over paper size, unrounded. ``scan`` is resolution and colour mode of the scan inside
    where the page holds one beside other things (a typed stamp over a 1-bit scan); ``None`` means that
    the page is nothing but the scan. ``dpi_known`` is false where A4 had to be assumed.
    """

    pixels: Pixels
    dpi: float
    dpi_known: bool = True
    scan: tuple[float, ColourMode] | None = None
    text_layer: str = ""


def as_grey(pixels: Pixels) -> Pixels:
    """Luma of colour pixels; grey ones as they are."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def settle(pixels: Pixels, small: Pixels | None = None) -> tuple[Pixels, ColourMode]:
    """The colour mode that the pixels really use, and the pixels in that mode.

    Colour pixels without any colour become grey; grey ones that hold only black and white become 0 and 255
    (``BILEVEL``). ``small``: the same page made smaller, where the caller has it; colour is
    looked for there.
    """
    if pixels.ndim == 3:
        if _has_colour(pixels if small is None else small, pixels.shape[:2]):
            return pixels, ColourMode.COLOUR
        pixels = as_grey(pixels)
    if _two_tone(pixels[::_SAMPLE, ::_SAMPLE], _SAMPLE_SHARE) and _two_tone(pixels, _TWO_TONE_SHARE):
        two: Any = cv2.threshold(pixels, 127, 255, cv2.THRESH_BINARY)[1]
        return two, ColourMode.BILEVEL
    return pixels, ColourMode.GREY


def _two_tone(grey: Pixels, share: float) -> bool:
    histogram: Any = cv2.calcHist([np.ascontiguousarray(grey)], [0], None, [256], [0, 256])
    return bool(histogram[16:240].sum() <= share * grey.size)


def _has_colour(pixels: Pixels, page: tuple[int, ...]) -> bool:
    size = (max(1, page[1] // _PROBE), max(1, page[0] // _PROBE))
    blue, green, red = cv2.split(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    brightest, darkest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    coloured: Any = cv2.threshold(cv2.subtract(brightest, darkest), _CHROMA, 1, cv2.THRESH_BINARY)[1]
    return bool(cv2.countNonZero(coloured) > _CHROMA_SHARE * coloured.size)
