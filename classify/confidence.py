"""How sure a field is: from how sure its rule is and how well its words were read.

A field is right or wrong as a whole, and nearly always because of its worst word: the words of one field are
printed, scanned and read alike. How often fields were right whose worst word was so and so sure was counted
on generated letters (``bash scripts/bench ocr --calibrate``): a rising curve through a few points. It bends
most below 0.95, where digits that a hand wrote look like print that faded. Rules are right where nothing
speaks against them; a doubt counts as it stands.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from sarabun.errors import ConfigurationError
from sarabun.model import Word

FILE = "data/confidence.json"
"""Where the curve is kept, in this package."""
UNDOUBTED = 0.9
"""A rule that is as sure as this was wrong on no letter that it was tried on."""
_LEAST = 1e-4  # a chance nearer to 0 or 1 than this tells nothing more


class Point(NamedTuple):
    """Of the fields whose worst word was sure by ``word`` (0..1), the share ``right``."""

    word: float
    right: float


def _rising(points: tuple[Point, ...]) -> tuple[Point, ...]:
    if any(b.word <= a.word or b.right < a.right for a, b in pairwise(points)):
        raise ValueError("the points of a curve have to rise")
    return points


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curve, straight between ``points`` in log odds. ``reader`` names who read the ``letters`` that it
    was counted on."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reader: str
    letters: int
    points: Annotated[tuple[Point, ...], Field(min_length=1), AfterValidator(_rising)]

    def chance(self, certainty: float, words: Sequence[Word]) -> float:
        """0..1 that a field is right, whose rule is sure by ``certainty`` and whose evidence is ``words`` (at
        least one). Below the first point it falls to nothing, above the last it rises no more."""
        worst = min(word.confidence for word in words)
        return self.reading(worst) * (1.0 if certainty >= UNDOUBTED else certainty)

    def reading(self, worst: float) -> float:
        """0..1 that a field is right whose rule is, and whose worst word is sure by ``worst``."""
        points = (Point(0.0, 0.0), *self.points)
        after = bisect([p.word for p in points], worst)
        if after == len(points):
            return points[-1].right
        low, high = points[after - 1], points[after]
        start, end = log_odds(low.word), log_odds(high.word)
        part = (log_odds(worst) - start) / (end - start)
        return 1 / (1 + exp(-(1 - part) * log_odds(low.right) - part * log_odds(high.right)))


def log_odds(chance: float) -> float:
    """Of a chance, finite."""
    chance = min(max(chance, _LEAST), 1 - _LEAST)
    return log(chance / (1 - chance))


AS_FILE = TypeAdapter(Calibration)


@cache
def calibration() -> Calibration:
    """What was counted. Raises ConfigurationError FIELD_CONFIDENCE_UNREADABLE."""
    try:
        return AS_FILE.validate_json(files("classify").joinpath(FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigurationError(
            "FIELD_CONFIDENCE_UNREADABLE",
            "อ่านแฟ้มความมั่นใจของข้อมูลหนังสือไม่ได้ โปรดติดตั้งโปรแกรมใหม่ หรือสร้างด้วย scripts/bench ocr --calibrate",
            "the file that tells how sure fields are cannot be read: install again, "
            "or make it with scripts/bench ocr --calibrate",
            f"{FILE}: {error}",
        ) from error
