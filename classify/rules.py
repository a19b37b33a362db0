"""What official paper looks like, as tables: headings, labels, signals, marks (domain specification, 2-4).

Everything here is matched by :mod:`classify.labels`, tolerant of lost marks and single wrong letters.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sarabun.model import Kind

REGULATION_YEAR = 2526  # B.E.: the Regulation that prescribes these forms is in force since 1 June 2526
HEAD_ROWS = 14  # the prescribed headings stand within the first rows of a letter (section 2.3)


class Heading(NamedTuple):
    """A title at the top of page 1. ``whole``: nothing else may stand beside it; ``unless``: longer
    beginnings that mean something else; ``weight``: how much it says for the kind."""

    label: str
    kind: Kind
    weight: float
    whole: bool = False
    unless: tuple[str, ...] = ()


HEADINGS = (
    Heading("บันทึกข้อความ", Kind.INTERNAL_MEMO, 7, whole=True),
    Heading("คำสั่ง", Kind.ORDER, 6),
    Heading("ข้อบังคับ", Kind.BYLAW, 5.5),
    Heading("ระเบียบวาระ", Kind.OTHER, 6),
    Heading("กำหนดการ", Kind.OTHER, 5),
    Heading("คำร้อง", Kind.OTHER, 6),
    Heading("หนังสือร้องเรียน", Kind.OTHER, 6),
    Heading("สัญญา", Kind.OTHER, 6),
    Heading("บันทึกข้อตกลง", Kind.OTHER, 6),
    Heading("ระเบียบ", Kind.REGULATION, 5.5, unless=("ระเบียบวาระ",)),
    Heading("แถลงการณ์", Kind.STATEMENT, 6),
    Heading("ประกาศ", Kind.ANNOUNCEMENT, 5.5, unless=("ประกาศ ณ",)),
    Heading("ข่าว", Kind.NEWS, 6),
    Heading("รายงานการประชุม", Kind.MINUTES, 6),
    Heading("หนังสือรับรอง", Kind.CERTIFICATE, 5),
    Heading("บันทึก", Kind.NOTE, 5, whole=True),
)


class Slot(StrEnum):
    """The labelled parts of a letter's head, in no fixed order."""

    NUMBER = "number"
    SERIAL = "serial"
    AGENCY = "agency"
    DATE = "date"
    SUBJECT = "subject"
    SALUTATION = "salutation"
    FORWARD = "forward"
    REFERENCE = "reference"
    ENCLOSURES = "enclosures"
    THROUGH = "through"


HEAD_LABELS: dict[str, Slot] = {
    "ที่": Slot.NUMBER,
    "เลขที่": Slot.SERIAL,
    "สัญญาเลขที่": Slot.SERIAL,
    "ส่วนราชการ": Slot.AGENCY,
    "วันที่": Slot.DATE,
    "เรื่อง": Slot.SUBJECT,
    "เรียน": Slot.SALUTATION,
    "กราบเรียน": Slot.SALUTATION,
    "นมัสการ": Slot.SALUTATION,
    "กราบทูล": Slot.SALUTATION,
    "ขอเดชะ": Slot.SALUTATION,
    "ขอพระราชทานกราบบังคมทูล": Slot.SALUTATION,
    "ถึง": Slot.FORWARD,
    "อ้างถึง": Slot.REFERENCE,
    "สิ่งที่ส่งมาด้วย": Slot.ENCLOSURES,
    "สิ่งที่แนบมาด้วย": Slot.ENCLOSURES,
    "สิ่งที่แนบมาพร้อมนี้": Slot.ENCLOSURES,
    "ผ่าน": Slot.THROUGH,
}
LETTER_SLOTS = (Slot.SUBJECT, Slot.SALUTATION, Slot.FORWARD, Slot.REFERENCE, Slot.ENCLOSURES, Slot.THROUGH)


class Signal(NamedTuple):
    """A phrase that speaks for a kind. ``where``: ``start`` of a span anywhere in the letter, ``head``: start
    of a span in the head, ``inside``: anywhere in the text."""

    phrase: str
    kind: Kind
    weight: float
    where: str = "start"


