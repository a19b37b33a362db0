"""Makes documents for the tests of sealing: drawn pages with known words, and real ones read by Tesseract."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytesseract
from PIL import Image, ImageOps

from records.pdfa import RecordMetadata
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
from sarabun.thai import normalise, tokens

HARD = (
    "น้ำท่วมทำให้ผู้ที่อยู่ใกล้ต้องย้าย",
    "ที่ กค ๐๔๐๕.๒/ว ๑๒๓ ลงวันที่ ๒๔ กรกฎาคม พ.ศ. ๒๕๖๗",
    "กรุงเทพฯ ต่าง ๆ เด็กๆ ฯลฯ",
    "No. 123.45 ABC-def 12/2567 (ฉบับที่ 2)",
    "ปี่ ปี้ ฟื้น กู้ กุ๊ย ก็ ญี่ปุ่น ฐานันดร ฎีกา ซึ่ง ศักดิ์สิทธิ์",
    "คำสั่งจำนำ ดำเนินการสำเร็จ ก้ำ ต่ำ น้ำ",
)


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
