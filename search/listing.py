"""Lists of the embedded index in the orders that are asked for, a part at a time.

tantivy orders by a score or by one number and breaks ties as it pleases; here ties are broken by ``sort``, so
that a list is the same each time and goes on where it stopped.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

import tantivy

from sarabun.finding import Order, SearchQuery
from search import nodes, rows
from search.cursor import Place
from search.nodes import AtLeast, Best, Node, Scored, Without
from search.tantivy_queries import Queries

_SLACK = 200  # hits beyond those wanted, among which ties are broken
_MORE = 8  # times as many where that is not enough


class Listed(NamedTuple):
    """A hit with its place in the list: see :class:`search.cursor.Place`."""

    key: float
    sort: int
    score: float
    address: tantivy.DocAddress


class List:
    """What ``wanted`` matches in ``order``."""

    def __init__(
        self,
        queries: Queries,
        wanted: nodes.Node,
        order: Order,
    ) -> None:
        self._searcher = queries.searcher
        self._queries = queries
        self._wanted = wanted
        self._order = order
        self._total: int | None = None

    @property
    def total(self) -> int:
        """All that match. Costs nothing after a first part, except in the order of numbers."""
        if self._total is None:
            self._total = count_of(self._searcher.search(self._query, limit=1))
        return self._total

    @cached_property
    def _query(self) -> tantivy.Query:
        return self._queries.of(self._wanted)

    def part(self, query: SearchQuery, place: Place | None) -> list[Listed]:
        """The hits after ``place``, or after ``query.offset``."""
        skip = 0 if place else query.offset
        match self._order:
            case Order.RELEVANCE:
                found = self._best(skip + query.limit, place)
            case Order.NUMBER:
                found = self._by_number(skip + query.limit, place)
            case _:
                found = self.by_sort(skip + query.limit, place.sort if place else None)
        return found[skip:]

    def _best(self, count: int, place: Place | None) -> list[Listed]:
        if classes := _classes(self._wanted):
            return self._by_class(classes, count, place)
        most = (place.shown if place else 0) + count + _SLACK
        while True:
            result = self._searcher.search(self._query, limit=most)
            self._total = count_of(result)
            hits = result.hits  # made anew each time that it is asked for
            scores = [score for score, _ in hits]
            # Plain tuples: thousands may tie.
            ranked = sorted(
                (-score - rows.recency(sort >> 32), -sort, n)
                for n, (score, sort) in enumerate(zip(scores, self._sorts(result), strict=True))
            )
            if place is not None:
                ranked = ranked[bisect_right(ranked, (-place.key, -place.sort, most)) :]
            unseen = scores[-1] + rows.MOST_RECENCY if len(scores) == most else 0.0
            if not unseen or (len(ranked) >= count and -ranked[count - 1][0] > unseen):
                break
            most *= _MORE  # a tie reaches beyond the hits at hand
        return [Listed(-key, -sort, -key, hits[n][1]) for key, sort, n in ranked[:count]]

    def _by_class(self, classes: list[tuple[float, Node]], count: int, place: Place | None) -> list[Listed]:
        """Where few scores are possible (beginnings of words tie): those of each, newest first. A class that
        does not fill the list is known whole, so that the next ones may have its letters again."""
        found: dict[int, Listed] = {}
        unknown: list[Node] = []
        for score, node in classes:
            if len(found) >= count:
                break
            after = place.sort if place and score == place.key else None
            if place is None or score <= place.key:
                some = List(self._queries, nodes.All((node, *unknown)), Order.NEWEST)
                for hit in some.by_sort(count, after):
                    found.setdefault(hit.sort, hit._replace(key=score, score=score))
                if place is None and node is classes[-1][1]:
                    self._total = some.total
            if place and score >= place.key:
                unknown.append(Without(node))
        return list(found.values())[:count]

    def _by_number(self, count: int, place: Place | None) -> list[Listed]:
        found: list[Listed] = []
        if place is None or place.key < rows.NO_NUMBER:
            found = self._numbered(count, place)
        if len(found) < count:
            without = nodes.narrowed(
                self._wanted, [nodes.Within("by_number", rows.NO_NUMBER, rows.NO_NUMBER)]
            )
            after = place.sort if place and place.key == rows.NO_NUMBER else None
            rest = List(self._queries, without, Order.NEWEST)
            found += [hit._replace(key=rows.NO_NUMBER) for hit in rest.by_sort(count - len(found), after)]
        return found

    def _numbered(self, count: int, place: Place | None) -> list[Listed]:
        most = count + _SLACK
        least = int(place.key) if place else 0
        wanted = nodes.narrowed(self._wanted, [nodes.Within("by_number", least, rows.NO_NUMBER - 1)])
        numbered = self._queries.of(wanted)
        while True:
            result = self._searcher.search(
                numbered, limit=most, order_by_field="by_number", order=tantivy.Order.Asc
            )
            keys = [int(key) for key, _ in result.hits]
            listed = sorted(self._listed(result, keys), key=lambda hit: (hit.key, -hit.sort))
            found = [
                hit for hit in listed if place is None or (hit.key, -hit.sort) > (place.key, -place.sort)
            ]
            if len(keys) < most or (len(found) >= count and found[count - 1].key < keys[-1]):
                return found[:count]
            most *= _MORE

    def by_sort(self, count: int, after: int | None) -> list[Listed]:
        """The first ``count`` by date, after the one whose ``sort`` is ``after``."""
        if count <= 0:
            return []
        oldest = self._order is Order.OLDEST
        wanted = self._wanted
        if after is not None:
            least, most = (after + 1, rows.NO_NUMBER) if oldest else (0, max(0, after - 1))
            wanted = nodes.narrowed(wanted, [nodes.Within("sort", least, most)])
        order = tantivy.Order.Asc if oldest else tantivy.Order.Desc
        result = self._searcher.search(
            self._queries.of(wanted), limit=count, order_by_field="sort", order=order
        )
        if after is None:
            self._total = count_of(result)
        return self._listed(result, [0.0] * len(result.hits))

    def _listed(self, result: tantivy.SearchResult, keys: list[float] | list[int]) -> list[Listed]:
        return [
            Listed(key, sort, 0.0, address)
            for key, sort, (_, address) in zip(keys, self._sorts(result), result.hits, strict=True)
        ]

    def _sorts(self, result: tantivy.SearchResult) -> list[int]:
        addresses = [address for _, address in result.hits]
        return [int(sort or 0) for sort in self._searcher.fast_field_values("sort", addresses)]


def _classes(wanted: Node) -> list[tuple[float, Node]]:
    """The scores that are possible, highest first, and what has each or a better one; the last has all that
    match. Empty where they are not just a few."""
    match wanted:
        case Scored(node, ()):
            return [(0.0, node)]
        case Scored(node, (Best(places),)) if parts := nodes.fixed(places):
            of: dict[float, list[Node]] = {}
            for part in parts:
                of.setdefault(part.score, []).append(part.node)
            others = nodes.without(node, parts)
            scores = sorted(of, reverse=True)
            classes = [(score, nodes.All((others, AtLeast(1, tuple(of[score]))))) for score in scores]
            return [*classes, (0.0, node)] if others == node else [*classes[:-1], (scores[-1], node)]
    return []


def count_of(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # missing in tantivy's stub
