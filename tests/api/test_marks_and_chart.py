from __future__ import annotations

import pytest

from api.web.chart import grouped_bars
from api.web.pages import snippet_parts
from sarabun import marks
from sarabun.finding import Highlight, Hit
from sarabun.model import Box, Kind
from tests.api.world import CHARACTER, LINE_STEP, LINE_TOP, page_text

PAGE = page_text(1, ["ที่ มท ๐๘๐๘.๒/ว ๑๒๓๔", "เรื่อง ขออนุมัติงบประมาณโครงการ", "ขอ และ งบประมาณ ที่เหลือ"])


def text_under(box: Box) -> str:
    """The characters of PAGE that a box covers."""
    line = PAGE.lines[(box.top - LINE_TOP) // LINE_STEP].text
    return line[(box.left - 20) // CHARACTER : (box.right - 20) // CHARACTER]


@pytest.mark.parametrize(
    ("query", "terms", "marked"),
    [
        ("งบประมาณ", (), ["งบประมาณ", "งบประมาณ"]),
        ("ขออนุมัติงบประมาณ", (), ["ขออนุมัติงบประมาณ"]),
        ("“ขออนุมัติ งบประมาณ”", (), ["ขออนุมัติงบประมาณ"]),
        ("มท 0808.2/ว 1234", (), ["มท ๐๘๐๘.๒/ว ๑๒๓๔"]),
        ("มท0808.2", ("มท", "ที่"), ["มท ๐๘๐๘.๒"]),
        ("ขออนุมตั โครงการ", ("ขออนุมัติ",), ["ขออนุมัติ", "โครงการ"]),
        ("ขออนุมัติ OR พัสดุ", (), ["ขออนุมัติ"]),
        ("ไม่มีแน่", (), []),
        ("", ("งบประมาณ",), ["งบประมาณ", "งบประมาณ"]),
    ],
)
def test_what_was_searched_is_boxed(query: str, terms: tuple[str, ...], marked: list[str]) -> None:
    assert [text_under(b) for b in marks.boxes(PAGE, query, terms)] == marked


def test_a_part_of_a_word_boxes_the_word() -> None:
    found = marks.boxes(page_text(1, ["โครงการ"]), "โครง", ())
    assert len(found) == 1 and found[0].width == len("โครงการ") * CHARACTER


def bars(chart, series: str) -> list[float]:
    return [b.height for b in chart.bars if b.series == series]


def test_bars_are_as_high_as_their_numbers_and_stay_inside() -> None:
    chart = grouped_bars(["ก", "ข", "ค"], {"a": ("A", [0, 50, 100]), "b": ("B", [7, 0, 0])})
    low, middle, high = bars(chart, "a")
    assert low == 0 and high == pytest.approx(2 * middle, abs=0.2) and high > 100
    for bar in chart.bars:
        assert chart.left <= bar.x and bar.x + bar.width <= chart.right
        assert chart.top <= bar.y and bar.y + bar.height == pytest.approx(chart.bottom, abs=0.2)
    assert [t.text for t in chart.ticks] == ["0", "50", "100", "150", "200"]
    assert chart.bars[4].title == "ค: A 100"


@pytest.mark.parametrize("days", [0, 1, 9, 10, 11, 30])
def test_labels_do_not_crowd_and_the_newest_is_named(days: int) -> None:
    chart = grouped_bars([str(n) for n in range(days)], {"a": ("A", [0] * days)})
    assert len(chart.labels) <= 10
    assert not days or chart.labels[-1].text == str(days - 1)


def test_a_snippet_is_cut_at_its_highlights_and_is_whole_again() -> None:
    hit = Hit(
        "i",
        1,
        1.0,
        Kind.OTHER,
        "",
        "",
        "",
        "",
        "กขคงจฉ",
        tuple(Highlight(*h) for h in ((1, 3), (2, 4), (5, 6))),
    )
    parts = list(snippet_parts(hit))
    assert parts == [("ก", False), ("ขค", True), ("ง", True), ("จ", False), ("ฉ", True)]
