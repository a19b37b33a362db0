"""What a page image is worth: measured, and held against the notification of B.E. 2553.

Minimum resolution and bit depth: ประกาศคณะกรรมการธุรกรรมทางอิเล็กทรอนิกส์ พ.ศ. 2553, annex, part 2, ข้อ 3 and
4 (domain specification, 6.2): black and white 150 dpi and 1 bit, grey 200 dpi and 8 bits, colour 300 dpi
and 24 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr.marks import MARKS_DPI, find_marks
from ocr.orientation import MEASURE_DPI, Letters, Orientation, letters, orientation
from ocr.picture import Picture, Pixels, as_grey, settle
from ocr.problems import finding
from ocr.upright import turn_by_reading
from sarabun.model import ColourMode, Finding, Mark

MINIMUM_DPI = {ColourMode.BILEVEL: 150, ColourMode.GREY: 200, ColourMode.COLOUR: 300}
BIT_DEPTH = {ColourMode.BILEVEL: 1, ColourMode.GREY: 8, ColourMode.COLOUR: 24}
_MODE_NAMES = {
    ColourMode.BILEVEL: ("ขาวดำ", "black-and-white"),
    ColourMode.GREY: ("ระดับสีเทา", "greyscale"),
    ColourMode.COLOUR: ("สี", "colour"),
}
_DPI_TOLERANCE = 0.99  # paper sizes in files are rounded: 2,480 pixels on 210.5 mm are 299 dpi
_MAX_SKEW = 1.0  # degrees, DIG-04
_BLUR = 0.7  # real scans 2-13; blurred by 0.13 mm 1-5, by 0.25 mm (hard to read) 0.25-1.0
_BLANK_MARGIN = (0.03, 0.075)  # of height and width: dark edges, staples; punch holes reach 15 mm in
_SPECK = (6, 3)  # px at 100 dpi: longer and shorter side of the least thing that is not dirt (1.5 mm)
_BLANK_INK = 2e-4


@dataclass(frozen=True, slots=True)
class Measured:
    """A page turned upright, with everything that was measured on it."""

    pixels: Pixels
    mode: ColourMode
    skew: float
    rotation: int
    sharpness: float
    blank: bool
    findings: tuple[Finding, ...]
    marks: tuple[Mark, ...]


def measure(picture: Picture, model: Path) -> Measured:
    """Settles the colour mode, measures, and turns the page upright; where its letters do not tell plainly
    which way is up, it is read with the line reader ``model``. Raises ConfigurationError MODEL_MISSING or
    MODEL_BROKEN."""
    glance = _reduced(picture.pixels, MARKS_DPI / picture.dpi)
    pixels, mode = settle(picture.pixels, glance)
    if mode is not ColourMode.COLOUR:
        glance = as_grey(glance)
    small = _reduced(as_grey(pixels), MEASURE_DPI / picture.dpi)
    found = letters(small)
    blank = _blank(small, found)
    way = Orientation(0, 0.0, sure=True) if blank else orientation(found)
    if not blank and not way.clear:
        way = _by_reading(way, pixels, picture.dpi, model)
    sharpness, blurred = _sharpness(small, found)
    if way.turn:
        pixels, glance = (np.ascontiguousarray(np.rot90(p, -way.turn // 90)) for p in (pixels, glance))
    return Measured(
        pixels,
        mode,
        way.skew,
        way.turn,
        sharpness,
        blank,
        tuple(_findings(picture, mode, way, blank=blank, blurred=blurred and not blank)),
        () if blank else find_marks(glance, MARKS_DPI, (pixels.shape[1], pixels.shape[0])),
    )


def _by_reading(way: Orientation, pixels: Pixels, dpi: float, model: Path) -> Orientation:
    turn = turn_by_reading(pixels, dpi, model)
    if turn is None:
        return way
    return Orientation(turn, way.skew if (turn - way.turn) % 180 == 0 else 0.0, sure=True)


def _reduced(pixels: Pixels, scale: float) -> Pixels:
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _blank(small: Pixels, found: Letters) -> bool:
    """No more than specks inside the margins of light paper. A page with a lone page number is not blank."""
    height, width = small.shape
    dy, dx = int(height * _BLANK_MARGIN[0]), int(width * _BLANK_MARGIN[1])
    inside = found.ink[dy : height - dy or None, dx : width - dx or None]
    if inside.mean() > _BLANK_INK or _median(small) < 128:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    sides = np.sort(stats[1:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]], axis=1)
    return not bool(((sides[:, 1] >= _SPECK[0]) & (sides[:, 0] >= _SPECK[1])).any())


def _sharpness(small: Pixels, found: Letters) -> tuple[float, bool]:
    """The variance of the Laplacian, and whether it is too low for this much ink of this contrast."""
    sharpness = float(cv2.Laplacian(small, cv2.CV_32F).var())
    ink = float(found.mask.mean())
    if ink < _BLANK_INK:
        return sharpness, False
    contrast = _median(small) - _median(small[found.mask])
    return sharpness, sharpness / (ink * max(contrast, 1.0) ** 2) < _BLUR


def _median(grey: Pixels) -> int:
    counts: Any = cv2.calcHist([grey], [0], None, [256], [0, 256])
    return int(np.searchsorted(counts.cumsum(), grey.size / 2))


def _findings(
    picture: Picture, mode: ColourMode, way: Orientation, *, blank: bool, blurred: bool
) -> list[Finding]:
    found = []
    scan_dpi, scan_mode = picture.scan or (picture.dpi, mode)
    if scan_mode is ColourMode.COLOUR:
        scan_mode = mode  # a colour scan of neutral paper needs what a grey one needs
    minimum = MINIMUM_DPI[scan_mode]
    if not picture.dpi_known:
        found.append(finding("DPI_UNKNOWN", dpi=round(picture.dpi)))
    if scan_dpi < minimum * _DPI_TOLERANCE:
        mode_th, mode_en = _MODE_NAMES[scan_mode]
        found.append(
            finding("DPI_LOW", dpi=round(scan_dpi), minimum=minimum, mode_th=mode_th, mode_en=mode_en)
        )
    if blank:
        found.append(finding("BLANK"))
    if blurred:
        found.append(finding("BLURRED"))
    if way.turn:
        found.append(finding("ROTATED", turn=way.turn))
    if not way.sure:
        found.append(finding("ORIENTATION_UNSURE"))
    if abs(way.skew) > _MAX_SKEW:
        found.append(finding("SKEWED", skew=f"{abs(way.skew):.1f}"))
    if picture.text_layer:
        found.append(finding("TEXT_LAYER_UNTRUSTED"))
    return found
