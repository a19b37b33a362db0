"""What officials make or receive as evidence: certificates, minutes, notes and others (clauses 23-27)."""

from __future__ import annotations

from samples.blocks import Block, Cell, Emblem, Labelled, Letter, Paragraph, Roll, Row, Rule, Signature
from samples.letters.common import Desk
from samples.phrases import PLACES, PROJECTS, person, position, telephone
from samples.topics import MINUTE_ITEMS, RESOLUTIONS
from sarabun.dates import thai_date

_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")


def certificate(desk: Desk) -> Letter:
    """หนังสือรับรอง, clause 24."""
    number = f"{desk.running(900)}/{desk.year}"
    signer = desk.signer()
    who, post = person(desk.rng), position(desk.rng)
    began = thai_date(desk.day.replace(year=desk.day.year - int(desk.rng.integers(2, 20)), day=1).isoformat())
    salary = f"{int(desk.rng.integers(150, 690)) * 100:,}"
    blocks: list[Block] = [
        Emblem(),
        Row((Cell(f"เลขที่ {number}", 0), Cell(desk.agency.name, 9.0 if len(desk.agency.name) < 36 else 7.2))),
        *(Row((Cell(line, 9.0 if len(desk.agency.name) < 36 else 7.2),)) for line in desk.agency.address),
        Paragraph(
            f"หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า {who} เป็นข้าราชการสังกัด{desk.agency.name} ตำแหน่ง{post} "
            f"เริ่มรับราชการเมื่อวันที่ {began} ปัจจุบันได้รับเงินเดือนในอัตราเดือนละ {salary} บาท "
            "และไม่เคยถูกลงโทษทางวินัยแต่อย่างใด",
            before=24,
        ),
        Paragraph("จึงออกหนังสือรับรองฉบับนี้ไว้ให้เพื่อเป็นหลักฐาน", before=6),
        Row((Cell(f"ให้ไว้ ณ วันที่ {desk.date_with_era}", 5.0),), before=18),
        Signature("", signer.block),
    ]
    return desk.letter(
        blocks,
        number=number,
        number_raw=number,
        date=desk.day.isoformat(),
        date_raw=desk.date_with_era,
        from_=desk.agency.name,
        signer_name=signer.name,
        signer_position=signer.position,
    )


def minutes(desk: Desk) -> Letter:
    """รายงานการประชุม, clause 25: attendance, agenda, resolutions; two or three pages."""
    number = f"{int(desk.rng.integers(1, 13))}/{desk.year}"
    committee = (
        f"คณะกรรมการ{desk.choose(('บริหารความเสี่ยง', 'พัฒนาระบบบริหาร', 'ติดตามและประเมินผล'))}{desk.agency.name}"
    )
    weekday = _WEEKDAYS[desk.day.weekday()]
    writer = desk.official()
    roles = ("ประธานกรรมการ", *("กรรมการ",) * int(desk.rng.integers(4, 8)), "กรรมการและเลขานุการ")
    present = tuple((person(desk.rng), position(desk.rng), role) for role in roles)
    away = tuple(
        (person(desk.rng), position(desk.rng), "ติดราชการ") for _ in range(int(desk.rng.integers(1, 3)))
    )
    agenda = (
        "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
        "เรื่องรับรองรายงานการประชุมครั้งที่ผ่านมา",
        "เรื่องเสนอเพื่อทราบ",
        "เรื่องเสนอเพื่อพิจารณา",
        "เรื่องอื่น ๆ (ถ้ามี)",
    )
    items: list[Block] = []
    for i, title in enumerate(agenda, 1):
        items.append(Paragraph(f"ระเบียบวาระที่ {i} {title}", indent=0, bold=True, before=8))
        items += [
            Paragraph(desk.fill(text).replace(desk.slots["project"], desk.choose(PROJECTS)), before=3)
            for text in desk.some(MINUTE_ITEMS, 1, 2)
        ]
        items.append(Paragraph(f"มติที่ประชุม {desk.choose(RESOLUTIONS)}", before=3))
    blocks: list[Block] = [
        Paragraph(f"รายงานการประชุม{committee}", align="centre", bold=True),
        Paragraph(f"ครั้งที่ {number}", align="centre", bold=True),
        Paragraph(f"เมื่อวัน{weekday}ที่ {desk.date_raw}", align="centre", bold=True),
        Paragraph(f"ณ {desk.choose(PLACES)}", align="centre", bold=True),
        Rule(),
        Paragraph("ผู้มาประชุม", indent=0, bold=True, before=6),
        Roll(present),
        Paragraph("ผู้ไม่มาประชุม", indent=0, bold=True, before=6),
        Roll(away),
        Paragraph("เริ่มประชุมเวลา 09.30 น.", indent=0, bold=True, before=6),
        Paragraph(
            "เมื่อกรรมการมาครบองค์ประชุมแล้ว ประธานกล่าวเปิดการประชุมและดำเนินการประชุมตามระเบียบวาระ ดังนี้", before=3
        ),
        *items,
        Paragraph(
            f"เลิกประชุมเวลา {int(desk.rng.integers(12, 17))}.{desk.choose(('00', '15', '30', '45'))} น.",
            indent=0,
            bold=True,
            before=8,
            reserve=5.5,
        ),
        Signature("", (f"({writer.name})", *writer.lines, "ผู้จดรายงานการประชุม")),
    ]
    return desk.letter(
        blocks,
        number=number,
        number_raw=number,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        subject=f"รายงานการประชุม{committee}",
        from_=desk.agency.name,
        signer_name=writer.name,
        signer_position=writer.position,
    )