SIGNALS = (
    Signal("ขอแสดงความนับถือ", Kind.EXTERNAL, 3),
    Signal("ขอนมัสการด้วยความเคารพ", Kind.EXTERNAL, 3),
    Signal("ควรมิควรแล้วแต่จะโปรด", Kind.EXTERNAL, 3),
    Signal("ขอแสดงความนับถือ", Kind.INTERNAL_MEMO, -2),
    Signal("สั่ง ณ วันที่", Kind.ORDER, 4),
    Signal("ว่าด้วย", Kind.REGULATION, 1.5, "head"),
    Signal("ว่าด้วย", Kind.BYLAW, 1.5, "head"),
    Signal("ระเบียบนี้เรียกว่า", Kind.REGULATION, 3, "inside"),
    Signal("จึงวางระเบียบ", Kind.REGULATION, 2, "inside"),
    Signal("ข้อบังคับนี้เรียกว่า", Kind.BYLAW, 3, "inside"),
    Signal("ประกาศ ณ วันที่", Kind.ANNOUNCEMENT, 2.5),
    Signal("ประกาศ ณ วันที่", Kind.REGULATION, 1),
    Signal("ประกาศ ณ วันที่", Kind.BYLAW, 1),
    Signal("ประกาศนี้เรียกว่า", Kind.ANNOUNCEMENT, 2, "inside"),
    Signal("หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า", Kind.CERTIFICATE, 6),
    Signal("ขอรับรองว่า", Kind.CERTIFICATE, 2),
    Signal("ให้ไว้ ณ วันที่", Kind.CERTIFICATE, 2),
    Signal("ผู้มาประชุม", Kind.MINUTES, 2),
    Signal("ผู้ไม่มาประชุม", Kind.MINUTES, 1),
    Signal("เริ่มประชุม", Kind.MINUTES, 1),
    Signal("เลิกประชุม", Kind.MINUTES, 1),
    Signal("ผู้จดรายงานการประชุม", Kind.MINUTES, 2, "inside"),
)

# What the labels of the head say: (needed slots, forbidden slots, kind, weight).
HEAD_SIGNALS: tuple[tuple[frozenset[Slot], frozenset[Slot], Kind, float], ...] = (
    (frozenset({Slot.AGENCY}), frozenset(), Kind.INTERNAL_MEMO, 4.0),
    (frozenset({Slot.NUMBER, Slot.DATE}), frozenset(), Kind.INTERNAL_MEMO, 1.5),
    (frozenset({Slot.SUBJECT, Slot.SALUTATION}), frozenset(), Kind.INTERNAL_MEMO, 1.5),
    (frozenset({Slot.NUMBER}), frozenset(), Kind.EXTERNAL, 1.5),
    (frozenset({Slot.SUBJECT, Slot.SALUTATION}), frozenset({Slot.AGENCY}), Kind.EXTERNAL, 3.5),
    (frozenset({Slot.SUBJECT}), frozenset({Slot.SALUTATION, Slot.AGENCY}), Kind.EXTERNAL, 0.5),
    (frozenset({Slot.FORWARD}), frozenset({Slot.SALUTATION}), Kind.STAMPED, 5.0),
    (frozenset({Slot.FORWARD, Slot.NUMBER}), frozenset({Slot.SALUTATION, Slot.SUBJECT}), Kind.STAMPED, 2.0),
    (frozenset({Slot.SERIAL}), frozenset({Slot.SALUTATION}), Kind.CERTIFICATE, 1.0),
    (frozenset({Slot.SALUTATION}), frozenset({Slot.NUMBER, Slot.SUBJECT, Slot.AGENCY}), Kind.NOTE, 3.5),
)
NOTHING_KNOWN = 2.5  # weight of "some other paper" against all of the above

WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")  # from Monday

BODY_OPENINGS = (
    "ด้วย", "ตามที่", "ตามหนังสือ", "ตามบันทึก", "เนื่องจาก", "เนื่องด้วย", "โดยที่", "อนุสนธิ", "อาศัยอำนาจ",
    "เพื่อให้", "เพื่อโปรด", "ในการ", "ข้อ", "จึงเรียนมา",
)  # fmt: skip

