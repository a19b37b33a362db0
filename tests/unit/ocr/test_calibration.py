"""Chances that mean what they say: what becomes of a line's, and files that do not fit."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.engines import network
from ocr.engines.choose import SHIPPED
from ocr.recognise import calibration
from ocr.recognise.calibration import FILE, Calibration, Kind, kind_of, load, save
from ocr.recognise.reader import Character, Source
from sarabun.errors import ConfigurationError
from sarabun.model import Box, Line, Word

SOURCES: dict[Source, float] = {"one": 0.5, "both": 0.0, "vote": 1.0, "language": -1.0}
KINDS: dict[Kind, float] = {"word": 0.5, "unknown": -2.0, "number": -0.5, "other": 0.0}
OURS = Calibration("a reader", 10, SOURCES, 0.6, 0.4, 2.0, KINDS, 1.1)
SHIPPED_FILE = (SHIPPED / FILE).read_bytes()


def line(*characters: tuple[str, float]) -> list[Character]:
    return [Character(text, n, n + 1, chance) for n, (text, chance) in enumerate(characters)]


def shipped() -> Calibration:
    return calibration._AS_FILE.validate_json(SHIPPED_FILE)


def test_the_log_odds_are_weighed() -> None:
    (made,) = OURS.characters(line(("ก", 0.9)))
    assert calibration.log_odds(made.chance) == pytest.approx(0.5 + (0.6 + 0.4) * calibration.log_odds(0.9))


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.sampled_from(get_args(Source)))
def test_what_was_surer_stays_surer(chances: list[float], source: Source) -> None:
    read = [c._replace(source=source) for c in line(*(("ก", chance) for chance in chances))]
    for ours in (OURS, shipped()):
        made = ours.characters(read)
        assert all(0 < c.chance < 1 for c in made)
        order = sorted(range(len(read)), key=lambda n: read[n].chance)
        assert all(made[a].chance <= made[b].chance + 1e-12 for a, b in pairwise(order))


def test_nothing_in_a_line_that_is_hardly_legible_is_sure() -> None:
    for ours in (OURS, shipped()):
        alone = ours.characters(line(("ก", 0.99)))[0]
        among = ours.characters(line(("ก", 0.99), ("ข", 0.2), ("ค", 0.1)))[0]
        assert among.chance < alone.chance


def test_a_mark_that_may_be_missing_is_a_doubt() -> None:
    (char,) = line(("ก", 0.99))
    for ours in (OURS, shipped()):
        (whole,), (part,) = ours.characters([char]), ours.characters([char._replace(lost=True)])
        assert part.chance < whole.chance


def test_spaces_neither_change_nor_count() -> None:
    read = line(("ก", 0.9), (" ", 0.1), ("ข", 0.9))
    made = OURS.characters(read)
    assert made[1] == read[1]
    assert made[0].chance == OURS.characters([read[0], read[2]])[0].chance
    assert OURS.characters([read[1]]) == [read[1]] and OURS.characters([]) == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("พัสดุ", "word"), ("พัสด", "unknown"), ("๒๕๖๗", "number"), ("04116.089", "number"), ("ก", "other"),
        ("ๆ", "other"), ("Excel", "other"), ("/", "other"),
    ],
)  # fmt: skip
def test_kinds_of_words(word: str, kind: Kind) -> None:
    assert kind_of(word) == kind


def test_what_is_no_word_is_less_sure_and_a_line_is_as_sure_as_its_words() -> None:
    box = Box(0, 0, 9, 9)
    read = Line(tuple(Word(text, box, 0.99, space_before=True) for text in ("พัสดุ", "พัสด")), box, 0.99)
    for ours in (OURS, shipped()):
        made = ours.words(read)
        known, unknown = (word.confidence for word in made.words)
        assert 0 < unknown < 0.97 < known < 1
        assert made.confidence == pytest.approx((known + unknown) / 2)
        assert made.text == read.text


def test_what_a_hand_wrote_is_doubted_and_print_that_looks_like_it_is_not() -> None:
    box = Box(0, 0, 9, 9)
    read = Line((Word("วันที่", box, 0.98), Word("๓๘", box, 0.6)), box, 0.79)
    made = network._by_hand(read)
    assert [word.confidence for word in made.words] == [0.98, pytest.approx(0.3)]
    assert made.confidence == pytest.approx(0.64)


def test_it_is_kept_as_it_was(tmp_path: Path) -> None:
    save(OURS, tmp_path)
    assert load(tmp_path, "a reader") == OURS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "CALIBRATION_MISSING"),
        (b"", "CALIBRATION_BROKEN"),
        (SHIPPED_FILE[:-9], "CALIBRATION_BROKEN"),
        (SHIPPED_FILE.replace(b'"chance": ', b'"chance": -'), "CALIBRATION_BROKEN"),
        (SHIPPED_FILE.replace(b'"vote"', b'"voice"'), "CALIBRATION_BROKEN"),
        (re.sub(rb'"vote": [^,]*,', b"", SHIPPED_FILE), "CALIBRATION_BROKEN"),
        (re.sub(rb'"unknown": [^,]*,', b"", SHIPPED_FILE), "CALIBRATION_BROKEN"),
        (SHIPPED_FILE, "CALIBRATION_STALE"),
    ],
)
def test_a_file_that_does_not_fit_is_said_with_what_to_do(
    content: bytes | None, code: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, "another reader")
    assert caught.value.code == code
    assert "--calibrate" in caught.value.en and "--calibrate" in caught.value.th
