"""One printed line that every reader of ours must be able to read: what a model is tried with."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np

from ocr.picture import Pixels
from ocr.recognise.opinions import Recogniser

TEXT = "ที่ มท ๐๘๐๘.๒/ว ๑๕๔๙ ลงวันที่ ๓ กุมภาพันธ์ ๒๕๖๗"
"""All Thai digits, marks above and below, Latin full stop and stroke. Set in Laksaman, cut into the frame."""

_LINE = Path(__file__).parents[1] / "models" / "trial.png"
_OURS = 0.5  # likeness below which what reads is damaged or something else, and not one of our models


def line() -> Pixels:
    """The frame of the line, (48, 557) uint8."""
    return np.asarray(cv2.imread(str(_LINE), cv2.IMREAD_GRAYSCALE), np.uint8)


def reading(recogniser: Recogniser) -> str:
    """What ``recogniser`` sees in the line. Raises as the recogniser does."""
    return "".join(c.text for c in recogniser.characters([line()])[0])


def is_like(read: str) -> bool:
    """Whether one of our models, be it half trained, may have read this."""
    return SequenceMatcher(None, read, TEXT, autojunk=False).ratio() >= _OURS
