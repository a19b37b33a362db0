"""The text that a PDF page draws by itself, where it stands, and whether it says what is seen.

Runs in a child process. A text layer that a file brings along is never trusted blindly: official PDFs carry
mojibake, Arabic digits drawn as Thai ones, or lose tone marks. What counts is what was read from the picture.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from records.geometry import Rectangle
from sarabun.model import Box, PageText
from sarabun.thai import fold_digits, normalise

# Share of the character pairs that own text and reading have in common. Good born-digital text measured
# 0.85 and more against stock OCR of the same page, broken text below 0.3.
AGREES = 0.75
_INVISIBLE = (3, 7)  # text render modes that paint nothing, ISO 32000-1, table 106
_COVERS = 0.9
_UNDER = 0.25


class OwnText(NamedTuple):
    """Characters that can be seen, in the file's order, and their boxes (left, bottom, right, top in points
    of the page's user space)."""

    text: str
    boxes: tuple[Rectangle, ...]


def visible_text(path: Path) -> list[OwnText]:
    """For each page the text that it draws visibly: not in an invisible mode, not under a picture of the
    whole page, not blank."""
    with pypdfium2.PdfDocument(path) as document:
        return [_page_text(page) for page in document]


def _page_text(page: pypdfium2.PdfPage) -> OwnText:
    reading = page.get_textpage()
    covered = _painted_before_a_full_picture(page)
    characters: list[str] = []
    boxes: list[Rectangle] = []
    for index in range(reading.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(reading, index))
        if character.isspace():
            continue
        drawn = pdfium.FPDFText_GetTextObject(reading, index)
        if not drawn or pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE:
            continue
        if _address(drawn) in covered:
            continue
        box = reading.get_charbox(index)
        if box[2] > box[0] and box[3] > box[1]:
            characters.append(character)
            boxes.append(box)
    return OwnText("".join(characters), tuple(boxes))


def _painted_before_a_full_picture(page: pypdfium2.PdfPage) -> set[int]:
    """Addresses of text objects that a picture as large as the page hides."""
    covered: set[int] = set()
    so_far: set[int] = set()
    width, height = page.get_size()
    for thing in page.get_objects(max_depth=15):
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            so_far.add(_address(thing.raw))
        elif thing.type == pdfium.FPDF_PAGEOBJ_IMAGE and thing.level == 0:
            left, bottom, right, top = thing.get_bounds()
            if (right - left) * (top - bottom) >= _COVERS * width * height:
                covered |= so_far
    return covered


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def says_what_is_seen(own: OwnText, read: str) -> bool:
    """Whether the page's own text can stay as what is copied out of the record.

    It must agree with what was read, and must not need mending itself: glyphs in the private use area, marks
    in the order they are drawn and a split sara am look right on paper and are copied out wrong.
    """
    return normalise(own.text) == own.text and agreement(own.text, read) >= AGREES


def agreement(own: str, read: str) -> float:
    """How much two texts have in common, 0..1: Dice coefficient of their character pairs, spaces and the
    script of digits aside."""
    a, b = _pairs(own), _pairs(read)
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def _pairs(text: str) -> Counter[str]:
    bare = "".join(fold_digits(normalise(text)).split())
    return Counter(bare[i : i + 2] for i in range(len(bare) - 1))


def split(text: PageText, boxes: Sequence[Rectangle]) -> tuple[PageText, PageText]:
    """``text`` as the words that lie under ``boxes`` (left, top, right, bottom in pixels of the page image)
    and the others: what the page draws itself must not be there twice."""
    drawn = np.array(boxes, dtype=float).reshape(-1, 4)
    halves = []
    for wanted in (True, False):
        lines = []
        for line in text.lines:
            words = tuple(w for w in line.words if _under(w.box, drawn) is wanted)
            if words:
                lines.append(replace(line, words=words, box=Box.around([w.box for w in words])))
        halves.append(replace(text, lines=tuple(lines)))
    return halves[0], halves[1]


def _under(box: Box, drawn: npt.NDArray[np.float64]) -> bool:
    wide = np.minimum(drawn[:, 2], box.right) - np.maximum(drawn[:, 0], box.left)
    high = np.minimum(drawn[:, 3], box.bottom) - np.maximum(drawn[:, 1], box.top)
    shared = (wide.clip(0) * high.clip(0)).sum()
    return bool(shared > _UNDER * max(1, box.width * box.height))
