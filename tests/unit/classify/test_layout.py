"""Rows and spans: what stands beside what, and what is only dirt."""

from __future__ import annotations

import pytest

from classify.confidence import calibration
from classify.labels import contains, first_match, is_label, match_start, skeleton
from classify.layout import field
from classify.rows import rows_of
from sarabun.model import Box, Line, Word


def test_a_wide_gap_cuts_a_line_and_a_space_does_not(desk):
    (row,) = rows_of(desk.Sheet().put((240, "ที่ มท ๐๒๐๑/๙"), (1050, "กรมตัวอย่าง ฝ่ายทดสอบ")).page())
    assert [s.text for s in row.spans] == ["ที่ มท ๐๒๐๑/๙", "กรมตัวอย่าง ฝ่ายทดสอบ"]


def test_lines_at_one_height_are_one_row_from_left_to_right(desk):
    sheet = desk.Sheet().put((1050, "ขวา"), (240, "ซ้าย"), split=True)
    (row,) = rows_of(sheet.page())
    assert [s.text for s in row.spans] == ["ซ้าย", "ขวา"]


def test_a_slightly_crooked_row_stays_one(desk):
    sheet = desk.Sheet().left("ซ้ายของหน้า")
    sheet.y -= 35
    sheet.left("ขวาของหน้า", x=1050)
    assert len(rows_of(sheet.page())) == 1


def test_marks_read_as_a_line_of_their_own_are_left_out(desk):
    sheet = desk.Sheet().left("เรื่อง ขอความร่วมมือสำรวจข้อมูล")
    dirt = Word("ซ่", Box(300, 296, 900, 308), 0.2)
    sheet.lines.insert(0, Line((dirt,), dirt.box, 0.2))
    assert [r.text for r in rows_of(sheet.page())] == ["เรื่อง ขอความร่วมมือสำรวจข้อมูล"]


def test_an_empty_page_has_no_rows(desk):
    assert rows_of(desk.Sheet().page()) == ()


def test_cutting_keeps_the_words_that_are_touched(desk):
    (row,) = rows_of(desk.Sheet().left("เรื่อง การประชุม ๒๕๖๙").page())
    span = row.spans[0]
    piece = span.cut(span.text.index("๒๕"))
    assert piece is not None
    assert (piece.text, piece.folded) == ("๒๕๖๙", "2569")
    assert piece.box.left > span.box.left
    assert piece.box.right == span.box.right
    assert span.cut(len(span.text)) is None
    assert span.cut(0, len(span.text)) == span


def test_a_field_takes_value_box_and_confidence_from_its_words(desk):
    (row,) = rows_of(desk.Sheet(confidence=0.9).left("ปี ๒๕๖๙").page())
    made = field(row.spans, certainty=0.5)
    assert (made.value, made.raw) == ("ปี 2569", "ปี ๒๕๖๙")
    assert made.confidence == pytest.approx(0.5 * calibration().reading(0.9), abs=1e-4)
    assert made.box == row.box


@pytest.mark.parametrize(
    ("text", "expected"),
    [("เรื่อง", "เรอง"), ("ลับที่สุด", "ลบทสด"), ("บันทึกข้อความ", "บนทกขอความ"), ("คำสั่ง", "คาสง"), ("A 1", "")],
)
def test_skeleton(text, expected):
    assert skeleton(text) == expected


@pytest.mark.parametrize("text", ["เรื่อง ขอ", "เรือง ขอ", "เ ร ื่ อง ขอ", "| เรื่อง ขอ", "เรื่อง: ขอ", "เรีอง ขอ"])
def test_a_label_is_found_in_spite_of_damage(text):
    match = match_start(text, "เรื่อง")
    assert match is not None and match.apart
    assert text[match.end :].strip(" :") == "ขอ"


@pytest.mark.parametrize("text", ["ขอความร่วมมือ เรื่อง", "12 เรื่อง", "", "เร"])
def test_a_label_stands_at_the_start(text):
    assert match_start(text, "เรื่อง") is None


def test_the_nearest_label_wins():
    match = first_match("กราบเรียน ประธาน", ("เรียน", "กราบเรียน", "เรื่อง"))
    assert match is not None and match.label == "กราบเรียน"


def test_whole_labels():
    assert is_label("บนทึกขอความ", "บันทึกข้อความ")
    assert not is_label("บันทึกข้อความฉบับนี้จัดทำ", "บันทึกข้อความ")
    assert contains("ผู้จด รายงาน การประชุม", "ผู้จดรายงานการประชุม")
