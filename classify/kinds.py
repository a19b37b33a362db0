"""Which kind of letter: the heading first, then what confirms or contradicts it (section 2.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from classify.head import Head, read_head
from classify.labels import Match, first_match, is_label, match_start, skeleton, tolerance
from classify.layout import Row
from classify.rules import (
    HEAD_ROWS,
    HEAD_SIGNALS,
    HEADINGS,
    NOTHING_KNOWN,
    SIGNALS,
    Heading,
    Slot,
)
from sarabun.model import Kind


class Decision(NamedTuple):
    """``confidence`` 0..1; ``reasons`` name the headings and signals that spoke for the kind."""

    kind: Kind
    confidence: float
    reasons: tuple[str, ...]


class FoundHeading(NamedTuple):
    """A heading and the index of its row."""

    heading: Heading
    match: Match
    row: int


def find_heading(rows: Sequence[Row]) -> FoundHeading | None:
    """The first title among the first rows of a page, above its first เรื่อง or เรียน, or None."""
    for index, row in enumerate(rows[:HEAD_ROWS]):
        first = row.spans[0]
        match = first_match(first.text, ("เรื่อง", "เรียน", "ถึง"))
        if match and match.apart:
            return None
        for span in row.spans:
            found = _heading_of(span.text)
            centre = (span.box.left + span.box.right) / 2
            if found and abs(centre - row.width / 2) < 0.16 * row.width:
                return FoundHeading(found[0], found[1], index)
    return None


def _heading_of(text: str) -> tuple[Heading, Match] | None:
    best: tuple[Heading, Match] | None = None
    for heading in HEADINGS:
        slack = None if heading.whole else min(1, tolerance(len(skeleton(heading.label))))
        match = match_start(text, heading.label, slack=slack)
        if match is None or any(match_start(text, longer, slack=0) for longer in heading.unless):
            continue
        if heading.whole and not is_label(text, heading.label):
            continue
        if best is None or (match.errors, -len(heading.label)) < (best[1].errors, -len(best[0].label)):
            best = (heading, match)
    return best


def decide(rows: Sequence[Row], head: Head | None = None) -> Decision:
    """The kind of the letter whose rows these are (all pages, stamps left out). ``head`` is what
    :func:`classify.head.read_head` found on its first page, when that is known already."""
    first_page = [r for r in rows if r.page == rows[0].page] if rows else []
    head = read_head(first_page) if head is None else head
    scores: dict[Kind, float] = dict.fromkeys(Kind, 0.0)
    scores[Kind.OTHER] = NOTHING_KNOWN
    reasons: dict[Kind, list[str]] = {kind: [] for kind in Kind}

    def speak(kind: Kind, weight: float, reason: str) -> None:
        scores[kind] += weight
        if weight > 0:
            reasons[kind].append(reason)

    found = find_heading(first_page)
    if found:
        speak(found.heading.kind, found.heading.weight - found.match.errors, found.heading.label)
    for needed, forbidden, kind, weight in HEAD_SIGNALS:
        if needed <= head.slots and not forbidden & head.slots:
            speak(kind, weight, "+".join(sorted(needed)))
    everything = skeleton("".join(r.text for r in rows))
    for signal in SIGNALS:
        if _is_there(signal.phrase, signal.where, rows, first_page, everything):
            speak(signal.kind, signal.weight, signal.phrase)
    best = max(scores, key=lambda k: scores[k])
    total = sum(math.exp(s) for s in scores.values())
    return Decision(best, round(math.exp(scores[best]) / total, 4), tuple(reasons[best]))


def _is_there(
    phrase: str, where: str, rows: Sequence[Row], first_page: Sequence[Row], everything: str
) -> bool:
    if where == "inside":
        return skeleton(phrase) in everything
    among = first_page[:HEAD_ROWS] if where == "head" else rows
    return any(match_start(span.text, phrase) for row in among for span in row.spans)


def starts_document(rows: Sequence[Row]) -> bool:
    """Whether a page (not the first) looks like the start of another document: a title of its own, or the
    labelled head of a letter."""
    found = find_heading(rows)
    if found and found.match.errors == 0 and rows[found.row].centred():
        return True
    slots = read_head(rows).slots
    return {Slot.SUBJECT, Slot.SALUTATION} <= slots or {Slot.NUMBER, Slot.FORWARD} <= slots
