"""What a line says twice: amounts in figures and in words, dates with their weekday, a check digit.

Where the two do not agree and one reading of what is unsure makes them agree, that one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice, product
from typing import NamedTuple

from ocr.correct.path import Choices
from sarabun.dates import find_dates
from sarabun.thai import THAI_DIGITS, fold_digits

_MARGIN = 1.0  # log odds by which the likeliest reading that agrees must lead the next one
_MOST = 500  # readings of one number that are tried
_DIGITS = frozenset(THAI_DIGITS + "0123456789")

_AMOUNT = re.compile(
    r"(?P<figures>[0-9๐-๙][0-9๐-๙,]*(?:\.[0-9๐-๙]{2})?)(?:\.-)?\s*บาท\s*\(\s*(?P<words>[ก-์]+)\s*\)"
)
_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_WEEKDAY = re.compile(
    rf"วัน(?P<name>{'|'.join(_WEEKDAYS)})ที่\s*(?P<date>[0-9๐-๙]{{1,2}}[^0-9๐-๙]{{2,30}}[0-9๐-๙]{{4}})"
)
_CITIZEN = re.compile(
    r"(?<![0-9๐-๙-])(?:[0-9๐-๙]{13}|"
    r"[0-9๐-๙]([- ])[0-9๐-๙]{4}\1[0-9๐-๙]{5}\1[0-9๐-๙]{2}\1[0-9๐-๙])(?![0-9๐-๙-])"
)

_ONES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_POWERS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 1_000_000


class Repair(NamedTuple):
    """A place that was misread, and what it says."""

    at: int
    text: str


def disagreeing(texts: Sequence[str], places: Sequence[Choices]) -> Iterator[Repair]:
    """What to change in a line. ``texts``: what stands at each place now ("" is nothing); ``places``: what
    may stand there. Nothing that has no choice is changed."""
    at = [i for i, text in enumerate(texts) for _ in text]
    line = "".join(texts)
    for match in _AMOUNT.finditer(line):
        yield from _amount(match, at, places)
    for start, end, agrees in _claims(line):
        yield from _made_to_agree([*at[start:end]], [*line[start:end]], places, agrees)


def agreeing(texts: Sequence[str]) -> list[int]:
    """The places of what is said twice and agrees as it was read, those of faded marks within it too: that
    is right."""
    at = [i for i, text in enumerate(texts) for _ in text]
    line = "".join(texts)
    amounts = (match for match in _AMOUNT.finditer(line) if baht_in_words(match["figures"]) == match["words"])
    ranges = [match.span() for match in amounts]
    ranges += [(start, end) for start, end, agrees in _claims(line) if agrees(line[start:end])]
    return [i for start, end in ranges for i in range(at[start], at[end - 1] + 1)]


def _amount(match: re.Match[str], at: Sequence[int], places: Sequence[Choices]) -> Iterator[Repair]:
    """Unsure figures from the words; else unsure letters of the words from figures that are sure."""
    (start, end), words = match.span("figures"), match["words"]
    repairs = list(
        _made_to_agree(at[start:end], [*match["figures"]], places, lambda text: baht_in_words(text) == words)
    )
    yield from repairs
    spelt = baht_in_words(match["figures"])
    if repairs or len(spelt) != len(words) or any(len(places[i]) > 1 for i in at[start:end]):
        return
    wrong = [
        Repair(at[n], right)
        for n, (read, right) in enumerate(zip(words, spelt, strict=True), match.start("words"))
        if read != right
    ]
    if all(any(text == right for text, _ in places[i]) for i, right in wrong):
        yield from wrong


def _claims(line: str) -> Iterator[tuple[int, int, Callable[[str], bool]]]:
    """Ranges that hold a number said twice, and whether a text in its place agrees with the other."""
    for match in _WEEKDAY.finditer(line):
        yield *match.span("date"), partial(_is_on, match["name"])
    for match in _CITIZEN.finditer(line):
        yield *match.span(), _checks


def _made_to_agree(
    at: Sequence[int], read: list[str], places: Sequence[Choices], agrees: Callable[[str], bool]
) -> Iterator[Repair]:
    if agrees("".join(read)):
        return
    unsure = [n for n, i in enumerate(at) if len(places[i]) > 1 and read[n] in _DIGITS]
    choices = [[c for c in places[at[n]] if c[0] in _DIGITS] for n in unsure]
    found: list[tuple[float, tuple[str, ...]]] = []
    for tried in islice(product(*choices), _MOST):
        text = read.copy()
        for n, (digit, _) in zip(unsure, tried, strict=True):
            text[n] = digit
        if agrees("".join(text)):
            found.append((sum(chance for _, chance in tried), tuple(digit for digit, _ in tried)))
    found.sort(reverse=True)
    if found and (len(found) == 1 or found[0][0] - found[1][0] >= _MARGIN):
        for n, digit in zip(unsure, found[0][1], strict=True):
            if digit != read[n]:
                yield Repair(at[n], digit)


def baht_in_words(figures: str) -> str:
    """An amount as cheques spell it: ``๑,๒๕๐.๕๐`` is หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์."""
    whole, _, part = fold_digits(figures).replace(",", "").partition(".")
    baht, satang = int(whole), int(part or 0)
    words = f"{number_in_words(baht)}บาท" if baht or not satang else ""
    return words + (f"{number_in_words(satang)}สตางค์" if satang else "ถ้วน")


def number_in_words(number: int) -> str:
    """A whole number, not negative, in Thai words."""
    if number >= _MILLION:
        rest = number % _MILLION
        return f"{number_in_words(number // _MILLION)}ล้าน" + (_below_million(rest, True) if rest else "")
    return _below_million(number, False) if number else "ศูนย์"


def _below_million(number: int, more: bool) -> str:
    """``more``: millions stand before, so that a one at the end is เอ็ด."""
    words = ""
    for power in range(len(_POWERS) - 1, -1, -1):
        digit = number // 10**power % 10
        if not digit:
            continue
        if power == 1 and digit in (1, 2):
            words += ("สิบ", "ยี่สิบ")[digit - 1]
        elif power == 0 and digit == 1 and (more or number > 1):
            words += "เอ็ด"
        else:
            words += _ONES[digit] + _POWERS[power]
    return words


def _is_on(weekday: str, text: str) -> bool:
    found = next(find_dates(text), None)
    return found is not None and _WEEKDAYS[date.fromisoformat(found.iso).weekday()] == weekday


def _checks(number: str) -> bool:
    """Whether the last digit of a citizen's number is the check digit of the others."""
    digits = [int(char) for char in fold_digits(number) if char.isdigit()]
    weighed = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - weighed % 11) % 10 == digits[-1]
