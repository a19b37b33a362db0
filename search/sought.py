"""The words of a query as they are looked for on a page, whose words have their borders written in
(:func:`search.analysis.mark`): a word is found by its letters between two borders, without taking the page
apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from sarabun import thai
from search import analysis, lookup
from search.analysis import ATOM_BORDER, PAGE_BORDER, WORD_BORDER
from search.query import Clause, is_everywhere

_MAX_MATCHES = 100
_MOST_MARKS = 4  # on one letter
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*")
_LETTERS = "\u0e01-\u0e2e\u0e30-\u0e4e0-9๐-๙A-Za-z"
_BORDERS = (WORD_BORDER, ATOM_BORDER)
_BORDER = f"[{WORD_BORDER}{ATOM_BORDER}]"
_INSIDE = f"[^{_LETTERS}\\s{WORD_BORDER}{ATOM_BORDER}]*"  # what folding takes out of an atom
_UNFINISHED = f"[^{_LETTERS}\\s{WORD_BORDER}]*"
_BETWEEN = f"[^{_LETTERS}{PAGE_BORDER}]*"
_INSIDE_ATOM, _BETWEEN_ATOMS = re.compile(_INSIDE), re.compile(_BETWEEN)
_DOTTED = re.compile("[\u0e40-\u0e44]?(?:[\u0e01-\u0e2e][\u0e34-\u0e39\u0e48-\u0e4c]?){1,5}|.*[0-9].*")

Place = tuple[int, int]
"""Where something begins on a marked page, and where it ends."""

Match = tuple[int, int, int]
"""A place that matches, and which part of the query it does."""


class _Row(NamedTuple):
    """Atoms in a row, that stand on the page as they are written here."""

    first: str
    others: tuple[str, ...]

    def find(self, text: str, start: int) -> Place | None:
        """The first place from ``start`` on."""
        first, others = self
        at = text.find(first, start)  # without a border, of which a page is full: so it is found much faster
        while at >= 0:
            if at and text[at - 1] in _BORDERS:
                end = at + len(first)
                if others or not text.startswith(_BORDERS, end):
                    end = _end(text, end, others)
                if end:
                    return at, end
            at = text.find(first, at + 1)
        return None

    def places(self, text: str) -> list[Place]:
        found: list[Place] = []
        place = self.find(text, 0)
        while place and len(found) < _MAX_MATCHES:
            found.append(place)
            place = self.find(text, place[0] + 1)
        return found


class _Pattern(NamedTuple):
    """Atoms in a row, that may stand on the page with other digits, with dots or capitals."""

    pattern: re.Pattern[str]  # with the border before it: so it is found much faster than with one behind it

    def find(self, text: str, start: int) -> Place | None:
        """The first place from ``start`` on."""
        match = self.pattern.search(text, start)
        return (match.start() + 1, match.end()) if match else None

    def places(self, text: str) -> list[Place]:
        found = islice(self.pattern.finditer(text), _MAX_MATCHES)
        return [(match.start() + 1, match.end()) for match in found]


class _Term(NamedTuple):
    """A word with its other names, and its skeleton."""

    rows: tuple[_Row | _Pattern, ...]
    letters: str


class _Clause:
    """A clause, and the words of it."""

    def __init__(self, clause: Clause) -> None:
        self.is_exact, self.skeleton = clause.exact, clause.skeleton
        self.words = tuple(term.word for term in clause.terms)
        self.terms = [
            _Term(
                tuple(_row(name, clause.begins) for name in (term.atoms, *term.same)),
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
        self._telling = [_row(term.atoms, begins) for term, begins in telling or terms]

    def __bool__(self) -> bool:
        return bool(self._clauses)

    def whole(self, text: str, starts: Sequence[int]) -> list[int]:
        """How many words of the query each page of a text has; ``starts`` is where each begins, and the end.
        Words that stand on every page count only where there are no others."""
        having = [0] * (len(starts) - 1)
        for row in self._telling:
            place = row.find(text, 0)
            while place:
                page = bisect_right(starts, place[0])
                having[page - 1] += 1
                place = row.find(text, starts[page])
        return having

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
                places = [place for row in term.rows for place in row.places(marked)]
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
    if not text.startswith(_BORDERS, at):
        at = _skipped(_INSIDE_ATOM, text, at)
    return at if text.startswith(_BORDERS, at) else 0


def _skipped(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


@lru_cache(maxsize=1024)
def _row(atoms: tuple[str, ...], begins: bool) -> _Row | _Pattern:
    """Atoms in a row in a marked text, with the digits, dots and spaces it has."""
    flags = re.IGNORECASE if re.search("[a-z]", "".join(atoms)) else re.NOFLAG
    if begins:
        row = _BETWEEN.join(_UNFINISHED.join(map(_char, atom)) for atom in atoms)
        whole, part = f"{WORD_BORDER}{row}[^{WORD_BORDER}]*", f"{ATOM_BORDER}{row}"
        return _Pattern(re.compile(f"{whole}|{part}[^{WORD_BORDER}{ATOM_BORDER}]*", flags))
    if not flags and not _may_have_dots(atoms):
        return _Row(atoms[0], atoms[1:])
    row = _BORDER + _BETWEEN.join(_INSIDE.join(map(_char, atom)) for atom in atoms)
    return _Pattern(re.compile(f"{row}{_INSIDE}(?={_BORDER})", flags))


def _may_have_dots(atoms: tuple[str, ...]) -> bool:
    """Whether it may be an abbreviation or a number with separators."""
    return any(_DOTTED.fullmatch(atom) and not lookup.is_known(atom) for atom in atoms)


def _char(char: str) -> str:
    return f"[{char}{thai.thai_digits(char)}]" if char.isdigit() else re.escape(char)


def _has_skeleton(page: str, wanted: str) -> bool:
    grams, least = analysis.similar(wanted)
    return wanted in page or (bool(grams) and sum(gram in page for gram in grams) >= least)
