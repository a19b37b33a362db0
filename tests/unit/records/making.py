"""Makes documents for the tests of sealing: drawn pages with known words, and real ones read by Tesseract."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pytesseract
import pytest
from fpdf import FPDF
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw, ImageOps

from records.pdfa import PdfaResult, RecordMetadata, build
from sarabun.isolation import ChildPool
from sarabun.model import (
    Box,
    ColourMode,
    DocumentText,
    Line,
    PageImage,
    PageText,
    PreparedDocument,
    Word,
)
from sarabun.settings import Settings
from sarabun.thai import normalise, tokens

HARD = (
    "น้ำท่วมทำให้ผู้ที่อยู่ใกล้ต้องย้าย",
    "ที่ กค ๐๔๐๕.๒/ว ๑๒๓ ลงวันที่ ๒๔ กรกฎาคม พ.ศ. ๒๕๖๗",
    "กรุงเทพฯ ต่าง ๆ เด็กๆ ฯลฯ",
    "No. 123.45 ABC-def 12/2567 (ฉบับที่ 2)",
    "ปี่ ปี้ ฟื้น กู้ กุ๊ย ก็ ญี่ปุ่น ฐานันดร ฎีกา ซึ่ง ศักดิ์สิทธิ์",
    "คำสั่งจำนำ ดำเนินการสำเร็จ ก้ำ ต่ำ น้ำ",
)


@cache
def pool() -> ChildPool:
    """One warm child for all tests of a run."""
    return ChildPool(1, 3 * 2**30, 60)


def settings(folder: Path, **values: Any) -> Settings:
    return Settings(home=folder / "home", **values)


class Folder:
    """An object store in a folder, enough for sealing; the real one has its own tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put_bytes(self, data: bytes) -> str:
        digest = sha256(data).hexdigest()
        (self.folder / digest).write_bytes(data)
        return digest

    def put_file(self, path: Path) -> str:
        return self.put_bytes(path.read_bytes())

    def get(self, digest: str) -> bytes:
        return (self.folder / digest).read_bytes()

    @contextmanager
    def local(self, digest: str) -> Iterator[Path]:
        yield self.folder / digest

    def exists(self, digest: str) -> bool:
        return (self.folder / digest).exists()

    def size(self, digest: str) -> int:
        return (self.folder / digest).stat().st_size

    def verify(self, digest: str) -> bool:
        return self.exists(digest) and sha256(self.get(digest)).hexdigest() == digest


def metadata(**values: str) -> RecordMetadata:
    given = {
        "title": "ขอเชิญประชุม <คณะกรรมการ> & ผู้แทน",
        "subject": "ขอเชิญประชุม",
        "number": "กค ๐๔๐๕.๒/ว ๑๒๓",
        "date": "2024-07-24",
        "agency": "กรมบัญชีกลาง",
        "kind": "หนังสือภายนอก",
        "document_id": "0123456789abcdef",
        "source_sha256": "ab" * 32,
        "creator_tool": "Sarabun 0.1.0",
    }
    return RecordMetadata(created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), **(given | values))


