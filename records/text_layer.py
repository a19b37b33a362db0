"""An OCRmyPDF plug-in that hands over words already read, so that OCR runs once.

OCRmyPDF draws the words of a page tree as invisible text. Left alone it writes a space after every word and
shapes Thai with HarfBuzz, which splits ำ; both break copying and searching. :func:`handing_over` replaces
three details of OCRmyPDF 17.13 for the length of one conversion (a regression test holds them in place):

- ``renderer._COMPLEX_SCRIPT_RANGES`` is emptied, so that each character is one glyph and comes back as
  itself;
- ``Fpdf2PdfRenderer._emit_line_bt_block`` is :func:`_write_line`, so that words join as on the page; the
  spaces that are printed are words of their own here, exactly as wide as the gap;
- ``MultiFontManager.select_font_for_word`` gives the glyphless font that OCRmyPDF brings along, so that the
  file does not depend on which fonts a machine happens to have.

Pages are not rasterised and Tesseract is not looked for: nothing is left to recognise.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, cast

import pluggy
import pypdfium2
from fpdf import FPDF
from fpdf.enums import PDFResourceType
from fpdf.fonts import TTFFont
from ocrmypdf import Baseline, BoundingBox, OcrClass, OcrElement, OcrEngine, OrientationConfidence, hookimpl
from ocrmypdf.builtin_plugins import tesseract_ocr
from ocrmypdf.font import MultiFontManager
from ocrmypdf.fpdf_renderer import Fpdf2PdfRenderer, renderer
from PIL import Image

from sarabun.model import Box, Line, PageText, Word
from sarabun.thai import normalise

_DESCENT = 0.2  # of the height of a line, as in the glyphless font
# Points by which a word ends before the next begins: the marks above and below are as wide as nothing, and a
# reader that sorts characters by place must not find one of them behind the letter that follows it.
_SLACK = 0.03
Span = tuple[str, float, float]  # text, start, end in pixels
_pages: dict[int, OcrElement] = {}


class Placed(NamedTuple):
    """The words of a page and where the page image lies on the sheet, all in pixels of the page image.

    ``left``/``top`` is the corner of the page image on the upright sheet (the media box), which measures
    ``width`` x ``height``.
    """

    text: PageText
    left: float
    top: float
    width: float
    height: float


@contextmanager
def handing_over(pages: Mapping[int, Placed]) -> Iterator[None]:
    """Within the context OCRmyPDF, with this module as its plug-in, finds these pages (counted from 0).

    Not for several threads at once: it changes OCRmyPDF for the whole process.
    """
    with ExitStack() as undo:
        for owner, name, value in (
            (renderer, "_COMPLEX_SCRIPT_RANGES", ()),
            (Fpdf2PdfRenderer, "_emit_line_bt_block", _write_line),
            (MultiFontManager, "select_font_for_word", _glyphless),
        ):
            undo.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, value)
        undo.callback(_pages.clear)
        _pages.update({number: page_tree(placed) for number, placed in pages.items()})
        yield


def _glyphless(manager: MultiFontManager, _word: str, _language: str | None) -> Any:
    return manager.font_provider.get_fallback_font()


def _write_line(
    drawing: Fpdf2PdfRenderer, pdf: FPDF, words: list[Any], baseline: Any, size: float, _rotation: float
) -> None:
    """Each word where it stands, as wide as its box, invisible (render mode 3)."""
    page_height = drawing.coord_transform.page_height_pt
    operators = ["BT", "3 Tr"]
    for word in words:
        pdf.set_font(word.font_family, size=size)
        font = cast(TTFFont, pdf.current_font)
        pdf._resource_catalog.add(PDFResourceType.FONT, font.i, pdf.page)
        x, y = renderer.transform_point(baseline, word.x_baseline, 0)
        stretch = word.word_tz * max(0.1, 1 - _SLACK / word.width)
        operators += [
            f"/F{font.i} {size:.2f} Tf {stretch:.3f} Tz",
            f"1 0 0 1 {x:.3f} {page_height - y:.3f} Tm",
            font.encode_text(word.text),
        ]
    operators.append("ET")
    pdf._out("\n".join(operators))


def page_tree(placed: Placed) -> OcrElement:
    """The page as OCRmyPDF takes it: a page of lines of words and spaces."""
    lines = [_line(line, placed) for line in placed.text.lines if _whole_words(line)]
    return OcrElement(
        OcrClass.PAGE,
        bbox=BoundingBox(0, 0, placed.width, placed.height),
        dpi=placed.text.dpi,
        children=lines,
    )


def _line(line: Line, placed: Placed) -> OcrElement:
    left, top = line.box.left + placed.left, line.box.top + placed.top
    width, height = max(1, line.box.width), max(1, line.box.height)
    if height > width:  # OCRmyPDF drops lines that look like columns; keep the middle of the box
        top, height = top + (height - width) / 2, width
    bottom = top + height
    spans = _told_apart(list(_spans(line, placed.left, height)), height)
    return OcrElement(
        OcrClass.LINE,
        bbox=BoundingBox(left, top, max(left + width, spans[-1][2]), bottom),
        baseline=Baseline(0.0, -_DESCENT * height),
        children=[
            OcrElement(OcrClass.WORD, bbox=BoundingBox(start, top, end, bottom), text=text)
            for text, start, end in spans
        ],
    )


def _told_apart(spans: list[Span], height: float) -> list[Span]:
    """Joins what PDFium would take for a text printed twice to make it bold: the same again among five
    neighbours, less than half an em further on (dotted leaders)."""
    joined: list[Span] = []
    for span in spans:
        near = [
            i
            for i in range(max(0, len(joined) - 5), len(joined))
            if joined[i][0] == span[0] and span[1] - joined[i][1] < height / 2
        ]
        if near:
            text = "".join(part[0] for part in joined[near[0] :]) + span[0]
            joined[near[0] :] = [(text, joined[near[0]][1], span[2])]
        else:
            joined.append(span)
    return joined


def _spans(line: Line, offset: float, height: float) -> Iterator[Span]:
    """(text, start, end) of words and spaces from left to right, without gaps and never backwards.

    A gap would be read as a space where none is printed; a word that starts before the one in front of it
    would be put in the wrong order.
    """
    words = _whole_words(line)
    starts: list[float] = []
    for word in words:
        starts.append(max(word.box.left + offset, starts[-1] + 1 if starts else 0.0))
    for i, word in enumerate(words):
        if i + 1 == len(words):
            yield word.text, starts[i], max(word.box.right + offset, starts[i] + 1)
        elif not words[i + 1].space_before:
            yield word.text, starts[i], starts[i + 1]
        else:
            narrowest = min(height / 5, (starts[i + 1] - starts[i]) / 2)
            end = min(max(word.box.right + offset, starts[i] + narrowest), starts[i + 1] - narrowest)
            yield word.text, starts[i], end
            yield " ", end, starts[i + 1]


def _whole_words(line: Line) -> list[Word]:
    """Words with their marks: a mark has no width, so one that a reader cut off goes back to its letter, and
    one that stands alone (a speck) is left out."""
    words: list[Word] = []
    for word in line.words:
        if words and not word.space_before and _is_mark(word.text[0]):
            before = words[-1]
            text = normalise(before.text + word.text)
            words[-1] = replace(before, text=text, box=Box.around([before.box, word.box]))
        elif not all(map(_is_mark, word.text)):
            words.append(word)
    return words


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) == "Mn"


# --- the plug-in ------------------------------------------------------------------------------------------


class HandedOver(OcrEngine):
    """An "engine" that knows the words already."""

    @staticmethod
    def version() -> str:
        return "1"

    @staticmethod
    def creator_tag(options: Any) -> str:
        return "Sarabun"

    def __str__(self) -> str:
        return "Sarabun (words already read)"

    @staticmethod
    def languages(options: Any) -> set[str]:
        return set(options.languages)

    @staticmethod
    def get_orientation(input_file: Path, options: Any) -> OrientationConfidence:
        return OrientationConfidence(angle=0, confidence=0.0)

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    @staticmethod
    def generate_ocr(input_file: Path, options: Any, page_number: int = 0) -> tuple[OcrElement, str]:
        return _pages[page_number], ""

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        raise NotImplementedError("words are handed over by generate_ocr")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: Any) -> None:
        raise NotImplementedError("words are handed over by generate_ocr")


@hookimpl
def initialize(plugin_manager: pluggy.PluginManager) -> None:
    """Takes out Tesseract, so that it need not be installed where records are sealed."""
    plugin_manager.unregister(tesseract_ocr)


@hookimpl
def register_options() -> dict[str, Any]:
    """OCRmyPDF asks for Tesseract's options even when another engine reads."""
    return {"tesseract": tesseract_ocr.TesseractOptions}


@hookimpl
def get_ocr_engine(options: Any) -> OcrEngine:
    return HandedOver()


@hookimpl
def rasterize_pdf_page(output_file: Path, raster_dpi: Any) -> Path:
    """One white pixel: nobody looks at the picture, and rasterising is most of the cost of a page."""
    Image.new("1", (1, 1), 1).save(output_file, format="PNG", dpi=(raster_dpi.x, raster_dpi.y))
    return output_file


def lost_words(pdf: Path, pages: Mapping[int, Placed]) -> str:
    """The first line of ``pages`` whose letters, marks or digits cannot all be copied out of ``pdf`` again
    (read with PDFium), or ""."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, placed in pages.items():
            found = Counter("".join(document[number].get_textpage().get_text_range().split()))
            for line in placed.text.lines:
                words = "".join(word.text for word in _whole_words(line))
                missing = Counter(c for c in words if unicodedata.category(c)[0] in "LMN") - found
                if missing:
                    return f"page {number + 1}: {line.text[:80]!r} lacks {''.join(missing)!r}"
    return ""
