"""Which way is up where letters alone do not tell it: the way in which the page can be read.

They tell it of most pages with many (:mod:`ocr.orientation`); half a dozen lines of a last page, the table
under a photographed one, or paper that curls, mislead them. Reading a few lines four ways costs little.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from ocr.frame import cut
from ocr.layout import find_lines
from ocr.paper.layers import ink_layers
from ocr.picture import Pixels
from ocr.recognise.reader import LineReader

_LEGIBLE = 0.8
_CLEARLY = 1.5  # times as much that is legible as in any other way
_ENOUGH = 4.0  # characters
_MOST_LINES = 12  # that are tried


def turn_by_reading(pixels: Pixels, dpi: float, model: Path) -> int | None:
    """Degrees clockwise (0, 90, 180, 270) that make the page upright, or ``None`` where it cannot be read any
    way clearly better than another. Raises ConfigurationError MODEL_MISSING or MODEL_BROKEN."""
    layer = ink_layers(pixels, dpi)[0]
    reader = _reader(model)
    legible = {
        turn: _legible(np.ascontiguousarray(np.rot90(layer.pixels, -turn // 90)), layer.dpi, reader)
        for turn in (0, 90, 180, 270)
    }
    best, second = sorted(legible, key=lambda turn: -legible[turn])[:2]
    clear = legible[best] >= _ENOUGH and legible[best] > _CLEARLY * legible[second]
    return best if clear else None


@lru_cache(maxsize=1)
def _reader(model: Path) -> LineReader:
    return LineReader(model)


def _legible(grey: Pixels, dpi: float, reader: LineReader) -> float:
    """How many characters can be read for sure."""
    lines = sorted(find_lines(grey, dpi).lines, key=lambda found: -found.letters)[:_MOST_LINES]
    read = reader.characters([cut(grey, found.line) for found in lines])
    return sum(c.chance - _LEGIBLE for line in read for c in line if c.chance > _LEGIBLE) / (1 - _LEGIBLE)
