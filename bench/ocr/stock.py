"""Stock Tesseract by itself: ``tesseract page.png page -l tha --psm 3 txt tsv``."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from sarabun.model import Box, DocumentText, Line, PageText, Word
from sarabun.thai import normalise, tokens

_LINE, _WORD = "4", "5"  # levels of the TSV
_SPARE_DPI = 300


class Picture(NamedTuple):
    """A page as it lies in the file, written as PNG."""

    path: Path
    width: int
    height: int
    dpi: int


class StockReader:
    """Plain Tesseract with Debian's model for Thai."""

    def __init__(self, language: str = "tha") -> None:
        self._language = language
        answer = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
        self.name = f"{answer.stdout.splitlines()[0]} {language}, plain"

    def pictures(self, path: Path, folder: Path) -> list[Picture]:
        """The pages of ``path`` as PNG in ``folder``: decoded, nothing else. Overwrites earlier ones."""
        pages = _pdf_pages(path) if path.suffix.lower() == ".pdf" else _image_pages(path)
        made = []
        for number, (image, dpi) in enumerate(pages, 1):
            file = folder / f"{number}.png"
            image.save(file, dpi=(dpi, dpi), compress_level=1)
            made.append(Picture(file, image.width, image.height, dpi))
        return made

    def read(self, pictures: list[Picture]) -> DocumentText:
        """The text as Tesseract prints it. Words share the box and the confidence of their line."""
        return DocumentText(tuple(self._page(n, picture) for n, picture in enumerate(pictures, 1)))

    def _page(self, number: int, picture: Picture) -> PageText:
        base = picture.path.with_suffix("")
        command = [
            "tesseract",
            str(picture.path),
            str(base),
            "-l",
            self._language,
            "--psm",
            "3",
            "txt",
            "tsv",
        ]
        subprocess.run(
            command,
            check=True,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        printed = base.with_suffix(".txt").read_text(encoding="utf-8").replace("\f", "\n").split("\n")
        texts = [text for text in map(normalise, printed) if text.strip()]
        boxes = list(_boxes(base.with_suffix(".tsv")))
        if len(boxes) != len(texts):
            raise ValueError(f"{picture.path}: {len(texts)} lines of text, {len(boxes)} in the table")
        lines = tuple(_line(text, *found) for text, found in zip(texts, boxes, strict=True))
        confidence = sum(line.confidence for line in lines) / len(lines) if lines else 0.0
        return PageText(number, picture.width, picture.height, picture.dpi, lines, confidence, self.name)


def _boxes(table: Path) -> Iterator[tuple[Box, float]]:
    """Box and mean confidence of each line that holds anything, in the order of the text."""
    lines: list[tuple[Box, list[float]]] = []
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == _LINE:
                left, top = int(row["left"]), int(row["top"])
                lines.append((Box(left, top, left + int(row["width"]), top + int(row["height"])), []))
            elif row["level"] == _WORD and row["text"].strip():
                lines[-1][1].append(float(row["conf"]) / 100)
    for box, confidences in lines:
        if confidences:
            yield box, min(1.0, max(0.0, sum(confidences) / len(confidences)))


def _line(text: str, box: Box, confidence: float) -> Line:
    """Words get the part of the line's box that their characters take of its text."""
    text = text.strip()
    step = box.width / len(text)

    def x(at: int) -> int:
        return round(box.left + at * step)

    words = tuple(
        Word(
            token.text,
            Box(x(token.start), box.top, x(token.end), box.bottom),
            confidence,
            space_before=token.start > 0 and text[token.start - 1].isspace(),
        )
        for token in tokens(text)
    )
    return Line(words, box, confidence)


def _pdf_pages(path: Path) -> Iterator[tuple[Image.Image, int]]:
    """Pages at the resolution of their largest picture."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            inches = page.get_width() / 72
            pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])
            widest = max((picture.get_px_size()[0] for picture in pictures), default=0)
            dpi = round(widest / inches) if widest > 100 * inches else _SPARE_DPI
            yield page.render(scale=dpi / 72).to_pil(), dpi


def _image_pages(path: Path) -> Iterator[tuple[Image.Image, int]]:
    with Image.open(path) as image:
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            dpi = round(float(image.info.get("dpi", (_SPARE_DPI,))[0])) or _SPARE_DPI
            upright = ImageOps.exif_transpose(image)
            yield (upright if upright.mode in ("1", "L", "RGB") else upright.convert("RGB")), dpi
