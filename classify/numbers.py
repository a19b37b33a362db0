"""Document numbers, ข้อ 11.1 and ภาคผนวก 1: ``มท 0201.2/ว 1590`` is code, unit, circular mark, running number.

Orders, announcements, certificates and meetings count within the year: ``12/2569``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sarabun.codes import find, name_of
from sarabun.thai import fold_digits, normalise


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A parsed number; digits are 0-9. ``code`` is without its full stop (``dotted`` says that one is
    printed), ``committee`` and ``sub_unit`` are what stands in parentheses behind code and unit, ``grade``
    behind the mark of a circular (``ว(ล)``). ``running`` is None where it is not filled in, and may be พิเศษ
    or begin with it; ``year`` (B.E.) is set for numbers that count within a year."""

    code: str | None
    unit: str | None
    sub_unit: str | None
    circular: bool
    running: str | None
    year: int | None = None
    dotted: bool = False
    committee: str | None = None
    grade: str | None = None

    def __str__(self) -> str:
        if self.year is not None:
            return f"{self.running or ''}/{self.year}"
        code = f"{self.code}{'.' if self.dotted else ''} " if self.code else ""
        if self.committee:
            code += f"({self.committee}) "
        sub = f"({self.sub_unit})" if self.sub_unit else ""
        grade = f"({self.grade})" if self.grade else ""
        mark = f"ว{grade} " if self.circular else ""
        return f"{code}{self.unit}{sub}/{mark}{self.running or ''}".strip()

    @property
    def complete(self) -> bool:
        return self.running is not None

    def parts(self) -> dict[str, Any]:
        """As ``Field.parts``: code, code_name, committee, unit, sub_unit, circular, grade, running, year."""
        return {
            "code": self.code,
            "code_name": name_of(self.code, self.unit) if self.code else None,
            "committee": self.committee,
            "unit": self.unit,
            "sub_unit": self.sub_unit,
            "circular": self.circular,
            "grade": self.grade,
            "running": self.running,
            "year": self.year,
        }


_LABEL = r"(?:(?:เลข)?ท(?:[ีิึื่้'’]+\s*|\s+))?"


_SPECIAL = "พิเศษ"  # what counts outside the register: ``04116.089/พิเศษ``, ``พิเศษ 12/2569``


def _pattern(gap: str, stop: str, slash: str) -> re.Pattern[str]:
    """``gap`` is what may stand between two digits: nothing in print, a space where a reader put some.
    ``stop``: between the letters of a code (``ม.อ.``), which in running text are those of พ.ศ. and of months.
    ``slash``: what parts unit and running number, behind a sub-unit perhaps nothing that was read.
    """
    digits = rf"[0-9](?:{gap}[0-9])"
    return re.compile(
        rf"(?:(?:(?<=ที่)|(?<=ที)|(?<![\u0e01-\u0e4e]))(?!พ\.?\s?ศ)(?P<code>[ก-ฮ](?:{stop}{gap}[ก-ฮ]){{1,4}})"
        rf"\s?(?P<dot>\.?)\s*(?:\(\s*(?P<committee>[ก-ฮ.]{{1,8}})\s*\)\s*)?"
        rf"|(?P<special>{_SPECIAL})\s*|(?<![0-9/.]))"
        rf"(?P<unit>{digits}{{0,6}}(?:{gap}\.{gap}{digits}{{0,3}})*)\s*"
        r"(?:\(\s*(?P<sub>[^()/]{1,20}?)\s*\)?\s*)?"
        + slash
        + r"(?:\s*(?P<circular>ว)\s*\.?(?:\(\s*(?P<grade>[ก-ฮ]{1,3})\s*\))?)?"
        rf"(?:\s*(?P<run>{digits}{{0,5}}(?![0-9])|{_SPECIAL}))?"
    )


_STRICT, _SPACED = _pattern("", "", "/"), _pattern(" ?", r"\.?", r"(?:/|(?<=\))(?=[0-9]))")
_ONLY_SPECIAL = re.compile(rf"{_SPECIAL}\s*/\s*(?P<year>2[0-9]{{3}})(?![0-9])")


def parse_number(text: str) -> DocumentNumber | None:
    """The number that is the whole of ``text``, with or without its label ที่, in either kind of digits;
    None where it is none. The running number may be missing (``complete`` is False then)."""
    folded = re.sub(rf"^\s*{_LABEL}", "", fold_digits(normalise(text)).strip())
    folded = re.sub(r"[\s.…-]+$", "", folded)
    if special := _ONLY_SPECIAL.fullmatch(folded):
        return _in_year(_SPECIAL, int(special["year"]))
    match = _STRICT.fullmatch(folded) or _SPACED.fullmatch(folded)
    return None if match is None else _number(match)


def find_number(text: str, *, spaced: bool = False) -> tuple[DocumentNumber, int, int] | None:
    """The first number in ``text`` and its range of characters. ``spaced`` forgives spaces between digits,
    for a field that holds nothing but a number."""
    folded = fold_digits(text)
    for match in (_SPACED if spaced else _STRICT).finditer(folded):
        number = _number(match)
        if number is not None:
            return number, match.start(), match.start() + len(match[0].rstrip())
    special = _ONLY_SPECIAL.search(folded)
    return (_in_year(_SPECIAL, int(special["year"])), *special.span()) if special else None


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
        if running and running.isdigit() and 2400 <= int(running) < 2700 and len(unit) <= 5:
            return _in_year(f"{_SPECIAL} {unit}" if match["special"] else unit, int(running))
        if len(unit) < 3:
            return None
    if code is not None and len(unit) < 2:
        return None
    dotted = bool(code and match["dot"])
    more = match["committee"], match["grade"]
    return DocumentNumber(code, unit, match["sub"], circular, running, None, dotted, *more)


def _in_year(running: str, year: int) -> DocumentNumber:
    return DocumentNumber(None, None, None, False, running, year)
