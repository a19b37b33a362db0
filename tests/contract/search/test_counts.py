"""Where very many letters match: how many are told of, by an eighth of them, and how they are listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sarabun.finding import Counted, Facet, SearchDocument, SearchQuery
from sarabun.model import Kind
from sarabun.ports import SearchIndex
from search import rows
from search.counting import Scale
from tests.contract.search.letters import Make, letter
from tests.contract.search.test_lists import pages

OVER = 150
LETTERS = [
    letter(
        f"d{n:03}",
        "รายงานอุทกภัย" if n % 5 == 0 else "รายงาน",
        kind=Kind.ORDER if n % 4 == 0 else Kind.EXTERNAL,
        date=f"20{n % 10 + 10}-01-01",
        box_no=f"กล่อง {n % 3}",
    )
    for n in range(400)
]
FACETS = (Facet.KIND, Facet.YEAR, Facet.BOX)


@pytest.fixture(scope="module")
def many(make: Make) -> SearchIndex:
    index = make(Scale(few=50, over=OVER))
    index.add(LETTERS)
    return index


def counted(letters: list[SearchDocument], share: int = 1) -> dict[Facet, dict[str, Counted]]:
    """What is to be told of the letters that are counted."""
    values = {
        Facet.KIND: Counter(one.kind.value for one in letters),
        Facet.YEAR: Counter(one.date[:4] for one in letters),
        Facet.BOX: Counter(one.box_no for one in letters),
    }
    return {
        facet: {value: Counted(value, n * share, share > 1) for value, n in counts.items()}
        for facet, counts in values.items()
    }


def told(index: SearchIndex, query: SearchQuery) -> dict[Facet, dict[str, Counted]]:
    facets = index.search(replace(query, facets=FACETS)).facets
    return {facet: {one.value: one for one in values} for facet, values in facets}


def sampled(letters: list[SearchDocument]) -> list[SearchDocument]:
    return [one for one in letters if rows.row(one).sampled]


@pytest.mark.parametrize("text", ["", "รายงาน", "รายง*", '"รายงาน"'])
def test_of_many_an_eighth_is_counted(many: SearchIndex, text: str) -> None:
    query = SearchQuery(text)
    result = many.search(query)
    assert (result.total, result.estimated) == (8 * len(sampled(LETTERS)), True)
    assert result.complete == result.total and len(result.hits) == 20
    assert told(many, query) == counted(sampled(LETTERS), 8)


def test_the_part_is_near_the_whole() -> None:
    letters = [letter(f"{n:016x}", "") for n in range(8000)]
    assert 900 < len(sampled(letters)) < 1100


@pytest.mark.parametrize("text", ["", "รายงาน", "รายง*", '"รายงาน"'])
def test_all_are_counted_where_that_is_asked_for(many: SearchIndex, text: str) -> None:
    query = SearchQuery(text, exact=True)
    result = many.search(query)
    assert (result.total, result.estimated) == (400, False)
    assert told(many, query) == counted(LETTERS)


@pytest.mark.parametrize("text", ["อุทกภัย", "รายงาน อุทกภัย", "อุทก*", '"อุทกภัย"'])
def test_a_few_are_counted_one_by_one(many: SearchIndex, text: str) -> None:
    result = many.search(SearchQuery(text))
    assert (result.total, result.estimated) == (80, False)
    assert told(many, SearchQuery(text)) == counted([one for n, one in enumerate(LETTERS) if n % 5 == 0])


def test_each_facet_is_counted_by_what_the_others_leave(many: SearchIndex) -> None:
    query = SearchQuery("รายงาน", chosen=((Facet.KIND, Kind.ORDER.value),))
    result, orders = many.search(query), [one for one in LETTERS if one.kind is Kind.ORDER]
    assert (result.total, result.estimated) == (100, False)
    facets, few, all_ = told(many, query), counted(orders), counted(sampled(LETTERS), 8)
    assert facets[Facet.YEAR] == few[Facet.YEAR] and facets[Facet.BOX] == few[Facet.BOX]
    assert facets[Facet.KIND] == all_[Facet.KIND]


def test_a_list_of_many_has_each_letter_once(many: SearchIndex) -> None:
    found = [hit.id for hit in pages(many, SearchQuery("รายงาน", limit=90))]
    assert sorted(found) == [one.id for one in LETTERS]


@pytest.fixture(scope="module")
def alike(make: Make) -> tuple[SearchIndex, list[str]]:
    """300 letters with a word in the subject, in the text once or often, or without its mark, and their ids
    as they are to be listed where they are very many."""
    index = make(Scale(few=50, over=OVER))
    days = [(date(2023, 1, 1) + timedelta(days=n)).isoformat() for n in range(300)]
    texts = {
        "subject": "รายงาน พัสดุ",
        "text": "รายงาน พัสดุ",
        "often": "พัสดุ พัสดุ พัสดุ รายงาน",
        "lost": "รายงาน พสดุ",
    }
    kinds = [("lost", "text", "often", "text", "subject", "often", "text")[n % 7] for n in range(300)]
    letters = [
        letter(f"{kind}{day}", texts[kind], date=day, subject="พัสดุ" if kind == "subject" else "ก")
        for kind, day in zip(kinds, days, strict=True)
    ]
    index.add(letters)
    newest = [one.id for one in reversed(letters)]
    rank = {"subject": 0, "text": 1, "often": 1, "lost": 2}
    return index, sorted(newest, key=lambda key: rank[key.rstrip("-0123456789")])


@pytest.mark.parametrize("text", ["พัสดุ", "พัสดุ รายงาน", "รายงาน พัสดุ", "พัสดุ OR เฮลิคอปเตอร์"])
def test_of_many_how_often_a_word_stands_there_does_not_count(
    alike: tuple[SearchIndex, list[str]], text: str
) -> None:
    index, expected = alike
    assert index.search(SearchQuery(text)).estimated
    assert [hit.id for hit in pages(index, SearchQuery(text, limit=35))] == expected
    skipped = index.search(SearchQuery(text, limit=7, offset=60))
    assert [hit.id for hit in skipped.hits] == expected[60:67]


def test_a_list_goes_on_as_of_many_though_they_have_become_fewer(make: Make) -> None:
    index = make(Scale(few=50, over=OVER))
    days = [(date(2023, 1, 1) + timedelta(days=n)).isoformat() for n in range(300)]
    index.add(letter(day, "พัสดุ " * (1 + n % 3), date=day) for n, day in enumerate(days))
    first = index.search(SearchQuery("พัสดุ", limit=10))
    assert first.estimated
    index.remove(days[:200])
    second = index.search(SearchQuery("พัสดุ", limit=10, after=first.next))
    assert not second.estimated
    assert [hit.id for hit in (*first.hits, *second.hits)] == days[:-21:-1]
