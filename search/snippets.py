"""The page of a letter, and the part of it, that shows why it was found.

Pages come with the borders of their words written in (:func:`search.analysis.mark`): a word is found by its
letters between two borders, without taking the page apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from sarabun import thai
from sarabun.finding import Highlight
from search import analysis, lookup
from search.analysis import ATOM_BORDER, PAGE_BORDER, WORD_BORDER
from search.query import Clause, Term, is_everywhere

WIDTH = 160
_LEAD = 40
_REACH = 2 * WIDTH + 2  # characters of a marked page, of which each other one may be a border
_MOST_DAMAGED = 50  # pages
_MAX_TERMS = 50
_MAX_MATCHES = 100
_MOST_MARKS = 4  # on one letter
_MARKS = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"
_LETTERS = "\u0e01-\u0e2e\u0e30-\u0e4e0-9๐-๙A-Za-z"
_BORDERS = (WORD_BORDER, ATOM_BORDER)
_BORDER = f"[{WORD_BORDER}{ATOM_BORDER}]"
_INSIDE = f"[^{_LETTERS}\\s{WORD_BORDER}{ATOM_BORDER}]*"  # what folding takes out of an atom
_UNFINISHED = f"[^{_LETTERS}\\s{WORD_BORDER}]*"
_PRINTED = re.compile(f"[^\\s{WORD_BORDER}{ATOM_BORDER}]")
_BETWEEN = f"[^{_LETTERS}]*"
_INSIDE_ATOM, _BETWEEN_ATOMS = re.compile(_INSIDE), re.compile(_BETWEEN)
_DOTTED = re.compile("[\u0e40-\u0e44]?(?:[\u0e01-\u0e2e][\u0e34-\u0e39\u0e48-\u0e4c]?){1,5}|.*[0-9].*")


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
    """Characters of the marked page that match the part ``target`` of the query."""

    start: int
    end: int
    target: int


class _Row(NamedTuple):
    """Atoms in a row, that stand on the page as they are written here. ``usual`` is how they mostly stand
    there: inside one word, or each a word. ``rare`` are the atoms, the longest first."""

    atoms: tuple[str, ...]
    usual: tuple[str, ...]
    rare: tuple[str, ...]

    def first(self, text: str, start: int) -> int:
        """A place not behind where it stands first; -1 where there is none."""
        return text.find(self.rare[0], start)

    def is_in(self, text: str) -> bool:
        if not self._may_be_in(text):
            return False
        for row in self.usual:
            if row in text:
                return True
        return next(self._found(text), None) is not None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        return self._found(text) if self._may_be_in(text) else iter(())

    def _may_be_in(self, text: str) -> bool:
        return all(map(text.__contains__, self.rare))

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        first, *others = self.atoms
        for border in _BORDERS:
            begins = border + first
            at = text.find(begins)
            while at >= 0:
                end = at + len(begins)
                if others or not text.startswith(_BORDERS, end):
                    end = _end(text, end, others)
                if end:
                    yield at + 1, end
                at = text.find(begins, at + 1)


class _Pattern(NamedTuple):
    """Atoms in a row, that may stand on the page with other digits, with dots or capitals."""

    pattern: re.Pattern[str]  # with the border before it: so it is found much faster than with one behind it

    def first(self, text: str, start: int) -> int:
        match = self.pattern.search(text, start)
        return match.start() if match else -1

    def is_in(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        return ((match.start() + 1, match.end()) for match in self.pattern.finditer(text))


def best(numbers: Sequence[int], text: str, clauses: tuple[Clause, ...]) -> Best:
    """Of pages (at least one; marked, in ``text`` with PAGE_BORDER between) that with the most telling words
    of the query; of equals the first. Damaged words are looked for only where no page has a whole one."""
    if len(numbers) == 1:
        snippet = make(text, clauses)
        return Best(numbers[0], snippet, (numbers[0],) if snippet.terms else ())
    starts = [0, *(at + 1 for at in _all(text, PAGE_BORDER)), len(text) + 1]
    having = [0] * len(numbers)
    for row in _telling(clauses):
        for page in _pages(row, text, starts):
            having[page] += 1
    if clauses and not any(having):
        skeletons = [c.skeleton for c in clauses if c.skeleton and not c.exact]
        for page, plain in enumerate(_plain(text).split(PAGE_BORDER, _MOST_DAMAGED)[:_MOST_DAMAGED]):
            letters = analysis.skeleton(plain)
            having[page] = sum(_has_skeleton(letters, skeleton) for skeleton in skeletons)
    page = having.index(max(having))
    found = tuple(number for number, count in zip(numbers, having, strict=True) if count)
    return Best(numbers[page], make(text[starts[page] : starts[page + 1] - 1], clauses), found)


def _telling(clauses: tuple[Clause, ...]) -> list[_Row | _Pattern]:
    """The words of the query; those that stand on every page only where there are no others."""
    terms = [(term, clause.begins) for clause in clauses for term in clause.terms]
    telling = [(term, begins) for term, begins in terms if not is_everywhere(term.word)]
    return [_row(term.atoms, begins) for term, begins in telling or terms]


def _pages(row: _Row | _Pattern, text: str, starts: Sequence[int]) -> Iterator[int]:
    """The pages, from 0, that have a row; ``starts`` is where each begins, and the end."""
    at = row.first(text, 0)
    while at >= 0:
        page = bisect_right(starts, at)
        if row.is_in(text[starts[page - 1] : starts[page] - 1]):
            yield page - 1
        at = row.first(text, starts[page])


def make(marked: str, clauses: tuple[Clause, ...]) -> Snippet:
    """About 160 characters of a marked page around the best place, cut between words; the page's beginning
    where none of it matches (the hit is then in the subject or the like)."""
    found = _merged(_ranges(_Page(marked), clauses))
    window = _Window(marked, _best_place(marked, found[:_MAX_MATCHES]))
    return Snippet(
        window.text, window.highlights(found), tuple(islice(_words(marked, found[:_MAX_MATCHES]), _MAX_TERMS))
    )


class _Page:
    """A marked page."""

    def __init__(self, marked: str) -> None:
        self.marked = marked

    @cached_property
    def letters(self) -> str:
        return analysis.skeleton(self.marked)

    @cached_property
    def places(self) -> list[int]:
        return analysis.places(self.marked)

    def matches(self, row: _Row | _Pattern) -> Iterator[tuple[int, int]]:
        return islice(row.places(self.marked), _MAX_MATCHES)

    def equal(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Where the letters stand, whatever their marks."""
        if len(wanted) >= 3 and not wanted.isdigit():
            at, found = self.letters.find(wanted), 0
            while at >= 0 and found < _MAX_MATCHES:
                yield self._letters_at(at, len(wanted))
                at, found = self.letters.find(wanted, at + len(wanted)), found + 1

    def similar(self, wanted: str) -> Iterator[tuple[int, int]]:
        """The run of the page that shares most trigrams with ``wanted``, if it shares enough."""
        grams, least = analysis.similar(wanted)
        if not grams or sum(gram in self.letters for gram in grams) < least:
            return
        shared = sorted(at for gram in grams for at in _all(self.letters, gram))
        size = len(wanted) - 2
        count, before = max((bisect_left(shared, at + size) - n, -at) for n, at in enumerate(shared))
        if count >= least:
            yield self._letters_at(-before, len(wanted))

    def _letters_at(self, at: int, size: int) -> tuple[int, int]:
        """With the marks on the last letter, which a skeleton lacks."""
        end = self.places[min(at + size, len(self.letters)) - 1] + 1
        marks = re.match(_MARKS, self.marked[end : end + _MOST_MARKS])
        return self.places[at], end + (marks.end() if marks else 0)


