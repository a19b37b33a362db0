"""What the language does to what was read: how many characters it repairs for each one that it breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bench.ocr.figures import Figures
from ocr.training.distance import align

WITHOUT, WITH = "no correct", "default"  # readers of the bench


class Changed(NamedTuple):
    """Printed characters that are right with the correction only, and those that are right only without it;
    characters read where nothing is printed count as well, as repaired where they are gone."""

    repaired: int
    broken: int


def changed(without: Figures, with_: Figures) -> Changed:
    """Compares two readings of the same pages, cell by cell."""
    repaired = broken = 0
    after = dict(_cells(with_))
    for place, (printed, read) in _cells(without):
        right, extra = _right(printed, read)
        right_after, extra_after = _right(printed, after[place][1])
        repaired += len(right_after - right) + max(0, extra - extra_after)
        broken += len(right - right_after) + max(0, extra_after - extra)
    return Changed(repaired, broken)


def table(rows: dict[str, dict[str, Figures]]) -> Iterator[str]:
    """Lines of the table; ``rows`` by set, then by reader."""
    yield f"{'set':<10}{'repaired':>10}{'broken':>8}"
    for set_, readers in rows.items():
        found = changed(readers[WITHOUT], readers[WITH])
        yield f"{set_:<10}{found.repaired:>10}{found.broken:>8}"


def _cells(figures: Figures) -> Iterator[tuple[tuple[str, str, int], tuple[str, str]]]:
    """The printed cells with what was read for each; of equal ones on a page the first, the second, ..."""
    for page, score in figures.scored:
        seen: dict[str, int] = defaultdict(int)
        for cell in score.cells:
            seen[cell.reference] += 1
            place = (page, cell.reference, seen[cell.reference])
            yield place, (cell.reference.replace(" ", ""), cell.read.replace(" ", ""))


def _right(printed: str, read: str) -> tuple[set[int], int]:
    """Places in ``printed`` that were read rightly, and how many characters stand in none."""
    pairs = align(printed, read)
    right = {i for i, j in pairs if i is not None and j is not None and printed[i] == read[j]}
    return right, sum(i is None for i, _ in pairs)
