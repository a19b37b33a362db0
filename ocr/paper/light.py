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
_WHITE = 250  # paper that is white everywhere is left as it is


def paper(small: Pixels, around: NDArray[np.bool_] | None) -> Pixels | None:
    """How bright the bare paper is everywhere, in the shape of ``small``, a glance at the page; ``None``
    where it is white and even. ``around``: what is no paper."""
    ink = _odd(_INK_MM)
    covered: Any = small
    if around is not None:
        covered = small.copy()
        covered[around] = 0
    # What lies around the sheet takes the brightness of the paper next to it.
    filled: Any = cv2.morphologyEx(covered, cv2.MORPH_CLOSE, np.ones((ink, ink), np.uint8))
    if around is not None:
        wide: Any = cv2.dilate(covered, np.ones((ink, ink), np.uint8))
        filled = np.where(_like(around, wide), wide, filled)
    if filled.min() >= _WHITE:
        return None
    darkest = np.percentile(filled[::8, ::8], 90, axis=(0, 1)) * _DARKEST
    filled = np.maximum(filled, np.asarray(darkest).astype(np.uint8))
    smooth: Any = cv2.GaussianBlur(filled, (0, 0), _SMOOTH_MM / 25.4 * GLANCE_DPI)
    return np.asarray(smooth, np.uint8)


def flattened(pixels: Pixels, paper: Pixels) -> Pixels:
    """``pixels`` with bare paper 255 in every channel; ink keeps its share of the paper's brightness."""
    height, width = pixels.shape[:2]
    bare: Any = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, bare, scale=255), np.uint8)


def _odd(mm: float) -> int:
    return round(mm / 25.4 * GLANCE_DPI) | 1


def _like(mask: NDArray[np.bool_], pixels: Pixels) -> NDArray[np.bool_]:
    return mask if pixels.ndim == 2 else mask[..., None]
