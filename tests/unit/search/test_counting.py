"""How counts are asked for and told."""

from __future__ import annotations

from typing import Any

from sarabun.finding import Counted, Facet
from search import counting, nodes, rows
from search.counting import Counts, Scale

BUCKETS = [
    {"key": "external\t2024\tด่วน\t", "doc_count": 3},
    {"key": "external\t2023\tด่วน\t", "doc_count": 4},
    {"key": "external\t2024\t\t", "doc_count": 5},
]
ANSWER: dict[str, Any] = {
    rows.TOGETHER: {"buckets": BUCKETS},
    "box": {"buckets": [{"key": "", "doc_count": 9}, {"key": "ก 1", "doc_count": 3}]},
}


def test_facets_of_few_values_are_counted_at_once() -> None:
    asked = counting.aggregations((Facet.KIND, Facet.BOX, Facet.YEAR))
    assert [aggregation["terms"]["field"] for aggregation in asked.values()] == [rows.TOGETHER, "box"]


def test_values_are_told_the_most_frequent_first_and_no_value_is_none() -> None:
    facets = (Facet.YEAR, Facet.URGENCY, Facet.SECRECY, Facet.BOX)
    assert counting.counts(12, facets, ANSWER) == Counts(
        12,
        {
            Facet.YEAR: (Counted("2024", 8), Counted("2023", 4)),
            Facet.URGENCY: (Counted("ด่วน", 7),),
            Facet.SECRECY: (),
            Facet.BOX: (Counted("ก 1", 3),),
        },
    )


def test_a_part_stands_for_all() -> None:
    told = counting.counts(12, (Facet.YEAR,), ANSWER, share=8)
    years = (Counted("2024", 64, estimated=True), Counted("2023", 32, estimated=True))
    assert told == Counts(96, {Facet.YEAR: years}, estimated=True)
    assert counting.together([Counts(3, {}), told]) == Counts(3, told.facets)


def test_of_a_share_of_one_all_are_counted() -> None:
    node = nodes.Has("day", 1)
    assert Scale(share=1).part(node) == node
    assert Scale().part(node) == nodes.All((node, nodes.Has(rows.SAMPLED, True)))
