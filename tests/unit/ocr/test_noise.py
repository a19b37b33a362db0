"""What strokes and dots look like when a reader makes characters of them."""

from __future__ import annotations

import pytest

from ocr.noise import is_illegible, is_noise
from sarabun.model import Box, Line, Word
from sarabun.thai import tokens


def line(text: str, confidence: float) -> Line:
    words = tuple(
        Word(t.text, Box(t.start, 0, t.end, 1), confidence, t.start > 0 and text[t.start - 1] == " ")
        for t in tokens(text)
    )
    return Line(words, Box(0, 0, len(text), 1), confidence)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("๑@ ๑ ๑ ๑ ๑ ๑ ๑ ๑๐ 9 ๑ 9 ๑ ๐ ๐ ๐๑๐๑๐ ๐ ๐ ๐ ๐ ๑๐๐ ๐ ๐ ๐ ๐ ๐ ๐ ๐909600", 0.89),
        ("6 ๕ 1 ฉ“«ฉ4 ส 1 ส ฆ = 1 ซ| ส ฉ4<", 0.57),
        ("จ ว 9 อ ๐ 9๐ ๐ ๐ ๐๑ 90 อ่ 09699090909099909990990990569996969969096", 0.54),
        (",?-", 0.5),
    ],
)
def test_noise(text: str, confidence: float) -> None:
    assert is_noise(line(text, confidence))


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("เรียน ผู้อำนวยการโรงเรียน", 0.5),
        ("ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐", 0.6),
        ("๒๕ ตุลาคม ๒๕๕๙", 0.55),
        ("EO 5261", 0.4),
        ("1720674", 0.1),
        ("- ๒ -", 0.95),
        ("๑ ๒ ๓ ๔ ๕ ๖ ๗ ๘ ๙ ๑๐ ๑๑ ๑๒ ๑๓ ๑๔", 0.95),
    ],
)
def test_writing(text: str, confidence: float) -> None:
    assert not is_noise(line(text, confidence))


@pytest.mark.parametrize(
    ("text", "legibility"),
    [("๓คน๘๐ร๙๒ค7รงD*hA", 0.34), ("ยดวคนม) ฉา๖ลจข 7", 0.38), ("๘", 0.5)],
)
def test_what_a_pen_leaves_is_illegible(text: str, legibility: float) -> None:
    assert is_illegible(line(text, legibility), legibility)


@pytest.mark.parametrize(
    ("text", "legibility"),
    [
        ("ที่ ศธ.0514.1.12/ ๖๖", 0.6),
        ("กค ๐๔๐๘.๕/ง๖อ", 0.6),
        ("วันที่ ธา", 0.5),
        ("เจ้าหน้าที่ได้ดำเนินการตรวจสอบ", 0.6),
        ("- ๒ -", 0.97),
    ],
)
def test_print_stays_however_worn(text: str, legibility: float) -> None:
    assert not is_illegible(line(text, legibility), legibility)
