"""Words, phrases and document numbers of a query, as clauses of terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sarabun import thai
from sarabun.errors import InputError
from search import analysis, synonyms

MAX_CHARS = 500
MAX_WORDS = 40

_CODE = r"(?:[ก-ฮ]{1,5}\.?\s*|(?:[ก-ฮ]\.){2,}\s*)"
_NUMBER = re.compile(
    r"(?<![\u0e01-\u0e4e0-9])(?:(?:เลขที่|ที่)\s*)?(?:"
    # มท 0201.2/ว 1590, กห 0206(กคร.447)/2570, 12/2567
    rf"{_CODE}?\d+(?:\.\d+)*\s*(?:\([^()]{{1,20}}\)\s*)?/\s*(?:ว\s*\.?\s*)?\d+(?:/\d+)*"
    # มท 0201.2, มท 0201.2ว1590; not พ.ร.บ. 2560
    rf"|{_CODE}(?!2[456]\d\d(?![\d.]))\d{{4,}}(?:\.\d+)*(?:\s*ว\s*\.?\s*\d+)?"
    # พ.ศ. 2567 and ว 1590
    r"|[พค]\.?\s?ศ\.?\s*\d{4}|ว\s*\.?\s*\d+)(?![0-9])"
)
# Words that say little: they are looked for in a phrase, but not asked of a page that has all the others.
_LITTLE = frozenset({
    "ที่", "ของ", "และ", "ใน", "การ", "ความ", "เพื่อ", "ให้", "แห่ง", "จาก", "ตาม", "โดย", "กับ",
    "ว่า", "เป็น", "ได้", "จะ", "ซึ่ง", "หรือ", "นี้", "นั้น", "of", "the", "and", "in",
})  # fmt: skip
# They stand in the text of nearly every official letter, so how often one has them says nothing.
_EVERYWHERE = _LITTLE | {
    "เรื่อง", "เรียน", "อ้างถึง", "วัน", "วันที่", "ปี", "พศ", "จังหวัด", "อำเภอ", "ตำบล", "ผู้", "งาน", "ขอ", "ด้วย", "จึง",
    "ทั้งนี้", "มี", "ไม่",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word to find: its ``atoms`` in a row. ``word`` is the whole of it, folded, as in a number key.
    ``same`` are rows of atoms that mean the same."""

    word: str
    atoms: tuple[str, ...]
    same: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """What was typed without a space, within quotes, or as one document number.

    ``terms`` are its words (one for a phrase or a number). ``exact`` forbids the noise layer. ``skeleton`` is
    that of the whole clause, so that words that were typed or read wrongly need not be cut at the same place;
    empty where there are only digits, which have no marks to lose. ``begins``: the word of the one term goes
    on, or the last of its atoms does.
    """

    terms: tuple[Term, ...]
    skeleton: str
    exact: bool = False
    begins: bool = False


def numbers_in(text: str) -> dict[int, int]:
    """Where document numbers begin in a clean text, and where each ends."""
    return {match.start(): match.end() for match in _NUMBER.finditer(thai.fold_digits(text))}


def chunks(text: str) -> list[Clause]:
    """A clause for each run without spaces."""
    return [Clause(terms, _skeleton(chunk)) for chunk in text.split() if (terms := words(chunk))]


def whole(text: str, *, exact: bool = False) -> list[Clause]:
    """One clause of one term: a phrase, or a document number without its ที่; none without a word."""
    atoms = tuple(a.text for a in analysis.analyse(text).atoms)
    if not atoms:
        return []
    return [Clause((Term(analysis.number_key(text), atoms),), _skeleton(text), exact)]


def without_little(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses without words that say little, unless there are no others."""
    kept = [
        replace(c, terms=terms)
        for c in clauses
        if (terms := tuple(t for t in c.terms if c.exact or t.word not in _LITTLE))
    ]
    return tuple(kept or clauses)


def is_everywhere(word: str) -> bool:
    """Whether a word stands in the text of nearly every letter."""
    return word in _EVERYWHERE


def too_long() -> InputError:
    """What to say of a query of more than MAX_CHARS characters or MAX_WORDS words."""
    return InputError(
        "QUERY_TOO_LONG",
        f"คำค้นยาวเกินไป โปรดใช้ไม่เกิน {MAX_CHARS} ตัวอักษรและ {MAX_WORDS} คำ",
        f"the query is too long: use at most {MAX_CHARS} characters and {MAX_WORDS} words",
    )


def words(text: str) -> tuple[Term, ...]:
    """The words of a text; one that has other names, or several that do together, as one term with them."""
    analysed = analysis.analyse(text)
    atoms = [atom.text for atom in analysed.atoms]
    ends = [i for i, (one, next_) in enumerate(pairwise(analysed.atoms), 1) if one.word != next_.word]
    ends += [len(atoms)] if atoms else []
    dotted = ["." in analysed.text[atom.start : atom.end + 1] for atom in analysed.atoms]
    names = synonyms.others(atoms, ends, dotted)
    terms: list[Term] = []
    start = 0
    for end in ends:
        if end <= start:
            continue
        stop = next((stop for begin, stop in names if begin == start), end)
        row = tuple(atoms[start:stop])
        terms.append(Term("".join(row), row, names.get((start, stop), ())))
        start = stop
    return tuple(terms)


def _skeleton(text: str) -> str:
    letters = analysis.skeleton(text)
    return "" if letters.isdigit() else letters
