from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sarabun import thai
from search import analysis, language, snippets
from search.snippets import Snippet
from search.sought import Sought

FILLER = "ด้วยสำนักงานจังหวัดได้รับแจ้งว่าผู้อำนวยการกองคลังจะเดินทางไปราชการ\n" * 8
PAGE = FILLER + "องค์การบริหารส่วนตำบลหนองบัวขอรับเงินอุดหนุนเพื่อก่อสร้างถนน\n" + FILLER


def make(text: str, asked: str) -> Snippet:
    tree = language.parse(asked).tree
    return snippets.make(
        analysis.mark(analysis.analyse(text)), Sought(tuple(language.clauses_in(tree)) if tree else ())
    )


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[h.start : h.end] for h in snippet.highlights]


def test_window_around_the_match() -> None:
    snippet = make(PAGE, "อุดหนุน")
    assert marked(snippet) == ["อุดหนุน"]
    assert snippet.terms == ("เงินอุดหนุน",)
    assert 100 < len(snippet.text) <= snippets.WIDTH + 2
    assert snippet.text[0] == snippet.text[-1] == "…"
    assert "\n" not in snippet.text


def test_cut_between_words() -> None:
    snippet = make(PAGE, "อุดหนุน")
    inner = snippet.text.strip("…")
    flat = PAGE.replace("\n", " ")
    start = flat.index(inner)
    borders = {t.start for t in thai.tokens(PAGE)} | {t.end for t in thai.tokens(PAGE)}
    assert {start, start + len(inner)} <= borders


def test_window_with_most_of_the_query() -> None:
    text = "ถนน " + FILLER + "เงินอุดหนุนก่อสร้างถนน " + FILLER + "เงิน"
    assert marked(make(text, "เงิน ถนน อุดหนุน")) == ["เงิน", "อุดหนุน", "ถนน"]


def test_short_page_is_shown_whole() -> None:
    assert make("ถนนสายใหม่\nยาวสองกิโลเมตร", "ถนน").text == "ถนนสายใหม่ ยาวสองกิโลเมตร"


def test_no_match_shows_the_beginning() -> None:
    snippet = make(PAGE, "เฮลิคอปเตอร์")
    assert snippet.highlights == () == snippet.terms
    assert snippet.text.startswith("ด้วยสำนักงานจังหวัด")


def test_match_near_the_end_fills_the_window() -> None:
    snippet = make(FILLER + "ถนน", "ถนน")
    assert marked(snippet) == ["ถนน"]
    assert len(snippet.text) > 100


def test_terms_are_the_whole_words_of_the_page() -> None:
    assert make(PAGE, "บริหาร").terms == ("องค์การบริหารส่วนตำบล",)
    assert marked(make(PAGE, "บริหาร")) == ["บริหาร"]


def test_lost_marks_are_highlighted_where_the_word_is_not() -> None:
    assert marked(make("การพฒนาทองถิน", "ท้องถิ่น")) == ["ทองถิน"]
    assert marked(make("ท้องถิ่น กับ ทองถิน", "ท้องถิ่น")) == ["ท้องถิ่น"]
    assert marked(make("การพฒนาทองถิน", '"ท้องถิ่น"')) == []


def test_last_letter_keeps_its_mark() -> None:
    assert marked(make("ชี้แจงที่ดนิ์ เก่า", "ที่ดิน")) == ["ที่ดนิ์"]


def test_number_however_written() -> None:
    assert marked(make("ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐ ลงวันที่", "มท0201.2/ว1590")) == ["มท ๐๒๐๑.๒/ว ๑๕๙๐"]


def test_words_of_one_letter() -> None:
    text = "ตกลงกันที่ ต.หนองบัว และ ต. บางพระ ต่อไป จ.น่าน"
    assert marked(make(text, "ตำบล")) == ["ต", "ต"]
    assert marked(make(text, "จังหวัด")) == ["จ"]


def test_similar_run_is_highlighted() -> None:
    assert marked(make("โครงการของกรมชลประหาน จังหวัดลำปาง", "ชลประทาน")) == ["ชลประหาน"]


def test_word_longer_than_the_window() -> None:
    snippet = make("x" * 1000 + " ถนน", "x" * 128)
    assert len(snippet.text) <= snippets.WIDTH + 2


@given(
    st.lists(
        st.sampled_from(["ถนน", "เงินอุดหนุน", "ทองถิน", "ท้องถิ่น", "\n", " ", "๑๒๓", "…", "x" * 90]), max_size=60
    )
)
def test_highlights_lie_within_and_do_not_overlap(parts: list[str]) -> None:
    snippet = make("".join(parts), "ถนน ท้องถิ่น 123 เงิน")
    assert len(snippet.text) <= snippets.WIDTH + 2
    end = 0
    for highlight in snippet.highlights:
        assert end <= highlight.start < highlight.end <= len(snippet.text)
        end = highlight.end


def test_what_a_slip_of_typing_meant_is_highlighted() -> None:
    assert marked(make("รายงานสถานการณ์อุทกภัยในพื้นที่", "อุทกพัย")) == ["อุทกภัย"]
