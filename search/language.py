"""The query language: what a person typed, as a tree.

    งบประมาณ อบต.              both, anywhere on a page or in what is known of the letter
    "ตรวจรับพัสดุ"              these words in a row, exactly
    งบประมาณ OR พัสดุ           one or the other; AND binds closer; ( ) group
    งบประมาณ NOT รายจ่าย        without; also -รายจ่าย
    สารบ*                      words that begin so
    เรื่อง:งบประมาณ  จาก:"กรมที่ดิน"  ที่:มท 0808  วันที่:เม.ย.67..2568  ชนิด:คำสั่ง

A text that uses no operator and no field is never refused: stray quotes and brackets in it are punctuation.
One that does is held to the grammar, and an error says where and what to do::

    either  = both { "OR" both }
    both    = one { ["AND"] one }
    one     = { "NOT" | "-" } ( word ["*"] | phrase | number | field ":" value | "(" either ")" )
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from sarabun import dates
from sarabun.errors import InputError
from sarabun.model import Kind, kind_named
from search import analysis, query
from search.query import Clause, Term


class Scope(StrEnum):
    """Where words are looked for."""

    ANYWHERE = ""
    SUBJECT = "subject"
    FROM = "from"
    TO = "to"
    NUMBER = "number"
    TEXT = "text"


class Filter(StrEnum):
    """What a letter is asked to be, beside its words."""

    DATE = "date"
    FISCAL = "fiscal"
    KIND = "kind"
    URGENCY = "urgency"
    SECRECY = "secrecy"
    UNIT = "unit"
    BOX = "box"
    BATCH = "batch"


FIELDS: dict[str, Scope | Filter] = {
    "เรื่อง": Scope.SUBJECT, "subject": Scope.SUBJECT,
    "จาก": Scope.FROM, "from": Scope.FROM,
    "ถึง": Scope.TO, "เรียน": Scope.TO, "to": Scope.TO,
    "ที่": Scope.NUMBER, "เลขที่": Scope.NUMBER, "number": Scope.NUMBER,
    "ข้อความ": Scope.TEXT, "text": Scope.TEXT,
    "วันที่": Filter.DATE, "ลงวันที่": Filter.DATE, "ปี": Filter.DATE, "date": Filter.DATE, "year": Filter.DATE,
    "ปีงบประมาณ": Filter.FISCAL, "fiscal": Filter.FISCAL,
    "ชนิด": Filter.KIND, "kind": Filter.KIND,
    "ชั้นความเร็ว": Filter.URGENCY, "urgency": Filter.URGENCY,
    "ชั้นความลับ": Filter.SECRECY, "secrecy": Filter.SECRECY,
    "หน่วยงาน": Filter.UNIT, "unit": Filter.UNIT,
    "กล่อง": Filter.BOX, "box": Filter.BOX,
    "ชุด": Filter.BATCH, "batch": Filter.BATCH,
}  # fmt: skip
"""The names of fields, as they are typed before the colon."""

MAX_DEPTH = 10

_YEARS = ("ปี", "year")  # behind these 67 is a year

_QUOTES = '"“”„«»'
_FIELD = re.compile(f"({'|'.join(sorted(FIELDS, key=len, reverse=True))})\\s?[:：]\\s*", re.IGNORECASE)
_OPERATORS = {"AND": "AND", "OR": "OR", "|": "OR", "NOT": "NOT"}
_MOST_DATE_CHUNKS = 7  # 11 เม.ย. 2567 .. 30 มิ.ย. 2567
_LEAST_PREFIX = 2  # letters; one would stand for half of the dictionary


@dataclass(frozen=True, slots=True)
class Words:
    """All of the clauses, each anywhere in the scope."""

    clauses: tuple[Clause, ...]
    scope: Scope = Scope.ANYWHERE


@dataclass(frozen=True, slots=True)
class Between:
    """Dated from ``first`` to ``last``, ISO C.E., both included."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Is:
    """The field is just this value, as :func:`search.analysis.fold` gives it, or a kind's."""

    field: Filter
    value: str


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Tree


