"""Pen strokes: polylines whose longest side is 1, y upwards from 0, and how they are bent and inked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Stroke: TypeAlias = NDArray[np.float64]  # (points, 2)
Rng = np.random.Generator

_FRACTION = 4  # bits behind the point in what cv2.polylines takes


@cache
def thai_digits() -> tuple[tuple[tuple[Stroke, ...], ...], ...]:
    """For each digit 0-9 how some twenty people write it in Thai (``LICENSE`` beside the file)."""
    kept = json.loads((Path(__file__).parent / "thai_digits.json").read_text())
    return tuple(
        tuple(tuple(np.array(stroke) / 100 for stroke in one) for one in kept[str(digit)])
        for digit in range(10)
    )


def bent(strokes: Sequence[Stroke], rng: Rng, much: float) -> list[Stroke]:
    """The strokes pulled about together: slanted, stretched and warped, points near each other alike."""
    slant, tilt = rng.normal(0.0, 1.2 * much), rng.normal(0.0, 0.6 * much)
    matrix = np.array([[rng.uniform(1 - 2 * much, 1 + 2 * much), slant], [tilt, 1.0]])
    waves = rng.normal(0, much / 2, (2, 2, 2)), rng.uniform(0, 2 * np.pi, (2, 2))
    made = []
    for stroke in strokes:
        moved = stroke @ matrix.T
        for axis in (0, 1):
            for part in (0, 1):
                turn = stroke[:, part] * np.pi * (1 + axis) + waves[1][axis, part]
                moved[:, axis] += waves[0][axis, part, 0] * np.sin(turn)
        made.append(moved)
    return made


def rounded(stroke: Stroke) -> Stroke:
    """Corners cut twice (Chaikin), as a pen does not stop at them; the ends stay."""
    for _ in range(2):
        if len(stroke) < 3:
            return stroke
        first, second = stroke[:-1], stroke[1:]
        cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1).reshape(-1, 2)
        stroke = np.vstack([stroke[:1], cut[1:-1], stroke[-1:]])
    return stroke


def draw(ink: NDArray[np.uint8], strokes: Sequence[Stroke], thick: int, level: int) -> None:
    """Strokes in pixels, y downwards, onto ``ink`` (h, w), 255 where it is full."""
    points: Any = [np.round(rounded(s) * 2**_FRACTION).astype(np.int32)[:, None] for s in strokes]
    layer = np.zeros_like(ink)
    cv2.polylines(layer, points, False, level, thick, cv2.LINE_AA, _FRACTION)
    np.maximum(ink, layer, out=ink)
