"""What is indexed for one record, the same in both engines.

Term fields hold terms with spaces between them; the text of all pages is one field, so a letter is found by
words of its subject and of page 3 together, counted once, and a phrase is found over the end of a page. Which
page answers best is settled when a hit is shown (:mod:`search.snippets`).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from isal import isal_zlib

from sarabun.errors import ConfigurationError
from sarabun.finding import Facet, Hit, SearchDocument, SearchPage, SearchQuery, SearchResult
from sarabun.model import Kind
from search import analysis, lookup, snippets
from search.sought import Sought

FORMAT = "f8"  # of the rows; with another one an index has to be made anew

# Searched fields with atoms in order; each has companions: its words and their shapes (:mod:`search.lookup`),
# and the trigrams of its skeleton in order, which for the text go on with those of the others.
SUBJECT, FROM, TO, TEXT = "subject", "from", "to", "text"
ATOM_FIELDS = (SUBJECT, FROM, TO, TEXT)
ANYWHERE = "anywhere"  # the shapes of all fields, words that have none, and every run of the number: one list
NUMBER = "number"  # every run of the parts of the document number
NUMBER_NOISE = "number_noise"  # pairs of its characters
# What a word counts there; one of the same letters counts ALIKE in the subject.
PLACES = {TO: 200.0, FROM: 200.0, SUBJECT: 400.0, NUMBER: 800.0}
ALIKE = 4.0
WORTH = "worth"  # what words count at their best places; an engine that cannot keep it goes by the fields
RECENCY = "@"  # there too: what the letter counts for being new; no word
SAMPLED = "sampled"  # whether it is one of the eighth of all letters by which very many are counted
PERSONS = "persons"  # hashes of national ID numbers
FACETS = tuple(facet.value for facet in Facet)  # as printed, whole
FEW = (Facet.KIND, Facet.YEAR, Facet.URGENCY, Facet.SECRECY)
TOGETHER = "together"  # the values of FEW: counted at once, for most of the work is to go through the letters
COUNTED = (*(facet.value for facet in Facet if facet not in FEW), TOGETHER)  # fields that engines count by
KEYS = tuple(f"{name}_key" for name in ("urgency", "secrecy", "unit", "box", "batch"))  # the same, folded
NUMBERS = ("day", "sort", "by_number")  # whole numbers below 2**63
NO_NUMBER = 2**63 - 1
SHARE = 8  # one of so many letters is SAMPLED
BETWEEN = "\t"  # in no value
_CODE = re.compile(r"[ก-ฮ]{1,5}|.*[0-9].*")
_CODEC, _LEVEL = "utf-16-le", 3  # as Python keeps Thai: what is read most often is only copied
_END = b"\n"  # in no JSON
_GAP = " | "  # a token that no query asks for, so that nothing is found across
MOST_RECENCY = 1 / 64
_LAST_YEAR = 2045  # what is misread as later is no newer
_KEPT_BITS = 0xFFFF8000  # of a 32-bit float: Lucene keeps 9 significant ones of what a feature counts
_RUNNING_BITS, _PART_BITS, _UNIT_BITS, _LETTER_BITS = 20, 7, 17, 6


def words_of(field: str) -> str:
    """The companion of an atom field with its words."""
    return f"{field}_words"


def shapes_of(field: str) -> str:
    """The companion of an atom field with the shapes of its words."""
    return f"{field}_shapes"


def noise_of(field: str) -> str:
    """The companion of an atom field with the trigrams of its skeleton."""
    return f"{field}_noise"


def is_code(word: str) -> bool:
    """Whether a word may be meant as a part of a document number: digits, or the letters of a code."""
    return _CODE.fullmatch(word) is not None


def alike(shape: str) -> str:
    """A shape among the terms of ANYWHERE; ข่าว has the shape ขาว, and is not the word ขาว."""
    return f"~{shape}"


def numbered(key: str) -> str:
    """A part of the document number among what counts: มท there says more than มท in an agency's name."""
    return f"#{key}"


