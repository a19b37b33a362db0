"""Orders, regulations and by-laws (clauses 15-18)."""

from __future__ import annotations

from samples.blocks import Block, Cell, Emblem, Letter, Mark, Paragraph, Roll, Row, Rule, Signature
from samples.letters.common import Desk
from samples.phrases import person, position
from samples.topics import RULE_CLAUSES, RULE_TITLES

_SIGNING_ROOM = 5.7


def _ending(desk: Desk, words: str) -> Row:
    return Row((Cell(f"{words} {desk.date_with_era}", 5.0),), before=12, reserve=4.4)


def order(desk: Desk, people: int | None = None) -> Letter:
    """คำสั่ง, clause 16: appoints a committee of ``people`` (5 to 8 where not said)."""
    number = f"{desk.running(900)}/{desk.year}"
    subject = desk.fill(
        desk.choose(
            (
                "แต่งตั้งคณะกรรมการดำเนินงาน{project}",
                "แต่งตั้งคณะทำงานขับเคลื่อน{project}",
                "แต่งตั้งคณะกรรมการตรวจรับพัสดุ{project}",
            )
        )
    )
    signer = desk.signer()
    count = people or int(desk.rng.integers(5, 9))
    roles = (
        "ประธานกรรมการ",
        "รองประธานกรรมการ",
        *("กรรมการ",) * (count - 4),
        "กรรมการและเลขานุการ",
        "ผู้ช่วยเลขานุการ",
    )
    committee = tuple((person(desk.rng), position(desk.rng), role) for role in roles)
    duties = desk.some(
        (
            "กำหนดแนวทาง วางแผน และกำกับดูแลการดำเนินงานให้เป็นไปตามวัตถุประสงค์",
            "ประสานงานกับหน่วยงานที่เกี่ยวข้องทั้งภาครัฐและภาคเอกชน",
            "ติดตามและประเมินผล พร้อมทั้งรายงานผลต่อผู้บังคับบัญชาภายในวันที่ {later}",
            "แต่งตั้งคณะอนุกรรมการหรือคณะทำงานได้ตามความจำเป็น",
            "ปฏิบัติงานอื่นตามที่ได้รับมอบหมาย",
        ),
        2,
        4,
    )
    marks: list[Mark] = [desk.certified()] if desk.chance(0.3) else []
    blocks: list[Block] = [
        Emblem(),
        Paragraph(f"คำสั่ง{desk.agency.name}", align="centre"),
        Paragraph(f"ที่ {number}", align="centre"),
        Paragraph(f"เรื่อง {subject}", align="centre"),
        Rule(),
        Paragraph(
            desk.fill(
                "ด้วย{agency}ได้กำหนดให้มี{project} ประจำปีงบประมาณ พ.ศ. {fiscal} "
                "เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย "
                "มีประสิทธิภาพ และบรรลุวัตถุประสงค์ของทางราชการ"
            ),
            before=6,
        ),
        Paragraph(desk.fill("อาศัยอำนาจตามความใน{law} จึงแต่งตั้งผู้มีรายนามดังต่อไปนี้เป็นคณะกรรมการ"), before=6),
        Roll(committee),
        Paragraph("ให้คณะกรรมการมีหน้าที่ดังต่อไปนี้", before=6),
        *(Paragraph(desk.fill(f"{i}. {duty}")) for i, duty in enumerate(duties, 1)),
        Paragraph(
            desk.choose(("ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป", desk.fill("ทั้งนี้ ตั้งแต่วันที่ {date} เป็นต้นไป"))),
            before=6,
            reserve=_SIGNING_ROOM,
        ),
        _ending(desk, "สั่ง ณ วันที่"),
        Signature("", signer.block),
    ]
    return desk.letter(
        blocks,
        marks,
        number=number,
        number_raw=number,
        date=desk.day.isoformat(),
        date_raw=desk.date_with_era,
        subject=subject,
        from_=desk.agency.name,
        signer_name=signer.name,
        signer_position=signer.position,
    )


def _rules(desk: Desk, word: str) -> Letter:
    title = desk.choose(RULE_TITLES)
    revision = f"(ฉบับที่ {int(desk.rng.integers(2, 6))})" if desk.chance(0.4) else ""
    signer = desk.signer()
    subject = f"ว่าด้วย{title} {revision + ' ' if revision else ''}พ.ศ. {desk.year}"
    head = [
        f"{word}{desk.agency.name}",
        f"ว่าด้วย{title}",
        *([revision] if revision else []),
        f"พ.ศ. {desk.year}",
    ]
    clauses = [
        f"{word}นี้เรียกว่า “{word}{desk.agency.name} {subject}”",
        f"{word}นี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศเป็นต้นไป",
        *(desk.fill(c).replace("ระเบียบนี้", f"{word}นี้") for c in desk.some(RULE_CLAUSES, 4, 6)),
        f"ให้{desk.agency.head}รักษาการตาม{word}นี้ และมีอำนาจวินิจฉัยชี้ขาดปัญหาเกี่ยวกับการปฏิบัติตาม{word}นี้",
    ]
    blocks: list[Block] = [
        Emblem(),
        *(Paragraph(line, align="centre", bold=True) for line in head),
        Rule(),
        Paragraph(
            f"โดยที่เป็นการสมควรกำหนดหลักเกณฑ์และวิธีการเกี่ยวกับ{title}ให้เหมาะสมและสอดคล้องกับสภาวการณ์ปัจจุบัน", before=6
        ),
        Paragraph(desk.fill(f"อาศัยอำนาจตามความใน{{law}} {desk.agency.head}จึงวาง{word}ไว้ ดังต่อไปนี้"), before=6),
        *(
            Paragraph(f"ข้อ {i} {clause}", before=4, reserve=_SIGNING_ROOM if i == len(clauses) else 0)
            for i, clause in enumerate(clauses, 1)
        ),
        _ending(desk, "ประกาศ ณ วันที่"),
        Signature("", signer.block),
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


def regulation(desk: Desk) -> Letter:
    """ระเบียบ, clause 17."""
    return _rules(desk, "ระเบียบ")


def bylaw(desk: Desk) -> Letter:
    """ข้อบังคับ, clause 18."""
    return _rules(desk, "ข้อบังคับ")
