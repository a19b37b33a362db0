"""Blanks of forms: dotted leaders, and what a hand filled in on them, are no printed text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.recognise.reader import Character

_UNSURE = 0.7  # print on real forms is read at 0.9 and more, pens on their dots at 0.2-0.7
_RUN = re.compile("[.~][.~ ]*")
_ELLIPSIS = 3  # dots that are printed for their own sake (/จึงเรียนมา...)


def without_blanks(characters: Sequence[Character]) -> tuple[Character, ...]:
    """The line with a space where it has blanks; ends without any."""
    seen = "".join(map(_sign, characters))
    kept: list[Character] = []
    at = 0
    for match in _RUN.finditer(seen):
        if not _is_blank(match[0]):
            continue
        kept += characters[at : match.start()]
        first, last = characters[match.start()], characters[match.end() - 1]
        kept.append(Character(" ", first.start, last.end, 1.0))
        at = match.end()
    kept += characters[at:]
    made: list[Character] = []
    for char in kept:
        if char.text != " " or (made and made[-1].text != " "):
            made.append(char)
    while made and made[-1].text == " ":
        made.pop()
    return tuple(made)


def _sign(char: Character) -> str:
    """A dot, a space (or a mark that was not seen), hardly legible, or anything else."""
    if char.text in (".", " ", ""):
        return char.text or " "
    return "~" if char.chance < _UNSURE else "x"


def _is_blank(run: str) -> bool:
    """Whether dots and hardly legible characters are a leader: พ.~. is an abbreviation, ..~~ is not."""
    dots = run.count(".")
    return dots > _ELLIPSIS or ("~" in run and ".." in run.replace(" ", ""))
