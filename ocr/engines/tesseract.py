"""Tesseract behind the OCR seam, through pytesseract."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ocr.clean import Cleaned, layers, overlooked
from ocr.engines import installation
from ocr.engines.page import insert, opened
from ocr.engines.program import run
from ocr.noise import is_noise
from ocr.words import Piece, line_of
from sarabun.model import Box, Line, PageImage, PageText, Word
from sarabun.settings import Settings

# Automatic layout: on a real memo with stamps and pen 3 beats 4 (34 against 40 % errors) and 6 (48 %); stamps
# and marks of urgency are found only by the search for sparse text.
_PSM_AUTOMATIC, _PSM_SPARSE = 3, 11
_SECOND_LOOK = (
    0.6  # least confidence of a line that layout analysis had overlooked: below it is pen and emblem
)


class TesseractEngine:
    """Reads with the installed Tesseract and the model ``settings.ocr_language``."""

    def __init__(self, settings: Settings) -> None:
        """Raises ConfigurationError where the program or the model is missing."""
        found = installation.find(settings)
        self._language = settings.ocr_language
        self._folder = found.folder
        self._seconds = settings.ocr_page_seconds
        self._name = f"tesseract {found.version} {found.model_name(self._language)}"
        os.environ["OMP_THREAD_LIMIT"] = "1"  # pytesseract hands on our environment and takes no other

    @property
    def name(self) -> str:
        return self._name

    def read(self, image: Path, page: PageImage) -> PageText:
        """Words with boxes in pixels of ``page``.

        Raises InputError PAGE_IMAGE, ExternalError OCR_TIMEOUT or OCR_FAILED, or ConfigurationError.
        """
        pixels = opened(image, page)
        lines: list[Line] = []
        for layer in layers(pixels, page):
            found = self._lines(layer, page.dpi)
            insert(lines, [_on_page(line, layer, page) for line in found], by_place=layer.sparse)
            rest = None if layer.sparse else overlooked(layer, [line.box for line in found], page.dpi)
            second = [] if rest is None else self._lines(rest, page.dpi)
            sure = [_on_page(line, layer, page) for line in second if line.confidence >= _SECOND_LOOK]
            insert(lines, sure, by_place=True)
        words = [w.confidence for line in lines for w in line.words]
        confidence = sum(words) / len(words) if words else 0.0
        return PageText(page.number, page.width, page.height, page.dpi, tuple(lines), confidence, self._name)

    def _lines(self, cleaned: Cleaned, dpi: int) -> list[Line]:
        """Lines in Tesseract's reading order, boxes in pixels of ``cleaned``."""
        with tempfile.TemporaryDirectory(prefix="sarabun-ocr-") as folder:
            picture, result = Path(folder) / "page.png", Path(folder) / "page"
            cv2.imwrite(str(picture), cleaned.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            rows = run(
                picture, result, model=self._language, folder=self._folder, dpi=dpi, seconds=self._seconds,
                segmentation=_PSM_SPARSE if cleaned.sparse else _PSM_AUTOMATIC,
            )  # fmt: skip
            lines = [line_of(pieces, cleaned.ink) for pieces in _pieces(rows, cleaned.ink)]
        return [line for line in lines if line is not None and not is_noise(line)]


def _pieces(rows: Iterable[dict[str, str]], ink: np.ndarray[Any, Any]) -> Iterator[list[Piece]]:
    """Tesseract's smallest items, line by line."""
    height, width = ink.shape
    key: tuple[str, ...] = ()
    line: list[Piece] = []
    for row in rows:
        here = (row["block_num"], row["par_num"], row["line_num"])
        if here != key and line:
            yield line
            line = []
        key = here
        left, top = max(0, int(row["left"])), max(0, int(row["top"]))
        right, bottom = min(width, left + int(row["width"])), min(height, top + int(row["height"]))
        if right > left and bottom > top:
            confidence = min(1.0, max(0.0, float(row["conf"]) / 100))
            line.append(Piece(row["text"], Box(left, top, right, bottom), confidence))
    if line:
        yield line


def _on_page(line: Line, cleaned: Cleaned, page: PageImage) -> Line:
    words = tuple(
        Word(w.text, cleaned.on_page(w.box, page), w.confidence, w.space_before) for w in line.words
    )
    return Line(words, Box.around([w.box for w in words]), line.confidence)
