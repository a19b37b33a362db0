"""Pieces become lines of dictionary words with boxes, whatever order and form the marks came in."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.words import Piece, line_of
from sarabun.model import Box
from sarabun.thai import normalise

WIDE = 10


def printed(*texts: str, gaps: tuple[int, ...] = ()) -> tuple[list[Piece], np.ndarray]:
    """Pieces side by side, 10 × 20 pixels each with ink in 8 × 10, and wider gaps before the given ones."""
    ink = np.zeros((40, 2000), bool)
    pieces, left = [], 20
    for i, text in enumerate(texts):
        left += WIDE * 2 if i in gaps else 0
        pieces.append(Piece(text, Box(left, 10, left + WIDE, 30), 0.9))
        ink[15:25, left + 1 : left + WIDE - 1] = True
        left += WIDE
    return pieces, ink


def test_words_of_the_dictionary_with_their_ink() -> None:
    pieces, ink = printed("เ", "รี", "ย", "น", "ผู้", "อำ", "น", "ว", "ย", "ก", "า", "ร", gaps=(4,))
    line = line_of(pieces, ink)
    assert line is not None and line.text == "เรียน ผู้อำนวยการ"
    assert [w.text for w in line.words] == ["เรียน", "ผู้อำนวยการ"]
    assert [w.space_before for w in line.words] == [False, True]
    assert line.words[0].box == Box(21, 15, 59, 25)
    assert line.words[0].confidence == pytest.approx(0.9)


def test_sara_am_and_marks_as_tesseract_stores_them() -> None:
    pieces, ink = printed("ส", "\u0e4d", "า", "น", "ั", "ก", "น", "\u0e4d", "้", "า")
    line = line_of(pieces, ink)
    assert line is not None and line.text == "สำนักน้ำ"


def test_a_mark_never_gets_a_space_before_it() -> None:
    pieces, ink = printed("ที", "่", "ดี", gaps=(1,))
    line = line_of(pieces, ink)
    assert line is not None and " " not in line.text


def test_two_sara_e_are_one_sara_ae() -> None:
    pieces, ink = printed("เ", "เ", "ล", "ะ")
    line = line_of(pieces, ink)
    assert line is not None and line.text == "และ" and line.words[0].box.left == 21


@pytest.mark.parametrize(
    ("print_", "read"),
    [
        ("เรื่อ ง กบข", "เรื่อง กบข"),
        ("จำนว น ๑ ชุด", "จำนวน ๑ ชุด"),
        ("ม หาวิทยาลัย", "มหาวิทยาลัย"),
        ("ราชการ พ.ศ. ๒๕๕๓", "ราชการ พ.ศ. ๒๕๕๓"),
        ("ขอ งบประมาณ", "ขอ งบประมาณ"),
        ("อ อ อ ง", "อ อ อ ง"),
    ],
)
def test_a_gap_inside_a_word_is_no_space(print_: str, read: str) -> None:
    letters = [c for c in print_ if c != " "]
    gaps = tuple(sum(c != " " for c in print_[:i]) for i, c in enumerate(print_) if c == " ")
    line = line_of(*printed(*letters, gaps=gaps))
    assert line is not None and line.text == read


def test_numbers_keep_their_digits_together() -> None:
    pieces, ink = printed("๑", "๒", ".", "๕", "บ", "า", "ท", gaps=(4,))
    line = line_of(pieces, ink)
    assert line is not None and [w.text for w in line.words] == ["๑๒.๕", "บาท"]


def test_nothing_printed_is_no_line() -> None:
    assert line_of(*printed(" ", "  ")) is None
    assert line_of([], np.zeros((5, 5), bool)) is None


_HEAP = re.compile("[\u0e31-\u0e3a\u0e47-\u0e4e]+")  # marks, and the า that ำ falls into


def settled(text: str) -> str:
    """Without spaces, ำ in its two parts, heaps of marks as sets: no spelling settles the order of a heap,
    as no word has one (ำ่ิ), and it depends on how the pieces cut it."""
    text = normalise("".join(text.split())).replace("\u0e33", "\u0e4d\u0e32")
    return _HEAP.sub(lambda heap: "".join(sorted(set(heap[0]))), text)


@given(
    st.lists(
        st.text("กขนาเแโ\u0e31\u0e34\u0e35\u0e48\u0e49\u0e4d\u0e33ฯๆะ 1๒.A", min_size=1, max_size=3),
        max_size=30,
    )
)
def test_no_character_is_lost_or_invented(texts: list[str]) -> None:
    pieces, ink = printed(*texts)
    line = line_of(pieces, ink)
    assert settled("" if line is None else line.text) == settled("".join(texts))
    for word in () if line is None else line.words:
        assert " " not in word.text and word.text and word.box.width > 0 and word.box.height > 0
