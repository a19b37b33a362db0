"""What a query finds, and what comes first."""

from __future__ import annotations

import pytest

from sarabun.errors import InputError
from sarabun.finding import Order, SearchQuery
from sarabun.ports import SearchIndex
from tests.contract.search.letters import CORPUS, HOSTILE, NOT_MANY, asked, ids, letter

FINDS = [
    # a word inside a compound
    ("ตำบล", "budget", ["damaged"], ["flood"]),
    ("กรรมการ", "order", [], ["flood"]),
    ("ราชการ", "budget", ["flood", "news"], ["white"]),
    ("ที่ดิน", "old_bytes", [], ["flood"]),
    ("องค์การบริหารส่วนตำบลหนองบัว", "budget", [], ["damaged"]),
    # tone marks distinguish words, and a lost one is found, after the words that have it
    ("ขาว", "white", ["news", "flood"], ["order"]),
    ("ข่าว", "news", ["white", "flood"], ["order"]),
    ("ข้าว", "flood", ["white", "news"], ["order"]),
    ("น้ำ", "flood", ["old_bytes"], ["order"]),
    # damage by a reader
    ("พัฒนา", "damaged", [], ["flood"]),
    ("ประชุม", "damaged", [], ["flood"]),
    ("ขอเชิญประชุม", "damaged", [], ["flood"]),
    ("บ้านนา", "damaged", [], ["budget"]),
    ("เรื่อง", "about_budget", ["budget", "news", "damaged"], ["order"]),
    ("โครงการก่อสร้าง", "damaged", [], ["flood"]),
    ("ชลประทาน", "damaged", [], ["flood"]),
    ("เครื่องคอมพิวเตอร์ที่ชำรุด", "damaged", [], ["flood"]),
    # damage by the person who types
    ("องค์การบริหารสวนตำบลหนองบ้ว", "budget", [], ["flood"]),
    ("คณะกรรมกาน ตรวจรับ", "order", [], ["flood"]),
    # ๐-๙ and 0-9
    ("2567", "order", ["budget", "mentions"], ["flood"]),
    ("๒๕๖๗", "order", ["budget", "mentions"], ["flood"]),
    ("พ.ศ. 2567", "budget", [], ["flood"]),
    ("พ.ศ.๒๕๖๗", "budget", [], ["flood"]),
    ("พศ 2567", "budget", [], ["flood"]),
    ("30 กันยายน", "budget", [], ["flood"]),
    ("๑๑ เมษายน 2567", "mentions", [], ["flood"]),
    ("1,234,500", "budget", [], ["flood"]),
    ("1234500 บาท", "budget", [], ["flood"]),
    ("ม.44", "order", [], ["flood"]),
    ("มาตรา 44", "order", [], ["flood"]),
    # document numbers, whole, in part, and however they are written
    ("ที่ มท ๐๘๐๘.๒/ว ๑๕๙๐", "budget", ["mentions"], ["flood"]),
    ("มท 0808.2/ว 1590", "budget", ["mentions"], ["flood"]),
    ("มท0808.2/ว1590", "budget", ["mentions"], ["flood"]),
    ("มท.0808.2/ว.1590", "budget", ["mentions"], ["flood"]),
    ("มท 08082/ว1590", "budget", ["mentions"], ["flood"]),
    ("ที่มท0808.2/ว1590", "budget", ["mentions"], ["flood"]),
    ("เลขที่ มท 0808.2/ว 1590", "budget", ["mentions"], ["flood"]),
    ("1590", "budget", ["mentions"], ["flood"]),
    ("๑๕๙๐", "budget", ["mentions"], ["flood"]),
    ("ว 1590", "budget", ["mentions"], ["flood"]),
    ("ว159", "mentions", [], ["flood"]),
    ("0808.2", "mentions", ["budget"], ["flood"]),
    ("มท 0808", "mentions", ["budget"], ["flood"]),
    ("ชม 0017.3/45", "flood", [], ["budget"]),
    ("0017", "flood", [], ["budget"]),
    ("12/2567", "order", [], ["flood", "budget"]),
    ("คำสั่งที่ 12/2567", "order", [], ["flood"]),
    ("กห 0206(กคร.447)/2570", "defence", [], ["flood"]),
    ("447", "defence", [], ["flood"]),
    ("ดศ 0201/7", "english", [], ["flood"]),
    ("มท 0808.2/ว 1590 งบประมาณ", "budget", [], ["flood", "mentions"]),
    # old encodings, in the text and in the query
    ("สำนักงานปลัดกระทรวง", "mentions", ["old_bytes"], ["flood"]),
    ("สํานักงานปลัดกระทรวง", "mentions", ["old_bytes"], ["flood"]),
    ("แผนที่", "old_bytes", [], ["flood"]),
    ("เเผนที่", "old_bytes", [], ["flood"]),
    ("น้ำประปา", "old_bytes", [], ["white"]),
    ("นํ้าประปา", "old_bytes", [], ["white"]),
    # other scripts, short words
    ("e-office", "english", [], ["flood"]),
    ("E-OFFICE", "english", [], ["flood"]),
    ("office", "english", [], ["flood"]),
    ("microsoft word", "english", [], ["flood"]),
    ("IT", "english", [], ["flood"]),
    ("saraban@example.go.th", "english", [], ["flood"]),
    ("สี", "white", [], ["budget"]),
    ("ว", "mentions", ["budget"], ["flood"]),
    # ranking: number, then subject, then from and to, then text
    ("งบประมาณรายจ่าย", "budget", ["about_budget"], ["flood"]),
    ("งบประมาณ", "budget", ["about_budget"], ["flood"]),
    ("อุทกภัย", "flood", [], ["budget"]),
    # several words: all of them, in any order, over text and fields; else some of them
    ("ข้าวสาร เชียงใหม่", "flood", [], ["news"]),
    ("เชียงใหม่ ข้าวสาร", "flood", [], ["news"]),
    ("พัสดุ ขอนแก่น", "order", [], ["flood"]),
    ("รายงานของจังหวัด", "flood", [], ["white"]),
    ("น้ำท่วม ขอนแก่น", "order", ["flood"], ["white"]),
    # phrases
    ('"ตรวจรับพัสดุ"', "order", [], ["flood"]),
    ('"การจัดทำงบประมาณ"', "budget", ["about_budget"], ["flood"]),
    ("“ส่วนตำบล” หนองบัว", "budget", [], ["damaged"]),
    ('"คณะกรรมการตรวจรับ', "order", [], ["flood"]),
    # other punctuation has no meaning
    ("(พัสดุ) [ตรวจรับ]", "order", [], ["flood"]),
    ("+พัสดุ -", "order", [], ["flood"]),
    # abbreviations and full names
    ("อบต.", "budget", [], ["flood", "order"]),
    ("อบต.หนองบัว", "budget", [], ["flood"]),
    ("ทน.ขอนแก่น", "order", [], ["flood"]),
    ("จาก:สถ.", "budget", [], ["mentions", "to_local"]),
    ("ชม.", "flood", [], ["budget"]),
    ("พ.ร.บ. 2560", "order", [], ["flood"]),
    ("พรบ.", "order", [], ["flood"]),
    ("11 เม.ย. 2567", "mentions", [], ["flood"]),
    ("30 ก.ย. 2567", "budget", [], ["flood"]),
    ("ผวจ.เชียงใหม่", "flood", [], ["budget"]),
    ("น้ำท่วม NOT ชม.", "nothing", [], ["flood"]),
    # AND, OR, NOT, brackets
    ("อุทกภัย OR พัสดุ", "order", ["flood"], ["budget"]),
    ("อุทกภัย | พัสดุ", "order", ["flood"], ["budget"]),
    ("ข้าวสาร AND เชียงใหม่", "flood", [], ["news"]),
    ("งบประมาณ NOT เงินอุดหนุน", "about_budget", [], ["budget", "flood"]),
    ("งบประมาณ -ท้องถิ่น", "about_budget", [], ["flood"]),
    ('งบประมาณ -"ส่งเสริมการปกครอง"', "about_budget", [], ["budget"]),
    ("(อุทกภัย OR พัสดุ) ขอนแก่น", "order", [], ["flood"]),
    ("อุทกภัย OR พัสดุ ขอนแก่น", "order", ["flood"], ["budget"]),
    ("(อุทกภัย OR พัสดุ) NOT (เชียงใหม่ OR ลำพูน)", "order", [], ["flood"]),
    ("NOT NOT พัสดุ", "order", [], ["flood"]),
    # prefixes: of words, of words inside compounds, of numbers
    ("บริหา*", "budget", [], ["flood"]),
    ("องค์การบริ*", "budget", [], ["flood"]),
    ("micro*", "english", [], ["flood"]),
    ("มท 0808*", "mentions", ["budget"], ["flood"]),
    ("มท 08*", "mentions", ["budget"], ["flood"]),
    ("ปี:66", "flood", [], ["budget"]),
    ("ที่:ชม*", "flood", [], ["budget"]),
    # fields, by Thai and English names
    ("เรื่อง:งบประมาณ", "budget", [], ["about_budget"]),
    ("subject:งบประมาณ", "budget", [], ["about_budget"]),
    ("Subject: งบประมาณ", "budget", [], ["about_budget"]),
    ('เรื่อง:"รายจ่ายประจำปี"', "budget", [], ["about_budget"]),
    ("เรื่อง:งบปร*", "budget", [], ["about_budget"]),
    ("เรื่อง:พัสคุตรวจรับ OR เรื่อง:อุทกภัย", "flood", [], ["budget"]),
    ("จาก:ท้องถิ่น", "budget", [], ["to_local", "mentions"]),
    ("from:ท้องถิน", "budget", [], ["to_local", "mentions"]),
    ("ถึง:ท้องถิ่น", "to_local", [], ["budget"]),
    ("เรียน:ผู้ว่าราชการ", "budget", ["flood"], ["to_local"]),
    ("ที่:1590", "budget", [], ["mentions"]),
    ("ที่:มท 0808.2/ว 1590", "budget", [], ["mentions"]),
    ('number:"มท ๐๘๐๘.๒"', "mentions", ["budget"], ["flood"]),
    ("ข้อความ:งบประมาณ", "about_budget", ["budget"], ["flood"]),
    ("เรื่อง:(งบประมาณ OR อุทกภัย)", "budget", ["flood"], ["about_budget"]),
    ("จาก:ท้องถิ่น เงินอุดหนุน", "budget", [], ["to_local"]),
    ("พัสดุ -เรื่อง:ซ่อมแซม ชนิด:คำสั่ง", "order", [], ["white"]),
    # dates: พ.ศ. and C.E., years, months, days, from and to, fiscal years
    ("ปี:2566", "flood", [], ["budget"]),
    ("ปี:๒๕๖๖", "flood", [], ["budget"]),
    ("year:2023", "flood", [], ["budget"]),
    ("วันที่:เม.ย.67", "budget", [], ["mentions"]),
    ("วันที่:เมษายน ๒๕๖๗ งบประมาณ", "budget", [], ["about_budget"]),
    ("ลงวันที่:11 เม.ย. 2567", "budget", [], ["mentions"]),
    ("date:2024-04-11", "budget", [], ["mentions"]),
    ("วันที่:2566-12..2567-02", "defence", ["order"], ["flood", "budget"]),
    ("วันที่:..2562", "english", ["old_bytes"], ["damaged"]),
    ("วันที่:1/6/2567..", "mentions", [], ["to_local"]),
    ("ปีงบประมาณ:2567", "mentions", ["flood", "budget", "order"], ["news"]),
    ("fiscal:2566", "nothing", [], ["flood"]),
    # what a letter is
    ("ชนิด:คำสั่ง", "order", [], ["budget"]),
    ("kind:internal_memo", "flood", [], ["budget"]),
    ("ชนิด:บันทึกข้อความ น้ำท่วม", "flood", [], ["budget"]),
    ("ชั้นความลับ:ลับมาก", "defence", [], ["budget"]),
    ("พัสดุ\x00\x1b[31m", "order", [], ["flood"]),
    ("พัสดุ\ud800", "order", [], ["flood"]),
]
# Which of them comes first is told by how the text has the words.
FINDS_BY_TEXT = [
    ("ทองถิน", "damaged", ["budget"], ["flood"]),
    ("บริหาร", "damaged", ["budget"], ["flood", "news"]),
    ("ท้องถิ่น", "budget", ["damaged"], ["flood"]),
    ("ท้องถ\u0e48\u0e34น", "budget", [], ["flood"]),
    ("*บริหาร?", "damaged", ["budget"], ["flood"]),
    ("สถ.", "budget", ["mentions", "to_local"], ["flood"]),
]


