"""What a reader makes of print, as errors in text: which character is taken for which, and how often.

The table is a first guess; it is to be counted on the development pages of ``bench ocr``.
"""

from __future__ import annotations

import random

LOST = "่้ิีัื็ุู์.ๆา "
TAKEN = {
    "ช": "ซ", "ซ": "ช", "ด": "ต", "ต": "ด", "ค": "ด", "ถ": "ก", "ก": "ถ", "ภ": "ก", "ป": "บ", "บ": "ป", "ผ": "ฝ",
    "ฝ": "ผ", "พ": "ฟ", "ฟ": "พ", "น": "บ", "ห": "ท", "ท": "ห", "ม": "น", "ข": "ช", "ง": "จ", "จ": "ง", "ล": "ส",
    "ส": "ล", "อ": "ฮ", "ร": "ธ", "โ": "ไ", "ไ": "โ", "่": "้", "้": "่", "ิ": "ี", "ี": "ิ", "ั": "ี", "ึ": "ื", "ื": "ี",
    "ุ": "ู", "ู": "ุ", "๑": "๐", "๒": "๖", "๓": "๗", "๔": "๕", "๕": "๔", "๗": "๓", "๘": "๔", "๙": "๘", "1": "7",
    "3": "8", "5": "6", "6": "8", "8": "3", "0": "๐",
}  # fmt: skip
_LOSES = 0.45  # of the errors: a mark or a space that is not seen


def spoilt(text: str, errors: float, chance: random.Random) -> str:
    """``text`` with about ``errors`` of its characters misread or lost."""
    out: list[str] = []
    at = 0
    while at < len(text):
        step = int(chance.expovariate(errors))
        out.append(text[at : at + step])
        at += step
        if at >= len(text):
            break
        char = text[at]
        lost = char in LOST and (char not in TAKEN or chance.random() < _LOSES)
        out.append("" if lost else TAKEN.get(char, char))
        at += 1
    return "".join(out)