def note(desk: Desk) -> Letter:
    """บันทึก, clause 26: a short note to a superior, without a number."""
    who = desk.official()
    to = desk.agency.head
    day = f"วันที่ {desk.date_raw}"
    blocks: list[Block] = [
        Paragraph("บันทึก", align="centre", bold=True, size=1.3),
        Row((Cell(day, 9.0),), before=8),
        Labelled("เรียน", to),
        Paragraph(
            desk.fill(
                desk.choose(
                    (
                        "ตามที่ได้สั่งการให้ตรวจสอบข้อเท็จจริงเกี่ยวกับ{project} นั้น "
                        "ได้ตรวจสอบแล้วพบว่า การดำเนินงานเป็นไปตามแผนที่กำหนด "
                        "คงเหลืองานที่อยู่ระหว่างดำเนินการ จำนวน {small} รายการ คาดว่าจะแล้วเสร็จภายในวันที่ {later}",
                        "เมื่อวันที่ {earlier} เวลาประมาณ 10.15 น. ได้รับแจ้งทางโทรศัพท์จากผู้ประสานงาน{project} "
                        "ขอเลื่อนกำหนดการประชุม "
                        "เป็นวันที่ {date} ณ {place} เนื่องจากประธานติดภารกิจสำคัญ",
                    )
                )
            ),
            before=8,
        ),
        Paragraph(
            desk.choose(("จึงเรียนมาเพื่อโปรดทราบ", "จึงเรียนมาเพื่อโปรดทราบและพิจารณาสั่งการ")), before=6, reserve=4.0
        ),
        Signature("", who.block),
    ]
    return desk.letter(
        blocks,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        to=to,
        salutation="เรียน",
        signer_name=who.name,
        signer_position=who.position,
    )


def other(desk: Desk) -> Letter:
    """หนังสืออื่น, clause 27: a contract that the office keeps, or a petition that it received."""
    return _contract(desk) if desk.chance(0.5) else _petition(desk)


