"""Areas that rules enclose: the cells of tables and framed stamps."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.found import Rule

_LETTER = 4.0  # letter height on the canvas that rules are drawn on
_REACH = 0.8  # letter heights that a rule goes on beyond its ends, to meet the next
_LEAST = 1.2  # letter heights: sides of a cell
_PAGE = 0.45  # of the page: a larger area is framed paper, not a cell


@dataclass(frozen=True, slots=True)
class Cells:
    """``area``: int32 canvas of connected areas, 0 on rules. ``cell`` (areas,): number of the cell that an
    area is, -1 where it is none. ``table`` (cells,): which set of connected rules a cell belongs to.
    ``size``: canvas pixels for one of the picture. ``letter``: letter height of the page."""

    area: NDArray[np.int32]
    cell: NDArray[np.int64]
    table: NDArray[np.int64]
    size: float
    letter: float

    def cells_of(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        """The cell that each of ``points`` (n, 2) of the reduced picture is in; -1 outside of tables."""
        return np.asarray(self.cell[self.areas_at(points[:, 0], points[:, 1])], np.int64)

    def areas_at(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
        """The area at each point of the reduced picture; 0 on a rule."""
        height, width = self.area.shape
        column = np.clip((x * self.size).astype(np.int64), 0, width - 1)
        row = np.clip((y * self.size).astype(np.int64), 0, height - 1)
        return np.asarray(self.area[row, column], np.int32)


def find_cells(rules: list[Rule], shape: tuple[int, int], letter: float) -> Cells:
    """The cells that ``rules`` make on a picture of ``shape``."""
    size = min(1.0, _LETTER / letter)
    height, width = max(1, round(shape[0] * size)), max(1, round(shape[1] * size))
    canvas = np.ones((height, width), np.uint8)
    for rule in rules:
        points = rule.points.copy()
        along = points[-1] - points[0]
        along *= _REACH * letter / max(1.0, float(np.hypot(*along)))
        points[0] -= along
        points[-1] += along
        cv2.polylines(canvas, [np.round(points * size).astype(np.int32)], False, 0, 1)
    count, area, stats, _ = cv2.connectedComponentsWithStats(canvas, connectivity=4)
    left, top, wide, high, pixels = (stats[:, i].astype(np.int64) for i in range(5))
    least = _LEAST * letter * size
    is_cell = (
        (left > 0) & (top > 0) & (left + wide < width) & (top + high < height)
        & (wide >= least) & (high >= least) & (pixels < _PAGE * height * width)
        & (pixels > 0.35 * wide * high)
    )  # fmt: skip
    is_cell[0] = False
    numbers = np.flatnonzero(is_cell)
    cell = np.full(count, -1)
    cell[numbers] = np.arange(len(numbers))
    table = np.zeros(len(numbers), np.int64)
    if len(numbers):
        _, ruled = cv2.connectedComponents(1 - canvas, connectivity=8)
        for n, i in enumerate(numbers.tolist()):
            row = top[i] + int((area[top[i] : top[i] + high[i], left[i]] == i).argmax())
            table[n] = ruled[row, left[i] - 1]
    return Cells(np.asarray(area, np.int32), cell, table, size, letter)
