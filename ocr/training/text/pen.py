"""Chance, and digits in balance: the ten Thai digits come out equally often though years begin with ๒๕."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

from sarabun.thai import THAI_DIGITS, thai_digits

T = TypeVar("T")

_DIGITS = "0123456789"
_EVERY_THAI_SHARE, _THAI_SHARE, _MIXED_SHARE = 0.05, 0.75, 0.02
"""Of lines with digits, the first within the second: so a third of all lines is Thai and a tenth Arabic."""
_REBALANCE_AFTER = 50  # lines
_PULL = 20  # how strongly a digit that came too seldom is preferred
_LATIN = re.compile(r"[A-Za-z][!-~]*|[0-9]+(?=[A-Za-z])")


class Pen:
    """A source of chance. Texts are composed with 0-9; :meth:`ink` decides the script of a line's digits."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (no secret: the same seed must give the same text)
        self.chance_of = self.random.random
        self._counts = [1] * 10
        self._weights = list(accumulate([1.0] * 10))
        self._lines = 0

    def chance(self, probability: float) -> bool:
        return self.chance_of() < probability

    def choose(self, options: Sequence[T]) -> T:
        return options[int(self.chance_of() * len(options))]

    def between(self, low: int, high: int) -> int:
        """A whole number of ``low``..``high``, both included."""
        return low + int(self.chance_of() * (high - low + 1))

    def digits(self, count: int) -> str:
        """``count`` digits 0-9, those more likely that the lines so far lack."""
        return "".join(self.random.choices(_DIGITS, cum_weights=self._weights, k=count))

    def number(self, most: int) -> str:
        """A whole number of 1..``most`` digits without leading zero."""
        return self.digits(self.between(1, most)).lstrip("0") or self.choose(_DIGITS[1:])

    def ink(self, text: str) -> str:
        """``text`` with its digits as ๐-๙, as 0-9 or, seldom, some of each.

        Digits of Latin words mostly stay 0-9; there are fonts that print every digit as a Thai one.
        """
        if not any(map(text.__contains__, _DIGITS)):
            return text
        script = self.chance_of()
        if script < _EVERY_THAI_SHARE:
            text = thai_digits(text)
        elif script < _THAI_SHARE:
            text = _outside_latin(text)
        elif script < _THAI_SHARE + _MIXED_SHARE:
            head, space, tail = text.partition(" ")
            text = _outside_latin(head) + space + tail
        self._weigh(text)
        return text

    def _weigh(self, text: str) -> None:
        self._counts = [
            seen + text.count(digit) for seen, digit in zip(self._counts, THAI_DIGITS, strict=True)
        ]
        self._lines += 1
        if self._lines % _REBALANCE_AFTER == 0:
            mean = sum(self._counts) / 10
            self._weights = list(accumulate((mean / seen) ** _PULL for seen in self._counts))


def _outside_latin(text: str) -> str:
    written, end = [], 0
    for word in _LATIN.finditer(text):
        written += [thai_digits(text[end : word.start()]), word[0]]
        end = word.end()
    return "".join(written) + thai_digits(text[end:])
