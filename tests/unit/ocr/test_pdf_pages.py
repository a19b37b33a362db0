"""Pages of a PDF: scans keep their own pixels, drawn pages get 300 dpi, text layers are kept apart."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr import pdf_pages
from ocr.picture import settle
from sarabun.model import ColourMode

LIMIT = 10**8
A4 = (595.276, 841.89)


def pdf_with(image: Image.Image, tmp_path: Path, content: bytes | None = None, **page: object) -> Path:
    """A page of A4 that is filled by ``image``, with ``content`` drawn over it."""
    data = io.BytesIO()
    image.save(data, "PNG")
    layout = img2pdf.get_layout_fun(A4)
    file = tmp_path / "made.pdf"
    with pikepdf.open(io.BytesIO(img2pdf.convert(data.getvalue(), layout_fun=layout))) as pdf:
        if content is not None:
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            pdf.pages[0].Resources.Font = pikepdf.Dictionary(F=font)
            pdf.pages[0].contents_add(content)
        for key, value in page.items():
            pdf.pages[0][f"/{key}"] = value
        pdf.save(file)
    return file


def only(file: Path) -> pdf_pages.Picture:
    return next(pdf_pages.pictures(file, 1, 1, LIMIT))


def assert_same(page: np.ndarray, scan: np.ndarray) -> None:
    """The paper may be a pixel or two larger than the scan on it."""
    assert all(0 <= a - b <= 2 for a, b in zip(page.shape, scan.shape, strict=True))
    height, width = scan.shape
    down, across = page.shape[0] - height + 1, page.shape[1] - width + 1
    places = [page[y : y + height, x : x + width] for y in range(down) for x in range(across)]
    assert any(np.array_equal(place, scan) for place in places)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_one_bit_scan_comes_back_bit_for_bit(
    tmp_path: Path, make_letter: Callable[..., Image.Image], dpi: int
) -> None:
    scan = make_letter(dpi).convert("1")
    picture = only(pdf_with(scan, tmp_path))
    pixels, mode = settle(picture.pixels)
    assert mode is ColourMode.BILEVEL and abs(picture.dpi - dpi) < 0.5 and picture.scan is None
    assert_same(pixels, np.asarray(scan.convert("L")))


def test_a_grey_scan_comes_back_grey_and_a_colour_map_does_not(tmp_path: Path) -> None:
    scan = Image.fromarray(np.random.default_rng(1).integers(0, 256, (1169, 827), np.uint8))
    picture = only(pdf_with(scan, tmp_path))
    assert picture.pixels.ndim == 2
    assert_same(picture.pixels, np.asarray(scan))
    mapped = Image.fromarray(np.asarray(scan)).convert("P")
    mapped.putpalette([channel for level in range(256) for channel in (255, level, level)])
    assert settle(only(pdf_with(mapped, tmp_path)).pixels)[1] is ColourMode.COLOUR


def test_a_rotated_page_is_shown_as_a_viewer_shows_it(
    tmp_path: Path, make_letter: Callable[..., Image.Image]
) -> None:
    scan = make_letter(200)
    picture = only(pdf_with(scan, tmp_path, Rotate=90))
    assert_same(settle(picture.pixels)[0], np.rot90(np.asarray(scan), -1))
    assert abs(picture.dpi - 200) < 0.5


def test_a_drawn_page_gets_300_dpi(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"2 w 100 100 m 400 700 l S")
    pdf.save(tmp_path / "drawn.pdf")
    picture = only(tmp_path / "drawn.pdf")
    assert picture.dpi == 300 and picture.pixels.shape[:2] == (3508, 2479)


def test_an_invisible_text_layer_is_kept_and_does_not_make_the_page_drawn(
    tmp_path: Path, make_letter: Callable[..., Image.Image]
) -> None:
    scan = make_letter(200).convert("1")
    content = b"BT 3 Tr /F 12 Tf 100 700 Td (old layer) Tj ET"
    picture = only(pdf_with(scan, tmp_path, content))
    assert picture.text_layer == "old layer"
    assert picture.scan is None and settle(picture.pixels)[1] is ColourMode.BILEVEL


def test_a_typed_stamp_over_a_scan_is_shown_and_the_scan_is_still_judged_as_a_scan(
    tmp_path: Path, make_letter: Callable[..., Image.Image]
) -> None:
    content = b"BT 0 0 1 rg /F 40 Tf 100 400 Td (RECEIVED) Tj ET"
    picture = only(pdf_with(make_letter(200).convert("1"), tmp_path, content))
    assert settle(picture.pixels)[1] is ColourMode.COLOUR
    assert picture.scan is not None
    dpi, mode = picture.scan
    assert abs(dpi - 200) < 0.5 and mode is ColourMode.BILEVEL


def test_a_filled_form_field_is_drawn(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    look = pdf.make_stream(b"0 g 0 0 100 100 re f")
    look.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 100, 100]})
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="a", V="x", F=4,
            Rect=[100, 100, 200, 200], AP=pikepdf.Dictionary(N=look),
        )
    )  # fmt: skip
    page.Annots = pdf.make_indirect([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    pdf.save(tmp_path / "form.pdf")
    pixels = only(tmp_path / "form.pdf").pixels
    assert pixels[3508 - 625, 625].max() < 20
