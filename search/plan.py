"""What matches a query and how much each match counts, as a tree that each engine translates.

A document matches when every clause does: by all its words (over any of the fields), or else by their shapes.
The score is the mean over the words (of those that stand everywhere only where there are no others) of their
best place, 800 number, 400 subject, 200 from or to, 4 or less for a shape only; plus, weighing less than the
places, BM25 in the text and whether the words stand in a row (two frequent ones only in the subject); plus
300 where a day among the words is the letter's. Where many match, all that a word counts in the text is that
it stands there: what is alike comes in the order of its dates.

Where few match everything, those that lack one word of several follow them. Where none does, a looser plan
takes those with some of the words, half of a clause's trigrams, or most of a number's digits. Exact clauses,
fields, OR and NOT bind in all three.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sarabun import dates
from sarabun.finding import Access, Facet, Order, SearchQuery
from search import analysis, compounds, language, lookup, query, rows
from search.language import Scope, Tree
from search.nodes import (
    GAP,
    All,
    AtLeast,
    Begins,
    Best,
    Fixed,
    Has,
    InARow,
    Node,
    Placed,
    Scored,
    Times,
    Within,
    Without,
    placed,
)
from search.query import Clause, Term

_NUMBER_ALIKE = 400.0
_WHOLE = 1000.0  # of a letter that has everything, among others that have not
_ENOUGH = 10  # letters that have everything; with fewer, others follow
_SEVERAL = 3  # words of which one may be missing, and one more for each four beyond
_NEAR_NUMBER = 0.6  # of the pairs of characters: one wrong digit in five leaves so many
_OTHER_NAME = 0.9  # what a name counts that was not typed but means the same
_BM25 = 6.0
_IN_A_ROW = {rows.SUBJECT: 100.0, rows.FROM: 60.0, rows.TO: 60.0, rows.TEXT: 80.0}
_TELLING = 4  # atoms of a run that is to count
_FREQUENT = 2000  # in the corpus of :mod:`search.compounds`; very many letters have two such words
_DATED = 300.0  # of a letter of a day that is among the words
_FIELDS: dict[Scope, tuple[str, ...]] = {
    Scope.ANYWHERE: rows.ATOM_FIELDS,
    Scope.SUBJECT: (rows.SUBJECT,),
    Scope.FROM: (rows.FROM,),
    Scope.TO: (rows.TO,),
    Scope.NUMBER: (),
    Scope.TEXT: (rows.TEXT,),
}


class Tier(NamedTuple):
    """``node`` is what matches; the next tier is tried where fewer than ``enough`` do. ``in_brief``, where
    there is one, matches the same and counts less of it: for lists of many."""

    node: Node
    enough: int = 1
    in_brief: Node | None = None

    def of(self, *, in_brief: bool) -> Node:
        """What is to be listed."""
        return self.in_brief if in_brief and self.in_brief else self.node


@dataclass(frozen=True, slots=True)
class Plan:
    """``tiers`` are tried in order; that of those tried counts which finds most, of equals the first. The
    first takes letters that have everything. ``narrow`` must match beside: what was chosen of each facet.
    ``clauses`` are what snippets show."""

    tiers: tuple[Tier, ...]
    narrow: dict[Facet, Node]
    clauses: tuple[Clause, ...]
    order: Order


def make(asked: SearchQuery) -> Plan:
    """The plan for a query. Raises InputError QUERY_TOO_LONG, QUERY_SYNTAX or QUERY_VALUE."""
    parsed = language.parse(asked.text)
    filters = _filters(asked)
    narrow = {facet: _chosen(asked, facet) for facet, _ in asked.chosen}
    if parsed.tree is None:
        tiers = (Tier(All(filters)),) if parsed.empty else ()
        return Plan(tiers, narrow, (), _unranked(asked.order))
    tree = language.exactly(parsed.tree) if asked.strict else parsed.tree
    wanted = tuple(_wanted(tree))
    strict = All((*filters, _node(tree)))
    if not wanted:
        return Plan((Tier(strict),), narrow, (), _unranked(asked.order))
    dated = _date_scores(asked.text)
    scores = (*_scores(wanted), *dated)
    nearly, loosely = ((), ()) if asked.strict else (_nearly(tree), _loosely(tree))
    # In other orders near letters would stand among those that have everything.
    enough = _ENOUGH if nearly and asked.order is Order.RELEVANCE else 1
    found = [Tier(Scored(strict, scores), enough, Scored(strict, (_in_brief(tree, wanted, dated),)))]
    if nearly:
        found.append(Tier(Scored(All((*filters, *nearly)), (*scores, Fixed(strict, _WHOLE)))))
    if loosely:
        found.append(Tier(Scored(All((*filters, *loosely)), scores + _noise_scores(wanted))))
    clauses = tuple(clause for part in wanted for clause in part.clauses)
    return Plan(tuple(found), narrow, clauses, asked.order)


def _chosen(asked: SearchQuery, facet: Facet) -> Node:
    values = (value for name, value in asked.chosen if name is facet)
    return AtLeast(1, tuple(Has(facet.value, rows.value_of(value)) for value in values))


def _unranked(order: Order) -> Order:
    return Order.NEWEST if order is Order.RELEVANCE else order


def _filters(asked: SearchQuery) -> tuple[Node, ...]:
    filters = _permitted(asked.access)
    if asked.among:
        filters.append(AtLeast(1, tuple(Has("id", key) for key in asked.among)))
    filters += [Has(rows.PERSONS, person) for person in asked.persons]
    if asked.agency.strip():
        words = query.words(asked.agency[: query.MAX_CHARS])
        filters += [_word(rows.FROM, w.atoms) for w in words] or [AtLeast(1, ())]
    return tuple(filters)


def _permitted(access: Access) -> list[Node]:
    filters: list[Node] = []
    if access.grades is not None:
        graded = (Has("secrecy", rows.value_of(grade)) for grade in access.grades)
        filters.append(AtLeast(1, (Has("secret", False), *graded)))
    for field, values in (("unit", access.units), ("office", access.offices)):
        if values is not None:
            filters.append(AtLeast(1, tuple(Has(field, rows.value_of(value)) for value in values)))
    return filters


# --- what matches ----------------------------------------------------------------------------------------


def _node(tree: Tree) -> Node:
    match tree:
        case language.Words(clauses, scope):
            return All(tuple(_clause(clause, scope) for clause in clauses))
        case language.Between(first, last):
            return Within("day", rows.day_of(first), rows.day_of(last))
        case language.Is(field, value):
            return Has(field.value if field is language.Filter.KIND else f"{field.value}_key", value)
        case language.And(parts):
            return All(tuple(map(_node, parts)))
        case language.Or(parts):
            return AtLeast(1, tuple(map(_node, parts)))
        case language.Not(part):
            return Without(_node(part))


def _clause(clause: Clause, scope: Scope) -> Node:
    if clause.begins:
        return AtLeast(1, _beginning(clause.terms[0], scope))
    if clause.exact:
        return All(tuple(_somewhere(term, scope) for term in clause.terms))
    words = All(tuple(_alike(term, clause, scope) for term in clause.terms))
    otherwise = _otherwise(clause, scope)
    return AtLeast(1, (words, *otherwise)) if otherwise else words


def _somewhere(term: Term, scope: Scope) -> Node:
    """The word itself or one that means the same."""
    return AtLeast(1, (*_at_number(term, scope), *_in_fields(term, scope)))


def _alike(term: Term, clause: Clause, scope: Scope) -> Node:
    """Like :func:`_somewhere`, or a word of the same letters with other marks or none."""
    # A word of two letters looks like too many others, unless there are words beside it.
    shape = lookup.shape(term.word, least=2 if len(clause.terms) > 1 else 3)
    if shape:
        own: list[Node] = [
            *_shapes(shape, scope),
            *(_at_number(term, scope) if scope is Scope.NUMBER else ()),
        ]
    else:
        own = [*_unknown(term, scope), *_skeleton(analysis.skeleton(term.word), scope)]
    same = (node for name in term.same for node in _other_name(name, scope))
    return _any(*dict.fromkeys((*own, *same)))


def _other_name(name: tuple[str, ...], scope: Scope) -> Sequence[Node]:
    """Where anything is asked for, in the one list where it is a term."""
    if scope is not Scope.ANYWHERE or not lookup.is_term(name):
        return _name(name, scope)
    word = "".join(name)
    shape = lookup.shape(word)
    return (Has(rows.ANYWHERE, rows.alike(shape) if shape else word),)


def _unknown(term: Term, scope: Scope) -> list[Node]:
    """A word without a shape."""
    if scope is not Scope.ANYWHERE:
        return [*_at_number(term, scope), *_name(term.atoms, scope)]
    own: list[Node] = [Has(rows.ANYWHERE, term.word)]
    return own if lookup.is_term(term.atoms) else [*own, *_name(term.atoms, scope)]


def _at_number(term: Term, scope: Scope) -> tuple[Has, ...]:
    """Where anything is asked for, only of what may be a part of a number: digits, or letters of a code."""
    is_part = scope is Scope.NUMBER or (scope is Scope.ANYWHERE and rows.is_code(term.word))
    return (Has(rows.NUMBER, term.word),) if is_part else ()


def _in_fields(term: Term, scope: Scope) -> list[Has | InARow]:
    return [node for name in (term.atoms, *term.same) for node in _name(name, scope)]


def _name(atoms: tuple[str, ...], scope: Scope) -> list[Has | InARow]:
    return [_word(field, atoms) for field in _FIELDS[scope]]


def _word(field: str, atoms: tuple[str, ...]) -> Has | InARow:
    """A term where the index has one, else the atoms in a row."""
    return Has(rows.words_of(field), "".join(atoms)) if lookup.is_term(atoms) else InARow(field, atoms)


def _otherwise(clause: Clause, scope: Scope) -> tuple[Node, ...]:
    """The clause as other words, where a slip of typing may have cut it wrongly."""
    if pieces := _other_pieces(clause):
        return (All(tuple(_any(*_shapes(piece, scope)) for piece in pieces)),)
    odd = not all(lookup.is_known(term.word) for term in clause.terms)
    return _skeleton(clause.skeleton, scope) if odd and len(clause.terms) > 1 else ()


def _other_pieces(clause: Clause) -> tuple[str, ...]:
    return lookup.otherwise(tuple(term.word for term in clause.terms), clause.skeleton)


def _shapes(shape: str, scope: Scope) -> tuple[Has, ...]:
    if scope is Scope.ANYWHERE:
        return (Has(rows.ANYWHERE, rows.alike(shape)),)
    return tuple(Has(rows.shapes_of(field), shape) for field in _FIELDS[scope])


def _beginning(term: Term, scope: Scope) -> tuple[Begins, ...]:
    """The word itself, or the pieces it falls into while unfinished: งานสารบ* is งาน and สารบ. A piece of one
    letter begins too many words to look for in the text."""
    *before, last = term.atoms
    found = [Begins(rows.NUMBER, (), term.word)] if scope in (Scope.ANYWHERE, Scope.NUMBER) else []
    for field in _FIELDS[scope]:
        found.append(Begins(rows.words_of(field), (), term.word))
        if before and (len(last) > 1 or field != rows.TEXT):
            found.append(Begins(field, tuple(before), last))
    return tuple(found)


def _skeleton(skeleton: str, scope: Scope) -> tuple[Node, ...]:
    grams = () if skeleton.isdigit() else analysis.trigrams(skeleton)
    if not grams:
        return ()
    return tuple(_letters_in_a_row(rows.noise_of(field), grams) for field in _noisy(scope))


def _noisy(scope: Scope) -> tuple[str, ...]:
    """The noise of the text goes on with that of the other fields."""
    return (rows.TEXT,) if scope is Scope.ANYWHERE else _FIELDS[scope]


def _nearly(tree: Tree) -> tuple[Node, ...]:
    """What must match where one word of several may be missing; empty where none may."""
    binding, free = _bound(tree)
    words = [
        _any(_alike(term, clause, Scope.ANYWHERE), *_otherwise(clause, Scope.ANYWHERE))
        for clause in free
        for term in clause.terms
    ]
    if len(words) < _SEVERAL:
        return ()
    return (*binding, AtLeast(len(words) - max(1, len(words) // 4), tuple(words)))


def _loosely(tree: Tree) -> tuple[Node, ...]:
    """What must match in the looser tier: at least one word of those that may be loosened, and all the rest;
    empty where nothing may."""
    binding, free = _bound(tree)
    optional = tuple(node for clause in free for node in _parts(clause))
    return (*binding, AtLeast(1, optional)) if optional else ()


def _bound(tree: Tree) -> tuple[list[Node], list[Clause]]:
    """What binds, and the clauses that may be loosened."""
    parts = tree.parts if isinstance(tree, language.And) else (tree,)
    binding: list[Node] = []
    free: list[Clause] = []
    for part in parts:
        if isinstance(part, language.Words) and part.scope is Scope.ANYWHERE:
            free += [clause for clause in part.clauses if not clause.exact]
            binding += [_clause(clause, part.scope) for clause in part.clauses if clause.exact]
        else:
            binding.append(_node(part))
    return binding, free


def _parts(clause: Clause) -> tuple[Node, ...]:
    anywhere = Scope.ANYWHERE
    words = tuple(_alike(term, clause, anywhere) for term in clause.terms)
    return (*words, *_otherwise(clause, anywhere), *_similar(clause.skeleton), *_near_number(clause))


def _near_number(clause: Clause) -> tuple[AtLeast, ...]:
    """A document number with most of the same digits in a row."""
    grams = analysis.number_grams(clause.terms[0].word) if len(clause.terms) == 1 else ()
    least = math.ceil(len(grams) * _NEAR_NUMBER)
    return (AtLeast(least, tuple(Has(rows.NUMBER_NOISE, gram) for gram in grams)),) if grams else ()


def _similar(skeleton: str) -> tuple[Node, ...]:
    grams, least = analysis.similar(skeleton)
    return tuple(
        AtLeast(least, tuple(Has(rows.noise_of(field), gram) for gram in grams))
        for field in (_noisy(Scope.ANYWHERE) if grams else ())
    )


# --- how much it counts ----------------------------------------------------------------------------------


def _wanted(tree: Tree) -> list[language.Words]:
    """The words that are to be there."""
    match tree:
        case language.Words():
            return [tree]
        case language.And(parts) | language.Or(parts):
            return [found for part in parts for found in _wanted(part)]
    return []


def _telling_words(wanted: Sequence[language.Words]) -> list[Term]:
    """Those that do not stand everywhere, where there are any."""
    terms = [term for part in wanted for clause in part.clauses for term in clause.terms]
    return [term for term in terms if not query.is_everywhere(term.word)] or terms


def _scores(wanted: Sequence[language.Words]) -> tuple[Node, ...]:
    telling = _telling_words(wanted)
    share = 1 / len(telling)
    scores: list[Node] = []
    runs: dict[Scope, list[Term]] = {}
    for part in wanted:
        for clause in part.clauses:
            if clause.begins:
                beginnings = (n for term in clause.terms for n in _beginning(term, part.scope))
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
            fields = (rows.SUBJECT, rows.TEXT) if scope is Scope.ANYWHERE else _FIELDS[scope]
            if len(row) == 2 and all(map(_is_frequent, run)):  # of more words there are few such letters
                fields = tuple(field for field in fields if field != rows.TEXT)
            scores += [Fixed(InARow(field, run), _IN_A_ROW[field]) for field in fields]
    return tuple(scores)


class _Stands(NamedTuple):
    """What tells that a word stands in the number, in the subject, in subject, sender or addressee."""

    number: tuple[Node, ...]
    subject: tuple[Node, ...]
    heads: tuple[Node, ...]


def _in_brief(tree: Tree, wanted: Sequence[language.Words], dated: Sequence[Fixed]) -> Best:
    """Classes of letters, the best first, that are found without scores: of the day that was asked for; with
    all words in the subject; all outside the text; some outside the text; all as they were typed. A number
    counts as a subject, and before it where it is all that was asked for."""
    telling = _telling_words(wanted)
    words = [
        stands
        for part in wanted
        for clause in part.clauses
        for stands in _clause_stands(clause, part.scope, telling)
    ]
    some = tuple(node for word in words for node in (*word.number, *word.heads))
    days = tuple(day.node for day in dated)
    matching, as_typed = _node(tree), _node(language.exactly(tree))
    classes = [
        *(All((day, _any(*some))) for day in days),
        *days,
        *(words[0].number if len(words) == 1 else ()),
        *_each((*word.number, *word.subject) for word in words),
        *_each((*word.number, *word.heads) for word in words),
        *_each([some]),
        *([as_typed] if as_typed != matching else []),
    ]
    ranked = [*dict.fromkeys(classes)]
    return Best(tuple(Fixed(node, float(len(ranked) - n)) for n, node in enumerate(ranked)))


def _each(words: Iterable[tuple[Node, ...]]) -> list[Node]:
    """One node, which matches where one of those of each word does; none where a word has none."""
    alternatives = list(words)
    return [All(tuple(_any(*nodes_) for nodes_ in alternatives))] if all(alternatives) else []


def _clause_stands(clause: Clause, scope: Scope, telling: Sequence[Term]) -> Iterator[_Stands]:
    """Of each word; of what was mistyped of each that was meant."""
    if clause.begins:
        yield _sorted(_beginning(clause.terms[0], scope))
    elif not clause.exact and (pieces := _other_pieces(clause)):
        for piece in pieces:
            yield _sorted(Has(rows.shapes_of(field), piece) for field in _heads(scope))
    else:
        yield from (_stands(term, scope) for term in clause.terms if term in telling)


def _stands(term: Term, scope: Scope) -> _Stands:
    names = (term.atoms, *term.same)
    found = _sorted([*_at_number(term, scope), *_in_fields(term, scope)])
    return found._replace(heads=tuple(node for name in names for node in _places(name, scope, 1.0)))


def _sorted(found: Iterable[Has | InARow | Begins]) -> _Stands:
    """By the field."""
    of: dict[str, list[Node]] = {}
    for node in found:
        field = node.field.removesuffix(rows.words_of("")).removesuffix(rows.shapes_of(""))
        of.setdefault(field, []).append(node)
    heads = (node for field in (rows.SUBJECT, rows.FROM, rows.TO) for node in of.get(field, ()))
    return _Stands(tuple(of.get(rows.NUMBER, ())), tuple(of.get(rows.SUBJECT, ())), tuple(heads))


def _date_scores(text: str) -> tuple[Fixed, ...]:
    days = dict.fromkeys(rows.day_of(found.iso) for found in dates.find_dates(text))
    return tuple(Fixed(Within("day", day, day), _DATED) for day in days)


def _term_scores(term: Term, scope: Scope, share: float) -> list[Node]:
    """The best place. Of the text BM25 is all: its lists are long, and are gone through once. How often a
    letter has a word that stands everywhere says nothing, and a phrase is too dear to be counted."""
    names = [(term.atoms, share), *((name, share * _OTHER_NAME) for name in term.same)]
    places = [node for name, worth in names for node in _places(name, scope, worth)]
    if _at_number(term, scope):
        key = rows.numbered(term.word)
        anywhere = scope is Scope.ANYWHERE
        places.append(Placed(key, share) if anywhere else placed(Has(rows.NUMBER, term.word), share))
    if shape := lookup.shape(term.word):
        places += _placed_alike(shape, scope, share)
    in_text = [(_word(rows.TEXT, name), worth) for name, worth in names if rows.TEXT in _FIELDS[scope]]
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
    return [field for field in _FIELDS[scope] if field != rows.TEXT]


def _at(scope: Scope, field: str, word: str, share: float) -> Node:
    """What a word counts in a field; where anything is asked for, at its best place."""
    return Placed(word, share) if scope is Scope.ANYWHERE else placed(Has(field, word), share)


def _piece_scores(clause: Clause, scope: Scope, share: float) -> list[Node]:
    pieces = _other_pieces(clause)
    each = share * len(clause.terms) / max(1, len(pieces))
    places = (tuple(_placed_alike(piece, scope, each)) for piece in pieces)
    return [Best(place) for place in places if place]


def _placed_alike(shape: str, scope: Scope, share: float) -> list[Node]:
    if scope is Scope.ANYWHERE:
        return [Placed(rows.alike(shape), share)]
    in_subject = Fixed(Has(rows.shapes_of(rows.SUBJECT), shape), rows.ALIKE * share)
    return [in_subject] if rows.SUBJECT in _FIELDS[scope] else []


def _noise_scores(wanted: Sequence[language.Words]) -> tuple[Node, ...]:
    clauses = [clause for part in wanted for clause in part.clauses]
    scores = [Fixed(node, 20 / len(clauses)) for clause in clauses for node in _similar(clause.skeleton)]
    for clause in clauses:
        for near in _near_number(clause):
            scores += [Fixed(gram, _NUMBER_ALIKE / len(clauses) / len(near.parts)) for gram in near.parts]
    return tuple(scores)


def _any(*nodes: Node) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(1, nodes)


def _letters_in_a_row(field: str, grams: tuple[str, ...]) -> Has | InARow:
    """Every third trigram and the last: they hold all the letters."""
    if len(grams) == 1:
        return Has(field, grams[0])
    last = len(grams) - 1
    return InARow(field, tuple(g if at % 3 == 0 or at == last else GAP for at, g in enumerate(grams)))


def _telling(run: tuple[str, ...]) -> tuple[str, ...]:
    """A long run with gaps where its atoms are frequent in print: the others tell nearly as much, and their
    lists are short."""
    rare = sorted(range(len(run)), key=lambda at: (len(run[at]) < 2, compounds.frequency(run[at])))
    kept = sorted(rare[:_TELLING])
    return tuple(run[at] if at in kept else GAP for at in range(kept[0], kept[-1] + 1))


def _is_frequent(atom: str) -> bool:
    return len(atom) < 3 or compounds.frequency(atom) >= _FREQUENT
