"""What is copied out of a sealed page is what was read, in poppler and in PDFium."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ocrmypdf.fpdf_renderer.renderer as ocrmypdf_renderer
import pikepdf
import pypdfium2
import pytest
from ocrmypdf.font import MultiFontManager
from ocrmypdf.fpdf_renderer import Fpdf2PdfRenderer

from records import text_layer
from sarabun.model import Box, DocumentText, Line, PreparedDocument, Word
from sarabun.thai import normalise
from tests.unit.records.making import HARD, Scan, lines_of, paper, pdfium, poppler, scan, text_page

WANTED = [normalise(line) for line in HARD]


@pytest.mark.parametrize("reader", [poppler, pdfium])
def test_every_hard_line_comes_out_whole(tmp_path: Path, reader) -> None:
    out = tmp_path / "out.pdf"
    scan(tmp_path, paper(size=(2480, 3508)), lines_of(HARD)).build(out)
    assert reader(out) == WANTED


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("reader", [poppler, pdfium])
def test_a_page_on_its_side_is_shown_and_copied_upright(tmp_path: Path, turn: int, reader) -> None:
    upright = paper(size=(2480, 3508))
    given = scan(tmp_path, upright, lines_of(HARD), rotation=turn)
    upright.rotate(turn, expand=True).save(given.path, dpi=(300, 300))  # PIL turns the other way round
    out = tmp_path / "out.pdf"
    given.build(out)
    assert reader(out) == WANTED
    with pypdfium2.PdfDocument(out) as document:
        width, height = document[0].get_size()
        shown = document[0].render(scale=0.5).to_pil().convert("L")
    assert (round(width), round(height)) == (595, 842)
    expected = upright.resize(shown.size)
    assert (
        abs(sum(shown.histogram()[:128]) - sum(expected.histogram()[:128]))
        < 0.02 * shown.width * shown.height
    )
    assert shown.crop((0, 0, 60, 60)).resize((1, 1)).getpixel((0, 0)) == pytest.approx(
        expected.crop((0, 0, 60, 60)).resize((1, 1)).getpixel((0, 0)), abs=25
    )


def test_words_lie_where_they_were_read(tmp_path: Path) -> None:
    """Also on a sheet whose corner is not at zero and that is shown through a crop box."""
    given = scan(tmp_path, paper(size=(2480, 3508)), lines_of(["ประชุม ๑๒๓"], left=400, top=1000))
    plain = tmp_path / "plain.pdf"
    given.build(plain)
    with pikepdf.open(plain) as pdf:
        page = pdf.pages[0]
        page.MediaBox = [-50, -30, 595.2 + 70, 841.92 + 10]
        page.CropBox = [0, 0, 595.2, 841.92]
        pdf.save(tmp_path / "moved.pdf")
    moved = given._replace(
        path=tmp_path / "moved.pdf",
        prepared=replace(given.prepared, media_type="application/pdf"),
    )
    out = tmp_path / "out.pdf"
    moved.build(out)
    for file in (plain, out):
        with pypdfium2.PdfDocument(file) as document:
            reading = document[0].get_textpage()
            left, bottom, _, top = reading.get_charbox(0, loose=True)
            count = reading.count_chars()
        word = given.text.pages[0].lines[0].words[0].box
        assert left == pytest.approx(word.left * 0.24, abs=0.5)
        assert 841.92 - word.bottom * 0.24 - 1 <= bottom < top <= 841.92 - word.top * 0.24 + 6
        assert count == len("ประชุม ๑๒๓")


def test_marks_cut_off_by_a_reader_go_back_to_their_letters(tmp_path: Path) -> None:
    def line(top: int, *pieces: tuple[str, bool]) -> Line:
        words, x = [], 300
        for text, space in pieces:
            x += 8 if space else 0
            words.append(Word(text, Box(x, top, x + 25 * len(text), top + 60), 0.5, space))
            x += 25 * len(text)
        return Line(tuple(words), Box.around([w.box for w in words]), 0.5)

    lines = (
        line(300, ("ท", False), ("ี่", False), ("มา", False)),
        line(400, ("มา", False), ("้", True), ("แล้ว", True)),
        line(500, ("ห", False), ("น้า", False)),
    )
    out = tmp_path / "out.pdf"
    scan(tmp_path, paper(size=(2480, 3508)), lines).build(out)
    assert pdfium(out) == poppler(out) == ["ที่มา", "มา แล้ว", "หน้า"]


def test_words_that_overlap_keep_their_order(tmp_path: Path) -> None:
    words = (
        Word("ลำดับ", Box(300, 300, 420, 360), 0.9),
        Word("ที่", Box(400, 300, 430, 360), 0.9),
        Word("สอง", Box(395, 300, 500, 360), 0.9),
        Word("จบ", Box(470, 300, 540, 360), 0.9, True),
    )
    line = Line(words, Box(300, 300, 540, 360), 0.9)
    out = tmp_path / "out.pdf"
    scan(tmp_path, paper(size=(2480, 3508)), [line]).build(out)
    assert pdfium(out) == poppler(out) == ["ลำดับที่สอง จบ"]


def test_blank_pages_have_no_text_and_no_font(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    scan(tmp_path, paper()).build(out)
    assert pdfium(out) == []
    with pikepdf.open(out) as pdf:
        assert "/Font" not in pdf.pages[0].Resources


def test_a_lost_word_is_noticed(tmp_path: Path) -> None:
    given = scan(tmp_path, paper(size=(2480, 3508)), lines_of(["หนังสือ"]))
    out = tmp_path / "out.pdf"
    given.build(out)
    more = text_page(given.prepared.pages[0], lines_of(["หนังสือราชการ"]))
    assert "ราชการ" in text_layer.lost_words(out, {0: text_layer.Placed(more, 0, 0, 2480, 3508)})
    same = given.text.pages[0]
    assert text_layer.lost_words(out, {0: text_layer.Placed(same, 0, 0, 2480, 3508)}) == ""


def test_ocrmypdf_still_has_what_the_plug_in_replaces_and_gets_it_back() -> None:
    """With OCRmyPDF's own way Thai is shaped, and a space follows every word."""
    before = (
        ocrmypdf_renderer._COMPLEX_SCRIPT_RANGES,
        Fpdf2PdfRenderer._emit_line_bt_block,
        MultiFontManager.select_font_for_word,
    )
    assert ocrmypdf_renderer._needs_complex_shaping("ำ")
    with text_layer.handing_over({}):
        assert not ocrmypdf_renderer._needs_complex_shaping("ำ")
        assert Fpdf2PdfRenderer._emit_line_bt_block is not before[1]
    assert before == (
        ocrmypdf_renderer._COMPLEX_SCRIPT_RANGES,
        Fpdf2PdfRenderer._emit_line_bt_block,
        MultiFontManager.select_font_for_word,
    )


