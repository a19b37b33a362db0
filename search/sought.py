"""The words of a query as they are looked for on a page, whose words have their borders written in
(:func:`search.analysis.mark`): a word is found by its letters between two borders, without taking the page
apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from sarabun import thai
from search import analysis, lookup
from search.analysis import ATOM_BORDER, PAGE_BORDER, WORD_BORDER
from search.query import Clause, is_everywhere

_MAX_MATCHES = 100
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
_LETTERS = "\u0e01-\u0e2e\u0e30-\u0e4e0-9๐-๙A-Za-z"
_BORDERS = (WORD_BORDER, ATOM_BORDER)
_INSIDE_ATOM = re.compile(f"[^{_LETTERS}\\s{WORD_BORDER}{ATOM_BORDER}]*")  # what folding takes out of it
_UNFINISHED_ATOM = re.compile(f"[^{_LETTERS}\\s{WORD_BORDER}]*")
_BETWEEN_ATOMS = re.compile(f"[^{_LETTERS}{PAGE_BORDER}]*")
_LATIN = re.compile("[a-z]")
_DOTTED = re.compile("[\u0e40-\u0e44]?(?:[\u0e01-\u0e2e][\u0e34-\u0e39\u0e48-\u0e4c]?){1,5}|.*[0-9].*")

Place = tuple[int, int]
"""Where something begins on a marked page, and where it ends."""

Match = tuple[int, int, int]
"""A place that matches, and which part of the query it does."""


class _Row(NamedTuple):
    """Atoms in a row where they stand on the page beginning with ``first``: as they are written here
    (``is_plain``, then ``first`` is the first of them), or with other digits, with dots or capitals; where it
    ``begins``, the last goes on."""

    first: str
    atoms: tuple[str, ...]
    is_plain: bool
    begins: bool = False

    def places(self, text: str) -> Iterator[Place]:
        """Where it stands, from the first on."""
        at = text.find(self.first)  # without a border, of which a page is full: so it is much faster
        while at >= 0:
            if at and text[at - 1] in _BORDERS and (end := self._end(text, at)):
                yield at, end
            at = text.find(self.first, at + 1)

    def _end(self, text: str, at: int) -> int:
        """Where it ends that begins at ``at``; 0 where it does not go on so."""
        if self.is_plain:
            end = at + len(self.first)
            others = self.atoms[1:]
            return _end(text, end, others) if others or not text.startswith(_BORDERS, end) else end
        end = _read(text, at, self.atoms, _UNFINISHED_ATOM if self.begins else _INSIDE_ATOM)
        if not self.begins or not end:
            return _border(text, end) if end else 0
        borders = WORD_BORDER if text[at - 1] == WORD_BORDER else _BORDERS
        return min((stop for border in borders if (stop := text.find(border, end)) >= 0), default=len(text))


class _Letter(NamedTuple):
    """A word of one letter, as ต for ตำบล: pages are full of words that begin with it."""

    pattern: re.Pattern[str]

    def places(self, text: str) -> Iterator[Place]:
        """Like :meth:`_Row.places`."""
        return (found.span() for found in self.pattern.finditer(text))


class _Term(NamedTuple):
    """A word with its other names, and its skeleton."""

    rows: tuple[_Row | _Letter, ...]
    letters: str


class _Clause:
    """A clause, and the words of it."""

    def __init__(self, clause: Clause) -> None:
        self.is_exact, self.skeleton = clause.exact, clause.skeleton
        self.words = tuple(term.word for term in clause.terms)
        self.terms = [
            _Term(
                tuple(row for name in (term.atoms, *term.same) for row in _rows(name, clause.begins)),
                lookup.letters(term.word),
            )
            for term in clause.terms
        ]

    @cached_property
    def otherwise(self) -> tuple[str, ...]:
        """The skeletons of what was meant, where it was mistyped."""
        return lookup.otherwise(self.words, self.skeleton)


class Sought:
    """What a query looks for; made once for the pages of all hits."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = [_Clause(clause) for clause in clauses]
        terms = [(term, clause.begins) for clause in clauses for term in clause.terms]
        telling = [(term, begins) for term, begins in terms if not is_everywhere(term.word)]
        self._telling = [_rows(term.atoms, begins) for term, begins in telling or terms]

    def __bool__(self) -> bool:
        return bool(self._clauses)

    def whole(self, marked: str) -> int:
        """How many words of the query a page has. Those that stand on every page count only where there are
        no others."""
        return sum(any(True for row in rows for _ in row.places(marked)) for rows in self._telling)

    def damaged(self, plain: str) -> int:
        """How many clauses a page without borders may have, read or typed wrongly."""
        letters = analysis.skeleton(plain)
        return sum(
            _has_skeleton(letters, clause.skeleton)
            for clause in self._clauses
            if clause.skeleton and not clause.is_exact
        )

    def matches(self, marked: str) -> list[Match]:
        """Where a page has the words of the query, and where one is missing, its letters with other marks or
        what is like them. Rising; what overlaps is one."""
        letters = _Letters(marked)
        found: list[Match] = []
        target = 0
        for clause in self._clauses:
            before, missing = len(found), False
            for term in clause.terms:
                target += 1
                places = [p for row in term.rows for p in islice(row.places(marked), _MAX_MATCHES)]
                if not places and not clause.is_exact:
                    places = letters.equal(term.letters)
                missing |= not places
                found += [(start, end, target) for start, end in places]
            if missing and not clause.is_exact:
                places = letters.equal(clause.skeleton)
                places = places or [place for shape in clause.otherwise for place in letters.equal(shape)]
                if not places and len(found) == before:
                    places = letters.similar(clause.skeleton)
                found += [(start, end, target) for start, end in places]
        return _merged(found)


