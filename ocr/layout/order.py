"""Reading order: rows from the top, tables cell by cell, columns of running text one after the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.layout.cells import Cells
from ocr.layout.found import Floats
from ocr.layout.runs import Run

_LONG = 8.0  # letter heights: runs that know how the page slopes
_ROW = 0.75  # letter heights: baselines of one row are at most this far apart, the next is two away
_OVERLAP = 0.3  # of the shorter run


class Placed(NamedTuple):
    """A run with its place: see :class:`ocr.layout.found.Found`."""

    run: Run
    row: int
    block: int
    cell: int


def ordered(runs: list[Run], cells: Cells, slope: float, letter: float) -> list[Placed]:
    """The runs in reading order. ``slope`` and ``letter``: of the page."""
    if not runs:
        return []
    middle = np.array([r.middle for r in runs])
    foot = np.array([(x, r.baseline.at(x)) for r, (x, _) in zip(runs, middle, strict=True)])
    row = _rows(runs, _levelled(runs, foot, slope), letter)
    area = cells.areas_at(middle[:, 0], middle[:, 1])
    cell = cells.cell[area]
    inside = np.flatnonzero(cell >= 0)
    table = np.full(len(runs), -1)
    table[inside] = cells.table[cell[inside]]
    # A cell, and a table, stands where its first line stands.
    cell_row, cell_left = row.copy(), middle[:, 0].copy()
    block_row, block_left = row.copy(), middle[:, 0].copy()
    for key, to_row, to_left in ((cell, cell_row, cell_left), (table, block_row, block_left)):
        for k in np.unique(key[inside]):
            members = np.flatnonzero(key == k)
            to_row[members] = row[members].min()
            to_left[members] = middle[members, 0].min()
    block = np.zeros(len(runs), np.int64)
    names = {int(t): i + 1 for i, t in enumerate(np.unique(table[inside]).tolist())}
    block[inside] = [names[int(t)] for t in table[inside]]
    order = np.lexsort((middle[:, 0], row, cell, cell_left, cell_row, block, block_left, block_row))
    return [Placed(runs[i], int(row[i]), int(block[i]), int(cell[i])) for i in order.tolist()]


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
