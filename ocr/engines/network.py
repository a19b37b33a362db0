"""The reader of our own behind the OCR seam: page prepared, lines found, each read by networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.correct import Cell, Correction, corrected, places_of, summed
from ocr.engines.page import insert, opened
from ocr.frame import cut
from ocr.layout import Writing, find_lines, without_rules
from ocr.noise import is_illegible
from ocr.paper.layers import ALL, InkLayer, Steps, ink_layers
from ocr.recognise.blanks import without_blanks
from ocr.recognise.calibration import Calibrates, Uncalibrated
from ocr.recognise.opinions import Recogniser
from ocr.recognise.place import line_from
from ocr.recognise.reader import Character
from ocr.recognise.spaces import with_page_number_spaced
from sarabun.model import Box, Line, PageImage, PageText

_HAND_TRUST, _PRINT = 0.5, 0.9  # hands are read at 0.1-0.8, irregular print nearly always above 0.9


@dataclass(frozen=True, slots=True)
class Switches:
    """What is done on the way from a page to its lines, so that each step can be measured by leaving it out.

    ``paper``: the preparation of the page. ``inks``: coloured ink is read too. ``rules``: ruled lines are
    taken out. ``blanks``: dotted leaders and what is scrawled on them are no text. ``illegible``: lines of
    pens, seals and specks are no text. ``correct``: what is unsure is put right by the language.
    ``calibrate``: chances are those of being right.
    """

    paper: Steps = ALL
    inks: bool = True
    rules: bool = True
    blanks: bool = True
    illegible: bool = True
    correct: bool = True
    calibrate: bool = True


ALL_ON = Switches()


class NetworkEngine:
    """Reads pages line by line with ``recogniser``; ``name`` is engine, model and version."""

    def __init__(
        self,
        recogniser: Recogniser,
        name: str,
        switches: Switches = ALL_ON,
        calibration: Calibrates | None = None,
    ) -> None:
        self._recogniser, self._name, self._on = recogniser, name, switches
        self._calibration = calibration or Uncalibrated()

    @property
    def name(self) -> str:
        return self._name

    def read(self, image: Path, page: PageImage) -> PageText:
        """Words with boxes in pixels of ``page``. Raises InputError PAGE_IMAGE, or as the recogniser does."""
        lines: list[Line] = []
        layers = ink_layers(opened(image, page), page.dpi, self._on.paper)
        for layer in layers if self._on.inks else layers[:1]:
            found = [_inside(line, page) for line in self._lines(layer)]
            insert(lines, found, by_place=layer.colour != "black")
        words = [w.confidence for line in lines for w in line.words]
        confidence = sum(words) / len(words) if words else 0.0
        return PageText(page.number, page.width, page.height, page.dpi, tuple(lines), confidence, self._name)

    def _lines(self, layer: InkLayer) -> list[Line]:
        layout = find_lines(layer.pixels, layer.dpi)
        if not layout.lines:
            return []
        clean = without_rules(layer.pixels, layout.rules) if self._on.rules else layer.pixels
        frames = [cut(clean, found.line) for found in layout.lines]
        read = self._recogniser.characters(frames)
        if self._on.blanks:
            read = [without_blanks(line) for line in read]
        read = [
            with_page_number_spaced(line, frame, self._recogniser.stride)
            for line, frame in zip(read, frames, strict=True)
        ]
        cells = [
            Cell(places_of(raw), found.box, found.row, found.block)
            for found, raw in zip(layout.lines, read, strict=True)
        ]
        made = []
        for found, frame, raw, told in zip(layout.lines, frames, read, summed(cells), strict=True):
            fixed = corrected(raw, told) if self._on.correct else Correction(tuple(raw))
            line = line_from(
                self._calibration.characters(fixed.characters),
                self._recogniser.stride,
                frame,
                found.line,
                lambda p: _mapped(p, layer.to_page),
            )
            if line is None or (self._on.illegible and is_illegible(line, _legibility(raw))):
                continue
            line = self._calibration.words(line)
            if fixed.changes:
                line = replace(line, raw="".join(c.text for c in raw).strip())
            made.append(_by_hand(line) if found.kind is Writing.HAND else line)
        return made


def _legibility(characters: Sequence[Character]) -> float:
    """The geometric mean of their chances. That two readers differ makes print doubtful, not illegible."""
    chances = [max(c.chance, c.alone, 1e-6) for c in characters if c.text]
    return exp(sum(map(log, chances)) / max(1, len(chances)))


def _by_hand(line: Line) -> Line:
    """What a hand wrote was not learnt: a word that is unsure already is doubted more. What is read well is
    print, a label or a line that blur or curl made irregular."""
    words = tuple(
        w if w.confidence >= _PRINT else replace(w, confidence=w.confidence * _HAND_TRUST) for w in line.words
    )
    return replace(line, words=words, confidence=sum(w.confidence for w in words) / len(words))


def _mapped(points: NDArray[np.float64], homography: NDArray[np.float64]) -> NDArray[np.float64]:
    mapped: Any = cv2.perspectiveTransform(points[None], homography)[0]
    return np.asarray(mapped, np.float64)


def _inside(line: Line, page: PageImage) -> Line:
    """The line with its boxes on the page."""
    words = tuple(replace(word, box=_clipped(word.box, page)) for word in line.words)
    return replace(line, words=words, box=Box.around([w.box for w in words]))


def _clipped(box: Box, page: PageImage) -> Box:
    left, top = min(max(0, box.left), page.width - 1), min(max(0, box.top), page.height - 1)
    return Box(
        left, top, max(left + 1, min(page.width, box.right)), max(top + 1, min(page.height, box.bottom))
    )
