"""Correction with the language: what is unsure becomes Thai, what is sure or unknown stays."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ocr.correct import Change, corrected, with_faded_marks
from ocr.recognise.reader import Character

_UNSURE = re.compile(r"\{(.+?)\}|(.)", re.DOTALL)


def line(text: str) -> tuple[Character, ...]:
    """Characters read with certainty; in braces one that was not: what was read, then after each bar a
    runner-up and its chance in percent: ``{จ:60|ง:30|:5}``."""
    made = []
    for n, match in enumerate(_UNSURE.finditer(text)):
        if match[2]:
            made.append(Character(match[2], n, n + 1, 0.999))
            continue
        (char, chance), *others = (part.rsplit(":", 1) for part in match[1].split("|"))
        runners = tuple((other, int(percent) / 100) for other, percent in others)
        made.append(Character(char, n, n + 1, int(chance) / 100, runners))
    return tuple(made)


def text(characters: tuple[Character, ...]) -> str:
    return "".join(c.text for c in characters)


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("พัสดุ{จ:60|ง:30}วดตั้งแต่วันที่", "พัสดุงวดตั้งแต่วันที่"),
        ("{ท:55|ก:40}ระทรวงมหาดไทย", "กระทรวงมหาดไทย"),
        ("รายการ{ซ:70|ช:20}ำรุดเสียหาย".replace("ำ", "ํา"), "รายการชํารุดเสียหาย"),
        ("พิจารณาดําเน{ี:70|ิ:20|:3}นการ", "พิจารณาดําเนินการ"),
        ("ที{้:50|่:40}ประชุม", "ที่ประชุม"),
        ("ใ{ท:60|น:20}การนี้", "ในการนี้"),
        ("เกษตร{ถ:60|ก:20}ร", "เกษตรกร"),
    ],
)
def test_words_are_put_right(read: str, right: str) -> None:
    assert text(corrected(line(read)).characters) == right


@pytest.mark.parametrize(
    "read",
    [
        "พัสดุจวดตั้งแต่วันที่",  # wrong, but the reader is sure
        "นายทรงพล คงสวัสดิ{ว:80|ร:10}งศ์",
        "ที่ มท ๐๓๐๙.๒/ว ๔{๔:80|๘:15}๗",
        "โทร. 0 2{5:60|6:30}31 2808",
        "ระบบ e-{S:60|5:30}araban",
        "นายอ{ด:75|ต:20}ิศร สุขสราญ",
        "",
    ],
)
def test_what_is_sure_or_no_word_stays(read: str) -> None:
    found = corrected(line(read))
    assert found.characters == line(read)
    assert found.changes == ()


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("เรื่{่:60|:35}อง", "เรื่อง"),  # two tone marks
        ("ขา{่:60|ว:30}สาร", "ขาวสาร"),  # a tone mark on a vowel that carries none
        ("ผู{ั:70|้:20}อํานวยการ", "ผู้อํานวยการ"),  # two vowel marks
        ("แ{โ:60|ต:10}ซ็ก", "แตซ็ก"),  # two leading vowels; that it is no word does not matter
    ],
)
def test_impossible_marks_are_put_right_where_a_runner_up_allows(read: str, right: str) -> None:
    assert text(corrected(line(read)).characters) == right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("๑๒,๔{5:50|๕:40}๐ บาท", "๑๒,๔๕๐ บาท"),
        ("12,4{๕:50|5:40}0 บาท", "12,450 บาท"),
    ],
)
def test_digits_of_one_number_are_of_one_kind(read: str, right: str) -> None:
    assert text(corrected(line(read)).characters) == right


def test_changes_tell_the_raw_reading() -> None:
    read = line("เรื่{่:60|:35}อง {ท:55|ก:40}ระทรวง")
    found = corrected(read)
    assert found.changes == (Change(4, "่", "", "word"), Change(8, "ท", "ก", "word"))
    assert text(found.characters) == "เรื่อง กระทรวง"
    changed = found.characters[7]
    assert (changed.start, changed.end) == (8, 9)
    assert 0.5 < changed.chance < 1
    assert ("ท", 0.55) in changed.others
    assert "ก" not in dict(changed.others)
    assert changed.source == "language"
    others = [c for c in found.characters if c is not changed]
    assert [c._replace(lost=False) for c in others] == [c for n, c in enumerate(read) if n not in (4, 8)]
    assert [n for n, c in enumerate(others) if c.lost] == [3], "where the mark was left out"


def test_a_reading_that_is_certain_of_nothing_is_read_through() -> None:
    found = corrected(line("{ก:0|ข:0}{ค:10|ง:5|จ:1}"))
    assert len(found.characters) == 2


_CLASSES = ("", " ", "ท", "ี", "่", "ป", "ร", "ะ", "ช", "ุ", "ม")
_READ = "ทีประชุม"


def _steps(trace: float, at: int) -> tuple[tuple[Character, ...], np.ndarray]:
    """``_READ`` in odd steps, nothing in even ones; a trace of mai ek in step ``at``."""
    chances = np.full((2 * len(_READ) + 1, len(_CLASSES)), 1e-4, np.float32)
    chances[::2, 0] = 0.999
    for n, char in enumerate(_READ):
        chances[2 * n + 1, _CLASSES.index(char)] = 0.999
    chances[at, 0], chances[at, _CLASSES.index("่")] = 1 - trace, trace
    read = tuple(Character(c, 2 * n + 1, 2 * n + 2, 0.999) for n, c in enumerate(_READ))
    return read, chances


@pytest.mark.parametrize("trace", [0.3, 0.45])
def test_a_faded_mark_comes_back(trace: float) -> None:
    read, chances = _steps(trace, 4)
    found = corrected(with_faded_marks(read, chances, _CLASSES, 0))
    assert text(found.characters) == "ที่ประชุม"
    assert found.changes == (Change(2, "", "่", "word"),)
    assert (found.characters[2].start, found.characters[2].end) == (4, 5)


@pytest.mark.parametrize(("trace", "at"), [(0.01, 4), (0.1, 6), (0.1, 14)])
def test_no_mark_comes_without_a_trace_or_where_none_belongs(trace: float, at: int) -> None:
    read, chances = _steps(trace, at)
    found = corrected(with_faded_marks(read, chances, _CLASSES, 0))
    assert tuple(c._replace(lost=False) for c in found.characters) == read
    assert any(c.lost for c in found.characters) == (trace > 0.05), "a trace is a doubt"
    assert found.changes == ()


def test_a_frame_with_a_trace_and_no_character_stays_empty() -> None:
    _, chances = _steps(0.3, 4)
    assert with_faded_marks((), chances, _CLASSES, 0) == ()
