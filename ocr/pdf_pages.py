"""Pages of a PDF through PDFium: what the file is, and each page as pixels at the resolution of its scan.

Runs in the converting child only: everything here reads a hostile file.
"""

from __future__ import annotations

import ctypes
import io
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ocr.decoders import check_jpeg, strict
from ocr.picture import Picture, Pixels
from ocr.problems import problem, refuse_absurd_size
from sarabun.errors import InputError
from sarabun.model import ColourMode
from sarabun.thai import normalise

DRAWN_DPI = 300  # for drawn text and lines, which have no resolution of their own
_SHARP_ENOUGH = 200  # typed stamps over a scan of less are rendered at DRAWN_DPI instead
_SCAN_COVERS = 0.5  # of the page; anything less is a logo or a signature on a drawn page
_NESTING = 8
_TAIL = 2048
_INFLATE_STEP = 1 << 20
_MAX_TEXT = 200_000  # characters of a text layer; a dense page has 5,000
_SCRIPT = re.compile(rb"/(?:JavaScript|JS)\b")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ufffe\uffff]")

_ONE_CHANNEL = {raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_CALGRAY}
_MODES = {1: ColourMode.BILEVEL, 8: ColourMode.GREY}


class PdfFacts(NamedTuple):
    """What is to be known of a PDF before its pages are rendered."""

    pages: int
    signed: bool
    findings: list[str]


class _Scan(NamedTuple):
    """A picture object: resolution along the axes of the page as shown, share of the page that it covers,
    whether it can hold no colour, bounds in points of the page's own coordinates (left, bottom, right,
    top)."""

    width: int
    height: int
    dpi_x: float
    dpi_y: float
    share: float
    bits: int
    grey: bool
    straight: bool
    bounds: tuple[float, float, float, float]


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    # PDFium lets the error of an earlier file stand where a document has no pages: set a known one first.
    raw.FPDF_LoadDocument(b"", None)
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise problem("PDF_PASSWORD", str(error)) from error
        if error.err_code == raw.FPDF_ERR_FILE:
            raise problem("NO_PAGES") from error
        raise problem("FILE_BROKEN", str(error)) from error
    try:
        yield document
    finally:
        document.close()


def facts(path: Path) -> PdfFacts:
    """Looks at the file as a whole.

    Raises InputError FILE_BROKEN, PDF_PASSWORD, ATTACHMENT or NO_PAGES.
    """
    content = path.read_bytes()
    with _opened(path) as document:
        findings = []
        mended = not raw.FPDF_DocumentHasValidCrossReferenceTable(document)
        if mended and b"%%EOF" not in content[-_TAIL:]:
            raise problem("FILE_BROKEN", "no cross-reference table and no %%EOF: the end is missing")
        if len(document) == 0:
            raise problem("NO_PAGES")
        attached = document.count_attachments() + sum(_attached(document, i) for i in range(len(document)))
        if attached:
            raise problem("ATTACHMENT", count=attached)
        if mended:
            findings.append("PDF_REPAIRED")
        if raw.FPDF_GetSecurityHandlerRevision(document) >= 0:
            findings.append("PDF_RESTRICTED")
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _SCRIPT.search(content):
            findings.append("PDF_SCRIPT")
        if document.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
            findings.append("PDF_XFA")
        signed = raw.FPDF_GetSignatureCount(document) > 0
        if signed:
            findings.append("SIGNED_ORIGINAL")
        return PdfFacts(len(document), signed, findings)


def _load(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    try:
        return document[index]
    except pdfium.PdfiumError as error:
        raise problem("PAGE_BROKEN", str(error), page=index + 1) from error


def _attached(document: pdfium.PdfDocument, index: int) -> int:
    """Files attached as annotations of a page."""
    page = _load(document, index)
    count = 0
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, i)
        count += raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_FILEATTACHMENT
        raw.FPDFPage_CloseAnnot(note)
    page.close()
    return count


def pictures(path: Path, first: int, last: int, max_pixels: int) -> Iterator[Picture]:
    """Pages ``first`` to ``last`` (from 1) as a viewer shows them; a scan keeps its own pixels, one to one.

    Raises InputError PAGE_BROKEN or PAGE_TOO_BIG.
    """
    with _opened(path) as document:
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()  # only then are filled-in fields drawn
        for number in range(first, last + 1):
            page = _load(document, number - 1)
            yield _picture(page, number, max_pixels)
            page.close()


