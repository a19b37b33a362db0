"""Rows however the reader cut the lines and however the page lay on the glass."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from classify.describe import describe
from classify.rows import rows_of
from sarabun.model import Box, DocumentText, Line, Word


def turned(document: DocumentText, degrees: float) -> DocumentText:
    """Every word where it stands on a page that was laid askew."""
    slope = math.tan(math.radians(degrees))
    pages = []
    for page in document.pages:
        lines = []
        for line in page.lines:
            words = []
            for word in line.words:
                box = word.box
                right = round(-slope * ((box.top + box.bottom) / 2 - page.height / 2))
                down = round(slope * ((box.left + box.right) / 2 - page.width / 2))
                placed = Box(box.left + right, box.top + down, box.right + right, box.bottom + down)
                words.append(replace(word, box=placed))
            lines.append(Line(tuple(words), Box.around([w.box for w in words]), line.confidence))
        pages.append(replace(page, lines=tuple(lines)))
    return DocumentText(tuple(pages))


def test_runs_of_one_row_without_a_wide_gap_are_one_span(desk):
    sheet = desk.Sheet().put((240, "(นางสาวทดสอบ"), (470, "ตัวอย่าง)"), (1050, "ผู้อำนวยการ"), split=True)
    (row,) = rows_of(sheet.page())
    assert [s.text for s in row.spans] == ["(นางสาวทดสอบ ตัวอย่าง)", "ผู้อำนวยการ"]


@pytest.mark.parametrize("degrees", [-1.5, -0.6, 0.8, 1.5])
@pytest.mark.parametrize("kind", ["external", "internal_memo", "stamped", "directive.order"])
def test_a_page_askew_has_the_same_fields(desk, kind, degrees):
    straight = describe(desk.letter(kind))
    askew = describe(turned(desk.letter(kind), degrees))
    assert askew.kind is straight.kind
    for name in ("number", "date", "subject", "from", "to", "signer_name", "signer_position", "owner_unit"):
        assert askew.value(name) == straight.value(name), name


def test_evidence_stays_where_the_page_has_it(desk):
    document = turned(desk.letter("external"), 1.2)
    number = describe(document).get("number")
    words = [w.box for line in document.pages[0].lines for w in line.words]
    assert number is not None and number.box is not None
    assert {number.box.left, number.box.right} <= {x for box in words for x in (box.left, box.right)}
    assert {number.box.top, number.box.bottom} <= {y for box in words for y in (box.top, box.bottom)}


def test_a_scribbled_number_is_no_dirt(desk):
    sheet = desk.Sheet().left("กรมตัวอย่าง ฝ่ายทดสอบ ระบบสารบรรณ").left("ที่ ศธ ๐๔๐๐๑ / ร ? * ~ ^ = ๙")
    scribble = replace(sheet.lines[1], confidence=0.5)
    rows = rows_of(replace(sheet.page(), lines=(sheet.lines[0], scribble)))
    assert len(rows) == 2


def test_print_that_was_read_twice_counts_once(desk):
    sheet = desk.Sheet().left("สัญญาจ้าง")
    box = sheet.lines[0].box
    part = Word("บาจ้าง", box._replace(left=box.left + box.width // 3), 0.9)
    sheet.lines.append(Line((part,), part.box, 0.9))
    assert [r.text for r in rows_of(sheet.page())] == ["สัญญาจ้าง"]


@pytest.mark.parametrize(
    ("text", "kept"), [("ข่าวกรมศิลปากร", True), ("(e-bidding)", True), ("๓๐๗.๐๒๒/", True), ("่ ๆ |ไ ั", False)]
)
def test_low_lines_that_hold_words_are_no_dirt(desk, text, kept):
    sheet = desk.Sheet().left("กรมตัวอย่าง ฝ่ายทดสอบ ระบบสารบรรณ").left(text)
    words = tuple(replace(w, box=w.box._replace(bottom=w.box.top + 25)) for w in sheet.lines[1].words)
    low = Line(words, Box.around([w.box for w in words]), 0.4)
    assert len(rows_of(replace(sheet.page(), lines=(sheet.lines[0], low)))) == 1 + kept
