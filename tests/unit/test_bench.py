"""The measures of reading are right."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bench.ocr import corrections, generated, real, runs
from bench.ocr.cases import Case, RefLine, RefPage
from bench.ocr.figures import (
    Figures,
    calibration_error,
    expected_error,
    figures,
    right,
    straight_through,
)
from bench.ocr.report import reliability, table, worst
from bench.ocr.scores import PageScore, ReadWord, Sums, score
from ocr.training.distance import align, edit_distance, find
from samples.sheet import DrawnLine, DrawnPage
from sarabun.model import Box
from sarabun.thai import fold_digits, tokens

TEXT = st.text(alphabet="กขค่๑", max_size=9)


def plain(a: str, b: str) -> int:
    """The textbook table."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


@given(TEXT, TEXT)
def test_edit_distance(a: str, b: str) -> None:
    assert edit_distance(a, b) == plain(a, b)


@given(TEXT, TEXT)
def test_alignment_is_a_shortest_way(a: str, b: str) -> None:
    pairs = align(a, b)
    assert [p.reference for p in pairs if p.reference is not None] == list(range(len(a)))
    assert [p.read for p in pairs if p.read is not None] == list(range(len(b)))
    edits = sum(p.reference is None or p.read is None or a[p.reference] != b[p.read] for p in pairs)
    assert edits == plain(a, b)


@given(TEXT.filter(bool), TEXT)
def test_search_finds_the_nearest_part(wanted: str, within: str) -> None:
    found = find(wanted, within)
    parts = [within[i:j] for i in range(len(within) + 1) for j in range(i, len(within) + 1)]
    assert found.distance == plain(wanted, within[found.start : found.end])
    assert found.distance == min(plain(wanted, part) for part in parts)


def test_words_are_compared_as_wholes() -> None:
    assert edit_distance(["ทราบ", "และ"], ["ทราบ", "แล"]) == 1


# --- a page -----------------------------------------------------------------------------------------------


def line(text: str, confidence: float = 0.9) -> list[ReadWord]:
    """A line as a reader gives it."""
    return [ReadWord(t.text, t.start > 0 and text[t.start - 1] == " ", confidence) for t in tokens(text)]


def scored(reference: list[str | RefLine], read: list[str], stamped: tuple[str, ...] = ()) -> PageScore:
    lines = tuple(RefLine(r) if isinstance(r, str) else r for r in reference)
    return score(RefPage(1, lines, stamped), [line(text) for text in read])


def test_a_perfect_page() -> None:
    result = scored(
        ["เรียน อธิบดีกรมชลประทาน", "วันที่ ๑๔ มีนาคม ๒๕๖๙"], ["เรียน อธิบดีกรมชลประทาน", "วันที่ ๑๔ มีนาคม ๒๕๖๙"]
    )
    for sums in (result.ordered, result.no_spaces, result.aside, result.extra, result.words_wrong):
        assert sums.wrong == 0 and sums.of > 0
    assert result.digits == Sums(0, 6)
    assert all(good for _, good in result.words) and len(result.words) >= 6


def test_other_order_counts_only_in_order() -> None:
    result = scored(["กรมชลประทาน", "ถนนสามเสน"], ["ถนนสามเสน", "กรมชลประทาน"])
    assert result.ordered.wrong >= 9
    assert result.aside == Sums(0, 20)
    assert result.extra.wrong == 0


def test_cells_of_a_row_may_be_read_down_the_columns() -> None:
    result = scored(
        ["๑. นายธนกร ทองทิวา\tนิติกรชำนาญการ\tกรรมการ", "๒. นางรัตนา เมฆาพร\tวิศวกรโยธา\tเลขานุการ"],
        ["๑. นายธนกร ทองทิวา", "๒. นางรัตนา เมฆาพร", "นิติกรชำนาญการ", "วิศวกรโยธา", "กรรมการ", "เลขานุการ"],
    )
    assert result.aside.wrong == result.extra.wrong == 0
    assert result.ordered.wrong > 0


