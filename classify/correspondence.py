"""Fields of what goes from one to another: external letters, memos, stamped letters, notes (ข้อ 11-14, 26)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from classify.contacts import phones_in, split_phone
from classify.labels import skeleton
from classify.layout import Span, field
from classify.letter import Letter
from classify.numbers import find_number
from classify.repair import digits_of_number
from classify.rules import ADDRESS, Slot
from classify.values import date_field, lone_date, lone_dates, number_field
from sarabun.model import Field, Kind

_ADDRESS_START = re.compile(
    r"(?:^|(?<=\s))(?:"
    + "|".join(re.escape(a) for a in ADDRESS if a != "เขต")
    + r"|เขต(?=[ก-ฮเ-ไ])|[0-9]+/[0-9]|[0-9]+\s)|^[0-9]"
)


def number(letter: Letter) -> Field | None:
    """ที่, or where the label is lost a number with a known code in the head, or one left of a memo's date."""
    section = letter.section(Slot.NUMBER)
    if section:
        return number_field(section.spans[0], section.certainty)
    span = _bare_number(letter)
    made = number_field(span, 0.8) if span else None
    return replace(made, flags=(*made.flags, "label_missing")) if made else None


def _bare_number(letter: Letter) -> Span | None:
    """The number of a head whose label ที่ was not read."""
    dated = letter.section(Slot.DATE)
    for span in letter.head.loose:
        found = find_number(digits_of_number(span.folded), spaced=True)
        beside_date = dated is not None and _level(span, dated.mark) and span.box.right < dated.mark.box.left
        if found and (beside_date or (found[0].code and found[0].parts()["code_name"])):
            return span
    return None


def _level(a: Span, b: Span) -> bool:
    return abs(a.box.top + a.box.bottom - b.box.top - b.box.bottom) < a.box.height + b.box.height


def date(letter: Letter) -> Field | None:
    """Behind วันที่ on a memo; alone under the letterhead (above the number stand only stamps); on a stamped
    letter alone below the body."""
    if letter.decision.kind is Kind.STAMPED:
        below = _date_below(letter)
        return date_field(below[1], 0.97) if below else None
    section = letter.section(Slot.DATE)
    if section and (found := date_field(section.spans[0], section.certainty)):
        return found
    alone = [s for s in letter.head.loose if lone_date(s)]
    labelled = letter.head.get(Slot.NUMBER)
    number = labelled.mark if labelled else _bare_number(letter)
    under_number = [s for s in alone if number is None or s.box.top > number.box.top]
    if under_number:
        return date_field(under_number[-1], 0.99)
    return date_field(alone[-1], 0.6) if alone else None


def subject(letter: Letter) -> Field | None:
    """เรื่อง with all its lines."""
    section = letter.section(Slot.SUBJECT)
    return field(section.spans, certainty=section.certainty, flows=True) if section else None


def addressee(letter: Letter) -> Field | None:
    """Who stands behind เรียน (กราบเรียน, …) or, on a stamped letter, behind ถึง."""
    section = letter.section(Slot.SALUTATION) or letter.section(Slot.FORWARD)
    return field(section.spans, certainty=section.certainty, flows=True) if section else None


def salutation(letter: Letter) -> Field | None:
    """The คำขึ้นต้น itself."""
    section = letter.head.get(Slot.SALUTATION)
    return field([section.mark], section.label, certainty=section.certainty) if section else None


def sender(letter: Letter) -> tuple[Field | None, Field | None, tuple[Field, ...]]:
    """Agency, its address, and telephone numbers printed beside it."""
    if letter.decision.kind is Kind.STAMPED:
        return _sender_above_date(letter), None, ()
    section = letter.section(Slot.AGENCY)
    if section:
        return _memo_sender(section.spans, section.certainty)
    return letterhead(letter) if letter.decision.kind is Kind.EXTERNAL else (None, None, ())


