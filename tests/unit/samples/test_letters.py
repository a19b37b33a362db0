"""The truth of a letter is what its pages say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from samples.box import drawn_letter
from samples.letters import FIELD_NAMES, compose
from sarabun.dates import find_dates, parse_date
from sarabun.model import Kind
from sarabun.thai import fold_digits

SEEDS = (1, 2, 3)
HEADINGS = {
    Kind.INTERNAL_MEMO: "บันทึกข้อความ",
    Kind.ORDER: "คำสั่ง",
    Kind.REGULATION: "ระเบียบ",
    Kind.BYLAW: "ข้อบังคับ",
    Kind.ANNOUNCEMENT: "ประกาศ",
    Kind.STATEMENT: "แถลงการณ์",
    Kind.NEWS: "ข่าว",
    Kind.MINUTES: "รายงานการประชุม",
    Kind.STAMPED: "ถึง ",
    Kind.EXTERNAL: "เรื่อง ",
    Kind.NOTE: "บันทึก",
}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", list(Kind))
def test_each_field_is_on_the_page(kind: Kind, seed: int) -> None:
    letter, pages = drawn_letter(kind, seed)
    page = squeezed("".join(p.text for p in pages))
    assert set(letter.fields) == set(FIELD_NAMES)
    for name in FIELD_NAMES:
        value = letter.fields[name]
        if isinstance(value, str) and name not in ("number", "date"):
            assert squeezed(value) in page, name
    for enclosure in letter.fields["enclosures"]:
        assert squeezed(enclosure) in page
    assert parse_date(letter.fields["date_raw"]) == letter.fields["date"]
    if letter.fields["number"]:
        assert letter.fields["number"] == fold_digits(letter.fields["number_raw"])
        assert letter.fields["circular"] == ("/ว" in letter.fields["number"])


@pytest.mark.parametrize(("kind", "heading"), HEADINGS.items())
def test_the_head_says_which_kind(kind: Kind, heading: str) -> None:
    _, pages = drawn_letter(kind, 11)
    printed = [line.text for line in pages[0].lines if not line.stamped][:14]
    assert any(line.startswith(heading) for line in printed)


def test_certificate_formula() -> None:
    _, pages = drawn_letter(Kind.CERTIFICATE, 3)
    assert "หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า" in squeezed(pages[0].text)


def test_received_stamps_are_printed_values() -> None:
    seen = 0
    for seed in range(12):
        letter, pages = drawn_letter(Kind.EXTERNAL, seed)
        stamped = "\n".join(line.text for line in pages[0].lines if line.stamped)
        for stamp in letter.fields["received_stamps"]:
            seen += 1
            assert stamp["office"] in stamped
            assert f"เลขรับ {stamp['number']}" in fold_digits(stamped)
            assert stamp["date"] in [d.iso for d in find_dates(stamped)]
            assert stamp["time"].replace(":", ".") in fold_digits(stamped)
            assert stamp["date"] >= letter.fields["date"]
    assert seen >= 3


def test_letters_differ_and_two_thirds_use_thai_digits() -> None:
    letters = [compose(Kind.EXTERNAL, np.random.default_rng(seed)) for seed in range(150)]
    assert len({str(x.fields) for x in letters}) == 150
    assert 0.55 < sum(x.style.thai_digits for x in letters) / 150 < 0.8
    years = {x.fields["date"][:4] for x in letters}
    assert min(years) >= "2007" and max(years) <= "2026"


def test_secrecy_is_on_every_page() -> None:
    letter, pages = drawn_letter(Kind.EXTERNAL, 4, pages=2, secrecy="ลับมาก")
    assert letter.fields["secrecy"] == "ลับมาก"
    assert len(pages) > 1
    for page in pages:
        lines = page.text.splitlines()
        assert lines[0] == lines[-1] == "ลับมาก"


def test_a_long_letter_has_catch_words_and_page_numbers() -> None:
    letter, pages = drawn_letter(Kind.ORDER, 8, pages=2)
    assert pages[0].lines[-1].text.startswith("/")
    assert pages[1].lines[0].text == letter.style.digits("- 2 -")
    after = squeezed(pages[1].lines[1].text)
    assert after.startswith(squeezed(pages[0].lines[-1].text)[1:-1])
