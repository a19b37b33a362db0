"""Ruled lines: found in the ink, taken out of it, and painted out of the picture that lines are cut from."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from ocr.layout.found import Floats, Rule
from ocr.picture import Pixels

# In letter heights.
_THICK = 0.36
_BRIDGED = 0.45  # gaps in broken rules
_LONG = {True: 4.0, False: 3.0}  # level, upright
_KNOT = 6.0
_FILLED = 0.82  # share of a rule's length that has ink; letters that happen to stand in line have less
_LONG_FROM, _WORN_FILLED = 12.0, 0.6  # a long one may be worn more
_CROOKED = 0.14  # mean distance from a smooth curve
_SLANT = 0.12
_HOLLOW = 0.25  # share of its ink that may be off its middle: tops and feet of figures in a row are
_BESIDE, _MARGIN = 0.2, 4  # share of a worn one's length with ink close beside; px to look for it
_WHOLE = 0.93


class Ruled(NamedTuple):
    """``rules`` in pixels of the reduced picture; ``ink`` 1 on their pixels, same size as the ink."""

    rules: list[Rule]
    ink: Pixels


def find_rules(ink: Pixels, letter: float) -> Ruled:
    """Level and upright rules of an ink mask (0, 1), broken and slanting ones (up to about 6°) too."""
    taken = np.zeros_like(ink)
    level = _level(ink, letter, True, taken)
    turned: Any = cv2.transpose(ink)
    taken_turned = np.zeros_like(turned)
    upright = [
        Rule(r.points[:, ::-1].copy(), r.thickness, False)
        for r in _level(turned, letter, False, taken_turned)
    ]
    both: Any = cv2.bitwise_or(taken, cv2.transpose(taken_turned)) if upright else taken
    return Ruled(level + upright, np.asarray(both, np.uint8))


def _level(ink: Pixels, letter: float, level: bool, taken: Pixels) -> list[Rule]:
    """Rules from left to right; sets their pixels in ``taken``."""
    thin = _thin(ink, max(2, round(_THICK * letter)))
    joined = _close(thin, round(_BRIDGED * letter))
    # A slanting rule is a staircase: made thicker for the search, its steps are long enough to be seen.
    thick: Any = cv2.dilate(joined, np.ones((3, 1), np.uint8))
    least = _LONG[level] * letter
    runs: Any = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(least * 0.6)), np.uint8))
    runs = cv2.bitwise_and(runs, joined)
    runs = _close(runs, round(_BRIDGED * letter))
    outlines: Any = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    rules: list[Rule] = []
    for outline in outlines:
        x, y, w, h = cv2.boundingRect(outline)
        if w < least or h > 2 * _THICK * letter + _SLANT * w:
            continue
        part = np.zeros((h, w), np.uint8)
        cv2.drawContours(part, [outline], -1, 1, cv2.FILLED, offset=(-x, -y))
        inked = thin[y : y + h, x : x + w] & part
        covered = np.count_nonzero(inked.any(axis=0))
        worn = covered < _FILLED * w
        if worn and (w < _LONG_FROM * letter or covered < _WORN_FILLED * w):
            continue
        curve, crooked = _curve(part, letter)
        thickness = np.count_nonzero(inked) / covered
        top = max(0, y - _MARGIN)
        around = ink[top : y + h + _MARGIN, x : x + w]
        off = _off(around.shape, curve + np.array([0, y - top]))
        reach = thickness / 2 + 1
        if (
            crooked > _CROOKED * letter
            or np.count_nonzero(inked & (off[y - top :][:h] > reach)) > _HOLLOW * np.count_nonzero(inked)
            or (worn and _like_letters(around, off, reach))
        ):
            continue
        rules.append(Rule(curve + np.array([x, y]), thickness, level))
        taken[y : y + h, x : x + w] |= inked
    return rules


def _like_letters(ink: Pixels, off: Floats, reach: float) -> bool:
    """Whether stems stand along a broken curve and nothing in its gaps: letter tops. Letters that stand on a
    rule leave no gaps in it."""
    beside = (ink & (off > reach) & (off <= reach + 2)).any(axis=0).mean()
    whole = (ink & (off <= reach)).any(axis=0).mean()
    return bool(beside > _BESIDE and whole < _WHOLE)


def _off(shape: tuple[int, ...], curve: Floats) -> Floats:
    """How far each pixel of a picture of ``shape`` is above or below ``curve``."""
    middle = np.interp(np.arange(shape[1]), curve[:, 0], curve[:, 1])
    return np.asarray(np.abs(np.arange(shape[0])[:, None] - middle[None]), np.float64)


def _thin(ink: Pixels, most: int) -> Pixels:
    """Pixels whose upright run of ink is at most ``most`` long: what crosses a rule is not among them."""
    deep: Any = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((most + 1, 1), np.uint8))
    return np.asarray(cv2.subtract(ink, deep), np.uint8)


def _close(mask: Pixels, gap: int) -> Pixels:
    kernel = np.ones((1, max(1, gap) + 1), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), np.uint8)


def _curve(part: Pixels, letter: float) -> tuple[Floats, float]:
    """Points along the middle of a level part, and its mean distance from them, pixels."""
    height, width = part.shape
    depth = part.sum(axis=0)
    x = np.flatnonzero(depth)
    middle = (part * np.arange(height)[:, None]).sum(axis=0)[x] / depth[x]
    knots = min(8, max(2, round(width / (_KNOT * letter)) + 1))
    degree = 1 if knots < 4 else 2 if knots < 7 else 3
    fit = np.polynomial.Polynomial.fit(x, middle, degree)
    crooked = float(np.abs(middle - fit(x)).mean())
    at = np.linspace(x[0], x[-1], knots)
    return np.stack([at, fit(at)], axis=-1), crooked


def without_rules(grey: Pixels, rules: tuple[Rule, ...]) -> Pixels:
    """``grey`` with the rules painted white, marks and letters that cross them kept.

    A pixel goes where it lies on a rule and the ink there is no deeper than the rule is thick.
    """
    if not rules:
        return grey
    clean = grey.copy()
    turned = clean.T
    for rule in rules:
        if rule.level:
            _paint(clean, rule.points, rule.thickness)
        else:
            _paint(turned, rule.points[:, ::-1], rule.thickness)
    return clean


def _paint(grey: Pixels, points: Floats, thickness: float) -> None:
    """Paints out one level rule in place."""
    reach = int(np.ceil(thickness / 2)) + 2
    height, width = grey.shape
    first, last = max(0, int(points[0, 0]) - reach), min(width, int(points[-1, 0]) + reach + 1)
    top = max(0, int(points[:, 1].min()) - 3 * reach)
    bottom = min(height, int(np.ceil(points[:, 1].max())) + 3 * reach + 1)
    if first >= last or top >= bottom:
        return
    part = grey[top:bottom, first:last]
    ink: Any = cv2.threshold(np.ascontiguousarray(part), 190, 1, cv2.THRESH_BINARY_INV)[1]
    thin = _thin(ink, int(np.ceil(thickness)) + 2)
    middle = np.interp(np.arange(first, last), points[:, 0], points[:, 1]) - top
    near = np.abs(np.arange(bottom - top)[:, None] - middle[None]) <= reach
    # Grey fringes of the rule go with it, those of a letter that crosses it stay.
    halo: Any = cv2.dilate(thin & near, np.ones((3, 1), np.uint8))
    part[(halo > 0) & near & ~((ink > 0) & (thin == 0))] = 255
