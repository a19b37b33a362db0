"""From what a network saw in a frame to a line of words with boxes on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ocr.frame import HEIGHT, TextLine
from ocr.picture import Pixels
from ocr.recognise.levels import scaled
from ocr.recognise.reader import Character
from ocr.words import Piece, line_of
from sarabun.model import Box, Line, Word

ToPage: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Points (n, 2) of the picture that lines were cut from -> points of the page image."""

_HALF_LETTER = 10  # columns: a character reaches no further from where it was seen


def line_from(
    characters: Sequence[Character], stride: int, frame: Pixels, line: TextLine, to_page: ToPage
) -> Line | None:
    """The words of a frame, boxes on their ink; ``None`` where nothing is printed."""
    ink = scaled(frame) < 0
    made = line_of(_pieces(characters, stride, frame.shape[1]), ink, exact=True)
    if made is None:
        return None
    boxes = _on_page([w.box for w in made.words], line, to_page)
    words = tuple(
        Word(w.text, box, w.confidence, w.space_before) for w, box in zip(made.words, boxes, strict=True)
    )
    return Line(words, Box.around([w.box for w in words]), made.confidence)


def _pieces(characters: Sequence[Character], stride: int, width: int) -> list[Piece]:
    """Characters share the columns between the places they were seen at."""
    seen = [(c.start + c.end) * stride / 2 for c in characters]
    pieces: list[Piece] = []
    space = ""
    for i, char in enumerate(characters):
        if char.text == " ":
            space = " "
            continue
        left = max(seen[i] - _HALF_LETTER, 0.0 if i == 0 else (seen[i - 1] + seen[i]) / 2)
        right = min(seen[i] + _HALF_LETTER, width if i + 1 == len(seen) else (seen[i] + seen[i + 1]) / 2)
        start = min(int(left), width - 1)
        box = Box(start, 0, max(start + 1, min(width, int(np.ceil(right)))), HEIGHT)
        pieces.append(Piece(space + char.text, box, char.chance))
        space = ""
    return pieces


def _on_page(boxes: Sequence[Box], line: TextLine, to_page: ToPage) -> list[Box]:
    """The smallest upright boxes of the page around boxes of the frame; corners may lie off the page."""
    left, top, right, bottom = np.array(boxes, np.float64).T
    columns = np.stack([left, (left + right) / 2, right] * 2, axis=-1)
    rows = np.stack([top] * 3 + [bottom] * 3, axis=-1)
    points = to_page(line.points(columns.ravel() - 0.5, rows.ravel() - 0.5)).reshape(-1, 6, 2)
    least, most = np.floor(points.min(axis=1) + 0.5), np.ceil(points.max(axis=1) + 0.5)
    return [Box(*map(int, (*a, *b))) for a, b in zip(least.tolist(), most.tolist(), strict=True)]
