"""A line of text set in one face: ink on an empty strip, shaped by HarfBuzz."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ABOVE = 2.7
BELOW = 1.5
SIDE = 2.5
"""What a strip holds above and below the baseline and beside the text, in letter heights."""

_MEASURED_AT = 1000  # pixels an em
_CLUSTER = re.compile(
    "[^\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e33][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e33]*|.", re.S
)


class Strip(NamedTuple):
    """``ink``: (h, w) uint8, 255 where it is full. ``baseline``: its row. ``left``, ``right``: first column
    of ink and the one after the last. ``letter``: height of น in pixels."""

    ink: NDArray[np.uint8]
    baseline: int
    left: int
    right: int
    letter: int


class Spacing(NamedTuple):
    """Added to each space and after each letter, in letter heights."""

    words: float = 0.0
    letters: float = 0.0


class Typeface:
    """One font file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with TTFont(path, lazy=True) as font:
            self.characters = frozenset(map(chr, font.getBestCmap()))
        self._letter = -_load(path, _MEASURED_AT).getbbox("น", anchor="ls")[1] / _MEASURED_AT

    def covers(self, text: str) -> bool:
        """Whether the face has a glyph for every character."""
        return self.characters.issuperset(text)

    def set(self, text: str, letter: int, spacing: Spacing) -> Strip | None:
        """``text`` with letters ``letter`` pixels high; ``None`` where it leaves no ink."""
        font = _load(self.path, round(letter / self._letter, 1))
        pieces = list(_pieces(text, font, letter, spacing))
        end = pieces[-1][0] + font.getlength(pieces[-1][1])
        side, baseline = round(SIDE * letter), round(ABOVE * letter)
        picture = Image.new("L", (round(end) + 2 * side, baseline + round(BELOW * letter)), 0)
        draw = ImageDraw.Draw(picture)
        for x, piece in pieces:
            draw.text((side + x, baseline), piece, fill=255, font=font, anchor="ls")
        ink = np.array(picture)
        columns = np.flatnonzero(ink.max(axis=0) > 40)
        if not len(columns):
            return None
        return Strip(ink, baseline, int(columns[0]), int(columns[-1]) + 1, letter)


def _pieces(
    text: str, font: ImageFont.FreeTypeFont, letter: int, spacing: Spacing
) -> list[tuple[float, str]]:
    """What is drawn in one go, and where it begins."""
    if spacing.letters:
        parts = _CLUSTER.findall(text)
    elif spacing.words:
        parts = re.findall(r" +|[^ ]+", text)
    else:
        return [(0.0, text)]
    placed, x = [], 0.0
    for part in parts:
        placed.append((x, part))
        x += font.getlength(part) + spacing.letters * letter
        x += spacing.words * letter if part[0] == " " else 0.0
    return placed


@lru_cache(maxsize=1024)
def _load(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)
