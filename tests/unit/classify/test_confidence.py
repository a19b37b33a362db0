"""How sure fields are: the curve that was counted, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from classify import confidence
from classify.confidence import AS_FILE, UNDOUBTED, Calibration, Point, calibration
from sarabun.errors import ConfigurationError
from sarabun.model import Box, Word

CURVE = Calibration("a reader", 10, (Point(0.5, 0.6), Point(0.9, 0.8), Point(0.99, 0.999)))
CHANCES = st.floats(0, 1)


def words(*chances: float) -> list[Word]:
    return [Word("คำ", Box(0, 0, 9, 9), chance) for chance in chances]


@pytest.mark.parametrize("point", CURVE.points)
def test_the_curve_goes_through_its_points(point: Point) -> None:
    assert CURVE.reading(point.word) == pytest.approx(point.right)


def test_it_falls_to_nothing_and_never_claims_more_than_was_counted() -> None:
    assert CURVE.reading(0.0) < 0.001 < CURVE.reading(0.1) < CURVE.reading(0.5)
    assert CURVE.reading(1.0) == CURVE.reading(0.995) == 0.999


@given(CHANCES, CHANCES)
def test_it_rises(a: float, b: float) -> None:
    for curve in (CURVE, calibration()):
        low, high = (curve.reading(x) for x in sorted((a, b)))
        assert 0 <= low <= high + 1e-12 <= 1 + 1e-12


def test_the_worst_word_counts() -> None:
    assert CURVE.chance(1.0, words(0.999, 0.9, 0.99)) == CURVE.chance(1.0, words(0.9))


def test_a_doubt_counts_as_it_stands_and_a_usual_rule_not_at_all() -> None:
    sure = CURVE.chance(1.0, words(0.95))
    assert CURVE.chance(UNDOUBTED, words(0.95)) == sure
    assert CURVE.chance(0.5, words(0.95)) == pytest.approx(0.5 * sure)


def test_a_curve_that_does_not_rise_is_refused() -> None:
    with pytest.raises(ValidationError, match="rise"):
        AS_FILE.validate_python({"reader": "", "letters": 1, "points": [[0.5, 0.9], [0.9, 0.8]]})


@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_a_file_that_cannot_be_read_is_said_with_what_to_do(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / confidence.FILE).parent.mkdir()
        (tmp_path / confidence.FILE).write_text(content)
    monkeypatch.setattr(confidence, "files", lambda _: tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        confidence.calibration.__wrapped__()
    assert caught.value.code == "FIELD_CONFIDENCE_UNREADABLE"
    assert "--calibrate" in caught.value.en and "--calibrate" in caught.value.th
