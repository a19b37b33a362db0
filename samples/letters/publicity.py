"""Announcements, statements and news (clauses 19-22)."""

from __future__ import annotations

from samples.blocks import Block, Cell, Emblem, Letter, NewPage, Paragraph, Row, Rule, Signature, Table
from samples.letters.common import Desk
from samples.phrases import person
from samples.topics import NEWS_DETAILS, NEWS_SUBJECTS, NOTICE_SUBJECTS


def announcement(desk: Desk, *, listed: bool = False) -> Letter:
    """ประกาศ, clause 20. ``listed`` adds a page with a list of people."""
    subject, text = (desk.fill(t) for t in desk.choose(NOTICE_SUBJECTS))
    signer = desk.signer()
    blocks: list[Block] = [
        Emblem(),
        Paragraph(f"ประกาศ{desk.agency.name}", align="centre"),
        Paragraph(f"เรื่อง {subject}", align="centre"),
        Rule(),
        Paragraph(f"ด้วย{desk.agency.name} {text}", before=6),
        Paragraph(desk.fill("อาศัยอำนาจตามความใน{law} จึงประกาศให้ทราบโดยทั่วกัน"), before=6),
        *(Paragraph(desk.fill(t), before=6) for t in desk.some(NEWS_DETAILS[1:], 0, 2)),
        Paragraph("จึงประกาศมาเพื่อทราบโดยทั่วกัน", before=6, reserve=5.7),
        Row((Cell(f"ประกาศ ณ วันที่ {desk.date_with_era}", 5.0),), before=12),
        Signature("", signer.block),
    ]
    if listed:
        rows = [("ลำดับที่", "เลขประจำตัว", "ชื่อ - สกุล", "หมายเหตุ")]
        for i in range(1, int(desk.rng.integers(14, 24))):
            rows.append((str(i), f"{1000 + i * 7}", person(desk.rng), ""))
        blocks += [
            NewPage(),
            Paragraph("บัญชีรายชื่อแนบท้ายประกาศ", align="centre", bold=True),
            Table(tuple(rows), (1.8, 3.0, 8.0, 3.0), centred=(0, 1)),
        ]
    return desk.letter(
        blocks,
        date=desk.day.isoformat(),
        date_raw=desk.date_with_era,
        subject=subject,
        from_=desk.agency.name,
        signer_name=signer.name,
        signer_position=signer.position,
    )


def _press(desk: Desk, word: str) -> Letter:
    subject, text = (desk.fill(t) for t in desk.choose(NEWS_SUBJECTS))
    number = f"{int(desk.rng.integers(1, 60))}/{desk.year}" if desk.chance(0.75) else None
    blocks: list[Block] = [
        Emblem(),
        Paragraph(f"{word}{desk.agency.name}", align="centre", bold=True),
        Paragraph(f"เรื่อง {subject}", align="centre"),
        *([Paragraph(f"ฉบับที่ {number}", align="centre")] if number else []),
        Rule(),
        Paragraph(text, before=6),
        *(Paragraph(desk.fill(t), before=6) for t in desk.some(NEWS_DETAILS, 2, 3)),
        Signature("", (desk.agency.name, desk.date_raw), signed=False),
    ]
    return desk.letter(
        blocks,
        number=number,
        number_raw=number,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        subject=subject,
        from_=desk.agency.name,
    )


def statement(desk: Desk) -> Letter:
    """แถลงการณ์, clause 21: not signed."""
    return _press(desk, "แถลงการณ์")


def news(desk: Desk) -> Letter:
    """ข่าว, clause 22: not signed."""
    return _press(desk, "ข่าว")
