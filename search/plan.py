"""What matches a query and how much each match counts, as a tree that each engine translates.

A page matches when every clause does: by all its words (over any of the fields), or else by its skeleton. The
score is the mean over the words of their best place, 800 number, 400 subject, 200 from or to, 100 text, 0
skeleton only; plus, weighing less than the places, BM25 and whether the words stand in a row.

When no page matches everything, a second, looser plan takes pages with some of the words, or with half of a
clause's trigrams. Exact clauses bind in both.
"""

from __future__ import annotations

from dataclasses import dataclass

from sarabun.errors import InputError
from sarabun.model import SearchQuery
from search import analysis, query
from search.query import Clause, ParsedQuery, Term
from search.rows import AGENCY, NOISE, NUMBER, PARTY, SUBJECT, TEXT

_PLACES = ((SUBJECT, 400.0), (PARTY, 200.0), (TEXT, 100.0))
_WEIGHTS = {SUBJECT: 4.0, PARTY: 2.0, TEXT: 1.0}
_IN_A_ROW = {SUBJECT: 60.0, PARTY: 30.0, TEXT: 20.0}
WINDOW = 10_000  # how deep a list can be paged; pages, of which the best of each document is shown


@dataclass(frozen=True, slots=True)
class Has:
    """The field has the value: a term, or a number or truth value of a filter field."""

    field: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class InARow:
    """The field has the terms (at least two) one after the other."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches; all pages where there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``count`` of the parts match; none ever do where there are no parts."""

    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Best:
    """Any part matches; scores as the best of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Matches as ``node`` does and scores ``score``."""

    node: Node
    score: float


@dataclass(frozen=True, slots=True)
class Times:
    """Matches as ``node`` does; its score times ``factor``."""

    node: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Matches as ``node`` does, without its score; scores the sum of the ``scores`` that match."""

    node: Node
    scores: tuple[Node, ...]


Node = Has | InARow | All | AtLeast | Best | Fixed | Times | Scored


@dataclass(frozen=True, slots=True)
class Plan:
    """``tiers`` are tried in order until one finds something. ``newest`` asks for the newest first instead of
    the best. ``clauses`` are what snippets show."""

    tiers: tuple[Node, ...]
    clauses: tuple[Clause, ...]
    newest: bool = False


def make(asked: SearchQuery) -> Plan:
    """The plan for a query. Raises InputError QUERY_TOO_LONG or QUERY_TOO_DEEP."""
    if asked.offset < 0 or asked.limit < 0 or asked.offset + asked.limit > WINDOW:
        raise InputError(
            "QUERY_TOO_DEEP",
            f"แสดงผลได้ไม่เกินลำดับที่ {WINDOW:,} โปรดเพิ่มคำค้นหรือตัวกรอง",
            f"results are listed up to number {WINDOW:,}: add words or filters",
        )
    parsed = query.parse(asked.text)
    filters = _filters(asked)
    if parsed.empty:
        return Plan((All((*filters, Has("first", True))),), (), newest=True)
    if not parsed.clauses:
        return Plan((), ())
    scores = _scores(parsed)
    strict = All((*filters, *(_clause(c) for c in parsed.clauses)))
    loose = All((*filters, *_loosely(parsed.clauses)))
    return Plan((Scored(strict, scores), Scored(loose, scores + _noise_scores(parsed))), parsed.clauses)


def _filters(asked: SearchQuery) -> tuple[Node, ...]:
    filters: list[Node] = [] if asked.include_secret else [Has("secret", False)]
    if asked.kind is not None:
        filters.append(Has("kind", asked.kind.value))
    if asked.year is not None:
        filters.append(Has("year", asked.year))
    if asked.agency.strip():
        words = query.words(asked.agency[: query.MAX_CHARS])
        filters += [_run(AGENCY, w.atoms) for w in words] or [AtLeast(1, ())]
    return tuple(filters)


def _clause(clause: Clause) -> Node:
    by_words = All(tuple(_somewhere(term) for term in clause.terms))
    noise = () if clause.exact else _skeleton(clause.skeleton)
    if not noise:
        return by_words
    if len(clause.terms) == 1:
        return AtLeast(1, (by_words, *noise))
    each = All(tuple(AtLeast(1, (_somewhere(t), *_term_skeleton(t))) for t in clause.terms))
    return AtLeast(1, (each, *noise))


def _loosely(clauses: tuple[Clause, ...]) -> tuple[Node, ...]:
    """Exact clauses, and at least one word of the others."""
    exact = tuple(_clause(c) for c in clauses if c.exact)
    others = tuple(part for c in clauses if not c.exact for part in _parts(c))
    return (*exact, AtLeast(1, others)) if others else exact


def _parts(clause: Clause) -> tuple[Node, ...]:
    words = tuple(node for t in clause.terms for node in (_somewhere(t), *_term_skeleton(t)))
    return (*words, *_skeleton(clause.skeleton), *_similar(clause.skeleton))


def _somewhere(term: Term) -> Node:
    return AtLeast(1, (Has(NUMBER, term.word), *(_run(field, term.atoms) for field, _ in _PLACES)))


def _term_skeleton(term: Term) -> tuple[Node, ...]:
    skeleton, _ = analysis.skeleton(term.word)
    return () if skeleton.isdigit() else _skeleton(skeleton)


def _skeleton(skeleton: str) -> tuple[Node, ...]:
    grams = analysis.trigrams(skeleton)
    return (_run(NOISE, grams),) if grams else ()


def _similar(skeleton: str) -> tuple[Node, ...]:
    grams, least = analysis.similar(skeleton)
    return (AtLeast(least, tuple(Has(NOISE, g) for g in grams)),) if grams else ()


def _scores(parsed: ParsedQuery) -> tuple[Node, ...]:
    terms = [term for clause in parsed.clauses for term in clause.terms]
    share = 1 / len(terms)
    scores: list[Node] = []
    for term in terms:
        places = ((Has(NUMBER, term.word), 800.0), *((_run(f, term.atoms), s) for f, s in _PLACES))
        scores.append(Best(tuple(Fixed(node, score * share) for node, score in places)))
        scores += [Times(Has(f"{field}_words", term.word), w * share) for field, w in _WEIGHTS.items()]
        scores.append(Times(_run(TEXT, term.atoms), 0.5 * share))
    if len(parsed.atoms) > 1:
        scores += [Fixed(_run(field, parsed.atoms), score) for field, score in _IN_A_ROW.items()]
    return tuple(scores)


def _noise_scores(parsed: ParsedQuery) -> tuple[Node, ...]:
    share = 1 / len(parsed.clauses)
    return tuple(
        Fixed(node, 20 * share)
        for clause in parsed.clauses
        for node in (*_skeleton(clause.skeleton), *_similar(clause.skeleton))
    )


def _run(field: str, terms: tuple[str, ...]) -> Node:
    return Has(field, terms[0]) if len(terms) == 1 else InARow(field, terms)
