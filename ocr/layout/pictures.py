"""Ink that is no writing: emblems, photographs, codes, signatures, dark edges, and the crumbs they leave."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.layout.cells import Cells
from ocr.layout.chains import Letters
from ocr.layout.found import Floats
from ocr.layout.ink import Parts
from ocr.layout.runs import Run
from ocr.picture import Pixels

_BLOCK = 0.5  # letter heights: side of a block that ink is averaged in
_DENSE = 0.2  # share of ink in a block
_DEEP, _BROAD = 6, 4  # blocks: what is dense so far down and across is no line of writing
_BIG = (4.2, 2.2)  # letter heights: taller and wider than letters that touch
_HOLLOW = 0.04  # share of a frame's ink in its inner part

_FEET, _TOPS = 0.12, 0.2  # letter heights
_SURE_LETTERS = 6
_SINGLE = (0.6, 1.9)  # letter heights of the page: what may be a line of one or two letters
_SOLID = 0.74
_FIGURE = (0.8, 1.35)  # letter heights of the page
_FEW_LETTERS = 3
_SHORT, _FOR_EACH = 12, 4  # short runs on a page, and more for each long one
_AROUND = 1.5  # letter heights
_CLUTTER = 0.5  # of the run's own ink, about it


def regular(letters: Letters, run: Run) -> tuple[float, float]:
    """Shares of its letters that stand on its baseline, and that have its letter height."""
    chosen = run.letters
    middle = (letters.left[chosen] + letters.right[chosen]).astype(np.float64) / 2
    off = np.abs(letters.bottom[chosen] - run.baseline.along(middle))
    tall = (letters.bottom - letters.top)[chosen]
    return (
        float((off <= _FEET * run.height).mean()),
        float((np.abs(tall - run.height) <= _TOPS * run.height).mean()),
    )


def without_pictures(
    letters: Letters, parts: Parts, runs: list[Run], leader: NDArray[np.bool_], cells: Cells, ink: Pixels
) -> list[Run]:
    """The runs that are writing. ``leader``: parts that are dots of a row of dots."""
    if not runs:
        return []
    letter = cells.letter
    size = 1 / (_BLOCK * letter)
    shape = max(1, round(ink.shape[0] * size)), max(1, round(ink.shape[1] * size))
    picture = _dense(ink, shape) | _big(parts, letter, size, shape)
    kept = [run for run in runs if not _in_picture(letters, run, picture, size)]
    clutter = _clutter(parts, kept, leader, shape)
    in_cell = cells.cells_of(np.array([run.middle for run in kept]).reshape(-1, 2)) >= 0
    lines, short = [], 0
    for run, ruled in zip(kept, in_cell.tolist(), strict=True):
        long = len(run.letters) > _FEW_LETTERS
        alone = ruled or _alone(parts, run, clutter, size)
        if long or (alone and _is_letter(parts, run, letter, ruled)):
            lines.append(run)
            short += not (long or ruled)
    # A page has single figures where it has text, too; specks and photographs have them without.
    if short <= _SHORT + _FOR_EACH * (len(lines) - short):
        return lines
    return [run for run in lines if len(run.letters) > _FEW_LETTERS]


def _dense(ink: Pixels, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Blocks in areas too dense and too deep for lines of writing."""
    share: Any = cv2.resize(ink * np.uint8(255), shape[::-1], interpolation=cv2.INTER_AREA)
    dense = (share > 255 * _DENSE).astype(np.uint8)
    opened: Any = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((_DEEP, _BROAD), np.uint8))
    return np.asarray(opened > 0)


def _big(parts: Parts, letter: float, size: float, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Blocks on parts larger than letters, frames not counted."""
    blocks = np.zeros(shape, np.uint8)
    big = np.flatnonzero((parts.height > _BIG[0] * letter) & (parts.width > _BIG[1] * letter))
    for i in big.tolist():
        x, y = int(parts.left[i]), int(parts.top[i])
        part = (parts.labels[y : int(parts.bottom[i]), x : int(parts.right[i])] == i + 1).astype(np.uint8)
        h, w = part.shape
        if part[h // 5 : h - h // 5, w // 5 : w - w // 5].sum() < _HOLLOW * parts.area[i]:
            continue
        rows, columns = np.nonzero(part)
        blocks[
            np.minimum(((rows + y) * size).astype(np.int64), shape[0] - 1),
            np.minimum(((columns + x) * size).astype(np.int64), shape[1] - 1),
        ] = 1
    closed: Any = cv2.morphologyEx(blocks, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(closed > 0)


def _in_picture(letters: Letters, run: Run, picture: NDArray[np.bool_], size: float) -> bool:
    x = np.linspace(run.left, run.right, 9)
    y = run.baseline.along(x) - run.height / 2
    if _at(picture, x, y, size).mean() < 0.5:
        return False
    feet, tops = regular(letters, run)
    return len(run.letters) < _SURE_LETTERS or feet < 0.85 or tops < 0.6


def _at(blocks: NDArray[Any], x: Floats, y: Floats, size: float) -> NDArray[Any]:
    row = np.clip((y * size).astype(np.int64), 0, blocks.shape[0] - 1)
    column = np.clip((x * size).astype(np.int64), 0, blocks.shape[1] - 1)
    return np.asarray(blocks[row, column])


def _clutter(
    parts: Parts, runs: list[Run], leader: NDArray[np.bool_], shape: tuple[int, int]
) -> NDArray[np.float64]:
    """Integral image over blocks of the ink that is in no leader and no run of several letters, pixels."""
    stray = np.ones(len(parts) + 1, np.uint8)
    stray[0] = 0
    stray[1:][leader] = 0
    for run in runs:
        if len(run.letters) > _FEW_LETTERS:
            stray[run.parts + 1] = 0
    mask = stray[parts.labels]
    share: Any = cv2.resize(mask.astype(np.float32), shape[::-1], interpolation=cv2.INTER_AREA)
    whole: Any = cv2.integral(share * (mask.size / share.size))
    return np.asarray(whole, np.float64)


def _is_letter(parts: Parts, run: Run, page: float, ruled: bool) -> bool:
    """Whether a run of one or two letters is as high as some and no solid blot. In a table, blurred figures
    are likelier than blots."""
    if len(run.letters) > 2:
        return True
    if ruled and _FIGURE[0] * page <= run.height <= _FIGURE[1] * page:
        return True
    solid = float(parts.area[run.parts].sum()) > _SOLID * run.box.width * run.box.height
    return _SINGLE[0] * page <= run.height <= _SINGLE[1] * page and not solid


def _alone(parts: Parts, run: Run, clutter: NDArray[np.float64], size: float) -> bool:
    """Whether there is little stray ink about a short run: crumbs lie beside what they fell from."""
    own = float(parts.area[run.parts].sum())
    box, edge = run.box, _AROUND * run.height
    top, bottom = (
        int(np.clip(v * size, 0, clutter.shape[0] - 1)) for v in (box.top - edge, box.bottom + edge)
    )
    left, right = (
        int(np.clip(v * size, 0, clutter.shape[1] - 1)) for v in (box.left - edge, box.right + edge)
    )
    around = clutter[bottom, right] - clutter[top, right] - clutter[bottom, left] + clutter[top, left]
    return bool(around - own <= _CLUTTER * own)
