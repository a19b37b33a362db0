"""What printers, copiers, faxes, scanners and phones do to the ink of one line.

All work on ink, (h, w) uint8, 255 where it is full, at the resolution of the scan, and return paper, (h, w)
uint8, 0 black: what a page picture holds there, its light mostly evened out as ocr/paper does. ``letter`` is
the letter height in pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Ink: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
Rng: TypeAlias = np.random.Generator
Style: TypeAlias = Literal["first", "second"]

_TILE = (512, 8192)


class Kind(NamedTuple):
    """What happens to a line: its name, its share of the lines of a style, and the resolutions it comes in,
    dots per inch, one as likely as the other."""

    name: str
    share: float
    dpi: tuple[int, ...]


MIXTURES: dict[Style, tuple[Kind, ...]] = {
    "first": (
        Kind("clean", 0.10, (200, 220, 300, 300)),
        Kind("office", 0.27, (150, 200, 200, 240, 300, 300, 300, 300)),
        Kind("bilevel", 0.16, (200, 200, 220, 300, 300)),
        Kind("fax", 0.17, (200,)),
        Kind("copy", 0.14, (200, 200, 300)),
        Kind("phone", 0.16, (150, 180, 200, 220, 250, 300)),
    ),
    "second": (
        Kind("clean", 0.08, (180, 230, 300, 400)),
        Kind("office", 0.23, (150, 200, 240, 300, 300)),
        Kind("bilevel", 0.19, (200, 240, 300)),
        Kind("fax", 0.18, (190, 200)),
        Kind("copy", 0.17, (200, 240, 300)),
        Kind("phone", 0.15, (140, 170, 200, 230, 280)),
    ),
}


class Paper:
    """Degrades lines. One noise tile serves all: fresh normal numbers would cost more than the rest."""

    def __init__(self, rng: Rng, style: Style) -> None:
        self._rng = rng
        self._harsh = 1.25 if style == "second" else 1.0
        self._elastic = 0.5 if style == "second" else 0.0
        self._kinds = MIXTURES[style]
        self._ends = np.cumsum([kind.share for kind in self._kinds])
        self._grain = rng.standard_normal(_TILE, dtype=np.float32)
        self._ways: dict[str, Callable[[Ink, float], Ink]] = {
            "clean": self.clean,
            "office": self.office,
            "bilevel": self.bilevel,
            "fax": self.fax,
            "copy": self.copy,
            "phone": self.phone,
        }

    def kind(self) -> Kind:
        """One by their shares."""
        at = np.searchsorted(self._ends, self._rng.random() * self._ends[-1], side="right")
        return self._kinds[min(int(at), len(self._kinds) - 1)]

    def spoil(self, ink: Ink, name: str, letter: float) -> Ink:
        """``ink`` after what the kind ``name`` does to it."""
        if self._rng.random() < self._elastic:
            ink = self._bent(ink, letter)
        return self._ways[name](ink, letter)

    def clean(self, ink: Ink, letter: float) -> Ink:
        """Rendered, or scanned without loss."""
        del letter
        if self._rng.random() < 0.5:
            ink = _soft(ink, self._between(0.3, 0.6))
        white = self._between(245, 255)
        return self._evened(_levels(ink, self._between(0, 40), white), white)

    def office(self, ink: Ink, letter: float) -> Ink:
        """An office scanner in grey or colour: soft, slightly noisy, often JPEG."""
        ink = self._toner(ink, letter)
        ink = _soft(ink, self._between(0.4, 1.2) * max(0.7, letter / 26))
        black = self._between(5, 85) if self._rng.random() < 0.9 else self._between(85, 150)
        white = self._between(232, 255)
        paper = self._noisy(_levels(ink, black, white), self._between(0.5, 7))
        if self._rng.random() < 0.3:
            paper = self._dirty(paper, letter, 0.5, grey=True)
        paper = self._packed(paper, 35, 92) if self._rng.random() < 0.4 else paper
        return self._evened(paper, white)

    def bilevel(self, ink: Ink, letter: float) -> Ink:
        """A scanner set to black and white, its threshold too low or too high."""
        ink = self._toner(ink, letter)
        if self._rng.random() < 0.25:
            ink = self._stems_lost(ink, letter)
        ink = _soft(ink, self._between(0.35, 0.95) * max(0.8, letter / 24))
        paper = self._noisy(255 - ink, self._between(2, 20))
        if self._rng.random() < 0.3:
            paper = self._faded(paper, letter, 0.5)
        paper = self._threshold(paper, ink, 0.22, 0.78)
        return self._dirty(paper, letter, 1.0) if self._rng.random() < 0.4 else paper

    def fax(self, ink: Ink, letter: float) -> Ink:
        """One bit at 200 dpi or less: ragged and broken strokes, rows lost or shifted."""
        if self._rng.random() < 0.2:  # standard mode: every second row
            half = cv2.resize(ink, None, fx=1, fy=0.5, interpolation=cv2.INTER_AREA)
            ink = np.asarray(cv2.resize(half, ink.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
        ink = _soft(ink, self._between(0.3, 0.7))
        grain = self._noise(ink.shape)
        if self._rng.random() < 0.5:
            grain = 1.6 * np.asarray(cv2.GaussianBlur(grain, (0, 0), 0.6), np.float32)
        ragged = 255 - ink + grain * self._between(10, 38)
        paper = self._threshold(ragged, ink, 0.26, 0.78)
        self._slipped(paper)
        if self._rng.random() < 0.6:
            share = self._between(0.0002, 0.01)
            paper[self._noise(ink.shape) > 3.5 - 100 * share] = 255
        return self._dirty(paper, letter, 1.0) if self._rng.random() < 0.3 else paper

    def copy(self, ink: Ink, letter: float) -> Ink:
        """A copy of a copy: strokes faded in blotches, stems thin or gone, marks half gone, specks."""
        whole, chance = ink, self._rng.random()
        if chance < 0.7:
            ink = self._stems_lost(ink, letter)
        if chance > 0.5:
            ink = self._marks_lost(ink, letter)
        if self._rng.random() < 0.15:
            ink = self._worn(ink, letter)
        paper = 255 - _soft(ink, self._between(0.5, 1.2) * max(0.8, letter / 24))
        one_bit = self._rng.random() < 0.4
        paper = self._faded(paper, letter, self._between(0.25, 0.6) if one_bit else self._between(0.35, 0.8))
        paper = self._noisy(paper, self._between(3, 18))
        paper = self._dirty(paper, letter, 3.0, grey=True)
        if one_bit:
            return self._threshold(_soft(paper, 0.5), whole, 0.15, 0.38)
        return self._packed(paper, 35, 90) if self._rng.random() < 0.25 else paper

    def phone(self, ink: Ink, letter: float) -> Ink:
        """A phone: out of focus or moved, low contrast, uneven light, noise, JPEG blocks."""
        if self._rng.random() < 0.75:
            ink = _soft(ink, self._between(0.6, 1.5) * max(0.7, letter / 22))
        else:
            ink = self._moved(ink, letter)
        paper = _levels(ink, self._between(30, 110), 255).astype(np.float32)
        paper *= self._light(ink.shape)
        paper += self._noise(ink.shape) * np.float32(self._between(2, 9) * self._harsh)
        noisy = _whole(paper)
        noisy = self._packed(noisy, 22, 80) if self._rng.random() < 0.55 else noisy
        return self._evened(noisy, 245)

    def _between(self, low: float, high: float) -> float:
        return float(self._rng.uniform(low, high))

    def _noise(self, shape: tuple[int, ...]) -> Floats:
        """Normal numbers, (h, w)."""
        height, width = shape
        if height > _TILE[0] or width > _TILE[1]:
            return self._rng.standard_normal((height, width), dtype=np.float32)
        y = int(self._rng.integers(0, _TILE[0] - height + 1))
        x = int(self._rng.integers(0, _TILE[1] - width + 1))
        return self._grain[y : y + height, x : x + width]

    def _noisy(self, paper: Ink, sigma: float) -> Ink:
        noisy: Any = cv2.scaleAdd(self._noise(paper.shape), sigma * self._harsh, paper.astype(np.float32))
        return _whole(noisy)

    def _evened(self, paper: Ink, white: float) -> Ink:
        """Bare paper of ``white`` made 255 or nearly so, as preparing a page does; now and then left."""
        if self._rng.random() < 0.15:
            return paper
        return np.asarray(cv2.convertScaleAbs(paper, alpha=255 / white * self._between(0.98, 1.01)), np.uint8)

    def _cloud(self, shape: tuple[int, ...], cell: float) -> Floats:
        """Smooth blotches about ``cell`` pixels wide, between 0 and 1."""
        height, width = shape
        cells = (max(2, round(width / cell)), max(2, round(height / cell)))
        grid = self._rng.random(cells[::-1], dtype=np.float32)
        return np.asarray(cv2.resize(grid, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)

    def _toner(self, ink: Ink, letter: float) -> Ink:
        """Strokes a little fatter or thinner than the font's."""
        chance = self._rng.random()
        if chance < 0.12:
            return np.asarray(cv2.dilate(ink, np.ones((2, 2), np.uint8)), np.uint8) if letter > 17 else ink
        if chance < 0.24 and letter > 20:
            thin = cv2.erode(ink, np.ones((2, 2), np.uint8))
            return np.asarray(cv2.addWeighted(ink, 0.5, thin, 0.5, 0), np.uint8)
        return ink

    def _threshold(self, paper: Ink | Floats, ink: Ink, low: float, high: float) -> Ink:
        """Black and white, cut at a share between ``low`` and ``high`` of the blackness of the strokes."""
        some = ink[::2, ::3]
        some = some[some > 60]
        black = float(np.percentile(some, 75)) if len(some) else 255.0
        level = 255 - black * self._between(low, high)
        return np.asarray(cv2.threshold(paper, level, 255, cv2.THRESH_BINARY)[1], np.uint8)

    def _faded(self, paper: Ink, letter: float, most: float) -> Ink:
        """Ink paler in blotches, by up to ``most``, and along upright stripes of the drum."""
        cloud = self._cloud(paper.shape, letter * self._between(1.0, 6.0))
        keep = 1.15 - most * cloud
        if self._rng.random() < 0.4:
            stripes = self._rng.random(
                (1, max(2, round(paper.shape[1] / self._between(3, 9)))), dtype=np.float32
            )
            keep -= 0.25 * np.asarray(cv2.resize(stripes, (paper.shape[1], 1)), np.float32)
        ink = (255 - paper) * np.clip(keep, 0.12, 1.05)
        return np.asarray(255 - np.minimum(ink, 255), np.uint8)

    def _stems_lost(self, ink: Ink, letter: float) -> Ink:
        """Upright strokes paler here and there, right-hand ones (ป า ก พ) most."""
        upright: Any = cv2.morphologyEx(
            ink, cv2.MORPH_OPEN, np.ones((max(3, round(letter * 0.4)), 1), np.uint8)
        )
        thin = cv2.subtract(
            upright,
            cv2.morphologyEx(upright, cv2.MORPH_OPEN, np.ones((1, max(3, round(letter * 0.4))), np.uint8)),
        )
        weak = self._cloud(ink.shape, letter * self._between(0.8, 2.5))
        lost = np.clip((weak - self._between(0.5, 0.8)) * 5, 0, self._between(0.5, 1.0))
        if self._rng.random() < 0.5:
            reach = max(2, round(letter * 0.3))
            open_right = np.zeros(ink.shape, np.float32)
            open_right[:, :-reach] = ink[:, reach:] < 90
            lost = lost * (0.25 + 0.75 * open_right)
        return _whole(ink - thin * lost.astype(np.float32))

    def _marks_lost(self, ink: Ink, letter: float) -> Ink:
        """What stands above the letters half gone in places."""
        weak = self._cloud(ink.shape, letter * self._between(0.4, 1.2))
        lost = np.clip((weak - self._between(0.45, 0.75)) * 6, 0, self._between(0.4, 0.85))
        return _whole(ink * (1 - lost))

    def _worn(self, ink: Ink, letter: float) -> Ink:
        """As from a rubber stamp or a drum with scratches: small holes in the strokes, wide ones most."""
        holes = self._cloud(ink.shape, letter * self._between(0.12, 0.4)) > self._between(0.7, 0.9)
        return np.where(holes, ink // np.uint8(6), ink)

    def _slipped(self, paper: Ink) -> None:
        """Rows shifted, repeated or lost; a dead sensor."""
        height, width = paper.shape
        for _ in range(int(self._rng.poisson(0.8))):
            y, rows = int(self._rng.integers(0, height - 4)), int(self._rng.integers(1, 4))
            way = self._rng.random()
            if way < 0.5:
                paper[y : y + rows] = np.roll(paper[y : y + rows], int(self._rng.integers(-3, 4)), axis=1)
            elif way < 0.8:
                paper[y : y + rows] = paper[y]
            else:
                paper[y : y + 1] = 255
        if self._rng.random() < 0.1:
            x = int(self._rng.integers(0, width))
            paper[self._rng.random(height) > 0.3, x] = 255 if self._rng.random() < 0.6 else 0

    def _dirty(self, paper: Ink, letter: float, most: float, grey: bool = False) -> Ink:
        """Specks, up to ``most`` on a square of two letter heights on average."""
        height, width = paper.shape
        count = self._rng.poisson(self._between(0, most) * 0.25 * height * width / (4 * letter * letter))
        xs, ys = self._rng.integers(0, width, count), self._rng.integers(0, height, count)
        radii = self._rng.choice(3, count, p=(0.6, 0.3, 0.1)) * letter / 26
        darks = self._rng.integers(0, 170 if grey else 1, count)
        for x, y, radius, dark in zip(xs.tolist(), ys.tolist(), radii.tolist(), darks.tolist(), strict=True):
            cv2.circle(paper, (x, y), round(radius), dark, -1)
        return paper

    def _moved(self, ink: Ink, letter: float) -> Ink:
        """Blurred along a short straight path."""
        angle, reach = self._between(0, np.pi), self._between(0.06, 0.2) * letter
        side = 2 * int(np.ceil(reach)) + 1
        kernel = np.zeros((side, side), np.float32)
        middle = np.array([side // 2, side // 2], np.float32)
        way = np.array([np.cos(angle), np.sin(angle)], np.float32) * reach
        ends = np.round((middle - way) * 16).astype(int), np.round((middle + way) * 16).astype(int)
        cv2.line(kernel, ends[0].tolist(), ends[1].tolist(), 1.0, 1, cv2.LINE_AA, 4)
        kernel = np.asarray(cv2.GaussianBlur(kernel, (0, 0), 0.5), np.float32)
        return np.asarray(cv2.filter2D(ink, -1, kernel / kernel.sum()), np.uint8)

    def _light(self, shape: tuple[int, ...]) -> Floats:
        """What evening out leaves of uneven light; or the light itself, where nothing was evened out."""
        deep = 0.35 if self._rng.random() < 0.3 else 0.06
        ends = 1 - self._rng.uniform(0, deep, (2, 3)).astype(np.float32)
        return np.asarray(cv2.resize(ends, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)

    def _bent(self, ink: Ink, letter: float) -> Ink:
        """Every stroke pulled a little: what rollers, curls and old typewriters do."""
        height, width = ink.shape
        cell, pull = letter * self._between(1.0, 3.0), letter * self._between(0.02, 0.07)
        map_x, map_y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        map_x += (self._cloud(ink.shape, cell) - 0.5) * np.float32(2 * pull)
        map_y += (self._cloud(ink.shape, cell) - 0.5) * np.float32(2 * pull)
        return np.asarray(cv2.remap(ink, map_x, map_y, cv2.INTER_LINEAR), np.uint8)

    def _packed(self, paper: Ink, low: int, high: int) -> Ink:
        """Through JPEG."""
        quality = int(self._rng.integers(low, high + 1))
        data: Any = cv2.imencode(".jpg", paper, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _soft(ink: Ink, sigma: float) -> Ink:
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), sigma), np.uint8)


def _levels(ink: Ink, black: float, white: float) -> Ink:
    """Paper: ``white`` where there is no ink, ``black`` where it is full."""
    return np.asarray(cv2.convertScaleAbs(ink, alpha=-(white - black) / 255, beta=white), np.uint8)


def _whole(values: Any) -> Ink:
    return np.asarray(np.clip(values, 0, 255), np.uint8)
