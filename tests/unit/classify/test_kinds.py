"""Every kind of letter is told apart, whole and damaged, and near misses are not taken for it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from classify.describe import describe
from classify.kinds import find_heading
from classify.rows import rows_of
from sarabun.model import DocumentText, Kind


def damaged(text: DocumentText, seed: int) -> DocumentText:
    """Marks lost, letters changed, spaces put in: what a poor scan does to a reader."""
    rng = random.Random(seed)

    def hurt(word: str) -> str:
        kept = "".join(ch for ch in word if ch not in "่้ิีึั็์ื" or rng.random() > 0.12)
        return "".join(
            rng.choice("กคตนบพมรวส") if "ก" <= ch <= "ฮ" and rng.random() < 0.015 else ch for ch in kept
        )

    return DocumentText(
        tuple(
            replace(
                page,
                lines=tuple(
                    replace(
                        line,
                        words=tuple(
                            replace(w, text=hurt(w.text), space_before=w.space_before or rng.random() < 0.05)
                            for w in line.words
                        ),
                    )
                    for line in page.lines
                ),
            )
            for page in text.pages
        )
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind(desk, kind):
    described = describe(desk.letter(kind.value))
    assert described.kind is kind
    assert described.kind_confidence > 0.8
    assert described.flags["kind_reasons"]


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_survives_damage(desk, kind):
    found = [describe(damaged(desk.letter(kind.value), seed)).kind for seed in range(12)]
    assert found.count(kind) >= 11


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("บนทกขอความ", Kind.INTERNAL_MEMO),
        ("บันทึกขอความ", Kind.INTERNAL_MEMO),
        ("คําสังกรมตัวอย่าง", Kind.ORDER),
        ("ประกาสกรมตัวอย่าง", Kind.ANNOUNCEMENT),
        ("รายงานการประชุมคณะกรรมการ", Kind.MINUTES),
        ("ระเบียบวาระการประชุม", Kind.OTHER),
        ("ระเบียบกรมตัวอย่าง", Kind.REGULATION),
    ],
)
def test_headings_by_skeleton(desk, heading, kind):
    found = find_heading(rows_of(desk.Sheet().centre(heading).page()))
    assert found is not None
    assert found.heading.kind is kind


@pytest.mark.parametrize("text", ["ประกาศ ณ วันที่ ๑ มกราคม ๒๕๖๙", "บันทึกไว้เป็นหลักฐาน", "กำหนดมาตรการป้องกัน"])
def test_what_is_no_heading(desk, text):
    assert find_heading(rows_of(desk.Sheet().centre(text).page())) is None


def test_a_heading_word_at_the_left_margin_is_no_heading(desk):
    assert find_heading(rows_of(desk.Sheet().left("คำสั่งดังกล่าว").page())) is None


def test_a_subject_that_names_another_kind_stays_a_letter(desk):
    sheet = desk.Sheet()
    sheet.put((desk.left, "ที่ มท ๐๒๐๑/๙"), (desk.right_block, "กรมตัวอย่าง")).gap(60)
    sheet.left("เรื่อง  คำสั่งแต่งตั้งคณะกรรมการ").left("เรียน  อธิบดี")
    sheet.body("ด้วยกรมตัวอย่างได้ออกคำสั่ง").gap().sign("ขอแสดงความนับถือ")
    assert describe(desk.document(sheet)).kind is Kind.EXTERNAL


def test_stamped_needs_no_salutation(desk):
    assert describe(desk.letter("stamped")).value("salutation") is None


def test_nothing_to_read_is_other_with_low_confidence(desk):
    described = describe(desk.document(desk.Sheet()))
    assert described.kind is Kind.OTHER
    assert described.kind_confidence < 0.7
    assert all(v is None for v in described.fields.values())
    assert described.flags["blank_pages"] == [1]


def test_an_order_behind_a_letter_is_pointed_out_and_does_not_leak(desk):
    letter, order = desk.letter("external"), desk.letter("directive.order", desk.Sheet(number=2))
    described = describe(DocumentText((*letter.pages, *order.pages)))
    assert described.kind is Kind.EXTERNAL
    assert described.flags["possible_other_documents"] == [2]
    assert described.value("date") == "2024-07-24"


def test_a_second_page_of_the_same_letter_is_no_other_document(desk):
    first = desk.letter("external")
    second = desk.Sheet(number=2).centre("- ๒ -").body("ทั้งนี้ เรื่อง การรายงานผล ให้รายงานภายในเดือน", "เรียนรู้ร่วมกัน")
    assert describe(DocumentText((*first.pages, second.page()))).flags["possible_other_documents"] == []
