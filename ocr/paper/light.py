"""Uneven light, shadow and colour cast: the paper's own brightness, divided out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.paper.scale import GLANCE_DPI
from ocr.picture import Pixels

_INK_MM = 13.0  # broader dark areas are shadows: wings of a Garuda and bars over names are narrower
_SMOOTH_MM = 3.0
_DARKEST = 0.25  # of the brightest paper: darker is no paper in a shadow
_PX_MM = GLANCE_DPI / 2 / 25.4
_WHITE = 250  # paper that is white everywhere is left as it is


def paper(small: Pixels, around: NDArray[np.bool_] | None) -> Pixels | None:
    """How bright the bare paper is everywhere, half as large as ``small``, a glance at the page; ``None``
    where it is white and even. ``around``: what is no paper."""
    height, width = small.shape[:2]
    size = max(1, width // 2), max(1, height // 2)
    bare: Any = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    ink = np.ones((_odd(_INK_MM), _odd(_INK_MM)), np.uint8)
    if around is None:
        filled: Any = cv2.morphologyEx(bare, cv2.MORPH_CLOSE, ink)
    else:
        # What lies around the sheet takes the brightness of the paper next to it.
        beyond: Any = cv2.resize(around.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        bare[beyond > 0] = 0
        filled = cv2.morphologyEx(bare, cv2.MORPH_CLOSE, ink)
        cv2.copyTo(cv2.dilate(bare, ink), beyond, filled)
    if filled.min() >= _WHITE:
        return None
    darkest = np.percentile(filled[::4, ::4], 90, axis=(0, 1)) * _DARKEST
    filled = np.maximum(filled, np.asarray(darkest).astype(np.uint8))
    smooth: Any = cv2.GaussianBlur(filled, (0, 0), _SMOOTH_MM * _PX_MM)
    return np.asarray(smooth, np.uint8)


def flattened(pixels: Pixels, paper: Pixels) -> Pixels:
    """``pixels`` with bare paper 255 in every channel; ink keeps its share of the paper's brightness."""
    height, width = pixels.shape[:2]
    bare: Any = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, bare, scale=255), np.uint8)


def _odd(mm: float) -> int:
    return round(mm * _PX_MM) | 1
