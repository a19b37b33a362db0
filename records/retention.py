"""How long a record is kept (ข้อ 57 of the Regulation); destruction is for people, never for this program."""

from __future__ import annotations

from datetime import date


def retention_until(letter_date: str | None, received: date, years: int) -> str:
    """The last day of keeping, ISO C.E.: 31 December of the letter's year (else the year of receipt) plus
    ``years`` (domain specification, 7.1: the convention in use)."""
    year = date.fromisoformat(letter_date).year if letter_date else received.year
    return date(year + years, 12, 31).isoformat()
