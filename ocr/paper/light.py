"""Uneven light, shadow and colour cast: the paper's own brightness, divided out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.paper.scale import GLANCE_DPI
from ocr.picture import Pixels

_INK_MM = 13.0  # broader dark areas are shadows: wings of a Garuda and bars over names are narrower
_SMOOTH_MM = 1.5
_DARKEST = 0.25  # of the brightest paper: darker is no paper in a shadow
_PX_MM = GLANCE_DPI / 2 / 25.4
_WHITE = 250  # paper that is white everywhere is left as it is


def paper(small: Pixels, around: NDArray[np.bool_] | None) -> Pixels | None:
    """How bright the bare paper is everywhere, half as large as ``small``, a glance at the page; ``None``
    where it is white and even. ``around``: what is no paper."""
    height, width = small.shape[:2]
    size = max(1, width // 2), max(1, height // 2)
    bare: Any = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    if around is None:
        on_sheet = np.ones((size[1], size[0]), np.float32)
    else:
        beyond: Any = cv2.resize(around.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        bare[beyond > 0] = 0
        on_sheet = 1 - beyond.astype(np.float32)
    filled = _without_ink(bare)
    if not on_sheet.any() or filled[on_sheet > 0].min() >= _WHITE:
        return None
    darkest = np.percentile(filled[::4, ::4], 90, axis=(0, 1)) * _DARKEST
    return _smooth(np.maximum(filled, np.asarray(darkest).astype(np.uint8)), on_sheet)


def _without_ink(bare: Pixels) -> Pixels:
    """Dark beyond the picture: else a shadow along its edge would be filled as ink is."""
    side = round(_INK_MM * _PX_MM) | 1
    framed: Any = cv2.copyMakeBorder(bare, side, side, side, side, cv2.BORDER_CONSTANT, value=0)
    filled: Any = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(filled[side:-side, side:-side], np.uint8)


def _smooth(filled: Pixels, on_sheet: NDArray[np.float32]) -> Pixels:
    """The mean of what lies nearby on the sheet."""
    sigma = _SMOOTH_MM * _PX_MM
    weight: Any = cv2.GaussianBlur(on_sheet, (0, 0), sigma)
    if filled.ndim == 3:
        on_sheet, weight = on_sheet[..., None], weight[..., None]
    total: Any = cv2.GaussianBlur(filled * on_sheet, (0, 0), sigma)
    return np.asarray(np.clip(total / np.maximum(weight, 1e-3), 1, 255)).astype(np.uint8)


def flattened(pixels: Pixels, paper: Pixels) -> Pixels:
    """``pixels`` with bare paper 255 in every channel; ink keeps its share of the paper's brightness."""
    height, width = pixels.shape[:2]
    bare: Any = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(pixels, bare, scale=255), np.uint8)
