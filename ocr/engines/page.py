"""What every reader needs of a page image: its pixels, and lines put into their order."""

from __future__ import annotations

from pathlib import Path

from ocr import png
from ocr.picture import Pixels
from sarabun.errors import InputError
from sarabun.model import Line, PageImage


def opened(image: Path, page: PageImage) -> Pixels:
    """The pixels of ``page``. Raises InputError PAGE_IMAGE where the file is not the image measured."""
    pixels = png.read(image)
    if pixels is None or pixels.shape[:2] != (page.height, page.width):
        raise InputError(
            "PAGE_IMAGE",
            f"ภาพของหน้า {page.number} เปิดไม่ได้หรือไม่ตรงกับที่วัดไว้ โปรดแปลงเอกสารใหม่",
            f"the image of page {page.number} cannot be opened or is not the one that was measured: "
            "prepare the document again",
        )
    return pixels


def insert(lines: list[Line], line: Line, *, by_place: bool) -> None:
    """Appends in reading order, or puts ``line`` before the first one that is printed below it."""
    at = len(lines)
    if by_place:
        middle = line.box.top + line.box.bottom
        at = next((i for i, other in enumerate(lines) if other.box.top + other.box.bottom > middle), at)
    lines.insert(at, line)
