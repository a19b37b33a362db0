"""Letters from one office to another: external letters, memos, stamped letters (clauses 11-14)."""

from __future__ import annotations

from samples.blocks import (
    Block,
    Cell,
    Emblem,
    Foot,
    Labelled,
    Letter,
    Letterhead,
    Mark,
    NewPage,
    Paragraph,
    Row,
    SealedBy,
    Signature,
    Table,
)
from samples.letters.common import URGENCIES, Desk, hand_over
from samples.phrases import ADDRESSEES, AGENCIES, EXALTED, INNER_ADDRESSEES, person
from samples.topics import STAMPED_DETAILS, STAMPED_OPENINGS, TOPICS, Topic

_TITLES = ("ผู้อำนวยการ", "อธิบดี", "หัวหน้า", "ปลัด", "กรรมการผู้จัดการ", "ผู้จัดการ", "อธิการบดี")
_OFFICES = ("สำนักงานจังหวัดเชียงราย", "สำนักงานเลขานุการกรม", "ที่ทำการปกครองอำเภอแม่จัน", "งานสารบรรณกลาง")
_LINE = 0.74  # cm


def _signing_room(*blocks: tuple[str, ...]) -> float:
    """cm below the last paragraph that closing, signature and the lines of ``blocks`` need."""
    return _LINE * (4.3 + sum(len(lines) for lines in blocks))


def _number(desk: Desk, circular: bool) -> tuple[tuple[Cell, ...], str]:
    """The cells of the number, its running part by hand in some letters, and the number as printed."""
    head, run = desk.letter_number(circular)
    raw = f"{head}{run}"
    if desk.chance(0.35):
        return (Cell("ที่", 0), Cell(head, 0.65), Cell(run, hand=True)), raw
    return (Cell("ที่", 0), Cell(raw, 0.65)), raw


def _reference(desk: Desk) -> str:
    other = desk.choose(AGENCIES)
    run = desk.running(5000)
    mark = "ว " if desk.chance(0.3) else ""
    return desk.fill(f"หนังสือ{other.name} ที่ {other.code} {other.unit}/{mark}{run} ลงวันที่ {{earlier}}")


def _enclosures(texts: list[str]) -> list[Block]:
    label = "สิ่งที่ส่งมาด้วย"
    if len(texts) == 1:
        return [Labelled(label, texts[0], hang=2.6)]
    return [
        Labelled(label if i == 1 else "", f"{i}. {text}", hang=2.6, before=6 if i == 1 else 0)
        for i, text in enumerate(texts, 1)
    ]


def _schedule(desk: Desk, title: str) -> list[Block]:
    """An attachment: a table of places, people or sums."""
    rows = [("ลำดับที่", "หน่วยงาน", "จำนวน (คน)", "งบประมาณ (บาท)")]
    for i in range(1, int(desk.rng.integers(6, 14))):
        sum_ = int(desk.rng.integers(5, 400)) * 250
        rows.append((str(i), desk.choose(AGENCIES).name, str(int(desk.rng.integers(1, 60))), f"{sum_:,}"))
    return [
        NewPage(),
        Paragraph(title, align="centre", bold=True),
        Paragraph(f"แนบท้ายหนังสือ ลงวันที่ {desk.date_raw}", align="centre"),
        Table(tuple(rows), (1.8, 8.2, 2.6, 3.4), centred=(0, 2, 3)),
        Paragraph(f"ข้อมูล ณ วันที่ {desk.date_raw}", indent=0),
    ]


def _topic(desk: Desk, *, with_enclosures: bool | None = None) -> Topic:
    fitting = tuple(t for t in TOPICS if with_enclosures is None or bool(t.enclosures) == with_enclosures)
    topic: Topic = desk.choose(fitting)
    return topic