class _Letters:
    """The letters of a marked page."""

    def __init__(self, marked: str) -> None:
        self._marked = marked

    @cached_property
    def _letters(self) -> str:
        return analysis.skeleton(self._marked)

    @cached_property
    def _places(self) -> list[int]:
        return analysis.places(self._marked)

    def equal(self, wanted: str) -> list[Place]:
        """Where they stand, whatever their marks."""
        found: list[Place] = []
        if len(wanted) >= 3 and not wanted.isdigit():
            at = self._letters.find(wanted)
            while at >= 0 and len(found) < _MAX_MATCHES:
                found.append(self._place(at, len(wanted)))
                at = self._letters.find(wanted, at + len(wanted))
        return found

    def similar(self, wanted: str) -> list[Place]:
        """The run of the page that shares most trigrams with ``wanted``, if it shares enough."""
        grams, least = analysis.similar(wanted)
        if not grams or sum(gram in self._letters for gram in grams) < least:
            return []
        shared = sorted(at for gram in grams for at in _all(self._letters, gram))
        size = len(wanted) - 2
        count, before = max((bisect_left(shared, at + size) - n, -at) for n, at in enumerate(shared))
        return [self._place(-before, len(wanted))] if count >= least else []

    def _place(self, at: int, size: int) -> Place:
        """With the marks on the last letter, which a skeleton lacks."""
        end = self._places[min(at + size, len(self._letters)) - 1] + 1
        return self._places[at], _skipped(_MARKS, self._marked, end)


def _merged(found: list[Match]) -> list[Match]:
    merged: list[Match] = []
    last = 0
    for match in sorted(found):
        start, end, _ = match
        if start >= last:
            merged.append(match)
            last = end
        elif end > last:
            first, _, target = merged[-1]
            merged[-1] = first, end, target
            last = end
    return merged


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _end(text: str, at: int, atoms: Sequence[str]) -> int:
    """Where ``atoms`` end that go on at ``at`` up to a border; 0 where they do not."""
    for atom in atoms:
        at = _skipped(_BETWEEN_ATOMS, text, at)
        if not text.startswith(atom, at):
            return 0
        at += len(atom)
    return _border(text, at)


def _read(text: str, at: int, atoms: Sequence[str], inside: re.Pattern[str]) -> int:
    """Like :func:`_end`, letter by letter in any form, with what is ``inside`` between; up to no border."""
    for n, atom in enumerate(atoms):
        at = _skipped(_BETWEEN_ATOMS, text, at) if n else at
        for i, char in enumerate(atom):
            at = _skipped(inside, text, at) if i else at
            if not text.startswith(_forms(char), at):
                return 0
            at += 1
    return at


def _border(text: str, at: int) -> int:
    """That after what folding takes out of an atom; 0 where there is none."""
    if not text.startswith(_BORDERS, at):
        at = _skipped(_INSIDE_ATOM, text, at)
    return at if text.startswith(_BORDERS, at) else 0


def _skipped(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


@lru_cache(maxsize=1024)
def _rows(atoms: tuple[str, ...], begins: bool) -> tuple[_Row | _Letter, ...]:
    """Atoms in a row in a marked text, with the digits, dots and spaces it has: one for each way in which
    they may begin there."""
    first = atoms[0]
    if not begins and len(atoms) == len(first) == 1:
        return tuple(map(_letter, _forms(first)))
    if not begins and not any(map(_may_be_written_otherwise, atoms)):
        return (_Row(first, atoms, is_plain=True),)
    if not begins and not _may_be_written_otherwise(first):
        starts = [first]
    elif len(first) > 1 and _forms(first[0]) == (first[0],):  # more than a letter, as pages are full of each
        starts = [first[0] + next_ for next_ in (*_forms(first[1]), ".", *((ATOM_BORDER,) if begins else ()))]
    else:
        starts = list(_forms(first[0]))
    return tuple(_Row(start, atoms, is_plain=False, begins=begins) for start in starts)


def _letter(char: str) -> _Letter:
    """It is searched for before the border before it is looked at, which is much faster."""
    borders = "".join(_BORDERS)
    return _Letter(re.compile(f"{char}(?<=[{borders}]{char}){_INSIDE_ATOM.pattern}(?=[{borders}])"))


@lru_cache(maxsize=1024)
def _forms(char: str) -> tuple[str, ...]:
    """How a page may have it."""
    return tuple(dict.fromkeys((char, thai.thai_digits(char), *(c for c in (char.upper(),) if len(c) == 1))))


def _may_be_written_otherwise(atom: str) -> bool:
    """Whether it may be an abbreviation, a number with separators, or have capitals."""
    return _LATIN.search(atom) is not None or (
        _DOTTED.fullmatch(atom) is not None and not lookup.is_known(atom)
    )


def _has_skeleton(page: str, wanted: str) -> bool:
    grams, least = analysis.similar(wanted)
    return wanted in page or (bool(grams) and sum(gram in page for gram in grams) >= least)
