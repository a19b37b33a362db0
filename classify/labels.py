"""Finds printed labels (เรื่อง, เรียน, สั่ง ณ วันที่ …) in text that a reader has damaged.

Marks above and below the line are what scanning and reading lose first, and spaces appear anywhere. So
labels are compared by their *skeleton*: the letters on the line, without marks, spaces and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
_TAKEN = re.compile(r"[0-9๐-๙A-Za-z](?=[ :]|$)")  # the last letter of a label, read as something else
_ON_LINE = re.compile("[\u0e01-\u0e2e\u0e30\u0e32\u0e33\u0e40-\u0e44]")


@lru_cache(maxsize=16384)
def skeleton(text: str) -> str:
    """The Thai letters on the line: ``เรื่อง`` and ``เรือง`` are both ``เรอง``, ``ลับที่สุด`` is ``ลบทสด``.
    ำ counts as า (its ring is lost like a mark)."""
    return "".join(_ON_LINE.findall(text)).replace("ำ", "า")


def distance(a: str, b: str) -> int:
    """Edit distance (insert, delete, replace)."""
    return _prefix_distances(a, b)[-1]


@lru_cache(maxsize=65536)
def _prefix_distances(a: str, b: str) -> tuple[int, ...]:
    """The edit distance of ``a`` to every prefix of ``b``, the empty one first."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return tuple(row)


def tolerance(letters: int) -> int:
    """Errors forgiven in a label whose skeleton has so many letters."""
    return 0 if letters <= 3 else 1 if letters <= 6 else 2 if letters <= 11 else 3


class Match(NamedTuple):
    """A label at the start of a text. ``end``: where the rest begins; ``errors``: letters that differ;
    ``apart``: whether a space, a colon or the end follows."""

    label: str
    end: int
    errors: int
    apart: bool


def match_start(text: str, label: str, *, slack: int | None = None) -> Match | None:
    """``label`` at the start of ``text``, or None. ``slack`` replaces the usual :func:`tolerance`.

    Dirt before the first Thai letter is skipped when it is short (``| เรื่อง``)."""
    wanted = skeleton(label)
    allowed = tolerance(len(wanted)) if slack is None else slack
    found = skeleton(text)[: len(wanted) + allowed]
    # with so few errors one of the first letters survives, near where it belongs
    if not set(wanted[: allowed + 1]) & set(found[: 2 * allowed + 1]):
        return None
    distances = _prefix_distances(wanted, found)
    if min(distances[1:]) > allowed:
        return None
    places = [m.start() for m in _ON_LINE.finditer(text)][: len(found)]
    if places[0] > 3 or re.search(r"[0-9๐-๙A-Za-z]{2}", text[: places[0]]):
        return None
    best: tuple[int, int, int] | None = None
    for n, place in enumerate(places, 1):
        if distances[n] > allowed:
            continue
        end = place + 1
        while end < len(text) and text[end] in _MARKS + "'’`.ฯ":
            end += 1
        if distances[n] and _TAKEN.match(text, end):
            end += 1
        apart = end == len(text) or text[end] in " :"
        rank = (distances[n], 0 if apart else 1, end)
        best = min(best, rank) if best else rank
    return None if best is None else Match(label, best[2], best[0], best[1] == 0)


def first_match(text: str, labels: Iterable[str], *, slack: int | None = None) -> Match | None:
    """The label that fits the start of ``text`` best; the longer one when two fit equally."""
    found = [m for label in labels if (m := match_start(text, label, slack=slack))]
    return min(found, key=lambda m: (m.errors, -len(m.label))) if found else None


def is_label(text: str, label: str, *, extra: int = 0) -> bool:
    """Whether ``text`` is the label and nothing else, but for ``extra`` stray letters."""
    found, wanted = skeleton(text), skeleton(label)
    return abs(len(found) - len(wanted)) <= max(extra, tolerance(len(wanted))) and distance(
        found, wanted
    ) <= max(extra, tolerance(len(wanted)))


def contains(text: str, phrase: str) -> bool:
    """Whether the skeleton of ``phrase`` occurs in ``text`` unharmed but for marks and spaces."""
    return skeleton(phrase) in skeleton(text)
