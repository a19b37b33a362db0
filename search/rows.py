"""What is indexed for one page, the same in both engines.

Term fields hold terms with spaces between them. The number, subject, agency and addressee are searched on the
first page only, so that a hit for them shows that page; the filters work on every page.
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

FORMAT = "f1"  # of the rows; with another one an index has to be made anew

# Searched fields with atoms in order; each has a companion "<field>_words" with whole words.
SUBJECT, PARTY, TEXT = "subject", "party", "text"
NUMBER, NOISE, AGENCY = "number", "noise", "agency"
ATOM_FIELDS = (SUBJECT, PARTY, TEXT, AGENCY)
WORD_FIELDS = ("subject_words", "party_words", "text_words")


@dataclass(frozen=True, slots=True)
class Row:
    """``secret``: the paper has a grade of secrecy. ``sort`` orders by date, then by a fixed number for each
    document, so that no two are equal and paging is stable; below 2**57. ``terms`` by field. ``stored`` is
    what :func:`hit` needs."""

    id: str
    page: int
    first: bool
    secret: bool
    kind: str
    year: int
    sort: int
    terms: dict[str, str]
    stored: str


def rows(document: SearchDocument) -> Iterator[Row]:
    """A row for each page; one without text for a document without pages."""
    pages = sorted(document.pages, key=lambda page: page.number) or [SearchPage(1, "")]
    date = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", document.date)
    day = int("".join(date.groups())) if date else 0
    sort = day << 32 | int.from_bytes(_digest(document.id)[:4])
    agency = _atoms(analysis.analyse(document.agency))
    for page in pages:
        first = page is pages[0]
        terms = {AGENCY: agency} | (_heading(document) if first else {})
        text = analysis.analyse(page.text)
        skeleton, _ = analysis.skeleton(text.text)
        noise = " ".join(analysis.trigrams(skeleton))
        terms |= {
            TEXT: _atoms(text),
            "text_words": " ".join(text.words),
            NOISE: f"{terms[NOISE]} {noise}" if first else noise,
        }
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
            first=first,
            secret=bool(document.secrecy.strip()),
            kind=document.kind,
            year=day // 10_000,
            sort=sort,
            terms=terms,
            stored=json.dumps(stored, ensure_ascii=False),
        )


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


def _heading(document: SearchDocument) -> dict[str, str]:
    subject = analysis.analyse(document.subject)
    party = analysis.analyse(f"{document.agency}\n{document.addressee}")
    skeletons = (analysis.skeleton(t)[0] for t in (document.number, subject.text, party.text))
    return {
        NUMBER: " ".join(analysis.number_keys(document.number)),
        SUBJECT: _atoms(subject),
        "subject_words": " ".join(subject.words),
        PARTY: _atoms(party),
        "party_words": " ".join(party.words),
        NOISE: " ".join(" ".join(analysis.trigrams(s)) for s in skeletons),
    }


def _atoms(analysed: analysis.Analysed) -> str:
    return " ".join(atom.text for atom in analysed.atoms)


def _digest(document_id: str) -> bytes:
    return hashlib.blake2b(document_id.encode(), digest_size=8).digest()
