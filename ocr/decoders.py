"""Strict decoding: a codec that only grumbles on standard error has met damaged data."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import numpy as np

from ocr.picture import Pixels
from ocr.problems import problem

# libtiff (CCITT, LZW, Deflate) and libjpeg say these and go on with made-up pixels.
_COMPLAINT = re.compile(
    r"Fax[34]\w*: |LZWDecode\w*: |ZIPDecode: |PackBitsDecode: |JPEGLib: |Bad code word|Uncompressed data"
    r"|Corrupt JPEG data|Premature end|premature end|Invalid SOS|extraneous bytes before marker"
)


@contextmanager
def strict(page: int) -> Iterator[None]:
    """Raises InputError PAGE_BROKEN when a codec complains inside.

    Standard error is diverted at the level of the file descriptor, so use it in the converting child only.
    """
    sys.stderr.flush()
    with tempfile.TemporaryFile() as heard:
        ours = os.dup(2)
        os.dup2(heard.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(ours, 2)
            os.close(ours)
            heard.seek(0)
            said = heard.read(10_000).decode("utf-8", "replace")
    if _COMPLAINT.search(said):
        raise problem("PAGE_BROKEN", said.strip(), page=page)


def check_jpeg(data: bytes, page: int) -> None:
    """Reads all of a JPEG's entropy-coded data, at an eighth of its size, which is cheap.

    Raises InputError PAGE_BROKEN where it is truncated or corrupt.
    """
    _decoded(data, page, cv2.IMREAD_REDUCED_GRAYSCALE_8)


def decoded_jpeg(data: bytes, page: int, *, grey: bool) -> Pixels:
    """The pixels of a grey JPEG, or of one in colour as BGR, whatever its EXIF says of turning it.

    Raises InputError PAGE_BROKEN where it is truncated or corrupt.
    """
    how = cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR
    return _decoded(data, page, how | cv2.IMREAD_IGNORE_ORIENTATION)


def _decoded(data: bytes, page: int, how: int) -> Pixels:
    with strict(page):
        decoded: Any = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    if decoded is None or b"\xff\xd9" not in data[-4096:]:
        raise problem("PAGE_BROKEN", "JPEG without its end", page=page)
    return np.asarray(decoded, np.uint8)