def test_each_cell_is_taken_once() -> None:
    result = scored(["กรรมการ", "กรรมการ"], ["กรรมการ"])
    assert result.aside == Sums(7, 14)


def test_a_line_torn_into_far_pieces_is_found_by_its_pieces() -> None:
    result = scored(
        ["กองคลังและพัสดุ สำนักนโยบายและแผน", "ด้วยกรมชลประทานกำหนดจัดประชุม"],
        ["กองคลังและพัสดุ", "ด้วยกรมชลประทานกำหนดจัดประชุม", "สำนักนโยบายและแผน"],
    )
    assert result.aside.wrong == 0


def test_what_nobody_took_is_extra() -> None:
    result = scored(["กรมชลประทาน"], ["กรมชลประทาน", "Jxqz"])
    assert result.extra == Sums(4, 11)
    assert result.aside.wrong == 0
    assert result.ordered.wrong == 5  # and the space before
    assert result.leftover == ["Jxqz"]


def test_a_lost_line_is_wrong_as_a_whole() -> None:
    result = scored(["กรมชลประทาน", "๑๔/๒๕๖๙"], ["กรมชลประทาน"])
    assert result.aside == Sums(7, 18)
    assert result.digits == Sums(6, 6)


def test_stamps_read_as_stamps_are_set_aside() -> None:
    result = scored(["กรมชลประทาน"], ["เลขรับ 1234", "กรมชลประทาน"], stamped=("เลขรับ 1234",))
    assert result.ordered.wrong == result.extra.wrong == 0
    assert result.ordered.of == 11
    garbage = scored(["กรมชลประทาน"], ["ะ@๑ฯฯฆ##", "กรมชลประทาน"], stamped=("เลขรับ 1234",))
    assert garbage.extra.wrong == 8 and garbage.ordered.wrong == 9


def test_a_hand_in_a_printed_line_is_not_asked_for() -> None:
    reference: list[str | RefLine] = [RefLine("ที่ กค ๐๔๒๑.๓/๑๒๓๔", ((14, 18),))]
    assert reference[0].text[14:18] == "๑๒๓๔"  # type: ignore[union-attr]
    for read in ("ที่ กค ๐๔๒๑.๓/๑๒๓๔", "ที่ กค ๐๔๒๑.๓/", "ที่ กค ๐๔๒๑.๓/||๗"):
        result = scored(reference, [read])
        assert result.ordered == Sums(0, 14)
        assert result.no_spaces.wrong == 0
        assert result.digits == Sums(0, 5)
    assert scored(reference, ["ที่ กค ๐๕๒๑.๓/๑๒๓๔"]).ordered == Sums(1, 14)


def test_digits_are_counted_where_they_stand() -> None:
    result = scored(["๑๔ มีนาคม ๒๕๖๙"], ["๑๕ มีนาคม ๒๕๖9"])
    assert result.digits == Sums(2, 6)
    assert result.confusions["๔", "๕"] == 1


def test_three_dots_are_alike() -> None:
    assert scored(["/จึงเรียนมา…"], ["/จึงเรียนมา..."]).ordered == Sums(0, 14)


def test_spaces_count_only_with_spaces() -> None:
    result = scored(["ด้วย กรมชลประทาน"], ["ด้วยกรมชลประทาน"])
    assert result.ordered == Sums(1, 16)
    assert result.no_spaces == Sums(0, 15)
    assert result.words_wrong.wrong == 0


def test_a_lost_tone_mark_spoils_its_word_only() -> None:
    result = scored(["ที่ ทราบ"], ["ที ทราบ"])
    assert [good for _, good in result.words] == [False, True]
    assert result.words_wrong.wrong == 1


# --- fields and confidence --------------------------------------------------------------------------------


