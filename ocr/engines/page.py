"""What every reader needs of a page image: its pixels, and lines put into their order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ocr import png
from ocr.picture import Pixels
from sarabun.errors import InputError
from sarabun.model import Box, Line, PageImage

_ACROSS, _DOWN = 4.0, 1.5  # line heights between the lines of a stamp
_ROW = 0.5  # of the lower line


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


def insert(lines: list[Line], found: Sequence[Line], *, by_place: bool) -> None:
    """Appends ``found``, itself in reading order, or puts each piece of it where it is printed.

    A piece is what stands together, as in a stamp. On a row with other lines it goes behind those left of it;
    else before the first line that is printed below its own first one.
    """
    if not by_place:
        lines += found
        return
    for piece in _pieces(found):
        at = _place(lines, piece)
        lines[at:at] = piece


def _pieces(found: Sequence[Line]) -> list[list[Line]]:
    pieces: list[list[Line]] = []
    for line in found:
        if pieces and _near(Box.around([other.box for other in pieces[-1]]), line.box):
            pieces[-1].append(line)
        else:
            pieces.append([line])
    return pieces


def _near(piece: Box, box: Box) -> bool:
    across = max(piece.left, box.left) - min(piece.right, box.right)
    down = max(piece.top, box.top) - min(piece.bottom, box.bottom)
    return across <= _ACROSS * box.height and down <= _DOWN * box.height


def _place(lines: Sequence[Line], piece: Sequence[Line]) -> int:
    box = piece[0].box
    middle = box.top + box.bottom
    if len(piece) == 1:
        row = [(other.box.left, i) for i, other in enumerate(lines) if _same_row(other.box, box)]
        if row:
            left = [at for at in row if at[0] <= box.left]
            return max(left)[1] + 1 if left else min(row)[1]
    return next((i for i, other in enumerate(lines) if other.box.top + other.box.bottom > middle), len(lines))


def _same_row(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _ROW * min(one.height, other.height)
