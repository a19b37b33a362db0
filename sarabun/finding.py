"""What searches ask and find, as values. Like :mod:`sarabun.model`: frozen, and nothing of ours but that."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sarabun.model import Kind, to_json


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a document as the index takes it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What the index knows of a record. ``date`` is ISO C.E.; ``secrecy`` as on the paper; ``unit`` has the
    record, of the agency ``office``, where several share an index. ``persons`` are hashes of the national ID
    numbers in it, which its texts hold masked (:mod:`sarabun.persons`)."""

    id: str
    kind: Kind
    number: str
    date: str
    subject: str
    agency: str
    addressee: str
    urgency: str
    secrecy: str
    unit: str
    box_no: str
    batch: str
    pages: tuple[SearchPage, ...]
    office: str = ""
    persons: tuple[str, ...] = ()

    @property
    def stamp(self) -> str:
        """Equal for equal documents: tells whether an index has this one or an earlier state of it."""
        text = json.dumps(to_json(self), ensure_ascii=False, sort_keys=True)
        return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()


class Facet(StrEnum):
    """What results are counted by and narrowed to."""

    KIND = "kind"
    AGENCY = "agency"
    YEAR = "year"
    URGENCY = "urgency"
    SECRECY = "secrecy"
    UNIT = "unit"
    BOX = "box"
    BATCH = "batch"


class Order(StrEnum):
    """``RELEVANCE``: the best first, of equal ones the newest. ``NUMBER``: by code of the agency, then by
    number; letters without one last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Counted:
    """A value of a facet and how many documents have it, exactly or as a part of them tells."""

    value: str
    count: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Access:
    """Which letters: those without a grade of secrecy, and of the ``grades``; of the ``units`` and
    ``offices``. ``None`` stands for every one there is. ``persons``: also by national ID numbers."""

    grades: tuple[str, ...] | None = ()
    units: tuple[str, ...] | None = None
    offices: tuple[str, ...] | None = None
    persons: bool = False


EVERYTHING = Access(grades=None, persons=True)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search as a person asks it. ``text`` is in the query language; empty means all, newest first.

    ``chosen`` narrows to letters that have one of the values of every facet named: of ``KIND`` a code, of
    ``YEAR`` a C.E. year, of the others what the paper says. ``agency`` are words of the sender's name.
    ``after`` is ``next`` of the page before and goes with the same text, order and chosen; a list goes on
    there without a letter lost or told twice, but by relevance only while no other letters come or go.
    Without it ``offset`` hits are skipped, up to 10,000. ``facets`` are those to count.

    ``access`` says what the one who asks may find. The rest is left out inside the query: neither hits nor
    ``total`` nor a facet tell that it exists.

    ``among`` limits to documents of these ids, none meaning all; ``persons`` to those that hold all of these
    national ID numbers, as :func:`sarabun.persons.hashes` gives them. ``strict`` leaves out what is found
    by likeness, and letters that have not all that was asked. ``exact`` counts every letter, where many match
    more slowly.
    """

    text: str
    chosen: tuple[tuple[Facet, str], ...] = ()
    agency: str = ""
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 20
    after: str = ""
    facets: tuple[Facet, ...] = ()
    access: Access = Access()
    among: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    strict: bool = False
    exact: bool = False


class Highlight(NamedTuple):
    """A marked range of a snippet, in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a query, at the page that does so best; ``pages`` are all that have some of it.
    ``highlights`` mark ranges of ``snippet``; ``terms`` are the words of the page that matched, for drawing
    over the page image."""

    id: str
    page: int
    score: float
    kind: Kind
    number: str
    date: str
    subject: str
    agency: str
    snippet: str
    highlights: tuple[Highlight, ...]
    terms: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``hits`` holds each document once, at its best page. ``total`` counts all documents that match, of
    which ``complete`` have everything that was asked; the others lack something and by relevance come after
    them. A facet's counts are of what the other facets leave, so that another value can be chosen beside one
    that is. ``estimated``: very many match, and how many is what a part of them came to. ``next`` asks for
    the hits that follow (``SearchQuery.after``); empty at the end. ``meant`` is the query with words as the
    hits have them, where they are only alike; empty where none is."""

    total: int
    hits: tuple[Hit, ...]
    took_ms: float = 0.0
    facets: tuple[tuple[Facet, tuple[Counted, ...]], ...] = ()
    next: str = ""
    meant: str = ""
    complete: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class IndexCheck:
    """What an index has otherwise than the registry, by document: not there, in another state, left over."""

    documents: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not (self.missing or self.stale or self.extra)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be typed next; ``count`` of the letters that have it, 0 where it was not counted."""

    text: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Suggestions:
    """By what they are."""

    subjects: tuple[Suggestion, ...] = ()
    agencies: tuple[Suggestion, ...] = ()
    numbers: tuple[Suggestion, ...] = ()
