"""What a reader confuses inside numbers and dates, put right where their grammar leaves one reading.

Only letters that cannot stand in a number are touched, and only between its digits; a letter that looks like
two digits (``ต`` like ๓ and ๙, ``ฎ`` like ๔ and ๕) stays. The page's own words remain in ``Field.raw``.
"""

from __future__ import annotations

import re
from functools import cache

from classify.codes import find, table

_DIGIT = {
    "o": "0",
    "O": "0",
    "Q": "0",
    "๏": "0",
    "l": "1",
    "I": "1",
    "|": "1",
    "ด": "1",
    "ษ": "2",
    "ส": "8",
    "a": "9",
}
_NUMBER = re.compile(
    r"(?:(?<=[0-9./])|(?<=/ว)|(?<=/ว ))[oOQ๏lI|ดษสa](?=[0-9])|(?<=[0-9])[oOQ๏lIดษสa](?=[./]|\s*$)"
)
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,4}[^0-9\s]*/)")
_DATE = re.compile(r"(?<![A-Za-z0-9])[oOQ๏lI|](?=[0-9])|(?<=[0-9])[oOQ๏lI|](?![A-Za-z])")
_CODE = re.compile(r"(?<![0-9ก-ฮ])(?:(?P<digit>[0-9])[ก-ฮ]|[ก-ฮ](?P<second>[0-9]))(?=\s?\.?\s?[0-9]{3})")
_LETTERS = {"1": "ด", "2": "ขษ", "3": "ตค", "4": "ค", "5": "ฎ", "8": "ส", "9": "ต"}
_LIKE = ("กภถฤ", "คดตศ", "ขชซ", "บปษ", "พผฟฝฬ", "สลศ", "นมฆ", "ธรฐ", "ทหฑฒ", "จอ")


def digits_of_number(folded: str) -> str:
    """``folded`` (digits 0-9) with look-alikes between the digits of numbers made digits; every character
    stays at its offset. So does a comma, which no unit has, for the stop between its digits."""
    return _repeated(_NUMBER, _COMMA.sub(".", folded))


def digits_of_date(folded: str) -> str:
    """The same for a date; none of the letters that months begin with is touched."""
    return _repeated(_DATE, folded)


def letters_of_code(folded: str) -> str:
    """``folded`` with a digit in the place of a code letter (``๒ก 72304`` for ``ขก``) made that letter, where
    one known code is left; every character stays at its offset."""
    match = _CODE.search(folded)
    if match is None:
        return folded
    at = match.start("digit") if match["digit"] else match.start("second")
    start = match.start()
    codes = []
    for letter in _LETTERS.get(folded[at], ""):
        code = folded[start:at] + letter + folded[at + 1 : start + 2]
        codes += [code] if find(code) else []
    return folded[:start] + codes[0] + folded[start + 2 :] if len(codes) == 1 else folded


def _repeated(pattern: re.Pattern[str], text: str) -> str:
    """Until nothing changes: what was made a digit may stand beside the next."""
    while (made := pattern.sub(lambda m: _DIGIT[m[0]], text)) != text:
        text = made
    return text


@cache
def code_like(code: str) -> str | None:
    """The one known code of an agency that differs from ``code``, itself unknown, in one letter that looks
    alike; ``None`` where none or several do."""
    if find(code):
        return None
    known = {row.code for name in ("ministries", "provinces", "agencies") for row in table(name)}
    near = [other for other in known if len(other) == len(code) and _one_alike(code, other)]
    return near[0] if len(near) == 1 else None


def _one_alike(a: str, b: str) -> bool:
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differ) == 1 and any(differ[0][0] in like and differ[0][1] in like for like in _LIKE)
