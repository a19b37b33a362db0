"""What makes a letter long and hard to read: more text, tables, lists, footnotes, columns, forms to fill in.

Added to a letter that is composed already, so that the plain letters of a seed stay what they are.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from samples.blocks import (
    Blank,
    Blanks,
    Block,
    Columns,
    Footnote,
    Letter,
    NewPage,
    Paragraph,
    ReceivedStamp,
    SealedBy,
    Signature,
    Table,
)
from samples.phrases import AGENCIES, person, pick, position
from samples.sentences import ITEMS, day, money, paragraph, place, sentence
from sarabun.model import Kind

_SHORT = frozenset({Kind.CERTIFICATE, Kind.NOTE, Kind.STAMPED, Kind.NEWS, Kind.STATEMENT})
_NO_FOOT = frozenset({Kind.ORDER, Kind.REGULATION, Kind.BYLAW, Kind.ANNOUNCEMENT, Kind.MINUTES, Kind.OTHER})
_WITH_FORMS = frozenset({Kind.EXTERNAL, Kind.INTERNAL_MEMO, Kind.ANNOUNCEMENT, Kind.STAMPED, Kind.OTHER})


def enriched(letter: Letter, rng: np.random.Generator) -> Letter:
    """``letter`` with more on its pages; its fields stay true."""
    at = _end_of_body(letter.blocks)
    blocks = [*letter.blocks[:at], *_body(letter.kind, rng), *letter.blocks[at:]]
    if letter.kind in _WITH_FORMS and rng.random() < 0.3:
        blocks += _form(rng) if rng.random() < 0.6 else _two_columns(rng)
    # Clerks write and stamp where there is room, and there is less of it now.
    marks = [m for m in letter.marks if isinstance(m, ReceivedStamp) or rng.random() < 0.3]
    return replace(letter, blocks=tuple(blocks), marks=tuple(marks))


def _end_of_body(blocks: tuple[Block, ...]) -> int:
    """Before the request that ends a body, or else before who signs."""
    for i, block in enumerate(blocks):
        if isinstance(block, Signature | SealedBy):
            return i
        if isinstance(block, Paragraph) and (block.reserve or block.text.startswith("จึง")):
            return i
    return len(blocks)


def _body(kind: Kind, rng: np.random.Generator) -> list[Block]:
    most = 1 if kind in _SHORT else 3
    blocks: list[Block] = [Paragraph(paragraph(rng), before=6) for _ in range(int(rng.integers(1, most + 1)))]
    if rng.random() < 0.35:
        blocks += _list(rng)
    if kind not in _SHORT and rng.random() < 0.4:
        blocks += [Paragraph("รายละเอียดดังตารางต่อไปนี้", before=4), _table(rng)]
    if kind in _NO_FOOT and rng.random() < 0.5:
        blocks.insert(1, Footnote(f"1 {sentence(rng)}"))
    return blocks


def _list(rng: np.random.Generator) -> list[Block]:
    ways = ("{n}. ", "({n}) ", "{n}) ", "3.{n} ", "- ")
    way = pick(rng, ways)
    return [Paragraph(way.format(n=n) + sentence(rng), indent=3.2) for n in range(1, int(rng.integers(3, 6)))]


def _table(rng: np.random.Generator) -> Table:
    if rng.random() < 0.4:
        people = [(str(i), person(rng), position(rng), day(rng)) for i in range(1, int(rng.integers(4, 9)))]
        rows = (("ที่", "ชื่อ - สกุล", "ตำแหน่ง", "วันที่"), *people)
        return Table(rows, (1.2, 5.0, 5.6, 4.2), centred=(0,))
    head = ("ลำดับ", "รายการ", "จำนวน", "ราคาต่อหน่วย", "รวมเป็นเงิน (บาท)")
    body: list[tuple[str, ...]] = []
    total = 0
    for i in range(1, int(rng.integers(4, 9))):
        count, each = int(rng.integers(1, 40)), money(rng)[0]
        total += count * each
        body.append((str(i), pick(rng, ITEMS), str(count), f"{each:,}", f"{count * each:,}"))
    body.append(("", "รวมทั้งสิ้น", "", "", f"{total:,}"))
    return Table(
        (head, *body), (1.4, 5.9, 1.8, 2.9, 3.8), centred=(0, 2), right=(3, 4), open=rng.random() < 0.3
    )


def _form(rng: np.random.Generator) -> list[Block]:
    """A page to fill in: dotted leaders, boxes to tick, some filled in by hand."""

    def room(width: float, text: str) -> Blank:
        return Blank(width, text if rng.random() < 0.5 else "")

    def number(low: int, high: int) -> str:
        return str(int(rng.integers(low, high)))

    title = f"แบบ สบ. {number(1, 9)}/{number(1, 40)}"
    who = ("1. ข้าพเจ้า", room(6.5, person(rng)), "ตำแหน่ง", Blank(4.6), "สังกัด", Blank(5.5))
    reach = ("โทรศัพท์", room(4.0, f"08{number(10**7, 10**8)}"), "อายุ", room(1.4, number(23, 60)), "ปี")
    home = ("2. ที่อยู่ปัจจุบัน เลขที่", room(2.0, number(1, 400)), "หมู่ที่", Blank(1.4), "ตำบล", Blank(3.2))
    rest = ("อำเภอ", Blank(3.2), "จังหวัด", Blank(3.2), "รหัสไปรษณีย์", Blank(2.2))
    wishes = [
        (
            Blank(box=True, text="/" if rng.random() < 0.4 else ""),
            f"{pick(rng, ITEMS)} จำนวน",
            Blank(2.0),
            "หน่วย",
        )
        for _ in range(int(rng.integers(2, 5)))
    ]
    return [
        NewPage(),
        Paragraph(title, align="right"),
        Paragraph(f"แบบแจ้งความประสงค์{pick(rng, ITEMS)}", align="centre", bold=True, before=6),
        Blanks(("เขียนที่", Blank(6.0)), left=8.6, before=8),
        Blanks(("วันที่", Blank(1.4), "เดือน", Blank(3.0), "พ.ศ.", Blank(1.6)), left=6.6),
        Blanks((*who, *reach), before=8),
        Blanks((*home, *rest)),
        Blanks(("3. ขอรับการสนับสนุนจาก", pick(rng, AGENCIES).name, "ดังนี้")),
        *(Blanks(wish, left=1.5) for wish in wishes),
        Blanks((Blank(box=True), "อื่น ๆ (โปรดระบุ)", Blank(8.0)), left=1.5),
        Paragraph(sentence(rng), before=6),
        Blanks(("ลงชื่อ", Blank(5.0), "ผู้แจ้ง"), left=7.0, before=24),
        Blanks(("(", Blank(5.0), ")"), left=7.8),
        *([_table(rng)] if rng.random() < 0.5 else []),
        Footnote(f"หมายเหตุ {sentence(rng)}"),
    ]


def _two_columns(rng: np.random.Generator) -> list[Block]:
    """A page of two columns side by side."""
    one, two = (
        (place(rng), *(paragraph(rng, 1, 2) for _ in range(int(rng.integers(2, 5))))) for _ in range(2)
    )
    return [
        NewPage(),
        Paragraph("เอกสารประกอบการพิจารณา", align="centre", bold=True),
        Columns(one, two, ruled=bool(rng.random() < 0.5)),
        Paragraph(sentence(rng), before=10),
    ]
