"""Every field of every kind, on whole letters."""

from __future__ import annotations

import pytest

from classify.confidence import calibration
from classify.describe import VERSION, describe
from classify.fields import FIELD_NAMES, LIST_NAMES
from sarabun.model import Description, DocumentText, from_json, to_json

EXPECTED = {
    "external": {
        "number": "มท 0201.2/ว 1590",
        "date": "2024-07-24",
        "subject": "ขอความร่วมมือสำรวจข้อมูลการใช้ระบบสารบรรณอิเล็กทรอนิกส์ของหน่วยงานในสังกัด ประจำปี 2567",
        "from": "กรมตัวอย่างการปกครอง",
        "issuer_address": "ถนนทดสอบ เขตดุสิต กทม. 10300",
        "salutation": "เรียน",
        "to": "ผู้ว่าราชการจังหวัดทุกจังหวัด",
        "reference": "หนังสือกรมตัวอย่างการปกครอง ที่ มท 0201.2/123 ลงวันที่ 11 เมษายน 2567",
        "closing": "ขอแสดงความนับถือ",
        "signer_name": "นายทดสอบ ตัวอย่างดี",
        "signer_position": "รองอธิบดี ปฏิบัติราชการแทน อธิบดีกรมตัวอย่างการปกครอง",
        "acting_capacity": "ปฏิบัติราชการแทน",
        "owner_unit": "กองทดสอบระบบ กลุ่มงานสารบรรณ",
        "fax": "022227823",
        "email": "saraban@example.go.th",
    },
    "internal_memo": {
        "number": "ศธ. 0514.1.12/ว 170",
        "date": "2010-04-27",
        "subject": "ประกาศรับสมัครทุนการศึกษา ประจำปี 2553",
        "from": "สำนักงานตัวอย่าง ฝ่ายทดสอบ",
        "salutation": "เรียน",
        "to": "คณบดีคณะทดสอบ",
        "signer_name": "รองศาสตราจารย์ทดสอบ ตัวอย่างดี",
        "signer_position": "ผู้ช่วยอธิการบดีฝ่ายทดสอบ",
    },
    "stamped": {
        "number": "มท 0212.2/ว 7836",
        "date": "2024-07-24",
        "from": "สำนักงานปลัดกระทรวงตัวอย่าง",
        "to": "จังหวัดทุกจังหวัด",
        "owner_unit": "สำนักทดสอบ",
        "fax": "022227822",
        "urgency": "ด่วนที่สุด",
    },
    "directive.order": {
        "number": "541/2559",
        "date": "2016-10-17",
        "subject": "แต่งตั้งคณะกรรมการตรวจติดตามและประเมินผลการใช้จ่าย (TOR)",
        "from": "สำนักงานเขตพื้นที่ตัวอย่าง เขต 3",
        "signer_name": "นายทดสอบ ตัวอย่างดี",
        "signer_position": "รองผู้อำนวยการสำนักงาน รักษาราชการแทน ผู้อำนวยการสำนักงาน",
        "acting_capacity": "รักษาราชการแทน",
    },
    "directive.regulation": {
        "date": "2017-01-09",
        "subject": "ว่าด้วยการใช้รถราชการ (ฉบับที่ 2) พ.ศ. 2560",
        "from": "กรมตัวอย่าง",
        "signer_name": "นายทดสอบ ตัวอย่างดี",
        "signer_position": "อธิบดีกรมตัวอย่าง",
    },
    "pr.announcement": {
        "date": "2025-02-03",
        "subject": "ประกวดราคาจ้างปรับปรุงอาคาร (e-bidding)",
        "from": "กรมตัวอย่าง",
        "signer_name": "นางสาวทดสอบ ตัวอย่างดี",
        "signer_position": "อธิบดีกรมตัวอย่าง",
    },
    "pr.statement": {
        "number": "6/2560",
        "date": "2017-08-12",
        "subject": "สถานการณ์น้ำในฤดูฝน",
        "from": "กรมตัวอย่าง",
    },
    "evidence.certificate": {
        "number": "665/2561",
        "date": "2018-03-23",
        "from": "กรมตัวอย่าง",
        "issuer_address": "ถนนทดสอบ กทม. 10300",
        "signer_name": "นายทดสอบ ตัวอย่างดี",
        "signer_position": "อธิบดีกรมตัวอย่าง",
    },
    "evidence.minutes": {
        "number": "1/2569",
        "meeting_no": "1/2569",
        "date": "2026-01-14",
        "subject": "รายงานการประชุมคณะกรรมการบริหารความเสี่ยงกรมตัวอย่าง",
        "from": "กรมตัวอย่าง",
        "signer_name": "นางสาวทดสอบ ตัวอย่างดี",
        "signer_position": "นิติกรชำนาญการ",
    },
    "evidence.note": {
        "date": "2008-03-05",
        "salutation": "เรียน",
        "to": "ผู้อำนวยการกองทดสอบ",
        "signer_name": "นายทดสอบ ตัวอย่างดี",
        "signer_position": "นักวิชาการทดสอบ",
    },
    "evidence.other": {
        "number": "90/2563",
        "date": "2020-12-23",
        "subject": "สัญญาจ้าง",
        "from": "กรมตัวอย่าง",
        "signer_name": "นายทดสอบ ตัวอย่างดี",
        "signer_position": "ผู้ว่าจ้าง",
    },
}
EXPECTED["directive.bylaw"] = EXPECTED["directive.regulation"]
EXPECTED["pr.news"] = EXPECTED["pr.statement"]


