"""Counts what the default reader's chances mean, on letters of a split of its own, and writes it down.

Characters first, then words of them (``calibration.json`` beside the models), then fields of those
(``classify/data/confidence.json``). All degradations count alike. Where the models change, so must this:
the default reader refuses models that it was not counted for.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path
from typing import NamedTuple, get_args
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

import classify.layout
from bench.ocr import generated
from bench.ocr.cases import Case
from bench.ocr.figures import same
from bench.ocr.fits import logistic, rising
from bench.ocr.readers import EngineReader
from bench.ocr.scores import ReadWord, score
from classify import confidence
from classify.describe import describe
from ocr.engines import choose
from ocr.engines.network import NetworkEngine
from ocr.recognise import calibration
from ocr.recognise.calibration import Calibration, Kind, Uncalibrated, kind_of, log_odds
from ocr.recognise.reader import Character, Source
from sarabun.model import DocumentText, Line, PageImage, Word
from sarabun.settings import load
from sarabun.thai import NIKHAHIT, normalise

PAGES = 60
_EDGES = (0.0, 0.5, 0.8, 0.95, 0.985, 0.995, 1.01)  # of how sure worst words are: enough fields in each range
_SOURCES: tuple[Source, ...] = get_args(Source)
_KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """A file as it was read. ``lines``: by page and line the characters, uncalibrated, of each word, and
    whether its characters are right (``None`` where nobody asks); ``None`` for a line that they do not
    spell."""

    case: Case
    text: DocumentText
    pages: tuple[PageImage, ...]
    lines: list[list[list[_Spelt] | None]]


class _Spelt(NamedTuple):
    characters: tuple[Character, ...]
    right: tuple[bool, ...] | None


def calibrate(pages: int, jobs: int) -> None:
    """Reads at least ``pages`` pages in every set, counts, writes both files, and prints what came out."""
    letters = generated.letters("calibration", pages, jobs)
    cases = [case for letter in letters for case in letter.values()]
    with tempfile.TemporaryDirectory(prefix="calibrate-") as folder:
        settings = load(Path(folder))
        models, reader = choose.models_folder(settings), choose.recogniser_of(settings)[1]
        with ProcessPoolExecutor(jobs, initializer=_open, initargs=(Path(folder),)) as pool:
            read = list(_reported(pool.map(_read, cases), len(cases)))
    ours = _words(read, _characters(read, reader))
    calibration.save(ours, models)
    print((models / calibration.FILE).read_text(encoding="utf-8"))
    fields = _fields([_calibrated(evidence, ours) for evidence in read], reader, len(letters))
    place = Path(confidence.__file__).parent / confidence.FILE
    place.write_bytes(confidence.AS_FILE.dump_json(fields, indent=2) + b"\n")
    print(place.read_text(encoding="utf-8"))


def _reported(found: Iterator[_Evidence], count: int) -> Iterator[_Evidence]:
    for n, evidence in enumerate(found, 1):
        print(f"\rread {n} of {count}", end="" if n < count else "\n", file=sys.stderr, flush=True)
        yield evidence


# --- reading, in workers ----------------------------------------------------------------------------------

_reader: EngineReader
_lines: list[list[Character]]


def _open(folder: Path) -> None:
    global _reader, _lines
    own = Path(tempfile.mkdtemp(dir=folder))
    _lines = []
    recogniser, name = choose.recogniser_of(load(own))
    _reader = EngineReader(own, engine=NetworkEngine(recogniser, name, calibration=_Keeper()))


class _Keeper(Uncalibrated):
    """In the place of a calibration: keeps the line, and leaves it as it is."""

    def characters(self, line: Sequence[Character]) -> Sequence[Character]:
        _lines.append([char for char in line if char.text != " "])
        return line


def _read(case: Case) -> _Evidence:
    _lines.clear()
    reading = _reader.read(case.file)
    kept = {normalise("".join(c.text for c in line)): line for line in _lines}
    truth = {page.number: page for page in case.pages}
    lines: list[list[list[_Spelt] | None]] = []
    for page in reading.text.pages:
        words = [[ReadWord(w.text, w.space_before, w.confidence) for w in line.words] for line in page.lines]
        judged = score(truth[page.page], words).judged
        lines.append(
            [
                _spelt(line.words, kept.get(normalise("".join(w.text for w in line.words)), []), right)
                for line, right in zip(page.lines, judged, strict=True)
            ]
        )
    return _Evidence(case, reading.text, reading.pages, lines)


def _spelt(
    words: Sequence[Word], line: Sequence[Character], judged: Sequence[tuple[bool, ...] | None]
) -> list[_Spelt] | None:
    """The characters of each word: a word is full where they are normalised to it (อํา to อำ)."""
    made: list[_Spelt] = []
    at = 0
    for word, right in zip(words, judged, strict=True):
        end = at + 1
        while end < len(line) and normalise("".join(c.text for c in line[at:end])) != word.text:
            end += 1
        if normalise("".join(c.text for c in line[at:end])) != word.text:
            return None
        made.append(_Spelt(tuple(line[at:end]), right))
        at = end
    return made if at == len(line) else None


# --- characters -------------------------------------------------------------------------------------------


def _characters(read: Sequence[_Evidence], reader: str) -> Calibration:
    """What chances of characters mean; words are left at the product of theirs."""
    evidence: list[list[float]] = []
    right: list[bool] = []
    lines = [line for one in read for page in one.lines for line in page]
    for line in lines:
        if not line:
            continue
        legible = float(np.mean([log_odds(c.chance) for spelt in line for c in spelt.characters]))
        for spelt in line:
            for char, good in zip(spelt.characters, _right(spelt), strict=True) if spelt.right else ():
                by = [float(char.source == source) for source in _SOURCES]
                evidence.append([*by, log_odds(char.chance), legible, -float(char.lost)])
                right.append(good)
    unspelt = sum(line is None for line in lines)
    print(f"{len(right)} characters, {right.count(False)} wrong; {unspelt} of {len(lines)} lines left out")
    weights = [round(float(w), 3) for w in logistic(np.array(evidence), np.array(right))]
    offsets = dict(zip(_SOURCES, weights, strict=False))
    pages = sum(one.case.count for one in read)
    chance, legible, missed = weights[len(_SOURCES) :]
    return Calibration(reader, pages, offsets, chance, legible, missed, dict.fromkeys(_KINDS, 0.0), 1.0)


def _right(spelt: _Spelt) -> Iterator[bool]:
    """For each character whether it is right; two that became one are so together."""
    at = 0
    for char in spelt.characters:
        yield spelt.right is not None and spelt.right[min(at, len(spelt.right) - 1)]
        at += char.text != NIKHAHIT


# --- words ------------------------------------------------------------------------------------------------


def _words(read: Sequence[_Evidence], ours: Calibration) -> Calibration:
    """What products of calibrated characters mean for words of each kind."""
    evidence: list[list[float]] = []
    right: list[bool] = []
    for one in read:
        lines = [line for page in one.text.pages for line in page.lines]
        for line, spelt in zip(lines, (line for page in one.lines for line in page), strict=True):
            for word, chance, judged in _products(line, spelt, ours) if spelt else ():
                if judged is not None:
                    kind = kind_of(word.text)
                    evidence.append([*(float(kind == k) for k in _KINDS), log_odds(chance)])
                    right.append(all(judged))
    print(f"{len(right)} words, {right.count(False)} wrong")
    *offsets, product = (round(float(w), 3) for w in logistic(np.array(evidence), np.array(right)))
    return replace(ours, kind=dict(zip(_KINDS, offsets, strict=True)), product=product)


def _products(
    line: Line, spelt: Sequence[_Spelt], ours: Calibration
) -> Iterator[tuple[Word, float, tuple[bool, ...] | None]]:
    """Each word of a line, the product of its calibrated characters, and whether those are right."""
    made = iter(ours.characters([char for word in spelt for char in word.characters]))
    for word, (characters, right) in zip(line.words, spelt, strict=True):
        yield word, prod(next(made).chance for _ in characters), right


# --- fields -----------------------------------------------------------------------------------------------


def _calibrated(evidence: _Evidence, ours: Calibration) -> _Evidence:
    """The text with its words as sure as ``ours`` makes them."""
    pages = [
        replace(
            page,
            lines=tuple(
                _sure(line, spelt, ours) if spelt else line
                for line, spelt in zip(page.lines, lines, strict=True)
            ),
        )
        for page, lines in zip(evidence.text.pages, evidence.lines, strict=True)
    ]
    return replace(evidence, text=DocumentText(tuple(pages)))


def _sure(line: Line, spelt: Sequence[_Spelt], ours: Calibration) -> Line:
    products = [replace(word, confidence=chance) for word, chance, _ in _products(line, spelt, ours)]
    made = ours.words(replace(line, words=tuple(products))).words
    # What else the engine makes of a word (unsure ones by a hand are halved) stays.
    before = (prod(char.chance for char in word.characters) for word in spelt)
    other = (min(1.0, old.confidence / max(b, 1e-9)) for old, b in zip(line.words, before, strict=True))
    words = [replace(w, confidence=w.confidence * part) for w, part in zip(made, other, strict=True)]
    return replace(line, words=tuple(words), confidence=sum(w.confidence for w in words) / len(words))


class _Worst:
    """In the place of a calibration: says how sure the worst word is, and nothing where there is a doubt."""

    def chance(self, certainty: float, words: Sequence[Word]) -> float:
        return min(w.confidence for w in words) if certainty >= confidence.UNDOUBTED else 0.0


def _fields(read: Sequence[_Evidence], reader: str, letters: int) -> confidence.Calibration:
    worst: list[float] = []
    right: list[bool] = []
    with patch.object(classify.layout, "calibration", _Worst):
        for one in read:
            described = describe(one.text, one.pages)
            for name, truth in one.case.fields.items():
                found = described.get(name)
                if found is not None and found.confidence > 0 and not found.flags:
                    worst.append(found.confidence)
                    right.append(same(found.value, truth))
    print(f"{len(right)} fields without a doubt, {right.count(False)} wrong")
    curve: NDArray[np.float64] = np.array(worst)
    points = rising(curve, np.array(right), _EDGES)
    return confidence.Calibration(
        reader, letters, tuple(confidence.Point(round(a, 4), round(b, 4)) for a, b in points)
    )
