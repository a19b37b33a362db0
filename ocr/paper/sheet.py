"""The sheet of paper on what it lay: a table under a photographed page, the dark lid of a scanner.

Dark areas count as surroundings only where they reach the picture's edge and end sharply, as paper does and
shadows do not. The sheet is straightened only where all of its four sides are in the picture and it was
photographed at an angle; anything else is merely painted white, which no text suffers from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.paper.scale import GLANCE_DPI, Glance, Scaled
from ocr.picture import Pixels

_INK_MM = 8.0  # narrower dark things are ink on the sheet, unless they lie along the edge
_SHARP, _STEP_PX = 0.8, 3  # dark to bright within a few pixels of a glance: where paper ends
_PAPER_AREA, _PAPER_LIGHT = 0.1, 0.8  # of the picture, of the brightest such area: a candidate for the sheet
_DARK = 0.6  # of the sheet's brightness: what is brighter may be another sheet with text on it
_SIDE_AREA = (0.2, 0.99)  # of the picture, covered by a sheet that has all four sides in it
_FILLED = 0.96  # of its quadrilateral, by the sheet: torn or hidden corners are not guessed
_INSIDE_PX, _INSIDE_SHARE = 2, 0.8  # a side lies in the picture when that much of it is so far from the edge
_ASKEW = 0.7  # degrees: sheets whose corners are that near to 90° and sides to upright are not resampled
_BLANK, _ACROSS = 250, 0.98  # grey level of what is no part of a photograph; share of a row that it fills
_A4 = 297 / 210
_A4_TOLERANCE = 0.08  # of the ratio of sides: perspective changes it by less
_A4_INCHES = 210 / 25.4 * 297 / 25.4


Corners = NDArray[np.float64]
"""(4, 2) x, y: top left, top right, bottom right, bottom left."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``around``: true, in the shape of the glance, on what is no paper; ``None`` where all is. ``corners``:
    in pixels of the page image, where the sheet is to be straightened."""

    around: NDArray[np.bool_] | None = None
    corners: Corners | None = None


ALL_PAPER = Sheet()


def find(small: Glance) -> Sheet:
    """The sheet on a glance at a page."""
    grey = _darkest(small.pixels)
    rows, columns = _photograph(grey), _photograph(grey.T)
    found = _find(np.ascontiguousarray(grey[rows, columns]))
    if found.around is None:
        return ALL_PAPER
    around = np.ones(grey.shape, bool)
    around[rows, columns] = found.around
    if found.corners is None:
        return Sheet(around)
    corners = found.corners + np.array([columns.start, rows.start])
    return Sheet(around, (corners + 0.5) * small.factor - 0.5)


def _photograph(grey: Pixels) -> slice:
    """The rows of ``grey`` without the blank ones above and below, where a PDF fits a photograph to its page:
    that begins and ends all across. All rows of any other page."""
    filled = (grey < _BLANK).mean(axis=1)
    rows = np.flatnonzero(filled)
    if len(rows) < 3 or min(filled[rows[0]], filled[rows[-1]]) < _ACROSS:
        return slice(0, len(grey))
    # Where it begins, the glance mixes it with the blank.
    first, last = int(rows[0]), int(rows[-1])
    return slice(first + (first > 0), last + (last == len(grey) - 1))


def _find(grey: Pixels) -> Sheet:
    """The sheet on a glance, its corners in pixels of that."""
    filled = _without_ink(grey)
    sheet, others = _sheet(filled)
    if sheet is None or sheet.all():
        return ALL_PAPER
    corners = None if others else _corners(~sheet)
    if corners is not None:
        return Sheet(_wider(~sheet), corners)
    level = _DARK * float(cv2.mean(filled, sheet.astype(np.uint8))[0])
    dark = _reaching_edge(~sheet & (filled < level))
    return Sheet(_wider(dark)) if dark.any() else ALL_PAPER


def _darkest(pixels: Pixels) -> Pixels:
    """The darkest channel: a wooden table is dark in blue, paper in none."""
    if pixels.ndim == 2:
        return pixels
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(blue, green), red), np.uint8)


def _without_ink(grey: Pixels) -> Pixels:
    """The bare paper, and what lies around it. Beyond the picture all is dark, so that text that touches its
    edge goes and a dark edge stays, however thin."""
    side = round(_INK_MM / 25.4 * GLANCE_DPI) | 1
    framed: Any = cv2.copyMakeBorder(grey, side, side, side, side, cv2.BORDER_CONSTANT, value=0)
    filled: Any = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.ascontiguousarray(filled[side:-side, side:-side], np.uint8)


def _sheet(filled: Pixels) -> tuple[NDArray[np.bool_] | None, bool]:
    """The largest bright area whose brightness changes nowhere suddenly, holes filled, and whether there are
    other such areas."""
    step = np.ones((2 * _STEP_PX + 1, 2 * _STEP_PX + 1), np.uint8)
    low: Any = cv2.erode(filled, step)
    high: Any = cv2.dilate(filled, step)
    even: Any = cv2.compare(low, cv2.convertScaleAbs(high, alpha=_SHARP), cv2.CMP_GE)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA]
    large = [i for i in range(1, count) if areas[i] >= _PAPER_AREA * filled.size]
    light = {i: cv2.mean(filled, (labels == i).astype(np.uint8))[0] for i in large}
    bright = [i for i in large if light[i] >= _PAPER_LIGHT * max(light.values())]
    if not bright:
        return None, False
    found: Any = cv2.dilate((labels == max(bright, key=lambda i: int(areas[i]))).astype(np.uint8), step)
    return ~_reaching_edge(found == 0), len(bright) > 1


def _reaching_edge(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts of ``mask`` that are connected with the edge of the picture."""
    framed: Any = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels = cv2.connectedComponents(framed, connectivity=4)
    return np.asarray(mask & (labels[1:-1, 1:-1] == labels[0, 0]))


