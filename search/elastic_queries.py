"""Nodes of a plan as queries of Elasticsearch, and what is asked with them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sarabun.finding import Facet, Order, SearchQuery
from search import nodes, rows
from search.counting import aggregations
from search.cursor import Place

Body = dict[str, Any]

STORED = "stored"  # what is shown of a hit
COUNTED = "counted"  # what there is of a field to count by
_MOST_EXPANSIONS = 1000  # words that a prefix may stand for inside a phrase
_RECENCY = {"term": {rows.WORTH: rows.RECENCY}}
_GAP = "_"  # any term, in a phrase
GAPPED = "gapped"
ANALYSIS = {
    "filter": {"gap": {"type": "stop", "stopwords": [_GAP]}},
    "analyzer": {GAPPED: {"tokenizer": "whitespace", "filter": ["gap"]}},
}
"""What an index must know for :func:`of`."""

_SHOWN = {"stored_fields": "_none_", "docvalue_fields": [STORED], "track_total_hits": False}
_NEAR = 1e-3  # scores are rounded; those of two places differ by much more
_SORTS: dict[Order, list[Any]] = {
    Order.RELEVANCE: ["_score", {"sort": "desc"}],
    Order.NEWEST: [{"sort": "desc"}],
    Order.OLDEST: [{"sort": "asc"}],
    Order.NUMBER: [{"by_number": "asc"}, {"sort": "desc"}],
}


def counting(node: nodes.Node, facets: Sequence[Facet], at_most: int = 0) -> Body:
    """How many match, and how many have each value of the facets; without a limit the server remembers it.
    Where more than ``at_most`` match on a shard the answer may be ``terminated_early``, and of no use."""
    found: Body = {"query": of(node), "size": 0, "track_total_hits": True}
    if at_most:  # ignored by a search that wants no hits (elastic/elasticsearch#126665)
        found |= {"terminate_after": at_most, "size": 1, "stored_fields": "_none_", "sort": "_doc"}
    return found | ({"aggs": aggregations(facets, f".{COUNTED}")} if facets else {})


def listing(wanted: nodes.Node, query: SearchQuery, order: Order, place: Place | None) -> Body:
    """The best that match, after ``place``, and one more if there is."""
    return {
        "query": of(wanted),
        "sort": _SORTS[order],
        "from": 0 if place else query.offset,
        "size": query.limit + 1,
        **_SHOWN,
    } | ({"search_after": _after(place, order)} if place else {})


class Lists(NamedTuple):
    """One list, or where only the best place and the date count one of what matches at each place, the best
    first, the newest first in each: together the same list. As the newest lie first, the server reads no more
    of each than is wanted. ``scores`` are what the places count."""

    bodies: tuple[Body, ...]
    scores: tuple[float, ...] = ()

    def cut(self, at: int) -> tuple[Lists, Lists]:
        """The first ``at`` of them, and the others."""
        return Lists(self.bodies[:at], self.scores[:at]), Lists(self.bodies[at:], self.scores[at:])

    def together(self, answers: Iterator[Body]) -> list[Body]:
        """The hits of these lists, whose answers come first of ``answers``."""
        answered = [answer["hits"]["hits"] for answer in islice(answers, len(self.bodies))]
        if not self.scores:
            return [hit for hits in answered for hit in hits]
        found = zip(self.scores, answered, strict=True)
        return [_scored(hit, score) for score, hits in found for hit in hits]


def lists(wanted: nodes.Node, query: SearchQuery, order: Order, place: Place | None) -> Lists:
    """What :func:`listing` lists, in the fastest way where many match."""
    groups = nodes.by_place(wanted) if order is Order.RELEVANCE and not query.offset else ()
    if not groups:
        return Lists((listing(wanted, query, order, place),))
    bodies: dict[float, Body] = {}
    above: list[Body] = []
    filtered: nodes.Node | None = None
    filters: list[Body] = []
    for score, node, here in groups:
        after = place and abs(place.key - score - _recency(place.sort)) < _NEAR
        if not place or after or place.key > score:
            if node is not filtered:
                filtered, filters = node, _all((node,))
            is_here = _all(here) if len(here) == 1 else [of(nodes.AtLeast(1, here))]
            bodies[score] = {
                "query": {"bool": {"filter": [*filters, *is_here], "must_not": [*above]}},
                "sort": _SORTS[Order.NEWEST],
                "size": query.limit + 1,
                **_SHOWN,
            } | ({"search_after": [place.sort]} if place and after else {})
        above += map(of, here)
    return Lists(tuple(bodies.values()), tuple(bodies))


def _scored(hit: Body, score: float) -> Body:
    """A hit of a list by date, as one of a list by score."""
    (sort,) = hit["sort"]
    scored = score + _recency(sort)
    return hit | {"_score": scored, "sort": [scored, sort]}


def _recency(sort: int) -> float:
    return rows.recency(rows.day_in(sort))


def stored(hit: Body) -> bytes:
    """What :func:`rows.hit` needs of one in a list."""
    return base64.b64decode(hit["fields"][STORED][0])


def place(hit: Body, shown: int, tier: int, *, in_brief: bool) -> Place:
    """That of a hit in a list."""
    *key, sort = hit["sort"]
    return Place(key[0] if key else sort, sort, shown, tier, in_brief)


def _after(place: Place, order: Order) -> list[float]:
    return [place.key, place.sort] if len(_SORTS[order]) == 2 else [place.sort]


def of(node: nodes.Node) -> Body:
    """What finds and scores a node."""
    match node:
        case nodes.Has(field, value):
            return {"term": {field: {"value": value}}}
        case nodes.InARow(field, terms) if nodes.GAP in terms:
            gapped = " ".join(term or _GAP for term in terms)
            return {"match_phrase": {field: {"query": gapped, "analyzer": GAPPED}}}
        case nodes.InARow(field, terms):
            return {"match_phrase": {field: " ".join(terms)}}
        case nodes.Begins(field, (), start):
            return {"prefix": {field: {"value": start}}}
        case nodes.Begins(field, terms, start):
            phrase = {"query": " ".join((*terms, start)), "max_expansions": _MOST_EXPANSIONS}
            return {"match_phrase_prefix": {field: phrase}}
        case nodes.Within(field, least, most):
            return {"range": {field: {"gte": least, "lte": most}}}
        case nodes.Without(inner):
            return {"bool": {"must_not": [of(inner)]}}
        case nodes.All((part,)) | nodes.AtLeast(1, (part,)) | nodes.Best((part,)):
            return of(part)
        case nodes.All(parts):
            return {"bool": {"must": _all(parts)}} if parts else {"match_all": {}}
        case nodes.AtLeast(count, parts):
            should = [of(part) for part in parts]
            return (
                {"bool": {"should": should, "minimum_should_match": count}} if parts else {"match_none": {}}
            )
        case nodes.Best(parts):
            return {"dis_max": {"queries": [of(part) for part in parts]}}
        case nodes.Fixed(inner, score):
            return {"constant_score": {"filter": of(inner), "boost": score}}
        case nodes.Placed(word, factor):  # scores what the field says
            return {"term": {rows.WORTH: {"value": word, "boost": factor}}}
        case nodes.Times(nodes.Has(field, value), factor):
            return {"term": {field: {"value": value, "boost": factor}}}
        case nodes.Times(inner, factor):
            return {"bool": {"must": [of(inner)], "boost": factor}}
        case nodes.Scored(_, (nodes.Best(places),)) if (others := nodes.rest(node)) is not None:
            # Of its own at each place: so a place is given up as soon as a list is full of better ones.
            best = [{"bool": {"must": [of(place)], "should": [_RECENCY]}} for place in places]
            return {"bool": {"filter": _all((others,)), "must": [{"dis_max": {"queries": best}}]}}
        case nodes.Scored(inner, scores):
            return {"bool": {"filter": _all((inner,)), "should": [*map(of, scores), _RECENCY]}}


def _all(parts: Iterable[nodes.Node]) -> list[Body]:
    """Each of the parts that must match, without queries that only hold others: the server takes time for
    every one."""
    found: list[Body] = []
    for part in parts:
        found += _all(part.parts) if isinstance(part, nodes.All) and part.parts else [of(part)]
    return found
