"""Inks told apart by colour: black print without the stamps and pens over it, and those by themselves.

On a page whose paper is white in every channel, the brightest channel shows how black a place is and the
spread of the channels how coloured. Where both lie over each other the print stays.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import cv2
import numpy as np

from ocr.paper import light
from ocr.picture import Pixels

Colour: TypeAlias = Literal["black", "red", "blue"]

_SPREAD = 48  # grey levels: fringes of black strokes, by JPEG and by lenses, stay below
_OF_INK = 0.3  # spread to darkness of the darkest channel: of dark blue pens 0.4, of black under a stamp 0.2
_GLANCE_SPREAD, _PRESENT = 24, 1e-4  # on a glance, where strokes are thinned with paper
_READABLE = 2e-4  # of the page: less coloured ink than one short word is not read
_BROAD_MM = 4.0  # no stroke of a stamp is as broad: highlighter, stains, logos
_FAINT, _SURE = 40, 110  # what is left of coloured strokes without their colour, and what is print under them
_PRINT = np.interp(np.arange(256), (_FAINT, _SURE, 255), (0, _SURE, 255)).astype(np.uint8)
_HALO = 2  # px: soft edges of strokes around their sure colour
_BLOCK, _NEAR = 8, 5  # px of a block, blocks: how far around the greyness of an ink is averaged
_GREY_UNIT = 64  # of 255: greyness 1
_FLOOR = 16  # spread that is no ink
_FULL, _MOST_GAIN = 200, 2.5  # darkness given to coloured strokes, and the most that they are strengthened


def has_colour(small: Pixels, paper: Pixels | None) -> bool:
    """Whether a glance (height, width, 3) at a page shows ink in colour."""
    even = small if paper is None else light.flattened(small, paper)
    return float((_spread(*cv2.split(even))[2] > _GLANCE_SPREAD).mean()) > _PRESENT


def separated(even: Pixels, dpi: float) -> dict[Colour, Pixels]:
    """``black`` and, where there is enough to read, ``red`` and ``blue``, each (height, width), from BGR
    pixels whose paper is white."""
    blue, green, red = cv2.split(even)
    brightest, darkest, spread = _spread(blue, green, red)
    ink_spread: Any = cv2.convertScaleAbs(darkest, alpha=-_OF_INK, beta=255 * _OF_INK)
    coloured: Any = cv2.bitwise_and(
        cv2.compare(spread, ink_spread, cv2.CMP_GT), cv2.threshold(spread, _SPREAD, 255, cv2.THRESH_BINARY)[1]
    )
    warm: Any = cv2.bitwise_and(coloured, cv2.compare(red, blue, cv2.CMP_GE))
    layers: dict[Colour, Pixels] = {"black": np.asarray(brightest, np.uint8)}
    parts: tuple[tuple[Colour, Any], ...] = (("red", warm), ("blue", cv2.bitwise_xor(coloured, warm)))
    for name, core in parts:
        if not cv2.countNonZero(core):
            continue
        # Stamps and pens take a part of the page, and only that part is worked on.
        part = _around(core)
        place = _Place(layers["black"][part], spread[part], core[part])
        place.clear()
        if cv2.countNonZero(core) >= _READABLE * core.size:
            layers[name] = np.full(core.shape, 255, np.uint8)
            layers[name][part] = place.alone(dpi)
    return layers


def _spread(blue: Any, green: Any, red: Any) -> tuple[Any, Any, Any]:
    """Brightest channel, darkest channel, and their difference."""
    brightest = cv2.max(cv2.max(blue, green), red)
    darkest = cv2.min(cv2.min(blue, green), red)
    return brightest, darkest, cv2.subtract(brightest, darkest)


def _around(core: Any) -> tuple[slice, slice]:
    """The smallest part of the page, rows and columns, around all of ``core``, in whole blocks."""
    left, top, width, height = cv2.boundingRect(core)
    rows, columns = (
        slice(max(0, start - _HALO) // _BLOCK * _BLOCK, min(length, end + _HALO))
        for start, end, length in ((top, top + height, core.shape[0]), (left, left + width, core.shape[1]))
    )
    return rows, columns


class _Place:
    """A part of a page with ink of one colour: ``core`` is 255 where the colour is sure."""

    def __init__(self, black: Any, spread: Any, core: Any) -> None:
        self.black, self.spread, self.core = black, spread, core
        self.around: Any = cv2.dilate(core, np.ones((2 * _HALO + 1, 2 * _HALO + 1), np.uint8))

    def clear(self) -> None:
        """Takes out of ``black``, in place, the darkness that coloured ink has in its brightest channel."""
        darkness: Any = cv2.bitwise_not(self.black)
        of_ink: Any = cv2.multiply(self.spread, self._greyness(darkness), scale=1 / _GREY_UNIT)
        left: Any = cv2.LUT(cv2.subtract(darkness, of_ink), _PRINT)
        cv2.copyTo(cv2.bitwise_not(left), self.around, self.black)

    def _greyness(self, darkness: Any) -> Pixels:
        """Darkness in the brightest channel for each level of spread, in units of 1 / 64, as the ink has it
        thereabouts: a pale stamp 0.3, a dark blue pen 2."""
        height, width = self.core.shape
        small = max(1, width // _BLOCK), max(1, height // _BLOCK)
        whole = (
            slice(0, max(height % _BLOCK, height // _BLOCK * _BLOCK)),
            slice(0, max(width % _BLOCK, width // _BLOCK * _BLOCK)),
        )
        sums = []
        for levels in (darkness, self.spread):
            blocks = cv2.resize(
                cv2.bitwise_and(levels, self.core)[whole], small, interpolation=cv2.INTER_AREA
            )
            sums.append(cv2.blur(blocks.astype(np.float32), (_NEAR, _NEAR)))
        greyness = np.clip(sums[0] / np.maximum(sums[1], 1e-3) * _GREY_UNIT, 0, 255).astype(np.uint8)
        return np.asarray(cv2.resize(greyness, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)

    def alone(self, dpi: float) -> Pixels:
        """The ink by itself, its strokes as dark as print; broad areas of colour are left out."""
        typical = cv2.mean(self.spread, mask=self.core)[0] - _FLOOR
        gain = min(_MOST_GAIN, _FULL / max(1.0, typical))
        levels = np.clip((np.arange(256) - _FLOOR) * gain, 0, 255).astype(np.uint8)
        darkness: Any = cv2.LUT(self.spread, levels)
        strokes = self.around
        side = max(3, round(_BROAD_MM / 25.4 * dpi))
        broad: Any = cv2.morphologyEx(self.core, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
        if cv2.countNonZero(broad):
            wide: Any = cv2.dilate(broad, np.ones((9, 9), np.uint8))
            strokes = cv2.subtract(strokes, wide)
        return np.asarray(cv2.bitwise_not(cv2.bitwise_and(darkness, strokes)), np.uint8)
