"""Marks that a reader nearly saw: a tone mark of faded ink leaves a trace in its chances, no character."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.correct.orthography import MARKS
from ocr.recognise.reader import Character

_LEAST = 0.05  # chance of a mark between two characters; with less there was none in the ink either


def with_faded_marks(
    characters: Sequence[Character], chances: NDArray[np.float32], classes: Sequence[str], null: int
) -> tuple[Character, ...]:
    """``characters`` with one more in each gap where a mark was nearly seen: its text is "", its chance that
    of nothing, and the mark is its runner-up. :func:`ocr.correct.corrected` puts the mark in or drops it.

    ``chances``: (steps, classes), which the characters were read from; ``classes[null]`` stands for nothing.
    """
    numbers = [n for n, text in enumerate(classes) if text in MARKS]
    marks: Any = chances[:, numbers]
    traces: Any = np.flatnonzero((marks.max(axis=1) >= _LEAST) & (chances.argmax(axis=1) == null))
    if not (characters and len(traces)):
        return tuple(characters)
    made: list[Character] = []
    for char, after in zip(characters, (*characters[1:], None), strict=True):
        made.append(char)
        end = len(chances) if after is None else after.start
        beside = {char.text, "" if after is None else after.text}
        found: tuple[float, int, str] | None = None
        for step in traces[(traces >= char.end) & (traces < end)].tolist():
            for n in numbers:
                chance = float(chances[step, n])
                if chance >= _LEAST and classes[n] not in beside and (found is None or chance > found[0]):
                    found = chance, step, classes[n]
        if found is not None:
            chance, step, mark = found
            nothing = float(chances[step, null])
            made.append(Character("", step, step + 1, nothing, ((mark, chance),)))
    return tuple(made)
