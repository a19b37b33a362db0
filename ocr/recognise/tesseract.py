"""Tesseract as a reader of lines: our model in its runtime, frames of a page in one process."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2

from ocr.engines.program import run
from ocr.picture import Pixels
from ocr.recognise.reader import Character

_PSM_LINE = 13  # a line as it is, without looking for others in it
_DPI = 200  # of letters 16 px high


class TesseractLines:
    """Reads frames with the model ``sarabun.traineddata`` of ``folder``.

    It tells words with boxes: characters share the columns of their word, and have its chance.
    """

    stride = 1

    def __init__(self, folder: Path, seconds: int) -> None:
        self._folder, self._seconds = folder, seconds

    def characters(self, frames: Sequence[Pixels]) -> list[tuple[Character, ...]]:
        """What stands in each frame (48, any width). Raises ConfigurationError or ExternalError."""
        made: list[list[Character]] = [[] for _ in frames]
        with tempfile.TemporaryDirectory(prefix="sarabun-lines-") as name:
            files = [Path(name) / f"{i}.png" for i in range(len(frames))]
            for file, frame in zip(files, frames, strict=True):
                cv2.imwrite(str(file), frame, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            names = Path(name) / "list.txt"
            names.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
            rows = run(
                names, Path(name) / "lines", model="sarabun", folder=self._folder, dpi=_DPI,
                segmentation=_PSM_LINE, seconds=self._seconds,
            )  # fmt: skip
            for row in rows:
                made[int(row["page_num"]) - 1] += _characters(row)
            texts = (Path(name) / "lines.txt").read_text(encoding="utf-8").split("\f")
        return [tuple(_spaced(line, text)) for line, text in zip(made, texts, strict=False)]


def _characters(row: dict[str, str]) -> list[Character]:
    text, left, width = row["text"], int(row["left"]), int(row["width"])
    chance = min(1.0, max(0.0, float(row["conf"]) / 100))
    ends = [left + width * n // len(text) for n in range(len(text) + 1)]
    return [
        Character(char, start, max(start + 1, end), chance)
        for char, start, end in zip(text, ends, ends[1:], strict=False)
    ]


def _spaced(line: list[Character], text: str) -> list[Character]:
    """The line with the spaces that only the plain text tells."""
    made: list[Character] = []
    rest = iter(line)
    for char in text.strip():
        if not char.isspace():
            made.append(next(rest, Character(char, 0, 1, 0.0)))
        elif made and made[-1].text != " ":
            made.append(Character(" ", made[-1].end, made[-1].end + 1, 1.0))
    return made
