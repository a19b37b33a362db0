"""What is stamped on a page rather than written in the letter: receipt, urgency, secrecy, retention, copies.

A mark counts only where it stands alone on its line or as a lone cluster of words: the same words inside a
sentence (``เอกสารลับ``, ``โดยด่วน``) mean nothing (domain specification, 3.3, 3.4, 7.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from classify.head import starts_with
from classify.labels import distance, match_start, skeleton
from classify.layout import Row, Span, field, joined
from classify.rules import (
    CERTIFIED_COPY,
    COPY_TYPES,
    FILE_CODE,
    KEEP_FOREVER,
    KEEP_UNTIL,
    RECEIPT_DATE,
    RECEIPT_NUMBER,
    RECEIPT_TIME,
    SECRECY,
    URGENCY,
    URGENT_WITHIN,
)
from classify.written_dates import read_date, read_time
from sarabun.dates import BE_OFFSET, ce_year
from sarabun.model import Box, Field
from sarabun.thai import fold_digits

# --- receipt -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received stamp: the field, and the spans of the page that are part of it."""

    field: Field
    spans: tuple[Span, ...]


def receipts(rows: Sequence[Row]) -> tuple[Receipt, ...]:
    """Received stamps on a page, from top to bottom. A stamp is found by its เลขรับ (or, where that is
    unreadable, by วันที่ … เวลา); the office above, the date and the time below belong to it by place."""
    spans = [s for row in rows for s in row.spans]
    found: list[Receipt] = []
    used: set[int] = set()
    unit, height = (rows[0].unit, rows[0].height) if rows else (1.0, 1)
    for span in spans:
        label = starts_with(span, RECEIPT_NUMBER)
        if (
            id(span) in used
            or label is None
            or len(span.text) - label.end > 28
            or span.box.top > 0.5 * height
        ):
            continue
        receipt = _receipt(span, label.end, [s for s in spans if id(s) not in used], unit)
        used |= {id(s) for s in receipt.spans}
        found.append(receipt)
    return tuple(found)


def _receipt(span: Span, end: int, spans: Sequence[Span], unit: float) -> Receipt:
    rest = span.cut(end)
    below = _chain(span, spans, unit, down=True)
    above = _chain(span, spans, unit, down=False)
    beside = [s for s in spans if s is not span and _level(s, span) and s.box.left >= span.box.right]
    beside = [s for s in beside if s.box.left - span.box.right < 6 * unit]
    office = above[-1] if above else None
    texts = [*([rest] if rest else []), *beside, *below]
    date = next((d for s in texts if (d := read_date(s.text))), None)
    time = next((t for s in texts if (t := _time(s))), None)
    number = _receipt_number(rest, beside)
    value: dict[str, Any] = {
        "office": fold_digits(joined([office])) if office else None,
        "number": number,
        "date": date.iso if date else None,
        "time": time,
    }
    flags = list(date.flags) if date else ["date_unreadable"]
    if number is None:
        flags.append("number_unreadable")
    members = (*above[::-1], span, *beside, *below)
    evidence = [s for s in members if s is office or s is span or s in beside or s in below]
    certainty = 0.9 - 0.15 * sum(value[k] is None for k in ("number", "date"))
    parts = {"be_year": date.be_year if date else None}
    return Receipt(field(evidence, value, certainty=certainty, parts=parts, flags=flags), members)


def _receipt_number(rest: Span | None, beside: Sequence[Span]) -> str | None:
    for span in [*([rest] if rest else []), *beside]:
        text = re.split(r"วัน\s?ท|เวลา", span.folded)[0].strip(" .…:|_-")
        if re.search(r"[0-9]", text):
            return re.sub(r"\s+", " ", text)
    return None


def _time(span: Span) -> str | None:
    """The time behind เวลา, or the one behind a date."""
    text = span.folded
    label = re.search(r"เวลา|ว[เล]า", text)
    date = read_date(text)
    start = label.end() if label else date.end if date else None
    return None if start is None else read_time(text[start:])


def _level(a: Span, b: Span) -> bool:
    return abs((a.box.top + a.box.bottom) - (b.box.top + b.box.bottom)) < 1.2 * min(
        a.box.height, b.box.height
    )


def _beside_in_x(a: Box, b: Box, unit: float) -> bool:
    return (
        min(a.right, b.right) - max(a.left, b.left) > 0.3 * min(a.width, b.width)
        and a.left > b.left - 3 * unit
    )


def _chain(span: Span, spans: Sequence[Span], unit: float, *, down: bool) -> list[Span]:
    """Spans right under (or above) one another that belong to the stamp: below those with วันที่ or เวลา,
    above the office's name."""
    chain: list[Span] = []
    at = span.box
    for _ in range(3 if down else 1):
        near = [
            s
            for s in spans
            if s is not span
            and s not in chain
            and _beside_in_x(s.box, span.box, unit)
            and -0.6 * unit < (s.box.top - at.bottom if down else at.top - s.box.bottom) < 0.9 * unit
            and ((s.box.top > at.top) if down else (s.box.top < at.top))
        ]
        near = [s for s in near if (_is_receipt_line(s) if down else len(skeleton(s.text)) >= 3)]
        if not near:
            break
        best = min(near, key=lambda s: abs(s.box.top - at.top))
        chain.append(best)
        at = best.box
    return chain


def _is_receipt_line(span: Span) -> bool:
    if any(match_start(span.text, x) for x in (*RECEIPT_DATE, *RECEIPT_TIME)):
        return True
    return read_date(span.text) is not None or re.search(r"เวลา", span.text) is not None


