"""What every search index must do: tantivy always, Elasticsearch where TEST_ELASTICSEARCH_URL names one."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sarabun import thai
from sarabun.errors import ConfigurationError, ExternalError, InputError
from sarabun.model import (
    EVERYTHING,
    Access,
    Counted,
    Facet,
    Hit,
    Kind,
    Order,
    SearchDocument,
    SearchPage,
    SearchQuery,
    Suggestion,
    Suggestions,
)
from sarabun.ports import SearchIndex
from search import rows
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from search.suggest import suggest


def letter(id: str, *texts: str, **values: object) -> SearchDocument:
    blank = SearchDocument(
        id=id,
        kind=Kind.EXTERNAL,
        number="",
        date="",
        subject="",
        agency="",
        addressee="",
        urgency="",
        secrecy="",
        unit="",
        box_no="",
        batch="",
        pages=tuple(SearchPage(n, text) for n, text in enumerate(texts, 1)),
    )
    return replace(blank, **values)  # type: ignore[arg-type]


CORPUS = (
    letter(
        "budget",
        "ที่ มท ๐๘๐๘.๒/ว ๑๕๙๐\nเรื่อง การจัดทำงบประมาณรายจ่ายประจำปี\nด้วยกรมส่งเสริมการปกครองท้องถิ่นได้รับแจ้งว่า",
        "องค์การบริหารส่วนตำบลหนองบัวขอรับเงินอุดหนุนจำนวน ๑,๒๓๔,๕๐๐ บาท ภายในวันที่ ๓๐ กันยายน พ.ศ.๒๕๖๗",
        number="มท 0808.2/ว 1590",
        date="2024-04-11",
        subject="การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568",
        agency="กรมส่งเสริมการปกครองท้องถิ่น",
        addressee="ผู้ว่าราชการจังหวัดทุกจังหวัด",
    ),
    letter(
        "flood",
        "รายงานสถานการณ์น้ำท่วมในพื้นที่จังหวัดเชียงใหม่ ผู้ประสบภัยได้รับข้าวสารและน้ำดื่ม",
        kind=Kind.INTERNAL_MEMO,
        number="ชม 0017.3/45",
        date="2023-10-05",
        subject="รายงานสถานการณ์อุทกภัย",
        agency="สำนักงานจังหวัดเชียงใหม่",
        addressee="ผู้ว่าราชการจังหวัดเชียงใหม่",
    ),
    letter(
        "news",
        "เอกสารข่าว เรื่อง ข่าวปลอม โปรดติดตามข่าวจากทางราชการ",
        kind=Kind.NEWS,
        date="2022-01-31",
        subject="ข่าวประชาสัมพันธ์",
        agency="กรมประชาสัมพันธ์",
    ),
    letter("white", "ทาสีขาวทั้งอาคาร", date="2021-06-01", subject="ซ่อมแซมอาคาร", agency="กองช่าง"),
    letter(
        "order",
        "คำสั่งแต่งตั้งคณะกรรมการตรวจรับพัสดุ ตามมาตรา ๔๔ แห่งพระราชบัญญัติ พ.ศ. ๒๕๖๐ ม.44",
        kind=Kind.ORDER,
        number="12/2567",
        date="2024-01-15",
        subject="แต่งตั้งคณะกรรมการตรวจรับพัสดุ",
        agency="เทศบาลนครขอนแก่น",
    ),
    letter(
        "damaged",  # as a reader leaves it: marks lost, letters wrong, spaces in the middle of words
        "องคการบริหารสวนตำบลบานนา ขอเชญประชม เรอง การพฒนาทองถน และรายงาน อุปกรณ์คอมพิวเตอร์ที่ชำรุค "
        "กับ โครง การ ก่อ สร้าง ฝาย ของกรมชลประหาน",
        date="2020-03-03",
        subject="",
        agency="",
    ),
    letter(
        "english",
        "ติดตั้งระบบ e-Office และ Microsoft Word Version 2.0 บนเครื่อง IT ของกรม ติดต่อ saraban@example.go.th",
        number="ดศ ๐๒๐๑/๗",
        date="2019-12-31",
        subject="ระบบ e-Saraban",
        agency="กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    ),
    letter(
        "defence",
        "การฝึกกำลังพลสำรอง",
        number="กห 0206(กคร.447)/2570",
        date="2024-02-29",
        subject="การฝึกกำลังพลสำรอง",
        agency="กรมการสรรพกำลังกลาโหม",
        secrecy="ลับมาก",
    ),
    letter(
        "old_bytes",  # split sara am, เเ for แ, marks the wrong way round, zero-width spaces
        "สํานักงานปลัดกระทรวง เเผนที่เเนบท้าย ที\u0e49\u0e35ดิน กรม\u200bที่\u200bดิน นํ้าประปา",
        date="2018-08-08",
        subject="แผนที่",
        agency="กรมที่ดิน",
    ),
    letter("about_budget", "หารือเรื่องการจัดทำงบประมาณรายจ่ายประจำปี งบประมาณ งบประมาณ", date="2024-05-01"),
    letter(
        "to_local",
        "เพื่อโปรดทราบ",
        date="2024-05-02",
        subject="ขอส่งรายงาน",
        agency="อำเภอเมือง",
        addressee="อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",
    ),
    letter(
        "mentions",
        "ตามหนังสือ ที่ มท ๐๘๐๘.๒/ว ๑๕๙๐ ลงวันที่ ๑๑ เมษายน ๒๕๖๗ นั้น กรมส่งเสริมการปกครองท้องถิ่นขอเรียนว่า",
        number="มท 0808.2/ว 159",
        date="2024-06-01",
        subject="การดำเนินการตามหนังสือเวียน",
        agency="สำนักงานปลัดกระทรวงมหาดไทย",
    ),
)

ENGINES = ["embedded", pytest.param("elastic", marks=pytest.mark.stack)]
Make = Callable[[], SearchIndex]


@pytest.fixture(scope="module", params=ENGINES)
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Makes empty indexes; every call another one."""
    if request.param == "embedded":
        yield lambda: EmbeddedIndex(tmp_path_factory.mktemp("search") / "index", wait_seconds=0.1)
        return
    url = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    if not url:
        pytest.skip(
            "no Elasticsearch: bash scripts/test --stack starts one, or TEST_ELASTICSEARCH_URL names one"
        )
    prefix = f"sarabun-test-{uuid.uuid4().hex[:8]}"
    numbers = iter(range(1000))
    yield lambda: ElasticIndex(url, index=f"{prefix}-{next(numbers)}")
    from elasticsearch import Elasticsearch

    client = Elasticsearch(url)
    for name in client.indices.get(index=f"{prefix}-*"):
        client.indices.delete(index=name)
    client.indices.delete_index_template(name=f"{prefix}-*")


