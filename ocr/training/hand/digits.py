"""Numbers written by hand into a printed line: a running number behind the slash, the day of a date."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from ocr.training.hand.strokes import Rng, Stroke, bent, draw, thai_digits

_RUN = re.compile(r"[0-9๐-๙](?:[0-9๐-๙/.-]*[0-9๐-๙])?")
_THAI = "๐๑๒๓๔๕๖๗๘๙"
_MOST = 8  # digits of one run
_GAP, _POINT = 0.16, 0.3  # between digits; width of a point: of their height


def _arabic(*strokes: tuple[tuple[float, float], ...]) -> tuple[Stroke, ...]:
    return tuple(np.array(stroke) / 10 for stroke in strokes)


_ARABIC: tuple[tuple[tuple[Stroke, ...], ...], ...] = (
    (
        _arabic(((4, 10), (1, 8), (0.6, 3), (3, 0), (6, 2), (6.4, 7), (4, 10))),
        _arabic(((5, 9.6), (2, 9.5), (0.3, 5), (2, 0.4), (5, 1), (6, 5), (4.4, 10))),
    ),
    (
        _arabic(((1, 10), (1, 0))),
        _arabic(((0.2, 7.6), (2.4, 10), (2.2, 0))),
        _arabic(((0.4, 7.8), (2.6, 10), (2.6, 0)), ((0.4, 0), (4.6, 0.1))),
    ),
    (
        _arabic(((0.5, 8), (2.6, 10), (5.4, 8.6), (4.6, 5), (0.2, 0.2), (6, 0))),
        _arabic(((0.6, 8.4), (3, 10), (5.6, 8), (3, 3), (0.8, 0.4), (1.4, 2), (3, 1), (6.4, 0.3))),
    ),
    (
        _arabic(((0.5, 9), (3.4, 10), (5.4, 8), (2.4, 5.4), (5.8, 3), (3.4, 0), (0.2, 1))),
        _arabic(((0.6, 10), (5.4, 10), (2.6, 6), (5.4, 4), (4.4, 0.6), (0.4, 0.6))),
    ),
    (
        _arabic(((2, 10), (0.3, 4), (5.6, 4)), ((4.4, 7), (4, 0))),
        _arabic(((4.4, 0), (4.4, 10), (0.2, 3.4), (6, 3.4))),
    ),
    (
        _arabic(((5.4, 10), (1.2, 9.8), (0.8, 6), (4, 6), (5.6, 3), (3.4, 0.1), (0.2, 0.8))),
        _arabic(((1.2, 10), (0.8, 5.8), (4, 5.8), (5.4, 2.6), (3, 0), (0.2, 1)), ((1.2, 10), (5.6, 10))),
    ),
    (
        _arabic(((4.6, 10), (1.4, 6.6), (0.6, 2), (3, 0), (5.4, 2), (4, 4.6), (1, 3.2))),
        _arabic(((3.4, 10), (0.8, 4), (1.6, 0.4), (4.6, 0.6), (5, 3.6), (2.4, 4.2), (0.9, 2.4))),
    ),
    (
        _arabic(((0.2, 9.6), (5.6, 10), (2.4, 0))),
        _arabic(((0.2, 9.6), (5.6, 10), (2.6, 0)), ((1.6, 5), (5, 5.2))),
        _arabic(((0.3, 8), (0.4, 9.8), (5.4, 9.8), (3, 4), (2.2, 0))),
    ),
    (
        _arabic(((5, 8.6), (3, 10), (0.8, 8), (3, 5.4), (5.6, 2.6), (3, 0), (0.4, 2.2), (5, 8.6))),
        _arabic(((3, 5.2), (0.9, 7.6), (3, 10), (5, 7.8), (3, 5.2), (0.4, 2.4), (3, 0), (5.6, 2.4))),
    ),
    (
        _arabic(((5, 8), (3, 10), (0.6, 7.6), (2.6, 5.2), (5, 7.4), (5.1, 8.6), (4.8, 3), (3.6, 0))),
        _arabic(((5.2, 8.4), (2.4, 9.8), (0.6, 6.8), (3, 5.4), (5.2, 8.4), (5, 0))),
    ),
)  # fmt: skip
_SIGNS = {
    ".": _arabic(((0, 0), (0.5, 0.5))),
    "-": _arabic(((0, 4), (3.4, 4.2))),
    "/": _arabic(((0, -1.5), (3.6, 10.5))),
}


def written(text: str, rng: Rng) -> tuple[str, str, str] | None:
    """``text`` parted around one number that a hand could have filled in; ``None`` where it has none."""
    runs = [run for run in _RUN.finditer(text) if sum(c.isdigit() for c in run[0]) <= _MOST]
    if not runs:
        return None
    run = runs[int(rng.integers(len(runs)))]
    return text[: run.start()], run[0], text[run.end() :]


class Hand:
    """One person's way of writing, at ``letter`` pixels for the height of a printed letter."""

    def __init__(self, letter: float, rng: Rng) -> None:
        self._rng = rng
        self._height = letter * float(rng.uniform(1.05, 2.0))
        self._drop = letter * float(rng.normal(-0.1, 0.18))
        self._thick = max(1, round(letter * float(rng.uniform(0.06, 0.17))))
        self._level = int(rng.integers(130, 256))
        self._way = {
            c: int(rng.integers(1 << 20)) for c in (*_THAI, *"0123456789")
        }  # a person writes a digit the same way each time

    def draw(self, text: str, ink: NDArray[np.uint8], x: float, baseline: int) -> None:
        """Writes digits, points, dashes and slashes from column ``x`` on."""
        for character, strokes, left, scale in self._laid(text):
            rise = self._drop + self._height * float(self._rng.normal(0, 0.03))
            drawn = bent(strokes, self._rng, 0.06 if character.isdigit() else 0.02)
            placed = [
                np.stack([x + left + s[:, 0] * scale, baseline - rise - s[:, 1] * scale], 1) for s in drawn
            ]
            draw(ink, placed, self._thick, self._level)

    def getlength(self, text: str) -> float:
        """Columns that :meth:`draw` needs for ``text``."""
        laid = self._laid(text)
        return laid[-1][2] + _width(laid[-1][1]) * laid[-1][3] + 2 * _GAP * self._height if laid else 0.0

    def _laid(self, text: str) -> list[tuple[str, tuple[Stroke, ...], float, float]]:
        """Each character with its strokes, the column where it begins and its scale."""
        left, made = _GAP * self._height, []
        for character in text:
            strokes = self._strokes(character)
            top = max(float(s[:, 1].max()) for s in strokes)
            scale = self._height
            if character in _THAI:  # tails reach higher: the body is as high as other digits
                scale *= 0.85 / max(0.7, top)
            made.append((character, strokes, left, scale))
            left += (max(_POINT, _width(strokes)) + _GAP) * scale
        return made

    def _strokes(self, character: str) -> tuple[Stroke, ...]:
        if character in _SIGNS:
            return _SIGNS[character]
        ways = thai_digits()[_THAI.index(character)] if character in _THAI else _ARABIC[int(character)]
        return ways[self._way[character] % len(ways)]


def _width(strokes: tuple[Stroke, ...]) -> float:
    return max(float(s[:, 0].max()) for s in strokes)