def _picture(page: pdfium.PdfPage, number: int, max_pixels: int) -> Picture:
    width_pt, height_pt = page.get_size()
    scans, drawn = _contents(page, width_pt * height_pt, number, max_pixels)
    main = max(scans, key=lambda s: s.share, default=None)
    if main is None or sum(s.share for s in scans) < _SCAN_COVERS:
        main, dpi_x, dpi_y = None, float(DRAWN_DPI), float(DRAWN_DPI)
    else:
        dpi_x, dpi_y = _square(main.dpi_x, main.dpi_y)
        if drawn and min(dpi_x, dpi_y) < _SHARP_ENOUGH:
            dpi_x = dpi_y = float(DRAWN_DPI)
    size = max(1, round(width_pt * dpi_x / 72)), max(1, round(height_pt * dpi_y / 72))
    refuse_absurd_size(number, *size, max_pixels)
    bilevel = main is not None and not drawn and all(s.bits == 1 for s in scans)
    exact = main is not None and main.straight and (dpi_x, dpi_y) == (main.dpi_x, main.dpi_y)
    grey = bilevel or (main is not None and not drawn and all(s.grey for s in scans))
    pixels = _render(page, size, grey=grey, main=main if exact else None, number=number)
    if bilevel:
        # PDFium smooths strips that start between two pixels
        pixels = np.where(pixels > 127, np.uint8(255), np.uint8(0))
    scan = None
    if main is not None and drawn:
        scan = (min(main.dpi_x, main.dpi_y), _MODES.get(main.bits, ColourMode.COLOUR))
    return Picture(pixels, min(dpi_x, dpi_y), scan=scan, text_layer=_text(page))


def _square(dpi_x: float, dpi_y: float) -> tuple[float, float]:
    """Fax scans have oblong pixels (204 × 98 dpi): both axes get the finer resolution."""
    if max(dpi_x, dpi_y) > 1.02 * min(dpi_x, dpi_y):
        dpi_x = dpi_y = max(dpi_x, dpi_y)
    return dpi_x, dpi_y


def _contents(
    page: pdfium.PdfPage, page_area: float, number: int, max_pixels: int
) -> tuple[list[_Scan], bool]:
    """The pictures of a page, each decoded once in full, and whether visible text or lines are drawn."""
    scans: list[_Scan] = []
    drawn = False
    for item in page.get_objects(max_depth=_NESTING):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            scan = _measure(item, page.get_rotation(), page_area)
            refuse_absurd_size(number, scan.width, scan.height, max_pixels)
            _check(item, scan, number)
            scans.append(scan)
        elif item.type == raw.FPDF_PAGEOBJ_TEXT:
            visible = raw.FPDFTextObj_GetTextRenderMode(item) != raw.FPDF_TEXTRENDERMODE_INVISIBLE
            drawn = drawn or (visible and _has_glyphs(item))
        elif item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING):
            drawn = drawn or _visible_path(item)
    return scans, drawn or raw.FPDFPage_GetAnnotCount(page) > 0


def _has_glyphs(item: Any) -> bool:
    """Office scanners put one blank glyph on each page; it has no width or no height."""
    left, bottom, right, top = item.get_bounds()
    return bool(right - left > 1 and top - bottom > 1)


def _visible_path(item: Any) -> bool:
    if item.type != raw.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    get = raw.FPDFPageObj_GetStrokeColor if stroke.value else raw.FPDFPageObj_GetFillColor
    if not get(item, red, green, blue, alpha):
        return True
    return bool(alpha.value and min(red.value, green.value, blue.value) < 250)


def _measure(item: Any, rotation: int, page_area: float) -> _Scan:
    matrix = item.get_matrix()
    outer = item.container
    while outer is not None:
        matrix = matrix.multiply(outer.get_matrix())
        outer = outer.container
    width, height = item.get_px_size()
    along, across = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    dpi_x, dpi_y = (72 * width / along if along else 0.0), (72 * height / across if across else 0.0)
    turned = abs(matrix.b) > abs(matrix.a)
    if turned != (rotation in (90, 270)):
        dpi_x, dpi_y = dpi_y, dpi_x
    lean = min(abs(matrix.a), abs(matrix.b)) / max(abs(matrix.a), abs(matrix.b), 1e-6)
    share = min(1.0, along * across / page_area) if page_area > 0 else 0.0
    about = item.get_metadata()
    bits = int(about.bits_per_pixel)
    grey = bits == 8 and about.colorspace in _ONE_CHANNEL
    return _Scan(width, height, dpi_x, dpi_y, share, bits, grey, lean < 1e-5, matrix.on_rect(0, 0, 1, 1))


def _check(item: Any, scan: _Scan, number: int) -> None:
    """PDFium shows white where a picture's data is damaged: decode what it would forgive, strictly."""
    filters = item.get_filters(skip_simple=True)
    if filters == ["DCTDecode"]:
        check_jpeg(bytes(item.get_data(decode_simple=True)), number)
    elif filters == ["CCITTFaxDecode"]:
        _check_fax(bytes(item.get_data(decode_simple=True)), scan, number)
    elif item.get_filters() == ["FlateDecode"]:
        _check_flate(bytes(item.get_data()), scan.height, number)
    elif filters:
        try:
            item.get_bitmap()
        except pdfium.PdfiumError as error:
            raise problem("PAGE_BROKEN", str(error), page=number) from error


