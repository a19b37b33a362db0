"""Bar charts as numbers; ``templates/chart.html`` draws them as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 8, 12, 34
_MAX_LABELS = 10
_TICKS = 4


class Bar(NamedTuple):
    """A rectangle with what it says (for a screen reader, and under the pointer)."""

    x: float
    y: float
    width: float
    height: float
    series: str
    title: str


class Mark(NamedTuple):
    """A text on an axis; ``at`` is along that axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lengths in units of the SVG's view box, ``width`` by ``height``; the plot lies within ``left``,
    ``right``, ``top`` and ``bottom``."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    series: tuple[str, ...]


def grouped_bars(labels: Sequence[str], series: Mapping[str, tuple[str, Sequence[int]]]) -> Chart:
    """A group of bars for each label, one bar a series: ``{name: (words, values)}``, values as many as
    labels and not negative."""
    left, right = _LEFT, _WIDTH - _RIGHT
    top, bottom = _TOP, _HEIGHT - _BOTTOM
    step = _step(max((v for _, values in series.values() for v in values), default=0))
    ceiling = step * _TICKS
    slot = (right - left) / max(1, len(labels))
    width = min(28.0, slot * 0.8 / len(series))
    bars, marks = [], []
    every = -(-len(labels) // _MAX_LABELS)
    for i, label in enumerate(labels):
        middle = left + slot * (i + 0.5)
        if (len(labels) - 1 - i) % max(1, every) == 0:
            marks.append(Mark(round(middle, 1), label))
        for k, (name, (words, values)) in enumerate(series.items()):
            height = (bottom - top) * values[i] / ceiling
            x = middle + (k - len(series) / 2) * width
            title = f"{label}: {words} {values[i]:,}"
            x, y, w, h = (round(v, 1) for v in (x, bottom - height, width * 0.9, height))
            bars.append(Bar(x, y, w, h, name, title))
    ticks = tuple(
        Mark(round(bottom - (bottom - top) * n / _TICKS, 1), f"{n * step:,}") for n in range(_TICKS + 1)
    )
    return Chart(_WIDTH, _HEIGHT, left, right, top, bottom, tuple(bars), ticks, tuple(marks), tuple(series))


def _step(highest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … with which :data:`_TICKS` steps reach ``highest``."""
    scale = 1
    while True:
        for step in (scale, 2 * scale, 5 * scale):
            if step * _TICKS >= highest:
                return step
        scale *= 10
