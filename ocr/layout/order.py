"""Reading order: rows from the top, tables cell by cell, columns of running text one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.layout.cells import Cells
from ocr.layout.found import Floats, Rule
from ocr.layout.runs import Run

_LONG = 8.0  # letter heights: runs that know how the page slopes
_ROW = 0.75  # letter heights: baselines of one row are at most this far apart, the next is two away
_OVERLAP = 0.3  # of the shorter run
_PITCH = 1.4  # of the usual distance of lines: what is further down is no line of that column
_COLUMN_ROWS, _COLUMN_WIDE = 5, 12.0  # rows, letter heights
_FILLED = 0.8  # of a column's width, by the usual line of it; lines of Thai end where a word does
_PARTED = 0.7  # of the rows of two columns, by the rule between them


class Placed(NamedTuple):
    """A run with its place: see :class:`ocr.layout.found.Found`."""

    run: Run
    row: int
    block: int
    cell: int


def ordered(runs: list[Run], cells: Cells, slope: float, rules: Sequence[Rule] = ()) -> list[Placed]:
    """The runs in reading order. ``slope``: of the page; ``rules``: on it."""
    if not runs:
        return []
    middle = np.array([r.middle for r in runs])
    foot = np.array([(x, r.baseline.at(x)) for r, (x, _) in zip(runs, middle, strict=True)])
    level = _levelled(runs, foot, slope)
    row = _rows(runs, level, cells.letter)
    cell = cells.cells_of(middle)
    inside = np.flatnonzero(cell >= 0)
    piece = np.full(len(runs), -1)  # what is read in one go: a table, or a pair of columns
    piece[inside] = cells.table[cell[inside]]
    column = _columns(runs, level, row, cell < 0, cells.letter, piece, rules)
    # A cell, and a piece, stands where its first line stands.
    x = middle[:, 0]
    cell_row, cell_left = _first(cell, row, x)
    piece_row, piece_left = _first(piece, row, x)
    order = np.lexsort((x, row, cell, cell_left, cell_row, column, piece, piece_left, piece_row))
    block = np.unique(piece, return_inverse=True)[1] + (0 if (piece < 0).any() else 1)
    return [Placed(runs[i], int(row[i]), int(block[i]), int(cell[i])) for i in order.tolist()]


def _first(group: NDArray[np.int64], row: NDArray[np.int64], x: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The first row and the least x of the group that each run is in; its own where that is -1."""
    first, left = row.copy(), x.copy()
    for k in np.unique(group[group >= 0]).tolist():
        members = group == k
        first[members], left[members] = row[members].min(), x[members].min()
    return first, left


def _columns(
    runs: list[Run],
    level: Floats,
    row: NDArray[np.int64],
    free: NDArray[np.bool_],
    letter: float,
    piece: NDArray[np.int64],
    rules: Sequence[Rule],
) -> NDArray[np.int64]:
    """0 or 1 for the left and right column of running text, 0 for all else; numbers such pairs in ``piece``.

    Lists have rows of as many runs, but theirs do not fill their columns, nor is there a rule between.
    """
    column = np.zeros(len(runs), np.int64)
    pair: list[tuple[int, int]] = []
    rest: list[int] = []  # a line in pieces, the longer column going on alone
    right, left = 0.0, float("inf")  # where the left column ends and the right one begins
    low = 0.0  # the row before

    def beside(members: NDArray[np.int64]) -> bool:
        off = all(runs[i].right < left or runs[i].left > right for i in members)
        return off and bool(free[members].all())

    def above(first: int) -> Iterator[int]:
        """Rows right above the ``first`` one that stand in both columns, in more pieces than two."""
        down = float(level[row == first].mean())
        for k in range(first - 1, -1, -1):
            members = np.flatnonzero(row == k)
            height = float(level[members].mean())
            sides = {bool(runs[i].left > right) for i in members}
            if len(sides) < 2 or not beside(members) or down - height > _PITCH * _pitch(level, pair):
                return
            yield from members.tolist()
            down = height

    def close() -> None:
        sides = np.array(pair, np.int64).reshape(-1, 2)
        enough = len(sides) >= _COLUMN_ROWS
        parted = enough and _parted(rules, right, left, [runs[i].middle[1] for i, _ in pair])
        if enough and all(_fill(runs, sides[:, k], letter, parted) for k in (0, 1)):
            rest.extend(above(int(row[pair[0][0]])))
            columns = int(piece.max()) + 1
            piece[sides], piece[rest] = columns, columns
            column[sides[:, 1]] = 1
            column[[i for i in rest if runs[i].left > right]] = 1
        pair.clear()
        rest.clear()

    for k in range(int(row.max()) + 1):
        members = np.flatnonzero(row == k)
        members = members[np.argsort([runs[i].left for i in members], kind="stable")]
        height = float(level[members].mean())
        two = len(members) == 2 and bool(free[members].all())
        ends, begins = (runs[members[0]].right, runs[members[1]].left) if two else (0.0, 0.0)
        if two and max(right, ends) < min(left, begins):
            pair.append((int(members[0]), int(members[1])))
            right, left = max(right, ends), min(left, begins)
        elif len(pair) >= _COLUMN_ROWS and beside(members) and height - low <= _PITCH * _pitch(level, pair):
            rest += members.tolist()
        else:
            close()
            right, left = 0.0, float("inf")
            if two:
                pair.append((int(members[0]), int(members[1])))
                right, left = ends, begins
        low = height
    close()
    return column


