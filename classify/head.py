"""The labelled head of a letter: ที่, เรื่อง, เรียน, อ้างถึง … each with the spans that belong to it.

Between one label and the next everything belongs to the first. Only after the last label the page's
geometry has to say where the head ends and the body begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from classify.labels import Match, first_match, match_start, skeleton
from classify.layout import Row, Span
from classify.numbers import find_number
from classify.rules import BODY_OPENINGS, HEAD_LABELS, HEAD_ROWS, LETTER_SLOTS, Slot

_ALIGNED = 0.5  # row heights that labels may begin apart
_MOST_ROWS = 40  # a letterhead with stamps, a long subject and ten enclosures stays below this
# ที่ with at least one of its marks; without them only before a space or something like a whole number
_NUMBER_LABEL = re.compile(
    r"^[^ก-ฮเ-ไA-Za-z0-9]{0,3}ท(?:\s?[ีิึื่้'’`][ีิึื่้'’`\s]*|(?=\s)|(?=[ก-ฮ]{2}\s?\.?\s?[0-9]{3}))[.:]?\s*(?=[^\s“\"(]|$)"
)
_ADDRESSED = frozenset({Slot.SALUTATION, Slot.FORWARD})
_HAS_NUMBER = re.compile(r"[0-9]\s*[/.]|/|[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Section:
    """A label of the head as read (``mark``), and what belongs to it. ``certainty`` falls with damage."""

    slot: Slot
    label: str
    mark: Span
    spans: tuple[Span, ...]
    certainty: float
    row: int


@dataclass(frozen=True, slots=True)
class Head:
    """Sections in reading order; ``end`` is the index of the first row of the body. ``loose`` are spans of
    the head that follow no label (agency, address and date of a letterhead)."""

    sections: tuple[Section, ...]
    loose: tuple[Span, ...]
    end: int

    def get(self, slot: Slot) -> Section | None:
        return next((s for s in self.sections if s.slot is slot), None)

    @property
    def slots(self) -> frozenset[Slot]:
        return frozenset(s.slot for s in self.sections)


def read_head(rows: Sequence[Row]) -> Head:
    """The head of the letter that starts with the first of ``rows`` (one page, without stamps)."""
    rows = rows[:_MOST_ROWS]
    labelled: list[tuple[int, Span, Slot, Match]] = []
    loose: list[tuple[int, Span]] = []
    opened = False
    for index, row in enumerate(rows):
        seen = {slot for _, _, slot, _ in labelled}
        if not seen and index >= HEAD_ROWS:
            break
        if _ADDRESSED & seen and (first_match(row.text, BODY_OPENINGS, slack=0) or _far_below(rows, index)):
            break
        subject_due = Slot.NUMBER in seen or (index > 0 and _is_title(rows[index - 1]))
        opened = opened or first_match(row.text, BODY_OPENINGS, slack=0) is not None
        edges = [s.box.left for _, s, _, _ in labelled]
        for span in row.spans:
            place = _Place(row, subject_due, not opened and _addressee_due(span, rows, index, edges))
            labels = _labels_in(span, place, seen | {slot for _, _, slot, _ in labelled})
            labelled += [(index, span, slot, match) for slot, match in labels]
            if not labels:
                loose.append((index, span))
    last = _last_label_row(labelled)
    if last is None:
        return Head((), tuple(s for i, s in loose), 0)
    end = _end_of_head(rows, last, labelled)
    return _assemble(rows, labelled, loose, end)


class _Place(NamedTuple):
    """Where a span stands: its row, and whether เรื่อง or the addressee has to come now."""

    row: Row
    subject_due: bool
    addressee_due: bool


def _labels_in(span: Span, place: _Place, seen: set[Slot]) -> list[tuple[Slot, Match]]:
    """Labels at the start of the span; for the head of a memo also วันที่ in the middle of it."""
    found: list[tuple[Slot, Match]] = []
    row = place.row
    number = _NUMBER_LABEL.match(span.folded)
    left = span.box.left < 0.6 * row.width
    if (
        number
        and Slot.NUMBER not in seen | _barred(seen)
        and left
        and _number_follows(span, number.end(), row)
    ):
        found.append((Slot.NUMBER, Match("ที่", number.end(), 0, True)))
    else:
        barred = _barred(seen)
        labels = [x for x, slot in HEAD_LABELS.items() if slot is not Slot.NUMBER and slot not in barred]
        match = first_match(span.text, labels)
        if (
            match
            and HEAD_LABELS[match.label] not in seen
            and ((left or HEAD_LABELS[match.label] is Slot.SERIAL) and _label_stands(span, match, place))
        ):
            found.append((HEAD_LABELS[match.label], match))
        elif match and match.label == "วันที่" and Slot.NUMBER in seen and Slot.DATE not in seen:
            found.append((Slot.DATE, match))
    if found and found[0][0] is Slot.NUMBER:
        inner = re.search(r"วัน\s?ท[ีิึื]?[่้]?", span.text)
        if inner and inner.start() > found[0][1].end:
            found.append((Slot.DATE, Match("วันที่", inner.end(), 0, True)))
    return found


def _barred(seen: set[Slot]) -> frozenset[Slot]:
    """What cannot come any more: ที่ and the date stand above เรื่อง, a letter has one addressee, and one
    with a subject is never stamped. (ที่, วันที่ and ถึง begin many a line of the body.)"""
    barred = _ADDRESSED if _ADDRESSED & seen else frozenset()
    if Slot.SUBJECT in seen:
        barred |= {Slot.NUMBER, Slot.SERIAL, Slot.DATE, Slot.AGENCY, Slot.FORWARD}
    return barred


def _number_follows(span: Span, end: int, row: Row) -> bool:
    """ที่ is also the commonest word of Thai: it is a label only before something like a number."""
    rest = span.folded[end:]
    if rest:
        return bool(_HAS_NUMBER.search(rest)) and len(rest) < 60
    after = [s for s in row.spans if s.box.left > span.box.right]
    return not after or bool(_HAS_NUMBER.search(after[0].folded))


def _label_stands(span: Span, match: Match, place: _Place) -> bool:
    """A label is followed by a gap. Short ones run into text (เรียนการสอน…) are words of the body, but not
    where they have to come: เรื่อง below a number or a title, the addressee below labels or above the body."""
    if match.label == "วันที่" or HEAD_LABELS[match.label] is Slot.SERIAL:
        return match.apart or span.folded[match.end : match.end + 1].isdigit()
    due = match.label == "เรื่อง" and place.subject_due
    due = due or (HEAD_LABELS[match.label] in _ADDRESSED and place.addressee_due)
    return match.apart or (match.errors == 0 and (due or len(match.label) >= 8))


def _addressee_due(span: Span, rows: Sequence[Row], index: int, edges: Sequence[int]) -> bool:
    """Whether เรียน or ถึง has to come now: where the labels above begin or right above the body, and none
    that stands apart comes below."""
    unit = rows[index].unit
    below = rows[index + 1].text if index + 1 < len(rows) else ""
    due = any(abs(span.box.left - edge) < _ALIGNED * unit for edge in edges)
    due = due or first_match(below, BODY_OPENINGS, slack=0) is not None
    return due and not any(_addressed(row) for row in rows[index + 1 : index + 5])


def _addressed(row: Row) -> bool:
    """Whether the row begins with เรียน or another คำขึ้นต้น, or ถึง, that stands apart."""
    labels = [label for label, slot in HEAD_LABELS.items() if slot in _ADDRESSED]
    match = first_match(row.spans[0].text, labels)
    return match is not None and match.apart


def _is_title(row: Row) -> bool:
    return row.centred() and row.box.width < 0.6 * row.width


def _far_below(rows: Sequence[Row], index: int) -> bool:
    """A gap that no two lines of a head have between them."""
    return index > 0 and rows[index].box.top - rows[index - 1].box.bottom > 4 * rows[index].unit


def _last_label_row(labelled: Sequence[tuple[int, Span, Slot, Match]]) -> int | None:
    """The row of the last label that really belongs to the head: each next one is near the one before."""
    last: int | None = None
    for index, _, slot, _ in labelled:
        if last is None or index - last <= (8 if slot in LETTER_SLOTS else 5):
            last = index
    return last


def _end_of_head(rows: Sequence[Row], last: int, labelled: Sequence[tuple[int, Span, Slot, Match]]) -> int:
    """One past the last row that continues the last label."""
    span, slot, match = next((s, slot, m) for index, s, slot, m in labelled if index == last)
    if slot in (Slot.NUMBER, Slot.SERIAL):
        return _end_of_letterhead(rows, last)
    content = _content(rows[last], span, match, None)
    text_left = content[0].box.left if content else span.box.right
    centre = (rows[last].box.left + rows[last].box.right) / 2
    margin = sorted(r.box.left for r in rows)[len(rows) // 10]
    above = rows[last - 1].box if last else None
    titled = above is not None and abs((above.left + above.right) / 2 - centre) < 0.4 * rows[last].unit
    is_centred = rows[last].centred() and (titled or span.box.left > margin + 0.8 * rows[last].unit)
    end = last + 1
    while end < len(rows):
        row, unit = rows[end], rows[end].unit
        gap = row.box.top - rows[end - 1].box.bottom
        if gap > 1.1 * unit or first_match(row.text, BODY_OPENINGS, slack=0):
            break
        aligned = abs(row.box.left - text_left) < 0.7 * unit
        same_centre = is_centred and abs((row.box.left + row.box.right) / 2 - centre) < unit
        item = (
            slot in (Slot.ENCLOSURES, Slot.REFERENCE)
            and abs(row.box.left - text_left) < 4 * unit
            and re.match(r"\s*[0-9]{1,2}\s*[.)]", row.spans[0].folded) is not None
        )
        if not (aligned or same_centre or item):
            break
        end += 1
    return end


def _end_of_letterhead(rows: Sequence[Row], last: int) -> int:
    """Under a number alone, the head goes on with the right-hand lines of agency and address."""
    end = last + 1
    while end < len(rows) and rows[end].box.left > 0.42 * rows[end].width and not _far_below(rows, end):
        end += 1
    return end


def _content(row: Row, span: Span, match: Match, stop: int | None) -> list[Span]:
    """What follows a label on its row: the rest of its span, and the spans to the right."""
    rest = span.cut(match.end, stop)
    after = [] if stop is not None else [s for s in row.spans if s.box.left > span.box.left and s is not span]
    return ([rest] if rest else []) + after


def _assemble(
    rows: Sequence[Row],
    labelled: list[tuple[int, Span, Slot, Match]],
    loose: list[tuple[int, Span]],
    end: int,
) -> Head:
    labelled = [x for x in labelled if x[0] < end]
    sections: list[Section] = []
    taken: set[int] = set()
    for n, (index, span, slot, match) in enumerate(labelled):
        following = labelled[n + 1] if n + 1 < len(labelled) else None
        same_span = following is not None and following[1] is span
        stop = _start_of(span, following[3]) if following and same_span else None
        others = {id(x[1]) for x in labelled if x[1] is not span}
        spans = [s for s in _content(rows[index], span, match, stop) if id(s) not in others]
        if slot in (Slot.NUMBER, Slot.DATE, Slot.SERIAL):
            spans, beyond = _number_alone(_whole_number(spans) if slot is Slot.NUMBER else spans[:1])
            loose += [(index, s) for s in beyond]
        elif slot in LETTER_SLOTS or slot is Slot.AGENCY:
            until = next((x[0] for x in labelled[n + 1 :] if x[0] > index), end)
            if slot is Slot.AGENCY:
                until = next((i for i in range(index + 1, until) if _has_code(rows[i])), until)
            spans += [
                s
                for i in range(index + 1, until)
                for s in rows[i].spans
                if id(s) not in others and s.box.left < 0.8 * rows[i].width and _is_text(s)
            ]
        taken |= {id(s) for s in spans}
        certainty = 0.99 - 0.05 * match.errors - (0 if match.apart else 0.03)
        mark = span.cut(0, match.end)
        sections.append(Section(slot, match.label, mark or span, tuple(spans), max(certainty, 0.5), index))
    free = tuple(s for i, s in sorted(loose, key=lambda x: x[0]) if i < end and id(s) not in taken)
    return Head(tuple(sections), free, end)


def _has_code(row: Row) -> bool:
    """Whether a number with a known code stands on the row, its label ที่ unread."""
    found = (find_number(s.folded, spaced=True) for s in row.spans)
    return any(f[0].parts()["code_name"] for f in found if f and f[0].code)


def _whole_number(spans: list[Span]) -> list[Span]:
    """The first span, and the next where the running number stands apart (a hand left room for itself)."""
    found = find_number(spans[0].text, spaced=True) if spans else None
    apart = found is not None and not found[0].complete and found[2] == len(spans[0].text)
    if apart and len(spans) > 1 and re.match(r"(?:ว\s*)?[0-9]{1,6}$", spans[1].folded):
        return [Span.joined(spans[:2])]
    return spans[:1]


def _number_alone(spans: list[Span]) -> tuple[list[Span], list[Span]]:
    """A number's span, and the agency where the reader ran it into the number's line."""
    found = find_number(spans[0].text, spaced=True) if spans else None
    rest = spans[0].cut(found[2]) if found else None
    if found is None or rest is None or len(skeleton(rest.text)) < 4:
        return spans, []
    alone = spans[0].cut(0, found[2])
    return [alone] if alone else spans, [rest]


def _is_text(span: Span) -> bool:
    """Not the lone letters that a reader makes of marks, rules and pen strokes."""
    return len(re.findall("[ก-ฮA-Za-z0-9]", span.folded)) >= 3 or span.confidence > 0.8


def _start_of(span: Span, match: Match) -> int:
    """Where the label that ends at ``match.end`` begins."""
    found = [m.start() for m in re.finditer("วัน", span.text[: match.end])]
    return found[-1] if found else match.end


def starts_with(span: Span, labels: Sequence[str]) -> Match | None:
    """The label that the span starts with and that stands apart, or None."""
    found = [m for x in labels if (m := match_start(span.text, x)) and (m.apart or m.errors == 0)]
    return min(found, key=lambda m: (m.errors, -len(m.label))) if found else None