Tree = Words | Between | Is | And | Or | Not


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``tree`` is None where there is nothing to look for: nothing was typed (``empty``), or no word
    (``***``), which no page answers."""

    tree: Tree | None
    empty: bool = False


def parse(text: str) -> ParsedQuery:
    """Takes ``text`` apart. Raises InputError QUERY_TOO_LONG, QUERY_SYNTAX or QUERY_VALUE."""
    if len(text) > query.MAX_CHARS:
        raise query.too_long()
    text = analysis.clean(text)
    if not text.strip():
        return ParsedQuery(None, empty=True)
    tokens = list(_tokens(text))
    if not any(token.kind in ("FIELD", "AND", "OR", "NOT") for token in tokens):
        tokens = [token for token in tokens if token.kind not in ("(", ")")]
    tree = _simple(_Parser(tokens, len(text)).whole())
    found = tuple(clauses_in(tree)) if tree else ()
    if sum(len(clause.terms) for clause in found) > query.MAX_WORDS:
        raise query.too_long()
    return ParsedQuery(tree)


def clauses_in(tree: Tree, *, negated: bool = True) -> Iterator[Clause]:
    """The clauses of the words in the tree; without those that must not be there unless ``negated``."""
    match tree:
        case Words(clauses):
            yield from clauses
        case And(parts) | Or(parts):
            for part in parts:
                yield from clauses_in(part, negated=negated)
        case Not(part) if negated:
            yield from clauses_in(part)


def exactly(tree: Tree) -> Tree:
    """The tree with none of its words to be found by likeness."""
    match tree:
        case Words(clauses, scope):
            return Words(tuple(replace(clause, exact=True) for clause in clauses), scope)
        case And(parts):
            return And(tuple(map(exactly, parts)))
        case Or(parts):
            return Or(tuple(map(exactly, parts)))
        case Not(part):
            return Not(exactly(part))
    return tree


def typed(text: str) -> Iterator[tuple[int, int]]:
    """Where the plain words of a clean query stand: no phrases, numbers, beginnings or values of filters."""
    before: _Token | None = None
    for token in _tokens(text):
        filters = before and before.kind == "FIELD" and isinstance(FIELDS[before.text], Filter)
        if token.kind == "WORD" and not token.prefix and not filters:
            yield token.start, token.end
        before = token


# --- tokens ----------------------------------------------------------------------------------------------


class _Token(NamedTuple):
    """``kind``: WORD, PHRASE, NUMBER, FIELD, AND, OR, NOT, ( or ). ``prefix``: * stands behind it."""

    kind: str
    text: str
    start: int
    end: int
    prefix: bool = False


def _tokens(text: str) -> Iterator[_Token]:
    numbers = query.numbers_in(text)
    depth = at = 0
    while at < len(text):
        token = _token_at(text, at, numbers, depth)
        depth += (token.kind == "(") - (token.kind == ")")
        at = token.end
        if token.kind == "FIELD" and isinstance(FIELDS[token.text], Filter):
            yield token
            token = _value_at(text, token)
            at = token.end
        if token.text:
            yield token


def _token_at(text: str, at: int, numbers: dict[int, int], depth: int) -> _Token:
    """What begins at ``at``; a token without text for a space or a stray quote."""
    begins = at == 0 or text[at - 1].isspace() or text[at - 1] in "(-:："
    char = text[at]
    if char.isspace():
        return _Token("WORD", "", at, at + 1)
    if char in _QUOTES:
        return _phrase_at(text, at) or _Token("WORD", "", at, at + 1)
    if at in numbers:
        return _with_prefix(_Token("NUMBER", text[at : numbers[at]], at, numbers[at]), text)
    if begins and (field := _FIELD.match(text, at)):
        return _Token("FIELD", field[1].lower(), at, field.end())
    if char == "(" and begins:
        return _Token("(", char, at, at + 1)
    if char == ")" and depth:
        return _Token(")", char, at, at + 1)
    if char == "-" and begins and re.match(rf"-[^\W\d_]|-[({_QUOTES}]", text[at:]):
        return _Token("NOT", char, at, at + 1)
    end = _end_of_word(text, at, numbers, depth)
    word = text[at:end]
    if begins and word in _OPERATORS:
        return _Token(_OPERATORS[word], word, at, end)
    return _with_prefix(_Token("WORD", word.rstrip("*"), at, at + len(word.rstrip("*"))), text)


def _phrase_at(text: str, at: int) -> _Token | None:
    for end in range(at + 1, len(text)):
        if text[end] in _QUOTES:
            return _Token("PHRASE", text[at + 1 : end], at, end + 1)
    return None


def _end_of_word(text: str, at: int, numbers: dict[int, int], depth: int) -> int:
    for end in range(at + 1, len(text)):
        char = text[end]
        if char.isspace() or char in _QUOTES or end in numbers or (char == ")" and depth):
            return end
    return len(text)


def _with_prefix(token: _Token, text: str) -> _Token:
    """With the stars behind it. Stars alone are punctuation."""
    end = token.end
    while end < len(text) and text[end] == "*":
        end += 1
    return token._replace(end=max(end, token.start + 1), prefix=bool(token.text) and end > token.end)


def _value_at(text: str, field: _Token) -> _Token:
    """The value of a filter: a phrase, or a word; of dates as many words as make one."""
    if field.end >= len(text):
        return _Token("WORD", "", field.end, field.end)
    if text[field.end] in _QUOTES and (phrase := _phrase_at(text, field.end)):
        return phrase
    chunks = list(re.finditer(r"[^\s()]+", text[field.end :]))[:_MOST_DATE_CHUNKS]
    most = len(chunks) if FIELDS[field.text] is Filter.DATE else 1
    for count in range(most, 0, -1):
        end = field.end + chunks[count - 1].end()
        value = text[field.end : end]
        if count == 1 or _days(value):
            return _Token("WORD", value, field.end, end)
    return _Token("WORD", "", field.end, field.end)


# --- the tree --------------------------------------------------------------------------------------------


class _Parser:
    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._length = length
        self._at = 0
        self._depth = 0

    def whole(self) -> Tree | None:
        return self._either(Scope.ANYWHERE) if self._tokens else None

    def _either(self, scope: Scope) -> Tree:
        parts = [self._both(scope)]
        while self._take("OR"):
            parts.append(self._both(scope))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, scope: Scope) -> Tree:
        parts = [self._one(scope)]
        while (kind := self._kind()) not in ("", "OR", ")"):
            if kind == "AND":
                self._at += 1
            parts.append(self._one(scope))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, scope: Scope) -> Tree:
        negated = False
        while self._take("NOT"):
            negated = not negated
        found = self._plain(scope)
        return Not(found) if negated else found

    def _plain(self, scope: Scope) -> Tree:
        token = self._next()
        match token.kind:
            case "(":
                return self._group(scope, token)
            case "FIELD":
                return self._field(scope, token)
            case "WORD" | "PHRASE" | "NUMBER":
                return _leaf(token, scope)
        raise _syntax(
            token.start,
            f"ก่อนและหลัง {token.text} ต้องมีคำค้น โปรดเติมคำหรือลบ {token.text}"
            if token.text
            else "คำค้นยังไม่จบ โปรดเติมคำ",
            f"{token.text} needs something to look for on both sides: add it, or take {token.text} out"
            if token.text
            else "the query ends too early: add a word",
        )

    def _group(self, scope: Scope, opened: _Token) -> Tree:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _syntax(
                opened.start,
                f"วงเล็บซ้อนกันเกิน {MAX_DEPTH} ชั้น โปรดทำให้ง่ายลง",
                f"brackets are nested more than {MAX_DEPTH} deep: make it simpler",
            )
        tree = self._either(scope)
        if not self._take(")"):
            raise _syntax(
                opened.start, "วงเล็บเปิดไม่มีวงเล็บปิด โปรดเติม )", "a bracket is opened and not closed: add )"
            )
        self._depth -= 1
        return tree

    def _field(self, scope: Scope, token: _Token) -> Tree:
        field = FIELDS[token.text]
        if scope is not Scope.ANYWHERE:
            raise _syntax(
                token.start,
                f"ใช้ {token.text}: ภายในช่องอื่นไม่ได้ โปรดปิดวงเล็บก่อน",
                f"{token.text}: cannot stand inside another field: close the bracket first",
            )
        if self._kind() not in ("WORD", "PHRASE", "NUMBER", "("):
            raise _syntax(
                token.start,
                f"หลัง {token.text}: ต้องมีคำค้น โปรดเติม เช่น {token.text}:{_EXAMPLES[field]}",
                f"{token.text}: needs something to look for, as in {token.text}:{_EXAMPLES[field]}",
            )
        return self._plain(field) if isinstance(field, Scope) else _filter(token, field, self._next())

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _take(self, kind: str) -> bool:
        found = self._kind() == kind
        self._at += found
        return found

    def _next(self) -> _Token:
        if self._at == len(self._tokens):
            return _Token("END", "", self._length, self._length)
        self._at += 1
        return self._tokens[self._at - 1]


_EXAMPLES: dict[Scope | Filter, str] = {
    Scope.SUBJECT: "งบประมาณ", Scope.FROM: "กรมที่ดิน", Scope.TO: "อธิบดี", Scope.NUMBER: "มท 0808.2",
    Scope.TEXT: "พัสดุ", Filter.DATE: "2567", Filter.FISCAL: "2567", Filter.KIND: "คำสั่ง",
    Filter.URGENCY: "ด่วนที่สุด", Filter.SECRECY: "ลับ", Filter.UNIT: "กองคลัง", Filter.BOX: "12",
    Filter.BATCH: "2567-001",
}  # fmt: skip


def _leaf(token: _Token, scope: Scope) -> Tree:
    if token.prefix:
        return _prefix(token, scope)
    match token.kind:
        case "PHRASE":
            clauses = query.whole(token.text, exact=True)
        case "NUMBER":
            clauses = query.whole(analysis.without_thi(token.text))
        case _ if scope is Scope.NUMBER:
            clauses = query.whole(token.text)
        case _:
            clauses = query.chunks(token.text)
    return Words(tuple(clauses), scope)


def _prefix(token: _Token, scope: Scope) -> Tree:
    """The last word of what stands before the star is the one that goes on."""
    text = analysis.without_thi(token.text) if token.kind == "NUMBER" else token.text
    start = (
        analysis.number_key(text) if token.kind == "NUMBER" or scope is Scope.NUMBER else analysis.fold(text)
    )
    if len(start) < _LEAST_PREFIX:
        raise _syntax(
            token.start,
            f"หน้า * ต้องมีอย่างน้อย {_LEAST_PREFIX} ตัวอักษร โปรดเติมตัวอักษร",
            f"before * there must be at least {_LEAST_PREFIX} letters: add some",
        )
    atoms = tuple(atom.text for atom in analysis.analyse(text).atoms)
    return Words((Clause((Term(start, atoms),), "", exact=True, begins=True),), scope)


def _filter(field: _Token, name: Filter, value: _Token) -> Tree:
    text = value.text
    if name is Filter.DATE:
        lone_day = re.fullmatch(r"[0-9๐-๙]{1,2}", text) and field.text not in _YEARS
        if (days := _days(text)) and not lone_day:
            return Between(*days)
        raise _value(field, text, "2567, เม.ย.67, 11/4/2567, 2566..2568")
    if name is Filter.FISCAL:
        year = dates.period(text) if re.fullmatch(r"[0-9๐-๙]{2}|[0-9๐-๙]{4}", text) else None
        if year:
            return Between(*dates.fiscal_year(int(year.first[:4])))
        raise _value(field, text, "2567")
    if name is Filter.KIND:
        if kind := kind_named(text):
            return Is(name, kind.value)
        raise _value(field, text, ", ".join(("คำสั่ง", "ประกาศ", "ระเบียบ", *list(Kind)[:3])))
    return Is(name, analysis.fold(text))


def _days(text: str) -> dates.Period | None:
    """A period, or two with .. between, of which one may be left out."""
    first, dots, last = text.partition("..")
    if not dots:
        return dates.period(text)
    begin, end = dates.period(first), dates.period(last)
    if (first.strip() and not begin) or (last.strip() and not end) or not (begin or end):
        return None
    return dates.Period(begin.first if begin else "0001-01-01", end.last if end else "9999-12-31")


def _simple(tree: Tree | None) -> Tree | None:
    """Words beside words as one, so that words that say little are seen among the others; None where no word
    is left."""
    match tree:
        case Words(clauses, scope):
            kept = query.without_little(clauses)
            return Words(kept, scope) if kept else None
        case Not(part):
            inner = _simple(part)
            return Not(inner) if inner else None
        case Or(parts):
            either = tuple(found for part in parts if (found := _simple(part)))
            return either[0] if len(either) == 1 else Or(either) if either else None
        case And(parts):
            plain = [part for part in parts if isinstance(part, Words)]
            both = [found for part in parts if not isinstance(part, Words) and (found := _simple(part))]
            for scope in dict.fromkeys(part.scope for part in plain):
                clauses = tuple(c for part in plain if part.scope is scope for c in part.clauses)
                if found := _simple(Words(clauses, scope)):
                    both.append(found)
            return both[0] if len(both) == 1 else And(tuple(both)) if both else None
    return tree


def _syntax(at: int, th: str, en: str) -> InputError:
    return InputError("QUERY_SYNTAX", f"{th} (ตัวอักษรที่ {at + 1})", f"{en} (character {at + 1})")


def _value(field: _Token, value: str, examples: str) -> InputError:
    return InputError(
        "QUERY_VALUE",
        f"ไม่เข้าใจ {field.text}:{value} โปรดใช้แบบ {examples}",
        f"{field.text}:{value} is not understood: write it as {examples}",
    )