@pytest.mark.parametrize("kind", EXPECTED)
def test_single_fields(desk, kind):
    described = describe(desk.letter(kind))
    assert {name: f.value for name, f in described.fields.items() if f is not None} == EXPECTED[kind]
    assert tuple(described.fields) == FIELD_NAMES
    assert tuple(described.lists) == LIST_NAMES


def test_every_kind_has_its_expectation(desk):
    assert set(EXPECTED) == set(desk.kinds)


def test_evidence_is_page_box_raw_and_confidence(desk):
    text = desk.letter("external")
    described = describe(text)
    page = text.pages[0]
    found = [f for f in described.fields.values() if f] + [f for fs in described.lists.values() for f in fs]
    assert len(found) > 20
    for field in found:
        assert field.page == 1
        assert field.box is not None
        assert 0 <= field.box.left < field.box.right <= page.width
        assert 0 <= field.box.top < field.box.bottom <= page.height
        assert 0 < field.confidence <= calibration().points[-1].right  # never surer than was ever counted
        assert field.raw
    number = described.get("number")
    assert number is not None
    assert number.raw == "มท ๐๒๐๑.๒/ว ๑๕๙๐"
    line = page.lines[0]
    words = [w.box for w in line.words if w.box.right < 700][1:]
    assert number.box == type(line.box).around(words)


def test_parts(desk):
    described = describe(desk.letter("external"))
    assert described.circular
    number, date, acting = (described.get(n) for n in ("number", "date", "acting_capacity"))
    assert number is not None and number.parts is not None
    assert number.parts["code_name"] == "กระทรวงมหาดไทย"
    assert date is not None and date.parts == {"be_year": 2567, "month": 7, "day": 24}
    assert date.raw == "๒๔ กรกฎาคม ๒๕๖๗"
    assert acting is not None and acting.parts == {"own": "รองอธิบดี", "for": "อธิบดีกรมตัวอย่างการปกครอง"}


def test_lists(desk):
    lists = describe(desk.letter("external")).lists
    assert [f.value for f in lists["references"]] == [
        {
            "text": "หนังสือกรมตัวอย่างการปกครอง ที่ มท 0201.2/123 ลงวันที่ 11 เมษายน 2567",
            "agency": "กรมตัวอย่างการปกครอง",
            "number": "มท 0201.2/123",
            "date": "2024-04-11",
        }
    ]
    assert [f.value for f in lists["enclosures"]] == [
        {"text": "แบบสำรวจข้อมูล", "quantity": 1, "unit": "ฉบับ"},
        {"text": "คู่มือการกรอกแบบ", "quantity": 2, "unit": "เล่ม"},
    ]
    assert [f.value for f in lists["phone"]] == ["022227821", "022227822"]
    assert lists["phone"][0].parts == {"extension": "12", "to": None}
    assert [f.value for f in lists["cc"]] == ["สำนักงานตัวอย่าง"]


