"""Running text set as a column: paragraphs cut into lines between words, as justified text is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ocr.training.text import closed, numbers
from ocr.training.text.alphabet import ABOVE, BELOW, FOLLOWING, LEADING, TONES
from ocr.training.text.writer import Writer

_RUN = re.compile(r" +|[\u0e01-\u0e4e]+|[^ \u0e01-\u0e4e]+")
_STAYS_BEHIND = frozenset(ABOVE + BELOW + FOLLOWING + TONES + "ฯๆ")
_STOPS = (
    ":",
    ";",
    ",",
    " –",
    " -",
    "…",
    ".",
    "?",
    "!",
    "/",
    " /",
    " +",
    " =",
    " &",
    " *",
    " #",
    " •",
    "|",
    "\\",
    "~",
    "^",
)
_LONGEST_WORD = 20
_WIDTHS = (55, 120, 98)  # characters of a full line: least, most, commonest
_QUOTES = (("“", "”"), ("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"))
_BRACKETS = (*_QUOTES, ("(", ")"), ("(", ")"), ("(", ")"), ("[", "]"), ("<", ">"), ("{", "}"))


class Column:
    """Lines of endless paragraphs that ``paragraph`` writes, each paragraph with a width of its own."""

    def __init__(
        self, writer: Writer, paragraph: Callable[[Writer], str], vocabulary: frozenset[str]
    ) -> None:
        self._writer, self._paragraph, self._vocabulary = writer, paragraph, vocabulary
        self._pieces: list[str] = []
        self._next = self._width = 0

    def line(self) -> str:
        """The next line; the last of a paragraph may be short."""
        pen = self._writer.pen
        if self._next >= len(self._pieces):
            self._pieces = pieces(self._paragraph(self._writer), self._vocabulary)
            self._next, self._width = 0, int(pen.random.triangular(*_WIDTHS))
        start, width = self._next, 0
        while self._next < len(self._pieces):
            width += len(self._pieces[self._next])
            if width > self._width and self._next > start:
                break
            self._next += 1
        line = "".join(self._pieces[start : self._next]).strip()
        if self._next < len(self._pieces) and len(line) < 120 and pen.chance(0.01):
            line += "-"  # typists break long words with a hyphen
        return line or self.line()


def pieces(text: str, vocabulary: frozenset[str]) -> list[str]:
    """``text`` cut where a line may end: at spaces and between Thai words (longest match). Digits and signs
    stay with what they touch: ``พ.ศ.`` and ``(๑,๒๓๔)`` are whole.
    """
    cut = [" "]
    for run in _RUN.findall(text):
        first, *others = _words(run, vocabulary) if "\u0e01" <= run[0] <= "\u0e4e" else (run,)
        if " " in (first[0], cut[-1][0]):
            cut.append(first)
        else:
            cut[-1] += first
        cut += others
    return cut


@lru_cache(maxsize=50_000)
def _words(run: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    words, start = [], 0
    while start < len(run):
        end = next(
            (
                end
                for end in range(min(len(run), start + _LONGEST_WORD), start + 1, -1)
                if run[start:end] in vocabulary and may_cut(run, end)
            ),
            0,
        )
        if not end:
            end = next(end for end in range(start + 1, len(run) + 1) if may_cut(run, end))
        words.append(run[start:end])
        start = end
    return tuple(words)


def may_cut(run: str, at: int) -> bool:
    """Whether no cluster of ``run`` is torn by a cut before character ``at``; 0 < at <= its length."""
    return at == len(run) or (run[at] not in _STAYS_BEHIND and run[at - 1] not in LEADING)


def officialese(writer: Writer) -> str:
    """A paragraph of one to five sentences from the bank, at times numbered or with a quotation."""
    pen = writer.pen
    sentences = [writer.phrase(writer.banks.sentences) for _ in range(pen.between(1, 5))]
    if pen.chance(0.25):
        sentences.insert(0, numbers.numbering(pen))
    if pen.chance(0.08):
        opening, closing = pen.choose(_QUOTES)
        sentences.append(f"{opening}{writer.phrase(writer.banks.subjects)}{closing}")
    return " ".join(sentences)


def word_salad(writer: Writer) -> str:
    """A paragraph of words by frequency and from the dictionary, punctuated like prose, saying nothing."""
    pen, banks = writer.pen, writer.banks
    rarer = (banks.dictionary, banks.dictionary, banks.dictionary, banks.titles, banks.syllables)
    phrases = []
    for _ in range(pen.between(6, 24)):
        words = pen.random.choices(
            banks.running.entries, cum_weights=banks.running.cumulative, k=pen.between(2, 7)
        )
        for _ in range(pen.between(1, 4)):
            words.insert(pen.between(0, len(words)), pen.choose(pen.choose(rarer)))
        phrase = "".join(words)
        kind = pen.chance_of()
        if kind < 0.05:
            phrase += pen.choose((" ๆ", "ๆ", " ๆ ", " ฯลฯ", "ฯลฯ", "ฯ"))
        elif kind < 0.09:
            opening, closing = pen.choose(_BRACKETS)
            phrase = f"{opening}{phrase}{closing}"
        elif kind < 0.14:
            phrase += f" {numbers.quantity(pen)}"
        elif kind < 0.17:
            phrase += f" {writer.english()}"
        elif kind < 0.2:
            phrase += f" {pen.choose(closed.ABBREVIATIONS)}"
        elif kind < 0.23:
            phrase += pen.choose(_STOPS)
        phrases.append(phrase)
    return " ".join(phrases)