CLOSINGS = (
    "ขอแสดงความนับถืออย่างยิ่ง",
    "ขอแสดงความนับถือ",
    "ขอนมัสการด้วยความเคารพอย่างยิ่ง",
    "ขอนมัสการด้วยความเคารพ",
    "ควรมิควรแล้วแต่จะโปรด",
    "ด้วยเกล้าด้วยกระหม่อม",
)
DATED_AT = ("สั่ง ณ วันที่", "ประกาศ ณ วันที่", "ให้ไว้ ณ วันที่", "แถลง ณ วันที่")

URGENCY = ("ด่วนที่สุด", "ด่วนมาก", "ด่วน")
URGENT_WITHIN = "ด่วนภายใน"
SECRECY = ("ลับที่สุด", "ลับมาก", "ลับ")
COPY_TYPES = ("สำเนาคู่ฉบับ", "ต้นฉบับ", "สำเนา")
CERTIFIED_COPY = ("สำเนาถูกต้อง", "รับรองสำเนาถูกต้อง")

RECEIPT_NUMBER = ("เลขที่รับ", "เลขทะเบียนรับ", "เลขรับที่", "เลขรับ", "รับที่", "รับเลขที่")
RECEIPT_DATE = ("วันที่", "รับวันที่", "ลงวันที่")
RECEIPT_TIME = ("เวลา",)

PHONE = ("โทร.", "โทรศัพท์", "โทร")
FAX = ("โทรสาร", "แฟกซ์")
EMAIL = ("ไปรษณีย์อิเล็กทรอนิกส์", "อีเมล")
COPIES_TO = ("สำเนาส่ง", "สำเนาเรียน")
FILE_CODE = ("รหัสแฟ้ม",)
KEEP_UNTIL = ("เก็บถึง",)
KEEP_FOREVER = ("ห้ามทำลาย",)

ACTING = (
    "รักษาราชการแทน",
    "ปฏิบัติราชการแทน",
    "รักษาการในตำแหน่ง",
    "รักษาการแทน",
    "ปฏิบัติหน้าที่แทน",
    "ปฏิบัติหน้าที่",
    "ทำการแทน",
)
# What may stand below a signature without being the signer's position.
NOT_POSITIONS = ("เรียน", "สำเนาถูกต้อง", "ทราบ", "ผู้จดรายงานการประชุม", "ผู้ตรวจรายงานการประชุม")
TITLES = (
    "ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.", "นางสาว", "นาย", "นาง", "น.ส.", "เด็กชาย", "เด็กหญิง",
    "ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "รศ.", "ผศ.", "ศ.", "ดร.", "นายแพทย์", "แพทย์หญิง",
    "นพ.", "พญ.", "หม่อมหลวง", "หม่อมราชวงศ์", "ม.ล.", "ม.ร.ว.", "พระครู", "พระ", "คุณหญิง",
    "พลเอก", "พลโท", "พลตรี", "พันเอก", "พันโท", "พันตรี", "ร้อยเอก", "ร้อยโท", "ร้อยตรี",
    "พลตำรวจ", "พันตำรวจ", "ร้อยตำรวจ", "พล.", "พ.อ.", "พ.ท.", "พ.ต.", "ร.อ.", "ร.ท.", "ร.ต.",
    "พลเรือ", "นาวา", "เรือ", "พลอากาศ",
)  # fmt: skip

# A row of a letterhead that holds the address and no longer the name of the agency.
ADDRESS = (
    "ถนน", "ถ.", "ซอย", "ตำบล", "แขวง", "อำเภอ", "เขต", "จังหวัด", "กทม", "กรุงเทพ", "อาคาร", "ชั้น", "หมู่",
    "ศาลากลางจังหวัด", "ที่ว่าการ", "ศูนย์ราชการ", "เลขที่", "ต.", "อ.", "จ.",
)  # fmt: skip

# First words of agencies, to find one in a committee's name.
AGENCY_WORDS = (
    "สำนักงาน", "กระทรวง", "กรม", "มหาวิทยาลัย", "จังหวัด", "อำเภอ", "เทศบาล", "องค์การบริหาร", "โรงพยาบาล",
    "โรงเรียน", "สำนัก", "สถาบัน", "ศาล",
)  # fmt: skip
