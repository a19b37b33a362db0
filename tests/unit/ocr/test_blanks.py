"""Leaders of forms go, full stops stay."""

from __future__ import annotations

import pytest

from ocr.recognise.blanks import without_blanks
from ocr.recognise.reader import Character


def line(text: str) -> tuple[Character, ...]:
    """Characters in order; those written as ~ are hardly legible."""
    return tuple(
        Character("ก" if c == "~" else c, i, i + 1, 0.3 if c == "~" else 0.99) for i, c in enumerate(text)
    )


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("จำนวน ........ ซอง", "จำนวน ซอง"),
        ("จำนวน ...~~~... ซอง", "จำนวน ซอง"),
        ("ชื่อ..........", "ชื่อ"),
        (". . . . . . ลงชื่อ", "ลงชื่อ"),
        ("/จึงเรียนมา...", "/จึงเรียนมา..."),
        ("พ.ศ. ๒๕๖๙", "พ.ศ. ๒๕๖๙"),
        ("พ.~. ๒๕๖๙", "พ.ก. ๒๕๖๙"),
        ("มท ๐๐๒~.๒", "มท ๐๐๒ก.๒"),
        ("ก.พ.ร.", "ก.พ.ร."),
        ("........", ""),
        ("", ""),
    ],
)
def test_what_stays_of_a_line(printed: str, kept: str) -> None:
    assert "".join(c.text for c in without_blanks(line(printed))) == kept