# --- urgency and secrecy -----------------------------------------------------------------------------------


def _mark(text: str, marks: Sequence[str]) -> tuple[str, int] | None:
    """The mark that is all of ``text``, with the number of letters that differ; marks are tried from the
    gravest, which forgives most, so that damage never makes ลับที่สุด into ลับ."""
    found = skeleton(text)
    if not found or len(text.replace(" ", "")) > 18 or re.search(r"[0-9A-Za-z]{2}", fold_digits(text)):
        return None
    for mark in marks:
        wanted = skeleton(mark)
        allowed = 1 if len(wanted) >= 5 else 0
        errors = distance(found, wanted)
        if errors <= allowed:
            return mark, errors
    return None


def secrecy(rows: Sequence[Row]) -> Field | None:
    """ลับที่สุด, ลับมาก or ลับ, the gravest mark found on any page; marks stand alone at top and bottom."""
    best: tuple[int, int, Field] | None = None
    for row in rows:
        for span in row.spans:
            found = _mark(_without_leader(span.text), SECRECY)
            if found is None or (found[0] == "ลับ" and not _is_clear(span, row, "ลับ")):
                continue
            rank = (SECRECY.index(found[0]), found[1])
            if best is None or rank < best[:2]:
                best = (*rank, _mark_field(span, *found))
    return best[2] if best else None


def _without_leader(text: str) -> str:
    """``ชั้นความลับ ลับมาก`` as some forms print it."""
    return re.sub(r"^\s*ชั้นความ(?:ลับ|เร็ว)\s*:?\s*", "", text)


def _is_clear(span: Span, row: Row, mark: str) -> bool:
    """Short marks are two or three letters, which specks can look like: they must be of full height, read
    with some confidence, and alone."""
    bare = len(re.sub(r"[^ก-๎]", "", span.text)) <= len(mark) + 1
    return bare and span.box.height > 0.6 * row.unit and span.confidence > 0.4


def _mark_field(span: Span, mark: str, errors: int) -> Field:
    """A mark whose tone or vowel signs are lost is as good as sure; one with a wrong letter is not."""
    whole = mark in span.text.replace(" ", "")
    certainty = 0.97 - 0.15 * errors - (0 if whole else 0.07)
    return field([span], mark, certainty=certainty, flags=() if whole else ("misread",))


def urgency(rows: Sequence[Row]) -> tuple[Field | None, Field | None]:
    """The urgency mark in the upper part of the first page, and the deadline of ด่วนภายใน … (ISO date,
    parts.time)."""
    for row in rows:
        if row.box.top > 0.45 * row.height:
            break
        for span in row.spans:
            within = match_start(span.text, URGENT_WITHIN, slack=1)
            if within and len(span.text) < 60 and (date := read_date(span.text)):
                deadline = field(
                    [span],
                    date.iso,
                    certainty=0.9,
                    parts={"be_year": date.be_year, "time": read_time(span.text[date.end :])},
                    flags=date.flags,
                    keep_none=True,
                )
                return field([span], URGENT_WITHIN, certainty=0.9), deadline
            found = _mark(_without_leader(span.text), URGENCY)
            if found and (found[0] != "ด่วน" or _is_clear(span, row, "ด่วน")):
                return _mark_field(span, *found), None
    return None, None


# --- copies and retention ----------------------------------------------------------------------------------


def copy_type(rows: Sequence[Row]) -> Field | None:
    """ต้นฉบับ, สำเนาคู่ฉบับ or สำเนา where one stands alone on the page."""
    for row in rows:
        for span in row.spans:
            bare = span.text.strip("() -")
            for label in COPY_TYPES:
                if distance(skeleton(bare), skeleton(label)) == 0:
                    return field([span], label, certainty=0.95)
    return None


def is_certified_copy(rows: Sequence[Row]) -> bool:
    """Whether สำเนาถูกต้อง stands on a line of its own."""
    return any(is_certified(span) for row in rows for span in row.spans)


def is_certified(span: Span) -> bool:
    """Whether the span is สำเนาถูกต้อง and nothing else."""
    return any(distance(skeleton(span.text), skeleton(x)) <= 1 for x in CERTIFIED_COPY)


def retention(rows: Sequence[Row]) -> Field | None:
    """The stamp ``เก็บถึง พ.ศ. 2579`` as the last day of that year, or ห้ามทำลาย as it stands."""
    for row in rows:
        for span in row.spans:
            if len(span.text) < 40 and any(match_start(span.text, x, slack=0) for x in KEEP_FOREVER):
                return field([span], KEEP_FOREVER[0], certainty=0.95)
            if len(span.text) < 40 and any(match_start(span.text, x, slack=0) for x in KEEP_UNTIL):
                year = re.search(r"[0-9]{4}", span.folded.replace(" ", ""))
                ce = ce_year(int(year[0])) if year else None
                if ce is None:
                    return field([span], None, certainty=0.3, flags=("year_unreadable",), keep_none=True)
                return field([span], f"{ce}-12-31", certainty=0.9, parts={"be_year": ce + BE_OFFSET})
    return None


def file_code(rows: Sequence[Row]) -> Field | None:
    """What stands behind รหัสแฟ้ม."""
    for row in rows:
        for span in row.spans:
            label = starts_with(span, FILE_CODE)
            rest = span.cut(label.end) if label else None
            if rest and re.search(r"[0-9]", rest.folded):
                start = len(rest.text) - len(rest.text.lstrip(" .:…"))
                rest = rest.cut(start)
                return field([rest], certainty=0.85) if rest else None
    return None
