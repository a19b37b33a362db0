"""Fields of what is issued to all: orders, regulations, announcements, news, certificates, minutes
(ข้อ 15-25). Their heading names the kind and the issuer; their date stands at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from classify.correspondence import letterhead
from classify.labels import contains, match_start, skeleton
from classify.layout import Row, Span, field
from classify.letter import Letter, title_rows
from classify.numbers import DocumentNumber
from classify.people import find_dated_at
from classify.rules import AGENCY_WORDS, DATED_AT, HEAD_ROWS, Slot
from classify.values import date_field, lone_dates, number_field
from sarabun.dates import ce_year
from sarabun.model import Field, Kind

_ISSUE = re.compile(
    r"(?:[ก-ฮ]?บ[ัิ็]?บ|ฉ[ก-ฮ]?[ัิ็]?บ)\s?ท[ีิึื]?[่้]?\s*(?P<number>[0-9]+)\s*(?:/\s*(?P<year>[0-9]{4}))?"
)
_MEETING = re.compile(r"ครั?้?\s?ง\s?ท[ีิึื]?[่้]?\s*(?P<number>[0-9]+)\s*/\s*(?P<year>[0-9]{4})")
_NTH = re.compile(r"(?<![0-9/])(?P<number>[0-9]{1,3})\s*/\s*(?P<year>2[0-9]{3})(?![0-9/])")
_MADE_AT = re.compile(r"ทำขึ?้?น\s?ณ\s?(?P<place>.{4,90}?)\s?[เแ]มื?่?[อฮ]\s?วั?[นมง]\s?ท[ีิึื]?[่้]?")
_DATE = 30  # characters that the longest date has
_AT = re.compile(r"^\s*(?:เมื่อ|ณ|วัน|ครั้ง)")


def number(letter: Letter) -> Field | None:
    """ที่ n/yyyy of an order, เลขที่ of a certificate, ครั้งที่ of a meeting, ฉบับที่ of news and statements
    (of an announcement only with a year; the ฉบับที่ of a regulation belongs to its name)."""
    if letter.decision.kind is Kind.MINUTES:
        return meeting_number(letter)
    section = letter.section(Slot.NUMBER) or letter.section(Slot.SERIAL)
    if section:
        return number_field(section.spans[0], section.certainty, code_expected=False)
    press = letter.decision.kind in (Kind.NEWS, Kind.STATEMENT)
    if press or letter.decision.kind is Kind.ANNOUNCEMENT:
        rows = title_rows(letter)
        issues = (_issue(s) for r in rows for s in r.spans)
        return next((i for i in issues if i and i.parts and (press or i.parts["year"])), None)
    return None


def _issue(span: Span) -> Field | None:
    match = _ISSUE.search(span.folded)
    piece = span.cut(match.start("number"), match.end()) if match else None
    if match is None or piece is None:
        return None
    number, year = match["number"], match["year"]
    if year is not None and ce_year(int(year)) is None:
        made = DocumentNumber(None, number, None, False, year)
        flags: tuple[str, ...] = ("year_unreadable",)
    else:
        made = DocumentNumber(None, None, None, False, number, int(year) if year else None)
        flags = ()
    value = f"{number}/{year}" if year else number
    return field([piece], value, certainty=0.3 if flags else 0.95, parts=made.parts(), flags=flags)


def date(letter: Letter) -> Field | None:
    """Behind สั่ง ณ วันที่, ประกาศ ณ วันที่, ให้ไว้ ณ วันที่; minutes: of the meeting; else alone at the end."""
    if letter.decision.kind is Kind.MINUTES:
        rows = letter.first_page[letter.heading.row if letter.heading else 0 :][:8]
        dated = (date_field(s, 0.98) for r in rows for s in r.spans)
        return next((d for d in dated if d), None)
    if letter.decision.kind is Kind.OTHER and (made := _made_at(letter)):
        return date_field(made[1], 0.95)
    index = find_dated_at(letter.rows, letter.head.end)
    if index is not None:
        for span in letter.rows[index].spans:
            match = next((m for x in DATED_AT if (m := match_start(span.text, x))), None)
            rest = span.cut(match.end) if match else span
            if rest and (found := date_field(rest, 0.99)):
                return found
        return date_field(_joined_row(letter, index), 0.9)
    alone = [s for i, s in lone_dates(letter.rows) if i >= letter.head.end]
    return date_field(alone[-1], 0.93) if alone else None


def _made_at(letter: Letter) -> tuple[Span, Span] | None:
    """The place and the date in the opening of a contract: ``ทำขึ้น ณ … เมื่อวันที่ …``."""
    rows = letter.first_page[: HEAD_ROWS + 1]
    for row, below in pairwise(rows):
        for span in row.spans:
            match = _MADE_AT.search(span.text)
            place, when = (
                (span.cut(*match.span("place")), span.cut(match.end("place"))) if match else (None, None)
            )
            if place and when:
                following = below.spans[0]
                return place, Span.joined([when, following.cut(0, _DATE) or following])
    return None


def _joined_row(letter: Letter, index: int) -> Span:
    """The row as one span: a day or year by hand is often set apart from the print."""
    return Span.joined(letter.rows[index].spans)


def issuer(letter: Letter) -> tuple[Field | None, Field | None]:
    """Who issues it, and the address of a certificate's letterhead."""
    if letter.decision.kind is Kind.CERTIFICATE:
        agency, address, _ = letterhead(letter)
        return agency, address
    if letter.decision.kind is Kind.OTHER:
        made = _made_at(letter)
        return (field([made[0]], certainty=0.93) if made else None), None
    spans = _issuer_in_title(letter)
    if spans and letter.decision.kind is Kind.MINUTES:
        return _agency_in(spans), None
    if spans:
        return field(spans, certainty=0.98), None
    if letter.decision.kind in (Kind.NEWS, Kind.STATEMENT):
        return _issuer_at_end(letter), None
    return None, None


