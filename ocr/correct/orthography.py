"""What may stand beside what in Thai writing: the sequences that no word and no name has."""

from __future__ import annotations

from functools import cache

_CONSONANTS = frozenset("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ")
_RU_LU = frozenset("ฤฦ")
_LEADING = frozenset("เแโใไ")
_ABOVE_BELOW = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a")  # ั ิ ี ึ ื ุ ู ฺ
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")  # ่ ้ ๊ ๋
_MAI_HAN_AKAT, _SHORT, _SILENT, _DOT = "\u0e31", "\u0e47", "\u0e4c", "\u0e4d"  # ั ็ ์ ํ
_SILENT_OVER = frozenset("\u0e34\u0e38")  # ิ ุ: สิทธิ์, พันธุ์

MARKS = _ABOVE_BELOW | _TONES | {_SHORT, _SILENT, _DOT}
"""What stands above or below a letter."""

LETTERS = frozenset(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F)])) - {"ฯ"}
"""Letters, vowels and marks of Thai, and ๆ."""


@cache
def possible(before: str, after: str) -> bool:
    """Whether the character ``after`` can follow ``before`` ("" at the start of a line) in Thai.

    Texts in logical order, ำ as its two parts or as one. Nothing is said of other scripts.
    """
    if after in _ABOVE_BELOW or after == _SHORT:
        return before in _CONSONANTS
    if after in _TONES:
        return before in _CONSONANTS or before in _ABOVE_BELOW or before == _DOT
    if after == _SILENT:
        return before in _CONSONANTS or before in _SILENT_OVER
    if after == _DOT:
        return before in _CONSONANTS or before in _TONES
    if after in ("า", "ำ"):
        return before in _CONSONANTS or before in _TONES or (before == _DOT and after == "า")
    if after == "ๅ":
        return before in _RU_LU
    if after == "ะ":
        return before in _CONSONANTS or before in _TONES or before == "า"
    if before in _LEADING:
        return after in _CONSONANTS or after in _RU_LU
    return before != _MAI_HAN_AKAT or after in _CONSONANTS