@NOT_MANY
@pytest.mark.parametrize(("text", "first", "also", "never"), FINDS_BY_TEXT, ids=[f[0] for f in FINDS_BY_TEXT])
def test_finds_first_what_has_it_best(
    corpus: SearchIndex, text: str, first: str, also: list[str], never: list[str]
) -> None:
    test_finds(corpus, text, first, also, never)


@pytest.mark.parametrize(("text", "first", "also", "never"), FINDS, ids=[f[0] for f in FINDS])
def test_finds(corpus: SearchIndex, text: str, first: str, also: list[str], never: list[str]) -> None:
    found = ids(corpus, text)
    assert found[:1] == ([] if first == "nothing" else [first])
    assert set(also) <= set(found)
    assert not set(never) & set(found)


@pytest.mark.parametrize(
    "text",
    [
        "เฮลิคอปเตอร์",
        '"พัสดุตรวจรับ"',
        '"ท้องถน"',
        '"ทองถิ่น"',
        "ศธ 7777/99999",
        "***",
        '""',
        '" "',
        "/.*/",
        "﷽",
        "%_",
        "พัสดุ NOT พัสดุ",
        "เรื่อง:ข้าวสาร",
        "จาก:กรมที่ดิน ถึง:อธิบดี",
        "ชนิด:แถลงการณ์",
        "กล่อง:99",
        "ฮฮฮฮ*",
    ],
)
def test_finds_nothing(corpus: SearchIndex, text: str) -> None:
    result = corpus.search(SearchQuery(text))
    assert result.total == 0
    assert result.hits == ()


