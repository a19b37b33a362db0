"""Rich letters: deterministic, all different, and their truth is what stands on the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from samples.blocks import Blank, Blanks, Block, Columns, Footnote, Letter, Paragraph, Style, Table
from samples.box import drawn_letter
from samples.page import draw
from samples.photo import photograph
from samples.sentences import paragraph
from samples.sheet import HEIGHT, WIDTH, DrawnPage
from sarabun.model import Kind
from sarabun.thai import normalise


def drawn(*blocks: Block, thai: bool = False) -> DrawnPage:
    style = Style("Laksaman", thai, False)
    pages = draw(Letter(Kind.OTHER, style, {}, blocks), np.random.default_rng(1))
    assert len(pages) == 1
    return pages[0]


def squeezed(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split())


@pytest.mark.parametrize("kind", list(Kind))
def test_same_seed_same_pages(kind: Kind) -> None:
    letter, pages = drawn_letter(kind, 31, rich=True)
    again, others = drawn_letter(kind, 31, rich=True)
    assert letter == again
    assert [p.lines for p in pages] == [p.lines for p in others]
    assert all(
        np.array_equal(np.asarray(a.image), np.asarray(b.image)) for a, b in zip(pages, others, strict=True)
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_more_than_the_plain_letter_and_as_true(kind: Kind) -> None:
    plain, plain_pages = drawn_letter(kind, 5)
    letter, pages = drawn_letter(kind, 5, rich=True)
    assert letter.fields == plain.fields
    text = squeezed([p.text for p in pages])
    assert len(text) > len(squeezed([p.text for p in plain_pages])) + 80
    for name in ("number_raw", "date_raw", "subject"):
        if letter.fields[name]:
            assert squeezed([letter.fields[name]]) in text


@pytest.mark.parametrize("seed", range(8))
def test_every_line_leaves_ink_in_its_box_and_is_normal(seed: int) -> None:
    for page in drawn_letter(list(Kind)[seed], seed, rich=True)[1]:
        pixels = np.asarray(page.image.convert("L"))
        for line in page.lines:
            box = line.box
            assert 0 <= box.left < box.right <= WIDTH and 0 <= box.top < box.bottom <= HEIGHT, line
            ink = (pixels[box.top : box.bottom, box.left : box.right] < 160).sum()
            assert ink > 12 * len(line.text.replace(" ", "")), line.text
            assert line.text == normalise(line.text) == " ".join(line.text.split())
            for gap in line.gaps:
                assert line.text[gap - 1] == " " and line.text[gap] != " "


def test_paragraphs_do_not_repeat() -> None:
    rng = np.random.default_rng(3)
    made = [paragraph(rng) for _ in range(300)]
    assert len(set(made)) == 300
    heads = {text[:40] for text in made}
    assert len(heads) > 285


def test_blanks_leave_gaps_and_hands_are_told_apart() -> None:
    page = drawn(Blanks(("วันที่", Blank(2.0), "เดือน", Blank(2.0, "12"), "อายุ", Blank(1.0), "ปี")))
    (line,) = page.lines
    assert line.text == "วันที่ เดือน 12 อายุ ปี"
    assert [line.text[a:b] for a, b in line.hand] == ["12"]
    assert [line.text[g:].split()[0] for g in line.gaps] == ["เดือน", "12", "อายุ", "ปี"]


def test_a_box_to_tick_is_no_text() -> None:
    page = drawn(Blanks((Blank(box=True, text="/"), "เห็นชอบ")))
    assert [line.text for line in page.lines] == ["เห็นชอบ"]
    assert page.lines[0].hand == ()


def test_a_long_form_line_goes_on_below() -> None:
    page = drawn(Blanks(("ข้าพเจ้า", Blank(8.0), "ตำแหน่ง", Blank(8.0), "สังกัด", Blank(6.0))))
    assert [line.text for line in page.lines] == ["ข้าพเจ้า ตำแหน่ง", "สังกัด"]
    tops = [line.box.top for line in page.lines]
    assert tops == sorted(set(tops))


def test_columns_are_read_one_after_the_other() -> None:
    page = drawn(Columns(("ก ข ค", "ง จ"), ("ฉ ช ซ",), ruled=True))
    assert [line.text for line in page.lines] == ["ก ข ค", "ง จ", "ฉ ช ซ"]
    one, _, two = (line.box for line in page.lines)
    assert one.top == two.top and two.left > one.right


def test_a_footnote_stands_below_all_text() -> None:
    page = drawn(Paragraph("บรรทัดแรก"), Footnote("1 หมายเหตุ"), Paragraph("บรรทัดหลัง"))
    assert [line.text for line in page.lines] == ["บรรทัดแรก", "บรรทัดหลัง", "1 หมายเหตุ"]
    assert page.lines[2].box.top > page.lines[1].box.bottom


def test_sums_stand_at_the_right_of_their_column() -> None:
    rows = (("รายการ", "บาท"), ("ก", "5"), ("ข", "12,500"))
    page = drawn(Table(rows, (6.0, 4.0), right=(1,)))
    ends = [line.box.right for line in page.lines if line.text in ("5", "12,500")]
    assert abs(ends[0] - ends[1]) <= 2


def test_codes_in_latin_script_keep_their_digits() -> None:
    style = Style("Laksaman", True, False)
    assert style.digits("ตาม ISO 9001:2015 และ https://www.example.go.th/A-12 ข้อ 7") == (
        "ตาม ISO ๙๐๐๑:๒๐๑๕ และ https://www.example.go.th/A-12 ข้อ ๗"
    )
    assert style.digits("(COVID-19)") == "(COVID-19)"


def test_photographs_bend_lines_and_show_the_table() -> None:
    page = np.full((2339, 1654, 3), 255, np.uint8)
    page[600:606, 200:1450] = 0
    heights = []
    for seed in range(12):
        photo = photograph(page, np.random.default_rng(seed))
        assert photo.shape[0] > page.shape[0] and photo.shape[1] > page.shape[1]
        assert photo[3, 3].max() < 200
        dark = photo[:, 300:1500].max(axis=2)[400:900] < 90
        columns = np.flatnonzero(dark.any(axis=0))
        middle = np.array([np.flatnonzero(dark[:, c]).mean() for c in columns[::50]])
        chord = np.linspace(middle[0], middle[-1], len(middle))
        heights.append(np.abs(middle - chord).max())
    assert min(heights) < 2 < max(heights)
