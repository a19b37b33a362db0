"""Figures of a table that its sums and products say twice."""

from __future__ import annotations

from math import log

import pytest

from ocr.correct.sums import Cell, summed
from sarabun.model import Box

Doubts = dict[tuple[int, int, int], str]
"""Row, column and place of a digit that is doubtful, and what else it may be."""

TABLE = (
    ("๑", "แบบพิมพ์", "๒๘", "๕๑,๓๗๐", "๑,๔๓๘,๓๖๐"),
    ("๒", "ครุภัณฑ์", "๑๔", "๔๕,๘๐๐", "๖๔๑,๒๐๐"),
    ("๓", "วัสดุ", "๑๗", "๖๖๒,๗๕๐", "๑๑,๒๖๖,๗๕๐"),
    ("", "รวมทั้งสิ้น", "", "", "๑๓,๓๔๖,๓๑๐"),
)


def made(table: tuple[tuple[str, ...], ...], doubts: Doubts) -> tuple[tuple[str, ...], ...]:
    """The table with what it says of its doubtful digits put in."""
    where = [(r, c) for r, row in enumerate(table) for c, text in enumerate(row) if text]
    cells = []
    for r, c in where:
        places = [
            ((char, 0.0), *((other, log(0.5)) for other in doubts.get((r, c, n), "")))
            for n, char in enumerate(table[r][c])
        ]
        box = Box(300 * c, 50 * r, 300 * c + 200, 50 * r + 30)
        cells.append(Cell(places, box, r, 1))
    told = dict(zip(where, summed(cells), strict=True))
    return tuple(
        tuple(
            "".join(told.get((r, c), {}).get(n, char) for n, char in enumerate(text))
            for c, text in enumerate(row)
        )
        for r, row in enumerate(table)
    )


def misread(changes: dict[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(changes.get((r, c), t) for c, t in enumerate(row)) for r, row in enumerate(TABLE))


@pytest.mark.parametrize(
    ("cell", "read", "doubts"),
    [
        ((0, 3), "๕๐,๓๗๐", {(0, 3, 1): "๑๖"}),  # quantity times price
        ((1, 3), "๔๕,d๐๐", {(1, 3, 3): "๘๖"}),  # a letter in the place of a digit
        ((2, 4), "๑๐,๒๖๖,๗๕๐", {(2, 4, 1): "๑๖"}),
        ((3, 4), "๑๓,๓๕๖,๓๑๐", {(3, 4, 4): "๔๙", (3, 4, 7): "๘"}),  # the sum of the column
    ],
)
def test_one_reading_agrees(cell: tuple[int, int], read: str, doubts: Doubts) -> None:
    assert made(misread({cell: read}), doubts) == TABLE


@pytest.mark.parametrize(("cell", "read"), [((2, 4), "๑๑,๒๖๖,๗๕"), ((1, 4), "๖๔๑,๒๐"), ((1, 3), "๔๕,๘๐")])
def test_one_of_two_alike_was_lost(cell: tuple[int, int], read: str) -> None:
    lost_last = cell == (2, 4)  # ๗๕๐ ends in no two alike
    assert made(misread({cell: read}), {}) == (misread({cell: read}) if lost_last else TABLE)


def test_sure_digits_stay_whatever_the_sum() -> None:
    table = misread({(0, 4): "๑,๔๓๘,๓๖๕"})
    assert made(table, {(3, 4, 0): "๗"}) == table


def test_none_agrees() -> None:
    table = misread({(1, 4): "๖๕๑,๒๐๐"})
    assert made(table, {(1, 4, 1): "๙๘"}) == table


def test_short_figures_prove_nothing() -> None:
    table = (("๑", "ก"), ("๒", "ข"), ("๓", "ค"), ("๔", "ง"))
    assert made(table, {(3, 0, 0): "๖"}) == table


def test_other_cells_and_blocks_are_left_alone() -> None:
    places = [((char, 0.0), ("๙", log(0.5))) for char in "๑๒ นาย"]
    assert summed([Cell(places, Box(0, 0, 100, 30), 0, 1)]) == [{}]
    assert summed([]) == []
