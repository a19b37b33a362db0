"""What stands on paper beside and across a line: its neighbours, rules, dotted leaders, stamps, pen strokes.

Every function adds to ``ink`` (h, w) uint8, 255 where it is full, in place. ``letter`` is in its pixels.
"""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.training.hand import scrawl
from ocr.training.typeset import Strip

Ink = NDArray[np.uint8]
Rng = np.random.Generator


class Neighbours:
    """The lines made before, pieces of which stand above, below and beside the next ones."""

    def __init__(self, most: int = 48) -> None:
        self._lines: deque[Strip] = deque(maxlen=most)

    def keep(self, strip: Strip) -> None:
        """Remembers a line as it was set."""
        self._lines.append(Strip(strip.ink.copy(), *strip[1:]))

    def above(self, strip: Strip, pitch: float, rng: Rng) -> None:
        """A line ``pitch`` letter heights higher: what hangs below its baseline."""
        other = self._pick(strip, rng)
        if other is not None:
            self._lay(strip, other, strip.baseline - round(pitch * strip.letter), rng)

    def below(self, strip: Strip, pitch: float, rng: Rng) -> None:
        """A line ``pitch`` letter heights lower: the marks over its letters."""
        other = self._pick(strip, rng)
        if other is not None:
            self._lay(strip, other, strip.baseline + round(pitch * strip.letter), rng)

    def beside(self, strip: Strip, gap: float, shown: float, left: bool, rng: Rng) -> None:
        """Part of a letter, ``shown`` letter heights wide, that begins ``gap`` letters off the text."""
        other = self._pick(strip, rng)
        if other is None:
            return
        wide, off = max(1, round(shown * strip.letter)), round(gap * strip.letter)
        at = strip.left - off - wide if left else strip.right + off
        source = other.right - wide if left else other.left
        rows = _rows(strip, other, strip.baseline)
        if rows is None or at < 0 or at + wide > strip.ink.shape[1]:
            return
        piece = other.ink[rows[1], source : source + wide]
        target = strip.ink[rows[0], at : at + wide]
        np.maximum(target[:, : piece.shape[1]], piece, out=target[:, : piece.shape[1]])

    def _pick(self, strip: Strip, rng: Rng) -> Strip | None:
        if not self._lines:
            return None
        other = self._lines[int(rng.integers(len(self._lines)))]
        if other.letter == strip.letter:
            return other
        times = strip.letter / other.letter
        ink = cv2.resize(other.ink, None, fx=times, fy=times, interpolation=cv2.INTER_LINEAR)
        return Strip(
            np.asarray(ink, np.uint8),
            round(other.baseline * times),
            round(other.left * times),
            round(other.right * times),
            strip.letter,
        )

    @staticmethod
    def _lay(strip: Strip, other: Strip, baseline: int, rng: Rng) -> None:
        rows = _rows(strip, other, baseline)
        if rows is None:
            return
        shift = int(rng.integers(-strip.ink.shape[1] // 2, strip.ink.shape[1] // 2))
        first, start = max(0, shift), max(0, -shift)
        wide = min(strip.ink.shape[1] - first, other.ink.shape[1] - start)
        if wide > 0:
            target = strip.ink[rows[0], first : first + wide]
            np.maximum(target, other.ink[rows[1], start : start + wide], out=target)


def _rows(strip: Strip, other: Strip, baseline: int) -> tuple[slice, slice] | None:
    """Rows of ``strip`` and of ``other`` that fall together when the latter's baseline is at ``baseline``."""
    shift = baseline - other.baseline
    first, last = max(0, shift), min(strip.ink.shape[0], other.ink.shape[0] + shift)
    return None if last <= first else (slice(first, last), slice(first - shift, last - shift))


def underline(strip: Strip, rng: Rng) -> None:
    """One rule, or two, under the text or a part of it."""
    y = strip.baseline + round(float(rng.uniform(0.18, 0.5)) * strip.letter)
    thick = max(1, round(float(rng.uniform(0.05, 0.12)) * strip.letter))
    start, end = strip.left, strip.right
    if rng.random() < 0.4:
        start, end = sorted(rng.integers(start, end + 1, 2).tolist())
    strip.ink[y : y + thick, start:end] = 255
    if rng.random() < 0.15:
        strip.ink[y + 2 * thick : y + 3 * thick, start:end] = 255


def leader(strip: Strip, rng: Rng) -> None:
    """A dotted line to write on, under the text."""
    step = max(3, round(float(rng.uniform(0.22, 0.5)) * strip.letter))
    radius = max(1, round(float(rng.uniform(0.05, 0.09)) * strip.letter))
    y = strip.baseline + round(float(rng.uniform(0.0, 0.3)) * strip.letter)
    first = strip.left - round(strip.letter * float(rng.uniform(0, 2)))
    for x in range(first, strip.right + strip.letter, step):
        strip.ink[y - radius : y + radius, max(0, x) : max(0, x + 2 * radius)] = 255


def rules(strip: Strip, rng: Rng) -> None:
    """What is left of a table's grid: upright pieces beside the text, level ones above or below it."""
    height, width = strip.ink.shape
    for side in (-1, 1):
        if rng.random() < 0.5:
            off = round(float(rng.uniform(0.35, 1.2)) * strip.letter)
            x = strip.left - off if side < 0 else strip.right + off
            y = int(rng.integers(-height // 2, height // 2))
            _bar(
                strip.ink, x, max(0, y), _thin(strip, rng), height if rng.random() < 0.6 else height // 2, rng
            )
    if rng.random() < 0.5:
        high = rng.random() < 0.5
        above = float(rng.uniform(1.75, 2.4)) if high else -float(rng.uniform(0.62, 1.1))
        y = strip.baseline - round(above * strip.letter)
        x = int(rng.integers(0, width)) if rng.random() < 0.4 else 0
        _bar(strip.ink, x, y, width if rng.random() < 0.6 else width // 3, _thin(strip, rng), rng)


def _thin(strip: Strip, rng: Rng) -> int:
    return max(1, round(float(rng.uniform(0.04, 0.12)) * strip.letter))


def _bar(ink: Ink, x: int, y: int, width: int, height: int, rng: Rng) -> None:
    """A rule, broken now and then."""
    part = ink[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)]
    long = max(part.shape, default=0)
    if not part.size:
        return
    bar = np.full(part.shape, 255, np.uint8)
    if rng.random() < 0.5:
        runs = np.repeat(rng.random(long // 5 + 1) < rng.uniform(0.4, 0.95), 5)[:long]
        bar *= (runs[None] if part.shape[1] == long else runs[:, None]).astype(np.uint8)
    np.maximum(part, bar, out=part)


def stamp(strip: Strip, rng: Rng) -> None:
    """Arcs of a round stamp, or the edge of a square one, faint to dark, unevenly inked."""
    ink = np.zeros_like(strip.ink)
    letter = strip.letter
    thick = max(1, round(float(rng.uniform(0.08, 0.22)) * letter))
    x = int(rng.integers(strip.left, strip.right + 1))
    level = int(rng.integers(50, 230))
    if rng.random() < 0.6:
        radius = float(rng.uniform(2.5, 9)) * letter
        y = strip.baseline + round(float(rng.uniform(-1.1, 1.1)) * radius)
        for factor in (1.0, 0.86)[: int(rng.integers(1, 3))]:
            cv2.circle(ink, (x, y), round(radius * factor), level, thick, cv2.LINE_AA)
    else:
        y = strip.baseline + round(float(rng.uniform(-2, 0.6)) * letter)
        far = (x + round(float(rng.uniform(4, 12)) * letter), y + round(float(rng.uniform(-4, 5)) * letter))
        cv2.rectangle(ink, (x, y), far, level, thick, cv2.LINE_AA)
    if rng.random() < 0.6:
        grain = rng.random((ink.shape[0] // 3 + 1, ink.shape[1] // 3 + 1), dtype=np.float32)
        ink[cv2.resize(grain, ink.shape[::-1]) < rng.uniform(0.2, 0.55)] = 0
    np.maximum(strip.ink, ink, out=strip.ink)


def pen(strip: Strip, rng: Rng) -> None:
    """One stroke of a signature or of a note."""
    letter = strip.letter
    x = float(rng.uniform(strip.left, strip.right))
    ends = rng.uniform((-5, -4), (5, 4), (4, 2)) * letter + (x, strip.baseline - 0.5 * letter)
    t = np.linspace(0, 1, 24)[:, None]
    curve = (
        ends[0] * (1 - t) ** 3
        + 3 * ends[1] * t * (1 - t) ** 2
        + 3 * ends[2] * t * t * (1 - t)
        + ends[3] * t**3
    )
    ink = np.zeros_like(strip.ink)
    thick = max(1, round(float(rng.uniform(0.06, 0.16)) * letter))
    points = np.round(curve).astype(np.int32)
    cv2.polylines(ink, [points], False, int(rng.integers(80, 256)), thick, cv2.LINE_AA)
    np.maximum(strip.ink, ink, out=strip.ink)


def scribbled(strip: Strip, rng: Rng) -> Strip:
    """A signature or a note before or behind the text, a part of the line that says nothing."""
    gap, wide = (round(float(rng.uniform(*span)) * strip.letter) for span in ((0.5, 4.0), (3.0, 14.0)))
    ink = np.pad(strip.ink, ((0, 0), (0, gap + wide)))
    drawn = scrawl(strip.letter, wide, ink.shape[0], strip.baseline, rng)
    if rng.random() < 0.7:
        at = strip.right + gap
        left, right = strip.left, at + wide
    else:
        ink = np.roll(ink, gap + wide, axis=1)
        at = strip.left
        left, right = at, strip.right + gap + wide
    target = ink[:, at : at + wide]
    np.maximum(target, drawn, out=target)
    return Strip(ink, strip.baseline, left, right, strip.letter)


def shade(strip: Strip, rng: Rng) -> None:
    """A highlighter, the grey of a table's head or a wash of a stamp's colour: even, or grains of ink."""
    height, width = strip.ink.shape
    start, end = sorted(rng.integers(0, width + 1, 2).tolist())
    top = strip.baseline - round(float(rng.uniform(1.0, 3.0)) * strip.letter)
    rows = slice(max(0, top), min(height, top + round(float(rng.uniform(1.5, 4)) * strip.letter)))
    part = strip.ink[rows, start:end]
    level = int(rng.integers(15, 75))
    if rng.random() < 0.5:
        shaded = np.full(part.shape, level, np.uint8)
    else:
        grain = rng.random((part.shape[0] // 2 + 1, part.shape[1] // 2 + 1), dtype=np.float32) < level / 300
        shaded = np.repeat(np.repeat(grain, 2, axis=0), 2, axis=1)[
            : part.shape[0], : part.shape[1]
        ] * np.uint8(255)
    np.maximum(part, shaded, out=part)
