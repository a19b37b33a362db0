"""The part of a page that shows why it was found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from sarabun.model import Highlight
from search import analysis
from search.analysis import Analysed
from search.query import Clause

WIDTH = 160
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
_LEAD = 40
_MAX_TERMS = 50
_MAX_MATCHES = 100


class Snippet(NamedTuple):
    """``text`` with line breaks as spaces and … where it was cut; ``highlights`` in characters of ``text``;
    ``terms`` are the words anywhere on the page that matched, as the page has them."""

    text: str
    highlights: tuple[Highlight, ...]
    terms: tuple[str, ...]


class _Range(NamedTuple):
    """Characters of the page that match the part ``target`` of the query."""

    start: int
    end: int
    target: int


def make(page: Analysed, clauses: tuple[Clause, ...]) -> Snippet:
    """About 160 characters around the best place, cut between words; the page's beginning where none of it
    matches (the hit is then in the subject or the like)."""
    found = _merged(_ranges(page, clauses))
    words = _words(page)
    start = _best_start(found[:_MAX_MATCHES], words, len(page.text))
    end = max((e for _, e in words if start < e <= start + WIDTH), default=min(start + WIDTH, len(page.text)))
    before, after = ("…" if page.text[:start].strip() else ""), ("…" if page.text[end:].strip() else "")
    shift = len(before) - start
    return Snippet(
        before + page.text[start:end].replace("\n", " ") + after,
        tuple(
            Highlight(max(r.start, start) + shift, min(r.end, end) + shift)
            for r in found
            if r.start < end and r.end > start
        ),
        _terms(page.text, found, words),
    )


def _ranges(page: Analysed, clauses: tuple[Clause, ...]) -> Iterator[_Range]:
    """Exact matches of every word; where there is none, matches by skeleton."""
    letters, places = analysis.skeleton(page.text)
    at: dict[str, list[int]] = {}
    for i, atom in enumerate(page.atoms):
        at.setdefault(atom.text, []).append(i)
    target = 0
    for clause in clauses:
        missing = False
        for term in clause.terms:
            target += 1
            exact = [_Range(*r, target) for r in _in_a_row(page, at, term.atoms)]
            if not exact and not clause.exact:
                skeleton, _ = analysis.skeleton(term.word)
                exact = [_Range(*r, target) for r in _by_skeleton(letters, places, skeleton, page.text)]
            missing |= not exact
            yield from exact
        if missing and not clause.exact:
            ranges = list(_by_skeleton(letters, places, clause.skeleton, page.text))
            ranges = ranges or list(_similar(letters, places, clause.skeleton, page.text))
            yield from (_Range(*r, target) for r in ranges)


def _in_a_row(page: Analysed, at: dict[str, list[int]], atoms: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for first in at.get(atoms[0], ()):
        run = page.atoms[first : first + len(atoms)]
        if tuple(atom.text for atom in run) == atoms:
            yield run[0].start, run[-1].end


def _by_skeleton(letters: str, places: tuple[int, ...], wanted: str, text: str) -> Iterator[tuple[int, int]]:
    if len(wanted) < 3 or wanted.isdigit():
        return
    at = letters.find(wanted)
    while at >= 0:
        yield places[at], _with_marks(text, places[at + len(wanted) - 1] + 1)
        at = letters.find(wanted, at + len(wanted))


def _similar(letters: str, places: tuple[int, ...], wanted: str, text: str) -> Iterator[tuple[int, int]]:
    """The run of the page that shares most trigrams with ``wanted``, if it shares enough."""
    grams, least = analysis.similar(wanted)
    size = len(wanted) - 2
    shared = [letters[i : i + 3] in grams for i in range(len(letters) - 2)]
    if not any(shared):
        return
    count, before = max((sum(shared[i : i + size]), -i) for i, hit in enumerate(shared) if hit)
    if count >= least:
        last = min(len(letters), len(wanted) - before) - 1
        yield places[-before], _with_marks(text, places[last] + 1)


def _with_marks(text: str, end: int) -> int:
    """``end`` moved over the marks on the last letter, which a skeleton lacks."""
    return end + len(_MARKS.findall(text, end, end + 4)[0])


def _merged(ranges: Iterator[_Range]) -> list[_Range]:
    merged: list[_Range] = []
    for found in sorted(ranges):
        if merged and found.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, found.end))
        else:
            merged.append(found)
    return merged


def _words(page: Analysed) -> list[tuple[int, int]]:
    """Start and end of each word."""
    ranges = []
    for _, group in groupby(page.atoms, key=lambda atom: atom.word):
        atoms = list(group)
        ranges.append((atoms[0].start, atoms[-1].end))
    return ranges


def _best_start(found: list[_Range], words: list[tuple[int, int]], size: int) -> int:
    """Where the window begins that shows most parts of the query, then most matches, then is first."""
    if not found:
        return 0
    best = max(found, key=lambda r: (*_worth(found, r.start), -r.start))
    wanted = min(best.start - _LEAD, size - WIDTH)
    return 0 if wanted <= 0 else next((start for start, _ in words if start >= wanted), best.start)


def _worth(found: list[_Range], start: int) -> tuple[int, int]:
    shown = [r for r in found if start <= r.start and r.end <= start + WIDTH - _LEAD]
    return len({r.target for r in shown}), len(shown)


def _terms(text: str, found: list[_Range], words: list[tuple[int, int]]) -> tuple[str, ...]:
    starts = [start for start, _ in words]
    terms: dict[str, None] = {}
    for match in found:
        for start, end in words[max(0, bisect_right(starts, match.start) - 1) :]:
            if start >= match.end or len(terms) >= _MAX_TERMS:
                break
            if end > match.start:
                terms[text[start:end]] = None
    return tuple(terms)
