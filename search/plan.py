"""What matches a query and how much each match counts, as a tree that each engine translates.

A document matches when every clause does: by all its words (over any of the fields), or else by their shapes.
The score is the mean over the words (of those that stand everywhere only where there are no others) of their
best place, 800 number, 400 subject, 200 from or to, 4 or less for a shape only; plus, weighing less than the
places, BM25 in the text and whether the words stand in a row (two frequent ones only in the subject); plus
300 where a day among the words is the letter's. Where many match, it is enough to tell some classes apart
(:func:`search.scores.in_brief`), the newest first in each.

Where few match everything, those that lack one word of several follow them. Where none does, a looser plan
takes those with some of the words, half of a clause's trigrams, or most of a number's digits. Exact clauses,
fields, OR and NOT bind in all three.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sarabun.finding import Access, Facet, Order, SearchQuery
from search import language, matching, query, rows, scores
from search.nodes import All, AtLeast, Fixed, Has, Node, Scored
from search.query import Clause

_ENOUGH = 10  # letters that have everything; with fewer, others follow
_SEVERAL = 3  # words, which few letters have


class Tier(NamedTuple):
    """``node`` is what matches; the next tier is tried where fewer than ``enough`` do. ``in_brief``, where
    there is one, makes what matches the same and counts less of it: for lists of many. ``few_likely``:
    few match, as several words are asked for, or something beside words."""

    node: Node
    enough: int = 1
    in_brief: Callable[[], Node] | None = None
    few_likely: bool = False

    def of(self, *, in_brief: bool) -> Node:
        """What is to be listed."""
        return self.in_brief() if in_brief and self.in_brief else self.node


@dataclass(frozen=True, slots=True)
class Plan:
    """``tiers`` are tried in order; that of those tried counts which finds most, of equals the first. The
    first takes letters that have everything. ``narrow`` must match beside: what was chosen of each facet.
    ``clauses`` are what snippets show."""

    tiers: tuple[Tier, ...]
    narrow: dict[Facet, Node]
    clauses: tuple[Clause, ...]
    order: Order


def make(asked: SearchQuery) -> Plan:
    """The plan for a query. Raises InputError QUERY_TOO_LONG, QUERY_SYNTAX or QUERY_VALUE."""
    parsed = language.parse(asked.text)
    filters = _filters(asked)
    narrow = {facet: _chosen(asked, facet) for facet, _ in asked.chosen}
    if parsed.tree is None:
        tiers = (Tier(All(filters)),) if parsed.empty else ()
        return Plan(tiers, narrow, (), _unranked(asked.order))
    tree = language.exactly(parsed.tree) if asked.strict else parsed.tree
    wanted = scores.wanted(tree)
    strict = All((*filters, matching.node(tree)))
    if not wanted:
        return Plan((Tier(strict),), narrow, (), _unranked(asked.order))
    dated = scores.of_dates(asked.text)
    scored = (*scores.of_words(wanted), *dated)
    nearly, loosely = ((), ()) if asked.strict else (matching.nearly(tree), matching.loosely(tree))
    clauses = tuple(clause for part in wanted for clause in part.clauses)
    several = sum(len(clause.terms) for clause in clauses) >= _SEVERAL
    few_likely = several or bool(narrow) or not isinstance(tree, language.Words)
    # In other orders near letters would stand among those that have everything.
    enough = _ENOUGH if nearly and asked.order is Order.RELEVANCE else 1

    def in_brief() -> Node:
        return Scored(strict, (scores.in_brief(tree, dated),))

    found = [Tier(Scored(strict, scored), enough, in_brief, few_likely)]
    if nearly:
        whole = Fixed(strict, scores.WHOLE)
        found.append(Tier(Scored(All((*filters, *nearly)), (*scored, whole)), few_likely=True))
    if loosely:
        found.append(Tier(Scored(All((*filters, *loosely)), scored + scores.of_noise(wanted))))
    return Plan(tuple(found), narrow, clauses, asked.order)


def _chosen(asked: SearchQuery, facet: Facet) -> Node:
    values = (value for name, value in asked.chosen if name is facet)
    return AtLeast(1, tuple(Has(facet.value, rows.value_of(value)) for value in values))


def _unranked(order: Order) -> Order:
    return Order.NEWEST if order is Order.RELEVANCE else order


def _filters(asked: SearchQuery) -> tuple[Node, ...]:
    filters = _permitted(asked.access)
    if asked.among:
        filters.append(AtLeast(1, tuple(Has("id", key) for key in asked.among)))
    filters += [Has(rows.PERSONS, person) for person in asked.persons]
    if asked.agency.strip():
        words = query.words(asked.agency[: query.MAX_CHARS])
        filters += [matching.word_in(rows.FROM, w.atoms) for w in words] or [AtLeast(1, ())]
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
