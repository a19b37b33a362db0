"""Thai text: the one normalisation that everything uses, digits, and words.

Every text that enters Sarabun (OCR, text layers, queries, what people type) goes through :func:`normalise`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_DIGITS = tuple(zip(THAI_DIGITS, "0123456789", strict=True))
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)

ABOVE_BELOW_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47"
TONES = "\u0e48-\u0e4c"
NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"

# Glyphs of old Windows and Macintosh Thai fonts in the private use area (WTT 2.0 practice, U+F700-F71A).
_PUA = str.maketrans(
    {
        0xF700: "\u0e10", 0xF701: "\u0e34", 0xF702: "\u0e35", 0xF703: "\u0e36", 0xF704: "\u0e37",
        0xF705: "\u0e48", 0xF706: "\u0e49", 0xF707: "\u0e4a", 0xF708: "\u0e4b", 0xF709: "\u0e4c",
        0xF70A: "\u0e48", 0xF70B: "\u0e49", 0xF70C: "\u0e4a", 0xF70D: "\u0e4b", 0xF70E: "\u0e4c",
        0xF70F: "\u0e0d", 0xF710: "\u0e31", 0xF711: "\u0e4d", 0xF712: "\u0e47", 0xF713: "\u0e48",
        0xF714: "\u0e49", 0xF715: "\u0e4a", 0xF716: "\u0e4b", 0xF717: "\u0e4c", 0xF718: "\u0e38",
        0xF719: "\u0e39", 0xF71A: "\u0e3a",
    }
)  # fmt: skip
_IN_PUA = re.compile("[\uf700-\uf71a]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\t]")
_MARKS = re.compile(
    f"(?:([{ABOVE_BELOW_VOWELS}{TONES}{NIKHAHIT}]+)([{SARA_AA}{SARA_AM}]?)|()({SARA_AM}))"
    f"([{TONES}{NIKHAHIT}]*)"
)

# What _order_marks changes; nearly all text has none of it.
_ODD = re.compile(
    f"เเ|{NIKHAHIT}|[{TONES}][{ABOVE_BELOW_VOWELS}{TONES}]|[{ABOVE_BELOW_VOWELS}]{{2}}|{SARA_AM}[{TONES}]"
)


def _order_marks(match: re.Match[str]) -> str:
    """Marks of one consonant: vowels, then tones, each once in a row; า with nikhahit is ำ, tones before."""
    marks, vowel, after = match[1] or "", match[2] or match[4] or "", match[5]
    if vowel == SARA_AA and NIKHAHIT in marks:
        marks, vowel = marks.replace(NIKHAHIT, "", 1), SARA_AM
    if vowel == SARA_AM:
        marks, after = marks + after, ""
    ordered = sorted(marks, key=lambda mark: TONES[0] <= mark <= TONES[-1])
    once = "".join(mark for mark, _ in itertools.groupby(ordered))
    return once + vowel + after


def normalise(text: str) -> str:
    """NFC, with what NFC leaves apart in Thai: private-use glyphs, เเ, split sara am, marks in typing order
    instead of logical order, doubled marks; invisible characters removed, odd spaces made plain. Line
    breaks and ordinary spaces stay. Idempotent. (Domain specification, section 4.1; never NFKC, which
    splits ำ.)
    """
    if _IN_PUA.search(text):
        text = text.translate(_PUA)
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    while _ODD.search(text) and (ordered := _MARKS.sub(_order_marks, text.replace("เเ", "แ"))) != text:
        text = ordered
    return text


def fold_digits(text: str) -> str:
    """๐-๙ as 0-9; every other character stays at its offset."""
    for thai, arabic in _DIGITS:  # much faster than translate
        text = text.replace(thai, arabic)
    return text


def thai_digits(text: str) -> str:
    """0-9 as ๐-๙."""
    return text.translate(_TO_THAI)


class Token(NamedTuple):
    """A word with its place in the text, in characters."""

    text: str
    start: int
    end: int


_RUN = re.compile(
    r"[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e2f]+"  # Thai letters and marks: a dictionary decides
    r"|[0-9๐-๙]+(?:[.,:][0-9๐-๙]+)*"  # numbers with their separators
    r"|[A-Za-z\u00c0-\u024f]+(?:['’.-][A-Za-z\u00c0-\u024f]+)*"
    r"|[^\s]"
)


def tokens(text: str) -> Iterator[Token]:
    """Words of ``text`` in order: Thai by dictionary (PyThaiNLP newmm), numbers and other scripts as runs,
    every other printed character alone. Spaces are never part of a token; all else is covered once.
    """
    for match in _RUN.finditer(text):
        run, start = match[0], match.start()
        if len(run) > 1 and "\u0e01" <= run[0] <= "\u0e4e":
            for word in segment(run):
                yield Token(word, start, start + len(word))
                start += len(word)
        else:
            yield Token(run, start, match.end())


@lru_cache(maxsize=65536)
def segment(run: str) -> tuple[str, ...]:
    """A run of Thai letters as dictionary words; joined they are the run again."""
    from pythainlp.tokenize import word_tokenize  # late: loads a 60,000 word trie

    return tuple(word_tokenize(run, engine="newmm", keep_whitespace=True))


@cache
def dictionary() -> frozenset[str]:
    """The words that :func:`segment` knows."""
    from pythainlp.corpus import thai_words  # late, as in segment

    return frozenset(thai_words())
