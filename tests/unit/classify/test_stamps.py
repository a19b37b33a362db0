"""Receipt, urgency, secrecy, retention: marks that stand alone, and words that only look like them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classify.describe import describe
from classify.rows import rows_of
from classify.stamps import copy_type, file_code, receipts, retention, secrecy, urgency
from sarabun.model import Box, Line, Word


def rows(sheet):
    return rows_of(sheet.page())


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("ลับที่สุด", "ลับที่สุด"),
        ("ลับทีสุด", "ลับที่สุด"),
        ("ลบที่สุด", "ลับที่สุด"),
        ("ลบทสด", "ลับที่สุด"),
        ("ล ับ ที่ สุ ด", "ลับที่สุด"),
        ("ลับที่สด", "ลับที่สุด"),
        ("สับที่สุด", "ลับที่สุด"),
        ("- ลับที่สุด -", "ลับที่สุด"),
        ("ชั้นความลับ ลับที่สุด", "ลับที่สุด"),
        ("ลับมาก", "ลับมาก"),
        ("ลบมาก", "ลับมาก"),
        ("ลับ", "ลับ"),
        ("ลบ", "ลับ"),
    ],
)
def test_secrecy_alone_on_a_line(desk, text, grade):
    found = secrecy(rows(desk.Sheet().centre(text).gap().body("ด้วยกรมตัวอย่างมีความประสงค์", "จะดำเนินการ")))
    assert found is not None
    assert found.value == grade


@pytest.mark.parametrize(
    "text",
    ["เอกสารลับที่สุดของทางราชการ", "ข้อมูลนี้ลับมาก", "กลับ", "ลำดับ", "ลบ 12", "ระดับ", "รับ", "ความลับ", "ลบออก"],
)
def test_words_that_are_no_secrecy(desk, text):
    assert secrecy(rows(desk.Sheet().centre(text))) is None


def test_secrecy_beside_other_words_of_the_row_and_on_any_page(desk):
    sheet = desk.Sheet(number=2).put((700, "ลับที่สุด"), (1300, "- ๒ -"))
    described = describe(desk.document(desk.Sheet().body("ด้วยกรมตัวอย่าง"), sheet))
    found = described.get("secrecy")
    assert found is not None
    assert (found.value, found.page) == ("ลับที่สุด", 2)


def test_the_gravest_of_several_marks_counts(desk):
    sheet = desk.Sheet().centre("ลับ").gap(500).centre("ลับที่สุด")
    found = secrecy(rows(sheet))
    assert found is not None
    assert found.value == "ลับที่สุด"


def test_secrecy_inside_the_body_is_no_mark(desk):
    assert describe(desk.letter("external")).value("secrecy") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ด่วนที่สุด", "ด่วนที่สุด"),
        ("ดวนทีสุด", "ด่วนที่สุด"),
        ("ด่ วนที่ สุด", "ด่วนที่สุด"),
        ("ควนที่สุด", "ด่วนที่สุด"),
        ("ด่วนมาก", "ด่วนมาก"),
        ("ด่วน", "ด่วน"),
        ("ดวน", "ด่วน"),
    ],
)
def test_urgency(desk, text, value):
    found, deadline = urgency(rows(desk.Sheet().left(text)))
    assert found is not None
    assert (found.value, deadline) == (value, None)


@pytest.mark.parametrize("text", ["โดยด่วน", "เรื่องด่วนที่สุด", "ส่วน", "ด้วย", "ด่วน 15 วัน"])
def test_words_that_are_no_urgency(desk, text):
    assert urgency(rows(desk.Sheet().left(text))) == (None, None)


def test_urgent_within(desk):
    found, deadline = urgency(rows(desk.Sheet().left("ด่วนภายใน ๑๕ มกราคม ๒๕๖๙ เวลา ๑๒.๓๐ น.")))
    assert found is not None and deadline is not None
    assert found.value == "ด่วนภายใน"
    assert deadline.value == "2026-01-15"
    assert deadline.parts == {"be_year": 2569, "time": "12:30"}


RECEIPT = {"office": "คณะทดสอบ", "number": "2208", "date": "2010-04-28", "time": "11:30"}


def stamp(sheet, number="เลขรับ 2208", date="วันที่ 28 เม.ย. 2553", time="เวลา 11.30 น.", x=1150):
    for text in ("คณะทดสอบ", number, date, time):
        if text:
            sheet.left(text, x=x)
    return sheet.gap(40)


@pytest.mark.parametrize("label", ["เลขรับ", "รับที่", "เลขที่รับ", "เลขทะเบียนรับ", "เลขรบ", "รบที"])
def test_receipt(desk, label):
    (found,) = receipts(rows(stamp(desk.Sheet(), f"{label} 2208")))
    assert found.field.value == {
        "office": "คณะทดสอบ",
        "number": "2208",
        "date": "2010-04-28",
        "time": "11:30",
    }
    assert len(found.spans) == 4


def test_receipt_with_time_on_the_date_line(desk):
    (found,) = receipts(rows(stamp(desk.Sheet(), "รับที่ 766/64", "วันที่ 31 พ.ค. 2564, 08:42", "")))
    assert found.field.value == {
        "office": "คณะทดสอบ",
        "number": "766/64",
        "date": "2021-05-31",
        "time": "08:42",
    }


def test_what_is_unreadable_in_a_receipt_is_flagged(desk):
    (found,) = receipts(rows(stamp(desk.Sheet(), "เลขรับ ......", "วันที่ ........", "")))
    assert found.field.value["number"] is None
    assert set(found.field.flags) == {"number_unreadable", "date_unreadable"}


def test_two_receipts(desk):
    sheet = stamp(desk.Sheet())
    sheet.y = 300
    stamp(sheet, "เลขรับ 99", "วันที่ 30 เม.ย. 2553", "", x=600)
    assert {r.field.value["number"] for r in receipts(rows(sheet))} == {"2208", "99"}


@pytest.mark.parametrize("kind", ["external", "internal_memo", "stamped"])
def test_a_receipt_above_a_letter_changes_nothing_else(desk, kind):
    plain = describe(desk.letter(kind))
    stamped = describe(desk.letter(kind, stamp(desk.Sheet(), date="วันที่ 25 ก.ค. 2567")))
    assert stamped.lists["received_stamps"][0].value["number"] == "2208"
    assert {n: stamped.value(n) for n in stamped.fields} == {n: plain.value(n) for n in plain.fields}


def test_a_letter_dated_after_its_receipt_is_flagged_and_kept(desk):
    date = describe(desk.letter("internal_memo", stamp(desk.Sheet(), date="วันที่ 20 เม.ย. 2553"))).get("date")
    assert date is not None
    assert (date.value, date.flags) == ("2010-04-27", ("after_received",))


def test_received_in_the_body_is_no_stamp(desk):
    sheet = desk.Sheet().body("รับที่สำนักงานใหญ่ในวันและเวลาราชการ ภายในวันที่ ๑ มกราคม ๒๕๖๙ เท่านั้น")
    assert receipts(rows(sheet)) == ()


def test_retention(desk):
    until = retention(rows(desk.Sheet().left("เก็บถึง พ.ศ. ๒๕๗๙")))
    forever = retention(rows(desk.Sheet().left("ห้ามทำลาย")))
    broken = retention(rows(desk.Sheet().left("เก็บถึง พ.ศ. ....")))
    assert until is not None and forever is not None and broken is not None
    assert (until.value, until.parts) == ("2036-12-31", {"be_year": 2579})
    assert forever.value == "ห้ามทำลาย"
    assert (broken.value, broken.flags) == (None, ("year_unreadable",))


@pytest.mark.parametrize(
    ("text", "value"), [("(สำเนา)", "สำเนา"), ("สำเนาคู่ฉบับ", "สำเนาคู่ฉบับ"), ("ต้นฉบับ", "ต้นฉบับ")]
)
def test_copy_type(desk, text, value):
    found = copy_type(rows(desk.Sheet().left(text)))
    assert found is not None
    assert found.value == value


def test_copy_words_in_text_are_none(desk):
    assert copy_type(rows(desk.Sheet().left("สำเนาทะเบียนบ้าน"))) is None


def test_file_code(desk):
    found = file_code(rows(desk.Sheet().left("รหัสแฟ้ม กค ๑.๒/๓")))
    assert found is not None
    assert found.value == "กค 1.2/3"


def test_a_mark_with_lost_signs_is_flagged(desk):
    whole, damaged = (secrecy(rows(desk.Sheet().centre(x))) for x in ("ลับมาก", "ลบมาก"))
    assert whole is not None and damaged is not None
    assert (whole.flags, damaged.flags) == ((), ("misread",))
    assert damaged.confidence < whole.confidence


def test_specks_are_no_marks(desk):
    page = desk.Sheet().body("ด้วยกรมตัวอย่างมีความประสงค์จะดำเนินการ", "ต่อไปตามระเบียบ").page()
    speck = Word("ลบ", Box(900, 700, 930, 718), 0.5)
    faint = Word("ลับ", Box(900, 800, 960, 844), 0.2)
    lines = tuple(Line((w,), w.box, w.confidence) for w in (speck, faint))
    assert secrecy(rows_of(replace(page, lines=(*page.lines, *lines)))) is None


def test_urgency_stands_at_the_top(desk):
    sheet = desk.Sheet().body("ด้วยกรมตัวอย่าง").gap(1200).left("ด่วน")
    assert urgency(rows(sheet)) == (None, None)