def _body(desk: Desk, topic: Topic, pages: int, reserve: float) -> list[Block]:
    details = list(topic.details)
    if pages > 1:  # a long letter goes on with what other letters of its kind say
        others = [d for t in TOPICS if t is not topic for d in t.details]
        details += [others[int(i)] for i in desk.rng.choice(len(others), 6 * (pages - 1), replace=False)]
    return [
        Paragraph(desk.fill(topic.opening), before=6),
        *(Paragraph(desk.fill(text), before=6) for text in details),
        Paragraph(desk.fill(topic.request), before=6, reserve=reserve),
    ]


def external(desk: Desk, pages: int = 1) -> Letter:
    """หนังสือภายนอก, clause 11. ``pages`` above 1 makes the body run on."""
    circular = desk.chance(0.35)
    number, raw = _number(desk, circular)
    topic = _topic(desk)
    exalted = desk.chance(0.1)
    to = desk.choose(EXALTED) if exalted else desk.choose(ADDRESSEES)
    salutation = "กราบเรียน" if exalted else "เรียน"
    urgency = desk.choose(URGENCIES) if desk.chance(0.35) else None
    signer = desk.signer()
    owner, phone = desk.choose(desk.agency.divisions), desk.telephone()
    subject = desk.fill(topic.subject)
    reference = _reference(desk) if "ที่อ้างถึง" in topic.opening or desk.chance(0.25) else None
    enclosures = [desk.fill(e) for e in topic.enclosures]
    marks, stamps = _marks(desk, to)
    closing = "ขอแสดงความนับถืออย่างยิ่ง" if exalted else "ขอแสดงความนับถือ"
    foot = [owner, f"โทร. {phone}"]
    if desk.chance(0.4):
        foot.append(f"โทรสาร {desk.telephone()}")
    if desk.chance(0.3):
        foot.append(f"ไปรษณีย์อิเล็กทรอนิกส์ {desk.agency.mail}@example.go.th")
    blocks: list[Block] = [
        Emblem(urgency=urgency or ""),
        Letterhead(number, (desk.agency.name, *desk.agency.address), _right_at(desk)),
        Row(hand_over(desk.day, desk.rng, 8.2), before=6),
        Labelled("เรื่อง", subject),
        Labelled(salutation, to),
        *([Labelled("อ้างถึง", reference, hang=1.5)] if reference else []),
        *_enclosures(enclosures),
        *_body(desk, topic, pages, _signing_room(signer.block, tuple(foot))),
        Signature(closing, signer.block),
        Foot(tuple(foot), qr=f"{raw} {desk.day.isoformat()}" if desk.chance(0.2) else ""),
    ]
    if enclosures and desk.chance(0.3):
        blocks += _schedule(desk, f"รายละเอียดแนบท้าย {subject}")
    return desk.letter(
        blocks,
        marks,
        number=raw,
        number_raw=raw,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        subject=subject,
        from_=desk.agency.name,
        to=to,
        salutation=salutation,
        reference=reference,
        enclosures=enclosures,
        signer_name=signer.name,
        signer_position=signer.position,
        owner_unit=owner,
        phone=phone,
        urgency=urgency,
        circular=circular,
        received_stamps=stamps,
    )


def _right_at(desk: Desk) -> float:
    """Long names of agencies begin further left, as typists do it."""
    longest = max(len(line) for line in (desk.agency.name, *desk.agency.address))
    return 10.0 if longest <= 32 else 9.0 if longest <= 40 else 7.6


def _office(desk: Desk, to: str) -> str:
    """The office whose stamp a letter to ``to`` gets."""
    if to == desk.agency.head:
        return desk.agency.name
    for title in _TITLES:
        if to.startswith(title) and "ทุก" not in to:
            return to.removeprefix(title)
    office: str = desk.choose(_OFFICES)
    return office


def _marks(desk: Desk, to: str) -> tuple[list[Mark], list[dict[str, str]]]:
    """What the receiving office put on the paper."""
    marks: list[Mark] = []
    stamps: list[dict[str, str]] = []
    if desk.chance(0.6):
        stamp, truth = desk.received(_office(desk, to))
        marks.append(stamp)
        stamps.append(truth)
        if desk.chance(0.5):
            marks.append(desk.note(float(desk.rng.uniform(18.5, 20.5))))
    elif desk.chance(0.35):
        marks.append(desk.certified())
    return marks, stamps


