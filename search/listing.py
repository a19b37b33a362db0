"""Lists of the embedded index in the orders that are asked for, a part at a time.

tantivy orders by a score or by one number and breaks ties as it pleases; here ties are broken by ``sort``, so
that a list is the same each time and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import tantivy

from sarabun.model import Order, SearchQuery
from search import plan, rows
from search.cursor import Place

_SLACK = 200  # hits beyond those wanted, among which ties are broken


class Listed(NamedTuple):
    """A hit with its place in the list: see :class:`search.cursor.Place`."""

    key: float
    sort: int
    score: float
    address: tantivy.DocAddress


class List:
    """What ``wanted`` matches in ``order``; ``translate`` makes the engine's query of a node."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        translate: Callable[[plan.Node], tantivy.Query],
        wanted: plan.Node,
        order: Order,
    ) -> None:
        self._searcher = searcher
        self._translate = translate
        self._wanted = wanted
        self._order = order
        self._total: int | None = None

    @property
    def total(self) -> int:
        """All that match. Costs nothing after a first part, except in the order of numbers."""
        if self._total is None:
            self._total = _count(self._searcher.search(self._translate(self._wanted), limit=1))
        return self._total

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
        most = (place.shown if place else 0) + count + _SLACK
        while True:
            result = self._searcher.search(self._translate(self._wanted), limit=most)
            self._total = _count(result)
            scores = [round(score, 3) for score, _ in result.hits]
            listed = sorted(self._listed(result, scores), key=lambda hit: (-hit.key, -hit.sort))
            found = [
                hit for hit in listed if place is None or (-hit.key, -hit.sort) > (-place.key, -place.sort)
            ]
            if len(scores) < most or (len(found) >= count and found[count - 1].key > scores[-1]):
                return found[:count]
            most *= 2  # a tie reaches beyond the hits at hand

    def _by_number(self, count: int, place: Place | None) -> list[Listed]:
        found: list[Listed] = []
        if place is None or place.key < rows.NO_NUMBER:
            found = self._numbered(count, place)
        if len(found) < count:
            without = plan.narrowed(self._wanted, [plan.Within("by_number", rows.NO_NUMBER, rows.NO_NUMBER)])
            after = place.sort if place and place.key == rows.NO_NUMBER else None
            rest = List(self._searcher, self._translate, without, Order.NEWEST)
            found += [hit._replace(key=rows.NO_NUMBER) for hit in rest.by_sort(count - len(found), after)]
        return found

    def _numbered(self, count: int, place: Place | None) -> list[Listed]:
        most = count + _SLACK
        least = int(place.key) if place else 0
        wanted = plan.narrowed(self._wanted, [plan.Within("by_number", least, rows.NO_NUMBER - 1)])
        while True:
            result = self._searcher.search(
                self._translate(wanted), limit=most, order_by_field="by_number", order=tantivy.Order.Asc
            )
            keys = [int(key) for key, _ in result.hits]
            listed = sorted(self._listed(result, keys), key=lambda hit: (hit.key, -hit.sort))
            found = [
                hit for hit in listed if place is None or (hit.key, -hit.sort) > (place.key, -place.sort)
            ]
            if len(keys) < most or (len(found) >= count and found[count - 1].key < keys[-1]):
                return found[:count]
            most *= 2

    def by_sort(self, count: int, after: int | None) -> list[Listed]:
        """The first ``count`` by date, after the one whose ``sort`` is ``after``."""
        if count <= 0:
            return []
        oldest = self._order is Order.OLDEST
        wanted = self._wanted
        if after is not None:
            least, most = (after + 1, rows.NO_NUMBER) if oldest else (0, max(0, after - 1))
            wanted = plan.narrowed(wanted, [plan.Within("sort", least, most)])
        order = tantivy.Order.Asc if oldest else tantivy.Order.Desc
        result = self._searcher.search(
            self._translate(wanted), limit=count, order_by_field="sort", order=order
        )
        if after is None:
            self._total = _count(result)
        return self._listed(result, [0.0] * len(result.hits))

    def _listed(self, result: tantivy.SearchResult, keys: list[float] | list[int]) -> list[Listed]:
        addresses = [address for _, address in result.hits]
        sorts = [int(sort or 0) for sort in self._searcher.fast_field_values("sort", addresses)]
        scored = self._order is Order.RELEVANCE
        return [
            Listed(key, sort, key if scored else 0.0, address)
            for key, sort, address in zip(keys, sorts, addresses, strict=True)
        ]


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # missing in tantivy's stub