def _pitch(level: Floats, pair: list[tuple[int, int]]) -> float:
    """The usual distance of the rows of two columns."""
    return float(np.median(np.diff([level[i] for i, _ in pair])))


def _fill(runs: list[Run], side: NDArray[np.int64], letter: float, parted: bool) -> bool:
    """Whether a column is wide enough for sentences, and most runs as wide as it or a rule beside them.

    The one widest run does not count: an address of the web is never broken.
    """
    width = np.sort([runs[i].right - runs[i].left for i in side.tolist()])
    wide = width[-2]
    return bool(wide >= _COLUMN_WIDE * letter and (parted or np.median(width) >= _FILLED * wide))


def _parted(rules: Sequence[Rule], right: float, left: float, heights: list[float]) -> bool:
    """Whether an upright rule between ``right`` and ``left`` runs along rows at these heights."""
    top, bottom = min(heights), max(heights)
    for rule in rules:
        x, y = rule.points.T
        if not rule.level and right < x.min() and x.max() < left:
            shared = min(bottom, float(y.max())) - max(top, float(y.min()))
            if shared >= _PARTED * (bottom - top):
                return True
    return False


def _levelled(runs: list[Run], foot: Floats, slope: float) -> Floats:
    """Heights of the baselines as on a page without slope; the slope may change over the page."""
    long = [r for r in runs if r.right - r.left > _LONG * r.height]
    centre = foot.mean(axis=0)
    a, b, c = slope, 0.0, 0.0
    if len(long) >= 6:
        at = np.array([r.middle for r in long]) - centre
        weight = np.sqrt([r.right - r.left for r in long])
        steep = np.array([r.baseline.slope for r in long])
        terms = np.stack([np.ones(len(long)), at[:, 0], at[:, 1]], axis=-1)
        ridge = np.diag([0.0, 1.0, 1.0]) * float(np.abs(at).max()) ** 2 * 1e-2 * float((weight**2).sum())
        w2 = (weight**2)[:, None]
        for _ in range(2):  # once more without the runs that slope like nothing else
            a, b, c = np.linalg.solve(terms.T @ (w2 * terms) + ridge, terms.T @ (w2[:, 0] * steep))
            off = np.abs(steep - terms @ (a, b, c))
            w2 = w2 * (off <= max(0.004, 3 * float(np.median(off))))[:, None]
    x, y = (foot - centre).T
    return np.asarray((y - a * x - b * x * x / 2) / np.maximum(0.5, 1 + c * x))


def _rows(runs: list[Run], level: Floats, letter: float) -> NDArray[np.int64]:
    """The row of each run, counted from the top."""
    rows: list[list[int]] = []
    for i in np.argsort(level, kind="stable").tolist():
        for row in rows[-3:]:
            near = abs(level[i] - np.mean(level[row])) <= _ROW * letter
            if near and not any(_overlap(runs[i], runs[j]) for j in row):
                row.append(i)
                break
        else:
            rows.append([i])
    numbers = np.zeros(len(runs), np.int64)
    for number, row in enumerate(rows):
        numbers[row] = number
    return numbers


def _overlap(one: Run, other: Run) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _OVERLAP * min(one.right - one.left, other.right - other.left)
