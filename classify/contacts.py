"""The owner of the matter at the bottom left, and how to reach it: telephone, fax, e-mail, copies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from classify.head import starts_with
from classify.labels import skeleton
from classify.layout import Row, Span, field
from classify.rules import COPIES_TO, EMAIL, FAX, PHONE
from sarabun.model import Field

_NUMBER = r"(?:\+66[\s-]?)?[0-9](?:[\s-]?[0-9]){3,9}"
_PHONE = re.compile(
    rf"(?<![0-9])(?P<number>{_NUMBER})(?![0-9])(?:\s*[-–]\s*(?P<to>[0-9]{{1,2}})(?![0-9]))?"
    r"(?:\s*ต่อ\s*(?P<extension>[0-9]{1,5}(?:\s*[,/-]\s*[1-9][0-9]{0,4}(?!\s?[0-9]))*))?"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+\s?@\s?[A-Za-z0-9-]+(?:\s?\.\s?[A-Za-z0-9-]+)+")
_RUN_TOGETHER = re.compile(r"\.(ac|co|go|in|mi|net|or)th$")
_PHONE_LABEL = re.compile(r"(?:โ\s?ท\s?ร\s?(?:ศัพท์|\.|\s|(?=[0-9]))|Tel\.?)\s?\.?\s*:?")


class Contacts(NamedTuple):
    """Each a field or a tuple of fields; ``owner`` may be None."""

    owner: Field | None
    phones: tuple[Field, ...]
    fax: Field | None
    email: Field | None
    copies: tuple[Field, ...]


def split_phone(span: Span) -> tuple[Span | None, Span | None]:
    """What stands before โทร. on a line (the sender of a memo), and the part with the numbers."""
    label = _PHONE_LABEL.search(span.folded)
    if label is None:
        return span, None
    return span.cut(0, label.start()), span.cut(label.end())


def phones_in(span: Span) -> tuple[Field, ...]:
    """Telephone numbers of a span (section 9.3): digits only; parts: extension, to (last digits of a
    series). Short internal numbers count too."""
    found = []
    for match in _PHONE.finditer(span.folded):
        digits = re.sub(r"[\s-]", "", match["number"])
        piece = span.cut(match.start(), match.end())
        if piece is None:
            continue
        usual = (digits.startswith(("0", "+66")) and len(digits) in (9, 10, 12)) or len(digits) in (4, 5)
        extension = re.sub(r"\s+", "", match["extension"]) if match["extension"] else None
        parts = {"extension": extension, "to": match["to"]}
        flags = () if usual else ("unusual_length",)
        found.append(field([piece], digits, certainty=0.9 if usual else 0.5, parts=parts, flags=flags))
    return tuple(found)


def find_contacts(rows: Sequence[Row], start: int) -> Contacts:
    """Contacts below row ``start`` (the signature), and the owner's name right above the first of them."""
    phones: list[Field] = []
    fax = email = None
    copies: list[Field] = []
    anchor: tuple[int, Span] | None = None
    for index in range(start, len(rows)):
        for span in rows[index].spans:
            if span.box.left > 0.45 * rows[index].width:
                continue
            if label := starts_with(span, FAX):
                rest = span.cut(label.end)
                numbers = phones_in(rest) if rest else ()
                fax = fax or (numbers[0] if numbers else None)
            elif (label := starts_with(span, PHONE)) or _PHONE_LABEL.match(span.folded):
                anchor = anchor or (index, span)
                rest = span.cut(label.end if label else 0)
                before, tail = _before_fax(rest) if rest else (None, None)
                phones += phones_in(before) if before else ()
                fax = fax or (next(iter(phones_in(tail)), None) if tail else None)
                email = email or _email(span)
                continue
            elif label := starts_with(span, COPIES_TO):
                copies += _copies(rows, index, span, label.end)
                continue
            labelled = starts_with(span, FAX) or starts_with(span, EMAIL)
            found = _email(span) if labelled or _stands_alone(span) else None
            email = email or found
            if labelled or found:
                anchor = anchor or (index, span)
    return Contacts(_owner(rows, start, anchor), tuple(phones), fax, email, tuple(copies))


def _before_fax(span: Span) -> tuple[Span | None, Span | None]:
    """``โทร. … โทรสาร …`` on one line, cut apart."""
    at = re.search(r"โทรสาร|แฟกซ์", span.text)
    return (span.cut(0, at.start()), span.cut(at.end())) if at else (span, None)


def _stands_alone(span: Span) -> bool:
    """Whether an address is most of the line, not part of a sentence."""
    match = _EMAIL.search(span.text)
    return match is not None and match.end() - match.start() > 0.5 * len(span.text)


def _email(span: Span) -> Field | None:
    """The address. Under .th stand domains of the second level: a stop between is put where it was lost."""
    match = _EMAIL.search(span.text)
    piece = span.cut(match.start(), match.end()) if match else None
    if piece is None:
        return None
    read = re.sub(r"\s", "", piece.text)
    whole = _RUN_TOGETHER.sub(r".\1.th", read)
    flags = () if whole == read else ("repaired",)
    return field([piece], whole, certainty=0.7 if flags else 0.85, flags=flags)


def _owner(rows: Sequence[Row], start: int, anchor: tuple[int, Span] | None) -> Field | None:
    """Lines at the same left edge, right above the first contact."""
    if anchor is None:
        return None
    index, below = anchor
    lines: list[Span] = []
    box = below.box
    for row in reversed(rows[start:index]):
        if row.page == below.page and row.box.left > 0.45 * row.width:
            continue  # a stamp or a name beside them
        span = next((s for s in row.spans if abs(s.box.left - below.box.left) < 0.6 * row.unit), None)
        if span is None or row.page != below.page or box.top - span.box.bottom > 1.1 * row.unit:
            break
        if span.text.lstrip().startswith("("):
            del lines[:1]  # the position under a name, of a certified copy or a note
            break
        if len(skeleton(span.text)) < 4 or len(lines) == 4:
            break
        lines.insert(0, span)
        box = span.box
    return field(lines, certainty=0.93) if lines else None


def _copies(rows: Sequence[Row], index: int, span: Span, end: int) -> list[Field]:
    """What stands behind สำเนาส่ง and on the lines under it that keep its indent."""
    rest = span.cut(end)
    found = [field([rest], certainty=0.85)] if rest and skeleton(rest.text) else []
    edge = rest.box.left if rest else span.box.right
    bottom = span.box.bottom
    for row in rows[index + 1 :]:
        under = row.spans[0]
        if (
            row.page != span.page
            or under.box.left < edge - 0.7 * row.unit
            or under.box.top - bottom > row.unit
        ):
            break
        found.append(field([under], certainty=0.8))
        bottom = under.box.bottom
    return found
