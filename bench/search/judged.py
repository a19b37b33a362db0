"""Queries whose answers are known, and the figures of merit.

What is relevant follows from how the letters were made: a query about an event wants the letters about it,
one with a number wants the letter that has it, one with a name wants the letters that name the person.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.search.corpus import Letter
from sarabun.dates import thai_date
from sarabun.thai import thai_digits

TOP = 10
_ASKED = 60  # queries of each sort
_MOST_RELEVANT = 10  # a query that more letters answer tells little of the first ten
_SHORT = {
    "จังหวัด": "จ.", "ตำบล": "ต.", "พ.ศ. ": "", "องค์การบริหารส่วนตำบล": "อบต.",
    "กระทรวงมหาดไทย": "มท.", "กระทรวงศึกษาธิการ": "ศธ.", "กรุงเทพมหานคร": "กทม.",
}  # fmt: skip
_TYPOS = "่้๊์็ิีืึุูั"
# What is typed for a matter by one who knows what it is about, not how the letter puts it.
_KEYWORDS = {
    "โครงการก่อสร้างฝายชะลอน้ำ": "ฝาย น้ำ", "โครงการฝึกอบรมอาสาสมัครสาธารณสุข": "อบรม อาสา สาธารณสุข",
    "การป้องกันและแก้ไขปัญหาไฟป่า": "ป้องกัน ไฟป่า", "การซ่อมแซมอาคารเรียน": "ซ่อม อาคาร",
    "การจัดงานประเพณีลอยกระทง": "งาน ลอยกระทง", "โครงการขุดเจาะบ่อบาดาล": "เจาะ บาดาล",
    "การรังวัดที่ดินสาธารณประโยชน์": "รังวัด ที่ดิน", "การฉีดวัคซีนป้องกันโรคพิษสุนัขบ้า": "วัคซีน สุนัข",
    "โครงการปรับปรุงถนนคอนกรีต": "ถนน คอนกรีต", "การช่วยเหลือผู้ประสบอุทกภัย": "ช่วย อุทกภัย",
    "การจัดเก็บภาษีที่ดินและสิ่งปลูกสร้าง": "ภาษี ที่ดิน", "โครงการอาหารกลางวันนักเรียน": "อาหาร นักเรียน",
    "การบริหารจัดการขยะมูลฝอย": "บริหาร ขยะ", "โครงการส่งเสริมการปลูกข้าวหอมมะลิ": "ปลูก ข้าว",
    "การเลือกตั้งผู้ใหญ่บ้าน": "เลือกตั้ง บ้าน", "ระบบสารบรรณอิเล็กทรอนิกส์": "ระบบ สารบรรณ",
}  # fmt: skip
_AGENCY_SHORT = {
    "กระทรวงมหาดไทย": "มท.", "กรมการปกครอง": "ปค.", "กรมส่งเสริมการปกครองท้องถิ่น": "สถ.",
    "สำนักงานสาธารณสุขจังหวัดน่าน": "สสจ.น่าน", "กรมป้องกันและบรรเทาสาธารณภัย": "ปภ.",
}  # fmt: skip
# Neighbours on the Kedmanee keyboard.
_KEYS = {
    "ก": "ด", "ด": "ก", "น": "ร", "ร": "น", "ส": "ว", "ว": "ส", "า": "ส", "ง": "ว", "บ": "ล", "ล": "บ",
    "ม": "ท", "ท": "ม", "ป": "แ", "อ": "ท", "ค": "ต", "ต": "ค", "จ": "ต", "ข": "จ", "ช": "ข", "ย": "บ",
    "ผ": "ป", "ฝ": "ใ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, its sort, and the ids of the letters that answer it, at most 10."""

    sort: str
    text: str
    relevant: frozenset[str]


class Merit(NamedTuple):
    """Means over queries: recall among the first ten, and the reciprocal rank of the first right one."""

    recall: float
    mrr: float
    queries: int


Key = Callable[[Letter], tuple[object, ...]]


def queries(letters: Sequence[Letter], seed: int) -> list[Judged]:
    """About 60 of each sort, the same for the same letters and seed."""
    chance = random.Random(seed)
    found: list[Judged] = []
    for sort, key, write in _SORTS:
        groups: dict[tuple[object, ...], set[str]] = {}
        for letter in letters:
            groups.setdefault(key(letter), set()).add(letter.document.id)
        fit = [letter for letter in letters if len(groups[key(letter)]) <= _MOST_RELEVANT]
        for letter in chance.sample(fit, min(_ASKED, len(fit))):
            found.append(Judged(sort, write(letter, chance), frozenset(groups[key(letter)])))
    return found


