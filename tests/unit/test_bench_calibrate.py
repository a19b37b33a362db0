"""Counting what chances mean: known answers come out, and evidence is put together right."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from bench.ocr import calibrate
from bench.ocr.cases import Case
from bench.ocr.fits import logistic, rising
from classify import confidence
from ocr.engines import choose
from ocr.recognise import calibration
from ocr.recognise.calibration import Calibration, Kind
from ocr.recognise.reader import Character, Source
from sarabun.model import Box, DocumentText, Line, PageText, Word

KINDS: dict[Kind, float] = {"word": 0.5, "unknown": -2.0, "number": -0.5, "other": 0.0}
TRUE = Calibration(
    "r", 1, {"one": 1.0, "both": -1.0, "vote": 0.5, "language": -0.5}, 0.7, 0.3, 1.5, KINDS, 1.1
)


def test_a_logistic_regression_finds_the_weights_that_drew_its_evidence() -> None:
    drawn = np.random.default_rng(3)
    evidence = np.column_stack([np.ones(20_000), drawn.normal(0, 2, 20_000)])
    right = drawn.random(20_000) < 1 / (1 + np.exp(-(evidence @ np.array([0.5, 1.2]))))
    assert logistic(evidence, right) == pytest.approx([0.5, 1.2], abs=0.1)


def test_evidence_that_is_always_right_still_has_one_answer() -> None:
    weights = logistic(np.ones((50, 1)), np.ones(50, np.bool_))
    assert 2 < weights[0] < 20


def test_a_curve_rises_and_ranges_that_would_fall_are_counted_together() -> None:
    chances = np.repeat([0.1, 0.6, 0.7, 0.99], 100)
    right = np.repeat([1, 0, 1, 0, 1, 0, 1], [10, 90, 70, 30, 50, 50, 100]).astype(np.bool_)
    points = rising(chances, right, (0, 0.5, 0.65, 0.9, 1.01))
    assert all(a[1] < b[1] for a, b in pairwise(points))
    assert points[0] == pytest.approx((0.1, 0.1), abs=0.01)
    assert points[-1] == pytest.approx((0.99, 1), abs=0.01)
    assert len(points) == 3, "of the two in the middle the later is less right"


def characters(text: str, source: Source = "both", chance: float = 0.9) -> tuple[Character, ...]:
    return tuple(Character(char, n, n + 1, chance, source=source) for n, char in enumerate(text))


BOX = Box(0, 0, 9, 9)


def test_characters_are_dealt_out_to_the_words_they_spell() -> None:
    words = [Word("น้ำ", BOX, 1.0), Word("ดี", BOX, 1.0)]
    judged = [(True, True, False), None]
    spelt = calibrate._spelt(words, characters("น้ํา" + "ดี"), judged)
    assert spelt is not None
    assert ["".join(c.text for c in word.characters) for word in spelt] == ["น้ํา", "ดี"]
    assert list(calibrate._right(spelt[0])) == [True, True, False, False], "what became one is wrong together"
    assert calibrate._spelt(words, characters("น้ํา"), judged) is None
    assert calibrate._spelt(words, characters("น้ํา" + "ดีๆ"), judged) is None


def test_what_drew_the_evidence_is_found_again() -> None:
    """Lines whose characters are right as often as a calibration says."""
    drawn = np.random.default_rng(1)
    lines: list[list[calibrate._Spelt] | None] = []
    for _ in range(1500):
        quality = drawn.normal(2, 1.5)
        line = [
            Character(
                "ก", n, n + 1, float(1 / (1 + np.exp(-quality - drawn.normal(0, 1.5)))),
                source=calibrate._SOURCES[drawn.integers(4)], lost=bool(drawn.random() < 0.2),
            )
            for n in range(20)
        ]  # fmt: skip
        sure = TRUE.characters(line)
        lines.append(
            [
                calibrate._Spelt((c,), (bool(drawn.random() < s.chance),))
                for c, s in zip(line, sure, strict=True)
            ]
        )
    case = Case("", Path(), 1, (), None, {})
    found = calibrate._characters([calibrate._Evidence(case, DocumentText(()), (), [lines])], "r")
    assert found.source == pytest.approx(TRUE.source, abs=0.2)
    assert (found.chance, found.line, found.missed) == pytest.approx((0.7, 0.3, 1.5), abs=0.15)


def test_words_become_as_sure_as_their_calibrated_characters_and_a_hand_stays_half_as_sure() -> None:
    read = characters("กข", chance=0.9)
    print_, hand = (Line((Word("กข", BOX, c),), BOX, c) for c in (0.81, 0.405))
    text = DocumentText((PageText(1, 9, 9, 300, (print_, hand, print_), 0.8, "r"),))
    spelt = [calibrate._Spelt(read, None)]
    evidence = calibrate._Evidence(Case("", Path(), 1, (), None, {}), text, (), [[spelt, spelt, None]])
    lines = calibrate._calibrated(evidence, TRUE).text.pages[0].lines
    product = TRUE.characters(read)[0].chance ** 2
    sure = TRUE.words(Line((Word("กข", BOX, product),), BOX, product)).words[0].confidence
    assert [line.words[0].confidence for line in lines] == pytest.approx([sure, sure / 2, 0.81])


def test_kinds_of_words_are_counted_apart() -> None:
    """Words of one character whose products are right as often as the calibration of their kind says."""
    drawn = np.random.default_rng(2)
    lines: list[Line] = []
    spelt: list[list[calibrate._Spelt] | None] = []
    for _ in range(6000):
        text = ("การ", "กขฃ", "๒", "A")[drawn.integers(4)]
        read = tuple(Character(c, n, n + 1, float(drawn.uniform(0.3, 0.999))) for n, c in enumerate(text))
        product = float(np.prod([c.chance for c in TRUE.characters(read)]))
        line = Line((Word(text, BOX, product),), BOX, product)
        right = bool(drawn.random() < TRUE.words(line).words[0].confidence)
        lines.append(line)
        spelt.append([calibrate._Spelt(read, (right,) * len(text))])
    text_ = DocumentText((PageText(1, 9, 9, 300, tuple(lines), 0.8, "r"),))
    evidence = calibrate._Evidence(Case("", Path(), 1, (), None, {}), text_, (), [spelt])
    found = calibrate._words([evidence], TRUE)
    assert found.kind == pytest.approx(KINDS, abs=0.3) and found.product == pytest.approx(1.1, abs=0.15)


def test_both_files_were_counted_with_the_same_models() -> None:
    file = choose.SHIPPED / calibration.FILE
    assert json.loads(file.read_text(encoding="utf-8"))["reader"] == confidence.calibration().reader
