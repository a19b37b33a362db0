"""Which way is up, and how far off: measured on the letters themselves, at 100 dpi, without a reader.

Lines of text make a profile (ink for each row) of sharp peaks when rows run along the lines, so the profile
tells horizontal from vertical text and gives the skew. Thai writes vowels and tone marks above its letters
far more often than below, so the same profile tells upright from upside down. Of 35 real pages, each turned
four ways, all came back upright but a ruined photograph, which was left as it lay, unsure. Paper that curls
blurs the profile: 2 of 152 generated phone pages came out upside down, with little ink beside their lines, so
what is not clear here is read to be certain (:mod:`ocr.upright`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.picture import Pixels

MEASURE_DPI = 100

_RULE = 50  # px: longer straight strokes are table rules
_LETTER_PX = (3, 120, 40)  # least long side, greatest long side, greatest short side of a component
_ENOUGH_LETTERS = 100  # about three lines; a real page with less text than any had 190
_MANY_LETTERS = 300  # about eight lines: with fewer, a table's grain or a seal outweighs them
_MAX_SKEW, _COARSE, _FINE = 8.0, 0.5, 0.1  # degrees
_SOME = 4  # of so many pixels of ink one tells the angle to half a degree
_SIDE_RATIO = 1.5
_WEAK_PROFILE = 0.2  # a ruined photograph has 0.1, a page of text 0.3 to 7
_CORE_LEVELS = (0.3, 0.4, 0.5)  # of the fullest row nearby: where the core of a line begins
_CORE_PX, _FULL_LINE = (
    (4, 16),
    0.3,
)  # height of a line without its marks; ink of its fullest row to the page's
_LITTLE = 0.04  # of the page's ink: that much beside the lines halves what it says
_MARK_MARGIN = 0.06
_CLEAR_MARKS = 0.2  # the pages turned the wrong way had 0.09 and 0.14; one in eight of phones has less
_MARK_RATIO = 0.5  # real pages: 1.5 and more; columns of a list: 0.15 and less

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Orientation:
    """``turn``: degrees clockwise that make the page upright. ``skew``: degrees left after that, positive
    when the text runs downhill to the right. ``sure`` is false when the page gave no evidence to go by;
    ``clear`` is true of a page of many letters with the plain evidence of lying upright already.
    """

    turn: int
    skew: float
    sure: bool
    clear: bool = False


class Letters(NamedTuple):
    """Where the ink of letters is: ``mask`` (height, width) bool, and their ``number``. ``ink`` is
    all ink, rules and pictures included."""

    mask: NDArray[np.bool_]
    number: int
    ink: NDArray[np.bool_]


class _Axis(NamedTuple):
    """Text lines along one direction: sharpness of the profile, angle, and (above - below) / both."""

    profile: float
    skew: float
    marks: float

    @property
    def evidence(self) -> float:
        return self.profile * abs(self.marks)


def letters(small: Pixels) -> Letters:
    """Ink that has the size of letters on a grey page at ``MEASURE_DPI``; rules, photographs and dark edges
    left out."""
    ink: Any = cv2.adaptiveThreshold(
        small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, blockSize=31, C=20
    )
    everything = ink > 0
    across: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8))
    down: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8))
    ink[cv2.dilate(across | down, np.ones((3, 3), np.uint8)) > 0] = 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    least, most_long, most_short = _LETTER_PX
    good = (longer >= least) & (longer <= most_long) & (shorter <= most_short)
    good[0] = False  # the background
    return Letters(good[labels], int(good.sum()), everything)


def orientation(found: Letters) -> Orientation:
    """Measures a page by the letters on it."""
    if found.number < _ENOUGH_LETTERS:
        return Orientation(0, 0.0, sure=found.number == 0)
    rows, columns = (p.astype(np.float64) for p in np.nonzero(found.mask))
    height, width = found.mask.shape
    upright = _along(rows, columns, height)
    turned_left = _along(width - 1 - columns, rows, width)  # as if the page were turned 90° to the left
    axis, turn = upright, 0
    if _clearer(turned_left, upright):
        axis, turn = turned_left, 270
    elif not _clearer(upright, turned_left):
        return Orientation(0, upright.skew, sure=False)
    if abs(axis.marks) < _MARK_MARGIN:
        return Orientation(0, upright.skew, sure=False)
    clear = turn == 0 and axis.marks >= _CLEAR_MARKS and found.number >= _MANY_LETTERS
    return Orientation(turn if axis.marks > 0 else (turn + 180) % 360, axis.skew, sure=True, clear=clear)


def _clearer(one: _Axis, other: _Axis) -> bool:
    """Whether text clearly runs along ``one``. A list of like short lines has the sharper profile across its
    lines (equal letters stand above each other), but then its marks speak against it."""
    if one.profile < _WEAK_PROFILE or abs(one.marks) < _MARK_RATIO * abs(other.marks):
        return False
    return one.profile > _SIDE_RATIO * other.profile or (
        one.profile * _SIDE_RATIO > other.profile and one.evidence > _SIDE_RATIO * other.evidence
    )


def _along(rows: Floats, columns: Floats, height: int) -> _Axis:
    """Measures the ink at (rows, columns) as lines of text that run along the columns."""
    columns = columns - columns.mean()
    coarse = np.arange(-_MAX_SKEW, _MAX_SKEW + _COARSE / 2, _COARSE)
    some = rows[::_SOME], columns[::_SOME]
    near = max(coarse, key=lambda a: _sharpness(_profile(*some, height, a)))
    fine = np.arange(near - _COARSE, near + _COARSE + _FINE / 2, _FINE)
    skew = float(max(fine, key=lambda a: _sharpness(_profile(rows, columns, height, a))))
    profile = _profile(rows, columns, height, skew)
    return _Axis(_sharpness(profile), round(skew, 2) + 0.0, _marks(profile))


def _profile(rows: Floats, columns: Floats, height: int, degrees: float) -> Floats:
    """Ink for each row after shearing the page straight; a quarter of the height is added at both ends."""
    straight = rows - columns * np.tan(np.radians(degrees)) + height / 4
    bins = np.clip(straight.astype(np.int64), 0, height * 3 // 2)
    return np.bincount(bins, minlength=height * 3 // 2 + 1).astype(np.float64)


def _sharpness(profile: Floats) -> float:
    steps = np.diff(profile)
    return float(steps @ steps) / (float(profile.sum()) ** 2 + 1) * 1000


def _marks(profile: Floats) -> float:
    """(ink above the lines' cores - ink below) / both, -1..1; near 0 where there is little of either."""
    smooth = np.convolve(profile, np.ones(3) / 3, "same")
    tallest: Any = cv2.dilate(smooth.reshape(-1, 1), np.ones((41, 1)))
    sides = [_beside(profile, smooth, smooth > level * tallest.ravel()) for level in _CORE_LEVELS]
    above, below = (sum(side) / len(_CORE_LEVELS) for side in zip(*sides, strict=True))
    return float((above - below) / (above + below + _LITTLE * profile.sum()))


def _beside(profile: Floats, smooth: Floats, core: NDArray[np.bool_]) -> tuple[float, float]:
    """Ink just above and just below the runs of ``core`` rows that are lines of text."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], core.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    full = _FULL_LINE * smooth.max()
    thin, thick = _CORE_PX
    above = below = 0.0
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if not thin <= end - start <= thick or smooth[start:end].max() < full:
            continue  # handwriting and emblems have no such lines
        reach = int(max(3, 0.9 * (end - start)))
        top = max(start - reach, (ends[i - 1] + start) // 2 if i else 0)
        bottom = min(end + reach, (end + starts[i + 1]) // 2 if i + 1 < len(starts) else len(profile))
        above += float(profile[top:start].sum())
        below += float(profile[end:bottom].sum())
    return above, below
