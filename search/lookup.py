"""Terms that save a query from putting words together letter by letter: dictionary words, and their shapes.

A word may be cut one way on the page and another way in the query, so beside the words as they were cut the
index holds each dictionary word, and each name of :mod:`search.synonyms`, that some atoms in a row make. The
*shape* of a word is its skeleton: ข่าว, ข้าว and ขาว are all ขาว. The index holds the shapes of dictionary
words that begin and end where atoms do, or anywhere in and beside what is no word; so a word that lost a mark
is one term to look for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from sarabun import thai
from search import analysis, compounds, synonyms
from search.analysis import Analysed

MOST_ATOMS = 16  # of a dictionary word that is looked up as one term
_LONGEST = 48  # letters of a shape
_LEAST = 2
_SLIP, _SLIP_WORDS = 4, 6  # the least letters that a slip is looked for in, and the most pieces
_OFTEN = 10_000  # in the corpus of :mod:`search.compounds`
_ALPHABET = "".join(map(chr, (*range(0x0E01, 0x0E2F), 0x0E30, 0x0E32, *range(0x0E40, 0x0E45))))


class _Dictionary(NamedTuple):
    words: frozenset[str]
    shapes: frozenset[str]
    beginnings: frozenset[str]  # of words and shapes: nothing longer needs to be looked for behind others
    frequencies: dict[str, int]  # of shapes


@cache
def _dictionary() -> _Dictionary:
    words = frozenset(filter(None, map(analysis.fold, (*thai.dictionary(), *synonyms.names()))))
    frequencies: dict[str, int] = {}
    for word in words:
        found = analysis.skeleton(word)
        if _LEAST <= len(found) <= _LONGEST:
            frequencies[found] = frequencies.get(found, 0) + compounds.frequency(word)
    shapes = frozenset(frequencies)
    beginnings = frozenset(text[:end] for text in (*words, *shapes) for end in range(1, len(text)))
    return _Dictionary(words, shapes, beginnings, frequencies)


def is_term(atoms: Sequence[str]) -> bool:
    """Whether the index holds the word that these atoms make as one term."""
    return len(atoms) == 1 or (len(atoms) <= MOST_ATOMS and "".join(atoms) in _dictionary().words)


def words(analysed: Analysed) -> Iterator[str]:
    """The words of a text as it was cut, the atoms inside them, and dictionary words that atoms in a row
    make, in no order, with repeats."""
    known, beginnings = _dictionary().words, _dictionary().beginnings
    texts = [atom.text for atom in analysed.atoms]
    numbers = [atom.word for atom in analysed.atoms]
    for start, text in enumerate(texts):
        yield text
        word, end = text, start + 1
        while word in beginnings and end < min(start + MOST_ATOMS, len(texts)):
            word += texts[end]
            end += 1
            if word in known:
                yield word
    for word, (start, end) in zip(analysed.words, _runs(numbers), strict=True):
        if end - start > 1 and not is_term(texts[start:end]):
            yield word


def shapes(analysed: Analysed) -> set[str]:
    """The shapes of dictionary words in a text."""
    known, beginnings = _dictionary().shapes, _dictionary().beginnings
    skeletons = [letters(atom.text) for atom in analysed.atoms]
    odd = [_is_odd(atom.text) for atom in analysed.atoms]
    borders: list[int] = []
    size = 0
    for i, skeleton in enumerate(skeletons):
        inside = len(skeleton) if any(odd[max(0, i - 1) : i + 2]) else min(1, len(skeleton))
        borders += range(size, size + inside)
        size += len(skeleton)
    borders.append(size)
    text = "".join(skeletons)
    found: set[str] = set()
    for i, start in enumerate(borders):
        for end in borders[i + 1 : i + 1 + _LONGEST]:
            shape = text[start:end]
            if shape in known:
                found.add(shape)
            if shape not in beginnings:
                break
    return found


def shape(word: str, *, least: int = 3) -> str:
    """The shape of a dictionary word with at least so many letters; "" where it has none."""
    found = letters(word)
    return found if len(found) >= least and found in _dictionary().shapes else ""


@lru_cache(maxsize=1024)
def pieces(skeleton: str) -> tuple[str, ...]:
    """A skeleton as the fewest shapes that make it, of equals the longest first; empty where none do."""
    known = _dictionary().shapes
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(skeleton) + 1):
        ways = [
            (*before, skeleton[start:end])
            for start in range(max(0, end - _LONGEST), end)
            if (before := best[start]) is not None and skeleton[start:end] in known
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or ()


@lru_cache(maxsize=4096)
def otherwise(words: tuple[str, ...], skeleton: str) -> tuple[str, ...]:
    """The shapes of other words that were meant, where a slip of typing has cut a clause into these words:
    the words as they are mended, else fewer that its skeleton makes; empty where there are none."""
    found = pieces(skeleton)
    return corrected(words) or (found if len(found) < len(words) else ())


def corrected(words: Sequence[str]) -> tuple[str, ...]:
    """Words that a slip of typing left odd pieces of, as shapes: of the words around each odd piece the
    longest row that one letter more, less or other makes a dictionary word more frequent than the pieces.
    Without frequent words that are too short for a shape (ผู้). Empty where there is no odd piece, or one that
    nothing makes a word of."""
    found: list[str] = []
    at, mended = 0, False
    while at < len(words):
        end, shape = _slip(words, at) or (at + 1, letters(words[at]))
        mended |= end - at > 1 or shape != letters(words[at])
        if shape in _dictionary().shapes:
            found.append(shape)
        elif len(shape) >= _LEAST or compounds.frequency(words[at]) < _OFTEN:
            return ()
        at = end
    return tuple(found) if mended else ()


def _slip(words: Sequence[str], start: int) -> tuple[int, str] | None:
    """The end of the longest row from ``start`` with an odd piece that is nearly a word, and the word."""
    for end in range(min(len(words), start + _SLIP_WORDS), start, -1):
        row = words[start:end]
        joined = "".join(map(letters, row))
        odd = any(map(is_odd_piece, row))
        shape = _nearest(joined) if odd and _SLIP <= len(joined) <= _LONGEST else ""
        if shape and _dictionary().frequencies[shape] > min(map(compounds.frequency, row)):
            return end, shape
    return None


def is_odd_piece(word: str) -> bool:
    """Whether a slip may have left it: คณะกรมการ is คณะ and กรมการ, which is a word that print hardly has."""
    return len(letters(word)) < 3 or not is_known(word) or not compounds.frequency(word)


@lru_cache(maxsize=4096)
def _nearest(skeleton: str) -> str:
    """The shape of a dictionary word that differs by one letter, or none; of several the most frequent."""
    known = _dictionary().shapes
    if skeleton in known:
        return skeleton
    near = known.intersection(_edited(skeleton))
    return max(sorted(near), key=_dictionary().frequencies.__getitem__, default="")


def _edited(skeleton: str) -> Iterator[str]:
    """The skeleton with one letter less, other or more, or two that change places; only what begins as some
    word does."""
    known, beginnings = _dictionary().shapes, _dictionary().beginnings
    for i in range(len(skeleton) + 1):
        head, tail = skeleton[:i], skeleton[i:]
        if head and head not in beginnings and head not in known:
            return
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _ALPHABET:
            begun = head + letter
            if begun in beginnings or begun in known:
                yield begun + tail
                yield begun + tail[1:]


def is_known(word: str) -> bool:
    """Whether it is a dictionary word."""
    return word in _dictionary().words


@lru_cache(maxsize=65536)
def _is_odd(atom: str) -> bool:
    """What a lost mark leaves: a lone letter, or no word at all."""
    return "\u0e01" <= atom[0] <= "\u0e4e" and (len(atom) == 1 or not is_known(atom))


@lru_cache(maxsize=65536)
def letters(word: str) -> str:
    """The skeleton of a word, remembered."""
    return analysis.skeleton(word)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each run of equal numbers begins and ends."""
    cuts = [i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1]]
    yield from zip((0, *cuts), (*cuts, len(numbers)), strict=True) if numbers else ()