def test_what_a_correction_repairs_and_breaks() -> None:
    def reading(*pages: tuple[list[str], list[str]]) -> Figures:
        made = Figures("reader")
        made.scored = [(f"p{n}", scored(list(printed), read)) for n, (printed, read) in enumerate(pages)]
        return made

    printed: list[str | RefLine] = ["กรมการปกครอง", "กรมการปกครอง", "จังหวัดน่าน"]
    without = reading((printed, ["กรมกาธปกครอง", "กรมการปกครอง", "จังxหวัดนาน"]))
    better = reading((printed, ["กรมการปกครอง", "กรมการปกครอง", "จังหวัดน่าน"]))
    assert corrections.changed(without, better) == (3, 0)
    assert corrections.changed(better, without) == (0, 3)
    worse_elsewhere = reading((printed, ["กรมการปกครอง", "กรมการบกครอง", "จังหวัดน่าน"]))
    assert corrections.changed(without, worse_elsewhere) == (3, 1)
    rows = {"clean": {corrections.WITHOUT: without, corrections.WITH: worse_elsewhere}}
    assert list(corrections.table(rows))[1].split() == ["clean", "3", "1"]


def test_calibration_error() -> None:
    assert calibration_error([]) is None
    assert calibration_error([(1.0, True)] * 3) == 0
    assert calibration_error([(0.9, True)] * 9 + [(0.9, False)]) == pytest.approx(0)
    assert calibration_error([(0.92, False)] * 4 + [(0.31, True)] * 4) == pytest.approx((0.92 + 0.69) / 2)


def test_straight_through() -> None:
    assert straight_through([], 0) is None
    assert straight_through([], 4) == 0
    assert straight_through([(0.9, True), (0.8, True), (0.7, False), (0.6, True)], 5, 0.995) == 2 / 5
    assert straight_through([(0.9, True), (0.9, False), (0.8, True)], 3, 0.995) == 0  # of one confidence
    many = [(0.99, True)] * 199 + [(0.98, False)]
    assert straight_through(many, 200) == 199 / 200


def test_what_is_to_be_expected_by_chance_is_less_of_more() -> None:
    few, many = [(0.8, True)] * 10, [(0.8, True)] * 1000
    a, b = expected_error(few), expected_error(many)
    assert expected_error([]) is None and a is not None and b is not None
    assert 0.05 < a < 0.2 and b < 0.03, "of ten tries at 0.8 seldom just eight come out"


def test_reliability_tells_what_is_right_in_each_range() -> None:
    row = Figures("r", certain=[(0.99, True)] * 3 + [(0.97, False)] + [(1.0, True)] * 2)
    lines = list(reliability("clean", "r", row))
    assert "100.0 (3)" in lines[-1] and "0.0 (1)" in lines[-1] and "100.0 (2)" in lines[-1]


CASE = Case(
    "a letter", Path("none.png"), 1, (RefPage(1, (RefLine("กรมชลประทาน"),)),), "external",
    {"number": "กค 0421/1", "date": "2026-03-14", "subject": None}, by_hand=("date",),
)  # fmt: skip


def result(**values: object) -> runs.Result:
    given: dict[str, object] = {
        "case": "a letter", "reader": "r", "pages": [[[("กรมชลประทาน", False, 0.9)]]], "kind": "external",
        "fields": {"number": ("กค ๐๔๒๑/๑", 0.99), "date": ("2026-03-15", 0.5), "subject": ("ขอ", 0.2)},
        "cpu": 1.5, "began": 10.0, "ended": 12.0, "memory": 7,
    }  # fmt: skip
    return runs.Result(**(given | values))  # type: ignore[arg-type]


def test_figures_of_a_document() -> None:
    row = figures([CASE], [result()])
    assert row.fields == {"number": Sums(0, 1), "date by hand": Sums(1, 1)}
    assert row.kind == Sums(0, 1)
    assert row.certain == [(0.99, True), (0.5, False), (0.2, False)]
    assert row.straight == 1 / 2
    assert (row.cpu, row.minute, row.memory) == (1.5, 30.0, 7)
    assert right(row.total("digits")) is None
    text = "\n".join([*table({"clean": {"r": row}}), *worst("clean", "r", row, 3)])
    assert "date by hand 0 of 1" in text