def test_memo_telephones_are_not_part_of_the_sender(desk):
    assert [f.value for f in describe(desk.letter("internal_memo")).lists["phone"]] == ["12011", "12112"]


def test_flags(desk):
    pages = (*desk.letter("external").pages, desk.Sheet(number=2).page())
    flags = describe(DocumentText(pages)).flags
    assert flags["pages"] == 2
    assert flags["blank_pages"] == [2]
    assert flags["languages"] == ["tha"]
    assert flags["doc_year_be"] == 2567
    assert flags["has_certified_copy_stamp"] is False


def test_pure_and_serialisable(desk):
    text = desk.letter("external")
    first = describe(text)
    assert describe(text) == first
    assert from_json(Description, to_json(first)) == first
    assert first.describer == VERSION


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("swap", [False, True])
def test_letterhead_however_the_reader_cuts_and_orders_lines(desk, split, swap):
    sheet = desk.Sheet()
    sheet.put((desk.left, "ที่ พท ๐๐๓๓.๐๐๘/๕๑๘๖"), (desk.right_block, "สำนักงานสาธารณสุขจังหวัดพัทลุง"), split=split)
    sheet.left("๒๒๔/๒ ถนนราเมศวร์", x=desk.right_block).left("๑ ตุลาคม ๒๕๖๗", x=800).gap(20)
    sheet.left("เรื่อง  โครงการ").left("เรียน  นายก").body("ด้วยสำนักงาน")
    if swap:
        sheet.lines[:3] = sheet.lines[2::-1]
    described = describe(desk.document(sheet))
    assert described.value("number") == "พท 0033.008/5186"
    assert described.value("from") == "สำนักงานสาธารณสุขจังหวัดพัทลุง"
    assert described.value("issuer_address") == "224/2 ถนนราเมศวร์"
    assert described.value("date") == "2024-10-01"


def test_labels_damaged_by_the_reader(desk):
    sheet = desk.Sheet()
    sheet.put((desk.left, "ที มท ๐๒๐๑/๑๒"), (desk.right_block, "กรมตัวอย่าง")).gap(20)
    sheet.left("๒ เมษา ย น ๒๕๖๔", x=870)
    sheet.left("เรือง  ขอความร่วมมือ", "เรยน  อธิบดี", "อางถึง  หนังสือกรม ที่ มท ๐๒๐๑/๑ ลงวันที่ ๑ มกราคม ๒๕๖๔")
    sheet.left("สิงทีสงมาดวย  แบบสำรวจ จำนวน ๓ ชุด").body("ด้วยกรมตัวอย่าง").gap().sign("ขอแสดงความนบถอ")
    described = describe(desk.document(sheet))
    for name, value in {
        "number": "มท 0201/12",
        "date": "2021-04-02",
        "subject": "ขอความร่วมมือ",
        "to": "อธิบดี",
        "closing": "ขอแสดงความนับถือ",
    }.items():
        assert described.value(name) == value
    assert described.lists["references"][0].value["number"] == "มท 0201/1"
    assert described.lists["enclosures"][0].value == {"text": "แบบสำรวจ", "quantity": 3, "unit": "ชุด"}


def test_what_a_hand_should_have_filled_in_is_not_invented(desk):
    sheet = desk.Sheet()
    sheet.put((desk.left, "ที่ ศธ ๐๔๐๐๕/"), (desk.right_block, "กรมตัวอย่าง")).gap(20)
    sheet.left("ตุลาคม ๒๕๕๙", x=870).left("เรื่อง  ทดสอบ", "เรียน  อธิบดี").body("ด้วยกรมตัวอย่าง")
    described = describe(desk.document(sheet))
    number, date = described.get("number"), described.get("date")
    assert number is not None and date is not None
    assert (number.value, number.flags) == ("ศธ 04005/", ("running_missing",))
    assert (date.value, date.flags) == (None, ("day_missing",))
    assert date.parts == {"be_year": 2559, "month": 10, "day": None}
    assert number.confidence < 0.5 and date.confidence < 0.5
    assert described.flags["doc_year_be"] == 2559


