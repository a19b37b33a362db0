"""Chances that mean what they say: of the words called 99 % sure, 99 % are right.

What networks give as chances is not that. Two that agree err on the same ink, so they are less sure than the
product of their doubts; the likelier of two that differ is surer than either says; and in a line that is
hardly legible nothing is as sure as it looks. How often which was right was counted on generated pages
(``bash scripts/bench ocr --calibrate``): one logistic regression over characters. It rises with the chance,
so what was surer stays surer among characters of one line and source. The product over a word is then right
as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Annotated, get_args

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from ocr.recognise.reader import Character, Source
from sarabun.errors import ConfigurationError

FILE = "calibration.json"
"""Its name, beside the models that it was counted for."""
_LEAST = 1e-4  # a chance nearer to 0 or 1 than this tells nothing more

_Rising = Annotated[float, Field(ge=0)]


def _whole(source: dict[Source, float]) -> dict[Source, float]:
    if missing := set(get_args(Source)) - set(source):
        raise ValueError(f"no offset of {', '.join(sorted(missing))}")
    return source


@dataclass(frozen=True, slots=True)
class Calibration:
    """The log odds that a character is right: the offset of its ``source``, plus ``chance`` times the log
    odds of its chance, plus ``line`` times their mean over the line, less ``missed`` where something may be
    missing behind it. ``reader`` names the models, ``pages`` tells how many were read to count it."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reader: str
    pages: int
    source: Annotated[dict[Source, float], AfterValidator(_whole)]
    chance: _Rising
    line: _Rising
    missed: _Rising

    def calibrated(self, line: Sequence[Character]) -> list[Character]:
        """The characters of a line, each with the chance that it is right and nothing is missing behind it;
        spaces as they are."""
        odds = [log_odds(char.chance) for char in line]
        printed = [o for o, char in zip(odds, line, strict=True) if char.text != " "]
        if not printed:
            return list(line)
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
