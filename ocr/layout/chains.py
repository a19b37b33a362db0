"""Letters chained into runs along their baseline: Thai has no spaces that would say where a line goes on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.layout.ink import Parts

# In letter heights.
_LOW, _HIGH, _WIDE = 0.55, 2.7, 14.0  # what may be a letter, or some that touch
_SLICE = 2.0  # parts wider than this are taken as several letters
_GAP = 2.4  # between letters of one run
_STEP = 0.36  # between the feet of neighbours
_STRAY = 0.10  # and for each pixel between them, while the slope of the page is not known
_NEIGHBOURS = 4


class Letters(NamedTuple):
    """Parts of letter size; arrays (n,) float32, and ``part`` (n,) the part each is of, or a slice of."""

    part: NDArray[np.int64]
    left: NDArray[np.float32]
    top: NDArray[np.float32]
    right: NDArray[np.float32]
    bottom: NDArray[np.float32]


def letters_of(parts: Parts, letter: float) -> Letters:
    """Parts that may be letters; long ones that touch are cut into slices."""
    height, width = parts.height, parts.width
    fits = (
        (height >= _LOW * letter) & (height <= _HIGH * letter)
        & (width >= 0.12 * letter) & (width <= _WIDE * letter)
        & (parts.area >= 0.1 * letter * letter)
        & ~((width > 2.5 * height) & (parts.area > 0.85 * width * height))
    )  # fmt: skip
    whole = np.flatnonzero(fits & (width <= _SLICE * letter))
    cut = [_slices(parts, i, letter) for i in np.flatnonzero(fits & (width > _SLICE * letter)).tolist()]
    boxes = np.stack([parts.left, parts.top, parts.right, parts.bottom], 1)[whole]
    columns = np.concatenate([np.column_stack([whole, boxes]), *cut])
    columns = columns[np.argsort(columns[:, 1], kind="stable")]
    rest = columns[:, 1:].astype(np.float32)
    return Letters(columns[:, 0].astype(np.int64), rest[:, 0], rest[:, 1], rest[:, 2], rest[:, 3])


def _slices(parts: Parts, i: int, letter: float) -> NDArray[np.float64]:
    """A wide part as pieces about one letter wide: rows (part, left, top, right, bottom)."""
    x, y = int(parts.left[i]), int(parts.top[i])
    box = parts.labels[y : int(parts.bottom[i]), x : int(parts.right[i])] == i + 1
    edges = np.linspace(0, box.shape[1], max(2, round(box.shape[1] / (1.1 * letter))) + 1).astype(np.int64)
    rows = np.logical_or.reduceat(box, edges[:-1], axis=1)
    top, bottom = rows.argmax(axis=0), len(rows) - rows[::-1].argmax(axis=0)
    pieces = np.stack([np.full(len(top), i), x + edges[:-1], y + top, x + edges[1:], y + bottom], 1)
    return np.asarray(pieces[bottom - top >= 0.4 * letter], np.float64)


def chained(
    letters: Letters, letter: float, slope: float | None, area: NDArray[np.int32] | None = None
) -> list[NDArray[np.int64]]:
    """Runs of letters, each as indices from left to right.

    ``slope``: of the page, or ``None`` if unknown. ``area`` (n,): the ruled area that each letter is in, 0
    on a rule; a run stays in one.
    """
    n = len(letters.left)
    if n == 0:
        return []
    known = 0.0 if slope is None else slope
    stray = _STRAY if slope is None else _STRAY / 3
    x = (letters.left + letters.right) / 2
    foot = letters.bottom - known * x
    strip = np.floor(foot / letter).astype(np.int64)
    by_strip = np.lexsort((letters.left, strip))
    span = float(letters.right.max()) + 10 * letter
    key = strip[by_strip] * span + letters.left[by_strip]
    here, there = [], []
    for off in (-1, 0, 1):
        start = np.searchsorted(key, (strip + off) * span + letters.left, "right")
        for step in range(_NEIGHBOURS):
            at = start + step
            i = np.flatnonzero(at < n)
            j = by_strip[at[i]]
            gap = letters.left[j] - letters.right[i]
            ok = (
                (strip[j] == strip[i] + off) & (gap <= _GAP * letter)
                & (np.abs(foot[j] - foot[i]) <= _STEP * letter + stray * (x[j] - x[i]))
            )  # fmt: skip
            if area is not None:
                ok &= (area[i] == area[j]) | (area[i] == 0) | (area[j] == 0)
            here.append(i[ok])
            there.append(j[ok])
    run = _components(n, np.concatenate(here), np.concatenate(there))
    order = np.lexsort((letters.left, run))
    cuts = np.flatnonzero(np.diff(run[order])) + 1
    return np.split(order, cuts)


def _components(n: int, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """The smallest index that each of ``n`` nodes is connected with over the edges a-b."""
    label = np.arange(n)
    while True:
        before = label.copy()
        least = np.minimum(label[a], label[b])
        np.minimum.at(label, a, least)
        np.minimum.at(label, b, least)
        label = label[label]
        if np.array_equal(label, before):
            return label