def test_only_one_glyphless_font_is_embedded(tmp_path: Path) -> None:
    """Whatever fonts the machine has: Thai, Latin and digits share it."""
    out = tmp_path / "out.pdf"
    scan(tmp_path, paper(size=(2480, 3508)), lines_of(HARD)).build(out)
    with pikepdf.open(out) as pdf:
        names = {
            str(t.BaseFont) for t in pdf.objects if isinstance(t, pikepdf.Dictionary) and "/BaseFont" in t
        }
    assert {name.partition("+")[2] for name in names} == {"Occulta"}


def test_text_of_several_pages_stays_on_its_page(tmp_path: Path) -> None:
    one = scan(tmp_path, paper(seed=3), lines_of(["หน้าแรก"]))
    path = tmp_path / "two.tif"
    paper(seed=3).save(path, save_all=True, append_images=[paper(seed=5)], dpi=(300, 300))
    pages = (one.prepared.pages[0], replace(one.prepared.pages[0], number=2))
    text = DocumentText((one.text.pages[0], text_page(pages[1], lines_of(["หน้าสอง ๒"]))))
    out = tmp_path / "out.pdf"
    assert Scan(path, PreparedDocument(pages, "image/tiff"), text, one.store).build(out).pages == 2
    assert (pdfium(out, 1), pdfium(out, 2)) == (["หน้าแรก"], ["หน้าสอง ๒"])


def test_dotted_leaders_are_not_taken_for_bold_print(tmp_path: Path) -> None:
    """PDFium drops a text that comes again less than half an em further on."""
    dots = [Word(".", Box(300 + 9 * i, 300, 304 + 9 * i, 360), 0.5, i % 2 == 1) for i in range(12)]
    words = (Word("ชื่อ", Box(200, 300, 290, 360), 0.9), *dots, Word("๑", Box(420, 300, 450, 360), 0.9, True))
    line = Line(words, Box(200, 300, 450, 360), 0.9)
    out = tmp_path / "out.pdf"
    scan(tmp_path, paper(size=(2480, 3508)), [line]).build(out)
    assert pdfium(out) == poppler(out) == [line.text]