def _memo_sender(
    spans: Sequence[Span], certainty: float
) -> tuple[Field | None, Field | None, tuple[Field, ...]]:
    agency: list[Span] = []
    phones: list[Field] = []
    for n, span in enumerate(spans):
        before, numbers = split_phone(span)
        if before and skeleton(before.text):
            agency.append(before)
        if numbers:  # the last number may run on to the next line
            phones += phones_in(Span.joined([numbers, *spans[n + 1 :]]))
            break
    return (field(agency, certainty=certainty) if agency else None), None, tuple(phones)


def letterhead(letter: Letter) -> tuple[Field | None, Field | None, tuple[Field, ...]]:
    """The block at the right of the head: lines of the agency, then its address."""
    agency: list[Span] = []
    address: list[Span] = []
    phones: list[Field] = []
    for span in _right_block(letter):
        before, numbers = split_phone(span)
        phones += phones_in(numbers) if numbers else ()
        if before is None or not re.search("[ก-๎0-9]{2}", before.folded):
            continue
        cut = _ADDRESS_START.search(before.folded)
        start = 0 if address else cut.start() if cut and (agency or cut.start() > 0) else None
        if start is None:
            agency.append(before)
            continue
        if start and (head := before.cut(0, start)):
            agency.append(head)
        if tail := before.cut(start):
            address.append(tail)
    return (
        field(agency, certainty=0.97) if agency else None,
        field(address, certainty=0.95) if address else None,
        tuple(phones),
    )


def _right_block(letter: Letter) -> list[Span]:
    """Spans without a label that start right of the middle, from the number down to the subject, but dates
    (above the number stand only stamps)."""
    first = letter.section(Slot.SUBJECT) or letter.section(Slot.SALUTATION)
    limit = first.mark.box.top if first else None
    rows = letter.first_page
    labelled = letter.head.get(Slot.NUMBER) or letter.head.get(Slot.SERIAL)
    number = labelled.mark if labelled else _bare_number(letter)
    start = number.box.top - 1.2 * rows[0].unit if number else 0
    return [
        s
        for s in letter.head.loose
        if s.box.left > 0.42 * rows[0].width
        and s.box.top >= start
        and (limit is None or s.box.bottom <= limit + 0.3 * rows[0].unit)
        and lone_date(s) is None
        and len(skeleton(s.text)) >= 3
        and s.confidence > 0.4
    ]


def _date_below(letter: Letter) -> tuple[int, Span] | None:
    """The date of a stamped letter and its row: alone below the head, away from the left margin where lines
    of the body begin; the first under the name of an agency (dates of tables and forms stand elsewhere)."""
    below = [
        (i, s)
        for i, s in lone_dates(letter.rows)
        if i >= letter.head.end and s.box.left > 0.3 * letter.rows[i].width
    ]
    under = (x for x in below if _lines_above(letter, *x))
    return next(under, below[-1] if below else None)


def _lines_above(letter: Letter, index: int, date_span: Span) -> list[Span]:
    """One or two lines right above a date and centred on it."""
    centre = (date_span.box.left + date_span.box.right) / 2
    lines: list[Span] = []
    top = date_span.box.top
    for row in reversed(letter.rows[letter.head.end : index]):
        near = [s for s in row.spans if abs((s.box.left + s.box.right) / 2 - centre) < 4 * row.unit]
        if len(near) == len(row.spans) == 1 and len(near[0].text) < 3 and near[0].confidence < 0.6:
            continue  # a speck of the seal
        if not near or top - near[0].box.bottom > 1.2 * row.unit or len(lines) == 2:
            break
        if near[0].box.width > 0.55 * row.width or len(skeleton(near[0].text)) < 4 or lone_date(near[0]):
            break
        lines.insert(0, near[0])
        top = near[0].box.top
    return lines


def _sender_above_date(letter: Letter) -> Field | None:
    """The agency of a stamped letter: the line right above the date below the body."""
    below = _date_below(letter)
    lines = _lines_above(letter, *below) if below else []
    return field(lines, certainty=0.97) if lines else None
