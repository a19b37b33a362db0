"""Names that mean the same: อบต. and องค์การบริหารส่วนตำบล, มท. and กระทรวงมหาดไทย, ม.ค. and มกราคม.

What was typed is looked for under its other names too, and those count a little less. The index holds what
the paper says, and each of these names as one term: with other names it is another ``rows.FORMAT``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sarabun import codes, thai
from sarabun.dates import MONTHS, MONTHS_SHORT
from search import analysis

Atoms = tuple[str, ...]
_SHORT = 2  # letters; a word of no more may be an abbreviation as well


def others(
    atoms: Sequence[str], ends: Sequence[int], dotted: Sequence[bool]
) -> dict[tuple[int, int], tuple[Atoms, ...]]:
    """The names in a row of atoms, as ranges (start, end), and what each is also called. ``ends`` are the
    ends of words, rising: a name begins and stops where a word does. The longest are taken; none overlap.
    ``dotted`` tells which atoms have a dot: ชม. is เชียงใหม่, ชม is a word."""
    known, longest = _names()
    found: dict[tuple[int, int], tuple[Atoms, ...]] = {}
    taken = 0
    for start in (0, *ends):
        if start < taken:
            continue
        for end in reversed([end for end in ends if start < end <= start + longest]):
            name = tuple(atoms[start:end])
            is_word = len(name) == 1 and len(name[0]) <= _SHORT and name[0] in thai.dictionary()
            same = () if is_word and not dotted[start] else known.get(name)
            if same:
                found[start, end] = same
                taken = end
                break
    return found


def names() -> list[str]:
    """All names of more than one atom, folded."""
    return ["".join(name) for name in _names()[0] if len(name) > 1]


@cache
def _names() -> tuple[dict[Atoms, tuple[Atoms, ...]], int]:
    """Every name with the others of its group, and the most atoms that one has."""
    known: dict[Atoms, dict[Atoms, None]] = {}
    for group in (*_written(), *_codes()):
        names = [tuple(atom.text for atom in analysis.analyse(name).atoms) for name in group]
        for name in names:
            known.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    return {name: tuple(same) for name, same in known.items()}, max(map(len, known))


def _written() -> list[Sequence[str]]:
    lines = files("search").joinpath("data/synonyms.csv").read_text("utf-8").splitlines()[1:]
    return [*(line.split("|") for line in lines), *zip(MONTHS, MONTHS_SHORT, strict=True)]


def _codes() -> list[Sequence[str]]:
    """The letters of ministries, provinces and agencies, unless they mean something else: มค is มกราคม before
    it is มหาสารคาม."""
    taken = {analysis.fold(name) for group in _written() for name in group}
    rows = [row for table in ("ministries", "agencies", "provinces") for row in codes.table(table)]
    return [(f"{row.code}.", row.name.partition(" (")[0]) for row in rows if row.code not in taken]
