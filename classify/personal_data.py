"""National identification numbers in text (domain specification, 9.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sarabun.thai import fold_digits


class FoundId(NamedTuple):
    """A number that passes its check digit: 13 digits, and its range of characters."""

    digits: str
    start: int
    end: int


_THIRTEEN = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12}(?![0-9])")


def is_national_id(digits: str) -> bool:
    """Whether 13 digits 0-9 are the number of a person (first digit 1-8) with a right check digit."""
    if not re.fullmatch(r"[1-8][0-9]{12}", digits):
        return False
    total = sum(int(d) * (13 - i) for i, d in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def find_national_ids(text: str) -> Iterator[FoundId]:
    """Numbers of persons in ``text``, in either kind of digits, with spaces or hyphens between groups."""
    for match in _THIRTEEN.finditer(fold_digits(text)):
        digits = re.sub(r"[ -]", "", match[0])
        if is_national_id(digits):
            yield FoundId(digits, match.start(), match.end())
