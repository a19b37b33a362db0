"""What copying, scanning, faxing and photographing do to a clean page.

Every function takes an RGB page of 300 dpi (h, w, 3) and a generator, and returns a scan: RGB (h, w, 3), grey
(h, w), or black and white (h, w, bool; True is paper), with the resolution that it was made at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.photo import photograph

Pixels = NDArray[np.uint8]  # RGB or grey
Bilevel = NDArray[np.bool_]  # True is paper
Rng = np.random.Generator


class Scan(NamedTuple):
    """A degraded page and its resolution in dots per inch."""

    pixels: Pixels | Bilevel
    dpi: int

    def turned(self, quarters: int) -> Scan:
        """Lying on the glass by ``quarters`` turns of 90 degrees, counter-clockwise."""
        turned: Any = np.ascontiguousarray(np.rot90(self.pixels, quarters))
        return Scan(turned, self.dpi)


def clean(page: Pixels, rng: Rng) -> Scan:
    """As printed."""
    del rng
    return Scan(page, 300)


def office(page: Pixels, rng: Rng) -> Scan:
    """A good office scanner: skew up to 1.5 degrees, slight blur, sensor noise, off-white paper."""
    return Scan(_office(page, rng), 300)


def _office(page: Pixels, rng: Rng) -> Pixels:
    page = _soft(turn(page, float(rng.uniform(-1.5, 1.5))), float(rng.uniform(0.6, 1.0)))
    tint = rng.uniform(244, 253) + rng.uniform(-2, 2, 3) * (1, 1, 2)
    page = _tinted(page, tint, float(rng.uniform(18, 46)))
    if rng.random() < 0.4:
        page = holes(page, rng)
    return _specks(_noise(page, 3.5, rng), rng, 25)


def grey(page: Pixels, rng: Rng) -> Scan:
    """The same scanner set to grey at 200 dpi."""
    return Scan(_at_200(_grey(_office(page, rng))), 200)


def fax(page: Pixels, rng: Rng) -> Scan:
    """A fax: 200 dpi, one bit, ragged strokes that are thin or fat, at times with half the rows; lines that
    slipped or were lost."""
    page = turn(page, float(rng.uniform(-0.8, 0.8)))
    small = _at_200(_grey(page))
    height, width = small.shape
    if rng.random() < 0.25:  # standard resolution: 98 rows an inch
        half = cv2.resize(small, (width, height // 2), interpolation=cv2.INTER_AREA)
        small = np.asarray(cv2.resize(half, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)
    level = float(rng.uniform(105, 175))
    ragged = small.astype(np.float32) + _tile(rng, 20.0, (height, width))
    paper: Bilevel = ragged > level
    for _ in range(int(rng.integers(2, 7))):  # the paper feed slips
        y, shift = int(rng.integers(0, height - 8)), int(rng.integers(-3, 4))
        paper[y : y + int(rng.integers(1, 4))] = np.roll(paper[y], shift)
    for _ in range(int(rng.integers(0, 3))):
        x = int(rng.integers(0, width))
        paper[:, x : x + 1] = rng.random((height, 1)) > 0.35
    return Scan(paper & (rng.random((height, width)) > 0.0004), 200)


def bad_copy(page: Pixels, rng: Rng) -> Scan:
    """A copy of a copy at 200 dpi: strokes faded in places, specks, dark edges, binder holes."""
    return Scan(_bad_copy(page, rng), 200)


def bad_copy_bw(page: Pixels, rng: Rng) -> Scan:
    """The same copy scanned in black and white."""
    return Scan(_soft(_bad_copy(page, rng), 0.5) > 196, 200)


def _bad_copy(page: Pixels, rng: Rng) -> Pixels:
    page = holes(turn(page, float(rng.uniform(-1.5, 1.5))), rng)
    small = _soft(_at_200(_grey(page)), 0.9)
    height, width = small.shape
    fade = _cloud(rng, (height, width), 9)
    stripes = cv2.resize(rng.random((1, width // 5), dtype=np.float32), (width, height))
    ink = (255.0 - small) * np.clip(1.2 - 0.55 * fade - 0.25 * stripes, 0.42, 1.05)
    copy = 255 - ink + _tile(rng, 14.0, (height, width))
    out = _specks(np.clip(copy, 0, 255).astype(np.uint8), rng, 260)
    return _dark_edges(out, rng)


def shadow(page: Pixels, rng: Rng) -> Scan:
    """A bound file on the glass: a dark fold along the left edge, the lid open along another."""
    page = turn(page, float(rng.uniform(-1.2, 1.2)))
    height, width = page.shape[:2]
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    fold = 0.62 * np.exp(-x / rng.uniform(0.03, 0.08))
    corner = 0.35 * np.exp(-((1 - x) ** 2 + (y - rng.uniform(0, 1)) ** 2) / rng.uniform(0.04, 0.16))
    light = np.clip(1 - fold - corner, 0.2, 1) * 0.96
    dim = (page * light[:, :, None]).astype(np.uint8)
    return Scan(_noise(_soft(dim, 0.8), 4.0, rng), 300)


def phone(page: Pixels, rng: Rng) -> Scan:
    """A phone held over the page: see :func:`samples.photo.photograph`."""
    return Scan(_noise(photograph(_at_200(page), rng), float(rng.uniform(3, 7)), rng), 200)


DEGRADATIONS: dict[str, Callable[[Pixels, Rng], Scan]] = {
    "clean": clean,
    "office": office,
    "grey": grey,
    "fax": fax,
    "bad_copy": bad_copy,
    "bad_copy_bw": bad_copy_bw,
    "shadow": shadow,
    "phone": phone,
}


def degrade(page: Pixels, name: str, rng: Rng) -> Scan:
    """``page`` after what ``name`` (a key of :data:`DEGRADATIONS`) does to it."""
    return DEGRADATIONS[name](page, rng)


def turn(page: Pixels, degrees: float) -> Pixels:
    """Skewed about its middle; the paper goes on beyond the edge. Positive: downhill to the right."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    white = (255, 255, 255)
    return np.asarray(
        cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=white), np.uint8
    )


