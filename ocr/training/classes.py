"""The classes that the networks tell apart: what Debian's ``script/Thai`` knows, then what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SPACE, NULL = 0, 2
"""As in every model of Tesseract 4 and 5: " " and "nothing here"."""
_SPECIAL = {0: " ", 1: "", NULL: ""}
_SARA_AM, _APART = "ำ", "\u0e4d\u0e32"  # one character in print and in Unicode, two classes in the models


def classes(unicharset: Path, alphabet: str) -> tuple[str, ...]:
    """The text of each class. The stock ones keep their numbers, so that their weights can be taken over."""
    lines = unicharset.read_text(encoding="utf-8").splitlines()[1:]
    stock = [_SPECIAL.get(i, line.split(" ", 1)[0]) for i, line in enumerate(lines)]
    return (*stock, *(char for char in alphabet if char not in stock and char != _SARA_AM))


def encoded(text: str, known: Sequence[str]) -> list[int]:
    """The classes that spell ``text``. Raises KeyError for a character that has none."""
    numbers = {char: i for i, char in enumerate(known) if char}
    return [numbers[char] for char in text.replace(_SARA_AM, _APART)]
