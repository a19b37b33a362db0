"""A winged emblem drawn from geometry, with the weight and outline that a letterhead needs.

It stands where official paper carries the Garuda; it copies no existing drawing.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Point = tuple[float, float]
_SIDE = 1400  # drawn large, then reduced: smooth edges at any size


class _Pen:
    """Draws in a unit square, mirrored about its middle; ink is 255."""

    def __init__(self) -> None:
        self.ink: Mask = np.zeros((_SIDE, _SIDE), np.uint8)

    def _both(self, points: list[Point]) -> list[NDArray[np.int32]]:
        array = np.array(points) * _SIDE
        other = array.copy()
        other[:, 0] = _SIDE - other[:, 0]
        return [array.round().astype(np.int32), other.round().astype(np.int32)]

    def fill(self, points: list[Point], ink: int = 255) -> None:
        for side in self._both(points):  # one at a time: overlapping halves would cancel out
            cv2.fillPoly(self.ink, [side], ink, cv2.LINE_AA)

    def line(self, points: list[Point], width: float, ink: int = 255) -> None:
        cv2.polylines(self.ink, self._both(points), False, ink, max(1, round(width * _SIDE)), cv2.LINE_AA)

    def leaf(self, base: Point, tip: Point, width: float, bend: float = 0.0, vein: bool = True) -> None:
        """A feather: outline in ink, paper inside, a vein down the middle."""
        edge = _leaf(base, tip, width, bend)
        self.fill(edge)
        self.fill(_leaf(base, tip, width * 0.62, bend), 0)
        if vein:
            self.line(_curve(base, tip, bend), width * 0.09)


def _curve(base: Point, tip: Point, bend: float, steps: int = 24) -> list[Point]:
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    points: list[Point] = []
    for i in range(steps + 1):
        t = i / steps
        off = bend * sin(pi * t)
        points.append((base[0] + dx * t - dy * off, base[1] + dy * t + dx * off))
    return points


def _leaf(base: Point, tip: Point, width: float, bend: float) -> list[Point]:
    spine = _curve(base, tip, bend)
    length = float(np.hypot(tip[0] - base[0], tip[1] - base[1]))
    nx, ny = -(tip[1] - base[1]) / length, (tip[0] - base[0]) / length
    half = [width / 2 * sin(pi * (i / (len(spine) - 1)) ** 0.62) for i in range(len(spine))]
    one = [(x + nx * h, y + ny * h) for (x, y), h in zip(spine, half, strict=True)]
    two = [(x - nx * h, y - ny * h) for (x, y), h in zip(spine, half, strict=True)]
    return one + two[::-1]


def _oval(x: float, y: float, rx: float, ry: float) -> list[Point]:
    return [(x + rx * cos(2 * pi * i / 40), y + ry * sin(2 * pi * i / 40)) for i in range(40)]


def _wings(pen: _Pen) -> None:
    for i in range(11):  # primaries, from the one that points up to the one that hangs
        angle = -1.12 + i * 0.165
        reach = 0.50 - 0.021 * i
        tip = (0.60 + reach * cos(angle) * 0.74, 0.36 + reach * sin(angle) * 0.86)
        pen.leaf((0.60 + 0.003 * i, 0.36 + 0.014 * i), tip, 0.062, -0.17)
    for i in range(9):  # coverts
        angle = -1.05 + i * 0.19
        pen.leaf((0.59, 0.36 + 0.011 * i), (0.60 + 0.23 * cos(angle), 0.37 + 0.26 * sin(angle)), 0.05, -0.12)
    for i in range(6):
        angle = -0.8 + i * 0.27
        pen.leaf((0.58, 0.37), (0.59 + 0.13 * cos(angle), 0.38 + 0.15 * sin(angle)), 0.04, 0.0, vein=False)


def _limbs(pen: _Pen) -> None:
    arm = _curve((0.57, 0.37), (0.70, 0.44), 0.16) + _curve((0.70, 0.44), (0.715, 0.25), -0.12)
    pen.line(arm, 0.046)
    pen.line(arm, 0.026, 0)
    for bend in (-0.3, 0.0, 0.3):
        pen.line(_curve((0.715, 0.26), (0.715 + bend * 0.12, 0.19), bend), 0.012)
    leg = _curve((0.55, 0.66), (0.735, 0.72), -0.22) + _curve((0.735, 0.72), (0.64, 0.90), 0.10)
    pen.line(leg, 0.080)
    pen.line(leg, 0.056, 0)
    pen.line(leg, 0.012)
    for x in (0.56, 0.62, 0.68, 0.74):
        pen.line(_curve((0.64, 0.89), (x, 0.965), 0.18), 0.016)


def _body(pen: _Pen) -> None:
    for i in range(4):  # tail
        pen.leaf((0.5 + 0.012 * i, 0.68), (0.5 + 0.035 * i, 0.97 - 0.03 * i), 0.05, 0.05)
    pen.fill([(0.5, 0.33), (0.585, 0.34), (0.60, 0.40), (0.555, 0.50), (0.56, 0.56), (0.5, 0.57)])
    for i in range(3):  # breast ornaments
        pen.line(_curve((0.5, 0.40 + 0.035 * i), (0.575 - 0.01 * i, 0.365 + 0.03 * i), 0.12), 0.009, 0)
    pen.fill([(0.5, 0.55), (0.575, 0.55), (0.635, 0.70), (0.58, 0.74), (0.5, 0.73)])
    for i in range(4):
        pen.line(_curve((0.505 + 0.018 * i, 0.57), (0.512 + 0.032 * i, 0.72), -0.05), 0.008, 0)
    pen.line([(0.5, 0.555), (0.575, 0.555)], 0.012, 0)


def _head(pen: _Pen) -> None:
    pen.fill(_oval(0.5, 0.255, 0.062, 0.072))
    pen.fill(_oval(0.524, 0.245, 0.015, 0.010), 0)
    pen.fill([(0.5, 0.262), (0.528, 0.275), (0.5, 0.325)], 0)
    pen.line([(0.5, 0.265), (0.5, 0.315)], 0.008)
    pen.leaf((0.555, 0.27), (0.615, 0.17), 0.045, 0.12, vein=False)
    for i in range(4):  # tiers of the crown
        y = 0.195 - 0.034 * i
        pen.fill([(0.5, y), (0.565 - 0.014 * i, y), (0.545 - 0.013 * i, y - 0.026), (0.5, y - 0.026)])
    pen.fill([(0.5, 0.085), (0.514, 0.085), (0.5, 0.0)])


@lru_cache(maxsize=8)
def emblem(height: int) -> Mask:
    """Ink mask (0 paper .. 255 ink) of the emblem, ``height`` pixels high and about as wide."""
    pen = _Pen()
    _wings(pen)
    _limbs(pen)
    _body(pen)
    _head(pen)
    small = cv2.resize(pen.ink, (height, height), interpolation=cv2.INTER_AREA)
    small.flags.writeable = False
    return np.asarray(small, np.uint8)
