"""How much what matches counts: scores, and for many letters classes, which are found without scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sarabun import dates
from search import compounds, language, lookup, matching, query, rows
from search.language import Scope, Tree
from search.matching import FIELDS, at_number, beginning, near_number, one_of, other_pieces, similar, word_in
from search.nodes import GAP, All, Begins, Best, Fixed, Has, InARow, Node, Placed, Times, Within, placed
from search.query import Clause, Term

WHOLE = 1000.0  # of a letter that has everything, among others that have not
_NUMBER_ALIKE = 400.0
_OTHER_NAME = 0.9  # what a name counts that was not typed but means the same
_BM25 = 6.0
_IN_A_ROW = {rows.SUBJECT: 100.0, rows.FROM: 60.0, rows.TO: 60.0, rows.TEXT: 80.0}
_TELLING = 4  # atoms of a run that is to count
_FREQUENT = 2000  # in the corpus of :mod:`search.compounds`; very many letters have two such words
_DATED = 300.0  # of a letter of a day that is among the words


def wanted(tree: Tree) -> list[language.Words]:
    """The words that are to be there."""
    match tree:
        case language.Words():
            return [tree]
        case language.And(parts) | language.Or(parts):
            return [found for part in parts for found in wanted(part)]
    return []


def _telling_words(parts: Sequence[language.Words]) -> list[Term]:
    """Those that do not stand everywhere, where there are any."""
    terms = [term for part in parts for clause in part.clauses for term in clause.terms]
    return [term for term in terms if not query.is_everywhere(term.word)] or terms


def of_words(parts: Sequence[language.Words]) -> tuple[Node, ...]:
    """What each word counts at its best place and in the text, and what they count in a row."""
    telling = _telling_words(parts)
    share = 1 / len(telling)
    scores: list[Node] = []
    runs: dict[Scope, list[Term]] = {}
    for part in parts:
        for clause in part.clauses:
            if clause.begins:
                beginnings = (n for term in clause.terms for n in beginning(term, part.scope))
                scores.append(Best(tuple(placed(node, share) for node in beginnings)))
                continue
            scores += () if clause.exact else _piece_scores(clause, part.scope, share)
            for term in clause.terms:
                if term in telling:
                    scores += _term_scores(term, part.scope, share)
            runs.setdefault(part.scope, []).extend(clause.terms)
    for scope, row in runs.items():
        if len(row) > 1:
            run = _telling(tuple(atom for term in row for atom in term.atoms))
            fields = (rows.SUBJECT, rows.TEXT) if scope is Scope.ANYWHERE else FIELDS[scope]
            if len(row) == 2 and all(map(_is_frequent, run)):  # of more words there are few such letters
                fields = tuple(field for field in fields if field != rows.TEXT)
            scores += [Fixed(InARow(field, run), _IN_A_ROW[field]) for field in fields]
    return tuple(scores)


class _Stands(NamedTuple):
    """What tells that a word stands in the number, in the subject, in any of subject, sender, addressee."""

    number: tuple[Node, ...]
    subject: tuple[Node, ...]
    heads: tuple[Node, ...]


def in_brief(tree: Tree, dated: Sequence[Fixed]) -> Best:
    """Classes of letters, the best first, that are found without scores: of the day that was asked for; with
    all words in the subject; all outside the text; some outside the text; all as they were typed. A number
    counts as a subject, and before it where it is all that was asked for."""
    parts = wanted(tree)
    telling = _telling_words(parts)
    words = [
        stands
        for part in parts
        for clause in part.clauses
        for stands in _clause_stands(clause, part.scope, telling)
    ]
    some = tuple(node for word in words for node in (*word.number, *word.heads))
    days = tuple(day.node for day in dated)
    as_typed = matching.node(language.exactly(tree))
    classes = [
        *(All((day, one_of(*some))) for day in days),
        *days,
        *(words[0].number if len(words) == 1 else ()),
        *_each((*word.number, *word.subject) for word in words),
        *_each((*word.number, *word.heads) for word in words),
        *_each([some]),
        *([as_typed] if as_typed != matching.node(tree) else []),
    ]
    ranked = [*dict.fromkeys(classes)]
    return Best(tuple(Fixed(node, float(len(ranked) - n)) for n, node in enumerate(ranked)))


def _each(words: Iterable[tuple[Node, ...]]) -> list[Node]:
    """One node, which matches where one of those of each word does; none where a word has none."""
    alternatives = list(words)
    return [All(tuple(one_of(*nodes_) for nodes_ in alternatives))] if all(alternatives) else []


def _clause_stands(clause: Clause, scope: Scope, telling: Sequence[Term]) -> Iterator[_Stands]:
    """Of each word; of what was mistyped of each that was meant."""
    if clause.begins:
        yield _sorted(beginning(clause.terms[0], scope))
    elif not clause.exact and (pieces := other_pieces(clause)):
        for piece in pieces:
            yield _sorted(Has(rows.shapes_of(field), piece) for field in _heads(scope))
    else:
        yield from (_stands(term, scope) for term in clause.terms if term in telling)


def _stands(term: Term, scope: Scope) -> _Stands:
    names = (term.atoms, *term.same)
    found = _sorted([*at_number(term, scope), *matching.in_fields(term, scope)])
    return found._replace(heads=tuple(node for name in names for node in _places(name, scope, 1.0)))


def _sorted(found: Iterable[Has | InARow | Begins]) -> _Stands:
    """By the field."""
    of: dict[str, list[Node]] = {}
    for node in found:
        field = node.field.removesuffix(rows.words_of("")).removesuffix(rows.shapes_of(""))
        of.setdefault(field, []).append(node)
    heads = (node for field in (rows.SUBJECT, rows.FROM, rows.TO) for node in of.get(field, ()))
    return _Stands(tuple(of.get(rows.NUMBER, ())), tuple(of.get(rows.SUBJECT, ())), tuple(heads))


def of_dates(text: str) -> tuple[Fixed, ...]:
    """What it counts that a letter is of a day in ``text``."""
    days = dict.fromkeys(rows.day_of(found.iso) for found in dates.find_dates(text))
    return tuple(Fixed(Within("day", day, day), _DATED) for day in days)


def _term_scores(term: Term, scope: Scope, share: float) -> list[Node]:
    """The best place. Of the text BM25 is all: its lists are long, and are gone through once. How often a
    letter has a word that stands everywhere says nothing, and a phrase is too dear to be counted."""
    names = [(term.atoms, share), *((name, share * _OTHER_NAME) for name in term.same)]
    places = [node for name, worth in names for node in _places(name, scope, worth)]
    if at_number(term, scope):
        key = rows.numbered(term.word)
        anywhere = scope is Scope.ANYWHERE
        places.append(Placed(key, share) if anywhere else placed(Has(rows.NUMBER, term.word), share))
    if shape := lookup.shape(term.word):
        places += _placed_alike(shape, scope, share)
    in_text = [(word_in(rows.TEXT, name), worth) for name, worth in names if rows.TEXT in FIELDS[scope]]
    if query.is_everywhere(term.word) or not lookup.is_term(term.atoms):
        places += [placed(node, worth) for node, worth in in_text]
        in_text = []
    scores: list[Node] = [Best(tuple(dict.fromkeys(places)))] if places else []
    scores += [Times(node, _BM25 * worth) for node, worth in in_text]
    return scores


def _places(atoms: tuple[str, ...], scope: Scope, share: float) -> list[Node]:
    """Where a name stands outside the text and the number."""
    if lookup.is_term(atoms):
        word = "".join(atoms)
        return list(dict.fromkeys(_at(scope, rows.words_of(field), word, share) for field in _heads(scope)))
    return [placed(InARow(field, atoms), share) for field in _heads(scope)]


def _heads(scope: Scope) -> list[str]:
    return [field for field in FIELDS[scope] if field != rows.TEXT]


def _at(scope: Scope, field: str, word: str, share: float) -> Node:
    """What a word counts in a field; where anything is asked for, at its best place."""
    return Placed(word, share) if scope is Scope.ANYWHERE else placed(Has(field, word), share)


def _piece_scores(clause: Clause, scope: Scope, share: float) -> list[Node]:
    pieces = other_pieces(clause)
    each = share * len(clause.terms) / max(1, len(pieces))
    places = (tuple(_placed_alike(piece, scope, each)) for piece in pieces)
    return [Best(place) for place in places if place]


def _placed_alike(shape: str, scope: Scope, share: float) -> list[Node]:
    if scope is Scope.ANYWHERE:
        return [Placed(rows.alike(shape), share)]
    in_subject = Fixed(Has(rows.shapes_of(rows.SUBJECT), shape), rows.ALIKE * share)
    return [in_subject] if rows.SUBJECT in FIELDS[scope] else []


def of_noise(parts: Sequence[language.Words]) -> tuple[Node, ...]:
    """What is alike counts so much where none of the letters has all words."""
    clauses = [clause for part in parts for clause in part.clauses]
    scores = [Fixed(node, 20 / len(clauses)) for clause in clauses for node in similar(clause.skeleton)]
    for clause in clauses:
        for near in near_number(clause):
            scores += [Fixed(gram, _NUMBER_ALIKE / len(clauses) / len(near.parts)) for gram in near.parts]
    return tuple(scores)


def _telling(run: tuple[str, ...]) -> tuple[str, ...]:
    """A long run with gaps where its atoms are frequent in print: the others tell nearly as much, and their
    lists are short."""
    rare = sorted(range(len(run)), key=lambda at: (len(run[at]) < 2, compounds.frequency(run[at])))
    kept = sorted(rare[:_TELLING])
    return tuple(run[at] if at in kept else GAP for at in range(kept[0], kept[-1] + 1))


def _is_frequent(atom: str) -> bool:
    return len(atom) < 3 or compounds.frequency(atom) >= _FREQUENT