def test_an_unparsed_number_is_kept_as_printed_with_a_flag(desk):
    sheet = desk.Sheet().put((desk.left, "ที่ ศ5ี ๐๕๐/ฝู่ซั่ง"), (desk.right_block, "กรมตัวอย่าง"))
    sheet.left("เรื่อง  ทดสอบ", "เรียน  อธิบดี").body("ด้วยกรมตัวอย่าง")
    number = describe(desk.document(sheet)).get("number")
    assert number is not None
    assert set(number.flags) & {"unparsed", "code_missing"}
    assert number.confidence < 0.5


def test_no_number_is_none(desk):
    sheet = desk.Sheet().left("เรื่อง  ทดสอบ", "เรียน  อธิบดี").body("ด้วยกรมตัวอย่าง").gap().sign("ขอแสดงความนับถือ")
    assert describe(desk.document(sheet)).get("number") is None


def test_numbered_references(desk):
    sheet = desk.Sheet().put((desk.left, "ที่ มท ๐๒๐๑/๙"), (desk.right_block, "กรมตัวอย่าง"))
    sheet.left("เรื่อง  ทดสอบ", "เรียน  อธิบดี")
    sheet.left("อ้างถึง  ๑. หนังสือกรมหนึ่ง ด่วนที่สุด ที่ กค ๐๔๒๑.๓/ว ๑๒๓ ลงวันที่ ๓ มี.ค. ๒๕๖๖")
    sheet.left("๒. บันทึกข้อความกองสอง ลงวันที่ ๔ เมษายน ๒๕๖๖", x=desk.left + 8 * 17)
    sheet.body("ด้วยกรมตัวอย่าง")
    first, second = (f.value for f in describe(desk.document(sheet)).lists["references"])
    assert (first["agency"], first["number"], first["date"]) == ("กรมหนึ่ง", "กค 0421.3/ว 123", "2023-03-03")
    assert (second["agency"], second["number"], second["date"]) == ("กองสอง", None, "2023-04-04")


def test_a_body_line_that_begins_with_the_addressees_label(desk):
    sheet = desk.Sheet().centre("คำสั่งกรมตัวอย่าง", "ที่ *๕๑/๒๕๕๙").left("เรื่อง  แต่งตั้งคณะกรรมการ")
    sheet.body("ตามที่กรมตัวอย่างได้จัดหาครุภัณฑ์และอุปกรณ์สำหรับใช้ในการจัดการ", "เรียนการสอนในโรงเรียน นั้น")
    described = describe(desk.document(sheet))
    assert described.value("subject") == "แต่งตั้งคณะกรรมการ"
    assert (described.value("number"), described.get("number").flags) == ("51/2559", ("misread",))


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("แนวทางการดำเนิน", "งานสารบรรณ", "แนวทางการดำเนินงานสารบรรณ"),
        ("รายงานของจังหวัดขอนแก่น", "ประจำปี ๒๕๖๙", "รายงานของจังหวัดขอนแก่น ประจำปี 2569"),
        ("โรคไวรัส ๒๐๑๙", "ในจังหวัด", "โรคไวรัส 2019 ในจังหวัด"),
        ("การใช้ระบบ e-Office", "ของหน่วยงาน", "การใช้ระบบ e-Office ของหน่วยงาน"),
    ],
)
def test_a_subject_goes_on_without_a_blank_inside_thai(desk, first, second, whole):
    sheet = desk.Sheet().put((desk.left, "ที่ มท ๐๒๐๑/๙"), (desk.right_block, "กรมตัวอย่าง"))
    sheet.left(f"เรื่อง  {first}", second, x=desk.left).left("เรียน  อธิบดี").body("ด้วยกรมตัวอย่างจะจัดประชุม")
    assert describe(desk.document(sheet)).value("subject") == whole


