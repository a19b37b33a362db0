"""What tables say twice: quantity times price is the amount of a row, and the last of a column is the sum of
those above it.

Only digits that the readers were not sure of are chosen anew (or doubled, where a group of three has two),
and only where one reading makes the figures agree. Figures that agree with nothing say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import NamedTuple

from ocr.correct.path import Choices
from sarabun.model import Box
from sarabun.thai import THAI_DIGITS, fold_digits

_DIGITS = frozenset(THAI_DIGITS + "0123456789")
_MOST = 2000  # readings of the figures of one sum that are tried
_PROOF = 1000  # times as many figures as are tried must be possible, so that none agrees by chance
_MARGIN = 1.0  # log odds by which the likeliest reading that agrees must lead the next one
_GROUP = 3  # digits between commas
_TWIN = -1.0  # log odds that one of two digits alike was lost, where a group has two
_ALIGNED = 0.7  # of a cell's height that figures of a column may end apart
_LEAST_ADDENDS = 2


class Cell(NamedTuple):
    """A run of writing: ``places``, what may stand at each place, the reading first; its ink; the visual line
    of the page that it stands on, and the block of text or the table."""

    places: Sequence[Choices]
    box: Box
    row: int
    block: int


@dataclass(slots=True)
class _Figure:
    """A number of a cell: for each digit its place and what it may be, likeliest first. ``decimals`` of it
    stand behind the point."""

    cell: int
    box: Box
    row: int
    block: int
    digits: list[tuple[int, Choices]]
    decimals: int

    @property
    def open(self) -> list[int]:
        """Digits that may be others, or for which something else was read."""
        return [n for n, (_, choices) in enumerate(self.digits) if len(choices) > 1 or choices[0][1]]

    def value(self, chosen: Mapping[int, str]) -> int:
        """In hundredths, with the digits ``chosen`` in place of those read."""
        text = "".join(chosen.get(n, choices[0][0]) for n, (_, choices) in enumerate(self.digits))
        return int(fold_digits(text)) * (1 if self.decimals else 100)


class _Tried(NamedTuple):
    """A reading of figures that agrees: how likely, and the digits of each figure that were open."""

    chance: float
    chosen: tuple[dict[int, str], ...]


def summed(cells: Sequence[Cell]) -> list[dict[int, str]]:
    """For each cell what its digits must be, by place, where a sum or a product leaves one reading."""
    told: list[dict[int, str]] = [{} for _ in cells]
    figures = [f for n, cell in enumerate(cells) if (f := _figure(n, cell))]
    for factors in _products(figures):
        _settle(factors, lambda v: v[0] * v[1] == 100 * v[2], told)
    for column in _columns(figures):
        for first in range(len(column) - _LEAST_ADDENDS):
            _settle(column[first:], lambda v: sum(v[:-1]) == v[-1], told)
    return told


def _figure(number: int, cell: Cell) -> _Figure | None:
    """The number that a cell is, if it is nothing else. A sign that was misread may be a digit."""
    digits: list[tuple[int, Choices]] = []
    groups: list[int] = []  # where behind a comma or stop the next digits begin
    stop = False
    for at, choices in enumerate(cell.places):
        read = choices[0][0]
        among = tuple(choice for choice in choices if choice[0] in _DIGITS)
        if read in (",", ".") and digits:
            groups.append(len(digits))
            stop = read == "."
        elif among:
            digits.append((at, among))
        elif read.strip():
            return None
    if not digits:
        return None
    decimals = 2 if stop and len(digits) - groups[-1] == 2 else 0
    for start, end in pairwise([*groups, len(digits) - decimals]):
        if end - start == _GROUP - 1:
            _with_twins(digits, start, end)
    return _Figure(number, cell.box, cell.row, cell.block, digits, decimals)


def _with_twins(digits: list[tuple[int, Choices]], start: int, end: int) -> None:
    """Two digits where three belong: a reader that sees strokes, not letters, takes two alike for one."""
    for n in range(start, end):
        at, choices = digits[n]
        if n + 1 == end or digits[n + 1][1][0][0] != choices[0][0]:
            digits[n] = at, (*choices, (2 * choices[0][0], _TWIN))


def _products(figures: Sequence[_Figure]) -> Iterator[list[_Figure]]:
    """The last three figures of every row."""
    rows: dict[int, list[_Figure]] = {}
    for figure in figures:
        rows.setdefault(figure.row, []).append(figure)
    for row in rows.values():
        if len(row) >= 3:
            yield sorted(row, key=lambda f: f.box.left)[-3:]


def _columns(figures: Sequence[_Figure]) -> Iterator[list[_Figure]]:
    """Figures under one another that end at one edge, from top to bottom."""
    columns: list[list[_Figure]] = []
    for figure in sorted(figures, key=lambda f: f.row):
        for column in columns:
            last = column[-1]
            edge = abs(last.box.right - figure.box.right)
            if last.row < figure.row and last.block == figure.block and edge < _ALIGNED * figure.box.height:
                column.append(figure)
                break
        else:
            columns.append([figure])
    yield from (column for column in columns if len(column) > _LEAST_ADDENDS)


def _settle(
    figures: Sequence[_Figure], agree: Callable[[Sequence[int]], bool], told: list[dict[int, str]]
) -> None:
    """Chooses the open digits of ``figures`` where one reading of them agrees."""
    ways = prod(len(f.digits[n][1]) for f in figures for n in f.open)
    if ways == 1 or ways > _MOST or ways * _PROOF > 10 ** max(len(f.digits) for f in figures):
        return
    found = sorted(_agreeing(figures, agree), key=lambda tried: -tried.chance)
    if not found or (len(found) > 1 and found[0].chance - found[1].chance < _MARGIN):
        return
    for figure, chosen in zip(figures, found[0].chosen, strict=True):
        for n, digit in chosen.items():
            place = figure.digits[n][0]
            told[figure.cell][place] = digit
            figure.digits[n] = (place, ((digit, 0.0),))


def _agreeing(figures: Sequence[_Figure], agree: Callable[[Sequence[int]], bool]) -> Iterator[_Tried]:
    open_ = [(i, n) for i, figure in enumerate(figures) for n in figure.open]
    for way in product(*(figures[i].digits[n][1] for i, n in open_)):
        chosen: tuple[dict[int, str], ...] = tuple({} for _ in figures)
        for (i, n), (digit, _) in zip(open_, way, strict=True):
            chosen[i][n] = digit
        if agree([figure.value(digits) for figure, digits in zip(figures, chosen, strict=True)]):
            yield _Tried(sum(chance for _, chance in way), chosen)
