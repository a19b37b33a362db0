"""What is indexed for one page, the same in both engines.

Term fields hold terms with spaces between them. What is known of the letter (number, subject, from, to) is
with every page, so that a page answers together with it: the subject's words and those of page 3 are one hit.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sarabun.errors import ConfigurationError
from sarabun.model import Hit, Kind, SearchDocument, SearchPage
from search import analysis, snippets
from search.query import Clause

FORMAT = "f2"  # of the rows; with another one an index has to be made anew

# Searched fields with atoms in order; each has companions: its whole words, and the trigrams of its skeleton.
SUBJECT, FROM, TO, TEXT = "subject", "from", "to", "text"
ATOM_FIELDS = (SUBJECT, FROM, TO, TEXT)
NUMBER = "number"
KEYWORDS = ("kind", "urgency", "secrecy", "unit", "box", "batch")  # folded, whole


def words_of(field: str) -> str:
    """The companion of an atom field with its whole words."""
    return f"{field}_words"


def noise_of(field: str) -> str:
    """The companion of an atom field with the trigrams of its skeleton."""
    return f"{field}_noise"


@dataclass(frozen=True, slots=True)
class Row:
    """``secret``: the paper has a grade of secrecy. ``day`` is as 20240724, 0 where unknown. ``sort`` orders
    by date, then by a fixed number for each document, so that no two are equal and paging is stable; below
    2**57. ``keywords`` by name, "" where there is none; ``terms`` by field. ``stored`` is what :func:`hit`
    needs."""

    id: str
    page: int
    first: bool
    secret: bool
    year: int
    day: int
    sort: int
    keywords: dict[str, str]
    terms: dict[str, str]
    stored: str


def rows(document: SearchDocument) -> Iterator[Row]:
    """A row for each page; one without text for a document without pages."""
    pages = sorted(document.pages, key=lambda page: page.number) or [SearchPage(1, "")]
    day = day_of(document.date)
    sort = day << 32 | int.from_bytes(_digest(document.id)[:4])
    known = {NUMBER: " ".join(analysis.number_keys(document.number))}
    for field, value in ((SUBJECT, document.subject), (FROM, document.agency), (TO, document.addressee)):
        known |= _field(field, analysis.analyse(value))
    keywords = {
        "urgency": document.urgency, "secrecy": document.secrecy, "unit": document.unit,
        "box": document.box_no, "batch": document.batch,
    }  # fmt: skip
    keywords = {"kind": document.kind.value} | {name: analysis.fold(text) for name, text in keywords.items()}
    for page in pages:
        text = analysis.analyse(page.text)
        stored = {
            "id": document.id,
            "page": page.number,
            "kind": document.kind,
            "number": document.number,
            "date": document.date,
            "subject": document.subject,
            "agency": document.agency,
            "text": analysis.mark(text),
        }
        yield Row(
            id=document.id,
            page=page.number,
            first=page is pages[0],
            secret=bool(document.secrecy.strip()),
            year=day // 10_000,
            day=day,
            sort=sort,
            keywords=keywords,
            terms=known | _field(TEXT, text),
            stored=json.dumps(stored, ensure_ascii=False),
        )


def day_of(date: str) -> int:
    """An ISO date as a number, 20240724; 0 for what is no date."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    return int("".join(found.groups())) if found else 0


def group(document_id: str) -> int:
    """A number for a document, to tell documents apart where an engine counts numbers only; 64 bits."""
    return int.from_bytes(_digest(document_id))


def hit(stored: str, score: float, clauses: tuple[Clause, ...]) -> Hit:
    """The hit for a page that an engine found."""
    value = json.loads(stored)
    snippet = snippets.make(analysis.unmark(value["text"]), clauses)
    return Hit(
        id=value["id"],
        page=value["page"],
        score=score,
        kind=Kind(value["kind"]),
        number=value["number"],
        date=value["date"],
        subject=value["subject"],
        agency=value["agency"],
        snippet=snippet.text,
        highlights=snippet.highlights,
        terms=snippet.terms,
    )


def other_format(found: str) -> ConfigurationError:
    """What to say of an index in another format."""
    return ConfigurationError(
        "INDEX_FORMAT",
        "ดัชนีค้นหาสร้างด้วยรุ่นอื่น โปรดสร้างใหม่ด้วย sarabun index rebuild",
        "another version made the search index: make it anew with sarabun index rebuild",
        found,
    )


def _field(name: str, analysed: analysis.Analysed) -> dict[str, str]:
    skeleton, _ = analysis.skeleton(analysed.text)
    return {
        name: _atoms(analysed),
        words_of(name): " ".join(analysed.words),
        noise_of(name): " ".join(analysis.trigrams(skeleton)),
    }


def _atoms(analysed: analysis.Analysed) -> str:
    return " ".join(atom.text for atom in analysed.atoms)


def _digest(document_id: str) -> bytes:
    return hashlib.blake2b(document_id.encode(), digest_size=8).digest()
