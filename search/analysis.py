"""From text to terms, the same for the index and the query.

Three layers, each less sure than the one before:

words      what the dictionary finds, folded: "องค์การบริหารส่วนตำบล", "e-office"
atoms      the words inside them, in order: "องค์ การ บริหาร ส่วน ตำบล", "e office"; phrases run over these
skeleton   the letters alone, without the marks that readers lose and without spaces, as trigrams

Folding: ``sarabun.thai.normalise``, ๐-๙ as 0-9, lower case, only letters, digits and Thai marks; so พ.ศ. is
พศ and 1,234 is 1234. There are no stop words in the index: ที่ marks document numbers.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

import numpy as np

from sarabun import thai
from sarabun.thai import Token
from search import compounds

MAX_TERM_CHARS = 128
WORD_BORDER, ATOM_BORDER, PAGE_BORDER = "\x01", "\x02", "\x03"  # cannot occur in a clean text
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LETTERS = re.compile("[^\\W_\u0e2f\u0e46]+")  # letters and digits; not the marks ฯ and ๆ
_NOT_IN_TERM = re.compile("[^\\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|[_\u0e2f\u0e46]")
_ABBREVIATION = re.compile(
    "(?<![\u0e01-\u0e4e])(?:"
    "(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e34-\u0e39\u0e48-\u0e4c]?\\.){2,}"  # พ.ศ., มี.ค.
    "(?:[\u0e01-\u0e2e](?![\u0e01-\u0e4e]))?"  # พ.ร.บ, as some write it
    "|[\u0e01-\u0e2e]{2,5}(?:\\.|(?![\u0e01-\u0e4e])))"  # อบต. and, unless it is a word, อบต
)
_PIECE = re.compile(r"\d+(?:,\d{3})+(?!\d)|[^\W_]+")
_LEADING_THI = re.compile(r"^\s*(?:เลขที่|ที่|ที)\s*(?=[\u0e01-\u0e2e.\s]*[0-9๐-๙])")


class Atom(NamedTuple):
    """A term with its place in the clean text, in characters; ``word`` numbers the word that it is in."""

    text: str
    start: int
    end: int
    word: int


@dataclass(frozen=True, slots=True)
class Analysed:
    """A clean text and its atoms, in order."""

    text: str
    atoms: tuple[Atom, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words, in order."""
        return tuple("".join(a.text for a in g) for _, g in groupby(self.atoms, key=lambda a: a.word))


def clean(text: str) -> str:
    """``text`` normalised, with control characters other than line breaks as spaces."""
    return thai.normalise(_CONTROL.sub(" ", text))


def fold(text: str) -> str:
    """The letters, digits and Thai marks of ``text``, digits 0-9, lower case, at most MAX_TERM_CHARS."""
    return _fold(text[: 2 * MAX_TERM_CHARS])


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    return _NOT_IN_TERM.sub("", thai.fold_digits(text)).lower()[:MAX_TERM_CHARS]


def analyse(text: str) -> Analysed:
    """The words of ``text`` and the words inside them."""
    text = clean(text)
    atoms: list[Atom] = []
    for word, token in enumerate(_tokens(text)):
        for folded, start, end in _inside(token.text):
            atoms.append(Atom(folded, token.start + start, token.start + end, word))
    return Analysed(text, tuple(atoms))


def _tokens(text: str) -> Iterator[Token]:
    """``thai.tokens``, with abbreviations (พ.ศ., มี.ค., อบต.) in one piece."""
    start = 0
    for match in _ABBREVIATION.finditer(text):
        if "." not in match[0] and match[0] in thai.dictionary():  # คน, กลม
            continue
        yield from _tokens_between(text, start, match.start())
        yield Token(match[0], match.start(), match.end())
        start = match.end()
    yield from _tokens_between(text, start, len(text))


def _tokens_between(text: str, start: int, end: int) -> Iterator[Token]:
    for token in thai.tokens(text[start:end]):
        yield Token(token.text, token.start + start, token.end + start)


@lru_cache(maxsize=65536)
def _inside(token: str) -> tuple[tuple[str, int, int], ...]:
    """The words inside a token, folded, and where each stands in it."""
    if _ABBREVIATION.fullmatch(token):
        ranges = [(0, len(token))]
    elif "\u0e01" <= token[0] <= "\u0e4e":
        ends = list(accumulate(map(len, compounds.split(token))))
        ranges = list(zip((0, *ends), ends, strict=False))
    else:
        ranges = [match.span() for match in _PIECE.finditer(token)]
    return tuple((folded, start, end) for start, end in ranges if (folded := fold(token[start:end])))


# --- the noise layer -------------------------------------------------------------------------------------


