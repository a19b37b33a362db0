"""What stands on the paper beside words: Garuda, red seal, signature; and the class of retention."""

from __future__ import annotations

from collections.abc import Sequence

from sarabun.model import Box, DocumentText, Field, Mark, MarkKind, PageImage
from sarabun.thai import dictionary

RETENTION_FOREVER = "ตลอดไป"
RETENTION_DATED = "มีกำหนด"

_ABSENT = 0.6  # how sure one can be that something that was not found is not there
_ABOVE_NAME = 3.5 / 2.54  # inches above the signer's name in which a signature stands


def measured(
    text: DocumentText, pages: Sequence[PageImage], signer: Field | None, retention: Field | None
) -> dict[str, Field | None]:
    """``has_garuda``, ``has_red_seal``, ``has_signature`` (values true or false; ``None`` where the pages
    were not measured) and ``retention_class`` where a stamp on the paper names one (ข้อ 55)."""
    found: dict[str, Field | None] = {"retention_class": _retention_class(retention)}
    if not pages:
        return found | dict.fromkeys(("has_garuda", "has_red_seal", "has_signature"))
    marks = [(page.number, mark) for page in pages for mark in page.marks]
    return found | {
        "has_garuda": _first([m for m in marks if m[1].kind is MarkKind.GARUDA]),
        "has_red_seal": _first([m for m in marks if m[1].kind is MarkKind.RED_SEAL]),
        "has_signature": _first(_signatures(text, pages, marks, signer)),
    }


def _first(marks: Sequence[tuple[int, Mark]]) -> Field:
    if not marks:
        return Field(False, "", confidence=_ABSENT, source="image")
    page, mark = marks[0]
    return Field(True, "", page, mark.box, mark.confidence, source="image")


def _signatures(
    text: DocumentText, pages: Sequence[PageImage], marks: Sequence[tuple[int, Mark]], signer: Field | None
) -> list[tuple[int, Mark]]:
    """Strokes of a pen close above the signer's name that are no printed words run together."""
    if signer is None or signer.box is None:
        return []
    dpi = next((page.dpi for page in pages if page.number == signer.page), 0)
    printed = [
        word.box
        for page in text.pages
        if page.page == signer.page
        for line in page.lines
        for word in line.words
        if len(word.text) >= 3 and word.text in dictionary() and word.confidence > 0.8
    ]
    return [
        (number, mark)
        for number, mark in marks
        if number == signer.page
        and mark.kind is MarkKind.PEN
        and signer.box.top - _ABOVE_NAME * dpi < mark.box.bottom < signer.box.bottom + 0.2 * dpi
        and mark.box.left < signer.box.right + 0.5 * dpi
        and signer.box.left - 0.5 * dpi < mark.box.right
        and sum(_covers(mark.box, box) for box in printed) < 2
    ]


def _covers(mark: Box, word: Box) -> bool:
    """Whether the middle of a word lies in a mark."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return mark.left < x < mark.right and mark.top < y < mark.bottom


def _retention_class(stamp: Field | None) -> Field | None:
    if stamp is None:
        return None
    dated = str(stamp.value)[:4].isdigit()
    return Field(
        RETENTION_DATED if dated else RETENTION_FOREVER,
        stamp.raw, stamp.page, stamp.box, stamp.confidence, stamp.source,
    )  # fmt: skip
