"""Chances that mean what they say: of the words called 99 % sure, 99 % are right.

What networks give as chances is not that. Two that agree err on the same ink, so they are less sure than the
product of their doubts; the likelier of two that differ is surer than either says; in a line that is hardly
legible nothing is as sure as it looks; and what is no word, though it is Thai, is seldom what was printed.
How often which was right was counted on generated pages (``bash scripts/bench ocr --calibrate``): a logistic
regression over characters, and one over words from the product of their characters. Both rise with the
chance, so what was surer among its like stays surer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeAlias, get_args

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from ocr.recognise.reader import Character, Source
from sarabun.errors import ConfigurationError
from sarabun.model import Line, Word
from sarabun.thai import dictionary

FILE = "calibration.json"
"""Its name, beside the models that it was counted for."""
_LEAST = 1e-4  # a chance nearer to 0 or 1 than this tells nothing more

Kind: TypeAlias = Literal["word", "unknown", "number", "other"]
"""A word of the dictionary; Thai letters that are none; what holds a digit; anything else."""
_THAI = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e]{2,}")
_DIGIT = re.compile("[0-9๐-๙]")


class Calibrates(Protocol):
    """What becomes of chances before words are made of characters, and after."""

    def characters(self, line: Sequence[Character]) -> Sequence[Character]: ...

    def words(self, line: Line) -> Line: ...


class Uncalibrated:
    """Chances as the readers give them; a word's is the product of its characters'."""

    def characters(self, line: Sequence[Character]) -> Sequence[Character]:
        return line

    def words(self, line: Line) -> Line:
        return line


def _of_all(kinds: Any) -> AfterValidator:
    def checked(offsets: dict[Any, float]) -> dict[Any, float]:
        if missing := set(get_args(kinds)) - set(offsets):
            raise ValueError(f"no offset of {', '.join(sorted(missing))}")
        return offsets

    return AfterValidator(checked)


_Rising: TypeAlias = Annotated[float, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The log odds that a character is right: the offset of its ``source``, plus ``chance`` times the log
    odds of its chance, plus ``line`` times their mean over the line, less ``missed`` where something may be
    missing behind it. Those of a word: the offset of its ``kind``, plus ``product`` times the log odds of the
    product of its characters. ``reader`` names the models, ``pages`` tells how many were read to count it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reader: str
    pages: int
    source: Annotated[dict[Source, float], _of_all(Source)]
    chance: _Rising
    line: _Rising
    missed: _Rising
    kind: Annotated[dict[Kind, float], _of_all(Kind)]
    product: _Rising

    def characters(self, line: Sequence[Character]) -> Sequence[Character]:
        """The characters of a line, each with the chance that it is right and nothing is missing behind it;
        spaces as they are."""
        odds = [log_odds(char.chance) for char in line]
        printed = [o for o, char in zip(odds, line, strict=True) if char.text != " "]
        if not printed:
            return line
        legible = self.line * sum(printed) / len(printed)
        return [
            char
            if char.text == " "
            else char._replace(
                chance=_chance(
                    self.source[char.source] + self.chance * own + legible - self.missed * char.lost
                )
            )
            for char, own in zip(line, odds, strict=True)
        ]

    def words(self, line: Line) -> Line:
        """The line, whose words have the product of their calibrated characters, each with the chance that
        all of it is right."""
        words = tuple(replace(word, confidence=self._sure(word)) for word in line.words)
        return replace(line, words=words, confidence=sum(w.confidence for w in words) / len(words))

    def _sure(self, word: Word) -> float:
        return _chance(self.kind[kind_of(word.text)] + self.product * log_odds(word.confidence))


def kind_of(word: str) -> Kind:
    """What a word is, as far as that tells how likely it was misread."""
    if word in dictionary():
        return "word"
    if _THAI.fullmatch(word):
        return "unknown"
    return "number" if _DIGIT.search(word) else "other"


def log_odds(chance: float) -> float:
    """Of a chance 0..1, finite."""
    chance = min(max(chance, _LEAST), 1 - _LEAST)
    return log(chance / (1 - chance))


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds))


_AS_FILE = TypeAdapter(Calibration)


def load(folder: Path, reader: str) -> Calibration:
    """What was counted for the models of ``folder``, which ``reader`` names.

    Raises ConfigurationError CALIBRATION_MISSING, CALIBRATION_BROKEN or CALIBRATION_STALE.
    """
    file = folder / FILE
    try:
        found = _AS_FILE.validate_json(file.read_bytes())
    except FileNotFoundError as error:
        raise ConfigurationError(
            "CALIBRATION_MISSING",
            f"ไม่พบแฟ้มปรับเทียบความมั่นใจ {FILE} ข้างแบบจำลองการอ่าน "
            "โปรดติดตั้งโปรแกรมใหม่ หรือสร้างด้วย scripts/bench ocr --calibrate",
            f"{FILE}, which tells what the confidence of the reading models means, is missing beside them: "
            "install again, or make it with scripts/bench ocr --calibrate",
        ) from error
    except (ValidationError, OSError) as error:
        raise ConfigurationError(
            "CALIBRATION_BROKEN",
            f"แฟ้มปรับเทียบความมั่นใจ {FILE} เสียหาย โปรดติดตั้งโปรแกรมใหม่ หรือสร้างด้วย scripts/bench ocr --calibrate",
            f"{FILE} is damaged: install again, or make it with scripts/bench ocr --calibrate",
            str(error),
        ) from error
    if found.reader != reader:
        raise ConfigurationError(
            "CALIBRATION_STALE",
            f"แฟ้มปรับเทียบความมั่นใจ {FILE} เป็นของแบบจำลองอื่น โปรดสร้างใหม่ด้วย scripts/bench ocr --calibrate",
            f"{FILE} was made for other models: make it anew with scripts/bench ocr --calibrate",
            f"made for {found.reader}, here are {reader}",
        )
    return found


def save(made: Calibration, folder: Path) -> None:
    """Writes it where :func:`load` finds it, for people to read too."""
    (folder / FILE).write_bytes(_AS_FILE.dump_json(made, indent=2) + b"\n")
