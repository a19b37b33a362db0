"""Inks told apart by colour: black print without the stamps and pens over it, and those by themselves.

On a page whose paper is white in every channel, the darkness of the darkest channel shows how much ink a
place has, that of the brightest channel how black it is. Where :mod:`ocr.paper.tint` sees colour all ink is
taken for coloured but strokes that are clearly less coloured than what lies around them: those are print.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

import cv2
import numpy as np

from ocr.paper.tint import Tint
from ocr.picture import Pixels

Colour: TypeAlias = Literal["black", "red", "blue"]

_PRINT_TINT, _PRINT_DARK = 0.4, 80  # of the tint around; darkness in the brightest channel
_PRINT_NEAR, _PRINT_SHARE = (
    19,
    0.2,
)  # px, and how much of the ink in such a square is print where there is any
_FIRM, _FIRM_SHARE = 5, 0.25  # px, and the print in such a square around print that is no speck
_FAINT, _CLEAR = (
    40,
    110,
)  # what is left of coloured strokes without their colour, and what is print under them
_LEFT = np.interp(np.arange(256), (_FAINT, _CLEAR, 255), (0, _CLEAR, 255)).astype(np.uint8)
_EDGE = np.ones((3, 3), np.uint8)  # soft edges of strokes
_OWN_COLOUR = 48  # spread of channels from which a pixel's own colour counts, not that around it
_INK, _READABLE = 80, 2e-4  # darkness of strokes; share of the page: less than one short word is not read
_LEAST_TINT = 0.2  # of all strokes of a layer
_FULL, _MOST_GAIN = 190, 1.6  # darkness given to coloured strokes, and the most that they are strengthened


def separated(even: Pixels, tint: Tint) -> dict[Colour, Pixels]:
    """``black`` and, where there is enough to read, ``red`` and ``blue``, each (height, width), from BGR
    pixels whose paper is white."""
    blue, green, red = cv2.split(even)
    black: Any = cv2.max(cv2.max(blue, green), red)
    layers: dict[Colour, Pixels] = {"black": np.asarray(black, np.uint8)}
    # Stamps and pens take a part of the page, and only that part is worked on.
    part, small = _part(tint, *black.shape)
    blue, green, red = blue[part], green[part], red[part]
    strength, warm, broad = (_enlarged(m[small], blue.shape) for m in (tint.strength, tint.warm, tint.broad))
    darkness: Any = cv2.bitwise_not(cv2.min(cv2.min(blue, green), red))
    blackness: Any = cv2.bitwise_not(black[part])
    spread: Any = cv2.subtract(darkness, blackness)
    own: Any = cv2.threshold(spread, _OWN_COLOUR, 255, cv2.THRESH_BINARY)[1]
    cv2.copyTo(cv2.compare(red, blue, cv2.CMP_GE), own, warm)
    coloured: Any = cv2.threshold(strength, 0, 255, cv2.THRESH_BINARY)[1]
    printed = _printed(darkness, blackness, spread, strength)
    # Red ink is bright in its own channel: what is dark there is print. Blue ink is dark in all of them.
    left = cv2.bitwise_and(_left(blackness, spread, own, warm), cv2.max(printed.near, warm))
    cv2.copyTo(cv2.bitwise_not(left), coloured, black[part])
    strokes: Any = cv2.subtract(coloured, cv2.max(broad, printed.strokes))
    parts: tuple[tuple[Colour, Any], ...] = (
        ("red", cv2.bitwise_and(strokes, warm)),
        ("blue", cv2.subtract(strokes, warm)),
    )
    # Of the three channels the middle one: pens and stamps are dark in two, yellow highlighter in one only.
    middle: Any = cv2.bitwise_not(cv2.max(cv2.min(blue, green), cv2.min(cv2.max(blue, green), red)))
    for name, where in parts:
        ink: Any = cv2.bitwise_and(middle, where)
        dark: Any = cv2.threshold(ink, _INK, 255, cv2.THRESH_BINARY)[1]
        # In stains black lines may pass for coloured strokes, singly; not taken together.
        tinted = cv2.mean(spread, mask=dark)[0] > _LEAST_TINT * cv2.mean(darkness, mask=dark)[0]
        if tinted and cv2.countNonZero(dark) >= _READABLE * black.size:
            gain = float(np.clip(_FULL / cv2.mean(ink, mask=dark)[0], 1.0, _MOST_GAIN))
            layers[name] = np.full(black.shape, 255, np.uint8)
            layers[name][part] = cv2.bitwise_not(cv2.convertScaleAbs(ink, alpha=gain))
    return layers


def _part(tint: Tint, height: int, width: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Rows and columns around all colour: of the page of that size, and of the glance."""
    left, top, across, down = cv2.boundingRect(tint.strength)
    y, x = height / tint.strength.shape[0], width / tint.strength.shape[1]
    page = slice(round(top * y), round((top + down) * y)), slice(round(left * x), round((left + across) * x))
    return page, (slice(top, top + down), slice(left, left + across))


def _enlarged(small: Any, shape: tuple[int, ...]) -> Any:
    """A part of the glance at the size of the page; true becomes 255."""
    levels = small if small.dtype == np.uint8 else small.astype(np.uint8) * 255
    return cv2.resize(levels, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)


class _Printed(NamedTuple):
    """Black print among coloured ink: 255 on its ``strokes``, and wherever there is some ``near``."""

    strokes: Any
    near: Any


def _printed(darkness: Any, blackness: Any, spread: Any, strength: Any) -> _Printed:
    least: Any = cv2.multiply(darkness, strength, scale=_PRINT_TINT / 255)
    dark: Any = cv2.threshold(blackness, _PRINT_DARK, 255, cv2.THRESH_BINARY)[1]
    seeds: Any = cv2.bitwise_and(cv2.compare(spread, least, cv2.CMP_LE), dark)
    firm: Any = cv2.threshold(cv2.blur(seeds, (_FIRM, _FIRM)), 255 * _FIRM_SHARE, 255, cv2.THRESH_BINARY)[1]
    seeds = cv2.bitwise_and(seeds, firm)
    ink: Any = cv2.threshold(darkness, _INK, 255 * _PRINT_SHARE, cv2.THRESH_BINARY)[1]
    square = (_PRINT_NEAR, _PRINT_NEAR)
    near: Any = cv2.compare(cv2.blur(seeds, square), cv2.blur(ink, square), cv2.CMP_GT)
    return _Printed(cv2.dilate(cv2.bitwise_and(seeds, near), _EDGE), near)


def _left(blackness: Any, spread: Any, own: Any, warm: Any) -> Any:
    """What is left of ``blackness`` without what coloured ink has of it for each level of ``spread``: a red
    seal 0.3, a dark blue pen 2."""
    cold: Any = cv2.bitwise_not(warm)
    left = blackness
    for colour in (warm, cold):
        pure: Any = cv2.bitwise_and(own, colour)
        share = cv2.mean(blackness, mask=pure)[0] / max(1.0, cv2.mean(spread, mask=pure)[0])
        left = cv2.subtract(left, cv2.bitwise_and(cv2.convertScaleAbs(spread, alpha=share), colour))
    return cv2.LUT(left, _LEFT)
