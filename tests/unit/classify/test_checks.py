"""What number, date and the letter's other words say of one another."""

from __future__ import annotations

import pytest

from classify.describe import describe


def order(desk, number: str, date: str, body: str = "ด้วยกรมตัวอย่างจะดำเนินการตรวจติดตาม"):
    sheet = desk.Sheet().centre("คำสั่งกรมตัวอย่าง", f"ที่ {number}", "เรื่อง แต่งตั้งคณะกรรมการ").gap(70).body(body)
    sheet.gap(30).centre(f"สั่ง ณ วันที่ {date}").gap().sign("(นายทดสอบ ตัวอย่างดี)", "อธิบดีกรมตัวอย่าง")
    return describe(desk.document(sheet))


@pytest.mark.parametrize("number", ["๓๘/๒๕๖", "๓๘/๒๘๖๑", "๑๒๐๑/๒๖๑"])
def test_the_number_takes_the_year_of_the_date(desk, number):
    made = order(desk, number, "๗ มิถุนายน พ.ศ. ๒๕๖๑").get("number")
    assert made is not None and made.parts is not None
    assert (made.parts["year"], made.flags, made.raw) == (2561, ("repaired",), number)
    assert made.value.endswith("/2561")
    assert made.confidence < 0.65


def test_a_year_too_far_off_stays_as_read(desk):
    made = order(desk, "๓๘/๒๘๖๓", "๗ มิถุนายน พ.ศ. ๒๕๖๑").get("number")
    assert made is not None and (made.value, made.flags) == ("38/2863", ("year_unreadable",))


def test_the_issue_of_news_takes_the_year_of_the_date(desk):
    sheet = desk.Sheet().centre("ข่าวกรมตัวอย่าง", "เรื่อง ผลการดำเนินงาน", "ฉบับที่ ๑๔/๖๕๖๓").gap(70)
    sheet.body("กรมตัวอย่างเปิดเผยผลการดำเนินงานในรอบปีที่ผ่านมา").gap().sign("กรมตัวอย่าง", "๗ มิถุนายน ๒๕๖๓")
    made = describe(desk.document(sheet)).get("number")
    assert made is not None and (made.value, made.flags) == ("14/2563", ("repaired",))


def test_years_that_differ_are_a_doubt_of_both(desk):
    described = order(desk, "๓๗/๒๕๕๓", "๗ มิถุนายน พ.ศ. ๒๕๕๗")
    assert described.get("number").flags == described.get("date").flags == ("year_differs",)


def test_the_date_takes_the_year_of_the_number(desk):
    made = order(desk, "๓๘/๒๕๖๑", "๗ มิถุนายน พ.ศ. ๒๕๖").get("date")
    assert made is not None
    assert (made.value, made.flags, made.raw) == ("2018-06-07", ("repaired",), "๗ มิถุนายน พ.ศ. ๒๕๖")


def test_a_year_a_century_off(desk):
    body = "ด้วยกรมตัวอย่างกำหนดให้มีโครงการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๑"
    made = order(desk, "", "๗ มิถุนายน พ.ศ. ๒๔๖๑", body).get("date")
    assert made is not None and (made.value, made.flags) == ("2018-06-07", ("repaired",))


def test_an_old_letter_stays_old(desk):
    made = order(desk, "", "๗ มิถุนายน พ.ศ. ๒๔๙๐").get("date")
    assert made is not None and (made.value, made.flags) == ("1947-06-07", ("before_regulation",))


@pytest.mark.parametrize(("weekday", "flags"), [("พุธ", ()), ("ศุกร์", ("weekday_differs",))])
def test_the_weekday_of_a_meeting(desk, weekday, flags):
    sheet = desk.Sheet().centre("รายงานการประชุมคณะกรรมการบริหารกรมตัวอย่าง", "ครั้งที่ ๑/๒๕๖๙")
    sheet.centre(f"เมื่อวัน{weekday}ที่ ๑๔ มกราคม ๒๕๖๙", "ณ ห้องประชุม ๑").gap(60).left("ผู้มาประชุม")
    sheet.left("๑. นายหนึ่ง ทดสอบ   ประธานกรรมการ").left("เริ่มประชุมเวลา ๐๙.๓๐ น.")
    made = describe(desk.document(sheet)).get("date")
    assert made is not None and (made.value, made.flags) == ("2026-01-14", flags)