def test_a_document_that_failed_counts_as_not_read() -> None:
    row = figures([CASE], [result(pages=[[]], kind=None, fields={}, error="OCR_FAILED")])
    assert row.total("ordered") == Sums(11, 11)
    assert row.kind == Sums(1, 1) and row.fields["number"] == Sums(1, 1)
    assert "OCR_FAILED" in "\n".join(table({"clean": {"r": row}}))


def test_results_are_kept_for_just_their_cases(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "r.jsonl"
    runs.save(path, [result()])
    loaded = runs.load(path, [CASE])
    assert loaded is not None
    assert figures([CASE], loaded).as_dict() == figures([CASE], [result()]).as_dict()
    assert runs.load(path, [CASE, CASE]) is None
    more = replace(CASE, fields=CASE.fields | {"to": None})
    assert runs.load(path, [more]) is None, "read before that field was asked for"
    assert runs.load(tmp_path / "none", [CASE]) is None


def test_a_generated_letter_is_drawn_once_and_tells_its_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generated, "SETS", {"fax": (generated.Way("fax", "tiff-g4", "tiff-g4"),)})
    index = 2  # an order: its committee stands in columns
    case = generated._letter(tmp_path, 5, index)["fax"]
    assert case.kind == "directive.order" and case.count == len(case.pages) >= 1
    text = [line.text for page in case.pages for line in page.lines]
    assert f"ที่ {case.fields['number']}" in [fold_digits(line) for line in text]
    assert sum(line.count("\t") for line in text) >= 10
    with Image.open(case.file) as image:
        assert image.mode == "1" and image.n_frames == case.count  # type: ignore[attr-defined]
    before = case.file.stat().st_mtime_ns
    assert generated._letter(tmp_path, 5, index)["fax"] == case
    assert case.file.stat().st_mtime_ns == before


def test_what_a_hand_wrote_is_known() -> None:
    page = generated.reference(1, generated_page())
    assert page.lines == (RefLine("ที่ กค 1/12\tวันที่ 3 มกราคม 2550", ((9, 11), (19, 20))),)
    assert page.stamped == ("เลขรับ 7",)
    assert generated._by_hand([generated_page()]) == {"number", "date"}
    form = DrawnLine("อายุ 37 ปี", Box(0, 0, 9, 9), hand=((5, 7),))
    assert generated._by_hand([generated_page()._replace(lines=(form,))]) == set()


def generated_page() -> DrawnPage:
    box = Box(0, 0, 9, 9)
    text = "ที่ กค 1/12 วันที่ 3 มกราคม 2550"
    lines = (DrawnLine(text, box, hand=((9, 11), (19, 20)), gaps=(12,)), DrawnLine("เลขรับ 7", box, True))
    return DrawnPage(Image.new("1", (9, 9)), lines)


def test_seeds_of_test_and_development_stay_apart() -> None:
    seeds = sorted(generated.SEEDS.values())
    assert generated.SEEDS["test"] == 910_000
    assert all(b - a >= 10_000 for a, b in itertools.pairwise(seeds))


@pytest.mark.real
@pytest.mark.skipif(not real.FOLDER.is_dir(), reason="../shared/samples is not beside this checkout")
def test_real_truth() -> None:
    cases = {case.name: case for case in real.cases()}
    assert sum(len(case.pages) for case in cases.values()) == 8
    assert "date" not in cases["court_5977e86e"].fields and "number" in cases["court_5977e86e"].by_hand
    assert cases["kalasin3_letter_2559"].fields["number"] == "ศธ ๐๔๐๒๒/๓๔๓๘"
    assert "0643" in "".join(cases["court_ffc74fd9"].pages[0].stamped)
    assert any("\t" in ref.text for page in cases["ocsc2554_p4"].pages for ref in page.lines)
