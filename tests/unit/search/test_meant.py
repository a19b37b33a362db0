from __future__ import annotations

import re

import pytest

from sarabun.finding import Highlight, Hit
from sarabun.model import Kind
from search.meant import meant

SUBJECT = "รังวัดที่ดินสาธารณประโยชน์ ตำบลหนองบัว จังหวัดพิจิตร"


def hit(marked: str) -> Hit:
    """One with a snippet, what is in brackets highlighted."""
    text = ""
    highlights = []
    for n, part in enumerate(re.split(r"[\[\]]", marked)):
        highlights += [Highlight(len(text), len(text) + len(part))] if n % 2 else []
        text += part
    return Hit(
        id="1", page=1, score=1.0, kind=Kind.EXTERNAL, number="", date="", subject="", agency="",
        snippet=text, highlights=tuple(highlights), terms=(), pages=(1,),
    )  # fmt: skip


def test_only_what_no_hit_has_is_changed() -> None:
    found = hit("[รังวัดที่ดินสาธารณประโยชน์] [ตำบล][หนองบัว] [จังหวัดพิจิตร]")
    assert meant("รังวัดที่ดินสาธารณประโยชน์ ตำบลหนองบัว จังหวดพิจิตร", [found]) == SUBJECT


def test_no_word_is_dropped() -> None:
    assert meant("รังวักที่ดินสาธารณประโยชน์", [hit("การรังวัดที่ดิน[สาธารณประโยชน์]")]) == ""


@pytest.mark.parametrize("typed", ["สำนักงานสาธารณสุขจังหวัดน่าน 15 ม.ค. 2565", "ม.ค.", "12345"])
def test_names_that_have_others_and_numbers_stay(typed: str) -> None:
    found = hit("[สำนักงานสาธารณสุขจังหวัด][น่าน] ที่ [๑๒๓๔๖] [๑๕] [มกราคม] [๒๕๖๕]")
    assert meant(typed, [found]) == ""
