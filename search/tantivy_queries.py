"""Nodes of a plan as queries of tantivy, in forms that it answers fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import tantivy
from tantivy import Occur, Query

from search import nodes

_AT_ONCE = 3  # scores
_MOST_WORDS = 100  # that a beginning may stand for behind others, the most frequent


class Queries:
    """Queries for one view of an index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self.searcher = searcher
        self._beginnings: dict[nodes.Begins, Query] = {}

    def of(self, node: nodes.Node) -> Query:
        match node:
            case nodes.Has(field, value):
                return Query.term_query(self._schema, field, value, "freq")
            case nodes.InARow(field, terms):
                placed: list[str | tuple[int, str]] = [
                    (at, t) for at, t in enumerate(terms) if t != nodes.GAP
                ]
                return Query.phrase_query(self._schema, field, placed)
            case nodes.Begins(field, (), start):
                if node not in self._beginnings:  # slow to make, and asked for again and again
                    pattern = f"{re.escape(start)}.*"
                    self._beginnings[node] = Query.regex_query(self._schema, field, pattern)
                return self._beginnings[node]
            case nodes.Begins(field, terms, start):
                words = self.searcher.terms_with_prefix(field, start, limit=_MOST_WORDS)
                rows_ = (nodes.InARow(field, (*terms, word)) for word, _ in words)
                return self.of(nodes.AtLeast(1, tuple(rows_)))
            case nodes.Within(field, least, most):
                return Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, least, most)
            case nodes.Without(inner):
                everything = (Occur.Must, Query.all_query())
                return Query.boolean_query([everything, (Occur.MustNot, self.of(inner))])
            case nodes.All(parts):
                return _every(map(self.of, parts)) if parts else Query.all_query()
            case nodes.AtLeast(count, parts):
                should = [(Occur.Should, self.of(part)) for part in parts]
                return Query.boolean_query(should, count) if parts else Query.empty_query()
            case nodes.Best(parts):
                places = (place for part in parts for place in nodes.by_field(part))
                return Query.disjunction_max_query(list(map(self.of, places)))
            case nodes.Placed():
                return self.of(nodes.Best((node,)))
            case nodes.Fixed(inner, score):
                return Query.const_score_query(self.of(inner), score)
            case nodes.Times(inner, factor):
                return Query.boost_query(self.of(inner), factor)
            case nodes.Scored(inner, scores):
                return self._scored(inner, scores)

    def _scored(self, inner: nodes.Node, scores: tuple[nodes.Node, ...]) -> Query:
        matching = Query.const_score_query(self.of(inner), 0.0)
        # Scores side by side are gone through whole, behind each other only where a letter matches: faster
        # where there are many, of several words that few letters have.
        at_once = len(scores) if len(scores) <= _AT_ONCE else 1
        for some in _batched(map(self.of, scores), max(1, at_once)):
            should = [(Occur.Should, score) for score in some]
            matching = Query.boolean_query([(Occur.Must, matching), *should])
        return matching


def _every(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _batched(queries: Iterable[Query], size: int) -> Iterator[tuple[Query, ...]]:
    """``itertools.batched`` of Python 3.12."""
    remaining = iter(queries)
    while batch := tuple(islice(remaining, size)):
        yield batch