_BYTES = "cp874"  # Thai, ASCII and the marks of Thai Windows, a byte each


def skeleton(text: str) -> str:
    """The letters and digits of a clean ``text``, folded."""
    try:  # six times as fast where all letters are Thai or ASCII
        return text.encode(_BYTES, "no letters").translate(*_letters()).decode(_BYTES)
    except UnicodeEncodeError:
        return _skeleton(text)


def places(text: str) -> list[int]:
    """Where in a clean ``text`` each letter of its skeleton stands."""
    try:
        raw = text.encode(_BYTES, "no letters")
    except UnicodeEncodeError:
        return [at for at, char in enumerate(text) if _skeleton(char)]
    found: list[int] = np.flatnonzero(np.frombuffer(raw.translate(_letters().table), np.uint8)).tolist()
    return found


def _skeleton(text: str) -> str:
    letters = "".join(_LETTERS.findall(text))
    lower = letters.lower()
    if len(lower) != len(letters):  # İ
        lower = "".join(char.lower()[0] for char in letters)
    return thai.fold_digits(lower.replace(thai.SARA_AM, thai.SARA_AA))


def _no_letters(error: UnicodeError) -> tuple[str, int]:
    """Writes what is no letter as something that is none; raises ``error`` where letters are among it."""
    if not isinstance(error, UnicodeEncodeError) or _LETTERS.search(error.object, error.start, error.end):
        raise error
    return "?" * (error.end - error.start), error.end


codecs.register_error("no letters", _no_letters)


class _Letters(NamedTuple):
    """What each character of ``_BYTES`` becomes, 0 for those in ``nothing``."""

    table: bytes
    nothing: bytes


@cache
def _letters() -> _Letters:
    found = [_skeleton(char) for char in bytes(range(256)).decode(_BYTES, "replace")]
    table = bytes(letter.encode(_BYTES)[0] if letter else 0 for letter in found)
    return _Letters(table, bytes(place for place, letter in enumerate(found) if not letter))


def trigrams(text: str) -> tuple[str, ...]:
    """Overlapping runs of three characters of a skeleton, in order; none where it is shorter."""
    return tuple(text[i : i + 3] for i in range(len(text) - 2))


def similar(wanted: str) -> tuple[tuple[str, ...], int]:
    """The trigrams of a skeleton, and how many of them a text like it has: half, which survive a wrong letter
    in the middle of eight. None where it is short, or holds digits: another digit is another number."""
    grams = tuple(dict.fromkeys(trigrams(wanted)))
    if len(grams) < 5 or any(char.isdigit() for char in wanted):
        return (), 0
    return grams, (len(grams) + 1) // 2


# --- document numbers ------------------------------------------------------------------------------------


def without_thi(text: str) -> str:
    """A document number without the ที่ or เลขที่ that is printed before it."""
    return _LEADING_THI.sub("", clean(text))


def number_key(text: str) -> str:
    """A document number, or a part of one, as one term: ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐ is มท02012ว1590."""
    return fold(without_thi(text))


def fold_number(text: str) -> str:
    """A document number with its borders: digits 0-9, without the ที่ before it."""
    return thai.fold_digits(without_thi(text)).strip()


def number_keys(number: str) -> tuple[str, ...]:
    """Every run of the parts of a document number as a term, so that it is found whole and in part."""
    parts = [atom.text for atom in analyse(without_thi(number)).atoms][:12]
    ends = range(1, len(parts) + 1)
    keys = ("".join(parts[start:end])[:MAX_TERM_CHARS] for end in ends for start in range(end))
    return tuple(dict.fromkeys(keys))


def number_grams(key: str) -> tuple[str, ...]:
    """Pairs of characters in a row of a number key, each once: what a misread digit leaves of it. None of a
    key without digits, or so short that the pairs would be those of any number."""
    if len(key) < 5 or not any(char.isdigit() for char in key):
        return ()
    return tuple(dict.fromkeys(key[i : i + 2] for i in range(len(key) - 1)))


# --- keeping the borders with the text ---------------------------------------------------------------------


def mark(analysed: Analysed) -> str:
    """The clean text with the borders of its atoms written in, so that a hit need not be segmented again."""
    cuts: dict[int, str] = {}
    previous: Atom | None = None
    for atom in analysed.atoms:
        inner = previous is not None and previous.word == atom.word
        if previous is not None and inner:
            cuts[previous.end] = ATOM_BORDER
        cuts[atom.start] = ATOM_BORDER if inner else WORD_BORDER
        cuts[atom.end] = WORD_BORDER
        previous = atom
    out: list[str] = []
    start = 0
    for place in sorted(cuts):
        out += analysed.text[start:place], cuts[place]
        start = place
    return "".join((*out, analysed.text[start:]))
