"""Closed sets (``closed/*.txt``): what the Regulation, the law or the language fixes. Both splits share them.

Codes of ministries, provinces and independent bodies: domain specification, section 3.2. A line that comes
twice in a file is twice as likely.
"""

from __future__ import annotations

from pathlib import Path

_FILES = Path(__file__).with_name("closed")


def _entries(name: str) -> tuple[str, ...]:
    return tuple((_FILES / f"{name}.txt").read_text(encoding="utf-8").splitlines())


ABBREVIATIONS = _entries("abbreviations")
ACTING = _entries("acting")
CLOSINGS = _entries("closings")
CODES = _entries("codes")
DOCUMENT_KINDS = _entries("document_kinds")
LEVELS = _entries("levels")
LONG_CODES = _entries("long_codes")
PROVINCES = _entries("provinces")
SALUTATIONS = _entries("salutations")
STAMPS = _entries("stamps")
TITLES_ANY = _entries("titles_any")
TITLES_MEN = _entries("titles_men")
TITLES_WOMEN = _entries("titles_women")
UNITS = _entries("units")
URGENCY = _entries("urgency")

WEEKDAYS = ("วันจันทร์", "วันอังคาร", "วันพุธ", "วันพฤหัสบดี", "วันศุกร์", "วันเสาร์", "วันอาทิตย์")
ORDINALS = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "ท้าย")
LIST_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
DIGIT_WORDS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
PLACE_WORDS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
