"""A line of text set in one face or several: ink on an empty strip, shaped by HarfBuzz."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.training.hand import Hand

ABOVE = 2.7
BELOW = 1.5
SIDE = 2.5
"""What a strip holds above and below the baseline and beside the text, in letter heights."""

_MEASURED_AT = 1000  # pixels an em
_CAPITAL = 1.22  # letter heights; a capital's in most Thai fonts
_INK = 40  # less is the soft edge of a stroke
_MARKS = "\u0e31\u0e33-\u0e3a\u0e47-\u0e4e"
_CLUSTER = re.compile(f"[^{_MARKS}][{_MARKS}]*|.")
_SPACES = re.compile("( +)")


class Strip(NamedTuple):
    """``ink``: (h, w) uint8, 255 where it is full. ``baseline``: its row. ``left``, ``right``: first column
    of ink and the one after the last. ``letter``: height of น in pixels."""

    ink: NDArray[np.uint8]
    baseline: int
    left: int
    right: int
    letter: int


class Spacing(NamedTuple):
    """Added to each space, in each gap between letters, and to space number ``tab_at``: letter heights."""

    words: float = 0.0
    letters: float = 0.0
    tab: float = 0.0
    tab_at: int = 0


class Typeface:
    """One font file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with TTFont(path, lazy=True) as font:
            self.characters = frozenset(map(chr, font.getBestCmap()))
        font = _load(path, _MEASURED_AT)
        self.thai = "น" in self.characters
        if self.thai:
            self._letter = -font.getbbox("น", anchor="ls")[1] / _MEASURED_AT
        else:
            self._letter = -font.getbbox("H", anchor="ls")[1] / _MEASURED_AT / _CAPITAL

    def covers(self, text: str) -> bool:
        """Whether the face has a glyph for every character."""
        return self.characters.issuperset(text)

    def at(self, letter: float) -> ImageFont.FreeTypeFont:
        """The face with letters ``letter`` pixels high; a Latin one so that it goes with such letters."""
        return _load(self.path, round(letter / self._letter, 1))


class ByHand:
    """The face of what somebody fills in by hand."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def at(self, letter: float) -> Hand:
        """A hand beside printed letters ``letter`` pixels high."""
        return Hand(letter, self._rng)


class Run(NamedTuple):
    """A stretch of text in one face, its letters ``size`` times as high as the line's."""

    text: str
    face: Typeface | ByHand
    size: float = 1.0


_Font: TypeAlias = ImageFont.FreeTypeFont | Hand


def typeset(runs: Sequence[Run], letter: int, spacing: Spacing) -> Strip | None:
    """The line with letters ``letter`` pixels high; ``None`` where it leaves no ink."""
    pieces = list(_pieces(runs, letter, spacing))
    x, text, font = pieces[-1]
    side, baseline = round(SIDE * letter), round(ABOVE * letter)
    width = round(x + font.getlength(text)) + 2 * side
    picture = Image.new("L", (width, baseline + round(BELOW * letter)), 0)
    draw = ImageDraw.Draw(picture)
    for x, text, font in pieces:
        if not isinstance(font, Hand):
            draw.text((side + x, baseline), text, fill=255, font=font, anchor="ls")
    ink = np.array(picture)
    for x, text, font in pieces:
        if isinstance(font, Hand):
            font.draw(text, ink, side + x, baseline)
    columns = np.flatnonzero(ink.max(axis=0) > _INK)
    if not len(columns):
        return None
    left, right = int(columns[0]), int(columns[-1]) + 1
    if spacing.letters:
        ends = np.array([side + end for piece in pieces for end in _ends(*piece)])
        spread = _spread(ink, columns, ends, 0.12 * letter, round(spacing.letters * letter))
        right += spread.shape[1] - ink.shape[1]
        ink = spread
    return Strip(ink, baseline, left, right, letter)


def _pieces(runs: Sequence[Run], letter: int, spacing: Spacing) -> Iterator[tuple[float, str, _Font]]:
    """Where each piece that is drawn in one go begins, its text and its font."""
    x, spaces = 0.0, 0
    for at, run in enumerate(runs):
        font = run.face.at(letter * run.size)
        parts = _SPACES.split(run.text) if spacing.words or spacing.tab else [run.text]
        for part in filter(None, parts):
            yield x, part, font
            if at < len(runs) - 1 or len(parts) > 1:
                x += font.getlength(part)
            if part[0] == " ":
                x += (spacing.words + (spacing.tab if spaces == spacing.tab_at else 0.0)) * letter
                spaces += 1


def _ends(x: float, text: str, font: _Font) -> Iterator[float]:
    """Where the letters with their marks end."""
    if isinstance(font, Hand):
        yield x + font.getlength(text)
        return
    for cluster in _CLUSTER.findall(text):
        x += _advance(font, cluster)
        yield x


def _spread(
    ink: NDArray[np.uint8], inked: NDArray[np.intp], ends: NDArray[np.float64], near: float, extra: int
) -> NDArray[np.uint8]:
    """``extra`` columns more in each gap between letters (not in those within แ or ะ), as word processors
    fill a line. ``inked``: the columns with ink; ``near``: how far from the end of a letter a gap may be."""
    gaps = np.flatnonzero(np.diff(inked) > 1)
    first, last = inked[gaps], inked[gaps + 1]
    at = np.searchsorted(ends, first - near)
    between = ends[np.minimum(at, len(ends) - 1)] <= last + near
    times = np.ones(ink.shape[1], np.intp)
    times[((first + last) // 2)[between]] += extra
    return np.repeat(ink, times, axis=1)


@lru_cache(maxsize=1 << 16)
def _advance(font: ImageFont.FreeTypeFont, cluster: str) -> float:
    return font.getlength(cluster)


@lru_cache(maxsize=1024)
def _load(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
