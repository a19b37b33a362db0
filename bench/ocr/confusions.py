"""Which characters a reader takes for which, counted: the noise that ``bench search`` puts into letters."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.ocr.figures import Figures
from ocr.training.distance import align

LEAST = 2  # what happened once may never happen again


def confusions(rows: Iterable[Figures]) -> Counter[tuple[str, str]]:
    """How often each printed character was read as what: as itself, as another, as nothing, or as itself with
    characters behind it that are not printed. Blanks are left out."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for _, page in row.scored:
            for cell in page.cells:
                counts.update(_read_as(cell.reference.replace(" ", ""), cell.read.replace(" ", "")))
    return counts


def write(path: Path, counts: Counter[tuple[str, str]]) -> None:
    """CSV with ``printed,read,count``, by printed character, then count."""
    kept = [
        (printed, read, count)
        for (printed, read), count in counts.items()
        if count >= LEAST or printed == read
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("printed", "read", "count"))
        for printed, read, count in sorted(kept, key=lambda row: (row[0], -row[2], row[1])):
            writer.writerow((printed, read, count))


def _read_as(printed: str, read: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for i, j in align(printed, read):
        seen = "" if j is None else str(read[j])
        if i is not None:
            found.append((printed[i], seen))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + seen)
    return found
