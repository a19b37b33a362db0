"""The one way in: a document's words become its description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from classify.fields import collect
from classify.letter import Letter, open_letter
from classify.marks import measured
from classify.stamps import is_certified_copy
from sarabun.model import Description, DocumentText, Field, PageImage

VERSION = "classify 4"


def describe(text: DocumentText, pages: Sequence[PageImage] = ()) -> Description:
    """Kind and fields of the letter that ``text`` starts with. Pure: the same words give the same answer.

    ``pages`` add what was measured on the images (blank pages, Garuda, seals, pen). ``flags``: pages,
    blank_pages (numbers), languages (ISO 639-3), has_certified_copy_stamp, doc_year_be,
    possible_other_documents (numbers of pages where another document seems to start), kind_reasons.
    """
    letter = open_letter(text)
    fields, lists = collect(letter)
    fields |= measured(text, pages, fields["signer_name"], fields["retention_until"])
    number = fields["number"]
    return Description(
        kind=letter.decision.kind,
        kind_confidence=letter.decision.confidence,
        circular=bool(number and number.parts and number.parts["circular"]),
        fields=fields,
        lists=lists,
        flags=_flags(text, pages, letter, fields),
        describer=VERSION,
    )


def _flags(
    text: DocumentText, pages: Sequence[PageImage], letter: Letter, fields: dict[str, Field | None]
) -> dict[str, Any]:
    blank = {p.page for p in text.pages if not p.lines} | {p.number for p in pages if p.blank}
    return {
        "pages": len(text.pages),
        "blank_pages": sorted(blank),
        "languages": _languages(text),
        "has_certified_copy_stamp": is_certified_copy(letter.everything),
        "doc_year_be": _year(fields),
        "possible_other_documents": list(letter.others),
        "kind_reasons": list(letter.decision.reasons),
    }


def _year(fields: dict[str, Field | None]) -> int | None:
    """The year that makes a number unique (the number itself holds none): of the date, or of n/yyyy."""
    for name, part in (("date", "be_year"), ("number", "year"), ("meeting_no", "year")):
        found = fields[name]
        if found and found.parts and found.parts.get(part):
            return int(found.parts[part])
    return None


def _languages(text: DocumentText) -> list[str]:
    """Languages with at least a twentieth of all letters, most frequent first."""
    everything = "".join(page.text for page in text.pages)
    letters = {
        "tha": len(re.findall("[ก-ฮ]", everything)),
        "eng": len(re.findall("[A-Za-z]", everything)),
    }
    total = sum(letters.values())
    return [x for x in sorted(letters, key=lambda k: -letters[k]) if total and letters[x] >= 0.05 * total]
