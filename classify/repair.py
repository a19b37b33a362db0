"""What a reader confuses inside numbers and dates, put right where their grammar leaves one reading.

Only letters that cannot stand in a number are touched, and only between its digits; a letter that looks like
two digits (``ต`` like ๓ and ๙, ``ฎ`` like ๔ and ๕) stays. The page's own words remain in ``Field.raw``.
"""

from __future__ import annotations

import re
from functools import cache

from sarabun.codes import find, table

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
_CLOSED = re.compile(r"(?<=\([0-9]{2})[yYvV](?=[0-9])")  # ``(14)/`` run into one
_UNIT = r"[0-9]{3,6}(?:\.[0-9]{1,3}){0,2}(?:\([0-9]{1,2}\))?"
# Behind code and unit a stroke, or a lone gap, parts the running number: the slash.
_SLASH = re.compile(
    rf"(?P<head>[ก-ฮ]{{2}}\s?\.?\s?{_UNIT})(?P<slash>\s?[lI|]\s?| )(?=(?:ว\s?)?[0-9]{{1,6}}\s*$)"
)
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,4}[^0-9\s]*/)")
_DATE = re.compile(r"(?<![A-Za-z0-9])[oOQ๏lI|](?=[0-9])|(?<=[0-9])[oOQ๏lI|](?![A-Za-z])")
_CODE = re.compile(r"(?<![0-9ก-ฮ])(?:(?P<digit>[0-9])[ก-ฮ]|[ก-ฮ](?P<second>[0-9]))(?=\s?\.?\s?[0-9]{3})")
_LETTERS = {"1": "ด", "2": "ขษ", "3": "ตค", "4": "ค", "5": "ฎ", "8": "ส", "9": "ต"}
_LIKE = ("กภถฤ", "คดตศ", "ขชซ", "บปษ", "บม", "พผฟฝฬ", "สลศ", "นมฆ", "ธรฐ", "ทหฑฒ", "จอ")
# Nothing but ว stands between the slash and the running number, which begins with no nought: of letters
# without loops it is read as these. (S and Z are as like a digit.)
_CIRCULAR = re.compile(r"(?<=[0-9)]/)(?P<gap>\s?)[cCjJoOpPrQuvงจาๅ](?=\s?[1-9][0-9]{0,5}(?![0-9/.]))")
# Units of provinces, their districts, and local government (section 3.1); departments count from 01.
_PROVINCIAL = re.compile(r"00[0-9]{2}(?![0-9])|[0-9]{2}[1-3][0-9](?![0-9])|[5-9][0-9]{4}(?![0-9])")
_CENTRAL = re.compile(r"0[0-9]{3,4}(?![0-9])")
_NOT_LOCAL = re.compile(r"(?![5-9][0-9]{4}(?![0-9]))")


def digits_of_number(folded: str) -> str:
    """``folded`` (digits 0-9) with look-alikes between the digits of numbers made digits; every character
    stays at its offset. So does a comma, which no unit has, for the stop between its digits, and what can
    only be the slash or the mark of a circular."""
    folded = _CLOSED.sub("/", _COMMA.sub(".", folded))
    if "/" not in folded:
        folded = _SLASH.sub(lambda m: m["head"] + "/".ljust(len(m["slash"])), folded)
    return _repeated(_NUMBER, _CIRCULAR.sub(lambda m: f"{m['gap']}ว", folded))


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
def code_like(code: str, unit: str) -> str | None:
    """The one known code of an agency with such a ``unit`` that differs from ``code``, itself unknown, in one
    letter that looks alike; ``None`` where none or several do."""
    if find(code):
        return None
    near = {
        row.code
        for name, fits in (("ministries", _CENTRAL), ("provinces", _PROVINCIAL), ("agencies", _NOT_LOCAL))
        for row in table(name)
        if fits.match(unit) and len(row.code) == len(code) and _one_alike(code, row.code)
    }
    return near.pop() if len(near) == 1 else None


def _one_alike(a: str, b: str) -> bool:
    differ = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(differ) == 1 and any(differ[0][0] in like and differ[0][1] in like for like in _LIKE)
