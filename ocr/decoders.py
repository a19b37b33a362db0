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
    with strict(page):
        decoded: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_REDUCED_GRAYSCALE_8)
    if decoded is None or b"\xff\xd9" not in data[-4096:]:
        raise problem("PAGE_BROKEN", "JPEG without its end", page=page)
