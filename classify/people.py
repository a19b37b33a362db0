"""Who signed: the name in parentheses under the body, the position below it, and in whose place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from classify.head import starts_with
from classify.labels import match_start, skeleton
from classify.layout import Row, Span, field, joined
from classify.rules import ACTING, CLOSINGS, DATED_AT, EMAIL, FAX, NOT_POSITIONS, PHONE, TITLES
from classify.stamps import is_certified
from classify.written_dates import read_date
from sarabun.model import Box, Field

_POSITION_ROWS = 4
_STAMP = 6  # row heights from สำเนาถูกต้อง down to the name, a signature between them


class Signature(NamedTuple):
    """``row`` is the index of the row with the name (or of the last row of the body without one)."""

    name: Field | None
    position: Field | None
    acting: Field | None
    row: int


def find_closing(rows: Sequence[Row], start: int) -> tuple[Field, int] | None:
    """The คำลงท้าย and its row, from row ``start`` on."""
    for index in range(start, len(rows)):
        for span in rows[index].spans:
            for closing in CLOSINGS:
                match = match_start(span.text, closing)
                if match and len(span.text) - match.end <= 4:
                    return field([span], closing, certainty=0.97 - 0.1 * match.errors), index
    return None


def find_dated_at(rows: Sequence[Row], start: int) -> int | None:
    """The row of สั่ง ณ วันที่ and its kin, from row ``start`` on: the last one, with a date if any has."""
    found = [
        index
        for index in range(start, len(rows))
        if any(match_start(s.text, label) for s in rows[index].spans for label in DATED_AT)
    ]
    dated = [index for index in found if read_date(rows[index].text)]
    return next(reversed(dated or found), None)


def find_signature(
    rows: Sequence[Row], start: int, *, after: int | None = None, strict: bool = False
) -> Signature:
    """The signature below row ``start``; ``after`` is the row of the closing or of สั่ง ณ วันที่ where there
    is one; ``strict`` takes only names with a title, for paper that may hold anything in parentheses.

    Signatures stand in the right half; notes and routing by others stand left or further down.
    """
    first = start if after is None else after + 1
    named: list[tuple[float, int, Span]] = []
    for index in range(first, len(rows)):
        for span in rows[index].spans:
            certainty = _name_certainty(span, rows[index], anchored=after is not None, strict=strict)
            if certainty and not _under_certified(rows, index, span):
                named.append((certainty, index, span))
    if not named:
        return Signature(None, None, None, first)
    right = [n for n in named if n[0] >= 0.7 and _centre(n[2].box) > 0.45 * rows[n[1]].width]
    certainty, index, span = right[0] if right else max(named, key=lambda n: (n[0], -n[1]))
    position, acting = _position(rows, index, span)
    return Signature(_name(span, certainty), position, acting, index)


def _under_certified(rows: Sequence[Row], index: int, name: Span) -> bool:
    """Whether the name is that of a clerk who certified the copy: right under สำเนาถูกต้อง."""
    reach = name.box.top - _STAMP * rows[index].unit
    return any(
        is_certified(s) and s.box.top > reach and s.box.right > name.box.left and s.box.left < name.box.right
        for row in rows[:index]
        if row.page == name.page
        for s in row.spans
    )


def _centre(box: Box) -> float:
    return (box.left + box.right) / 2


def _name_certainty(span: Span, row: Row, *, anchored: bool, strict: bool) -> float:
    """How surely a span is a signer's name: in parentheses, with a title. 0 where it is none. ``strict``
    wants both; ``anchored`` (below a closing or a date) takes a titled name whose parentheses are lost."""
    text = span.text.strip()
    opened, closed = re.match(r"^[|\s.'\"]*[(（]", text), re.search(r"[)）][|\s.'\"]*$", text)
    letters = skeleton(text)
    if len(letters) < 5 or len(text) > 60 or re.search(r"[0-9]{2}", span.folded):
        return 0.0
    titled = any(skeleton(text).startswith(skeleton(t)) for t in TITLES if len(skeleton(t)) >= 2)
    if opened and closed:
        return 0.95 if titled else 0.0 if strict or "/" in text else 0.7
    if (opened or closed) and titled:
        return 0.75
    alone = titled and len(text) < 40 and _centre(span.box) > 0.45 * row.width and anchored
    return 0.5 if alone and len(row.spans) <= 2 else 0.0


def _name(span: Span, certainty: float) -> Field:
    value = re.sub(r"\s+", " ", re.sub(r"^[^ก-ฮเ-ไA-Za-z]+|[^ก-๎A-Za-z.ฯ]+$", "", span.text))
    return field([span], value, certainty=certainty)


def _position(rows: Sequence[Row], name_row: int, name: Span) -> tuple[Field | None, Field | None]:
    lines: list[Span] = []
    box = name.box
    for index in range(name_row + 1, min(name_row + 8, len(rows))):
        row = rows[index]
        if row.page != name.page or len(lines) == _POSITION_ROWS:
            break
        under = [s for s in row.spans if _under(s, name, row.unit) and not is_certified(s)]
        if not under:
            if row.box.top - box.bottom > 1.3 * row.unit:
                break
            continue
        span = under[0]
        if span.box.top - box.bottom > 1.3 * row.unit or _ends_position(span):
            break
        lines.append(span)
        box = span.box
    return _split_acting(lines)


def _under(span: Span, name: Span, unit: float) -> bool:
    """Centred under the name (positions are wider or narrower than names)."""
    a = (span.box.left + span.box.right) / 2
    b = (name.box.left + name.box.right) / 2
    return (
        abs(a - b) < max(3 * unit, 0.25 * max(span.box.width, name.box.width))
        and len(skeleton(span.text)) >= 3
    )


def _ends_position(span: Span) -> bool:
    date = read_date(span.text)
    return (
        (date is not None and date.end - date.start > 0.6 * len(span.text))
        or span.text.lstrip().startswith("(")
        or starts_with(span, (*PHONE, *FAX, *EMAIL, *NOT_POSITIONS)) is not None
    )


def _split_acting(lines: list[Span]) -> tuple[Field | None, Field | None]:
    """All position lines as printed, and the acting form among them; its parts say which position is the
    signer's ``own`` and which office is acted ``for``."""
    if not lines:
        return None, None
    position = field(lines, certainty=0.96)
    for n, line in enumerate(lines):
        for form in ACTING:
            at = re.search(r"\s?".join(form), line.text)
            match = None if at else match_start(line.text, form)
            if at is None and match is None:
                continue
            start, end = (at.start(), at.end()) if at else (0, match.end if match else 0)
            own = [*lines[:n], *([before] if (before := line.cut(0, start)) else [])]
            other = [*([rest] if (rest := line.cut(end)) else []), *lines[n + 1 :]]
            parts = {"own": joined(own) or None, "for": joined(other) or None}
            words = line.cut(start, end) or line
            return position, field([words], form, certainty=0.9 if at else 0.75, parts=parts)
    return position, None
