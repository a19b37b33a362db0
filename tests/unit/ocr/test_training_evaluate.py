"""What the training command prints about its models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ocr.picture import Pixels
from ocr.recognise.reader import Character
from ocr.training.evaluate import DevLine, wrong

BLANK = np.full((48, 40), 255, np.uint8)


class _Says:
    """Reads one text after the other, whatever it is shown."""

    stride = 3

    def __init__(self, *texts: str) -> None:
        self._texts = iter(texts)

    def characters(self, frames: Sequence[Pixels]) -> list[tuple[Character, ...]]:
        return [tuple(Character(c, i, i + 1, 1.0) for i, c in enumerate(next(self._texts))) for _ in frames]


def test_errors_are_counted_by_kind_and_together_without_spaces() -> None:
    lines = [DevLine(BLANK, "ด้วย กรม", "fax"), DevLine(BLANK, "๑๒๓", "clean")]
    found = wrong(_Says("ดวยกรม", "๑๒๓"), lines)
    assert found == {"fax": pytest.approx(1 / 7), "clean": 0.0, "all": pytest.approx(1 / 10)}


def test_sara_am_in_two_parts_is_no_error() -> None:
    assert wrong(_Says("น\u0e4d\u0e32"), [DevLine(BLANK, "นำ", "clean")])["all"] == 0