def lines_of(lines: Sequence[str], left: int = 200, top: int = 300, size: int = 60) -> tuple[Line, ...]:
    """Lines of words with boxes, as a reader gives them: words touch, printed spaces are 20 pixels."""
    made = []
    for row, text in enumerate(map(normalise, lines)):
        x, y, end, words = left, top + row * int(size * 1.5), 0, []
        for token in tokens(text):
            space = bool(words) and token.start > end
            x += 20 if space else 0
            width = (size // 2 - 2) * sum(unicodedata.category(c) != "Mn" for c in token.text) + 3
            words.append(Word(token.text, Box(x, y, x + width - 3, y + size), 0.9, space))
            x, end = x + width, token.end
        line = Line(tuple(words), Box.around([w.box for w in words]), 0.9)
        assert line.text == text
        made.append(line)
    return tuple(made)


def page_image(number: int, image: Image.Image, store: Folder, folder: Path, dpi: int, **values) -> PageImage:
    """Keeps the upright picture and measures what sealing needs to know of it."""
    path = folder / f"page-{number}.png"
    image.save(path, compress_level=1)
    modes = {"1": ColourMode.BILEVEL, "L": ColourMode.GREY}
    given = {
        "skew": 0.0,
        "rotation": 0,
        "sharpness": 100.0,
        "blank": False,
        "bit_depth": {"1": 1, "L": 8}.get(image.mode, 24),
        "colour_mode": modes.get(image.mode, ColourMode.COLOUR),
    }
    return PageImage(number, store.put_file(path), image.width, image.height, dpi, **(given | values))


def text_page(page: PageImage, lines: Sequence[Line] = ()) -> PageText:
    return PageText(page.number, page.width, page.height, page.dpi, tuple(lines), 0.9, "test")


def prepare(
    path: Path, store: Folder, folder: Path, read: bool = True
) -> tuple[PreparedDocument, DocumentText]:
    """A stand-in for preparation and reading: PDFium at 200 dpi (image files as they are) and Tesseract."""
    if path.suffix == ".pdf":
        kind, dpi = "application/pdf", 200
        with pypdfium2.PdfDocument(path) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
            images = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    else:
        with Image.open(path) as image:
            kind, images, texts = (
                Image.MIME[image.format],
                [ImageOps.exif_transpose(image).convert("RGB")],
                [""],
            )
        dpi = round(max(images[0].size) / 11.69)
    pages = tuple(
        page_image(n, image, store, folder, dpi, text_layer=text)
        for n, (image, text) in enumerate(zip(images, texts, strict=True), 1)
    )
    read_pages = tuple(
        text_page(page, _read(image) if read else ()) for page, image in zip(pages, images, strict=True)
    )
    return PreparedDocument(pages, kind), DocumentText(read_pages)


def _read(image: Image.Image) -> list[Line]:
    """Tesseract's pieces as words, one for each run without a wide gap."""
    table = pytesseract.image_to_data(
        image, lang="tha", config="--psm 4", output_type=pytesseract.Output.DICT
    )
    rows: dict[tuple[int, int, int], list[Word]] = {}
    for i, text in enumerate(table["text"]):
        text = normalise(text).replace(" ", "")
        if not text:
            continue
        left, top = table["left"][i], table["top"][i]
        box = Box(left, top, left + table["width"][i], top + table["height"][i])
        row = rows.setdefault((table["block_num"][i], table["par_num"][i], table["line_num"][i]), [])
        space = bool(row) and box.left - row[-1].box.right > box.height / 3
        row.append(Word(text, box, max(0.0, float(table["conf"][i])) / 100, space))
    return [Line(tuple(words), Box.around([w.box for w in words]), 0.8) for words in rows.values()]


def scan(
    folder: Path,
    image: Image.Image,
    lines: Sequence[Line] = (),
    name: str = "scan.jpg",
    dpi: int = 300,
    **values: Any,
) -> Scan:
    """A one-page image file and what preparation and reading would say of it. ``image`` is upright."""
    store = Folder(folder / "store")
    path = folder / name
    options = {"tif": {"compression": "group4" if image.mode == "1" else "tiff_lzw"}}.get(name[-3:], {})
    image.save(path, dpi=(dpi, dpi), **options)
    page = page_image(1, image, store, folder, dpi, **values)
    kind = {"jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}[name[-3:]]
    return Scan(path, PreparedDocument((page,), kind), DocumentText((text_page(page, lines),)), store)


class Scan(NamedTuple):
    path: Path
    prepared: PreparedDocument
    text: DocumentText
    store: Folder

    def build(self, out: Path, **values: str) -> PdfaResult:
        """Builds ``out`` in the child that all tests share."""
        return build(
            self.path,
            self.prepared,
            self.text,
            metadata(**values),
            out,
            self.store,
            settings(out.parent),
            pool(),
        )


def paper(mode: str = "L", size: tuple[int, int] = (1240, 1754), seed: int = 7) -> Image.Image:
    """A page with some ink: noise would not compress, nothing would be easy to mistake."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for i in range(40):
        left, top = (i * 97 * seed) % (size[0] - 60), (i * 131 * seed) % (size[1] - 20)
        draw.rectangle((left, top, left + 50, top + 12), fill=(i * 5) % 120)
    return image.convert(mode)


def poppler(pdf: Path, page: int = 1) -> list[str]:
    """Lines as poppler copies them."""
    done = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-"],
        capture_output=True,
        check=True,
        text=True,
    )
    return [line for line in done.stdout.replace("\f", "").splitlines() if line]


def pdfium(pdf: Path, page: int = 1) -> list[str]:
    """Lines as PDFium (Chrome) copies them."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[page - 1].get_textpage().get_text_range()
    return [line.rstrip(" ") for line in text.splitlines() if line.strip()]


def streams(pdf: Path) -> list[bytes]:
    """The compressed bytes of all pictures in a file, sorted."""
    with pikepdf.open(pdf) as document:
        return sorted(
            thing.read_raw_bytes()
            for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        )


def pdf_of(folder: Path, document: pikepdf.Pdf, lines: Sequence[Line] = (), **values: Any) -> Scan:
    """A PDF as an original, prepared as PDFium shows its pages at 150 dpi."""
    path = folder / "original.pdf"
    document.save(path)
    store = Folder(folder / "store")
    with pypdfium2.PdfDocument(path) as shown:
        images = [page.render(scale=150 / 72).to_pil().convert("L") for page in shown]
        texts = [page.get_textpage().get_text_range() for page in shown]
    pages = tuple(
        page_image(n, image, store, folder, 150, text_layer=text, **values)
        for n, (image, text) in enumerate(zip(images, texts, strict=True), 1)
    )
    read = tuple(text_page(page, lines if page.number == 1 else ()) for page in pages)
    return Scan(path, PreparedDocument(pages, "application/pdf"), DocumentText(read), store)


def scanned_pdf(pages: int = 1) -> pikepdf.Pdf:
    """A4 pages that are one grey JPEG each."""
    document = pikepdf.new()
    for number in range(pages):
        jpeg = io.BytesIO()
        paper("L", seed=7 + number).save(jpeg, "JPEG")
        picture = document.make_stream(
            jpeg.getvalue(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1240,
            Height=1754,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        page = document.add_blank_page(page_size=(595.2, 841.92))
        page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
        page.Contents = document.make_stream(b"q 595.2 0 0 841.92 0 0 cm /Im0 Do Q")
    return document


def write_text(
    document: pikepdf.Pdf, page: int, texts: Sequence[tuple[int, int, str]], mode: int = 0
) -> None:
    """Draws text (x, y in points from the lower left corner) with an embedded Thai font, unshaped."""
    drawing = FPDF(unit="pt", format=(595.2, 841.92))
    drawing.add_page()
    drawing.add_font("Thai", fname=thai_font())
    drawing.set_font("Thai", size=16)
    drawing.text_mode = mode
    for x, y, text in texts:
        drawing.text(x, 841.92 - y, text)
    with pikepdf.open(io.BytesIO(bytes(drawing.output()))) as drawn:
        document.pages[page].add_overlay(drawn.pages[0])


def thai_font() -> str:
    """A Thai TrueType font of this machine."""
    found = sorted(Path("/usr/share/fonts").rglob("Laksaman.ttf")) + sorted(
        Path("/usr/share/fonts").rglob("Garuda.ttf")
    )
    if not found:
        pytest.skip("no Thai font: apt install fonts-thai-tlwg")
    return str(found[0])
