"""The one normalisation, digits and words."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarabun.thai import fold_digits, normalise, segment, thai_digits, tokens

THAI = st.text(alphabet=st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B), max_size=40)
MIXED = st.text(alphabet="กขคงนมาเแโใไๆฯะัิีึืุู็่้๊๋์ํำ๐๑๒๓๔๕๖๗๘๙ 0123456789abcXYZ./()-\u200b\u00a0\uf70a\n", max_size=60)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ส\u0e4d\u0e32นักงาน", "สำนักงาน"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("เเละ", "และ"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ก\u0e34\u0e34", "กิ"),
        ("ท\uf70aี", "ที่"),
        ("สารบรรณ\u200b\ufeff", "สารบรรณ"),
        ("ก\u00a0ข\tค", "ก ข ค"),
        ("บรรทัด\nใหม่", "บรรทัด\nใหม่"),
    ],
)
def test_normalise(written: str, meant: str) -> None:
    assert normalise(written) == meant


@given(MIXED)
def test_normalise_is_idempotent_and_nfc(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(max_size=40))
def test_digits_keep_offsets(text: str) -> None:
    assert len(fold_digits(text)) == len(text)
    assert not set(fold_digits(text)) & set("๐๑๒๓๔๕๖๗๘๙")
    assert fold_digits(thai_digits(text)) == fold_digits(text)


@given(MIXED)
def test_tokens_cover_everything_but_spaces(text: str) -> None:
    found = list(tokens(text))
    assert "".join(t.text for t in found) == "".join(text.split())
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(THAI.filter(bool))
def test_segments_join_to_the_run(run: str) -> None:
    assert "".join(segment(run)) == run


def test_words_and_numbers() -> None:
    text = "ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐ ลงวันที่ ๑๑ เมษายน (COVID-๑๙)"
    assert [t.text for t in tokens(text)] == [
        "ที่", "มท", "๐๒๐๑.๒", "/", "ว", "๑๕๙๐", "ลงวันที่", "๑๑", "เมษายน", "(", "COVID", "-", "๑๙", ")",
    ]  # fmt: skip