def holes(page: Pixels, rng: Rng) -> Pixels:
    """Two binder holes at the left edge, 8 cm apart, dark as the scanner's lid."""
    page = page.copy()
    height = page.shape[0]
    x = int(rng.integers(110, 165))
    for offset in (-472, 472):
        centre = (x + int(rng.integers(-6, 7)), height // 2 + offset + int(rng.integers(-30, 31)))
        cv2.circle(page, centre, 34, (72, 72, 72), -1, cv2.LINE_AA)
    return page


def _at_200(page: Pixels) -> Pixels:
    """300 dpi made 200."""
    return np.asarray(cv2.resize(page, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA), np.uint8)


def _soft(page: Pixels, sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma), np.uint8)


def _grey(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)


def _tinted(page: Pixels, paper: NDArray[np.float64], black: float) -> Pixels:
    """White becomes ``paper``, black becomes ``black``."""
    levels = np.arange(256)[:, None] / 255 * (paper - black) + black
    return np.asarray(cv2.LUT(page, levels.round().astype(np.uint8)[None]), np.uint8)


def _tile(rng: Rng, sigma: float, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Noise of a scanner's size, repeated: a full page of fresh normal numbers costs more than the rest."""
    side = 701
    tile = rng.standard_normal((side, side), dtype=np.float32) * np.float32(sigma)
    rows, columns = -(-shape[0] // side), -(-shape[1] // side)
    return np.tile(tile, (rows, columns))[: shape[0], : shape[1]]


def _noise(page: Pixels, sigma: float, rng: Rng) -> Pixels:
    noise = _tile(rng, sigma, page.shape[:2]).astype(np.int16)
    noisy = cv2.add(page.astype(np.int16), cv2.merge([noise] * page.shape[2]))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _cloud(rng: Rng, shape: tuple[int, int], cells: int) -> NDArray[np.float32]:
    """Smooth blotches between 0 and 1."""
    grid = rng.random((cells + 3, cells), dtype=np.float32)
    return np.clip(cv2.resize(grid, shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)


def _specks(page: Pixels, rng: Rng, most: int) -> Pixels:
    page = page.copy()
    height, width = page.shape[:2]
    for _ in range(int(rng.integers(most // 4, most + 1))):
        dark = int(rng.integers(30, 150))
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(page, centre, int(rng.choice([0, 1, 1, 2])), (dark, dark, dark), -1, cv2.LINE_AA)
    return page


def _dark_edges(page: Pixels, rng: Rng) -> Pixels:
    """The lid was open: a black band, uneven, along the left and the bottom."""
    height, width = page.shape
    x = np.arange(width, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    wave = 6 * np.sin(y / rng.uniform(90, 300)) + rng.uniform(6, 26)
    left = np.clip((x - wave) / 7, 0, 1)
    bottom = np.clip((height - y - rng.uniform(0, 22) - x * rng.uniform(-0.006, 0.006)) / 7, 0, 1)
    return np.asarray(page * np.minimum(left, bottom), np.uint8)
