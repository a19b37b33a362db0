"""Spaces of page numbers (- ๒ -), which readers see in one line of two: measured in the ink instead."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.frame import BASELINE, LETTER
from ocr.picture import Pixels
from ocr.recognise.reader import Character

_PAGE_NUMBER = re.compile("[-–] ?[0-9๐-๙]{1,3} ?[-–]")
_GAP = 5  # px of a frame: 2-4 on three real pages that print none, 5-29 where spaces are printed
_DARK = 0.5  # of the way from paper to the darkest ink


def with_page_number_spaced(
    characters: tuple[Character, ...], frame: Pixels, stride: int
) -> tuple[Character, ...]:
    """The line with spaces where its frame has gaps, if it is a page number between dashes and no more.

    ``stride``: columns of ``frame`` for each step that characters were seen at.
    """
    if not _PAGE_NUMBER.fullmatch("".join(c.text for c in characters).strip()):
        return characters
    letters = frame[BASELINE - LETTER : BASELINE + 1]
    inked: Any = (letters < 255 - _DARK * (255 - int(letters.min()))).any(axis=0)
    printed = [c for c in characters if c.text.strip()]
    spaced = printed[:1]
    for before, char in pairwise(printed):
        start, end = ((c.start + c.end) * stride // 2 for c in (before, char))
        dash = before.text in "-–" or char.text in "-–"
        if dash and _widest(inked[start:end]) >= _GAP:
            spaced.append(Character(" ", before.end, char.start, 1.0))
        spaced.append(char)
    return tuple(spaced)


def _widest(inked: NDArray[np.bool_]) -> int:
    """The longest run of columns without ink."""
    edges = np.flatnonzero(np.concatenate([[True], inked, [True]]))
    return int(np.diff(edges).max()) - 1