@pytest.mark.parametrize("text", HOSTILE, ids=[t[:12].encode("unicode_escape").decode() for t in HOSTILE])
def test_hostile_queries_are_answered(corpus: SearchIndex, text: str) -> None:
    try:
        result = corpus.search(SearchQuery(text))
    except InputError as error:
        assert error.code in ("QUERY_TOO_LONG", "QUERY_SYNTAX", "QUERY_VALUE")
    else:
        assert len(result.hits) <= len(CORPUS)


@pytest.mark.parametrize("text", ["ก" * 501, "นา " * 41, "x" * 10**6])
def test_long_queries_are_refused(corpus: SearchIndex, text: str) -> None:
    with pytest.raises(InputError) as caught:
        corpus.search(SearchQuery(text))
    assert caught.value.code == "QUERY_TOO_LONG"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("พัสดุ OR", "QUERY_SYNTAX"),
        ("AND พัสดุ", "QUERY_SYNTAX"),
        ("พัสดุ OR OR งบประมาณ", "QUERY_SYNTAX"),
        ("พัสดุ NOT", "QUERY_SYNTAX"),
        ("(พัสดุ OR งบประมาณ", "QUERY_SYNTAX"),
        ("พัสดุ OR ()", "QUERY_SYNTAX"),
        ("(" * 11 + "ก OR ข" + ")" * 11, "QUERY_SYNTAX"),
        ("เรื่อง:", "QUERY_SYNTAX"),
        ("เรื่อง: OR พัสดุ", "QUERY_SYNTAX"),
        ("เรื่อง:(จาก:กรม)", "QUERY_SYNTAX"),
        ("วันที่:", "QUERY_SYNTAX"),
        ("ก*", "QUERY_SYNTAX"),
        ("วันที่:เมื่อวาน", "QUERY_VALUE"),
        ("วันที่:2567..เมื่อวาน", "QUERY_VALUE"),
        ("วันที่:31 ก.พ. 2567", "QUERY_VALUE"),
        ("ปีงบประมาณ:เม.ย.67", "QUERY_VALUE"),
        ("ชนิด:จดหมายรัก", "QUERY_VALUE"),
    ],
)
def test_what_breaks_the_grammar_is_said(corpus: SearchIndex, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        corpus.search(SearchQuery(text))
    assert caught.value.code == code
    assert "โปรด" in caught.value.th and caught.value.en


def test_only_what_is_not_there_lists_the_rest_newest_first(corpus: SearchIndex) -> None:
    result = corpus.search(asked("-งบประมาณ ปี:2567"))
    assert [hit.id for hit in result.hits] == ["mentions", "to_local", "defence", "order"]


def test_operators_hold_where_words_are_loosened(corpus: SearchIndex) -> None:
    assert ids(corpus, "พัสดุ เฮลิคอปเตอร์ ปี:2567") == ["order"]
    assert ids(corpus, "พัสดุ เฮลิคอปเตอร์ ปี:2566") == []
    assert ids(corpus, "พัสดุ เฮลิคอปเตอร์ -ขอนแก่น") == []


def test_near_numbers_where_there_is_none_such(corpus: SearchIndex) -> None:
    result = corpus.search(SearchQuery("มท 0808.2/ว 1598"))
    assert [hit.id for hit in result.hits[:2]] == ["mentions", "budget"] and result.complete == 0
    assert corpus.search(SearchQuery("มท 0808.2/ว 1590")).complete == 2


def test_letters_that_lack_a_word_follow_where_few_have_all(corpus: SearchIndex) -> None:
    result = corpus.search(SearchQuery("งบประมาณ รายจ่าย อุดหนุน เชียงใหม่"))
    assert result.total == 1 and result.complete == 0 and result.hits[0].id == "budget"
    result = corpus.search(SearchQuery("งบประมาณ รายจ่าย อุดหนุน"))
    assert [hit.id for hit in result.hits] == ["budget", "about_budget"] and result.complete == 1


def test_words_that_stand_everywhere_make_no_letter_near(index: SearchIndex) -> None:
    index.add(
        [
            letter("four", "ซ่อมถนนคอนกรีตบางพระ"),
            letter("three", "ซ่อมถนนคอนกรีต ตำบลอื่น จังหวัดอื่น ปีนี้"),
        ]
    )
    result = index.search(SearchQuery("ซ่อม ถนน คอนกรีต บางพระ ระยอง ตำบล จังหวัด ปี"))
    assert [hit.id for hit in result.hits] == ["four"] and result.complete == 0


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST, Order.NUMBER])
def test_in_other_orders_they_come_only_where_none_has_all(corpus: SearchIndex, order: Order) -> None:
    result = corpus.search(SearchQuery("งบประมาณ รายจ่าย อุดหนุน", order=order))
    assert [hit.id for hit in result.hits] == ["budget"]
    result = corpus.search(SearchQuery("งบประมาณ รายจ่าย อุดหนุน เชียงใหม่", order=order))
    assert [hit.id for hit in result.hits] == ["budget"] and result.complete == 0


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("งบประมณ", "budget"),
        ("อาคาน", "white"),
        ("ชลประทน", "damaged"),
        ("ประชาสำพันธ์", "news"),
        ("ผู้ประสบภับ", "flood"),
        ("องค์การบริหารส่วนตำบลหนองบัวขอรับเงินอุตหนุน", "budget"),
    ],
)
def test_slips_of_typing(corpus: SearchIndex, typed: str, first: str) -> None:
    assert corpus.search(SearchQuery(typed)).hits[0].id == first


def test_a_letter_of_the_day_that_is_asked_for_comes_first(index: SearchIndex) -> None:
    text = "ประชุมวันที่ ๑๑ เมษายน ๒๕๖๗"
    index.add([letter("of it", text, date="2024-04-11"), letter("about it", text, date="2024-05-02")])
    assert ids(index, "ประชุม 11 เม.ย. 2567") == ["of it", "about it"]
    assert ids(index, "ประชุม เมษายน 2567") == ["about it", "of it"]
