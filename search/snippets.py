"""The page of a letter, and the part of it, that shows why it was found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from sarabun import thai
from sarabun.model import Highlight
from search import analysis
from search.analysis import Analysed
from search.query import Clause, Term

WIDTH = 160
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
_LEAD = 40
_MOST_DAMAGED = 50  # pages
_LETTERS = "\u0e01-\u0e2e\u0e30-\u0e4e0-9a-z"
_INSIDE = f"[^{_LETTERS}\\s{analysis.WORD_BORDER}{analysis.ATOM_BORDER}]"  # what folding takes out of an atom
_BETWEEN = f"[^{_LETTERS}]"
_MAX_TERMS = 50
_MAX_MATCHES = 100


class Snippet(NamedTuple):
    """``text`` with line breaks as spaces and … where it was cut; ``highlights`` in characters of ``text``;
    ``terms`` are the words anywhere on the page that matched, as the page has them."""

    text: str
    highlights: tuple[Highlight, ...]
    terms: tuple[str, ...]


class Best(NamedTuple):
    """``page`` is the number of the page that has most of the query; ``pages`` are all that have some."""

    page: int
    snippet: Snippet
    pages: tuple[int, ...]


class _Range(NamedTuple):
    """Characters of the page that match the part ``target`` of the query."""

    start: int
    end: int
    target: int


def best(pages: Sequence[tuple[int, str]], clauses: tuple[Clause, ...]) -> Best:
    """Of numbered, marked pages (at least one) that with the most words of the query; of equals the first.
    Damaged words are looked for only where no page has a whole one."""
    patterns = [_pattern(term.atoms, clause.begins) for clause in clauses for term in clause.terms]
    having = [
        sum(p.search(thai.fold_digits(text).lower()) is not None for p in patterns) for _, text in pages
    ]
    if patterns and not any(having):
        wanted = [c.skeleton for c in clauses if c.skeleton and not c.exact]
        letters = [analysis.skeleton(analysis.unmark(text).text) for _, text in pages[:_MOST_DAMAGED]]
        having = [sum(_has_skeleton(page, skeleton) for skeleton in wanted) for page in letters] or [0]
    number, text = pages[having.index(max(having))]
    found = tuple(number for (number, _), count in zip(pages, having, strict=False) if count)
    return Best(number, make(analysis.unmark(text), clauses), found)


@lru_cache(maxsize=1024)
def _pattern(atoms: tuple[str, ...], begins: bool) -> re.Pattern[str]:
    """Finds atoms in a row in a marked text of digits 0-9 in lower case, whatever dots and spaces it has."""
    border = f"[{analysis.WORD_BORDER}{analysis.ATOM_BORDER}]"
    row = f"{_BETWEEN}*".join(f"{_INSIDE}*".join(map(re.escape, atom)) for atom in atoms)
    return re.compile(f"{border}{row}" if begins else f"{border}{row}{_INSIDE}*{border}")


def _has_skeleton(page: str, wanted: str) -> bool:
    grams, least = analysis.similar(wanted)
    return wanted in page or (bool(grams) and sum(gram in page for gram in grams) >= least)


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
    at: dict[str, list[int]] = {}
    for i, atom in enumerate(page.atoms):
        at.setdefault(atom.text, []).append(i)
    noise: _Noise | None = None  # made when needed: most pages have the words themselves
    target = 0
    for clause in clauses:
        missing = False
        for term in clause.terms:
            target += 1
            if clause.begins:
                found = list(_beginning(page, term))
            else:
                found = [r for name in (term.atoms, *term.same) for r in _in_a_row(page, at, name)]
            if not found and not clause.exact:
                noise = noise or _Noise(page.text)
                found = list(noise.equal(analysis.skeleton(term.word)))
            missing |= not found
            yield from (_Range(*r, target) for r in found)
        if missing and not clause.exact:
            noise = noise or _Noise(page.text)
            found = list(noise.equal(clause.skeleton)) or list(noise.similar(clause.skeleton))
            yield from (_Range(*r, target) for r in found)


def _beginning(page: Analysed, term: Term) -> Iterator[tuple[int, int]]:
    *before, last = term.atoms
    for (start, end), word in zip(_words(page), page.words, strict=True):
        if word.startswith(term.word):
            yield start, end
    for i, atom in enumerate(page.atoms):
        if atom.text.startswith(term.word):
            yield atom.start, atom.end
        elif before and atom.text.startswith(last):
            run = page.atoms[max(0, i - len(before)) : i]
            if [a.text for a in run] == before:
                yield run[0].start, atom.end


def _in_a_row(page: Analysed, at: dict[str, list[int]], atoms: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for first in at.get(atoms[0], ()):
        run = page.atoms[first : first + len(atoms)]
        if tuple(atom.text for atom in run) == atoms:
            yield run[0].start, run[-1].end


class _Noise:
    """The skeleton of a page; finds ranges of characters of the page."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._letters, self._places = analysis.skeleton(text), analysis.places(text)

    def equal(self, wanted: str) -> Iterator[tuple[int, int]]:
        if len(wanted) < 3 or wanted.isdigit():
            return
        at = self._letters.find(wanted)
        while at >= 0:
            yield self._range(at, len(wanted))
            at = self._letters.find(wanted, at + len(wanted))

    def similar(self, wanted: str) -> Iterator[tuple[int, int]]:
        """The run of the page that shares most trigrams with ``wanted``, if it shares enough."""
        grams, least = analysis.similar(wanted)
        shared = [gram in grams for gram in analysis.trigrams(self._letters)]
        if not any(shared):
            return
        size = len(wanted) - 2
        count, before = max((sum(shared[i : i + size]), -i) for i, hit in enumerate(shared) if hit)
        if count >= least:
            yield self._range(-before, len(wanted))

    def _range(self, at: int, size: int) -> tuple[int, int]:
        """With the marks on the last letter, which a skeleton lacks."""
        end = self._places[min(at + size, len(self._places)) - 1] + 1
        return self._places[at], end + len(_MARKS.findall(self._text, end, end + 4)[0])


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
    words: dict[int, tuple[int, int]] = {}
    for atom in page.atoms:
        start, _ = words.get(atom.word, (atom.start, 0))
        words[atom.word] = (start, atom.end)
    return list(words.values())


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
        for start, end in islice(words, max(0, bisect_right(starts, match.start) - 1), None):
            if start >= match.end or len(terms) >= _MAX_TERMS:
                break
            if end > match.start:
                terms[text[start:end]] = None
    return tuple(terms)