def test_body_words_are_not_labels(desk):
    sheet = desk.Sheet().put((desk.left, "ที่ มท ๐๒๐๑/๙"), (desk.right_block, "กรมตัวอย่าง"))
    sheet.left("เรื่อง  การจัดการ", "เรียนการสอน", x=desk.left).left("เรียน  อธิบดี")
    sheet.body("ด้วยกรมตัวอย่าง", "ที่ประชุมมีมติ ๑๒/๒๕๖๙ ให้ดำเนินการ")
    described = describe(desk.document(sheet))
    assert described.value("to") == "อธิบดี"
    assert described.value("number") == "มท 0201/9"
    assert described.value("subject") == "การจัดการเรียนการสอน"


def test_the_decision_below_a_memo_is_not_its_signature(desk):
    sheet = desk.Sheet()
    text = desk.letter("internal_memo", sheet)
    sheet.gap(20).left("- ทราบ").gap(80).centre("(นายอนุมัติ ทดสอบ)", "อธิการบดี", at=450)
    text = desk.document(sheet)
    assert describe(text).value("signer_name") == "รองศาสตราจารย์ทดสอบ ตัวอย่างดี"


def test_a_certified_copy_stamp_leaves_owner_and_signer_alone(desk):
    sheet = desk.Sheet()
    desk.letter("external", sheet)
    before = describe(desk.document(sheet))
    sheet.y += 40
    sheet.centre("สำเนาถูกต้อง", "(นางรับรอง ทดสอบ)", "นิติกร", at=430)
    after = describe(desk.document(sheet))
    assert after.flags["has_certified_copy_stamp"] is True
    assert {n: after.value(n) for n in FIELD_NAMES} == {n: before.value(n) for n in FIELD_NAMES}


def test_lines_of_the_body_that_begin_like_labels(desk):
    sheet = desk.Sheet().centre("ประกาศกรมตัวอย่าง", "เรื่อง ปิดปรับปรุงระบบ").gap(70)
    sheet.body("ด้วยกรมตัวอย่างจะปิดปรับปรุงระบบในวันที่", "ที่ ๓๐/๒๕๖๙ ของเดือนกรกฎาคม เวลา ๒๒.๐๐ น.")
    sheet.left("ถึง ๐๖.๐๐ น. ของวันรุ่งขึ้น", "วันที่ ๑ สิงหาคม ๒๕๖๙ จะเปิดตามปกติ").gap(40)
    sheet.centre("ประกาศ ณ วันที่ ๓ ก.พ. ๒๕๖๙")
    described = describe(desk.document(sheet))
    assert described.value("subject") == "ปิดปรับปรุงระบบ"
    assert (described.value("number"), described.value("date")) == (None, "2026-02-03")


@pytest.mark.parametrize(
    ("number", "year", "flags"),
    [
        ("๕๔๑/๒๕๕๙", "๒๕๕๙", ()),
        ("๕๔๑/๒๕๕๙", "๒๕๕๕", ("year_differs",)),
        ("๕๔๑/๒๕๐๕", "๒๕๐๕", ("before_regulation",)),
    ],
)
def test_doubtful_years(desk, number, year, flags):
    sheet = desk.Sheet().centre("คำสั่งกรมตัวอย่าง", f"ที่ {number}", "เรื่อง แต่งตั้ง").gap(70)
    sheet.body("ด้วยกรมตัวอย่าง").gap(30).centre(f"สั่ง ณ วันที่ ๑๗ ตุลาคม พ.ศ. {year}")
    date = describe(desk.document(sheet)).get("date")
    assert date is not None and date.value is not None
    assert date.flags == flags
    assert (date.confidence < 0.6) is bool(flags)


