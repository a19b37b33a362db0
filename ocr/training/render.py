"""Training lines: a text set in one of the fonts, spoilt as paper does, cut into the frame of ocr/frame.py.

The way of a line: set larger than it will be scanned, with what stands around it; laid on a scanner's grid,
a little askew; spoilt there; reduced as pages are (ocr/paper); cut along a baseline that is a little off, as
those are that ocr/layout finds.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.frame import LETTER, MARGIN, TextLine, cut
from ocr.paper.scale import WORK_DPI, Scaled, reduced, softened
from ocr.training import clutter
from ocr.training.faces import Faces
from ocr.training.fonts import FONTS, LATIN, Font, Split
from ocr.training.hand import scrawl
from ocr.training.ink import Kind, Paper, Style
from ocr.training.typeset import ABOVE, BELOW, SIDE, Spacing, Strip, typeset

_SIZES = (20, 24, 28, 32, 36, 40, 44)  # letter heights that lines are set with
_SMALLEST = 10.0  # letter height of a scan that can still be read
_FINER = 1.12  # set at least this much larger than scanned
# ocr/layout finds letters 8 % too high and baselines 1.1 px of the frame too low (spread 3 % and 0.3 px), as
# it looks at a small thresholded picture; lines are made about half-way to that, so that both are read.
_TALLER, _LOWER = 0.05, 0.7
_SCRIBBLED = 0.03  # of the lines: a signature or a note stands beside the print
_WIDEST = 4000  # columns of a frame; longer lines are refused


class _Scanned(NamedTuple):
    """A line on the scanner's grid: pixels, and where its baseline is there."""

    ink: NDArray[np.uint8]
    line: TextLine


class _Scale(NamedTuple):
    """What a line goes through, the resolution it is scanned with, its letters' height there and as set."""

    kind: Kind
    dpi: float
    letter: float
    size: int


