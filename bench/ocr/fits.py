"""Two ways to count what a chance means: a logistic regression, and a curve that only rises."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_ROUNDS, _CLOSE = 100, 1e-7
_RIDGE = 0.01  # as if a hundredth of an observation said that every weight is 0: there is always one answer


def logistic(evidence: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights (columns of ``evidence``) by which its rows tell the log odds of ``right`` best (Newton's
    method, maximum likelihood)."""
    weights = np.zeros(evidence.shape[1])
    for _ in range(_ROUNDS):
        chances = 1 / (1 + np.exp(-(evidence @ weights)))
        slope = evidence.T @ (right - chances) - _RIDGE * weights
        bend = evidence.T @ (evidence * (chances * (1 - chances))[:, None]) + _RIDGE * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < _CLOSE:
            break
    return weights


def rising(
    chances: NDArray[np.float64], right: NDArray[np.bool_], edges: Sequence[float]
) -> list[tuple[float, float]]:
    """Points (mean chance, share right) of the ranges between ``edges``, each with half an observation either
    way; ranges that would fall are counted together with the one before (isotonic regression)."""
    ranges: list[list[float]] = []  # sum of chances, right, observations
    for low, high in pairwise(edges):
        inside = (chances >= low) & (chances < high)
        if not inside.any():
            continue
        ranges.append([float(chances[inside].sum()), float(right[inside].sum()), float(inside.sum())])
        while len(ranges) > 1 and _share(ranges[-2]) >= _share(ranges[-1]):
            last = ranges.pop()
            ranges[-1] = [a + b for a, b in zip(ranges[-1], last, strict=True)]
    return [(total / count, _share([total, good, count])) for total, good, count in ranges]


def _share(counted: Sequence[float]) -> float:
    _, good, count = counted
    return (good + 0.5) / (count + 1)
