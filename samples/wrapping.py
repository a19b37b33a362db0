"""Line breaking as Thai typing does it: at spaces and between dictionary words, nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from sarabun.thai import tokens

_NO_BREAK_BEFORE = "ๆฯ"


def _thai(character: str) -> bool:
    return "\u0e01" <= character <= "\u0e4e" and character not in "฿"


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """Unbreakable pieces of ``text``, spaces kept at the end of the piece before them."""
    found = list(tokens(text))
    cuts = [0]
    for before, after in pairwise(found):
        spaced = after.start > before.end
        words = (
            _thai(before.text[-1]) and _thai(after.text[0]) and len(before.text) > 1 and len(after.text) > 1
        )
        if (spaced or words) and after.text[0] not in _NO_BREAK_BEFORE:
            cuts.append(after.start)
    cuts.append(len(text))
    return tuple(text[a:b] for a, b in pairwise(cuts))


def wrap(text: str, width: Callable[[str], float], first: float, rest: float) -> list[str]:
    """Lines of ``text``: the first at most ``first`` wide, the others ``rest``, as ``width`` measures.

    A piece wider than a line stands alone on it. Joined with the spaces at line ends the lines are the text.
    """
    lines: list[str] = []
    line, used, room = "", 0.0, first
    for piece in pieces(text):
        size = width(piece.rstrip())
        if line and used + size > room:
            lines.append(line.rstrip())
            line, used, room = "", 0.0, rest
        line += piece
        used += width(piece)
    return [*lines, line.rstrip()] if line.strip() else lines
