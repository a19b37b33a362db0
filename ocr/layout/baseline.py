"""The baseline and the letter height of a run, from the feet and heights of its letters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.layout.found import Floats

# In letter heights.
_FIT = 0.22  # feet farther from the line do not bear on it: descenders, marks, dirt
_BENT_FROM = 18.0  # runs shorter than this are straight
_BENT_BY = 0.07  # least bend worth following
_KNOT = 6.0
_LEAN = 3.0  # half length of the piece of the page's slope that a run leans on


class Baseline(NamedTuple):
    """``points`` (n, 2) float64 from left to right; ``rough``: median distance of the feet from it."""

    points: Floats
    rough: float

    def at(self, x: Floats | float) -> Floats:
        """Its height at ``x``, straight on beyond its ends."""
        px, py = self.points[:, 0], self.points[:, 1]
        x = np.asarray(x, np.float64)
        i = np.clip(np.searchsorted(px, x) - 1, 0, len(px) - 2)
        return np.asarray(py[i] + (py[i + 1] - py[i]) / (px[i + 1] - px[i]) * (x - px[i]), np.float64)

    @property
    def slope(self) -> float:
        (x0, y0), (x1, y1) = self.points[0], self.points[-1]
        return float((y1 - y0) / (x1 - x0))


def fit(x: Floats, foot: Floats, letter: float, slope: float) -> Baseline:
    """A baseline through most feet. ``slope`` of the page: short runs lean on it."""
    centre = float(x.mean())
    u = (x - centre) / letter
    residual = foot - slope * (x - centre)
    level, tilt = _mode(residual, letter), slope * letter
    bend: Floats | None = None
    for _ in range(4):
        off = (foot - level - tilt * u) / (_FIT * letter)
        weight = np.clip(1 - off * off, 0, None) ** 2
        if weight.sum() < 0.6:
            break
        level, tilt = _line(u, foot, weight, slope * letter)
    length = float(x[-1] - x[0])
    if length >= _BENT_FROM * letter and len(x) >= 12:
        bend = _bend(u, foot, letter, level, tilt)
    first, last = x[0] - letter / 2, x[-1] + letter / 2
    if bend is None:
        ends = np.array([first, last])
        points = np.stack([ends, level + tilt * (ends - centre) / letter], axis=-1)
    else:
        at = np.linspace(first, last, max(3, round(length / (_KNOT * letter)) + 1))
        points = np.stack([at, np.polyval(bend, (at - centre) / letter)], axis=-1)
    line = Baseline(points, 0.0)
    return line._replace(rough=float(np.median(np.abs(foot - line.at(x)))))


def _mode(values: Floats, letter: float) -> float:
    """Middle of the densest part: half of the feet of a line with many descenders are not on it."""
    if len(values) < 3:
        return float(np.sort(values)[0])
    ordered = np.sort(values)
    half = max(2, (len(ordered) + 1) // 2)
    spread = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
    i = int(spread.argmin())
    return float(ordered[i : i + half].mean())


def _line(u: Floats, y: Floats, weight: Floats, tilt: float) -> tuple[float, float]:
    """Weighted least squares of y = level + tilt u, with two letters' worth of the page's slope."""
    total, mean_u, mean_y = weight.sum(), (weight * u).sum(), (weight * y).sum()
    mean_u, mean_y = mean_u / total, mean_y / total
    d = u - mean_u
    spread = (weight * d * d).sum() + 2 * _LEAN * _LEAN
    tilt = ((weight * d * (y - mean_y)).sum() + 2 * _LEAN * _LEAN * tilt) / spread
    return float(mean_y - tilt * mean_u), float(tilt)


def _bend(u: Floats, y: Floats, letter: float, level: float, tilt: float) -> Floats | None:
    """A cubic through the feet where it differs from the line, else ``None``."""
    curve = np.array([0.0, 0.0, tilt, level])
    reach = 1.6 * _FIT * letter
    for _ in range(4):
        off = (y - np.polyval(curve, u)) / reach
        weight = np.clip(1 - off * off, 0, None)
        if (weight > 0).sum() < 8:
            return None
        curve = np.polyfit(u, y, 3, w=weight)
        reach = _FIT * letter
    at = np.linspace(u[0], u[-1], 24)
    bent = np.abs(np.polyval(curve, at) - level - tilt * at)
    return curve if bent.max() > _BENT_BY * letter else None


def heights(height: NDArray[np.float32], page: float) -> float:
    """Letter height of a run from the heights of its letters that stand on its baseline.

    The commonest height; where only taller ones are there (figures, capitals), the page's letter height
    tells whether the run is set in it.
    """
    ordered = np.sort(height.astype(np.float64))
    n = len(ordered)
    if n == 0:
        return page
    lo = np.searchsorted(ordered, ordered * 0.9, "left")
    hi = np.searchsorted(ordered, ordered * 1.1, "right")
    peak = int((hi - lo).argmax())
    mode = float(np.median(ordered[lo[peak] : hi[peak]]))
    # Letters with ascender, or with a mark grown on, must not stand for the plain ones beside them.
    lower = ordered[(ordered < 0.86 * mode) & (ordered > 0.6 * mode)]
    if len(lower) >= max(2, 0.22 * n):
        mode = float(np.median(lower))
    return mode