def _wider(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Half shadows along the border of ``mask`` included."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _corners(outside: NDArray[np.bool_]) -> Corners | None:
    """Corners, on the glance, of a sheet that lies whole in the picture and at an angle."""
    contours, _ = cv2.findContours((~outside).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contour = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(contour)
    least, most = (share * outside.size for share in _SIDE_AREA)
    if not least <= area <= most:
        return None
    rough = _quadrilateral(cv2.convexHull(contour))
    if rough is None:
        return None
    points = np.asarray(contour, np.float64).reshape(-1, 2)
    corners = _fitted(points, rough, outside.shape)
    if corners is None or area < _FILLED * cv2.contourArea(corners.astype(np.float32)):
        return None
    return corners if _askew(corners) > _ASKEW else None


def _quadrilateral(hull: Any) -> Corners | None:
    """The four corners of a hull, in the order of :data:`Corners`."""
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        rough: Any = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(rough) == 4:
            points = np.asarray(rough, np.float64).reshape(4, 2)
            centre = points.mean(axis=0)
            angle = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
            points = points[np.argsort(angle)]  # clockwise, y points down
            return np.roll(points, -int(points.sum(axis=1).argmin()), axis=0)
    return None


def _fitted(points: Corners, rough: Corners, shape: tuple[int, int]) -> Corners | None:
    """Where straight lines through the border between the rough corners meet; ``None`` where a side is not
    in the picture."""
    height, width = shape
    lines = []
    for start, end in zip(rough, np.roll(rough, -1, axis=0), strict=True):
        along = end - start
        length = float(np.hypot(*along))
        if length < 1:
            return None
        at = (points - start) @ along / length**2
        off = (points - start) @ np.array([-along[1], along[0]]) / length
        near = points[(at > 0.08) & (at < 0.92) & (np.abs(off) < 0.02 * length + 2)]
        if len(near) < 0.5 * length:
            return None
        edge = np.minimum(near, (width - 1, height - 1) - near).min(axis=1)
        if (edge >= _INSIDE_PX).mean() < _INSIDE_SHARE:
            return None
        lines.append(cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    return np.array([_meet(lines[i - 1], lines[i]) for i in range(4)])


def _meet(one: Any, other: Any) -> tuple[float, float]:
    """Where two lines (direction x, y, point x, y) cross; sides of a quadrilateral are never parallel."""
    directions = np.array([[one[0], -other[0]], [one[1], -other[1]]], np.float64)
    along = np.linalg.solve(directions, np.array([other[2] - one[2], other[3] - one[3]], np.float64))[0]
    return float(one[2] + along * one[0]), float(one[3] + along * one[1])


def _askew(corners: Corners) -> float:
    """The greatest angle, in degrees, by which a side is off the upright or level."""
    sides = np.roll(corners, -1, axis=0) - corners
    lesser, greater = np.sort(np.abs(sides), axis=1).T
    return float(np.degrees(np.arctan2(lesser, greater)).max())


def resolution(corners: Corners, dpi: float) -> float:
    """Dots per inch of a sheet in a picture of ``dpi``: as a sheet of A4 where it has its shape."""
    width, height = _sides(corners)
    if abs(max(width, height) / min(width, height) / _A4 - 1) > _A4_TOLERANCE:
        return dpi
    return float(np.sqrt(cv2.contourArea(corners.astype(np.float32)) / _A4_INCHES))


def straightened(page: Scaled, corners: Corners) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """(3 × 3 from a picture of the sheet alone to the page image, width and height of that picture) at the
    resolution of ``page``; sheets about as long as A4 are made A4."""
    width, height = _sides(corners) / np.array([page.x, page.y])
    ratio = max(width, height) / min(width, height)
    if abs(ratio / _A4 - 1) <= _A4_TOLERANCE:
        stretch = np.sqrt(_A4 / ratio)
        width, height = (
            (width / stretch, height * stretch) if height > width else (width * stretch, height / stretch)
        )
    size = max(1, round(width)), max(1, round(height))
    right, below = size[0] - 0.5, size[1] - 0.5
    target = np.array([(-0.5, -0.5), (right, -0.5), (right, below), (-0.5, below)], np.float32)
    matrix: Any = cv2.getPerspectiveTransform(target, corners.astype(np.float32))
    return np.asarray(matrix, np.float64), size


def _sides(corners: Corners) -> NDArray[np.float64]:
    """Mean width and mean height."""
    lengths = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    return np.array([(lengths[0] + lengths[2]) / 2, (lengths[1] + lengths[3]) / 2])


def without(pixels: Pixels, around: NDArray[np.bool_]) -> Pixels:
    """``pixels`` with white paper in place of what lies around the sheet."""
    height, width = pixels.shape[:2]
    small = around.astype(np.uint8) * 255
    white: Any = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
    if pixels.ndim == 3:
        white = cv2.cvtColor(white, cv2.COLOR_GRAY2BGR)
    return np.asarray(cv2.max(pixels, white), np.uint8)
