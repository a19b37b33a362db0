"""Filters, orders, facets, and lists that go on where they stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sarabun.errors import InputError
from sarabun.finding import EVERYTHING, Access, Facet, Hit, Order, SearchQuery
from sarabun.model import Kind
from sarabun.ports import SearchIndex
from tests.contract.search.letters import CORPUS, NOT_MANY, asked, ids, letter


def test_empty_text_lists_all_newest_first(corpus: SearchIndex) -> None:
    result = corpus.search(asked("  "))
    assert result.total == len(CORPUS)
    dates = [hit.date for hit in result.hits]
    assert dates == sorted((d.date for d in CORPUS), reverse=True)
    assert {hit.page for hit in result.hits} == {1}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"chosen": ((Facet.KIND, Kind.ORDER),)}, {"order"}),
        ({"chosen": ((Facet.KIND, Kind.STAMPED),)}, set()),
        ({"chosen": ((Facet.YEAR, "2023"),)}, {"flood"}),
        ({"chosen": ((Facet.YEAR, "2023"), (Facet.YEAR, "2022"))}, {"flood", "news"}),
        ({"chosen": ((Facet.YEAR, "2024"), (Facet.KIND, Kind.ORDER))}, {"order"}),
        ({"chosen": ((Facet.YEAR, "1999"),)}, set()),
        ({"chosen": ((Facet.AGENCY, "กรมที่ดิน"),)}, {"old_bytes"}),
        ({"chosen": ((Facet.AGENCY, "ที่ดิน"),)}, set()),
        ({"chosen": ((Facet.SECRECY, "ลับมาก"),)}, {"defence"}),
        ({"agency": "สำนักงานจังหวัดเชียงใหม่"}, {"flood"}),
        ({"agency": "เชียงใหม่"}, {"flood"}),
        ({"agency": "ปกครอง ส่งเสริม"}, {"budget"}),
        ({"agency": "กรมที่ดิน"}, {"old_bytes"}),
        ({"agency": "กระทรวง"}, {"english", "mentions"}),
        ({"agency": "***"}, set()),
    ],
    ids=str,
)
def test_filters(corpus: SearchIndex, values: dict[str, object], expected: set[str]) -> None:
    assert set(ids(corpus, "", **values)) == expected


def test_filters_hold_for_words_too(corpus: SearchIndex) -> None:
    assert set(ids(corpus, "งบประมาณ")) == {"budget", "about_budget"}
    assert ids(corpus, "งบประมาณ", agency="ท้องถิ่น") == ["budget"]
    # also when nothing matches all the words, and on later pages, which do not repeat the agency
    assert ids(corpus, "งบประมาณ เฮลิคอปเตอร์", agency="ท้องถิ่น") == ["budget"]
    assert ids(corpus, "เงินอุดหนุน", agency="ท้องถิ่น", chosen=((Facet.YEAR, "2024"),)) == ["budget"]
    assert ids(corpus, "เงินอุดหนุน", agency="ที่ดิน") == []


@pytest.mark.parametrize("text", ["", "กำลังพล", "กห 0206", "447", "กำลังพล เฮลิคอปเตอร์"])
def test_secret_letters_are_not_even_counted(corpus: SearchIndex, text: str) -> None:
    everything = corpus.search(SearchQuery(text, access=EVERYTHING))
    public = corpus.search(SearchQuery(text))
    assert "defence" in {hit.id for hit in everything.hits}
    assert "defence" not in {hit.id for hit in public.hits}
    assert public.total == everything.total - 1


def test_ranking_by_place(index: SearchIndex) -> None:
    index.add(
        [
            letter("text", "หนังสือ 7788 " + "7788 " * 50, date="2024-01-01"),
            letter("to", "ก", addressee="ศูนย์ 7788", date="2023-01-01"),
            letter("subject", "ก", subject="โครงการ 7788", date="2022-01-01"),
            letter("number", "ก", number="มท 0201/7788", date="2021-01-01"),
        ]
    )
    assert ids(index, "๗๗๘๘") == ["number", "subject", "to", "text"]


def test_another_name_counts_less_than_the_typed_one_also_in_the_number(index: SearchIndex) -> None:
    index.add(
        [
            letter("code", "ก", number="มท 0201/12", date="2024-01-01", agency="กระทรวงมหาดไทย"),
            letter("subject", "ก", subject="ประวัติกระทรวงมหาดไทย", date="2020-01-01"),
        ]
    )
    assert ids(index, "กระทรวงมหาดไทย") == ["subject", "code"]


@NOT_MANY
def test_ranking_whole_word_before_part_before_damaged(index: SearchIndex) -> None:
    index.add(
        [
            letter("damaged", "ทองถิน", date="2024-01-03"),
            letter("part", "ข่าวสารท้องถิ่นนิยม ข่าวสาร"),
            letter("whole", "พัฒนา ท้องถิ่น"),
        ]
    )
    assert ids(index, "ท้องถิ่น") == ["whole", "part", "damaged"]
    assert ids(index, "ข่าว") == ["part"]


def test_words_that_stand_everywhere_rank_by_place_then_date(index: SearchIndex) -> None:
    index.add(
        [
            letter("marks_lost", "เรอง", date="2024-01-04"),
            letter("often", "เรื่อง เรื่อง เรื่อง", date="2024-01-01"),
            letter("once", "เรื่อง และรายละเอียดอีกมาก ตามที่แจ้งไว้", date="2024-01-02"),
            letter("subject", "ก", subject="เรื่อง", date="2024-01-01"),
        ]
    )
    assert ids(index, "เรื่อง") == ["subject", "once", "often", "marks_lost"]


def test_words_that_stand_everywhere_do_not_count_beside_others(index: SearchIndex) -> None:
    text = "จังหวัดรายงานอุทกภัย"
    index.add(
        [
            letter("their_subject", text, subject="จังหวัด", date="2024-01-01"),
            letter("newer", text, subject="รายงาน", date="2024-01-02"),
            letter("without", "รายงานอุทกภัย", date="2024-01-03"),
        ]
    )
    assert ids(index, "จังหวัด อุทกภัย") == ["newer", "their_subject"]


def test_phrases_rank_by_place_then_date(index: SearchIndex) -> None:
    index.add(
        [
            letter("often", "ตรวจรับพัสดุ ตรวจรับพัสดุ", date="2024-01-01"),
            letter("once", "ให้ตรวจรับพัสดุ ตามที่แจ้งไว้โดยละเอียดแล้ว", date="2024-01-02"),
            letter("subject", "ก", subject="ตรวจรับพัสดุ", date="2023-01-01"),
            letter("apart", "ตรวจ แล้วรับ พัสดุ", date="2024-01-03"),
        ]
    )
    assert ids(index, '"ตรวจรับพัสดุ"') == ["subject", "once", "often"]
    page = index.search(SearchQuery('"ตรวจรับพัสดุ"', limit=2))
    rest = index.search(SearchQuery('"ตรวจรับพัสดุ"', limit=2, after=page.next))
    assert [hit.id for hit in (*page.hits, *rest.hits)] == ["subject", "once", "often"]
    assert page.total == rest.total == 3


@pytest.mark.parametrize("text", ['"ตรวจรับพัสดุ"', "พัส*", "ตรวจรับพัสดุ"])
def test_what_is_chosen_narrows_phrases_and_beginnings_too(index: SearchIndex, text: str) -> None:
    index.add(
        [
            letter("new", "ให้ตรวจรับพัสดุ", kind=Kind.ORDER, date="2024-01-01"),
            letter("old", "ให้ตรวจรับพัสดุ", kind=Kind.ORDER, date="2023-01-01"),
            letter("other_kind", "ให้ตรวจรับพัสดุ", kind=Kind.EXTERNAL, date="2022-01-01"),
            letter("apart", "ตรวจ แล้วรับ ครุภัณฑ์", kind=Kind.ORDER, date="2024-01-03"),
        ]
    )
    facets, chosen = (Facet.KIND, Facet.YEAR), ((Facet.KIND, Kind.ORDER.value),)
    result = index.search(SearchQuery(text, facets=facets, chosen=chosen))
    assert [hit.id for hit in result.hits] == ["new", "old"] and result.total == 2
    told = {facet: {c.value: c.count for c in counted} for facet, counted in result.facets}
    assert told[Facet.KIND] == {Kind.ORDER: 2, Kind.EXTERNAL: 1}
    assert told[Facet.YEAR] == {"2024": 1, "2023": 1}


@NOT_MANY
def test_ranking_words_in_a_row_first(index: SearchIndex) -> None:
    index.add(
        [
            letter("apart", "พัสดุ ที่ต้องตรวจ แล้วจึงรับ จัดซื้อ จัดจ้าง โดยคณะกรรมการ", date="2024-01-01"),
            letter("together", "คณะกรรมการจัดจ้าง โดยทั่วไป พัสดุ และอื่น", date="2020-01-01"),
        ]
    )
    assert ids(index, "คณะกรรมการจัดจ้าง") == ["together", "apart"]


@NOT_MANY
@pytest.mark.parametrize(
    ("text", "first"), [("ส่ง ภายใน", "apart"), ("พัสดุ ภายใน", "behind"), ("พัสดุ ส่ง ภายใน", "in_a_row")]
)
def test_two_frequent_words_in_a_row_do_not_count_in_the_text(
    index: SearchIndex, text: str, first: str
) -> None:
    index.add(
        [
            letter("apart", "ภายใน ครุภัณฑ์ ส่ง พัสดุ", date="2024-01-02"),
            letter("in_a_row", "ครุภัณฑ์ พัสดุ ส่ง ภายใน", date="2024-01-01"),
            letter("behind", "ส่ง พัสดุ ภายใน ครุภัณฑ์", date="2023-01-01"),
        ]
    )
    assert ids(index, text)[0] == first


def test_equal_scores_newest_first(index: SearchIndex) -> None:
    index.add([letter(f"d{n}", "เหมือนกัน", date=f"20{n:02}-01-01") for n in (11, 15, 13, 12, 14)])
    index.add([letter("misread", "เหมือนกัน", date="2999-01-01"), letter("undated", "เหมือนกัน")])
    index.add([letter(f"day{n}", "เหมือนกัน", date=f"2010-01-{n}") for n in (21, 23, 22)])
    years, days = ["d15", "d14", "d13", "d12", "d11"], ["day23", "day22", "day21"]
    assert ids(index, "เหมือนกัน") == ["misread", *years, *days, "undated"]


@pytest.mark.parametrize("text", ["", "รายงาน"])
def test_paging_shows_each_document_once(index: SearchIndex, text: str) -> None:
    index.add(letter(f"d{n:02}", "รายงาน", "รายงานหน้าสอง รายงาน", date="2024-01-01") for n in range(25))
    shown: list[str] = []
    for offset in range(0, 30, 10):
        result = index.search(SearchQuery(text, offset=offset, limit=10))
        assert result.total == 25
        shown += [hit.id for hit in result.hits]
    assert len(shown) == len(set(shown)) == 25
    assert index.search(SearchQuery(text, limit=0)).total == 25


@pytest.mark.parametrize(("offset", "limit"), [(-1, 10), (0, -1), (9_999, 2), (10**9, 10)])
def test_impossible_pages_are_refused(corpus: SearchIndex, offset: int, limit: int) -> None:
    with pytest.raises(InputError) as caught:
        corpus.search(SearchQuery("งบประมาณ", offset=offset, limit=limit))
    assert caught.value.code == "QUERY_TOO_DEEP"


NUMBERED = (
    letter("no_number", "รายงาน", date="2024-09-09"),
    letter("mt2", "รายงาน", number="มท 0808.2/ว 15", date="2024-01-01"),
    letter("mt10", "รายงาน", number="มท 0808.10/7", date="2024-01-02"),
    letter("mt2b", "รายงาน", number="มท 0808.2/9", date="2024-01-03"),
    letter("kk", "รายงาน", number="กค 0421/1", date="2023-01-01"),
    letter("order5", "รายงาน", number="5/2567", date="2024-02-02"),
    letter("order12", "รายงาน", number="12/2566", date="2023-02-02"),
    letter("bare", "รายงาน"),
)


@pytest.mark.parametrize("text", ["", "รายงาน"])
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NUMBER, ["order12", "order5", "kk", "mt2b", "mt2", "mt10", "no_number", "bare"]),
        (Order.NEWEST, ["no_number", "order5", "mt2b", "mt10", "mt2", "order12", "kk", "bare"]),
        (Order.OLDEST, ["bare", "kk", "order12", "mt2", "mt10", "mt2b", "order5", "no_number"]),
    ],
)
def test_orders_in_one_list_and_page_by_page(
    index: SearchIndex, text: str, order: Order, expected: list[str]
) -> None:
    index.add(NUMBERED)
    assert ids(index, text, order=order) == expected
    assert [hit.id for hit in pages(index, SearchQuery(text, order=order, limit=3))] == expected
    assert ids(index, text, order=order, offset=2, limit=3) == expected[2:5]


def pages(index: SearchIndex, query: SearchQuery) -> Iterator[Hit]:
    """All hits, page by page."""
    for _ in range(1000):
        result = index.search(query)
        yield from result.hits
        if not result.next:
            assert len(result.hits) <= query.limit
            return
        assert len(result.hits) == query.limit
        query = replace(query, after=result.next)
    raise AssertionError("the list never ends")


@pytest.mark.parametrize("order", Order)
def test_every_document_once_where_all_are_alike(index: SearchIndex, order: Order) -> None:
    index.add(letter(f"d{n:03}", "รายงาน", date="2024-01-01", number="5/2567") for n in range(230))
    found = [hit.id for hit in pages(index, SearchQuery("รายงาน", order=order, limit=7))]
    assert len(found) == len(set(found)) == 230
    assert found == [hit.id for hit in index.search(SearchQuery("รายงาน", order=order, limit=230)).hits]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [('"กระดานโรงเรียน"', "กระดานโรงเรียน"), ("รายงานการประช*", "รายงานการประชุม"), ("จังหวัด", "จังหวัด")],
)
def test_best_place_then_newest_where_nothing_else_counts(index: SearchIndex, text: str, phrase: str) -> None:
    dates = ["", *(f"{1990 + n}-0{1 + n % 9}-11" for n in range(59))]  # past 2045 all count the same for it
    letters = [
        (
            letter(f"s{n:02}", subject=phrase, date=date),
            letter(f"a{n:02}", agency=phrase, date=date),
            letter(f"t{n:02}", f"สำเนา {phrase}", date=date),
            letter(f"both{n:02}", phrase, subject=f"ขอส่ง {phrase}", date=date),
        )[n % 4]
        for n, date in enumerate(dates)
    ]
    index.add(letters)
    ranks = {"s": 0, "both": 0, "a": 1, "t": 2}
    letters.sort(key=lambda one: one.date, reverse=True)
    letters.sort(key=lambda one: ranks[one.id.rstrip("0123456789")])
    expected = [one.id for one in letters]
    assert [hit.id for hit in index.search(SearchQuery(text, limit=60)).hits] == expected
    for limit in (1, 7, 59):
        assert [hit.id for hit in pages(index, SearchQuery(text, limit=limit))] == expected
    assert ids(index, text, offset=13, limit=9) == expected[13:22]
    scores = [hit.score for hit in index.search(SearchQuery(text, limit=60)).hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.NUMBER])
def test_a_list_goes_on_where_it_stopped_while_letters_come_and_go(index: SearchIndex, order: Order) -> None:
    index.add(letter(f"d{n}", "รายงาน", date=f"2024-01-{n + 10}", number=f"{n}/2567") for n in range(10))
    first = index.search(SearchQuery("รายงาน", order=order, limit=4))
    shown = [hit.id for hit in first.hits]
    index.add([letter(f"new{n}", "รายงาน", date="2023-01-01", number=f"{n}/2500") for n in range(3)])
    index.remove([shown[0]])
    query = SearchQuery("รายงาน", order=order, limit=4, after=first.next)
    rest = [hit.id for hit in pages(index, query) if hit.id.startswith("d")]
    assert sorted(shown + rest) == [f"d{n}" for n in range(10)]


def test_words_that_were_loosened_stay_so_on_the_next_page(index: SearchIndex) -> None:
    index.add(letter(f"d{n}", "รายงานการประชุม", date=f"2024-01-{n + 10}") for n in range(5))
    first = index.search(SearchQuery("ประชุม เฮลิคอปเตอร์", limit=3))
    index.add([letter("both", "ประชุม เฮลิคอปเตอร์")])
    rest = index.search(SearchQuery("ประชุม เฮลิคอปเตอร์", limit=10, after=first.next))
    assert {hit.id for hit in first.hits} | {h.id for h in rest.hits} >= {f"d{n}" for n in range(5)}


@pytest.mark.parametrize(
    "after", ["x", "ก", "e30", "WyJyZWxldmFuY2UiLDEsMSwxLC0xXQ", "WyJuZXdlc3QiLDEsMSwxLDBd"]
)
def test_a_made_up_cursor_is_refused(corpus: SearchIndex, after: str) -> None:
    with pytest.raises(InputError) as caught:
        corpus.search(SearchQuery("งบประมาณ", after=after))
    assert caught.value.code == "CURSOR_INVALID"


def counts(index: SearchIndex, text: str, facet: Facet, **values: object) -> dict[str, int]:
    result = index.search(asked(text, facets=tuple(Facet), **values))
    assert [name for name, _ in result.facets] == list(Facet)
    return {counted.value: counted.count for counted in dict(result.facets)[facet]}


def test_facets_count_documents_not_pages(corpus: SearchIndex) -> None:
    kinds = counts(corpus, "", Facet.KIND)
    assert kinds == {"external": 9, "internal_memo": 1, "pr.news": 1, "directive.order": 1}
    assert next(iter(kinds)) == "external"
    assert counts(corpus, "", Facet.YEAR)["2024"] == 6
    assert counts(corpus, "", Facet.SECRECY) == {"ลับมาก": 1}
    assert counts(corpus, "งบประมาณ", Facet.AGENCY) == {"กรมส่งเสริมการปกครองท้องถิ่น": 1}
    assert counts(corpus, "เฮลิคอปเตอร์", Facet.KIND) == {}


def test_a_chosen_value_leaves_the_others_of_its_facet_to_choose(corpus: SearchIndex) -> None:
    chosen = ((Facet.YEAR, "2024"), (Facet.KIND, "directive.order"))
    result = corpus.search(SearchQuery("", chosen=chosen))
    assert result.total == 1
    assert counts(corpus, "", Facet.KIND, chosen=chosen) == {"external": 5, "directive.order": 1}
    assert counts(corpus, "", Facet.YEAR, chosen=chosen) == {"2024": 1}


def test_facets_do_not_tell_of_secret_letters(corpus: SearchIndex) -> None:
    assert counts(corpus, "", Facet.SECRECY, access=Access()) == {}
    assert counts(corpus, "", Facet.YEAR, access=Access())["2024"] == 5
    assert counts(corpus, "กำลังพล", Facet.YEAR, access=Access()) == {}
