"""Page images as PNG, written four times faster than image libraries do it and read twice as fast.

A row is kept as its difference to the row above (PNG, section 9.2: filter *Up*), which suits scans, and is
packed by Intel's ISA-L. Any library can open the files; any PNG can be read.
"""

from __future__ import annotations

import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from isal import isal_zlib

from ocr.picture import Pixels

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 1  # of 0 to 3: the next ones cost more and gain nothing on scans
_NONE, _UP = 0, 2
_GREY, _COLOUR = 0, 2
_HEADER_END = 33  # signature and the chunk IHDR
_DAMAGED: Any = isal_zlib.error  # its stub says an instance
_ANY = cv2.IMREAD_ANYCOLOR | cv2.IMREAD_IGNORE_ORIENTATION


def write(pixels: Pixels, target: Path, *, bilevel: bool = False) -> None:
    """Grey or BGR pixels with 8 bits for each value; ``bilevel`` ones (0 and 255) with one bit."""
    height, width = pixels.shape[:2]
    if bilevel:
        rows = np.packbits(pixels, axis=1)
        filtered = np.full((height, 1 + rows.shape[1]), _NONE, np.uint8)
        filtered[:, 1:] = rows
    else:
        ordered: Any = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB) if pixels.ndim == 3 else pixels
        rows = np.asarray(ordered, np.uint8).reshape(height, -1)
        filtered = np.full((height, 1 + rows.shape[1]), _UP, np.uint8)
        filtered[0, 1:] = rows[0]
        np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    depth, kind = 1 if bilevel else 8, _COLOUR if pixels.ndim == 3 else _GREY
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((depth, kind, 0, 0, 0))
    with target.open("wb") as file:
        file.write(_SIGNATURE)
        for name, data in (
            (b"IHDR", header),
            (b"IDAT", isal_zlib.compress(filtered, _LEVEL)),
            (b"IEND", b""),
        ):
            file.write(len(data).to_bytes(4, "big") + name)
            file.write(data)
            file.write(isal_zlib.crc32(data, zlib.crc32(name)).to_bytes(4, "big"))


def read(path: Path) -> Pixels | None:
    """The pixels of a PNG, grey or BGR, 8 bits deep; ``None`` where it is damaged or none."""
    data = path.read_bytes()
    pixels: Any = _own(data)
    if pixels is None and data:  # written by another library
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), _ANY)
    return None if pixels is None else np.asarray(pixels, np.uint8)


def _own(data: bytes) -> Pixels | None:
    """What :func:`write` wrote; ``None`` for anything else."""
    header, name = data[: _HEADER_END + 8], data[_HEADER_END + 4 : _HEADER_END + 8]
    width, height = int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")
    bits = {(1, _GREY): 1, (8, _GREY): 8, (8, _COLOUR): 24}.get((*header[24:26],))
    if not header.startswith(_SIGNATURE) or bits is None or name != b"IDAT":
        return None
    across = -(-width * bits // 8)
    size = int.from_bytes(header[_HEADER_END : _HEADER_END + 4], "big")
    packed = memoryview(data)[_HEADER_END + 8 : _HEADER_END + 8 + size]
    try:
        plain = isal_zlib.decompress(packed, bufsize=height * (1 + across))
    except _DAMAGED:
        return None
    if len(plain) != height * (1 + across):
        return None
    filtered = np.frombuffer(plain, np.uint8).reshape(height, 1 + across)
    if (filtered[:, 0] != (_NONE if bits == 1 else _UP)).any():
        return None
    if bits == 1:
        return np.asarray(np.unpackbits(filtered[:, 1:], axis=1, count=width) * np.uint8(255), np.uint8)
    rows = filtered[:, 1:].copy()
    for above, row in pairwise(rows):
        np.add(above, row, out=row)
    if bits == 8:
        return rows
    return np.asarray(cv2.cvtColor(rows.reshape(height, width, 3), cv2.COLOR_RGB2BGR), np.uint8)