def test_labels_run_into_their_text(desk):
    sheet = desk.Sheet().centre("คำสั่งกรมตัวอย่าง", "ที่๕๔๑/๒๕๕๙", "เรื่องแต่งตั้งคณะกรรมการ").gap(70)
    sheet.body("ด้วยกรมตัวอย่าง").gap(30).centre("สั่ง ณ วันที่๑๗ตุลาคม พ.ศ.๒๕๕๙")
    described = describe(desk.document(sheet))
    assert described.value("number") == "541/2559"
    assert described.value("subject") == "แต่งตั้งคณะกรรมการ"
    assert described.value("from") == "กรมตัวอย่าง"
    assert described.value("date") == "2016-10-17"


def test_a_subject_run_into_its_label_under_a_title(desk):
    sheet = desk.Sheet().centre("แถลงการณ์กรมตัวอย่าง", "เรืองสถานการณ์น้ำในฤดูฝน").gap(70)
    assert (
        describe(desk.document(sheet.body("กรมตัวอย่างติดตามสถานการณ์"))).value("subject") == "สถานการณ์น้ำในฤดูฝน"
    )


def test_the_first_name_below_the_date_signs_even_when_half_read(desk):
    sheet = desk.Sheet().centre("คำสั่งกรมตัวอย่าง", "ที่ ๕๔๑/๒๕๕๙", "เรื่อง แต่งตั้ง").gap(70)
    sheet.body("ด้วยกรมตัวอย่าง").gap(30).centre("สั่ง ณ วันที่ ๑๗ ตุลาคม พ.ศ. ๒๕๕๙").gap()
    sheet.sign("(นางรัตนา ทดส").gap(60).sign("(นายรับรอง ทดสอบ)", "นิติกร")
    assert describe(desk.document(sheet)).value("signer_name") == "นางรัตนา ทดส"


def test_words_in_parentheses_are_no_signer_of_a_table(desk):
    sheet = desk.Sheet().centre("บัญชีกลุ่มงานบริการ").gap(40).left("อัตรา").left("(บาท เดือน ละ)", x=1000)
    assert describe(desk.document(sheet)).value("signer_name") is None


@pytest.mark.parametrize("label", ["เรื่อ๖", "เรื่อb", "เร๑อง"])
def test_a_label_with_a_letter_taken_for_a_digit(desk, label):
    sheet = desk.Sheet().centre("บันทึกข้อความ").left("ส่วนราชการ  กรมตัวอย่าง")
    sheet.put((240, "ที่ มท ๐๒๐๑.๒/๑๕"), (820, "วันที่  ๒๔ กรกฎาคม ๒๕๖๗")).left(f"{label} แจ้งกำหนดการประชุม")
    sheet.left("เรียน  ปลัดกระทรวง").body("ด้วยกรมตัวอย่างจะจัดประชุม")
    assert describe(desk.document(sheet)).value("subject") == "แจ้งกำหนดการประชุม"


def test_an_address_in_the_body_is_not_the_offices(desk):
    sheet = desk.Sheet().left("ที่ มท ๐๒๑๒.๒/ว๗๘๓๖").gap(15).left("ถึง  จังหวัดทุกจังหวัด")
    sheet.body("ขอให้จังหวัดส่งรายงานไปที่ info@example.or.th ภายในวันที่ ๑๐ กรกฎาคม").gap()
    sheet.sign("สำนักงานปลัดกระทรวงตัวอย่าง", "๒๔ กรกฎาคม ๒๕๖๗").gap(300)
    sheet.left("สำนักทดสอบ", "โทร. ๐ ๒๒๒๒ ๗๘๒๑", "ไปรษณีย์อิเล็กทรอนิกส์ saraban@example.goth")
    described = describe(desk.document(sheet))
    email = described.get("email")
    assert described.value("owner_unit") == "สำนักทดสอบ"
    assert email is not None and (email.value, email.flags) == ("saraban@example.go.th", ("repaired",))