def _check_flate(data: bytes, rows: int, number: int) -> None:
    """Inflates in small steps. Some writers leave the checksum out: then the rows have to come out even."""
    inflate = zlib.decompressobj()
    length = 0
    try:
        while True:
            step = len(inflate.decompress(data, _INFLATE_STEP))
            length += step
            data = inflate.unconsumed_tail
            if inflate.eof or not step:
                break
    except zlib.error as error:
        raise problem("PAGE_BROKEN", str(error), page=number) from error
    if not inflate.eof and (not length or length % rows):
        raise problem("PAGE_BROKEN", "picture data ends early", page=number)


def _check_fax(data: bytes, scan: _Scan, number: int) -> None:
    """CCITT data has no checksum, but damage soon gives a code word that does not exist.

    PDFium does not tell which of the three codings it is; damaged is what is wrong in all of them.
    """
    complaints = []
    for compression, options in ((4, None), (3, 0), (3, 1)):
        tiff = _as_tiff(data, scan, compression, options)
        try:
            with strict(number), Image.open(io.BytesIO(tiff)) as image:
                image.load()
            return
        except (InputError, OSError, ValueError) as error:
            complaints.append(str(error))
    raise problem("PAGE_BROKEN", complaints[0], page=number)


def _as_tiff(data: bytes, scan: _Scan, compression: int, options: int | None) -> bytes:
    """CCITT data wrapped as a one-strip TIFF (TIFF 6.0, sections 10 and 11)."""
    short, long = 3, 4
    entries = [
        (256, long, scan.width), (257, long, scan.height), (258, short, 1), (259, short, compression),
        (262, short, 0), (273, long, 0), (277, short, 1), (278, long, scan.height), (279, long, len(data)),
    ]  # fmt: skip
    if options is not None:
        entries.append((292, long, options))
    start = 8 + 2 + 12 * len(entries) + 4
    directory = len(entries).to_bytes(2, "little")
    for tag, kind, value in entries:
        value = start if tag == 273 else value
        directory += tag.to_bytes(2, "little") + kind.to_bytes(2, "little")
        directory += (1).to_bytes(4, "little") + value.to_bytes(4, "little")
    return b"II*\0" + (8).to_bytes(4, "little") + directory + bytes(4) + data


def _render(
    page: pdfium.PdfPage, size: tuple[int, int], *, grey: bool, main: _Scan | None, number: int
) -> Pixels:
    """With ``main`` (a straight scan) so that each of its pixels becomes one pixel."""
    kind = raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGR
    flags = raw.FPDF_ANNOT  # without FPDF_GRAYSCALE: PDFium takes three times as long for grey in grey
    bitmap = pdfium.PdfBitmap.new_native(*size, format=kind)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    with strict(number):
        if main is None:
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, flags)
        else:
            flags |= raw.FPDF_RENDER_NO_SMOOTHIMAGE
            whole = raw.FS_RECTF(0, 0, *size)
            raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, _one_to_one(page, main), whole, flags)
        if page.formenv:
            raw.FPDF_FFLDraw(page.formenv, bitmap, page, 0, 0, *size, 0, flags)
    pixels: Pixels = np.ascontiguousarray(bitmap.to_numpy())
    return pixels.reshape(pixels.shape[:2]) if grey else pixels


def _one_to_one(page: pdfium.PdfPage, scan: _Scan) -> Any:
    """The matrix that scales to the resolution of ``scan`` and moves its corner to a whole pixel."""
    fine = 1000  # PDFium maps page coordinates to whole pixels only: ask at a thousand pixels a point
    width, height = (round(side * fine) for side in page.get_size())
    left, bottom, right, top = scan.bounds
    corners = []
    for x, y in ((left, bottom), (right, top)):
        at_x, at_y = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, at_x, at_y)
        corners.append((at_x.value / fine, at_y.value / fine))
    (left, right), (top, bottom) = (sorted(values) for values in zip(*corners, strict=True))
    scale_x, shift_x = _whole_pixels(left, right, scan.dpi_x)
    scale_y, shift_y = _whole_pixels(top, bottom, scan.dpi_y)
    return raw.FS_MATRIX(scale_x, 0, 0, scale_y, shift_x, shift_y)


def _whole_pixels(start: float, end: float, dpi: float) -> tuple[float, float]:
    """Scale and shift that put ``start`` to ``end`` (points) on whole pixels, a hair inside their edges,
    because PDFium rounds outwards."""
    hair = 0.01
    pixels = round((end - start) * dpi / 72)
    scale = (pixels - 2 * hair) / (end - start)
    return scale, round(start * dpi / 72) + hair - start * scale


def _text(page: pdfium.PdfPage) -> str:
    """The text layer of a page, normalised; what cannot be text is left out."""
    textpage = page.get_textpage()
    text: str = textpage.get_text_bounded()[:_MAX_TEXT]
    textpage.close()
    text = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode()
    return normalise(_CONTROL.sub("", text)).strip()