def _contract(desk: Desk) -> Letter:
    number = f"{int(desk.rng.integers(1, 200))}/{desk.year}"
    boss, contractor = desk.signer(), person(desk.rng)
    project = desk.fill("{project}")
    blocks: list[Block] = [
        Paragraph("สัญญาจ้าง", align="centre", bold=True, size=1.3),
        Row((Cell(f"สัญญาเลขที่ {number}", 10.0),), before=8),
        Paragraph(
            f"สัญญาฉบับนี้ทำขึ้น ณ {desk.agency.name} เมื่อวันที่ {desk.date_raw} "
            f"ระหว่าง {desk.agency.name} โดย {boss.name} "
            f"ตำแหน่ง {desk.agency.head} ซึ่งต่อไปในสัญญานี้เรียกว่า “ผู้ว่าจ้าง” ฝ่ายหนึ่ง กับ {contractor} "
            "ซึ่งต่อไปในสัญญานี้เรียกว่า “ผู้รับจ้าง” อีกฝ่ายหนึ่ง คู่สัญญาได้ตกลงกันมีข้อความดังต่อไปนี้",
            before=8,
        ),
        *(
            Paragraph(desk.fill(text), before=4)
            for text in (
                f"ข้อ 1 ผู้ว่าจ้างตกลงจ้างและผู้รับจ้างตกลงรับจ้างทำงาน{project} ตามข้อกำหนดและเงื่อนไขแห่งสัญญานี้",
                "ข้อ 2 ผู้ว่าจ้างตกลงจ่ายค่าจ้างเป็นเงิน {money} บาท โดยแบ่งจ่ายเป็น {small} งวด "
                "เมื่อคณะกรรมการได้ตรวจรับงานแล้ว",
                "ข้อ 3 ผู้รับจ้างต้องเริ่มทำงานภายในวันที่ {later} และต้องทำงานให้แล้วเสร็จบริบูรณ์ภายใน {count} วัน",
                "ข้อ 4 หากผู้รับจ้างไม่สามารถทำงานให้แล้วเสร็จตามเวลาที่กำหนด "
                "จะต้องชำระค่าปรับเป็นรายวันในอัตราร้อยละ 0.10 ของค่าจ้าง",
            )
        ),
        Paragraph(
            "สัญญานี้ทำขึ้นเป็นสองฉบับ มีข้อความถูกต้องตรงกัน คู่สัญญาได้อ่านและเข้าใจข้อความโดยละเอียดตลอดแล้ว "
            "จึงได้ลงลายมือชื่อไว้เป็นสำคัญต่อหน้าพยาน",
            before=6,
            reserve=8.0,
        ),
        Signature("", (f"({boss.name})", "ผู้ว่าจ้าง")),
        Signature("", (f"({contractor})", "ผู้รับจ้าง")),
    ]
    return desk.letter(
        blocks,
        number=number,
        number_raw=number,
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        subject="สัญญาจ้าง",
        from_=desk.agency.name,
        signer_name=boss.name,
        signer_position="ผู้ว่าจ้าง",
    )


def _petition(desk: Desk) -> Letter:
    who = person(desk.rng)
    plot, part, village = (int(desk.rng.integers(1, high)) for high in (300, 30, 14))
    house = f"{plot}/{part} หมู่ที่ {village}"
    phone = telephone(desk.rng, desk.agency, extension=False)
    subject = desk.choose(
        ("ร้องเรียนเหตุเดือดร้อนรำคาญจากการก่อสร้าง", "ขอความอนุเคราะห์ซ่อมแซมถนนในหมู่บ้าน", "ขอให้ตรวจสอบแนวเขตที่ดิน")
    )
    stamp, truth = desk.received(desk.agency.name)
    blocks: list[Block] = [
        Paragraph("คำร้อง", align="centre", bold=True, size=1.3, before=70),
        Row((Cell(f"เขียนที่ บ้านเลขที่ {house}", 8.0),), before=8),
        Row((Cell(f"วันที่ {desk.date_raw}", 8.0),)),
        Labelled("เรื่อง", subject),
        Labelled("เรียน", desk.agency.head),
        Paragraph(
            desk.fill(
                f"ข้าพเจ้า {who} อยู่บ้านเลขที่ {house} ได้รับความเดือดร้อนจากการดำเนิน{{project}} "
                f"ซึ่งเริ่มตั้งแต่วันที่ {{earlier}} "
                "ทำให้ไม่สามารถใช้เส้นทางสัญจรได้ตามปกติ และมีผู้ได้รับผลกระทบประมาณ {count} ครัวเรือน"
            ),
            before=8,
        ),
        Paragraph("จึงเรียนมาเพื่อโปรดพิจารณาให้ความช่วยเหลือ และแจ้งผลให้ทราบด้วย จะเป็นพระคุณยิ่ง", before=6, reserve=5.0),
        Signature("ขอแสดงความนับถือ", (f"({who})", "ผู้ยื่นคำร้อง")),
        Row((Cell(f"โทร. {phone}", 0),), before=30),
    ]
    return desk.letter(
        blocks,
        [stamp],
        date=desk.day.isoformat(),
        date_raw=desk.date_raw,
        subject=subject,
        to=desk.agency.head,
        salutation="เรียน",
        signer_name=who,
        signer_position="ผู้ยื่นคำร้อง",
        phone=phone,
        received_stamps=[truth],
    )