@dataclass(frozen=True, slots=True)
class Row:
    """``secret``: the paper has a grade of secrecy. ``sampled``: see SAMPLED. ``values`` by name of FACETS,
    KEYS and TOGETHER, "" where there is none. ``numbers``: ``day`` as 20240724, 0 where unknown; ``sort``
    orders by day, then by a fixed number for each document, so that hardly two are equal and paging is
    stable; ``by_number`` orders by document number. ``terms`` by field. ``worth``: what a word counts at its
    best place outside the text; a shape and a part of the number stand there as :func:`alike` and
    :func:`numbered` write them, and :func:`recency` as RECENCY. ``stored`` is what :func:`hit` needs."""

    id: str
    stamp: str
    office: str
    secret: bool
    sampled: bool
    values: dict[str, str]
    numbers: dict[str, int]
    terms: dict[str, str]
    worth: dict[str, float]
    stored: bytes


def row(document: SearchDocument) -> Row:
    """What both engines keep of a document."""
    pages = sorted(document.pages, key=lambda page: page.number) or [SearchPage(1, "")]
    read = [(page.number, analysis.analyse(page.text)) for page in pages]
    day, digest = day_of(document.date), int.from_bytes(_digest(document.id))
    printed = {
        Facet.KIND: document.kind.value, Facet.AGENCY: document.agency,
        Facet.YEAR: str(day // 10_000) if day else "", Facet.URGENCY: document.urgency,
        Facet.SECRECY: document.secrecy, Facet.UNIT: document.unit, Facet.BOX: document.box_no,
        Facet.BATCH: document.batch,
    }  # fmt: skip
    values = {facet.value: value_of(text) for facet, text in printed.items()}
    keys = analysis.number_keys(document.number)
    fields = {
        SUBJECT: _Field([analysis.analyse(document.subject)]),
        FROM: _Field([analysis.analyse(document.agency)]),
        TO: _Field([analysis.analyse(document.addressee)]),
        TEXT: _Field([text for _, text in read]),
    }
    terms = {
        NUMBER: " ".join(keys),
        NUMBER_NOISE: " ".join(analysis.number_grams(analysis.number_key(document.number))),
        PERSONS: " ".join(document.persons),
        ANYWHERE: " ".join(_anywhere(fields.values(), keys)),
    }
    for name, field in fields.items():
        terms |= field.terms(name)
    terms[noise_of(TEXT)] = _GAP.join(terms[noise_of(name)] for name in (TEXT, SUBJECT, FROM, TO))
    shown = {
        "id": document.id,
        "kind": document.kind,
        "number": document.number,
        "date": document.date,
        "subject": document.subject,
        "agency": document.agency,
        "pages": [number for number, _ in read],
    }
    return Row(
        id=document.id,
        stamp=document.stamp,
        office=value_of(document.office),
        secret=bool(document.secrecy.strip()),
        sampled=digest % SHARE == 0,
        values=values
        | {key: analysis.fold(values[key.removesuffix("_key")]) for key in KEYS}
        | {TOGETHER: BETWEEN.join(values[facet] for facet in FEW)},
        numbers={
            "day": day,
            "sort": day << 32 | digest,
            "by_number": number_order(document.number),
        },
        terms=terms,
        worth=_worth(fields, keys) | ({RECENCY: recency(day)} if day else {}),
        stored=_packed(shown, [analysis.mark(text) for _, text in read]),
    )


def day_in(sort: int) -> int:
    """The day of a letter, as ``day`` has it, in its ``sort``."""
    return sort >> 32


def value_of(text: str) -> str:
    """What the paper says, as a value of a facet: on one line, at most so long that both engines take it."""
    return " ".join(analysis.clean(text).split())[: analysis.MAX_TERM_CHARS]


def day_of(date: str) -> int:
    """An ISO date as a number, 20240724; 0 for what is no date."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    return int("".join(found.groups())) if found else 0


@lru_cache(maxsize=65536)
def recency(day: int) -> float:
    """What a letter of a day (as :func:`day_of` tells) counts for being new: 1/128 in 2025, twice as much
    twenty years later, in steps of about a month; 0 where the day is unknown. Less than any word, it leaves
    few letters with one score, so that the newest are found without going through all that a word has."""
    if not day:
        return 0.0
    years = day // 10_000 + (day // 100 % 100 - 1 + day % 100 / 31) / 12
    (bits,) = struct.unpack("<I", struct.pack("<f", 2 ** ((min(years, _LAST_YEAR) - 2025) / 20 - 7)))
    value: float = struct.unpack("<f", struct.pack("<I", bits & _KEPT_BITS))[0]
    return value


def number_order(number: str) -> int:
    """Orders document numbers: by letters of the code, unit, its part, then running number; of 12/2567 by
    year, then number. ``NO_NUMBER`` where there is none."""
    text = analysis.fold_number(number)
    digits = [int(run) for run in re.findall(r"\d+", text)]
    if not digits:
        return NO_NUMBER
    letters = re.sub(r"[\d\W]+", " ", text).split()
    code = letters[0][:3] if letters and not text[0].isdigit() else ""
    if not code and len(digits) == 2:
        digits.reverse()
    order = 0
    for letter in code.ljust(3):
        order = order << _LETTER_BITS | max(0, min(2**_LETTER_BITS - 1, ord(letter) - ord("ก") + 1))
    unit, part, *_ = (*digits[:-1], 0, 0)
    for value, bits in ((unit, _UNIT_BITS), (part, _PART_BITS), (digits[-1], _RUNNING_BITS)):
        order = order << bits | min(value, 2**bits - 1)
    return order


def hit(stored: bytes, score: float, sought: Sought) -> Hit:
    """The hit for a document that an engine found, at its best page."""
    shown, text = _unpacked(stored)
    best = snippets.best(shown["pages"], text, sought)
    return Hit(
        id=shown["id"],
        page=best.page,
        score=score,
        kind=Kind(shown["kind"]),
        number=shown["number"],
        date=shown["date"],
        subject=shown["subject"],
        agency=shown["agency"],
        snippet=best.snippet.text,
        highlights=best.snippet.highlights,
        terms=best.snippet.terms,
        pages=best.pages,
    )


def _packed(shown: dict[str, Any], pages: list[str]) -> bytes:
    """In few bytes: what is shown of hits is most of what engines keep and send."""
    text = analysis.PAGE_BORDER.join(pages)
    packed: bytes = isal_zlib.compress(orjson.dumps(shown) + _END + text.encode(_CODEC), _LEVEL)
    return packed


def _unpacked(stored: bytes) -> tuple[dict[str, Any], str]:
    raw: bytes = isal_zlib.decompress(stored)
    end = raw.index(_END)
    shown: dict[str, Any] = orjson.loads(raw[:end])
    return shown, raw[end + len(_END) :].decode(_CODEC)


def nothing(query: SearchQuery) -> SearchResult:
    """The answer where no document matches."""
    return SearchResult(0, (), facets=tuple((facet, ()) for facet in query.facets))


def other_format(found: str) -> ConfigurationError:
    """What to say of an index in another format."""
    return ConfigurationError(
        "INDEX_FORMAT",
        "ดัชนีค้นหาสร้างด้วยรุ่นอื่น โปรดสร้างใหม่ด้วย sarabun index rebuild",
        "another version made the search index: make it anew with sarabun index rebuild",
        found,
    )


class _Field:
    """What was read of a field."""

    def __init__(self, texts: list[analysis.Analysed]) -> None:
        self._texts = texts
        self.words = [word for text in texts for word in lookup.words(text)]
        self.shapes = set[str]().union(*map(lookup.shapes, texts))

    def terms(self, name: str) -> dict[str, str]:
        grams = (gram for text in self._texts for gram in analysis.trigrams(analysis.skeleton(text.text)))
        return {
            name: " ".join(atom.text for text in self._texts for atom in text.atoms),
            words_of(name): " ".join(self.words),
            shapes_of(name): " ".join(sorted(self.shapes)),
            noise_of(name): " ".join(grams),
        }


def _anywhere(fields: Iterable[_Field], keys: Iterable[str]) -> list[str]:
    words, shapes = set(keys), set[str]()
    for field in fields:
        words.update(field.words)
        shapes |= field.shapes
    shapes.update(filter(None, map(lookup.shape, keys)))
    return sorted({word for word in words if not lookup.shape(word)}.union(map(alike, shapes)))


def _worth(fields: Mapping[str, _Field], keys: Iterable[str]) -> dict[str, float]:
    worth = {alike(shape): ALIKE for shape in fields[SUBJECT].shapes}
    for name in (TO, FROM, SUBJECT):
        worth |= dict.fromkeys(fields[name].words, PLACES[name])
    return worth | dict.fromkeys(map(numbered, keys), PLACES[NUMBER])


def _digest(document_id: str) -> bytes:
    return hashlib.blake2b(document_id.encode(), digest_size=4).digest()
