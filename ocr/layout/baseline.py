"""The baseline and the letter height of a run, from the feet and heights of its letters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ocr.layout.found import Floats

# In letter heights.
_FIT = 0.22  # feet farther from the line do not bear on it: descenders, marks, dirt
_BENT_FROM = 18.0  # runs shorter than this are straight
_BENT_BY = 0.07  # least bend worth following
_KNOT = 6.0
_LEAN = 3.0  # half length of the piece of the page's slope that a run leans on
_ROUNDS = 3

_LIKE = 0.11  # of the page's letter height
_SOME, _MOST = 0.22, 0.5  # share of the letters of a run
_FIGURES = 0.66, 1.55  # heights of Thai and of Arabic figures, of the letter height, with room for blur


class Baseline(NamedTuple):
    """``points`` (n, 2) float64 from left to right, n >= 2."""

    points: Floats

    def at(self, x: float) -> float:
        """Its height at ``x``, straight on beyond its ends."""
        (x0, y0), (x1, y1) = self.points[:2] if len(self.points) == 2 else self._piece(x)
        return float(y0 + (y1 - y0) / (x1 - x0) * (x - x0))

    def along(self, x: Floats) -> Floats:
        """Its height at each of ``x``."""
        px, py = self.points[:, 0], self.points[:, 1]
        i = np.searchsorted(px[1:-1], x)
        return np.asarray(py[i] + ((py[1:] - py[:-1]) / (px[1:] - px[:-1]))[i] * (x - px[i]), np.float64)

    def _piece(self, x: float) -> Floats:
        i = int(np.searchsorted(self.points[1:-1, 0], x))
        return self.points[i : i + 2]

    @property
    def slope(self) -> float:
        (x0, y0), (x1, y1) = self.points[0], self.points[-1]
        return float((y1 - y0) / (x1 - x0))


def rough_slope(x: Floats, foot: Floats) -> float:
    """Slope between the middles of the first and the last third of a run."""
    third = max(1, len(x) // 3)
    rise = middle_of(foot[-third:]) - middle_of(foot[:third])
    return rise / float(x[-third:].mean() - x[:third].mean())


def middle_of(values: Floats) -> float:
    """The median; for few values several times faster than NumPy's."""
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def fit(x: Floats, foot: Floats, letter: float, slope: float) -> Baseline:
    """A baseline through most feet. ``slope`` of the page: short runs lean on it."""
    centre = float(x.mean())
    u = (x - centre) / letter
    tilt = slope * letter
    level = _mode(foot - tilt * u)
    for _ in range(_ROUNDS if len(x) > 1 else 0):
        off = (foot - level - tilt * u) / (_FIT * letter)
        weight = np.maximum(0, 1 - off * off) ** 2
        if weight.sum() < 0.6:
            break
        level, tilt = _line(u, foot, weight, slope * letter)
    first, last = float(x[0]) - letter / 2, float(x[-1]) + letter / 2
    bend = (
        _bend(u, foot, letter, level, tilt) if last - first >= _BENT_FROM * letter and len(x) >= 12 else None
    )
    if bend is None:
        at = np.array([first, last])
        return Baseline(np.stack([at, level + tilt * (at - centre) / letter], axis=-1))
    at = np.linspace(first, last, max(3, round((last - first) / (_KNOT * letter)) + 1))
    return Baseline(np.stack([at, _powers((at - centre) / letter) @ bend], axis=-1))


def _mode(values: Floats) -> float:
    """Middle of the densest half: many feet of a line with descenders are not on it."""
    ordered = np.sort(values)
    if len(ordered) < 3:
        return float(ordered[0])
    half = (len(ordered) + 1) // 2
    i = int((ordered[half - 1 :] - ordered[: len(ordered) - half + 1]).argmin())
    return float(ordered[i : i + half].mean())


def _line(u: Floats, y: Floats, weight: Floats, tilt: float) -> tuple[float, float]:
    """Weighted least squares of y = level + tilt u, with two letters' worth of the page's slope."""
    total = weight.sum()
    mean_u, mean_y = (weight @ u) / total, (weight @ y) / total
    d = u - mean_u
    wd = weight * d
    tilt = (wd @ (y - mean_y) + 2 * _LEAN * _LEAN * tilt) / (wd @ d + 2 * _LEAN * _LEAN)
    return float(mean_y - tilt * mean_u), float(tilt)


def _powers(u: Floats) -> Floats:
    return np.stack([np.ones_like(u), u, u * u, u * u * u], axis=-1)


def _bend(u: Floats, y: Floats, letter: float, level: float, tilt: float) -> Floats | None:
    """Coefficients of a cubic through the feet where it differs from the line, else ``None``."""
    terms = _powers(u)
    curve = np.array([level, tilt, 0.0, 0.0])
    for reach in (1.6 * _FIT * letter, _FIT * letter, _FIT * letter):
        off = (y - terms @ curve) / reach
        weight = np.maximum(0, 1 - off * off)
        if np.count_nonzero(weight) < 8:
            return None
        scaled = terms * weight[:, None]
        curve = np.linalg.lstsq(scaled, y * weight, rcond=None)[0]
    at = np.linspace(u[0], u[-1], 24)
    bent = np.abs(_powers(at) @ curve - level - tilt * at)
    return curve if bent.max() > _BENT_BY * letter else None


def letter_height(height: Floats, page: float, marked: bool) -> float:
    """Letter height of a run from the heights of its letters that stand on its baseline.

    The commonest, but rather that of the page where some letters have it: Thai figures are lower, Arabic
    ones and capitals taller, and letters grow together with marks. ``marked`` says that there are marks
    above or below the letters; a run without any may be all figures and is taken to be set like the page.
    """
    ordered = np.sort(height)
    n = len(ordered)
    if n == 0:
        return page
    low = np.searchsorted(ordered, ordered * 0.9, "left")
    high = np.searchsorted(ordered, ordered * 1.1, "right")
    peak = int((high - low).argmax())
    mode = float(ordered[low[peak] : high[peak]].mean())
    heading = marked and mode > page and high[peak] - low[peak] >= _MOST * n
    like_page = ordered[np.abs(ordered - page) <= _LIKE * page]
    if not heading and len(like_page) >= max(1, _SOME * n):
        return float(like_page.mean())
    if not marked and _FIGURES[0] * page < mode < _FIGURES[1] * page:
        return page
    lower = ordered[(ordered < 0.86 * mode) & (ordered > 0.6 * mode)]
    crowded = mode > page and not heading and len(lower) >= max(2, _SOME * n)
    return float(lower.mean()) if crowded else mode