def test_a_speck_between_agency_and_date_of_a_stamped_letter(desk):
    sheet = desk.Sheet().left("ที่ มท ๐๒๑๒.๒/ว๗๘๓๖").gap(15).left("ถึง  จังหวัดทุกจังหวัด")
    sheet.body("ตามที่กระทรวงแจ้งให้จังหวัดนำเข้าข้อมูลโครงการ ภายในเดือนนี้ นั้น").gap()
    sheet.sign("สำนักงานปลัดกระทรวงตัวอย่าง")
    sheet.y -= 20
    sheet.confidence, sure = 0.3, sheet.confidence
    sheet.put((1040, "๕"))
    sheet.y -= 25
    sheet.confidence = sure
    described = describe(desk.document(sheet.sign("๒๔ กรกฎาคม ๒๕๖๗").gap(300).left("โทร. ๐ ๒๒๒๒ ๗๘๒๑")))
    assert described.value("from") == "สำนักงานปลัดกระทรวงตัวอย่าง"


def test_a_speck_before_a_line_of_the_subject(desk):
    sheet = desk.Sheet().centre("ระเบียบกรมตัวอย่าง", "ว่าด้วยการใช้รถราชการ", ".(ฉบับที่ ๓)", "พ.ศ. ๒๕๖๐").gap(70)
    sheet.body("โดยที่เป็นการสมควรแก้ไขเพิ่มเติม จึงวางระเบียบไว้ ดังต่อไปนี้", "ข้อ ๑ ระเบียบนี้เรียกว่า “ระเบียบ”")
    assert describe(desk.document(sheet)).value("subject") == "ว่าด้วยการใช้รถราชการ (ฉบับที่ 3) พ.ศ. 2560"


def test_the_number_of_a_meeting_whose_words_are_misread(desk):
    sheet = desk.Sheet().centre(
        "รายงานการประชุมคณะกรรมการกรมตัวอย่าง", "ครั้จกี่ ๑/๒๕๖๖", "เมื่อวันอังคารที่ ๗ พฤศจิกายน ๒๕๖๖"
    )
    sheet.gap(60).left("ผู้มาประชุม").left("๑. นายหนึ่ง ทดสอบ   ประธานกรรมการ").left("เริ่มประชุมเวลา ๐๙.๓๐ น.")
    described = describe(desk.document(sheet))
    assert (described.value("number"), described.value("date")) == ("1/2566", "2023-11-07")


def test_a_serial_run_into_its_label(desk):
    sheet = desk.Sheet().put((240, "เลขที่43/2567"), (1050, "กรมตัวอย่าง")).gap()
    sheet.body("หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า นายทดสอบ ตัวอย่าง เป็นข้าราชการ").centre("ให้ไว้ ณ วันที่ 25 มิถุนายน พ.ศ. 2567")
    assert describe(desk.document(sheet)).value("number") == "43/2567"


def test_a_memo_whose_labels_of_number_and_date_are_lost(desk):
    sheet = desk.Sheet().centre("บันทึกข้อความ").left("ส่วนราชการ  กรมตัวอย่าง โทร. ๐ ๒๕๐๘ ๒๘๐๘")
    sheet.put((300, "คค ๐๔๐๘.๕/ว ๓๒๓"), (820, "วัมที่ ๒๓ สิงหาคม ๒๕๖๕")).left("เรื่อง  ขอเชิญประชุม")
    sheet.left("เรียน  ปลัดกระทรวง").body("ด้วยกรมตัวอย่างจะจัดประชุม")
    described = describe(desk.document(sheet))
    assert (described.value("number"), described.value("date")) == ("คค 0408.5/ว 323", "2022-08-23")
    assert described.value("from") == "กรมตัวอย่าง"


def test_the_date_of_a_contract(desk):
    sheet = desk.Sheet().centre("สัญญาจ้าง").put((1050, "สัญญาเลขที่ ๑๗๘/๒๕๖๙"))
    sheet.body(
        "สัญญาฉบับนี้ทำขึ้น ณ กรมตัวอย่าง เมื่ฮวันที่ ๖ มีนาคม ๒๕๖๙ ระหว่าง กรมตัวอย่าง",
        "โดย นายทดสอบ ตัวอย่าง กับ นางสาวหนึ่ง ทดสอบ",
    )
    described = describe(desk.document(sheet))
    assert (described.value("number"), described.value("date")) == ("178/2569", "2026-03-06")
