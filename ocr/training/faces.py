"""Which faces a line is set in: mostly one, at times a bold beginning or Latin words from another font."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from ocr.training.fonts import FONTS, LATIN, Font, Split, require
from ocr.training.hand import written
from ocr.training.typeset import ByHand, Run, Typeface

Rng = np.random.Generator

_TRIES = 6
_LATIN = re.compile("([A-Za-z][A-Za-z0-9 .,:;@/&()'-]*[A-Za-z0-9.]|[A-Za-z])")
_LABEL = re.compile(r"^(\S{2,16}[ :]\s*)(\S.*)$")
_LATIN_SHARE = 0.15  # of the lines that hold Latin words
_LABEL_SHARE = 0.06
_HAND_SHARE = 0.09  # of the lines with numbers: running numbers and days are filled in by hand


class Faces:
    """The faces of one split, drawn by their weights.

    Raises ConfigurationError FONT_MISSING where a font is not there; ``folder`` is the one that
    :func:`ocr.training.fonts.fetch` filled.
    """

    def __init__(self, split: Split, folder: Path, rng: Rng, fonts: tuple[Font, ...] = FONTS + LATIN) -> None:
        chosen = [font for font in fonts if font.split == split]
        require(folder, tuple(chosen))
        self._rng = rng
        families = [[Typeface(font.path(face, folder)) for face in font.faces] for font in chosen]
        thai = [i for i, family in enumerate(families) if family[0].thai]
        self._latin = [face for family in families if not family[0].thai for face in family]
        self._faces = [face for i in thai for face in families[i]]
        self._bold = {families[i][0]: families[i][1] for i in thai if len(families[i]) > 1}
        weights = [chosen[i].weight * face.share for i in thai for face in chosen[i].faces]
        self._ends = np.cumsum(np.array(weights) / sum(weights))

    def runs(self, text: str) -> list[Run] | None:
        """The line's runs; ``None`` where no face has all its characters."""
        face = self._face(text)
        if face is None:
            return None
        if self._rng.random() < _HAND_SHARE and (parts := written(text, self._rng)):
            faces: tuple[Typeface | ByHand, ...] = (face, ByHand(self._rng), face)
            return [Run(part, by) for part, by in zip(parts, faces, strict=True) if part]
        bold = self._bold.get(face)
        if bold is not None and self._rng.random() < _LABEL_SHARE:
            return _labelled(text, face, bold, float(self._rng.choice((1.0, 1.0, 1.1, 1.25))))
        if self._latin and self._rng.random() < _LATIN_SHARE:
            other = self._latin[int(self._rng.integers(len(self._latin)))]
            size = float(self._rng.uniform(0.85, 1.1))
            return [
                Run(part, other, size) if _LATIN.fullmatch(part) and other.covers(part) else Run(part, face)
                for part in filter(None, _LATIN.split(text))
            ]
        return [Run(text, face)]

    def _face(self, text: str) -> Typeface | None:
        for _ in range(_TRIES):
            at = min(int(np.searchsorted(self._ends, self._rng.random(), side="right")), len(self._faces) - 1)
            if self._faces[at].covers(text):
                return self._faces[at]
        able = [face for face in self._faces if face.covers(text)]
        return able[int(self._rng.integers(len(able)))] if able else None


def _labelled(text: str, face: Typeface, bold: Typeface, size: float) -> list[Run]:
    """The first word bold and perhaps larger, as ส่วนราชการ and เรื่อง in memos."""
    found = _LABEL.match(text)
    return [Run(text, face)] if found is None else [Run(found[1], bold, size), Run(found[2], face)]
