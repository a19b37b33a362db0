"""Counts of the letters that match and of those with each value of a facet, the same on both engines.

To count goes through every letter. Where very many match nobody reads whether 211,384 or 212,000 do, and one
of eight is counted: always the same, so that answers are too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sarabun.finding import Counted, Facet
from search import nodes, rows
from search.plan import Plan

_FACET_SIZE = 100  # values of a facet that are told
_TOGETHER_SIZE = 60_000  # more than there are, and less than the engines refuse


class Scale(NamedTuple):
    """What is done otherwise where many letters match: of more than ``few`` the best are found in brief
    (:class:`search.plan.Tier`), and where by one letter of ``share`` there are more than ``over``, no others
    are counted. ``few`` is at most ``over``; ``share`` is rows.SHARE, or 1 for all."""

    few: int = 6_000
    over: int = 10_000
    share: int = rows.SHARE

    def part(self, node: nodes.Node) -> nodes.Node:
        """Those among what matches that are counted."""
        return nodes.All((node, nodes.Has(rows.SAMPLED, True))) if self.share > 1 else node


SCALE = Scale()


class ToCount(NamedTuple):
    """How many match ``node``, and have each value of the facets."""

    node: nodes.Node
    facets: tuple[Facet, ...]


class Counts(NamedTuple):
    """How many letters match and have each value of facets; ``estimated``: the total, from a part of them."""

    total: int
    facets: dict[Facet, tuple[Counted, ...]]
    estimated: bool = False


def to_count(tier: nodes.Node, asked: Plan, facets: Iterable[Facet]) -> list[ToCount]:
    """First all that match, with the facets of which nothing is chosen; each of the others has counts of its
    own, of what the rest leaves."""
    narrow = asked.narrow
    free = tuple(facet for facet in facets if facet not in narrow)
    found = [ToCount(nodes.matching(tier, narrow.values()), free)]
    for facet in facets:
        if facet in narrow:
            others = (node for name, node in narrow.items() if name is not facet)
            found.append(ToCount(nodes.matching(tier, others), (facet,)))
    return found


def counts(total: int, facets: Iterable[Facet], answer: Mapping[str, Any], share: int = 1) -> Counts:
    """What an engine answered to :func:`aggregations`, where it counted one letter of ``share``. The values
    of a facet, the most frequent first; "" is no value."""
    of: dict[Facet, dict[str, int]] = {facet: defaultdict(int) for facet in facets}
    if any(facet in of for facet in rows.FEW):
        kinds, years, urgencies, secrecies = (of.get(facet, defaultdict(int)) for facet in rows.FEW)
        for bucket in answer[rows.TOGETHER]["buckets"]:
            kind, year, urgency, secrecy = bucket["key"].split(rows.BETWEEN)
            count = int(bucket["doc_count"])
            kinds[kind] += count
            years[year] += count
            urgencies[urgency] += count
            secrecies[secrecy] += count
    for facet in of.keys() - rows.FEW:
        of[facet] = {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[facet.value]["buckets"]}
    told = {facet: _told(values, share) for facet, values in of.items()}
    return Counts(total * share, told, estimated=share > 1)


def _told(values: Mapping[str, int], share: int) -> tuple[Counted, ...]:
    found = sorted(((-count, value) for value, count in values.items() if value))[:_FACET_SIZE]
    return tuple(Counted(value, -count * share, estimated=share > 1) for count, value in found)


def together(counted: Iterable[Counts]) -> Counts:
    """All in one: the total is the first one's."""
    first, *others = counted
    facets = first.facets | {facet: told for one in others for facet, told in one.facets.items()}
    return first._replace(facets=facets)


def aggregations(facets: Iterable[Facet], suffix: str = "") -> dict[str, Any]:
    """The aggregations, as both engines write them, that tell how many letters have each value. ``suffix``
    is that of the fields to count by."""
    fields = dict.fromkeys(rows.TOGETHER if facet in rows.FEW else facet.value for facet in facets)
    sizes = {field: _TOGETHER_SIZE if field == rows.TOGETHER else _FACET_SIZE for field in fields}
    return {field: {"terms": {"field": f"{field}{suffix}", "size": size}} for field, size in sizes.items()}
