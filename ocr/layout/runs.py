"""Runs of writing: which letters, which marks above and below, where they begin and end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ocr.layout.baseline import Baseline, fit, letter_height, middle_of, rough_slope
from ocr.layout.cells import Cells
from ocr.layout.chains import Letters, chained, letters_of
from ocr.layout.ink import Parts
from sarabun.model import Box

# In letter heights.
_ABOVE, _BELOW = 2.15, 0.95  # reach of marks about the baseline
_CORE = (-1.5, 0.4)  # of what goes on at the ends of a run: stops, dashes, quotation marks
_NEXT = 1.0
_DOT = 0.42
_LEADER_DOTS = 6
_ON_LINE = 0.3
_GAP = 2.6
_MARKED = 0.12  # marks for each letter: writing has twice as many, figures and capitals have none
_FEW = 2  # letters that may have lost their line
_GROWN = 1.35, 1.4  # over the page's letters, over its width: a letter grown together with its marks
_SHORT = 4  # letters
_QUOTE, _QUOTE_FOOT, _QUOTE_OFF = (
    0.85,
    (0.4, 1.2),
    2.6,
)  # height of quotation marks, their foot, their distance
_BEND, _TOUCH = 5, 1.0  # letters on either side of a bend, letter heights between them
_WORD = 1.6  # gap between words that are surely of one line
_OVER, _UNDER = -2.1, 1.1
_VOWEL = (0.8, 1.7)
_MOST_RUNS = 1500  # the densest tables have 500; more is grain
_SLOPE_FROM = 8  # letters in a run that knows about the slope of the page


@dataclass(frozen=True, slots=True)
class Run:
    """Letters on one baseline, all in pixels of the reduced picture.

    ``letters``: indices of its letters, left to right; ``parts``: indices of all parts of it; ``height``:
    letter height; ``left`` and ``right``: ends of its ink; ``box``: around its parts.
    """

    letters: NDArray[np.int64]
    baseline: Baseline
    height: float
    left: float
    right: float
    parts: NDArray[np.int64]
    box: Box

    @property
    def middle(self) -> tuple[float, float]:
        x = (self.left + self.right) / 2
        return x, self.baseline.at(x) - self.height / 2


def find_runs(parts: Parts, cells: Cells, leader: NDArray[np.bool_]) -> tuple[Letters, list[Run], float]:
    """Letters, runs and slope of the page. ``leader``: see :func:`leaders`."""
    letter = cells.letter
    letters = letters_of(parts, letter)
    middle = (letters.left + letters.right) / 2, (letters.top + letters.bottom) / 2
    area = cells.areas_at(*(m.astype(np.float64) for m in middle))
    slope = _slope(letters, chained(letters, letter, None, area), letter)
    chains = chained(letters, letter, slope, area)
    if len(chains) > _MOST_RUNS:
        return letters, [], slope
    runs = [_run(letters, chain, letter, slope) for chain in chains]
    runs = _without_marks(_joined(letters, runs, area, letter, slope), area)
    runs = _with_parts(parts, runs, leader)
    return letters, [_sized(letters, parts, run, letter) for run in runs], slope


def _slope(letters: Letters, chains: list[NDArray[np.int64]], letter: float) -> float:
    """Slope of the page: the median over its long runs, by their length."""
    slopes, lengths = [], []
    for chain in chains:
        if len(chain) >= _SLOPE_FROM:
            x, foot = _feet(letters, chain)
            if x[-1] - x[0] >= 6 * letter:
                slopes.append(rough_slope(x, foot))
                lengths.append(x[-1] - x[0])
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    total = np.cumsum(np.asarray(lengths)[order])
    return float(np.asarray(slopes)[order][np.searchsorted(total, total[-1] / 2)])


def _feet(letters: Letters, chain: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x = ((letters.left[chain] + letters.right[chain]) / 2).astype(np.float64)
    order = np.argsort(x, kind="stable")
    return x[order], letters.bottom[chain][order].astype(np.float64)


def _run(letters: Letters, chain: NDArray[np.int64], page: float, slope: float) -> Run:
    x, foot = _feet(letters, chain)
    tall = (letters.bottom - letters.top)[chain].astype(np.float64)
    own = max(middle_of(tall), 0.7 * page) if len(chain) > 3 else page
    line = fit(x, foot, own, slope)
    middle = ((letters.left + letters.right) / 2)[chain].astype(np.float64)
    on = np.abs(letters.bottom[chain] - line.along(middle)) <= _ON_LINE * own
    left, right = float(letters.left[chain[0]]), float(letters.right[chain].max())
    height = letter_height(tall[on] if on.any() else tall, page, marked=True)
    height = _without_grown(height, len(chain), right - left, page)
    return Run(chain, line, height, left, right, np.unique(letters.part[chain]), Box(0, 0, 0, 0))


def _sized(letters: Letters, parts: Parts, run: Run, page: float) -> Run:
    """The run with its letter height, now that its marks are known."""
    x = (parts.left[run.parts] + parts.right[run.parts]).astype(np.float64) / 2
    y = (parts.top[run.parts] + parts.bottom[run.parts]).astype(np.float64) / 2
    off = (y - run.baseline.along(x)) / run.height
    marks = np.count_nonzero((off < -1.1) | (off > 0.1))
    chosen = run.letters
    middle = (letters.left[chosen] + letters.right[chosen]).astype(np.float64) / 2
    tall = (letters.bottom - letters.top)[chosen].astype(np.float64)
    on = np.abs(letters.bottom[chosen] - run.baseline.along(middle)) <= _ON_LINE * run.height
    grown = np.count_nonzero(tall > 1.35 * run.height)
    marked = bool(marks + grown >= _MARKED * len(chosen))
    height = letter_height(tall[on] if on.any() else tall, page, marked)
    return replace(run, height=_without_grown(height, len(chosen), run.right - run.left, page))


def _without_grown(height: float, count: int, width: float, page: float) -> float:
    """The letter height of a run: one of a letter or two may be all marks and letters grown together (ที่ in
    the head of a table). Letters are about as wide as high, but no smaller than those of the page."""
    if count > _FEW or height <= _GROWN[0] * page or height < _GROWN[1] * width / count:
        return height
    return max(page, width / count)


def _without_marks(runs: list[Run], area: NDArray[np.int32]) -> list[Run]:
    """The runs without those that are marks of a longer run: vowels and tones over it, feet and vowels under
    it, letters grown together with those. No line of Thai is so near to another."""
    if not runs:
        return runs
    left, right, height, count = (
        np.array(v) for v in zip(*((r.left, r.right, r.height, len(r.letters)) for r in runs), strict=True)
    )
    y = np.array([r.baseline.at((r.left + r.right) / 2) for r in runs])
    place = np.array([area[r.letters[0]] for r in runs])
    kept = []
    for i, run in enumerate(runs):
        centre = (run.left + run.right) / 2
        above = (y - y[i]) / height
        # A vowel and its tone, grown together, over a single letter, and as many marks as a short word has
        # letters, bar one: another row is further up.
        near = (above > _VOWEL[0]) & (above < _VOWEL[1])
        few = near & (((count[i] == 1) & (count == 1)) | ((count > count[i]) & (count <= _SHORT)))
        # Quotation marks stand before and behind the line.
        quotes = (
            (run.height < _QUOTE * height) & (above > _QUOTE_FOOT[0]) & (above < _QUOTE_FOOT[1])
            & (run.right >= left - _NEXT * height) & (run.left <= right + _NEXT * height)
        )  # fmt: skip
        reach = np.where(quotes, _QUOTE_OFF, 1.0) * height
        over = np.flatnonzero(
            (np.abs(y - y[i]) < 2.6 * height + 0.1 * (right - left))
            & (left - reach <= run.left) & (right + reach >= run.right)
            & ((count >= 2 * count[i]) | few) & ((place == place[i]) | (place == 0) | (place[i] == 0))
        )  # fmt: skip
        for j in over.tolist():
            off = (y[i] - runs[j].baseline.at(centre)) / height[j]
            tallest = 1.4 if off < -0.7 else 2.4
            if _OVER < off < _UNDER and run.height < tallest * height[j]:
                break
        else:
            kept.append(run)
    return kept


def _joined(
    letters: Letters, runs: list[Run], area: NDArray[np.int32], letter: float, slope: float
) -> list[Run]:
    """The runs with those made one that lie on one baseline and touch or nearly so.

    Chains break where a letter is lost or grown together with a mark below it.
    """
    joined: list[Run] = []
    for run in sorted(runs, key=lambda r: r.left):
        begin = run.baseline.points[0, 1]
        for k in range(len(joined) - 1, -1, -1):
            other = joined[k]
            h = max(run.height, other.height)
            gap = run.left - other.right
            if gap > _GAP * h or abs(begin - other.baseline.points[-1, 1]) > 2 * h + max(0.0, -gap):
                continue
            if area[run.letters[0]] == area[other.letters[-1]] and one_line(letters, other, run):
                both = np.concatenate([other.letters, run.letters])
                both = both[np.argsort(letters.left[both], kind="stable")]
                joined[k] = _run(letters, both, letter, slope)
                break
        else:
            joined.append(run)
    return joined


def one_line(letters: Letters, left: Run, right: Run) -> bool:
    """Whether two runs are parts of one line."""
    h = max(left.height, right.height)
    gap = right.left - left.right
    at = max(right.left, min(right.right, left.right)) if gap < 0 else (right.left + left.right) / 2
    if min(left.height, right.height) >= 0.6 * h:
        if abs(right.baseline.at(at) - left.baseline.at(at)) <= _ON_LINE * h:
            return True
        # Where a curled line bends, the straight baselines of its halves miss each other; their feet do not.
        ends, begins = letters.bottom[left.letters[-_BEND:]], letters.bottom[right.letters[:_BEND]]
        if (
            min(len(ends), len(begins)) == _BEND
            and abs(gap) <= _TOUCH * h
            and abs(float(np.median(ends)) - float(np.median(begins))) <= _ON_LINE * h
        ):
            return True
    few, many = sorted((left, right), key=lambda r: (len(r.letters), -r.height))
    if len(few.letters) > _FEW or gap > _WORD * many.height:
        return False
    # A letter that has grown together with the vowel under it: its body stands where the others stand.
    base, h = many.baseline.at((few.left + few.right) / 2), many.height
    top, foot = float(letters.top[few.letters].min()), float(letters.bottom[few.letters].max())
    return -2.6 * h < top - base < -0.75 * h and -0.15 * h < foot - base < 1.1 * h


def leaders(parts: Parts, letter: float) -> NDArray[np.bool_]:
    """Which parts are dots in a row of dots."""
    dots = np.flatnonzero(
        (parts.width <= _DOT * letter) & (parts.height <= _DOT * letter) & (parts.area >= 2)
    )
    dots = dots[np.argsort(parts.left[dots], kind="stable")]
    rows = Letters(dots, parts.left[dots], parts.top[dots], parts.right[dots], parts.bottom[dots])
    leader = np.zeros(len(parts), bool)
    for chain in chained(rows, 0.45 * letter, None):
        if len(chain) >= _LEADER_DOTS:
            leader[dots[chain]] = True
    return leader


def _with_parts(parts: Parts, runs: list[Run], leader: NDArray[np.bool_]) -> list[Run]:
    """The runs with their marks; each part goes to the nearest run."""
    x, y = (parts.left + parts.right) / 2, (parts.top + parts.bottom) / 2
    order = np.argsort(y, kind="stable")
    sorted_y = y[order]
    owner = np.full(len(parts), -1)
    cost = np.full(len(parts), np.inf)
    small = (parts.height <= 2.7 * _median(runs)) & (parts.area >= 3)
    for i, run in enumerate(runs):
        owner[run.parts], cost[run.parts] = i, -1.0
    grown = []
    for i, run in enumerate(runs):
        h, line = run.height, run.baseline
        low = float(line.points[:, 1].min()) - _ABOVE * h
        high = float(line.points[:, 1].max()) + _BELOW * h
        near = order[np.searchsorted(sorted_y, low - h) : np.searchsorted(sorted_y, high + h)]
        near = near[(parts.right[near] > run.left - 6 * h) & (parts.left[near] < run.right + 6 * h)]
        near = near[small[near]]
        off = (y[near] - line.along(x[near])) / h
        free = (owner[near] < 0) & ~leader[near]
        run = _extended(parts, run, near[free & (off > _CORE[0]) & (off < _CORE[1])])
        inside = (
            (x[near] > run.left - 0.4 * h) & (x[near] < run.right + 0.4 * h)
            & (off > -_ABOVE) & (off < _BELOW) & (np.abs(off + 0.5) < cost[near])
        )  # fmt: skip
        mine = near[inside]
        owner[mine], cost[mine] = i, np.abs(off[inside] + 0.5)
        grown.append(run)
    owned = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[owned], np.arange(len(runs) + 1))
    whole = []
    for i, run in enumerate(grown):
        mine = owned[starts[i] : starts[i + 1]]
        if not len(mine):
            continue
        box = Box(
            int(parts.left[mine].min()), int(parts.top[mine].min()),
            int(parts.right[mine].max()), int(parts.bottom[mine].max()),
        )  # fmt: skip
        whole.append(replace(run, parts=mine, box=box))
    return whole


def _median(runs: list[Run]) -> float:
    return middle_of(np.array([r.height for r in runs])) if runs else 0.0


def _extended(parts: Parts, run: Run, near: NDArray[np.int64]) -> Run:
    """The run with the stops, dashes and quotation marks before and after it."""
    left, right, h = run.left, run.right, run.height
    near = near[np.argsort(parts.left[near], kind="stable")]
    reach = np.where(_dashes(parts, run, near), _GAP, _NEXT) * h
    for i, far in zip(near.tolist(), reach.tolist(), strict=True):
        if parts.left[i] <= right + far and parts.right[i] > right and parts.left[i] > left:
            right = float(parts.right[i])
    for i, far in zip(near[::-1].tolist(), reach[::-1].tolist(), strict=True):
        if parts.right[i] >= left - far and parts.left[i] < left and parts.right[i] < right:
            left = float(parts.left[i])
    return replace(run, left=left, right=right)


def _dashes(parts: Parts, run: Run, near: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some parts are dashes: items of a list begin with one, set off by a tab."""
    width, height = parts.width[near], parts.height[near]
    middle = (parts.top[near] + parts.bottom[near]).astype(np.float64) / 2
    x = (parts.left[near] + parts.right[near]).astype(np.float64) / 2
    off = (middle - run.baseline.along(x)) / run.height
    return np.asarray(
        (width >= 1.5 * height) & (width > 0.2 * run.height) & (width < 1.2 * run.height)
        & (height <= 0.35 * run.height) & (off > -0.75) & (off < -0.15)
    )  # fmt: skip