def _issuer_in_title(letter: Letter) -> list[Span]:
    """The heading without its first word, up to the next labelled row."""
    if letter.heading is None:
        return []
    found: list[Span] = []
    numbered = letter.head.get(Slot.NUMBER)
    for n, row in enumerate(title_rows(letter)):
        span = row.spans[0]
        at_number = numbered is not None and letter.heading.row + n == numbered.row
        if n and (at_number or _is_labelled(span) or not row.centred()):
            break
        piece = span.cut(letter.heading.match.end) if n == 0 else span
        about = re.search(r"ว่า\s?ด้วย", piece.text) if piece else None
        if piece and about:
            piece = piece.cut(0, about.start())
        if piece and skeleton(piece.text):
            found.append(piece)
        if about:
            break
    return found


def _agency_in(spans: list[Span]) -> Field:
    """The agency in a committee's name, or the committee."""
    for n, span in enumerate(spans):
        at = [i for word in AGENCY_WORDS if (i := span.text.find(word)) >= 0]
        piece = span.cut(min(at)) if at else None
        if piece:
            return field([piece, *spans[n + 1 :]], certainty=0.9)
    return field(spans, certainty=0.93)


def _is_labelled(span: Span) -> bool:
    labels = ("เรื่อง", "ว่าด้วย", "ฉบับที่", "ครั้งที่", "เมื่อ")
    return (
        any(match_start(span.text, x, slack=0) for x in labels)
        or re.match(r"^[(\s]*(?:ฉบับ|พ\.?\s?ศ|ที[่]?\s|ณ\s|วัน|[0-9])", span.folded) is not None
    )


def _issuer_at_end(letter: Letter) -> Field | None:
    """News and statements name their issuer above the date at the end."""
    dates = [(i, s) for i, s in lone_dates(letter.rows) if i > letter.head.end]
    if not dates or dates[-1][0] == 0:
        return None
    above = letter.rows[dates[-1][0] - 1].spans[-1]
    return field([above], certainty=0.95) if above.box.width < 0.5 * letter.rows[0].width else None


def subject(letter: Letter) -> Field | None:
    """เรื่อง; of a regulation its ว่าด้วย; of minutes the name of the meeting."""
    section = letter.section(Slot.SUBJECT)
    if section and letter.decision.kind is not Kind.MINUTES:
        issue = (n for n, s in enumerate(section.spans) if n and _ISSUE.match(s.folded))
        return field(section.spans[: next(issue, None)], certainty=section.certainty, flows=True)
    rows = title_rows(letter)
    if letter.decision.kind in (Kind.REGULATION, Kind.BYLAW):
        return _about([s for r in rows for s in r.spans])
    if letter.decision.kind in (Kind.MINUTES, Kind.OTHER) and rows:
        spans = [rows[0].spans[0]]
        for row in rows[1:]:
            if _AT.match(row.text) or _is_labelled(row.spans[0]):
                break
            spans.append(row.spans[0])
        meeting = _MEETING.search(spans[-1].folded)
        if meeting and (before := spans[-1].cut(0, meeting.start())):
            spans[-1] = before
        return field(spans, certainty=0.97)
    return None


def _about(spans: list[Span]) -> Field | None:
    for n, span in enumerate(spans):
        about = re.search(r"ว่า\s?ด้วย|วาดวย", span.text)
        if about is None and match_start(span.text, "ว่าด้วย"):
            return field(spans[n:], certainty=0.93)
        if about and (piece := span.cut(about.start())):
            return field([piece, *spans[n + 1 :]], certainty=0.98)
    return None


def meeting_number(letter: Letter) -> Field | None:
    """ครั้งที่ n/yyyy in the first rows of minutes; where its words are misread, n/yyyy in their title."""
    return _meeting(letter.first_page[:10], _MEETING) or _meeting(title_rows(letter), _NTH)


def _meeting(rows: Sequence[Row], pattern: re.Pattern[str]) -> Field | None:
    for row in rows:
        for span in row.spans:
            match = pattern.search(span.folded)
            piece = span.cut(match.start("number"), match.end()) if match else None
            if match and piece:
                meeting = DocumentNumber(None, None, None, False, match["number"], int(match["year"]))
                return field([piece], str(meeting), certainty=0.99, parts=meeting.parts())
    return None


def end_of_minutes(letter: Letter) -> int | None:
    """The row of เลิกประชุม, below which the minute-taker signs."""
    rows = range(len(letter.rows) - 1, letter.head.end, -1)
    return next((i for i in rows if contains(letter.rows[i].text, "เลิกประชุม")), None)
