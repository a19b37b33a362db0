"""A page of paper as a phone sees it: bent, aslant, on a table, in uneven light, not quite still."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]
Rng = np.random.Generator

_MARGIN = 90  # of table around the paper, in pixels of a page at 200 dpi


def photograph(page: Pixels, rng: Rng) -> Pixels:
    """``page`` (RGB, 200 dpi) lying on a table: perspective, a curl of up to 3 mm in four of ten, uneven
    light, soft focus, motion in three of ten. Larger than the page by the table around it."""
    height, width = page.shape[:2]
    size = (width + 2 * _MARGIN, height + 2 * _MARGIN)
    x, y = _seen_from_above((width, height), size, rng)
    curl = _curl(x / width, y / height, rng) if rng.random() < 0.4 else np.zeros_like(x)
    y += curl
    seen = cv2.remap(page, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = ((x >= 0) & (x < width) & (y >= 0) & (y < height))[:, :, None]
    photo = np.where(inside, seen, _table(size, rng))
    light = _light(size, rng) * (1 - _shade(curl))
    warmth = np.array([1.0, rng.uniform(0.95, 1.0), rng.uniform(0.84, 0.97)], np.float32)
    lit = np.clip(photo * light[:, :, None] * warmth, 0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        lit = _moved(lit, float(rng.uniform(2, 4.5)), float(rng.uniform(0, 180)))
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), float(rng.uniform(0.7, 1.1))), np.uint8)


def _seen_from_above(page: tuple[int, int], photo: tuple[int, int], rng: Rng) -> tuple[Field, Field]:
    """For each pixel of the photo its x and y on the page: turned a little, one side farther away."""
    width, height = page
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    jitter = rng.uniform(-1, 1, (4, 2)) * (60, 50)
    matrix = cv2.getPerspectiveTransform((corners + _MARGIN + jitter).astype(np.float32), corners)
    grid_x, grid_y = np.meshgrid(np.arange(photo[0], dtype=np.float32), np.arange(photo[1], dtype=np.float32))
    depth = matrix[2, 0] * grid_x + matrix[2, 1] * grid_y + matrix[2, 2]
    x = (matrix[0, 0] * grid_x + matrix[0, 1] * grid_y + matrix[0, 2]) / depth
    y = (matrix[1, 0] * grid_x + matrix[1, 1] * grid_y + matrix[1, 2]) / depth
    return x.astype(np.float32), y.astype(np.float32)


def _curl(x: Field, y: Field, rng: Rng) -> Field:
    """How far paper that does not lie flat is shifted, in pixels down the page; strongest at one end."""
    depth = float(rng.uniform(8, 24)) * float(rng.choice([-1, 1]))
    end = y if rng.random() < 0.5 else 1 - y
    phase = float(rng.uniform(0, np.pi))
    wave = np.sin(x * np.float32(rng.uniform(0.6, 1.4) * np.pi) + np.float32(phase))
    return np.asarray(depth * wave * (0.35 + 0.65 * np.clip(end, 0, 1)), np.float32)


def _shade(curl: Field) -> Field:
    """Paper that bends away is darker."""
    slope = np.gradient(curl, axis=1)
    return np.asarray(np.clip(6 * slope, -0.12, 0.12), np.float32)


def _table(size: tuple[int, int], rng: Rng) -> NDArray[np.uint8]:
    colour = np.array(rng.integers(60, 120) + rng.integers(-18, 18, 3), np.float32)
    noise = rng.random((size[1] // 40, 6), dtype=np.float32)
    grain = cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC)
    return np.clip(colour * (0.75 + 0.5 * grain[:, :, None]), 0, 255).astype(np.uint8)


def _light(size: tuple[int, int], rng: Rng) -> Field:
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    a, b, c = rng.uniform(-0.16, 0.16, 3)
    light = 0.84 + a * x + b * y + 0.4 * c * x * y - 0.1 * (x * x + y * y)
    if rng.random() < 0.3:  # the shadow of a hand or of the phone
        angle, at = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.7)
        edge = (np.cos(angle) * x + np.sin(angle) * y - at) / rng.uniform(0.05, 0.25)
        light = light * (1 - rng.uniform(0.15, 0.4) / (1 + np.exp(-edge)))
    return np.asarray(light, np.float32)


def _moved(photo: Pixels, length: float, degrees: float) -> Pixels:
    """Blurred along a line of ``length`` pixels."""
    side = 9
    line = np.zeros((side, side), np.float32)
    reach = length / 2 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    middle = side // 2
    start, end = ((middle + sign * reach) * 256 for sign in (-1, 1))
    cv2.line(
        line, start.round().astype(int).tolist(), end.round().astype(int).tolist(), 1.0, 1, cv2.LINE_AA, 8
    )
    return np.asarray(cv2.filter2D(photo, -1, line / line.sum()), np.uint8)
