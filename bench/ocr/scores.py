"""How near a page as read is to its reference.

*In order*: both texts as one string, normalised, white space folded; every edit counts.

*Order set aside*: each reference cell is looked for anywhere in what was read, the longest first, and what it
takes is gone for the others. A cell of which no more than a third is wrong is taken whole; of the others
each piece between spaces is looked for alone, and counts as lost where more than half of it is wrong. What
nobody took is *extra*.

What a hand wrote into a printed line is neither asked for nor held against the reader; so is what stamps and
hands put beside the print, where the reader read it for what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.ocr.cases import RefPage
from ocr.training.distance import Text, align, find
from sarabun.thai import THAI_DIGITS, normalise, tokens

_WHOLE, _PIECE = 1 / 3, 1 / 2  # of a cell, of a piece: how much may be wrong
_NOTHING = "∅"


class ReadWord(NamedTuple):
    """A word as a reader gave it."""

    text: str
    space_before: bool
    confidence: float


ReadLine = Sequence[ReadWord]


class CellScore(NamedTuple):
    """A reference cell, what was taken for it, and how many characters of it are wrong."""

    reference: str
    read: str
    wrong: int


@dataclass(slots=True)
class Sums:
    """Errors and what they are of."""

    wrong: int = 0
    of: int = 0

    def add(self, other: Sums) -> None:
        self.wrong += other.wrong
        self.of += other.of

    @property
    def share(self) -> float | None:
        """Wrong of all, ``None`` of nothing."""
        return self.wrong / self.of if self.of else None


@dataclass(slots=True)
class PageScore:
    """One page. ``digits``: Thai digits, order set aside. ``extra``: characters read that nobody took, of
    reference characters. ``words``/``characters``: confidence and whether it is right. ``judged``: of each
    line that was read its words, of each whether its characters are right; ``None`` where nobody asks."""

    ordered: Sums = field(default_factory=Sums)
    no_spaces: Sums = field(default_factory=Sums)
    words_wrong: Sums = field(default_factory=Sums)
    aside: Sums = field(default_factory=Sums)
    extra: Sums = field(default_factory=Sums)
    digits: Sums = field(default_factory=Sums)
    cells: list[CellScore] = field(default_factory=list)
    leftover: list[str] = field(default_factory=list)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    words: list[tuple[float, bool]] = field(default_factory=list)
    characters: list[tuple[float, bool]] = field(default_factory=list)
    judged: list[list[tuple[bool, ...] | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Printed:
    """Printed text; ``hand`` marks the characters that a hand wrote."""

    text: str
    hand: tuple[bool, ...]

    def pieces(self) -> Iterator[_Printed]:
        """What stands between spaces, without them."""
        start = 0
        for piece in self.text.split(" "):
            if piece:
                yield _Printed(piece, self.hand[start : start + len(piece)])
            start += len(piece) + 1

    def bare(self) -> _Printed:
        kept = [i for i, char in enumerate(self.text) if char != " "]
        return _Printed("".join(self.text[i] for i in kept), tuple(self.hand[i] for i in kept))


class _Read:
    """Characters that were read, without spaces, and who took them."""

    def __init__(self, lines: Sequence[ReadLine]) -> None:
        self.lines = lines
        self.text = "".join(word.text for line in lines for word in line)
        self.free = [(0, self.text)] if self.text else []
        self.right = [False] * len(self.text)
        self.stamped = [False] * len(self.text)
        self.by_hand = [False] * len(self.text)

    def take(self, wanted: str, most: float) -> tuple[int, int] | None:
        """The range nearest to ``wanted``, no longer free, or ``None`` where too much of it is wrong."""
        best: tuple[int, int, int] | None = None
        for n, (_, text) in enumerate(self.free):
            found = find(wanted, text)
            if found.end > found.start and (best is None or found.distance < best[0]):
                best = (found.distance, n, found.start)
                end = found.end
        if best is None or best[0] > most * len(wanted):
            return None
        _, n, start = best
        at, text = self.free[n]
        rest = [(at, text[:start]), (at + end, text[end:])]
        self.free[n : n + 1] = [(a, t) for a, t in rest if t]
        return at + start, at + end


def score(page: RefPage, lines: Sequence[ReadLine]) -> PageScore:
    """Compares what was read of a page with its reference."""
    lines = [[word._replace(text=_plain(word.text)) for word in line] for line in lines]
    result = PageScore()
    cells = [list(_cells(line.text, line.hand)) for line in page.lines]
    read = _Read(lines)
    _aside(result, [cell for line in cells for cell in line], read)
    for text in page.stamped:
        _stamp(read, _plain(text))
    result.leftover = [text for _, text in read.free]
    characters = sum(not hand for line in cells for cell in line for hand in cell.bare().hand)
    result.extra = Sums(sum(map(len, result.leftover)), characters)
    _ordered(result, cells, read)
    _reliability(result, read)
    return result


def _plain(text: str) -> str:
    """Normalised; three dots are alike whether set as one character or as three."""
    return normalise(text).replace("…", "...")


def _cells(text: str, hand: tuple[tuple[int, int], ...]) -> Iterator[_Printed]:
    plain = _plain(text.replace("\t", "\0")).replace("\0", "\t")  # a TAB would become a space
    if hand and text != plain:
        raise ValueError(f"hands are marked on text that is not normalised: {text!r}")
    text = plain
    marks = [any(start <= i < end for start, end in hand) for i in range(len(text))]
    at = 0
    for cell in text.split("\t"):
        start = at + len(cell) - len(cell.lstrip())
        stripped = cell.strip()
        if stripped:
            yield _Printed(stripped, tuple(marks[start : start + len(stripped)]))
        at += len(cell) + 1


# --- order set aside --------------------------------------------------------------------------------------


def _aside(result: PageScore, cells: list[_Printed], read: _Read) -> None:
    waiting: list[_Printed] = []
    for cell in sorted(cells, key=lambda c: -len(c.text)):
        place = read.take(cell.bare().text, _WHOLE)
        if place is None:
            waiting.append(cell)
        else:
            wrong = _taken(result, cell.bare(), read, place)
            result.cells.append(CellScore(cell.text, read.text[slice(*place)], wrong))
    found: dict[int, list[tuple[int, str]]] = {n: [] for n in range(len(waiting))}
    wrong_of = dict.fromkeys(found, 0)
    pieces = [(n, k, piece) for n, cell in enumerate(waiting) for k, piece in enumerate(cell.pieces())]
    for n, k, piece in sorted(pieces, key=lambda p: -len(p[2].text)):
        place = read.take(piece.text, _PIECE)
        if place is None:
            wrong_of[n] += _lost(result, piece)
        else:
            wrong_of[n] += _taken(result, piece, read, place)
            found[n].append((k, read.text[slice(*place)]))
    for n, cell in enumerate(waiting):
        parts = " ".join(text for _, text in sorted(found[n]))
        result.cells.append(CellScore(cell.text, parts or _NOTHING, wrong_of[n]))


def _lost(result: PageScore, piece: _Printed) -> int:
    asked = [char for char, hand in zip(piece.text, piece.hand, strict=True) if not hand]
    result.aside.add(Sums(len(asked), len(asked)))
    digits = sum(char in THAI_DIGITS for char in asked)
    result.digits.add(Sums(digits, digits))
    return len(asked)


def _taken(result: PageScore, piece: _Printed, read: _Read, place: tuple[int, int]) -> int:
    """Counts a piece against the range that it took."""
    start, end = place
    part = read.text[start:end]
    pairs = align(piece.text, part)
    last: int | None = None
    lost_before_any = False
    for i, j in pairs:
        if j is not None:
            same = i is not None and piece.text[i] == part[j]
            read.right[start + j] = same and not lost_before_any
            read.by_hand[start + j] = i is not None and piece.hand[i]
            last, lost_before_any = j, False
        elif last is None:
            lost_before_any = True
        else:
            read.right[start + last] = False  # a mark that was lost spoils the letter it belongs to
        if i is not None and not piece.hand[i]:
            char, got = piece.text[i], _NOTHING if j is None else part[j]
            result.aside.of += 1
            if char in THAI_DIGITS:
                result.digits.add(Sums(int(char != got), 1))
            if char != got:
                result.confusions[char, got] += 1
        elif i is None and j is not None:
            result.confusions[_NOTHING, part[j]] += 1
    wrong = _wrong(piece.text, piece.hand, part).wrong
    result.aside.wrong += wrong
    return wrong


def _stamp(read: _Read, text: str) -> None:
    """What a stamp or a hand put beside the print, where it was read for what it is."""
    place = read.take(text.replace(" ", ""), _PIECE)
    for at in range(*place) if place else ():
        read.stamped[at] = True


# --- in order ---------------------------------------------------------------------------------------------


def _ordered(result: PageScore, cells: list[list[_Printed]], read: _Read) -> None:
    printed = _joined([_joined(line) for line in cells if line])
    got = list(_lines_without_stamps(read))
    result.ordered = _wrong(printed.text, printed.hand, " ".join(got))
    bare = printed.bare()
    result.no_spaces = _wrong(bare.text, bare.hand, "".join(got).replace(" ", ""))
    words, hands = [], []
    for line in cells:
        joined = _joined(line)
        for token in tokens(joined.text):
            words.append(token.text)
            hands.append(any(joined.hand[token.start : token.end]))
    result.words_wrong = _wrong(words, hands, [token.text for line in got for token in tokens(line)])


def _joined(parts: Sequence[_Printed]) -> _Printed:
    text = " ".join(part.text for part in parts)
    hand: list[bool] = []
    for part in parts:
        hand += [*([False] if hand else []), *part.hand]
    return _Printed(text, tuple(hand))


def _lines_without_stamps(read: _Read) -> Iterator[str]:
    at = 0
    for line in read.lines:
        text = ""
        for word in line:
            kept = "".join(c for i, c in enumerate(word.text, at) if not read.stamped[i])
            text += (" " if word.space_before and text else "") + kept
            at += len(word.text)
        if text.strip():
            yield " ".join(text.split())


def _wrong(reference: Text, hand: Sequence[bool], read: Text) -> Sums:
    """Edits from ``reference`` to ``read``, but for those of characters that a hand wrote and beside them."""
    pairs = align(reference, read)
    wrong = 0
    beside = False  # the last reference character was by hand
    waiting = 0  # insertions since, not yet counted
    for i, j in pairs:
        if i is None:
            waiting += not beside
            continue
        if not hand[i]:
            wrong += waiting + (j is None or reference[i] != read[j])
        beside, waiting = hand[i], 0
    return Sums(wrong + waiting, sum(not h for h in hand))


# --- confidence -------------------------------------------------------------------------------------------


def _reliability(result: PageScore, read: _Read) -> None:
    at = 0
    for line in read.lines:
        judged: list[tuple[bool, ...] | None] = []
        for word in line:
            span = range(at, at + len(word.text))
            at += len(word.text)
            if any(read.stamped[i] or read.by_hand[i] for i in span):
                judged.append(None)
                continue
            right = tuple(read.right[i] for i in span)
            judged.append(right)
            each = word.confidence ** (1 / len(span))  # a word is as sure as all its characters together
            result.characters += [(each, good) for good in right]
            result.words.append((word.confidence, all(right)))
        result.judged.append(judged)
