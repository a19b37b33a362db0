"""Document numbers, ข้อ 11.1 and ภาคผนวก 1: ``มท 0201.2/ว 1590`` is code, unit, circular mark, running number.

Orders, announcements, certificates and meetings count within the year: ``12/2569``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from classify.codes import find, name_of
from sarabun.thai import fold_digits, normalise


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A parsed number; digits are 0-9. ``code`` is without its full stop (``dotted`` says that one is
    printed), ``sub_unit`` is what stands in parentheses, ``running`` is None where it is not filled in,
    ``year`` (B.E.) is set for numbers that count within a year."""

    code: str | None
    unit: str | None
    sub_unit: str | None
    circular: bool
    running: str | None
    year: int | None = None
    dotted: bool = False

    def __str__(self) -> str:
        if self.year is not None:
            return f"{self.running or ''}/{self.year}"
        code = f"{self.code}{'.' if self.dotted else ''} " if self.code else ""
        sub = f"({self.sub_unit})" if self.sub_unit else ""
        mark = "ว " if self.circular else ""
        return f"{code}{self.unit}{sub}/{mark}{self.running or ''}".strip()

    @property
    def complete(self) -> bool:
        return self.running is not None

    def parts(self) -> dict[str, Any]:
        """As ``Field.parts``: code, code_name, unit, sub_unit, circular, running, year."""
        return {
            "code": self.code,
            "code_name": name_of(self.code, self.unit) if self.code else None,
            "unit": self.unit,
            "sub_unit": self.sub_unit,
            "circular": self.circular,
            "running": self.running,
            "year": self.year,
        }


_LABEL = r"(?:(?:เลข)?ท(?:[ีิึื่้'’]+\s*|\s+))?"


def _pattern(gap: str) -> re.Pattern[str]:
    """``gap`` is what may stand between two digits: nothing in print, a space where a reader put some."""
    digits = rf"[0-9](?:{gap}[0-9])"
    return re.compile(
        rf"(?:(?:(?<=ที่)|(?<=ที)|(?<![\u0e01-\u0e4e]))(?P<code>[ก-ฮ](?:{gap}[ก-ฮ]){{1,4}})\s?(?P<dot>\.?)\s*"
        rf"|(?<![0-9/.]))(?P<unit>{digits}{{0,6}}(?:{gap}\.{gap}{digits}{{0,3}})*)\s*"
        r"(?:\(\s*(?P<sub>[^()/]{1,20}?)\s*\)?\s*)?/"
        rf"(?:\s*(?P<circular>ว)\s*\.?)?(?:\s*(?P<run>{digits}{{0,5}})(?![0-9]))?"
    )


_STRICT, _SPACED = _pattern(""), _pattern(" ?")


def parse_number(text: str) -> DocumentNumber | None:
    """The number that is the whole of ``text``, with or without its label ที่, in either kind of digits;
    None where it is none. The running number may be missing (``complete`` is False then)."""
    folded = re.sub(rf"^\s*{_LABEL}", "", fold_digits(normalise(text)).strip())
    match = _STRICT.fullmatch(re.sub(r"[\s.…-]+$", "", folded)) or _SPACED.fullmatch(
        re.sub(r"[\s.…-]+$", "", folded)
    )
    return None if match is None else _number(match)


def find_number(text: str, *, spaced: bool = False) -> tuple[DocumentNumber, int, int] | None:
    """The first number in ``text`` and its range of characters. ``spaced`` forgives spaces between digits,
    for a field that holds nothing but a number."""
    for match in (_SPACED if spaced else _STRICT).finditer(fold_digits(text)):
        number = _number(match)
        if number is not None:
            return number, match.start(), match.start() + len(match[0].rstrip())
    return None


def _number(match: re.Match[str]) -> DocumentNumber | None:
    def squeezed(group: str) -> str | None:
        return re.sub(r"\s", "", match[group]) if match[group] else None

    code, unit, running = squeezed("code"), squeezed("unit"), squeezed("run")
    circular = match["circular"] is not None
    if unit is None:
        return None
    if code and code[0] == "ท" and not find(code) and find(code[1:]):
        code = code[1:]  # the label ที่ without its marks, run into the code
    if code is None and not circular and match["sub"] is None and "." not in unit:
        if running and 2400 <= int(running) < 2700 and len(unit) <= 5:
            return DocumentNumber(None, None, None, False, unit, int(running))
        if len(unit) < 3:
            return None
    if code is not None and len(unit) < 2:
        return None
    return DocumentNumber(code, unit, match["sub"], circular, running, None, bool(code and match["dot"]))
