"""What the models that were written reach on lines of the development split, by kind of damage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ocr.picture import Pixels
from ocr.recognise.opinions import Recogniser, TwoReaders
from ocr.recognise.reader import LineReader
from ocr.recognise.tesseract import TesseractLines
from ocr.training.distance import edit_distance
from ocr.training.ink import MIXTURES
from ocr.training.render import LineMaker
from ocr.training.text import TextSource
from sarabun.thai import normalise

_SEED, _LINES = 4_001, 100  # lines of each kind
_BATCH = 50
_SECONDS = 600


class DevLine(NamedTuple):
    """A rendered line: its frame (48, w) uint8, its text, and what was done to it (``ink.py``)."""

    frame: Pixels
    text: str
    kind: str


def dev_lines(fonts: Path, each: int = _LINES) -> list[DevLine]:
    """``each`` lines of every kind, of fonts and texts that no training line has."""
    source, maker = TextSource(_SEED, "dev"), LineMaker(_SEED, "dev", fonts)
    made: list[DevLine] = []
    for kind in MIXTURES["first"]:
        missing = each
        while missing:
            text = source.line()
            frame = maker.make(text, kind)
            if frame is not None:
                made.append(DevLine(frame, text, kind.name))
                missing -= 1
    return made


def readers(models: Path) -> Iterator[tuple[str, Recogniser]]:
    """Each reader that the models of the folder ``models`` make."""
    onnx = [models / "first.onnx", models / "second.onnx"]
    for path in onnx:
        if path.is_file():
            yield path.name, LineReader(path)
    if all(path.is_file() for path in onnx):
        yield "both", TwoReaders(*map(LineReader, onnx))
    if (models / "sarabun.traineddata").is_file():
        yield "sarabun.traineddata", TesseractLines(models, _SECONDS)


def wrong(reader: Recogniser, lines: Sequence[DevLine]) -> dict[str, float]:
    """Characters wrong per character, spaces left out, for each kind of damage and for ``all``."""
    errors: dict[str, int] = {}
    total: dict[str, int] = {}
    for start in range(0, len(lines), _BATCH):
        some = lines[start : start + _BATCH]
        for line, read in zip(some, reader.characters([line.frame for line in some]), strict=True):
            wanted = _plain(line.text)
            count = edit_distance(wanted, _plain("".join(c.text for c in read)))
            for key in ("all", line.kind):
                errors[key] = errors.get(key, 0) + count
                total[key] = total.get(key, 0) + len(wanted)
    return {key: errors[key] / total[key] for key in errors}


def _plain(text: str) -> str:
    return normalise(text).replace(" ", "")


def report(models: Path, fonts: Path) -> str:
    """A Markdown table: characters wrong, in percent, for each reader."""
    lines = dev_lines(fonts)
    rows: list[str] = []
    for name, reader in readers(models):
        shares = wrong(reader, lines)
        if not rows:
            rows = ["| reader | " + " | ".join(shares) + " |", "|---" * (len(shares) + 1) + "|"]
        rows.append(f"| {name} | " + " | ".join(f"{100 * share:.2f}" for share in shares.values()) + " |")
    return "\n".join(rows)
