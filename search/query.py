"""What a person typed, taken apart: words, "quoted phrases" and document numbers.

All of them must be found, in any order and anywhere on a page. A quoted phrase must be found exactly so and
is never loosened. Nothing else has a meaning: ``*``, ``?``, ``(`` or ``OR`` are punctuation and words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sarabun import thai
from sarabun.errors import InputError
from search import analysis

MAX_CHARS = 500
MAX_WORDS = 40

_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')
_QUOTES = re.compile('["“”„«»]')
_CODE = r"(?:[ก-ฮ]{1,5}\.?\s*|(?:[ก-ฮ]\.){2,}\s*)"
_NUMBER = re.compile(
    r"(?<![\u0e01-\u0e4e0-9])(?:(?:เลขที่|ที่)\s*)?(?:"
    # มท 0201.2/ว 1590, กห 0206(กคร.447)/2570, 12/2567
    rf"{_CODE}?\d+(?:\.\d+)*\s*(?:\([^()]{{1,20}}\)\s*)?/\s*(?:ว\s*\.?\s*)?\d+(?:/\d+)*"
    # มท 0201.2, มท 0201.2ว1590
    rf"|{_CODE}\d{{4,}}(?:\.\d+)*(?:\s*ว\s*\.?\s*\d+)?"
    # ว 1590
    r"|ว\s*\.?\s*\d+)(?![0-9])"
)
# Words that say little: they are looked for in a phrase, but not asked of a page that has all the others.
_LITTLE = frozenset({
    "ที่", "ของ", "และ", "ใน", "การ", "ความ", "เพื่อ", "ให้", "แห่ง", "จาก", "ตาม", "โดย", "กับ",
    "ว่า", "เป็น", "ได้", "จะ", "ซึ่ง", "หรือ", "นี้", "นั้น", "of", "the", "and", "in",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A word to find: its ``atoms`` in a row. ``word`` is the whole of it, folded, as in a number key."""

    word: str
    atoms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """What was typed without a space, within quotes, or as one document number.

    ``terms`` are its words (one for a phrase or a number). ``exact`` forbids the noise layer. ``skeleton`` is
    that of the whole clause, so that words that were typed or read wrongly need not be cut at the same place;
    empty where there are only digits, which have no marks to lose.
    """

    terms: tuple[Term, ...]
    skeleton: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``atoms`` are all that was typed, in order. ``empty`` says that nothing was asked; where something was,
    but ``clauses`` is empty, there is no word in it (``***``) and no page answers it."""

    clauses: tuple[Clause, ...]
    atoms: tuple[str, ...] = ()
    empty: bool = False


def parse(text: str) -> ParsedQuery:
    """Takes ``text`` apart. Raises InputError QUERY_TOO_LONG."""
    if len(text) > MAX_CHARS:
        raise _too_long()
    text = analysis.clean(text)
    if not text.strip():
        return ParsedQuery((), empty=True)
    clauses: list[Clause] = []
    end = 0
    for match in _QUOTED.finditer(text):
        clauses += _unquoted(text[end : match.start()])
        clauses += _whole(match[1], exact=True)
        end = match.end()
    clauses += _unquoted(_QUOTES.sub(" ", text[end:]))
    if sum(len(clause.terms) for clause in clauses) > MAX_WORDS:
        raise _too_long()
    atoms = tuple(a for c in clauses for t in c.terms for a in t.atoms)
    return ParsedQuery(_without_little(clauses), atoms)


def words(text: str) -> tuple[Term, ...]:
    """The words of a text, as the agency filter takes them."""
    analysed = analysis.analyse(text)
    return tuple(
        Term(word, tuple(a.text for a in analysed.atoms if a.word == number))
        for word, number in zip(analysed.words, dict.fromkeys(a.word for a in analysed.atoms), strict=True)
    )


def _unquoted(text: str) -> list[Clause]:
    clauses: list[Clause] = []
    end = 0
    for match in _NUMBER.finditer(thai.fold_digits(text)):
        clauses += _chunks(text[end : match.start()])
        clauses += _whole(analysis.without_thi(match[0]))
        end = match.end()
    return clauses + _chunks(text[end:])


def _chunks(text: str) -> list[Clause]:
    return [Clause(terms, _skeleton(chunk)) for chunk in text.split() if (terms := words(chunk))]


def _whole(text: str, *, exact: bool = False) -> list[Clause]:
    atoms = tuple(a.text for a in analysis.analyse(text).atoms)
    if not atoms:
        return []
    return [Clause((Term(analysis.number_key(text), atoms),), _skeleton(text), exact)]


def _skeleton(text: str) -> str:
    letters, _ = analysis.skeleton(text)
    return "" if letters.isdigit() else letters


def _without_little(clauses: list[Clause]) -> tuple[Clause, ...]:
    """The clauses without words that say little, unless there are no others."""
    kept = [
        Clause(terms, c.skeleton, c.exact)
        for c in clauses
        if (terms := tuple(t for t in c.terms if c.exact or t.word not in _LITTLE))
    ]
    return tuple(kept or clauses)


def _too_long() -> InputError:
    return InputError(
        "QUERY_TOO_LONG",
        f"คำค้นยาวเกินไป โปรดใช้ไม่เกิน {MAX_CHARS} ตัวอักษรและ {MAX_WORDS} คำ",
        f"the query is too long: use at most {MAX_CHARS} characters and {MAX_WORDS} words",
    )
