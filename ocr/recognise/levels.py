"""From the grey levels of a line's frame to the numbers that a network sees: -1 is ink, +1 is paper."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ocr.picture import Pixels

_INK_QUANTILE, _PAPER_QUANTILE = 0.25, 0.75


def scaled(frame: Pixels) -> NDArray[np.float32]:
    """(rows, columns) float32 from -1 to 1.

    As Tesseract does it (``NetworkIO::ComputeBlackWhite``): ink is the lower quartile of the local minima on
    the middle row, paper the upper quartile of its local maxima; so one network serves both runtimes.
    """
    row: Any = frame[frame.shape[0] // 2].astype(np.int16)
    before, here, after = row[:-2], row[1:-1], row[2:]
    low = here[((here < before) & (here <= after)) | ((here <= before) & (here < after))]
    high = here[((here > before) & (here >= after)) | ((here >= before) & (here > after))]
    ink = float(np.quantile(low, _INK_QUANTILE)) if len(low) else 0.0
    paper = float(np.quantile(high, _PAPER_QUANTILE)) if len(high) else 255.0
    half = (paper - ink) / 2
    if half <= 0:
        half = 1.0
    return np.asarray(np.clip((frame.astype(np.float32) - ink) / half - 1, -1, 1), np.float32)