def memo(desk: Desk, pages: int = 1) -> Letter:
    """บันทึกข้อความ, clause 12: labels on dotted lines, no closing."""
    circular = desk.chance(0.3)
    number, raw = _number(desk, circular)
    topic = _topic(desk, with_enclosures=False) if desk.chance(0.6) else _topic(desk)
    owner, phone = desk.choose(desk.agency.divisions), desk.telephone()
    issuer = f"{desk.agency.name} {owner}"
    if len(issuer) > 62:
        issuer = owner
    to = desk.choose(INNER_ADDRESSEES) if desk.chance(0.7) else desk.agency.head
    subject = desk.fill(topic.subject)
    signer = desk.official()
    urgency = desk.choose(URGENCIES) if desk.chance(0.25) else None
    marks, stamps = _marks(desk, to)
    date_cells = hand_over(desk.day, desk.rng, 9.5)
    blocks: list[Block] = [
        Emblem(1.5, centred=False, urgency=urgency or ""),
        Paragraph("บันทึกข้อความ", align="centre", bold=True, size=1.8),
        Labelled("ส่วนราชการ", f"{issuer} โทร. {phone}", bold=True, dotted=True, hang=2.7, before=4),
        Row(
            (
                Cell("ที่", 0, bold=True),
                *(c._replace(at=0.9) if c.at else c for c in number[1:]),
                Cell("วันที่", 8.2, bold=True),
                *date_cells,
            ),
            dotted=True,
        ),
        Labelled("เรื่อง", subject, bold=True, dotted=True, hang=1.5, before=0),
        Labelled("เรียน", to),
        *_body(desk, topic, pages, _signing_room(signer.block)),
        Signature("", signer.block),
    ]
    if desk.chance(0.4):  # what the superior decided, typed below and signed
        blocks += [
            Paragraph(
                desk.choose(("- ทราบ", "- อนุมัติ", "- ดำเนินการตามเสนอ")), indent=0, before=10, reserve=4.2
            ),
            Signature("", (f"({person(desk.rng)})", desk.agency.head), at=4.2),
        ]
    return desk.letter(
        blocks,
        marks,
        number=raw,
        number_raw=raw,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        subject=subject,
        from_=issuer,
        to=to,
        salutation="เรียน",
        signer_name=signer.name,
        signer_position=signer.position,
        phone=phone,
        urgency=urgency,
        circular=circular,
        received_stamps=stamps,
    )


def stamped(desk: Desk) -> Letter:
    """หนังสือประทับตรา, clauses 13-14: ถึง, no subject, a red seal over issuer and date."""
    circular = desk.chance(0.5)
    number, raw = _number(desk, circular)
    to = desk.choose(("จังหวัดทุกจังหวัด", *(a.name for a in AGENCIES)))
    urgency = desk.choose(URGENCIES) if desk.chance(0.4) else None
    owner, phone = desk.choose(desk.agency.divisions), desk.telephone()
    marks, stamps = _marks(desk, to)
    blocks: list[Block] = [
        Emblem(urgency=urgency or ""),
        Row(number),
        Labelled("ถึง", to, hang=0.9),
        Paragraph(desk.fill(desk.choose(STAMPED_OPENINGS)), before=8),
        *(Paragraph(desk.fill(text), before=6) for text in desk.some(STAMPED_DETAILS, 1, 2)),
        SealedBy(desk.agency.name, hand_over(desk.day, desk.rng, 0)),
        Foot((owner, f"โทร. {phone}"), qr=f"{raw} {desk.day.isoformat()}" if desk.chance(0.3) else ""),
    ]
    return desk.letter(
        blocks,
        marks,
        number=raw,
        number_raw=raw,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        from_=desk.agency.name,
        to=to,
        salutation="ถึง",
        owner_unit=owner,
        phone=phone,
        urgency=urgency,
        circular=circular,
        received_stamps=stamps,
    )
