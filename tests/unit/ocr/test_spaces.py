"""Spaces of page numbers as they are printed; nothing else is touched."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.frame import BASELINE, HEIGHT
from ocr.recognise.reader import Character
from ocr.recognise.spaces import with_page_number_spaced

STRIDE = 3


def line(text: str, gap: int) -> tuple[tuple[Character, ...], np.ndarray]:
    """Characters nine columns wide with ``gap`` columns between them, drawn as bars on grey paper."""
    frame = np.full((HEIGHT, 32 + len(text) * (9 + gap)), 240, np.uint8)
    characters = []
    column = 16
    for char in text:
        if char == " ":
            characters.append(Character(" ", column // STRIDE, column // STRIDE + 1, 0.9))
            continue
        rows = slice(BASELINE - 8, BASELINE - 5) if char in "-–" else slice(BASELINE - 14, BASELINE)
        frame[rows, column : column + 9] = 60
        characters.append(Character(char, (column + 3) // STRIDE, (column + 6) // STRIDE, 0.9))
        column += 9 + gap
    return tuple(characters), frame


@pytest.mark.parametrize("read", ["-๒-", "- ๒-", "-๒ -", "- ๒ -"])
@pytest.mark.parametrize(("gap", "printed"), [(9, "- ๒ -"), (3, "-๒-")])
def test_a_page_number_has_the_spaces_that_are_printed(read: str, gap: int, printed: str) -> None:
    characters, frame = line(read, gap)
    spaced = with_page_number_spaced(characters, frame, STRIDE)
    assert "".join(c.text for c in spaced) == printed


def test_figures_of_a_page_number_stay_together() -> None:
    characters, frame = line("-12-", 9)
    assert "".join(c.text for c in with_page_number_spaced(characters, frame, STRIDE)) == "- 12 -"


@pytest.mark.parametrize("text", ["๑-๒", "-ก-", "- ๒ - ๓", "๒", ""])
def test_all_else_is_left_as_it_was_read(text: str) -> None:
    characters, frame = line(text, 9)
    assert with_page_number_spaced(characters, frame, STRIDE) is characters
