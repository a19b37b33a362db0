"""National identification numbers (domain specification, 9.2): found in text, and kept out of the index.

The index holds none of them: their digits are masked in what it is given, and it knows them by a hash with a
key of this installation (HMAC-SHA-256), which finds a number that one has and tells none that one has not.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sarabun import keyfile
from sarabun.errors import ConfigurationError
from sarabun.thai import fold_digits

MASK = "•"
_THIRTEEN = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){12}(?![0-9])")
# Grouped as they are printed, though a reader took a digit for two or lost one.
_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,2}-[0-9]{3,5}-[0-9]{4,6}-[0-9]{1,3}-[0-9]{1,2}(?![0-9])")
_HASH_CHARS = 32  # of the hexadecimal: 128 bits


class FoundId(NamedTuple):
    """A number that passes its check digit: 13 digits, and its range of characters."""

    digits: str
    start: int
    end: int


def is_national_id(digits: str) -> bool:
    """Whether 13 digits 0-9 are the number of a person (first digit 1-8) with a right check digit."""
    return bool(re.fullmatch(r"[1-8][0-9]{12}", digits)) and _checks(digits)


def find_national_ids(text: str) -> Iterator[FoundId]:
    """Numbers of persons in ``text``, in either kind of digits, with blanks, dots or hyphens between."""
    for match in _THIRTEEN.finditer(fold_digits(text)):
        digits = re.sub(r"[^0-9]", "", match[0])
        if is_national_id(digits):
            yield FoundId(digits, match.start(), match.end())


def masked(text: str) -> str:
    """``text`` with a dot for each digit of what is, or may have been before it was misread, the number of a
    person: any 13 digits but a juristic person's (from 0, its check digit right)."""
    folded = fold_digits(text)
    for pattern in (_THIRTEEN, _GROUPED):
        for match in pattern.finditer(folded):
            digits = re.sub(r"[^0-9]", "", match[0])
            if len(digits) == 13 and digits[0] == "0" and _checks(digits):
                continue
            hidden = re.sub(r"[0-9]", MASK, match[0])
            text = text[: match.start()] + hidden + text[match.end() :]
    return text


def without(text: str) -> str:
    """``text`` without the numbers of persons."""
    for found in reversed(list(find_national_ids(text))):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def hashes(text: str, key: bytes) -> tuple[str, ...]:
    """The keyed hash of each number of a person in ``text``, in order, each once."""
    numbers = dict.fromkeys(found.digits for found in find_national_ids(text))
    return tuple(
        hmac.new(key, digits.encode("ascii"), hashlib.sha256).hexdigest()[:_HASH_CHARS] for digits in numbers
    )


def load_key(folder: Path) -> bytes:
    """The key in ``folder``/persons.key, made the first time. With another one the index has to be made anew.
    Raises ConfigurationError PERSONS_KEY."""
    path = folder / "persons.key"
    try:
        return keyfile.load(path)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            "PERSONS_KEY",
            f"ใช้กุญแจ {path} ไม่ได้ โปรดตรวจสอบสิทธิ์ หรือนำกุญแจเดิมกลับมา หากหาไม่ได้ให้ลบทิ้งแล้วสั่ง sarabun index rebuild",
            f"the key {path} cannot be used: check its rights or bring the old one back; "
            "if it is lost, delete it and run sarabun index rebuild",
            str(error),
        ) from error


def _checks(digits: str) -> bool:
    total = sum(int(d) * (13 - i) for i, d in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])
