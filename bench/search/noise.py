"""What our reader makes of print, as errors in text.

The table tells what was read for what on the development pages of ``bench ocr`` (office, fax, bad copy and
phone); made anew by ``bash scripts/bench ocr --split dev --sets "office,fax,bad copy,phone" --readers default
--confusions bench/search/confusions.csv``.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class _Misread(NamedTuple):
    """A printed character: ``chance`` that it is misread, and as what."""

    chance: float
    reads: list[str]
    weights: list[int]


@cache
def _table() -> tuple[dict[str, _Misread], float]:
    """Every printed character, and the chance that any one is misread."""
    wrong: dict[str, dict[str, int]] = defaultdict(dict)
    total: dict[str, int] = defaultdict(int)
    lines = files("bench.search").joinpath("confusions.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines):
        total[row["printed"]] += int(row["count"])
        if row["read"] != row["printed"]:
            wrong[row["printed"]][row["read"]] = int(row["count"])
    table = {
        printed: _Misread(sum(reads.values()) / total[printed], list(reads), list(reads.values()))
        for printed, reads in wrong.items()
    }
    return table, sum(map(sum, (m.weights for m in table.values()))) / sum(total.values())


def measured() -> float:
    """The share of characters that the reader misread where it was measured."""
    return _table()[1]


def spoilt(text: str, errors: float, chance: random.Random) -> str:
    """``text`` with about ``errors`` of its characters misread as the reader misreads them."""
    table, usual = _table()
    more = errors / usual
    out: list[str] = []
    for char in text:
        misread = table.get(char)
        if misread and chance.random() < misread.chance * more:
            char = chance.choices(misread.reads, misread.weights)[0]
        out.append(char)
    return "".join(out)