class _Window:
    """The part of a marked page that is shown around ``best``; without it the page's beginning. Only so much
    of the page is taken apart as it can reach: at most each other character is a border."""

    def __init__(self, marked: str, best: _Range | None) -> None:
        place = best.start if best else 0
        self._marked = marked
        self._from, self._to = max(0, place - _REACH), place + _REACH
        plain = _plain(marked[self._from : self._to])
        cuts = _cuts(marked[self._from : self._to])
        lead = self._plain_at(place)
        wanted = min(lead - _LEAD, len(plain) - WIDTH) if best else 0
        self._start = 0 if wanted <= 0 else _first_start(plain, cuts, wanted, lead)
        self._end = _last_end(plain, cuts, self._start, self._start + WIDTH)
        is_first = not plain[: self._start].strip() and not _PRINTED.search(marked, 0, self._from)
        is_last = not plain[self._end :].strip() and not _PRINTED.search(marked, self._to)
        self._before = "" if is_first else "…"
        shown = plain[self._start : self._end].replace("\n", " ")
        self.text = self._before + shown + ("" if is_last else "…")

    def highlights(self, found: Sequence[_Range]) -> tuple[Highlight, ...]:
        shift = len(self._before) - self._start
        inside = (
            (max(self._plain_at(r.start), self._start), min(self._plain_at(r.end), self._end))
            for r in found
            if r.start < self._to and r.end > self._from
        )
        return tuple(Highlight(start + shift, end + shift) for start, end in inside if start < end)

    def _plain_at(self, place: int) -> int:
        """Characters without borders up to a place."""
        place = max(self._from, place)
        return place - self._from - _borders(self._marked, self._from, place)


