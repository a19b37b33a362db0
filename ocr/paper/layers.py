"""The order of the work: look at a small picture, reduce, flatten, part the inks, straighten the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.paper import inks, light, sheet, tint
from ocr.paper.scale import Scaled, glance, reduced, softened
from ocr.picture import Pixels, as_grey


@dataclass(frozen=True, slots=True)
class Steps:
    """Switches of the preparation, so that each can be measured by leaving it out.

    ``reduce``: to the working resolution. ``border``: table and dark edges around the sheet become paper.
    ``perspective``: a sheet photographed at an angle is straightened (needs no ``border``). ``flatten``:
    shadows and colour cast are divided out. ``colour``: coloured ink is parted from black print.
    ``soften``: the stairs of 1-bit pages that are not reduced are rounded.
    """

    reduce: bool = True
    border: bool = True
    perspective: bool = True
    flatten: bool = True
    colour: bool = True
    soften: bool = True


ALL = Steps()
_MARGIN_INCH = 0.4  # two lines of text


@dataclass(frozen=True, slots=True)
class InkLayer:
    """One ink of a page. ``pixels``: grey (height, width) uint8, 0 ink to 255 paper; of coloured ink only the
    part of the page that has some. ``to_page``: the 3 × 3
    homography from its pixels to those of the page image, whole numbers being the middles of pixels.
    ``colour``: "red" stands for all warm inks, "blue" for all cold ones. ``dpi``: its resolution."""

    pixels: Pixels
    to_page: NDArray[np.float64]
    colour: inks.Colour
    dpi: float


def ink_layers(pixels: Pixels, dpi: float, steps: Steps = ALL) -> tuple[InkLayer, ...]:
    """Black ink first, always there; then red and blue ink where the page has enough of it to read.

    ``pixels``: upright page image, grey or BGR, of ``dpi`` dots per inch. Raises ValueError on no pixels or
    a resolution that is not positive.
    """
    if pixels.size == 0 or not dpi > 0:
        raise ValueError(f"no page: shape {pixels.shape}, {dpi} dpi")
    small = glance(pixels, dpi)
    found = sheet.find(small) if steps.border or steps.perspective else sheet.ALL_PAPER
    corners = found.corners if steps.perspective else None
    if corners is not None:
        dpi = sheet.resolution(corners, dpi)
    paper = light.paper(small.pixels, found.around) if steps.flatten else None
    around = found.around if steps.border or corners is not None else None
    colours = tint.look(_even(small.pixels, paper, around)) if pixels.ndim == 3 and steps.colour else None
    if pixels.ndim == 3 and colours is None:
        pixels, paper = as_grey(pixels), None if paper is None else as_grey(paper)
    page = reduced(pixels, dpi) if steps.reduce else Scaled(pixels, 1.0, 1.0, dpi)
    if steps.soften:
        page = softened(page)
    even = _even(page.pixels, paper, around)
    layers: dict[inks.Colour, Pixels] = {"black": even} if colours is None else inks.separated(even, colours)
    to_page = page.to_page()
    if corners is not None:
        sheet_to_page, size = sheet.straightened(page, corners)
        to_picture = np.linalg.inv(to_page) @ sheet_to_page
        layers = {colour: _warped(grey, to_picture, size) for colour, grey in layers.items()}
        to_page = sheet_to_page
    made = (InkLayer(grey, to_page, colour, page.dpi) for colour, grey in layers.items())
    return tuple(layer if layer.colour == "black" else _trimmed(layer) for layer in made)


def _trimmed(layer: InkLayer) -> InkLayer:
    """What of a layer holds ink, with paper around it: stamps take a tenth of a page, and finding lines costs
    by the pixel."""
    height, width = layer.pixels.shape
    left, top, across, down = cv2.boundingRect(cv2.bitwise_not(layer.pixels))
    margin = round(_MARGIN_INCH * layer.dpi)
    right, bottom = min(width, left + across + margin), min(height, top + down + margin)
    left, top = max(0, left - margin), max(0, top - margin)
    moved = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)
    part = np.ascontiguousarray(layer.pixels[top:bottom, left:right])
    return InkLayer(part, layer.to_page @ moved, layer.colour, layer.dpi)


def _even(pixels: Pixels, paper: Pixels | None, around: NDArray[np.bool_] | None) -> Pixels:
    """``pixels`` with white paper, and nothing but paper around the sheet."""
    if paper is not None:
        pixels = light.flattened(pixels, paper)
    return pixels if around is None else sheet.without(pixels, around)


def _warped(grey: Pixels, to_grey: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    """A picture of ``size`` (width, height) whose pixels lie on ``grey`` where ``to_grey`` says."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped: Any = cv2.warpPerspective(grey, to_grey, size, flags=flags, borderValue=255)
    return np.asarray(warped, np.uint8)
