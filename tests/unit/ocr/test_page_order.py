"""Lines of other inks put among those of the print: stamps keep together, a number goes to its label."""

from __future__ import annotations

from ocr.engines.page import insert
from sarabun.model import Box, Line, Word


def line(text: str, left: int, top: int, right: int, bottom: int) -> Line:
    box = Box(left, top, right, bottom)
    return Line((Word(text, box, 1.0),), box, 1.0)


def order(lines: list[Line]) -> list[str]:
    return [one.text for one in lines]


PRINT = (
    line("บันทึกข้อความ", 700, 200, 1100, 260),
    line("ที่", 100, 300, 140, 340),
    line("กค๐๔๐๘/", 160, 300, 400, 340),
    line("วันที่", 900, 300, 980, 340),
    line("เรื่อง", 100, 380, 700, 420),
)


def test_a_number_goes_behind_what_stands_left_of_it_however_high_it_is_written() -> None:
    for top in (285, 300, 315):
        lines = list(PRINT)
        insert(lines, [line("๒๔๘", 420, top, 500, top + 40)], by_place=True)
        assert order(lines) == ["บันทึกข้อความ", "ที่", "กค๐๔๐๘/", "๒๔๘", "วันที่", "เรื่อง"]


def test_what_stands_left_of_its_row_goes_first() -> None:
    lines = list(PRINT)
    insert(lines, [line("ด่วน", 100, 205, 250, 265)], by_place=True)
    assert order(lines)[:2] == ["ด่วน", "บันทึกข้อความ"]


def test_a_stamp_keeps_together_beside_lines_of_print() -> None:
    stamp = [
        line("กองการเจ้าหน้าที่", 1200, 180, 1500, 220),
        line("เลขรับ", 1200, 240, 1300, 280),
        line("๑๖๒๗", 1400, 235, 1480, 275),
        line("เวลา", 1200, 310, 1280, 350),
        line("น.", 1500, 300, 1530, 340),
    ]
    lines = list(PRINT)
    insert(lines, stamp, by_place=True)
    assert order(lines) == order(stamp) + order(list(PRINT))


def test_two_stamps_stand_where_each_of_them_begins() -> None:
    lines = list(PRINT)
    insert(lines, [line("ลับ", 700, 100, 800, 140), line("ลับ", 700, 900, 800, 940)], by_place=True)
    assert order(lines)[0] == order(lines)[-1] == "ลับ"


def test_print_is_left_in_its_order() -> None:
    lines: list[Line] = []
    insert(lines, PRINT[::-1], by_place=False)
    assert order(lines) == order(list(PRINT[::-1]))
