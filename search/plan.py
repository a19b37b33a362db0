"""What matches a query and how much each match counts, as a tree that each engine translates.

A document matches when every clause does: by all its words (over any of the fields), or else by its skeleton.
The score is the mean over the words of their best place, 800 number, 400 subject, 200 from or to, 100 text, 0
skeleton only; plus, weighing less than the places, BM25 and whether the words stand in a row.

When none matches everything, a second, looser plan takes those with some of the words, or with half of a
clause's trigrams. Exact clauses, fields, OR and NOT bind in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sarabun.model import Access, Facet, Order, SearchQuery
from search import analysis, language, query, rows
from search.language import Scope, Tree
from search.query import Clause, Term

_PLACES = {rows.SUBJECT: 400.0, rows.FROM: 200.0, rows.TO: 200.0, rows.TEXT: 100.0}
_AT_NUMBER = 800.0
_OTHER_NAME = 0.9  # what a name counts that was not typed but means the same
_WEIGHTS = {rows.SUBJECT: 4.0, rows.FROM: 2.0, rows.TO: 2.0, rows.TEXT: 1.0}
_IN_A_ROW = {rows.SUBJECT: 60.0, rows.FROM: 30.0, rows.TO: 30.0, rows.TEXT: 20.0}
_FIELDS: dict[Scope, tuple[str, ...]] = {
    Scope.ANYWHERE: rows.ATOM_FIELDS,
    Scope.SUBJECT: (rows.SUBJECT,),
    Scope.FROM: (rows.FROM,),
    Scope.TO: (rows.TO,),
    Scope.NUMBER: (),
    Scope.TEXT: (rows.TEXT,),
}


@dataclass(frozen=True, slots=True)
class Has:
    """The field has the value: a term, or a number or truth value of a filter field."""

    field: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Begins:
    """The field has a term that begins with ``start``, right behind the ``terms`` in a row."""

    field: str
    terms: tuple[str, ...]
    start: str


@dataclass(frozen=True, slots=True)
class Within:
    """The number in the field is from ``least`` to ``most``, both included."""

    field: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class InARow:
    """The field has the terms (at least two) one after the other."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches; all documents where there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``count`` of the parts match; none ever do where there are no parts."""

    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Every document that does not match ``node``."""

    node: Node


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


Node = Has | Begins | Within | InARow | All | AtLeast | Without | Best | Fixed | Times | Scored


@dataclass(frozen=True, slots=True)
class Plan:
    """``tiers`` are tried in order until one finds something. ``narrow`` must match beside: what was chosen
    of each facet. ``clauses`` are what snippets show."""

    tiers: tuple[Node, ...]
    narrow: dict[Facet, Node]
    clauses: tuple[Clause, ...]
    order: Order


def make(asked: SearchQuery) -> Plan:
    """The plan for a query. Raises InputError QUERY_TOO_LONG, QUERY_SYNTAX or QUERY_VALUE."""
    parsed = language.parse(asked.text)
    filters = _filters(asked)
    narrow = {facet: _chosen(asked, facet) for facet, _ in asked.chosen}
    if parsed.tree is None:
        tiers = (All(filters),) if parsed.empty else ()
        return Plan(tiers, narrow, (), _unranked(asked.order))
    wanted = tuple(_wanted(parsed.tree))
    strict = All((*filters, _node(parsed.tree)))
    if not wanted:
        return Plan((strict,), narrow, (), _unranked(asked.order))
    scores = _scores(wanted)
    found: list[Node] = [Scored(strict, scores)]
    if not asked.strict and (loose := _loosely(parsed.tree)):
        found.append(Scored(All((*filters, *loose)), scores + _noise_scores(wanted)))
    clauses = tuple(clause for part in wanted for clause in part.clauses)
    return Plan(tuple(found), narrow, clauses, asked.order)


def narrowed(tier: Node, nodes: Iterable[Node]) -> Node:
    """``tier`` where all ``nodes`` match too; they do not count."""
    if isinstance(tier, Scored):
        return Scored(All((tier.node, *nodes)), tier.scores)
    return All((tier, *nodes))


def _chosen(asked: SearchQuery, facet: Facet) -> Node:
    values = (value for name, value in asked.chosen if name is facet)
    return AtLeast(1, tuple(Has(facet.value, rows.value_of(value)) for value in values))


def _unranked(order: Order) -> Order:
    return Order.NEWEST if order is Order.RELEVANCE else order


def _filters(asked: SearchQuery) -> tuple[Node, ...]:
    filters = _permitted(asked.access)
    if asked.among:
        filters.append(AtLeast(1, tuple(Has("id", key) for key in asked.among)))
    if asked.agency.strip():
        words = query.words(asked.agency[: query.MAX_CHARS])
        filters += [_run(rows.FROM, w.atoms) for w in words] or [AtLeast(1, ())]
    return tuple(filters)


def _permitted(access: Access) -> list[Node]:
    filters: list[Node] = []
    if access.grades is not None:
        graded = (Has("secrecy", rows.value_of(grade)) for grade in access.grades)
        filters.append(AtLeast(1, (Has("secret", False), *graded)))
    for field, values in (("unit", access.units), ("office", access.offices)):
        if values is not None:
            filters.append(AtLeast(1, tuple(Has(field, rows.value_of(value)) for value in values)))
    return filters


# --- what matches ----------------------------------------------------------------------------------------


def _node(tree: Tree) -> Node:
    match tree:
        case language.Words(clauses, scope):
            return All(tuple(_clause(clause, scope) for clause in clauses))
        case language.Between(first, last):
            return Within("day", rows.day_of(first), rows.day_of(last))
        case language.Is(field, value):
            return Has(field.value if field is language.Filter.KIND else f"{field.value}_key", value)
        case language.And(parts):
            return All(tuple(map(_node, parts)))
        case language.Or(parts):
            return AtLeast(1, tuple(map(_node, parts)))
        case language.Not(part):
            return Without(_node(part))


def _clause(clause: Clause, scope: Scope) -> Node:
    if clause.begins:
        return AtLeast(1, _beginning(clause.terms[0], scope))
    by_words = All(tuple(_somewhere(term, scope) for term in clause.terms))
    noise = () if clause.exact else _skeleton(clause.skeleton, scope)
    if not noise:
        return by_words
    if len(clause.terms) == 1:
        return AtLeast(1, (by_words, *noise))
    each = tuple(AtLeast(1, (_somewhere(t, scope), *_term_skeleton(t, scope))) for t in clause.terms)
    return AtLeast(1, (All(each), *noise))


def _somewhere(term: Term, scope: Scope) -> Node:
    at_number = (Has(rows.NUMBER, term.word),) if scope in (Scope.ANYWHERE, Scope.NUMBER) else ()
    names = (term.atoms, *term.same)
    return AtLeast(1, (*at_number, *(_run(field, name) for field in _FIELDS[scope] for name in names)))


def _beginning(term: Term, scope: Scope) -> tuple[Begins, ...]:
    """The word itself, or the pieces it falls into while unfinished: งานสารบ* is งาน and สารบ."""
    *before, last = term.atoms
    found = [Begins(rows.NUMBER, (), term.word)] if scope in (Scope.ANYWHERE, Scope.NUMBER) else []
    for field in _FIELDS[scope]:
        found += [Begins(name, (), term.word) for name in (field, rows.words_of(field))]
        if before:
            found.append(Begins(field, tuple(before), last))
    return tuple(found)


def _term_skeleton(term: Term, scope: Scope) -> tuple[Node, ...]:
    skeleton, _ = analysis.skeleton(term.word)
    return () if skeleton.isdigit() else _skeleton(skeleton, scope)


def _skeleton(skeleton: str, scope: Scope) -> tuple[Node, ...]:
    grams = analysis.trigrams(skeleton)
    return tuple(_run(rows.noise_of(field), grams) for field in _FIELDS[scope]) if grams else ()


def _loosely(tree: Tree) -> tuple[Node, ...]:
    """What must match in the looser tier: at least one word of those that may be loosened, and all the rest;
    empty where nothing may."""
    parts = tree.parts if isinstance(tree, language.And) else (tree,)
    binding: list[Node] = []
    optional: list[Node] = []
    for part in parts:
        if isinstance(part, language.Words) and part.scope is Scope.ANYWHERE:
            for clause in part.clauses:
                if clause.exact:
                    binding.append(_clause(clause, part.scope))
                else:
                    optional += _parts(clause)
        else:
            binding.append(_node(part))
    return (*binding, AtLeast(1, tuple(optional))) if optional else ()


def _parts(clause: Clause) -> tuple[Node, ...]:
    anywhere = Scope.ANYWHERE
    words = tuple(
        node for t in clause.terms for node in (_somewhere(t, anywhere), *_term_skeleton(t, anywhere))
    )
    return (*words, *_skeleton(clause.skeleton, anywhere), *_similar(clause.skeleton))


def _similar(skeleton: str) -> tuple[Node, ...]:
    grams, least = analysis.similar(skeleton)
    return tuple(
        AtLeast(least, tuple(Has(rows.noise_of(field), gram) for gram in grams))
        for field in (rows.ATOM_FIELDS if grams else ())
    )


# --- how much it counts ----------------------------------------------------------------------------------


def _wanted(tree: Tree) -> list[language.Words]:
    """The words that are to be there."""
    match tree:
        case language.Words():
            return [tree]
        case language.And(parts) | language.Or(parts):
            return [found for part in parts for found in _wanted(part)]
    return []


def _scores(wanted: Sequence[language.Words]) -> tuple[Node, ...]:
    share = 1 / sum(len(clause.terms) for part in wanted for clause in part.clauses)
    scores: list[Node] = []
    atoms: dict[Scope, list[str]] = {}
    for part in wanted:
        for clause in part.clauses:
            for term in clause.terms:
                if clause.begins:
                    scores.append(Best(tuple(_placed(n, share) for n in _beginning(term, part.scope))))
                else:
                    scores += _term_scores(term, part.scope, share)
                    atoms.setdefault(part.scope, []).extend(term.atoms)
    for scope, run in atoms.items():
        if len(run) > 1:
            scores += [Fixed(_run(field, tuple(run)), _IN_A_ROW[field]) for field in _FIELDS[scope]]
    return tuple(scores)


def _placed(node: Has | Begins | InARow, share: float) -> Fixed:
    place = node.field.removesuffix(rows.words_of(""))
    return Fixed(node, (_AT_NUMBER if place == rows.NUMBER else _PLACES[place]) * share)


def _term_scores(term: Term, scope: Scope, share: float) -> list[Node]:
    places: list[Has | InARow] = [_run(field, term.atoms) for field in _FIELDS[scope]]
    if scope in (Scope.ANYWHERE, Scope.NUMBER):
        places.append(Has(rows.NUMBER, term.word))
    best = [_placed(node, share) for node in places]
    best += [_placed(_run(f, name), share * _OTHER_NAME) for f in _FIELDS[scope] for name in term.same]
    scores: list[Node] = [Best(tuple(best))]
    scores += [Times(Has(rows.words_of(f), term.word), _WEIGHTS[f] * share) for f in _FIELDS[scope]]
    if rows.TEXT in _FIELDS[scope]:
        scores.append(Times(_run(rows.TEXT, term.atoms), 0.5 * share))
    return scores


def _noise_scores(wanted: Sequence[language.Words]) -> tuple[Node, ...]:
    clauses = [clause for part in wanted for clause in part.clauses]
    return tuple(
        Fixed(node, 20 / len(clauses))
        for clause in clauses
        for node in (*_skeleton(clause.skeleton, Scope.ANYWHERE), *_similar(clause.skeleton))
    )


def _run(field: str, terms: tuple[str, ...]) -> Has | InARow:
    return Has(field, terms[0]) if len(terms) == 1 else InARow(field, terms)
