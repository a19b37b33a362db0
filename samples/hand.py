"""What a hand leaves on paper: signatures, initials, and written numbers and notes. Ink masks, 255 is ink."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples.fonts import DPI, face

Mask = NDArray[np.uint8]
_FINE = 8  # sub-pixel bits of OpenCV's coordinates: 1/256 pixel


def _spline(knots: NDArray[np.float64], per_span: int = 24) -> NDArray[np.float64]:
    """A Catmull-Rom curve through ``knots`` (n, 2)."""
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    t = np.linspace(0, 1, per_span, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        spans.append(0.5 * curve)
    return np.vstack(spans)


def _stroke(mask: Mask, path: NDArray[np.float64], width: float) -> None:
    """A pen line that is thinner where the hand moves fast."""
    speed = np.hypot(*np.diff(path, axis=0).T)
    slow = np.clip(np.median(speed) / (speed + 1e-6), 0.55, 1.5)
    points = (path * (1 << _FINE)).round().astype(np.int32)
    for a, b, s in zip(points, points[1:], slow, strict=False):
        cv2.line(mask, a.tolist(), b.tolist(), 255, max(2, round(width * s)), cv2.LINE_AA, _FINE)


def signature(rng: np.random.Generator, width: int = 520, height: int = 210, pen: float = 5.0) -> Mask:
    """A signature: loops that run to the right, a flourish, sometimes a line under it or a dot."""
    mask: Mask = np.zeros((height, width), np.uint8)
    n = int(rng.integers(5, 10))
    x = np.linspace(0.10, 0.66, n) + rng.normal(0, 0.035, n)
    y = 0.55 + rng.choice([-1, 1]) * np.resize([-1, 1], n) * rng.uniform(0.06, 0.34, n)
    y[0], y[1] = rng.uniform(0.5, 0.7), rng.uniform(0.08, 0.25)
    end = np.array([[0.78, rng.uniform(0.45, 0.6)], [0.95, rng.uniform(0.12, 0.5)]])
    knots = np.vstack([np.column_stack([x, y]), end])
    _stroke(mask, _spline(knots * (width, height)), pen)
    if rng.random() < 0.6:
        x0, x1 = rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.9)
        bow = np.array([[x0, 0.82], [(x0 + x1) / 2, rng.uniform(0.72, 0.8)], [x1, rng.uniform(0.6, 0.8)]])
        _stroke(mask, _spline(bow * (width, height)), pen * 0.9)
    if rng.random() < 0.5:
        cx, cy = rng.uniform(0.2, 0.4), rng.uniform(0.35, 0.5)
        angle = np.linspace(0, 2 * np.pi, 7) + rng.uniform(0, 6)
        loop = np.column_stack([cx + 0.13 * np.cos(angle), cy + 0.28 * np.sin(angle)])
        _stroke(mask, _spline(loop * (width, height)), pen)
    return mask


def initials(rng: np.random.Generator) -> Mask:
    """A short signature beside a seal."""
    return signature(rng, 260, 200, 4.5)


def written(text: str, points: float, rng: np.random.Generator) -> Mask:
    """``text`` as by a pen: a hand-like face, each word on its own slant, warped a little.

    The mask is higher than the letters; its baseline is at two thirds of its height.
    """
    type_ = face("Purisa", points)
    width, height = int(type_.width(text)) + 40, int(points * DPI / 72 * 2.4)
    image = Image.new("L", (width, height))
    type_.draw(ImageDraw.Draw(image), (16, height * 2 / 3), text, 255)
    ink: Mask = np.asarray(image, np.uint8)
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = rng.uniform(0.8, 2.0) * np.sin(xx / rng.uniform(38, 70) + rng.uniform(0, 6))
    shear = rng.uniform(0.05, 0.28) * (yy - height * 2 / 3)
    map_x = (xx + shear + 1.5 * np.sin(yy / 17 + rng.uniform(0, 6))).astype(np.float32)
    map_y = (yy + wave + (xx - width / 2) * rng.uniform(-0.012, 0.012)).astype(np.float32)
    warped = cv2.remap(ink, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(warped, np.uint8)