class LineMaker:
    """Makes lines of one split; the same seed makes the same lines.

    ``fonts`` is the folder that :func:`ocr.training.fonts.fetch` filled. Raises ConfigurationError
    FONT_MISSING where a font of the split is not there.
    """

    def __init__(
        self,
        seed: int,
        split: Split,
        fonts: Path,
        style: Style = "first",
        *,
        table: tuple[Font, ...] = FONTS + LATIN,
    ) -> None:
        self._rng = np.random.default_rng([seed, *style.encode()])
        self._faces = Faces(split, fonts, self._rng, table)
        self._paper = Paper(self._rng, style)
        self._neighbours = clutter.Neighbours()

    def make(self, text: str, kind: Kind | None = None) -> NDArray[np.uint8] | None:
        """The line's frame, (48, w) uint8, 0 black; ``None`` where no font can set it or it is too long.
        ``kind`` is what is done to it, by chance where ``None``."""
        runs = self._faces.runs(text)
        if runs is None:
            return None
        scale = self._scale(kind)
        strip = typeset(runs, scale.size, self._spacing(text))
        if strip is None or (strip.right - strip.left) * LETTER > _WIDEST * scale.size:
            return None
        plain = Strip(strip.ink.copy(), *strip[1:])
        if self._rng.random() < _SCRIBBLED:
            strip = clutter.scribbled(strip, self._rng)
        frame = self._spoilt(strip, scale)
        self._neighbours.keep(plain)
        return frame

    def scrawl(self) -> NDArray[np.uint8]:
        """The frame of a line that somebody wrote and nobody can read."""
        scale = self._scale(None)
        letter, rng = scale.size, self._rng
        width, side = round(float(rng.uniform(3, 40)) * letter), round(SIDE * letter)
        baseline = round(ABOVE * letter)
        drawn = scrawl(letter, width, baseline + round(BELOW * letter), baseline, rng)
        strip = Strip(np.pad(drawn, ((0, 0), (side, side))), baseline, side, side + width, letter)
        return self._spoilt(strip, scale)

    def _scale(self, kind: Kind | None) -> _Scale:
        kind = kind or self._paper.kind()
        dpi = float(self._rng.choice(kind.dpi))
        letter = max(_SMALLEST, LETTER * dpi / WORK_DPI * self._type_size())
        return _Scale(
            kind, dpi, letter, next((size for size in _SIZES if size >= letter * _FINER), _SIZES[-1])
        )

    def _spoilt(self, strip: Strip, scale: _Scale) -> NDArray[np.uint8]:
        kind, dpi, letter, _ = scale
        margins = self._margins()
        self._surround(strip, margins)
        scanned = self._scan(strip, letter, kind.name)
        grey = self._paper.spoil(scanned.ink, kind.name, letter)
        page = softened(reduced(grey, dpi))
        return cut(page.pixels, self._found(_on(page, scanned.line), margins))

    def _type_size(self) -> float:
        """Over that of letters, 16 pt TH Sarabun: tables and forms are smaller, headings larger."""
        return float(np.exp(np.clip(self._rng.normal(0.05, 0.17), -0.3, 0.5)))

    def _spacing(self, text: str) -> Spacing:
        rng, chance = self._rng, self._rng.random()
        if chance < 0.14:  # Thai distributed: the line is filled by spreading its letters; headings too
            letters = float(rng.uniform(0.05, 0.2) if rng.random() < 0.75 else rng.uniform(0.2, 0.45))
            return Spacing(words=float(rng.uniform(0, 0.8)), letters=letters)
        if chance < 0.32:  # justified
            return Spacing(words=float(rng.uniform(-0.15, 1.6)))
        spaces = text.count(" ")
        if chance < 0.38 and spaces:  # a tab
            return Spacing(tab=float(rng.uniform(1, 9)), tab_at=int(rng.integers(spaces)))
        return Spacing()

    def _margins(self) -> tuple[float, float]:
        """Paper left and right of the ink, in pixels of the frame."""
        spread = 1.2 if self._rng.random() < 0.65 else 5.0
        sides = MARGIN + np.clip(self._rng.normal(0, spread, 2), -10, 10)
        if self._rng.random() < 0.06:
            sides[int(self._rng.integers(2))] = self._rng.uniform(1, 6)
        return float(sides[0]), float(sides[1])

    def _surround(self, strip: Strip, margins: tuple[float, float]) -> None:
        rng, around = self._rng, self._neighbours
        if rng.random() < 0.6:
            around.above(strip, float(rng.uniform(2.3, 3.3)), rng)
        if rng.random() < 0.6:
            around.below(strip, float(rng.uniform(2.3, 3.3)), rng)
        for left, margin in zip((True, False), margins, strict=True):
            if margin > 12 and rng.random() < 0.06:
                shown = float(rng.uniform(0.06, 0.35))
                around.beside(strip, margin / LETTER - shown, shown + 0.5, left, rng)
        for chance, add in (
            (0.035, clutter.underline),
            (0.045, clutter.leader),
            (0.09, clutter.rules),
            (0.035, clutter.stamp),
            (0.03, clutter.pen),
            (0.03, clutter.shade),
        ):
            if rng.random() < chance:
                add(strip, rng)

    def _scan(self, strip: Strip, letter: float, kind: str) -> _Scanned:
        """On the scanner's grid: stretched, askew, for phones seen at an angle."""
        rng = self._rng
        scale = letter / strip.letter
        stretch = scale * float(np.clip(rng.normal(1, 0.06), 0.85, 1.15))
        height, width = strip.ink.shape
        wide = width * stretch
        most = 1.5 if rng.random() < 0.4 else 0.3
        slope = float(np.clip(np.tan(np.radians(rng.uniform(-most, most))), -30 / wide, 30 / wide))
        lift = max(0.0, -slope * wide)
        matrix = np.array([[stretch, 0, 0], [slope * stretch, scale, lift], [0, 0, 1]])
        if kind == "phone":
            matrix = np.array([[1, 0, 0], [0, 1, 0], [rng.uniform(-0.04, 0.04) / wide, 0, 1]]) @ matrix
        ends = np.array([[[strip.left, strip.baseline], [strip.right, strip.baseline]]], np.float64)
        (x0, y0), (x1, y1) = cv2.perspectiveTransform(ends, matrix)[0]
        size = (round(wide * 1.03), round(height * scale * 1.02 + abs(slope) * wide))
        ink = cv2.warpPerspective(strip.ink, matrix, size, flags=cv2.INTER_LINEAR)
        line = TextLine(np.array([[x0, y0], [x1, y1]]), letter, float(x0), float(x1))
        return _Scanned(np.asarray(ink, np.uint8), line)

    def _found(self, line: TextLine, margins: tuple[float, float]) -> TextLine:
        """The line as a reader would find it: height, baseline, slope, curve and ends a little off."""
        rng = self._rng
        rough = rng.random() < 0.08
        height = rng.uniform(-0.22, 0.22) if rough else np.clip(rng.normal(_TALLER, 0.05), -0.12, 0.16)
        letter = line.letter * float(np.exp(height))
        pixel = letter / LETTER  # of the frame
        x = np.linspace(line.left, line.right, 5)
        y = np.interp(x, line.baseline[:, 0], line.baseline[:, 1])
        off = float(np.clip(rng.normal(_LOWER, 0.7), -1.5, 2.2))
        tilt = min(0.0122 * (line.right - line.left) / 2, 2.0 * pixel) * float(rng.uniform(-1, 1))
        bow = float(rng.uniform(-1.2, 1.2)) if rng.random() < 0.3 else 0.0
        along = np.linspace(-1, 1, 5)
        y = y + off * pixel + tilt * along + bow * pixel * (along * along - 0.5)
        left = line.left + (MARGIN - margins[0]) * pixel
        right = line.right - (MARGIN - margins[1]) * pixel
        return TextLine(np.stack([x, y], axis=1), letter, left, max(right, left + pixel))


def _on(page: Scaled, line: TextLine) -> TextLine:
    """A line of the scan on the reduced page."""
    times = np.array([page.x, page.y])
    points = (line.baseline - (times - 1) / 2) / times
    return TextLine(points, line.letter / page.y, float(points[0, 0]), float(points[-1, 0]))
