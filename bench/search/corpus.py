"""Records that never were: letters of made-up events, as clean text or as a reader leaves it.

A letter is about one event (what, where, which fiscal year) of an agency; its pages are lines of officialese
out of 30,000, with sentences of the event among them. So what each query should find is known from how the
letters were made, not from any engine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bench.search.noise import spoilt
from ocr.training.text.banks import shapes, vocabulary
from ocr.training.text.prose import Column, officialese
from ocr.training.text.writer import Writer
from samples.phrases import AGENCIES
from sarabun.dates import BE_OFFSET, thai_date
from sarabun.finding import SearchDocument, SearchPage
from sarabun.model import Kind
from sarabun.thai import thai_digits

POOL = 30_000
_LINES_A_PAGE = (14, 26)
_PAGES = ((1, 0.45), (2, 0.3), (3, 0.15), (6, 0.08), (20, 0.02))
_KINDS = ((Kind.EXTERNAL, 0.5), (Kind.INTERNAL_MEMO, 0.3), (Kind.ORDER, 0.1), (Kind.ANNOUNCEMENT, 0.1))
_SHAPES = (
    "law",
    "clause",
    "item",
    "money",
    "reference",
    "enclosure",
    "address",
    "contact",
    "roll",
    "signature",
)
_DEEDS = (
    "ขอเชิญประชุม", "รายงานผลการดำเนินงาน", "ขออนุมัติงบประมาณ", "แต่งตั้งคณะกรรมการตรวจรับพัสดุ",
    "ขอความอนุเคราะห์วิทยากร", "จัดซื้อวัสดุอุปกรณ์", "ขอรับเงินอุดหนุน", "สำรวจความเสียหาย",
    "ขอใช้สถานที่", "ประกาศผลการคัดเลือก", "ขยายเวลาการเบิกจ่าย", "ซักซ้อมแนวทางปฏิบัติ",
)  # fmt: skip
_MATTERS = (
    "โครงการก่อสร้างฝายชะลอน้ำ", "โครงการฝึกอบรมอาสาสมัครสาธารณสุข", "การป้องกันและแก้ไขปัญหาไฟป่า",
    "การซ่อมแซมอาคารเรียน", "การจัดงานประเพณีลอยกระทง", "โครงการขุดเจาะบ่อบาดาล", "การรังวัดที่ดินสาธารณประโยชน์",
    "การฉีดวัคซีนป้องกันโรคพิษสุนัขบ้า", "โครงการปรับปรุงถนนคอนกรีต", "การช่วยเหลือผู้ประสบอุทกภัย",
    "การจัดเก็บภาษีที่ดินและสิ่งปลูกสร้าง", "โครงการอาหารกลางวันนักเรียน", "การบริหารจัดการขยะมูลฝอย",
    "โครงการส่งเสริมการปลูกข้าวหอมมะลิ", "การเลือกตั้งผู้ใหญ่บ้าน", "ระบบสารบรรณอิเล็กทรอนิกส์",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """What a letter is about."""

    deed: str
    matter: str
    place: str
    fiscal: int
    person: str

    @property
    def subject(self) -> str:
        return f"{self.deed}{self.matter} {self.place} ประจำปีงบประมาณ พ.ศ. {self.fiscal}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A document as it was written, and what it is about."""

    document: SearchDocument
    event: Event


class Corpus:
    """``pages`` pages or a few more, the same for the same ``seed``; ``errors`` of the characters are misread
    in what the index gets (fields too)."""

    def __init__(self, pages: int, seed: int, errors: float = 0.0) -> None:
        self.pages = pages
        self.seed = seed
        self.errors = errors

    def letters(self) -> Iterator[Letter]:
        """As they were written."""
        made = number = 0
        while made < self.pages:
            letter = _letter(random.Random(f"{self.seed} {number}"), number)
            made += len(letter.document.pages)
            number += 1
            yield letter

    def documents(self) -> Iterator[SearchDocument]:
        """As they were read."""
        for letter in self.letters():
            yield self._read(letter.document) if self.errors else letter.document

    def _read(self, document: SearchDocument) -> SearchDocument:
        chance = random.Random(f"{self.seed} read {document.id}")

        def seen(text: str) -> str:
            return spoilt(text, self.errors, chance)

        return replace(
            document,
            number=seen(document.number), subject=seen(document.subject), agency=seen(document.agency),
            addressee=seen(document.addressee),
            pages=tuple(SearchPage(page.number, seen(page.text)) for page in document.pages),
        )  # fmt: skip


def _letter(chance: random.Random, number: int) -> Letter:
    agency = chance.choice(AGENCIES)
    firsts, lasts = _names()
    event = Event(
        chance.choice(_DEEDS), chance.choice(_MATTERS), chance.choice(_places()), chance.randint(2555, 2568),
        f"{chance.choice(firsts)} {chance.choice(lasts)}",
    )  # fmt: skip
    kind = chance.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])[0]
    year = event.fiscal - BE_OFFSET
    date = f"{year}-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}"
    circular = "ว " if chance.random() < 0.3 else ""
    written = f"{agency.code} {agency.unit}/{circular}{number + 100}"
    count = chance.choices([n for n, _ in _PAGES], [w for _, w in _PAGES])[0]
    pages = []
    for page in range(1, count + 1):
        lines = chance.choices(_pool(), k=chance.randint(*_LINES_A_PAGE))
        if page == 1:
            head = [f"ที่ {thai_digits(written)}", thai_date(date, digits="thai"), f"เรื่อง {event.subject}"]
            lines = [agency.name, *head, *lines]
            lines.insert(6, f"ด้วย{agency.name}จะดำเนินการ{event.matter} ในพื้นที่{event.place}")
        if page == count:
            lines.append(f"ทั้งนี้ ได้มอบหมายให้ นาย{event.person} เป็นผู้ประสานงาน")
        pages.append(SearchPage(page, "\n".join(lines)))
    document = SearchDocument(
        id=f"{number:016x}", kind=kind, number=written, date=date, subject=event.subject, agency=agency.name,
        addressee=chance.choice(AGENCIES).head, urgency=chance.choice(("", "", "ด่วน", "ด่วนที่สุด")),
        secrecy="ลับ" if chance.random() < 0.02 else "", unit=chance.choice(agency.divisions),
        box_no=str(number // 400), batch="", pages=tuple(pages),
    )  # fmt: skip
    return Letter(document, event)


@cache
def _pool() -> tuple[str, ...]:
    writer = Writer(404, "train")
    column = Column(writer, officialese, vocabulary())
    kept = [shapes(kind) for kind in _SHAPES]
    return tuple(
        writer.phrase(writer.pen.random.choice(kept)) if i % 5 == 0 else column.line() for i in range(POOL)
    )


@cache
def _names() -> tuple[list[str], list[str]]:
    from pythainlp.corpus import thai_family_names, thai_male_names  # late: loads files

    return sorted(map(str, thai_male_names())), sorted(map(str, thai_family_names()))


@cache
def _places() -> tuple[str, ...]:
    from pythainlp.corpus import provinces  # late: loads files

    chance = random.Random("places")
    names = sorted(map(str, provinces()))
    kinds = ("ตำบลหนองบัว", "ตำบลบ้านใหม่", "ตำบลท่าช้าง", "ตำบลโคกสูง", "ตำบลในเมือง", "ตำบลบางพระ", "ตำบลดอนแก้ว")
    return tuple(f"{chance.choice(kinds)} จังหวัด{name}" for name in names for _ in range(6))
