"""The letters that most contract tests search in, and how they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sarabun.finding import EVERYTHING, SearchDocument, SearchPage, SearchQuery, Suggestion
from sarabun.model import Kind
from sarabun.ports import SearchIndex

Make = Callable[..., SearchIndex]  # of a Scale, or none
ENGINES = ("embedded", pytest.param("elastic", marks=pytest.mark.stack))
MANY = ("embedded-many", pytest.param("elastic-many", marks=pytest.mark.stack))
NOT_MANY = pytest.mark.parametrize("make", ENGINES, indirect=True, scope="module")
"""Of a test where it is told how words stand in the text."""


def letter(id: str, *texts: str, **values: object) -> SearchDocument:
    blank = SearchDocument(
        id=id,
        kind=Kind.EXTERNAL,
        number="",
        date="",
        subject="",
        agency="",
        addressee="",
        urgency="",
        secrecy="",
        unit="",
        box_no="",
        batch="",
        pages=tuple(SearchPage(n, text) for n, text in enumerate(texts, 1)),
    )
    return replace(blank, **values)  # type: ignore[arg-type]


CORPUS = (
    letter(
        "budget",
        "ที่ มท ๐๘๐๘.๒/ว ๑๕๙๐\nเรื่อง การจัดทำงบประมาณรายจ่ายประจำปี\nด้วยกรมส่งเสริมการปกครองท้องถิ่นได้รับแจ้งว่า",
        "องค์การบริหารส่วนตำบลหนองบัวขอรับเงินอุดหนุนจำนวน ๑,๒๓๔,๕๐๐ บาท ภายในวันที่ ๓๐ กันยายน พ.ศ.๒๕๖๗",
        number="มท 0808.2/ว 1590",
        date="2024-04-11",
        subject="การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568",
        agency="กรมส่งเสริมการปกครองท้องถิ่น",
        addressee="ผู้ว่าราชการจังหวัดทุกจังหวัด",
    ),
    letter(
        "flood",
        "รายงานสถานการณ์น้ำท่วมในพื้นที่จังหวัดเชียงใหม่ ผู้ประสบภัยได้รับข้าวสารและน้ำดื่ม",
        kind=Kind.INTERNAL_MEMO,
        number="ชม 0017.3/45",
        date="2023-10-05",
        subject="รายงานสถานการณ์อุทกภัย",
        agency="สำนักงานจังหวัดเชียงใหม่",
        addressee="ผู้ว่าราชการจังหวัดเชียงใหม่",
    ),
    letter(
        "news",
        "เอกสารข่าว เรื่อง ข่าวปลอม โปรดติดตามข่าวจากทางราชการ",
        kind=Kind.NEWS,
        date="2022-01-31",
        subject="ข่าวประชาสัมพันธ์",
        agency="กรมประชาสัมพันธ์",
    ),
    letter("white", "ทาสีขาวทั้งอาคาร", date="2021-06-01", subject="ซ่อมแซมอาคาร", agency="กองช่าง"),
    letter(
        "order",
        "คำสั่งแต่งตั้งคณะกรรมการตรวจรับพัสดุ ตามมาตรา ๔๔ แห่งพระราชบัญญัติ พ.ศ. ๒๕๖๐ ม.44",
        kind=Kind.ORDER,
        number="12/2567",
        date="2024-01-15",
        subject="แต่งตั้งคณะกรรมการตรวจรับพัสดุ",
        agency="เทศบาลนครขอนแก่น",
    ),
    letter(
        "damaged",  # as a reader leaves it: marks lost, letters wrong, spaces in the middle of words
        "องคการบริหารสวนตำบลบานนา ขอเชญประชม เรอง การพฒนาทองถน และรายงาน อุปกรณ์คอมพิวเตอร์ที่ชำรุค "
        "กับ โครง การ ก่อ สร้าง ฝาย ของกรมชลประหาน",
        date="2020-03-03",
        subject="",
        agency="",
    ),
    letter(
        "english",
        "ติดตั้งระบบ e-Office และ Microsoft Word Version 2.0 บนเครื่อง IT ของกรม ติดต่อ saraban@example.go.th",
        number="ดศ ๐๒๐๑/๗",
        date="2019-12-31",
        subject="ระบบ e-Saraban",
        agency="กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    ),
    letter(
        "defence",
        "การฝึกกำลังพลสำรอง",
        number="กห 0206(กคร.447)/2570",
        date="2024-02-29",
        subject="การฝึกกำลังพลสำรอง",
        agency="กรมการสรรพกำลังกลาโหม",
        secrecy="ลับมาก",
    ),
    letter(
        "old_bytes",  # split sara am, เเ for แ, marks the wrong way round, zero-width spaces
        "สํานักงานปลัดกระทรวง เเผนที่เเนบท้าย ที\u0e49\u0e35ดิน กรม\u200bที่\u200bดิน นํ้าประปา",
        date="2018-08-08",
        subject="แผนที่",
        agency="กรมที่ดิน",
    ),
    letter("about_budget", "หารือเรื่องการจัดทำงบประมาณรายจ่ายประจำปี งบประมาณ งบประมาณ", date="2024-05-01"),
    letter(
        "to_local",
        "เพื่อโปรดทราบ",
        date="2024-05-02",
        subject="ขอส่งรายงาน",
        agency="อำเภอเมือง",
        addressee="อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",
    ),
    letter(
        "mentions",
        "ตามหนังสือ ที่ มท ๐๘๐๘.๒/ว ๑๕๙๐ ลงวันที่ ๑๑ เมษายน ๒๕๖๗ นั้น กรมส่งเสริมการปกครองท้องถิ่นขอเรียนว่า",
        number="มท 0808.2/ว 159",
        date="2024-06-01",
        subject="การดำเนินการตามหนังสือเวียน",
        agency="สำนักงานปลัดกระทรวงมหาดไทย",
    ),
)


def ids(index: SearchIndex, text: str, **values: object) -> list[str]:
    return [hit.id for hit in index.search(asked(text, **values)).hits]


def asked(text: str, **values: object) -> SearchQuery:
    """By one who may find everything, unless said otherwise."""
    return SearchQuery(text, **({"access": EVERYTHING} | values))  # type: ignore[arg-type]


def texts(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.text for suggestion in found]


HOSTILE = [
    "ก" * 500,
    "กขคงจฉชซ" * 62,
    "นา " * 40,
    "'; drop table pages; --",
    '{"query": {"match_all": {}}}',
    "../../etc/passwd",
    "text:[* TO *]",
    "\\" * 100 + '"',
    "(" * 200,
    '"' * 200,
    "~^!+-|&",
    "a" * 500,
    "1" * 500,
    "1/" * 200,
    "\u0e49" * 100,
    "ที่" * 20,
    "ก.ข." * 100,
    "\U0001f600 \u202e\ufeff",
]