def _cuts(marked: str) -> list[int]:
    """Where words begin and end in the plain text, and its beginning and end, rising."""
    parts = marked.replace(ATOM_BORDER, "").split(WORD_BORDER)
    return [0, *accumulate(map(len, parts))]


def _first_start(plain: str, cuts: list[int], least: int, most: int) -> int:
    """The first word that begins from ``least`` to ``most``; ``most`` where none does."""
    for cut in cuts[bisect_left(cuts, least) :]:
        if cut >= most:
            break
        if not plain[cut].isspace():
            return cut
    return most


def _last_end(plain: str, cuts: list[int], after: int, most: int) -> int:
    """The last word that ends after ``after`` and not behind ``most``; ``most`` where none does."""
    for cut in reversed(cuts[: bisect_right(cuts, most)]):
        if cut <= after:
            break
        if not plain[cut - 1].isspace():
            return cut
    return min(most, len(plain))


def _words(marked: str, found: Sequence[_Range]) -> Iterator[str]:
    """The words that matches lie in, each once."""
    rows = {}
    for match in found:
        end = marked.find(WORD_BORDER, match.end)
        row = marked[marked.rfind(WORD_BORDER, 0, match.start) + 1 : end if end >= 0 else None]
        rows[row] = row.replace(ATOM_BORDER, "").split(WORD_BORDER)
    return (word for word in dict.fromkeys(w.strip() for row in rows.values() for w in row) if word)


def _borders(marked: str, start: int, end: int) -> int:
    return marked.count(WORD_BORDER, start, end) + marked.count(ATOM_BORDER, start, end)


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _plain(marked: str) -> str:
    return marked.replace(WORD_BORDER, "").replace(ATOM_BORDER, "")


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
        rows = (f"{WORD_BORDER}{border.join(atoms)}{WORD_BORDER}" for border in _BORDERS)
        return _Row(atoms, tuple(dict.fromkeys(rows)), tuple(sorted(atoms, key=len, reverse=True)))
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


def _ranges(page: _Page, clauses: tuple[Clause, ...]) -> Iterator[_Range]:
    """Exact matches of every word; where there is none, matches by skeleton."""
    target = 0
    for clause in clauses:
        missing, any_found = False, False
        for term in clause.terms:
            target += 1
            found = list(_exact(page, clause, term))
            if not found and not clause.exact:
                found = list(page.equal(lookup.letters(term.word)))
            missing |= not found
            any_found |= bool(found)
            yield from (_Range(*r, target) for r in found)
        if missing and not clause.exact:
            found = list(page.equal(clause.skeleton))
            meant = lookup.otherwise(tuple(term.word for term in clause.terms), clause.skeleton)
            found = found or [place for shape in meant for place in page.equal(shape)]
            found = found or ([] if any_found else list(page.similar(clause.skeleton)))
            yield from (_Range(*r, target) for r in found)


def _exact(page: _Page, clause: Clause, term: Term) -> Iterator[tuple[int, int]]:
    for name in (term.atoms, *term.same):
        yield from page.matches(_row(name, clause.begins))


def _merged(ranges: Iterator[_Range]) -> list[_Range]:
    merged: list[_Range] = []
    for found in sorted(ranges):
        if merged and found.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, found.end))
        else:
            merged.append(found)
    return merged


def _best_place(marked: str, found: list[_Range]) -> _Range | None:
    """Where the window is to be that shows most parts of the query, then most matches, then is first."""
    if len(found) < 2:
        return found[0] if found else None
    starts: list[int] = []  # in plain characters
    ends: list[int] = []
    known = plain = 0
    for match in found:
        for place, places in ((match.start, starts), (match.end, ends)):
            plain += place - known - _borders(marked, known, place)
            known = place
            places.append(plain)

    def worth(n: int) -> tuple[int, int, int]:
        shown = found[n : bisect_right(ends, starts[n] + WIDTH - _LEAD)]
        return len({match.target for match in shown}), len(shown), -n

    return found[max(range(len(found)), key=worth)]
