"""What a hit shows, did you mean, and suggestions."""

from __future__ import annotations

import random
import zlib

import pytest

from sarabun.finding import Facet, SearchPage, SearchQuery, Suggestion, Suggestions
from sarabun.model import Kind
from sarabun.ports import SearchIndex
from search.suggest import suggest
from tests.contract.search.letters import ids, letter, texts


def test_hit_is_the_best_page_with_its_snippet(corpus: SearchIndex) -> None:
    result = corpus.search(SearchQuery("บริหาร ๑๒๓๔๕๐๐"))
    assert result.total == 1
    (hit,) = result.hits
    assert (hit.id, hit.page, hit.kind) == ("budget", 2, Kind.EXTERNAL)
    assert (hit.number, hit.date) == ("มท 0808.2/ว 1590", "2024-04-11")
    assert hit.subject == "การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568"
    assert hit.agency == "กรมส่งเสริมการปกครองท้องถิ่น"
    assert [hit.snippet[h.start : h.end] for h in hit.highlights] == ["บริหาร", "๑,๒๓๔,๕๐๐"]
    assert hit.terms == ("องค์การบริหารส่วนตำบล", "๑,๒๓๔,๕๐๐")
    assert hit.score > 0


def test_hit_for_a_field_is_the_first_page(corpus: SearchIndex) -> None:
    (hit,) = [h for h in corpus.search(SearchQuery("ทุกจังหวัด")).hits if h.id == "budget"]
    assert hit.page == 1
    assert hit.highlights == ()
    assert hit.snippet.startswith("ที่ มท ๐๘๐๘.๒/ว ๑๕๙๐ เรื่อง")


def test_hit_by_skeleton_shows_what_the_page_has(corpus: SearchIndex) -> None:
    (hit,) = corpus.search(SearchQuery("พัฒนา")).hits
    assert [hit.snippet[h.start : h.end] for h in hit.highlights] == ["พฒนา"]


def test_document_without_pages_or_date_is_found_by_its_fields(index: SearchIndex) -> None:
    index.add([letter("bare", subject="ทะเบียนเก่า", date="ไม่ปรากฏ")])
    (hit,) = index.search(SearchQuery("ทะเบียน")).hits
    assert (hit.id, hit.page, hit.snippet, hit.date) == ("bare", 1, "", "ไม่ปรากฏ")
    assert ids(index, "", chosen=((Facet.YEAR, "2024"),)) == []


def test_pages_keep_their_numbers(index: SearchIndex) -> None:
    index.add([letter("d", pages=(SearchPage(7, "หน้าเจ็ด กระดาน"), SearchPage(3, "หน้าสาม")), number="9/2567")])
    assert [h.page for h in index.search(SearchQuery("กระดาน")).hits] == [7]
    assert [h.page for h in index.search(SearchQuery("9/2567")).hits] == [3]


def test_a_letter_of_very_many_pages_is_shown(index: SearchIndex) -> None:
    chance = random.Random(1)
    words = [" ".join(str(chance.randrange(10**9)) for _ in range(60)) for _ in range(400)]
    pages = tuple(SearchPage(n, f"{text} {'กระดาน' if n == 399 else ''}") for n, text in enumerate(words, 1))
    assert len(zlib.compress("".join(words).encode())) > 100_000  # more than some servers take as one value
    index.add([letter("long", pages=pages)])
    (hit,) = index.search(SearchQuery("กระดาน")).hits
    assert (hit.page, hit.pages) == (399, (399,))
    assert [hit.snippet[h.start : h.end] for h in hit.highlights] == ["กระดาน"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("คณะกรรมกาน ตรวจรับ", "คณะกรรมการ ตรวจรับ"),
        ("คณะกรมการ พัสดุ", "คณะกรรมการ พัสดุ"),
        ("งบประมาน", "งบประมาณ"),
        ("เชียงไหม่", "เชียงใหม่"),
        ("ทองถิน", "ท้องถิ่น"),
        ("งบประมาณ", ""),
        ('"คณะกรรมกาน"', ""),
        ("ปี:2567 งบประมาน", "ปี:2567 งบประมาณ"),
        ("เฮลิคอปเตอร์", ""),
        ("2567", ""),
    ],
)
def test_did_you_mean(corpus: SearchIndex, text: str, meant: str) -> None:
    assert corpus.search(SearchQuery(text)).meant == meant


def test_did_you_mean_where_another_letter_has_a_part_of_the_slip(index: SearchIndex) -> None:
    index.add([letter("meant", "แต่งตั้งคณะกรรมการขยะ"), letter("other", "กรมการปกครอง เรื่องขยะ")])
    result = index.search(SearchQuery("คณะกรมการ ขยะ"))
    assert [hit.id for hit in result.hits] == ["meant", "other"] and result.complete == 1
    assert result.meant == "คณะกรรมการ ขยะ"


def test_suggestions_as_one_types(corpus: SearchIndex) -> None:
    public = SearchQuery("")
    for typed in ("การจัด", "จัดทำงบ", "การจัดทำ งบปร", "การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568"):
        assert texts(suggest(corpus, typed, public).subjects) == ["การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568"]
    assert texts(suggest(corpus, "กรมส่ง", public).agencies) == ["กรมส่งเสริมการปกครองท้องถิ่น"]
    assert texts(suggest(corpus, "กรม", public).agencies)[0].startswith("กรม")
    assert texts(suggest(corpus, "มท ๐๘", public).numbers) == ["มท 0808.2/ว 159", "มท 0808.2/ว 1590"]
    assert suggest(corpus, "มท 0808", public, limit=1).numbers == (Suggestion("มท 0808.2/ว 159"),)
    assert suggest(corpus, "ก", public) == Suggestions() == suggest(corpus, '("*', public)
