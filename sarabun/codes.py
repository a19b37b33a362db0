"""Code letters of document numbers as data: ministries, provinces, and agencies outside the ministries."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from sarabun.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code table. ``valid_from`` and ``valid_to`` (exclusive) are None where not known or open;
    ``mark`` is V (seen in a source) or K (general knowledge)."""

    code: str
    name: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    mark: str
    table: str

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@cache
def table(name: str) -> tuple[Code, ...]:
    """All rows of ``ministries``, ``provinces`` or ``agencies``. Raises ConfigurationError."""
    try:
        text = files("sarabun").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
        return tuple(
            Code(
                row["code"],
                row["name"],
                row["name_en"],
                date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                row["mark"],
                name,
            )
            for row in csv.DictReader(text.splitlines())
        )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(
            "CODE_TABLE_UNREADABLE",
            "อ่านตารางรหัสหน่วยงานไม่ได้ กรุณาติดตั้ง Sarabun ใหม่",
            "A table of agency codes cannot be read; install Sarabun again.",
            f"{name}: {error}",
        ) from error


def find(code: str) -> tuple[Code, ...]:
    """All rows of all tables with these letters (a code may pass from one body to another)."""
    return tuple(
        row for name in ("ministries", "provinces", "agencies") for row in table(name) if row.code == code
    )


def name_of(code: str, unit: str | None = None, on: date | None = None) -> str | None:
    """Who uses the code, or None. Letters that a province and an agency share go to the province when
    ``unit`` starts with 00 (provincial administration), else to the agency; ``on`` picks among successors."""
    rows = [row for row in find(code) if on is None or row.valid_on(on)]
    if not rows:
        return None
    provincial = unit is not None and unit.startswith("00")
    rows.sort(key=lambda row: ((row.table == "provinces") != provincial, row.valid_to is not None))
    return rows[0].name
