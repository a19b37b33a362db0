"""Marks on a page that are no text: the Garuda of the letterhead, red seals, strokes of a pen.

Measured on the page at 75 dpi by size, place, shape and colour; sizes are those of the Regulation (Garuda 3
or 1.5 cm high, ข้อ 71; seal 4.5 cm across, ข้อ 72) with room for what scanners and phones do to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np

from ocr.picture import Pixels, as_grey
from sarabun.model import Box, Mark, MarkKind

MARKS_DPI = 75
_CM = MARKS_DPI / 2.54

_GARUDA_HEIGHT = (1.1, 3.9)  # cm
_GARUDA_TOP = 0.24  # of the page's height, in which its upper edge lies
_GARUDA_INK = (0.22, 0.75)  # of its box

_SEAL_SIDE = (2.4, 6.0)
_SEAL_INK = (0.04, 0.6)

_PEN_WIDTH = (0.9, 9.0)
_PEN_HEIGHT = (0.65, 4.0)
_PEN_INK = 0.3


def find_marks(pixels: Pixels, dpi: float, size: tuple[int, int] | None = None) -> tuple[Mark, ...]:
    """Marks of an upright page, Garuda first; boxes in its pixels, or in those of a page of ``size`` (width,
    height) that it was made smaller from."""
    scale = MARKS_DPI / dpi
    looked_at = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    small = np.asarray(cv2.resize(pixels, looked_at, interpolation=cv2.INTER_AREA), np.uint8)
    grey = as_grey(small)
    ink = _ink(grey)
    seals = list(_seals(small)) if small.ndim == 3 else []
    garuda = _garuda(ink)
    taken = [box for box, _ in (*seals, *garuda)]
    found = [
        *((MarkKind.GARUDA, *g) for g in garuda),
        *((MarkKind.RED_SEAL, *s) for s in seals),
        *((MarkKind.PEN, *p) for p in _pen(ink, taken)),
    ]
    width, height = size or (pixels.shape[1], pixels.shape[0])
    times = width / looked_at[0], height / looked_at[1]
    return tuple(Mark(kind, _scaled(box, *times), round(c, 2)) for kind, box, c in found)


def _ink(grey: Pixels) -> Pixels:
    """255 where the page is darker than its surroundings."""
    height, width = grey.shape
    light: Any = cv2.dilate(grey, np.ones((5, 5), np.uint8))
    # On half the size: the paper's brightness changes slowly, and a median costs by the pixel.
    half: Any = cv2.resize(light, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    paper: Any = cv2.resize(cv2.medianBlur(half, 15), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray((cv2.subtract(paper, grey) > 50) * 255, np.uint8)


def _blobs(mask: Pixels, close: int, least: float) -> Iterator[tuple[Box, int]]:
    """Connected blobs after closing gaps of ``close`` pixels, no side under ``least`` cm, each with the
    ink inside its box."""
    kernel = np.ones((close, close), np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel) if close > 1 else mask
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    sides: Any = stats[1:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    large = np.asarray(stats[1:count])[sides.min(axis=1) >= least * _CM]
    for left, top, width, height, _area in large.tolist():
        box = Box(left, top, left + width, top + height)
        yield box, int(np.count_nonzero(mask[box.top : box.bottom, box.left : box.right]))


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _garuda(ink: Pixels) -> list[tuple[Box, float]]:
    """The one blob of its size and shape at the top, in the middle (letters) or at the left (memos)."""
    height, width = ink.shape
    best: tuple[float, Box] | None = None
    for box, inked in _blobs(ink[: round(height * 0.42)], 3, _GARUDA_HEIGHT[0] * 0.65):
        middle = (box.left + box.right) / 2 / width
        share = inked / (box.width * box.height)
        if (
            box.top < _GARUDA_TOP * height
            and _within(box.height / _CM, _GARUDA_HEIGHT)
            and _within(box.width / box.height, (0.65, 1.35))
            and _within(share, _GARUDA_INK)
            and (0.36 < middle < 0.64 or (middle < 0.34 and box.height < 2.6 * _CM))
        ):
            score = box.width * box.height * share
            if best is None or score > best[0]:
                best = score, box
    return [] if best is None else [(best[1], 0.9)]


def _seals(small: Pixels) -> Iterator[tuple[Box, float]]:
    """Red blobs as wide as high and of the size of a seal; words in red are much wider."""
    colour = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2HSV))
    hue, saturation, value = colour[..., 0], colour[..., 1], colour[..., 2]
    red = np.asarray((((hue < 12) | (hue > 160)) & (saturation > 50) & (value > 60)) * 255, np.uint8)
    for box, inked in _blobs(red, 9, _SEAL_SIDE[0]):
        share = inked / (box.width * box.height)
        if (
            _within(box.width / _CM, _SEAL_SIDE)
            and _within(box.height / _CM, _SEAL_SIDE)
            and _within(box.width / box.height, (0.72, 1.4))
            and _within(share, _SEAL_INK)
        ):
            yield box, 0.9


def _pen(ink: Pixels, taken: list[Box]) -> Iterator[tuple[Box, float]]:
    """Blobs larger than print that are mostly paper and no frame or rule."""
    for box, inked in _blobs(ink, 2, _PEN_HEIGHT[0]):
        share = inked / (box.width * box.height)
        if (
            _within(box.width / _CM, _PEN_WIDTH)
            and _within(box.height / _CM, _PEN_HEIGHT)
            and share < _PEN_INK
            and box.width < 9 * box.height
            and not any(_overlap(box, other) for other in taken)
            and not _framed(ink[box.top : box.bottom, box.left : box.right])
        ):
            yield box, 0.7


def _framed(part: Pixels) -> bool:
    """Whether straight rules run along or through a box: stamps and tables have them, pens do not."""
    rows: Any = (part > 0).mean(axis=1)
    columns: Any = (part > 0).mean(axis=0)
    return bool(rows.max() > 0.8 or columns.max() > 0.85)


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _scaled(box: Box, x: float, y: float) -> Box:
    return Box(round(box.left * x), round(box.top * y), round(box.right * x), round(box.bottom * y))
