"""Who may find what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sarabun.finding import EVERYTHING, Access, Counted, Facet, SearchQuery, Suggestions
from sarabun.ports import SearchIndex
from search.suggest import suggest
from tests.contract.search.letters import HOSTILE, Make, ids, letter, texts

SHARED = (
    letter("open", "ร่างคำสั่งจัดซื้อ", unit="กองคลัง", office="มท", subject="จัดซื้อเก้าอี้", agency="กองคลัง"),
    letter("low", "ร่างคำสั่งจัดซื้อ", unit="กองคลัง", office="มท", secrecy="ลับ", subject="จัดซื้อโต๊ะ"),
    letter("high", "ร่างคำสั่งจัดซื้อ", unit="กองช่าง", office="มท", secrecy="ลับมาก", number="มท 0101/1"),
    letter("other", "ร่างคำสั่งจัดซื้อ", unit="กองคลัง", office="ศธ", subject="จัดซื้อหนังสือ"),
    letter("nobody", "ร่างคำสั่งจัดซื้อ"),
)


@pytest.fixture(scope="module")
def shared(make: Make) -> SearchIndex:
    index = make()
    index.add(SHARED)
    return index


@pytest.mark.parametrize("text", ["", "จัดซื้อ", "จัดซือ", "จัดซื้*", "จัดซื้อ เฮลิคอปเตอร์", "-ประชุม"])
@pytest.mark.parametrize(
    ("access", "found"),
    [
        (EVERYTHING, {"open", "low", "high", "other", "nobody"}),
        (Access(), {"open", "other", "nobody"}),
        (Access(grades=("ลับ",)), {"open", "low", "other", "nobody"}),
        (Access(grades=("ลับ", "ลับมาก"), units=("กองช่าง",)), {"high"}),
        (Access(units=("กองคลัง",)), {"open", "other"}),
        (Access(units=("กองคลัง",), offices=("มท",)), {"open"}),
        (Access(units=("กองคลัง", "กองช่าง"), grades=None), {"open", "low", "high", "other"}),
        (Access(offices=("ศธ",)), {"other"}),
        (Access(units=()), set()),
    ],
)
def test_who_may_find_what(shared: SearchIndex, text: str, access: Access, found: set[str]) -> None:
    result = shared.search(SearchQuery(text, access=access, facets=tuple(Facet)))
    assert {hit.id for hit in result.hits} == found
    assert result.total == len(found)
    for _, counted in result.facets:
        assert sum(value.count for value in counted) <= len(found)


def test_what_may_not_be_found_is_not_counted_or_suggested(shared: SearchIndex) -> None:
    mine = SearchQuery("", access=Access(units=("กองคลัง",), offices=("มท",)), facets=tuple(Facet))
    facets = dict(shared.search(mine).facets)
    assert facets[Facet.UNIT] == (Counted("กองคลัง", 1),) and facets[Facet.SECRECY] == ()
    assert texts(suggest(shared, "จัดซื้อ", mine).subjects) == ["จัดซื้อเก้าอี้"]
    assert suggest(shared, "มท 0101", mine).numbers == ()
    forced = replace(mine, chosen=((Facet.SECRECY, "ลับมาก"),))
    assert shared.search(forced).total == 0
    assert shared.search(replace(mine, text="ชั้นความลับ:ลับมาก OR หน่วยงาน:กองช่าง")).total == 0


@pytest.mark.parametrize("typed", ["กำลัง", "กรมการสรร", "กห 0206"])
def test_nothing_secret_is_suggested(corpus: SearchIndex, typed: str) -> None:
    assert suggest(corpus, typed, SearchQuery("", access=EVERYTHING)) != Suggestions()
    assert suggest(corpus, typed, SearchQuery("")) == Suggestions()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_beginnings(corpus: SearchIndex, text: str) -> None:
    suggest(corpus, text, SearchQuery(""))


def test_letters_that_hold_the_hash_of_a_person(index: SearchIndex) -> None:
    index.add([letter("one", "ลาพักผ่อน", persons=("aa", "bb")), letter("other", "ลาพักผ่อน", persons=("bb",))])
    assert set(ids(index, "", persons=("bb",))) == {"one", "other"}
    assert ids(index, "ลา", persons=("aa",)) == ["one"] == ids(index, "", persons=("aa", "bb"))
    assert ids(index, "", persons=("cc",)) == []
