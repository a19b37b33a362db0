"""อ้างถึง and สิ่งที่ส่งมาด้วย, taken apart: which letters are referred to, and what is enclosed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classify.layout import Span, field, joined
from classify.numbers import find_number
from classify.rules import SECRECY, URGENCY
from classify.written_dates import read_date
from sarabun.model import Field
from sarabun.thai import fold_digits

_ITEM = re.compile(r"^\s*[0-9]{1,2}(?:\.(?![0-9])|\))\s*")
_QUANTITY = re.compile(r"จำ\s?น\s?ว\s?น\s*(?P<quantity>[0-9][0-9,]*)\s*(?P<unit>[ก-๎]+)")
_MARKS = re.compile(rf"(?:\s|^)(?:{'|'.join((*SECRECY, *URGENCY))})\s*$")


def items(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Spans of a section as its numbered items (``๑. … ๒. …``); without numbers it is one item."""
    groups: list[list[Span]] = []
    for span in spans:
        if not groups or _ITEM.match(span.folded):
            groups.append([])
        groups[-1].append(span)
    return [tuple(g) for g in groups]


def references(spans: Sequence[Span]) -> tuple[Field, ...]:
    """The letters referred to; value {text, agency, number, date}, with None for what is not said."""
    return tuple(_reference(item) for item in items(spans))


def _reference(item: tuple[Span, ...]) -> Field:
    text = _ITEM.sub("", fold_digits(joined(item, flows=True)))
    number = find_number(text)
    date = read_date(text[number[2] :] if number else text)
    ends = [x for x in (number[1] if number else None, text.find("ลงวันที่")) if x is not None and x >= 0]
    agency = re.sub(r"\s*ที[่]?\s*$", "", text[: min(ends)]) if ends else text
    agency = re.sub(r"^(?:สำเนา)?(?:หนังสือ|บันทึกข้อความ|บันทึก)\s*", "", _MARKS.sub("", agency)).strip()
    value = {
        "text": text,
        "agency": agency or None,
        "number": str(number[0]) if number else None,
        "date": date.iso if date else None,
    }
    parts = {
        "number": number[0].parts() if number else None,
        "be_year": date.be_year if date else None,
    }
    certainty = 0.9 if number and date and date.iso else 0.6
    return field(item, value, certainty=certainty, parts=parts, flags=date.flags if date else ())


def enclosures(spans: Sequence[Span]) -> tuple[Field, ...]:
    """What is enclosed; value {text, quantity, unit}, quantity a number or None."""
    found = []
    for item in items(spans):
        text = _ITEM.sub("", fold_digits(joined(item, flows=True)))
        match = _QUANTITY.search(text)
        value = {
            "text": (text[: match.start()] if match else text).strip(" ."),
            "quantity": int(match["quantity"].replace(",", "")) if match else None,
            "unit": match["unit"] if match else None,
        }
        found.append(field(item, value, certainty=0.85))
    return tuple(found)