def merit(asked: Iterable[Judged], answers: Iterable[Sequence[str]]) -> Merit:
    """``answers`` are ids in the order of their rank, for each query."""
    recalls: list[float] = []
    ranks: list[float] = []
    for query, ids in zip(asked, answers, strict=True):
        top = list(ids)[:TOP]
        recalls.append(len(query.relevant.intersection(top)) / len(query.relevant))
        ranks.append(next((1 / rank for rank, id_ in enumerate(top, 1) if id_ in query.relevant), 0.0))
    return Merit(sum(recalls) / len(recalls), sum(ranks) / len(ranks), len(recalls))


# --- what a person types -----------------------------------------------------------------------------------


def _number(letter: Letter, _: random.Random) -> str:
    return letter.document.number


def _number_thai(letter: Letter, _: random.Random) -> str:
    return f"ที่ {thai_digits(letter.document.number)}"


def _number_tight(letter: Letter, _: random.Random) -> str:
    return letter.document.number.replace(" ", "")


def _subject(letter: Letter, _: random.Random) -> str:
    return f"{letter.event.deed} {letter.event.matter} {letter.event.place}"


def _about(letter: Letter, _: random.Random) -> str:
    return f"{_core(letter)} {letter.event.place}"


def _joined(letter: Letter, _: random.Random) -> str:
    return f"{_core(letter)}{letter.event.place.replace(' ', '')}"


def _shortened(letter: Letter, _: random.Random) -> str:
    text = f"{_core(letter)} {letter.event.place}"
    for name, short in _SHORT.items():
        text = text.replace(name, short)
    return text


def _sender(letter: Letter, _: random.Random) -> str:
    return f"{letter.document.agency} {_core(letter)} {_province(letter)}"


def _year(letter: Letter, _: random.Random) -> str:
    return f"{_core(letter)} {_province(letter)} {letter.event.fiscal}"


def _person(letter: Letter, _: random.Random) -> str:
    return letter.event.person


def _slip(letter: Letter, chance: random.Random) -> str:
    """A mark of the matter left out, as typists do."""
    text = f"{_core(letter)} {letter.event.place}"
    marks = [i for i, char in enumerate(text) if char in _TYPOS]
    if not marks:
        return text
    at = chance.choice(marks)
    return text[:at] + text[at + 1 :]


def _wrong_key(letter: Letter, chance: random.Random) -> str:
    """A letter of the matter hit beside its key."""
    core = _core(letter)
    at = chance.choice([i for i, char in enumerate(core) if char in _KEYS])
    return f"{core[:at]}{_KEYS[core[at]]}{core[at + 1 :]} {letter.event.place}"


def _keywords(letter: Letter, _: random.Random) -> str:
    return f"{_KEYWORDS[letter.event.matter]} {_place(letter)} {_province(letter)}"


def _agency_short(letter: Letter, _: random.Random) -> str:
    agency = letter.document.agency
    return f"{_AGENCY_SHORT.get(agency, agency)} {_KEYWORDS[letter.event.matter]} {_province(letter)}"


def _part_of_number(letter: Letter, _: random.Random) -> str:
    return _running(letter)


def _dated(letter: Letter, _: random.Random) -> str:
    return f"{letter.document.agency} {thai_date(letter.document.date, short=True)}"


def _running(letter: Letter) -> str:
    """A number without the letters of its code."""
    return letter.document.number.partition(" ")[2]


def _place(letter: Letter) -> str:
    return letter.event.place.partition(" ")[0].removeprefix("ตำบล")


def _core(letter: Letter) -> str:
    """The matter without the word that says only that it is one."""
    return letter.event.matter.removeprefix("โครงการ").removeprefix("การ")


def _province(letter: Letter) -> str:
    return letter.event.place.partition(" ")[2].removeprefix("จังหวัด")


def _event(letter: Letter) -> tuple[object, ...]:
    return letter.event.matter, letter.event.place


_SORTS: tuple[tuple[str, Key, Callable[[Letter, random.Random], str]], ...] = (
    ("number", lambda x: (x.document.number,), _number),
    ("number, Thai digits", lambda x: (x.document.number,), _number_thai),
    ("number without blanks", lambda x: (x.document.number,), _number_tight),
    ("subject", lambda x: (x.event.deed, *_event(x)), _subject),
    ("what and where", _event, _about),
    ("what and where, joined", _event, _joined),
    ("what and where, shortened", _event, _shortened),
    ("what and where, a slip", _event, _slip),
    ("who, what, where", lambda x: (x.document.agency, x.event.matter, _province(x)), _sender),
    ("what and where, a wrong key", _event, _wrong_key),
    ("keywords and where", _event, _keywords),
    (
        "who (in short), keywords, where",
        lambda x: (x.document.agency, x.event.matter, _province(x)),
        _agency_short,
    ),
    ("number without its code", lambda x: (_running(x),), _part_of_number),
    ("who and when", lambda x: (x.document.agency, x.document.date), _dated),
    ("a person in the text", lambda x: (x.event.person,), _person),
    ("what, where, year", lambda x: (x.event.matter, _province(x), x.event.fiscal), _year),
)