@pytest.fixture(scope="module")
def corpus(make: Make) -> SearchIndex:
    index = make()
    index.add(CORPUS)
    return index


@pytest.fixture
def index(make: Make) -> SearchIndex:
    return make()


def ids(index: SearchIndex, text: str, **values: object) -> list[str]:
    return [hit.id for hit in index.search(asked(text, **values)).hits]


def asked(text: str, **values: object) -> SearchQuery:
    """By one who may find everything, unless said otherwise."""
    return SearchQuery(text, **({"access": EVERYTHING} | values))  # type: ignore[arg-type]


# --- one query, what comes first, what else must be found, what must not be found ---------------------------

FINDS = [
    # a word inside a compound
    ("บริหาร", "damaged", ["budget"], ["flood", "news"]),
    ("ตำบล", "damaged", ["budget"], ["flood"]),
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
    ("ท้องถิ่น", "budget", ["damaged"], ["flood"]),
    ("พัฒนา", "damaged", [], ["flood"]),
    ("ประชุม", "damaged", [], ["flood"]),
    ("ขอเชิญประชุม", "damaged", [], ["flood"]),
    ("บ้านนา", "damaged", [], ["budget"]),
    ("เรื่อง", "news", ["budget", "about_budget", "damaged"], ["order"]),
    ("โครงการก่อสร้าง", "damaged", [], ["flood"]),
    ("ชลประทาน", "damaged", [], ["flood"]),
    ("เครื่องคอมพิวเตอร์ที่ชำรุด", "damaged", [], ["flood"]),
    # damage by the person who types
    ("ทองถิน", "damaged", ["budget"], ["flood"]),
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
    ("ท้องถ\u0e48\u0e34น", "budget", [], ["flood"]),
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
    ("*บริหาร?", "damaged", ["budget"], ["flood"]),
    ("(พัสดุ) [ตรวจรับ]", "order", [], ["flood"]),
    ("+พัสดุ -", "order", [], ["flood"]),
    # abbreviations and full names
    ("อบต.", "budget", [], ["flood", "order"]),
    ("อบต.หนองบัว", "budget", [], ["flood"]),
    ("ทน.ขอนแก่น", "order", [], ["flood"]),
    ("สถ.", "budget", ["mentions", "to_local"], ["flood"]),
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


HOSTILE = [
    "ก" * 500,
    "กขคงจฉชซ" * 62,
    "นา " * 40,
    "'; drop table pages; --",
    '{"query": {"match_all": {}}}',
    "../../etc/passwd",
    "text:[* TO *]",
    "\\" * 100 + '"',
    "(" * 200,
    '"' * 200,
    "~^!+-|&",
    "a" * 500,
    "1" * 500,
    "1/" * 200,
    "\u0e49" * 100,
    "ที่" * 20,
    "ก.ข." * 100,
    "\U0001f600 \u202e\ufeff",
]


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


# --- filters, order, pages ----------------------------------------------------------------------------------


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


def test_ranking_words_in_a_row_first(index: SearchIndex) -> None:
    index.add(
        [
            letter("apart", "พัสดุ ที่ต้องตรวจ แล้วจึงรับ จัดซื้อ จัดจ้าง โดยคณะกรรมการ", date="2024-01-01"),
            letter("together", "คณะกรรมการจัดจ้าง โดยทั่วไป พัสดุ และอื่น", date="2020-01-01"),
        ]
    )
    assert ids(index, "คณะกรรมการจัดจ้าง") == ["together", "apart"]


def test_equal_scores_newest_first(index: SearchIndex) -> None:
    index.add([letter(f"d{n}", "เหมือนกัน", date=f"20{n:02}-01-01") for n in (11, 15, 13, 12, 14)])
    assert ids(index, "เหมือนกัน") == ["d15", "d14", "d13", "d12", "d11"]


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


# --- order, paging, facets ---------------------------------------------------------------------------------

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


# --- hits ---------------------------------------------------------------------------------------------------


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


# --- adding, replacing, removing, rebuilding ----------------------------------------------------------------


def test_before_anything_is_indexed(index: SearchIndex) -> None:
    assert index.count() == 0
    assert index.search(SearchQuery("")).total == 0
    assert index.search(SearchQuery("บริหาร")).hits == ()
    index.remove(["nobody"])
    assert index.name


def test_add_replaces_all_pages(index: SearchIndex) -> None:
    index.add([letter("d", "กระดาน", "ชอล์ก", "แปรง"), letter("other", "ชอล์ก")])
    index.add([letter("d", "ปากกา")])
    assert index.count() == 2
    assert ids(index, "กระดาน") == []
    assert ids(index, "ชอล์ก") == ["other"]
    assert ids(index, "ปากกา") == ["d"]


def test_same_id_twice_in_one_call_is_one_document(index: SearchIndex) -> None:
    index.add([letter("d", "กระดาน", "ชอล์ก"), letter("d", "ปากกา")])
    assert index.count() == 1
    assert ids(index, "กระดาน") == []
    assert ids(index, "ปากกา") == ["d"]


def test_remove(index: SearchIndex) -> None:
    index.add([letter("a", "กระดาน", "กระดาน"), letter("b", "กระดาน")])
    index.remove(["a", "nobody"])
    assert index.count() == 1
    assert ids(index, "กระดาน") == ["b"]
    index.remove(["b"])
    assert index.count() == 0


def test_add_and_remove_nothing(index: SearchIndex) -> None:
    index.add([])
    index.remove([])
    assert index.count() == 0


def test_add_is_all_or_nothing_for_a_document_that_fails(index: SearchIndex) -> None:
    index.add([letter("kept", "กระดาน")])

    def failing() -> Iterator[SearchDocument]:
        yield letter("kept", "ปากกา")
        raise RuntimeError("the registry is gone")

    with pytest.raises(RuntimeError):
        index.add(failing())
    assert ids(index, "กระดาน") == ["kept"]
    index.add([letter("kept", "ปากกา")])
    assert ids(index, "ปากกา") == ["kept"]


def test_rebuild_replaces_everything(index: SearchIndex) -> None:
    index.add([letter("old", "กระดาน"), letter("both", "ชอล์ก")])
    assert index.rebuild([letter("both", "แปรง"), letter("new", "ปากกา"), letter("new", "ปากกา")]) == 2
    assert index.count() == 2
    assert ids(index, "กระดาน") == [] == ids(index, "ชอล์ก")
    assert ids(index, "แปรง") == ["both"]
    index.add([letter("later", "กระดาน")])
    assert ids(index, "กระดาน") == ["later"]


def test_rebuild_from_nothing(index: SearchIndex) -> None:
    assert index.rebuild([]) == 0
    assert index.rebuild([letter("a", "กระดาน")]) == 1


def test_failed_rebuild_leaves_the_old_index(index: SearchIndex) -> None:
    index.add([letter("old", "กระดาน")])

    def failing() -> Iterator[SearchDocument]:
        yield letter("new", "ปากกา")
        raise RuntimeError("the registry is gone")

    with pytest.raises(RuntimeError):
        index.rebuild(failing())
    assert ids(index, "") == ["old"]
    assert index.rebuild([letter("new", "ปากกา")]) == 1
    assert ids(index, "") == ["new"]


def test_what_comes_and_goes_during_a_rebuild(index: SearchIndex) -> None:
    """It is either done in the old and the new index, or refused to be tried again; never lost."""
    index.add([letter("stays", "กระดาน"), letter("goes", "กระดาน"), letter("changes", "กระดาน")])
    later: list[Callable[[], None]] = []

    def attempt(work: Callable[[], None]) -> None:
        try:
            work()
        except ExternalError as error:
            assert error.code == "INDEX_BUSY"
            later.append(work)

    def documents() -> Iterator[SearchDocument]:
        attempt(lambda: index.add([letter("comes", "กระดาน"), letter("changes", "ปากกา")]))
        attempt(lambda: index.remove(["goes"]))
        yield from (letter(name, "กระดาน") for name in ("stays", "goes", "changes"))

    index.rebuild(documents())
    for work in later:
        work()
    assert set(ids(index, "กระดาน")) == {"stays", "comes"}
    assert ids(index, "ปากกา") == ["changes"]
    assert index.count() == 3


def test_index_of_another_version_asks_for_a_rebuild(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([letter("first", "กระดาน")])
    monkeypatch.setattr(rows, "FORMAT", "f999")
    for work in (
        lambda: index.search(SearchQuery("กระดาน")),
        lambda: index.add([letter("second", "กระดาน")]),
        lambda: index.remove(["first"]),
        lambda: index.count(),
    ):
        with pytest.raises(ConfigurationError) as caught:
            work()
        assert caught.value.code == "INDEX_FORMAT"
    assert index.rebuild([letter("first", "กระดาน")]) == 1
    assert ids(index, "กระดาน") == ["first"]


def test_searches_go_on_during_rebuilds(index: SearchIndex) -> None:
    index.add([letter("d", "กระดาน")])
    stop = threading.Event()
    answers: set[tuple[str, ...]] = set()
    problems: list[Exception] = []

    def search() -> None:
        while not stop.is_set():
            try:
                answers.add(tuple(ids(index, "กระดาน")))
            except Exception as error:
                problems.append(error)

    reader = threading.Thread(target=search)
    reader.start()
    for _ in range(5):
        index.rebuild([letter("d", "กระดาน")])
    stop.set()
    reader.join()
    assert problems == []
    assert answers == {("d",)}


def test_damaged_characters_in_pages(index: SearchIndex) -> None:
    index.add([letter("d", "ก\x00ข\ud800ค\x1f กระดาน \U0001f600" + "ก" * 5000 + " " + "x" * 70_000)])
    (hit,) = index.search(SearchQuery("กระดาน")).hits
    assert hit.snippet.isprintable()
    assert thai.normalise(hit.snippet) == hit.snippet


# --- did you mean, suggestions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("คณะกรรมกาน ตรวจรับ", "คณะกรรมการ ตรวจรับ"),
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


def texts(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.text for suggestion in found]


def test_suggestions_as_one_types(corpus: SearchIndex) -> None:
    public = SearchQuery("")
    for typed in ("การจัด", "จัดทำงบ", "การจัดทำ งบปร", "การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568"):
        assert texts(suggest(corpus, typed, public).subjects) == ["การจัดทำงบประมาณรายจ่ายประจำปี พ.ศ. 2568"]
    assert texts(suggest(corpus, "กรมส่ง", public).agencies) == ["กรมส่งเสริมการปกครองท้องถิ่น"]
    assert texts(suggest(corpus, "กรม", public).agencies)[0].startswith("กรม")
    assert texts(suggest(corpus, "มท ๐๘", public).numbers) == ["มท 0808.2/ว 159", "มท 0808.2/ว 1590"]
    assert suggest(corpus, "มท 0808", public, limit=1).numbers == (Suggestion("มท 0808.2/ว 159"),)
    assert suggest(corpus, "ก", public) == Suggestions() == suggest(corpus, '("*', public)


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


def test_contents_tell_every_document_and_its_state(index: SearchIndex) -> None:
    assert dict(index.contents()) == {}
    documents = [letter(f"d{n}", "รายงาน", date="2024-01-01") for n in range(30)]
    index.add(documents)
    assert dict(index.contents()) == {document.id: document.stamp for document in documents}
    index.add([letter("d3", "แก้ไขแล้ว")])
    index.remove(["d4"])
    found = dict(index.contents())
    assert found["d3"] == letter("d3", "แก้ไขแล้ว").stamp != documents[3].stamp
    assert "d4" not in found and len(found) == 29


def test_near_numbers_where_there_is_none_such(corpus: SearchIndex) -> None:
    result = corpus.search(SearchQuery("มท 0808.2/ว 1598"))
    assert [hit.id for hit in result.hits[:2]] == ["mentions", "budget"] and result.complete == 0
    assert corpus.search(SearchQuery("มท 0808.2/ว 1590")).complete == 2


def test_letters_that_lack_a_word_follow_where_few_have_all(corpus: SearchIndex) -> None:
    result = corpus.search(SearchQuery("งบประมาณ รายจ่าย อุดหนุน เชียงใหม่"))
    assert result.total == 1 and result.complete == 0 and result.hits[0].id == "budget"
    result = corpus.search(SearchQuery("งบประมาณ รายจ่าย อุดหนุน"))
    assert [hit.id for hit in result.hits] == ["budget", "about_budget"] and result.complete == 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [("งบประมณ", "budget"), ("อาคาน", "white"), ("ชลประทน", "damaged"), ("ประชาสำพันธ์", "news")],
)
def test_slips_of_typing(corpus: SearchIndex, typed: str, first: str) -> None:
    assert corpus.search(SearchQuery(typed)).hits[0].id == first


def test_letters_that_hold_the_hash_of_a_person(index: SearchIndex) -> None:
    index.add([letter("one", "ลาพักผ่อน", persons=("aa", "bb")), letter("other", "ลาพักผ่อน", persons=("bb",))])
    assert set(ids(index, "", persons=("bb",))) == {"one", "other"}
    assert ids(index, "ลา", persons=("aa",)) == ["one"] == ids(index, "", persons=("aa", "bb"))
    assert ids(index, "", persons=("cc",)) == []
