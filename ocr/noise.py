"""Lines that are no writing: dotted leaders, pen strokes and stray marks that a reader made characters of."""

from __future__ import annotations

import re

from sarabun.model import Line, Word
from sarabun.thai import dictionary

_LEAST_SENSE = 0.2
_UNSURE = 0.7  # real lines of print seldom fall below, strokes read as characters seldom rise above
_LEADER_RUNS, _LEADER_SHORT, _LEADER_SURE = 12, 0.75, 0.92
_LEGIBLE, _CRUMB, _MOSTLY_WORDS = 0.78, 3, 0.6
_LABELLED = re.compile(r"^(?:ที่|วันที่|เลขที่|รับที่)|[0-9๐-๙.]{2,} ?/")

# A date, an amount, a document number; a dotted leader comes out as dozens of 9 and 0 in a row.
_NUMBER = re.compile(r"[0-9๐-๙]{2,13}([.,:/-][0-9๐-๙]+)*")
_LATIN = re.compile(r"[A-Za-z]{3,}")


def is_noise(line: Line) -> bool:
    """Whether a line makes no sense and was not read with confidence, or is a row of dots read one by one."""
    words = sum(len(w.text) for w in line.words if _is_word(w))
    numbers = sum(len(w.text) for w in line.words if _NUMBER.fullmatch(w.text))
    runs = line.text.split()
    least = _LEAST_SENSE * sum(len(run) for run in runs)
    leader = (
        len(runs) >= _LEADER_RUNS
        and sum(len(run) <= 2 for run in runs) >= _LEADER_SHORT * len(runs)
        and line.confidence < _LEADER_SURE
    )
    return words < least if leader else words + numbers < least and line.confidence < _UNSURE


def is_illegible(line: Line, legibility: float) -> bool:
    """Whether our own reader made characters of what is no print: a pen, a seal, a speck.

    ``legibility`` is the geometric mean of the chances of its characters. Measured on real pages: lines of
    print 0.86 and more, of pens and broken seals 0.1 to 0.75; bad copies in between hold words. A line with a
    printed label or number stays whatever a hand wrote behind it.
    """
    if legibility >= _LEGIBLE or _LABELLED.search(line.text):
        return False
    length = sum(len(w.text) for w in line.words)
    words = sum(len(w.text) for w in line.words if _is_word(w))
    return length <= _CRUMB or words < _MOSTLY_WORDS * length


def _is_word(word: Word) -> bool:
    return bool(_LATIN.fullmatch(word.text)) or (len(word.text) >= 3 and word.text in dictionary())
