"""Handwriting told from print: its letters do not stand on one line and have no common height."""

from __future__ import annotations

import numpy as np

from ocr.layout.chains import Letters
from ocr.layout.found import Writing
from ocr.layout.runs import Run

# Of real print with few letters, 3 in 100 are less regular than this, with many hardly any; of real
# handwriting half. Neat hands pass as print: the reader's confidence has to tell them.
_LEAST_LETTERS = 3
_IRREGULAR, _FEWER = 1.25, 5.0
_FEET, _TOPS = 0.1, 0.25  # letter heights: mean distances that count as one
_FAR = 0.3, 0.5
# No hand keeps so many feet of a long line on one line (0.69 at most, of five on real pages); print
# whose letters have grown together with their marks does (0.80 to 0.95, of nine on generated ones).
_LONG, _ON_LINE, _KEPT = 18, 0.12, 0.8  # letters, letter heights, share of the letters


def writing_of(letters: Letters, run: Run) -> Writing:
    """How a run was written, by the spread of the feet and of the heights of its letters."""
    chosen = run.letters
    if len(chosen) < _LEAST_LETTERS:
        return Writing.PRINT
    middle = (letters.left[chosen] + letters.right[chosen]).astype(np.float64) / 2
    feet = np.abs(letters.bottom[chosen] - run.baseline.along(middle)) / run.height
    if len(chosen) >= _LONG and (feet <= _ON_LINE).mean() >= _KEPT:
        return Writing.PRINT
    tops = np.abs((letters.bottom - letters.top)[chosen] / run.height - 1)
    spread = np.minimum(feet, _FAR[0]).mean() / _FEET + np.minimum(tops, _FAR[1]).mean() / _TOPS
    return Writing.HAND if spread > _IRREGULAR + _FEWER / (len(chosen) + 1) else Writing.PRINT
