"""Lines, their order and the rules between them, on pages drawn for the purpose."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.frame import BASELINE, LETTER, cut
from ocr.layout import Found, Layout, Writing, find_lines, without_rules
from ocr.layout.baseline import Baseline
from ocr.layout.chains import Letters
from ocr.layout.hand import writing_of
from ocr.layout.runs import Run, one_line
from samples.box import drawn_letter
from samples.paper import degrade
from samples.sheet import DrawnPage
from sarabun.model import Box, Kind

FONT = "/usr/share/fonts/truetype/tlwg/Laksaman.ttf"
DPI = 200
TEXT = "ด้วยกระทรวงมหาดไทยได้รับแจ้งจากสำนักงานว่ามีการประชุม"


class Page:
    """An A4 page that text and rules are drawn on."""

    def __init__(self) -> None:
        self.image = Image.new("L", (1654, 2339), "white")
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, base: float, text: str, points: float = 16) -> tuple[float, float]:
        """Draws ``text`` on its baseline; where its ink begins and ends."""
        font = ImageFont.truetype(FONT, round(points / 72 * DPI), layout_engine=ImageFont.Layout.RAQM)
        self.draw.text((x, base), text, "black", font, anchor="ls")
        left, _, right, _ = font.getbbox(text, anchor="ls")
        return x + left, x + right

    def rule(self, *points: float, width: int = 2) -> None:
        self.draw.line(points, fill="black", width=width)

    @property
    def grey(self) -> np.ndarray:
        return np.asarray(self.image)

    def found(self) -> Layout:
        return find_lines(self.grey, DPI)


def base_at(found: Found, x: float) -> float:
    return float(np.interp(x, *found.line.baseline.T))


def turned(grey: np.ndarray, degrees: float) -> np.ndarray:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(grey, matrix, (width, height), borderValue=255)


def test_a_line_is_found_where_it_is_drawn() -> None:
    page = Page()
    left, right = page.text(200, 500, TEXT)
    (line,) = page.found().lines
    assert line.line.left == pytest.approx(left, abs=4) and line.line.right == pytest.approx(right, abs=4)
    assert base_at(line, 600) == pytest.approx(500, abs=2)
    assert line.kind is Writing.PRINT and line.cell == -1 and line.letters > 25


def test_marks_above_and_below_are_inside_the_box() -> None:
    page = Page()
    page.text(200, 500, "ปู่ญี่ปุ่นรู้ว่าผู้ใหญ่อยู่ที่นี่")
    (line,) = page.found().lines
    ink = np.argwhere(page.grey < 128)
    assert line.box.top <= ink[:, 0].min() + 3 and line.box.bottom >= ink[:, 0].max() - 2


@pytest.mark.parametrize("degrees", [-5, -2, 0, 3, 5])
def test_a_page_askew_has_the_same_lines_in_the_same_order(degrees: float) -> None:
    page = Page()
    for i in range(12):
        page.text(200 + 60 * (i % 3), 700 + 75 * i, TEXT if i % 4 else TEXT[:20])
    lines = find_lines(turned(page.grey, degrees), DPI).lines
    assert [line.row for line in lines] == list(range(12))
    slopes = [np.diff(f.line.baseline[[0, -1]], axis=0)[0] for f in lines]
    assert np.degrees([np.arctan2(y, x) for x, y in slopes]) == pytest.approx([degrees] * 12, abs=0.35)


def test_a_curved_line_is_followed() -> None:
    page = Page()
    page.text(150, 1000, TEXT + TEXT)
    x, y = np.meshgrid(np.arange(1654, dtype=np.float32), np.arange(2339, dtype=np.float32))
    bow = 22 * ((x - 827) / 700) ** 2
    curled = cv2.remap(page.grey, x, (y - bow).astype(np.float32), cv2.INTER_LINEAR, borderValue=255)
    (line,) = find_lines(curled, DPI).lines
    assert len(line.line.baseline) > 2
    for at in (250.0, 827.0, 1300.0):
        assert base_at(line, at) == pytest.approx(1000 + 22 * ((at - 827) / 700) ** 2, abs=3)


@pytest.mark.parametrize(("feet", "one"), [(100.0, True), (114.0, False)])
def test_halves_of_a_bent_line_are_one_where_their_feet_meet(feet: float, one: bool) -> None:
    """A straight baseline through the right half, which bends down, begins too high."""
    n = 12
    left = np.arange(2 * n, dtype=np.float32) * 12
    bottom = np.full(2 * n, 100, np.float32)
    bottom[n:] = feet + np.arange(n) ** 2 * 0.3
    letters = Letters(np.arange(2 * n), left, bottom - 10, left + 10, bottom)
    halves = []
    for at, heights in ((slice(0, n), (100.0, 100.0)), (slice(n, 2 * n), (feet - 5, feet + 31))):
        ends = float(left[at][0]), float(left[at][-1]) + 10
        line = Baseline(np.stack([ends, heights], axis=-1))
        halves.append(Run(np.arange(2 * n)[at], line, 10.0, *ends, np.arange(2 * n)[at], Box(0, 0, 1, 1)))
    assert one_line(letters, *halves) is one


def test_frames_show_letters_as_readers_know_them() -> None:
    page = Page()
    page.text(200, 500, "นมบลพนมกรมการมรรคพลบ")
    (found,) = page.found().lines
    frame = cut(page.grey, found.line)
    rows = np.flatnonzero(255 - frame.mean(axis=1) > 30)
    assert rows.max() == pytest.approx(BASELINE - 1, abs=1.5)
    ink = np.flatnonzero((frame < 128).any(axis=1))
    assert ink.max() - ink.min() + 1 < 2.2 * LETTER


@pytest.mark.parametrize("text", ["๒", "- ๒ -", "๑๒", "ลับ", "ที่"])
def test_very_short_lines_are_lines(text: str) -> None:
    page = Page()
    left, right = page.text(800, 300, text)
    for i in range(5):
        page.text(200, 800 + 75 * i, TEXT)
    first = page.found().lines[0]
    assert first.row == 0 and first.line.left == pytest.approx(left, abs=6)
    assert first.line.right == pytest.approx(right, abs=6)


def test_figures_do_not_change_the_letter_height() -> None:
    page = Page()
    for i in range(4):
        page.text(200, 400 + 75 * i, TEXT)
    page.text(200, 800, "1234 5678 90")
    page.text(200, 900, "๑๒๓๔ ๕๖๗๘ ๙๐")
    lines = page.found().lines
    assert [f.line.letter for f in lines[4:]] == pytest.approx([lines[0].line.letter] * 2, rel=0.12)


def test_a_heading_has_its_own_letter_height() -> None:
    page = Page()
    page.text(500, 300, "บันทึกข้อความของหน่วยงาน", points=29)
    for i in range(6):
        page.text(200, 500 + 75 * i, TEXT)
    lines = page.found().lines
    assert lines[0].line.letter == pytest.approx(lines[1].line.letter * 29 / 16, rel=0.08)


def test_letters_that_blur_joins_are_still_a_line_of_letters() -> None:
    page = Page()
    for base in range(500, 1300, 80):
        page.text(200, base, TEXT)
    blurred = cv2.GaussianBlur(page.grey, (0, 0), 3.4)
    lines = find_lines(blurred, DPI).lines
    assert len(lines) == 10 and {line.kind for line in lines} == {Writing.PRINT}
    letter = page.found().letter
    for line, base in zip(lines, range(500, 1300, 80), strict=True):
        assert line.line.letter == pytest.approx(letter, rel=0.12)
        assert base_at(line, 600) == pytest.approx(base, abs=4)


@pytest.mark.parametrize("label", ["ที่", "ปื้"])
def test_a_letter_with_its_marks_is_as_high_as_those_beside_it(label: str) -> None:
    page = Page()
    for base in range(700, 1300, 80):
        page.text(200, base, TEXT)
    page.text(200, 500, label)
    page.text(500, 500, "ชื่อและสกุล")
    thick = cv2.erode(page.grey, np.ones((5, 5)))  # its marks touch it
    layout = find_lines(thick, DPI)
    assert layout.lines[0].letters == 1
    assert layout.lines[0].line.letter == pytest.approx(layout.letter, rel=0.15)


def test_what_stands_right_on_the_same_row_is_read_after_what_stands_left() -> None:
    page = Page()
    left, right = "ที่ มท ๐๒๐๑", "กรมการปกครอง"
    page.text(1100, 404, right)
    page.text(200, 400, left)
    page.text(1100, 475, "ถนนนครสวรรค์")
    page.text(200, 640, TEXT)
    lines = page.found().lines
    assert [f.row for f in lines] == [0, 0, 1, 2]
    assert lines[0].line.right < 600 < lines[1].line.left


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    page = Page()
    half = "สำนักงานว่ามีการประชุมคณะกรรมการ"
    for i in range(10):
        page.text(150, 600 + 75 * i, half)
        page.text(900, 600 + 75 * i, half)
    lines = page.found().lines
    assert [f.line.left < 800 for f in lines] == [True] * 10 + [False] * 10


@pytest.mark.parametrize("longer", ["left", "right"])
def test_the_longer_of_two_columns_goes_on_alone(longer: str) -> None:
    page = Page()
    half = "สำนักงานว่ามีการประชุมคณะกรรมการ"
    for i in range(12):
        if i < 7 or longer == "left":
            page.text(150, 600 + 75 * i, half)
        if i < 7 or longer == "right":
            page.text(900, 600 + 75 * i, half)
    page.text(150, 600 + 75 * 14, TEXT)
    lines = page.found().lines
    left = 12 if longer == "left" else 7
    assert [f.line.left < 800 for f in lines] == [True] * left + [False] * (19 - left) + [True]


RAGGED = ("สำนักงานว่ามีการประชุม", "คณะกรรมการขับเคลื่อนแผน", "ปฏิบัติการด้านจริยธรรม", "ของจังหวัด", "ตามนัยระเบียบ")


@pytest.mark.parametrize("ruled", [True, False])
def test_lines_of_unequal_length_are_columns_where_a_rule_parts_them(ruled: bool) -> None:
    page = Page()
    for i, half in enumerate(RAGGED * 2):
        page.text(150, 600 + 75 * i, half)
        page.text(900, 600 + 75 * i, RAGGED[i % 3 + 2])
    if ruled:
        page.rule(830, 550, 830, 600 + 75 * 9)
    rows = [f.line.left < 800 for f in page.found().lines]
    assert rows == ([True] * 10 + [False] * 10 if ruled else [True, False] * 10)


def test_one_line_that_nothing_breaks_does_not_hide_columns() -> None:
    page = Page()
    half = "สำนักงานว่ามีการประชุมคณะกรรมการ"
    for i in range(10):
        page.text(150, 600 + 75 * i, half)
        page.text(920, 600 + 75 * i, "https://www.example.go.th/form/A" if i == 4 else half[:24])
    assert [f.line.left < 800 for f in page.found().lines] == [True] * 10 + [False] * 10


def test_columns_begin_with_their_first_row_even_where_it_is_in_pieces() -> None:
    page = Page()
    half = "สำนักงานว่ามีการประชุมคณะกรรมการ"
    for i in range(9):
        page.text(150, 600 + 75 * i, half)
        page.text(920, 600 + 75 * i, half)
    for x, piece in ((150, "จำนวน"), (440, "คณะกรรมการ"), (920, "ทั้งนี้"), (1140, "คณะกรรมการ")):
        page.text(x, 525, piece)
    assert [f.line.left < 800 for f in page.found().lines] == [True] * 11 + [False] * 11


def test_quotation_marks_are_of_the_line_that_they_stand_at() -> None:
    page = Page()
    page.text(200, 500, TEXT)
    left, _ = page.text(200, 600, "“", 20)
    page.text(240, 600, "ผู้ว่าจ้างตกลง")
    first, second = page.found().lines
    assert second.line.left == pytest.approx(left, abs=8) and first.row < second.row


def test_a_list_in_columns_is_read_row_by_row() -> None:
    page = Page()
    for i, (name, post) in enumerate([("นายสมชาย ใจดี", "ประธาน"), ("นางสาวสมหญิง", "กรรมการ")] * 5):
        page.text(150, 600 + 75 * i, name)
        page.text(900, 600 + 75 * i, post)
    assert [f.row for f in page.found().lines] == [i // 2 for i in range(20)]


def table(page: Page) -> list[int]:
    """Three columns, four rows, the second cell with two lines; words lie close to the rules."""
    edges, top = [200, 420, 900, 1300], 500
    for x in edges:
        page.rule(x, top, x, top + 4 * 130)
    for r in range(5):
        page.rule(edges[0], top + r * 130, edges[-1], top + r * 130)
    for r in range(4):
        base = top + r * 130 + 55
        page.text(210, base, "ลำดับที่")
        page.text(430, base, "สำนักงานจังหวัด")
        page.text(430, base + 60, "ส่วนกลาง")
        page.text(910, base, "๑,๒๓๔")
    return edges


@pytest.mark.parametrize("degrees", [0, 1.5])
def test_cells_of_a_table_are_read_whole_and_row_by_row(degrees: float) -> None:
    page = Page()
    page.text(200, 300, TEXT)
    table(page)
    page.text(200, 1200, TEXT)
    layout = find_lines(turned(page.grey, degrees), DPI)
    cells = [f.cell for f in layout.lines]
    assert cells[0] == cells[-1] == -1 and len(cells) == 18
    inside = cells[1:-1]
    assert [inside.count(c) for c in dict.fromkeys(inside)] == [1, 2, 1] * 4
    assert inside == sorted(inside, key=lambda c: inside.index(c))
    assert len({f.block for f in layout.lines[1:-1]}) == 1
    assert sum(r.level for r in layout.rules) == 5 and sum(not r.level for r in layout.rules) == 4


def test_broken_rules_still_part_cells() -> None:
    page = Page()
    table(page)
    grey = page.grey.copy()
    rng = np.random.default_rng(3)
    for _ in range(200):
        x, y = int(rng.integers(195, 1305)), int(rng.choice([500, 630, 760, 890, 1020]))
        grey[y - 3 : y + 4, x : x + 5] = 255
    assert len({f.cell for f in find_lines(grey, DPI).lines} - {-1}) == 12


def test_rules_are_painted_out_and_letters_that_cross_them_stay() -> None:
    page = Page()
    page.text(300, 500, "กตัญญูกตเวทีฎีกา", points=20)
    before = int((page.grey < 128).sum())
    page.rule(200, 508, 1400, 508)
    page.rule(250, 300, 250, 700)
    layout = page.found()
    clean = without_rules(page.grey, layout.rules)
    assert (clean[506:511, 900:1390] > 200).all() and (clean[310:690, 248:253] > 200).all()
    assert int((clean < 128).sum()) > 0.93 * before


def test_leaders_alone_are_no_line() -> None:
    page = Page()
    page.text(200, 500, "ชื่อ")
    for x in range(300, 1400, 9):
        page.draw.ellipse((x, 497, x + 2, 499), fill="black")
    for x in range(200, 1400, 9):
        page.draw.ellipse((x, 597, x + 2, 599), fill="black")
    (line,) = page.found().lines
    assert line.line.right < 330


@pytest.mark.parametrize("seed", [1, 2])
def test_emblems_and_signatures_are_no_lines(seed: int) -> None:
    _, pages = drawn_letter(Kind.EXTERNAL, seed)
    assert not _strangers(pages[0], np.asarray(pages[0].image.convert("L")))


def _strangers(page: DrawnPage, grey: np.ndarray) -> list[Found]:
    """Print found where none is drawn."""
    boxes = [line.box for line in page.lines]
    return [
        f
        for f in find_lines(grey, 300).lines
        if f.kind is Writing.PRINT
        and not any(
            b.left - 20 < (f.box.left + f.box.right) / 2 < b.right + 20 and b.top - 10 < f.box.bottom and
            f.box.top < b.bottom + 10
            for b in boxes
        )
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.INTERNAL_MEMO, Kind.ORDER, Kind.MINUTES])
@pytest.mark.parametrize("paper", ["office", "fax", "bad_copy"])
def test_generated_pages_have_their_lines(kind: Kind, paper: str) -> None:
    _, pages = drawn_letter(kind, 5)
    printed = [line for line in pages[0].lines if not line.stamped]
    scan = degrade(np.asarray(pages[0].image), paper, np.random.default_rng(2))
    pixels = np.asarray(scan.pixels, np.uint8) * (255 if scan.pixels.dtype == bool else 1)
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    found = find_lines(grey, scan.dpi).lines
    rows = [line.box.bottom * scan.dpi / 300 for line in printed]
    seen = sum(any(abs(f.box.bottom - y) < 0.3 * scan.dpi for f in found) for y in rows)
    assert seen >= 0.97 * len(printed) and len(found) < 2.5 * len(printed)


def test_uneven_letters_are_handwriting() -> None:
    page = Page()
    for i in range(4):
        page.text(200, 400 + 75 * i, TEXT)
    rng = np.random.default_rng(4)
    for i in range(16):
        size = float(rng.uniform(11, 24))
        page.text(200 + 42 * i, 900 + float(rng.normal(0, 8)), str(rng.choice(list("กนมพลอรทค"))), size)
    kinds = {f.kind for f in page.found().lines[:4]}, {f.kind for f in page.found().lines[4:]}
    assert kinds == ({Writing.PRINT}, {Writing.HAND})


@pytest.mark.parametrize(("off", "writing"), [(4, Writing.PRINT), (9, Writing.HAND)])
def test_no_hand_keeps_a_long_line(off: int, writing: Writing) -> None:
    """24 letters, every other one grown together with a mark, ``off`` of them not on the line."""
    n = 24
    left = np.arange(n, dtype=np.float32) * 12
    bottom = np.full(n, 100, np.float32)
    bottom[:off] += np.where(np.arange(off) % 2, 6, -6)
    top = bottom - np.where(np.arange(n) % 2, 10, 17)
    letters = Letters(np.arange(n), left, top, left + 9, bottom)
    line = Baseline(np.array([[0.0, 100.0], [300.0, 100.0]]))
    run = Run(np.arange(n), line, 10.0, 0.0, float(left[-1] + 9), np.arange(n), Box(0, 80, 300, 106))
    assert writing_of(letters, run) is writing


@pytest.mark.parametrize("shape", [(2339, 1654), (40, 40), (1, 1), (5, 3000)])
def test_blank_pages_have_no_lines(shape: tuple[int, int]) -> None:
    assert find_lines(np.full(shape, 255, np.uint8), DPI).lines == ()


def test_noise_and_darkness_have_hardly_any_lines() -> None:
    rng = np.random.default_rng(1)
    assert len(find_lines(rng.integers(0, 256, (2339, 1654), dtype=np.uint8), DPI).lines) < 10
    assert len(find_lines(np.zeros((2339, 1654), np.uint8), DPI).lines) == 0
    smooth = cv2.GaussianBlur(rng.integers(0, 256, (2339, 1654)).astype(np.uint8), (0, 0), 9)
    photo = cv2.normalize(smooth, None, 0, 255, cv2.NORM_MINMAX)
    assert len(find_lines(photo, DPI).lines) < 100
    specks = np.where(rng.random((2339, 1654)) < 0.01, 0, 255).astype(np.uint8)
    assert find_lines(specks, DPI).lines == ()


@pytest.mark.parametrize("factor", [0.6, 1.8])
def test_letters_of_another_size_than_the_resolution_tells_are_found(factor: float) -> None:
    page = Page()
    for i in range(6):
        page.text(200, 400 + 130 * i, TEXT[:24], points=16 * factor)
    lines = page.found().lines
    assert len(lines) == 6 and all(f.letters > 10 for f in lines)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "number", "lines", "cells"),
    [("ocsc2554_p4", 0, 51, 44), ("phatthalung_6b6133b3", 2, 86, 73), ("kalasin3_order_2559", 1, 56, 48)],
)
def test_tables_of_real_pages(real: Path, name: str, number: int, lines: int, cells: int) -> None:
    with pypdfium2.PdfDocument(real / f"{name}.pdf") as document:
        pixels = document[number].render(scale=220 / 72).to_numpy()
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_BGR2GRAY)
    found = find_lines(grey, 220).lines
    assert abs(len(found) - lines) <= 3
    assert abs(len({f.cell for f in found} - {-1}) - cells) <= 2
