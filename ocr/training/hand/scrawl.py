"""Signatures and hasty notes: strokes that no reader should take for letters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.training.hand.strokes import Rng, Stroke, bent, draw, thai_digits

_SIGNATURE_SHARE = 0.35
_DIGIT_SHARE = 0.45  # of the loops of a note; the rest is drawn by chance


def scrawl(letter: int, width: int, height: int, baseline: int, rng: Rng) -> NDArray[np.uint8]:
    """(height, width) uint8, 255 where ink is full; ``letter`` is the height of a printed letter there."""
    ink = np.zeros((height, width), np.uint8)
    thick = max(1, round(letter * float(rng.uniform(0.06, 0.18))))
    level = int(rng.integers(110, 256))
    if rng.random() < _SIGNATURE_SHARE:
        strokes = _signature(letter, width, baseline, rng)
    else:
        strokes = _note(letter, width, baseline, rng)
    draw(ink, strokes, thick, level)
    return ink


def _signature(letter: int, width: int, baseline: int, rng: Rng) -> list[Stroke]:
    """One long stroke that swings forth and back, at times a line under it."""
    count = int(rng.integers(5, 16))
    x = np.sort(rng.uniform(0.06, 0.94, count)) + rng.normal(0, 0.08, count)
    tall = letter * float(rng.uniform(0.8, 2.0))
    y = baseline - letter * 0.5 + rng.normal(0, 0.5, count) * tall
    strokes = [np.stack([np.clip(x, 0.02, 0.98) * width, y], 1)]
    if rng.random() < 0.4:
        under = baseline + letter * float(rng.uniform(-0.2, 0.9))
        strokes.append(
            np.array(
                [
                    [0.1 * width, under],
                    [rng.uniform(0.5, 0.95) * width, under - rng.uniform(-0.4, 0.8) * letter],
                ]
            )
        )
    return strokes


def _note(letter: int, width: int, baseline: int, rng: Rng) -> list[Stroke]:
    """Loops and hooks of the size of letters, one after another, some joined: a hand that cannot be read."""
    size = letter * float(rng.uniform(0.9, 1.9))
    x = 0.05 * width
    strokes: list[Stroke] = []
    drift = float(rng.normal(0, 0.03))
    joined = float(rng.uniform(0, 0.6))
    while x < width - 1.1 * size:
        piece = bent(_turned(rng), rng, 0.14) if rng.random() < _DIGIT_SHARE else [_loop(rng)]
        scale = size * float(rng.uniform(0.6, 1.15))
        rise = baseline - size * float(rng.normal(0.0, 0.1)) - drift * x
        placed = [np.stack([x + s[:, 0] * scale, rise - s[:, 1] * scale], 1) for s in piece]
        if strokes and rng.random() < joined:
            placed[0] = np.vstack([strokes[-1][-1:], placed[0]])
        strokes += placed
        x += scale * float(rng.uniform(0.55, 1.05))
        if rng.random() < 0.15:
            x += size * float(rng.uniform(0.3, 1.2))
        if rng.random() < 0.18:  # a mark above
            strokes.append(
                np.array([[x - 0.6 * size, rise - 1.2 * size], [x - 0.2 * size, rise - 1.5 * size]])
            )
    return strokes or _signature(letter, width, baseline, rng)


def _turned(rng: Rng) -> list[Stroke]:
    """A piece of a digit, mirrored or on its side: a hand's curve that is no digit."""
    ways = thai_digits()[int(rng.integers(1, 10))]
    made = []
    quarter = int(rng.integers(1, 4))
    for stroke in ways[int(rng.integers(len(ways)))]:
        x, y = stroke[:, 0], stroke[:, 1]
        x, y = ((1 - y, x), (1 - x, y), (y, 1 - x))[quarter - 1]
        if len(stroke) > 6 and rng.random() < 0.6:
            start = int(rng.integers(len(stroke) // 2))
            x, y = x[start:], y[start:]
        made.append(np.stack([x, y], 1))
    return made


def _loop(rng: Rng) -> Stroke:
    count = int(rng.integers(3, 8))
    turn = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.uniform(0.5, 1.6, count)) * rng.choice((-1, 1))
    radius = rng.uniform(0.15, 0.5, count)
    points = np.stack([0.5 + radius * np.cos(turn), 0.5 + radius * np.sin(turn)], 1)
    return points + np.linspace(0, rng.uniform(-0.3, 0.5), count)[:, None] * (1, 0)
