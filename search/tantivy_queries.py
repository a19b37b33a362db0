"""Nodes of a plan as queries of tantivy, in forms that it answers fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import tantivy
from tantivy import Occur, Query

from search import plan, rows

_AT_ONCE = 3  # scores
_MOST_ROWS = 10  # parts of which one may be missing


class Queries:
    """Queries for one view of an index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self.searcher = searcher
        self._beginnings: dict[plan.Begins, Query] = {}

    def of(self, node: plan.Node) -> Query:
        match node:
            case plan.Has(field, value):
                return Query.term_query(self._schema, field, value, "freq")
            case plan.InARow(field, terms) if field in rows.NOISE_FIELDS:
                # Every third trigram and the last: they hold all the letters.
                places = sorted({*range(0, len(terms), 3), len(terms) - 1})
                return Query.phrase_query(self._schema, field, [(at, terms[at]) for at in places])
            case plan.InARow(field, terms):
                return Query.phrase_query(self._schema, field, list(terms))
            case plan.Begins(field, (), start):
                if node not in self._beginnings:  # slow to make, and asked for again and again
                    pattern = f"{re.escape(start)}.*"
                    self._beginnings[node] = Query.regex_query(self._schema, field, pattern)
                return self._beginnings[node]
            case plan.Begins(field, terms, start):
                return Query.phrase_prefix_query(self._schema, field, [*terms, start])
            case plan.Within(field, least, most):
                return Query.range_query(self._schema, field, tantivy.FieldType.Unsigned, least, most)
            case plan.Without(inner):
                everything = (Occur.Must, Query.all_query())
                return Query.boolean_query([everything, (Occur.MustNot, self.of(inner))])
            case plan.All(parts):
                return _every(map(self.of, parts)) if parts else Query.all_query()
            case plan.AtLeast(count, parts):
                return self._at_least(count, parts)
            case plan.Best(parts):
                return Query.disjunction_max_query([self.of(part) for part in parts])
            case plan.Fixed(inner, score):
                return Query.const_score_query(self.of(inner), score)
            case plan.Times(inner, factor):
                return Query.boost_query(self.of(inner), factor)
            case plan.Scored(inner, scores):
                return self._scored(inner, scores)

    def _at_least(self, count: int, parts: tuple[plan.Node, ...]) -> Query:
        if not parts:
            return Query.empty_query()
        made = list(map(self.of, parts))
        if 1 < count == len(parts) - 1 <= _MOST_ROWS:
            # Each without another part: what lists have in common is found by leaps.
            return _either(_every(made[:i] + made[i + 1 :]) for i in range(len(made)))
        enough = Query.boolean_query([(Occur.Should, one) for one in made], count)
        if count < 2 or count > len(parts):
            return enough
        # What has all but two of the parts has one of any three: the rarest leave few letters to look at.
        rarest = sorted(range(len(parts)), key=lambda i: self._size(parts[i]))[: len(parts) - count + 1]
        return _every([_either(made[i] for i in rarest), enough])

    def _scored(self, inner: plan.Node, scores: tuple[plan.Node, ...]) -> Query:
        matching = Query.const_score_query(self.of(inner), 0.0)
        # Scores side by side are gone through whole, behind each other only where a letter matches: faster
        # where there are many, of several words that few letters have.
        at_once = len(scores) if len(scores) <= _AT_ONCE else 1
        for some in _batched(map(self.of, scores), max(1, at_once)):
            should = [(Occur.Should, score) for score in some]
            matching = Query.boolean_query([(Occur.Must, matching), *should])
        return matching

    def _size(self, node: plan.Node) -> int:
        """At most about so many letters match."""
        match node:
            case plan.Has(field, value):
                return int(self.searcher.doc_freq(field, value))
            case plan.InARow(field, terms):
                return min(int(self.searcher.doc_freq(field, term)) for term in terms)
            case plan.All(parts):
                return min(map(self._size, parts), default=int(self.searcher.num_docs))
            case plan.AtLeast(_, parts):
                return sum(map(self._size, parts))
        return int(self.searcher.num_docs)


def _every(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _either(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _batched(queries: Iterable[Query], size: int) -> Iterator[tuple[Query, ...]]:
    """``itertools.batched`` of Python 3.12."""
    remaining = iter(queries)
    while batch := tuple(islice(remaining, size)):
        yield batch
