"""What of a letter matches a query: its words, others that mean the same or look the same, or, where none of
the letters has them all, most of them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from search import analysis, language, lookup, query, rows
from search.language import Scope, Tree
from search.nodes import GAP, All, AtLeast, Begins, Has, InARow, Node, Within, Without
from search.query import Clause, Term

_SEVERAL = 3  # words of which one may be missing, and one more for each four beyond
_NEAR_NUMBER = 0.6  # of the pairs of characters: one wrong digit in five leaves so many
FIELDS: dict[Scope, tuple[str, ...]] = {
    Scope.ANYWHERE: rows.ATOM_FIELDS,
    Scope.SUBJECT: (rows.SUBJECT,),
    Scope.FROM: (rows.FROM,),
    Scope.TO: (rows.TO,),
    Scope.NUMBER: (),
    Scope.TEXT: (rows.TEXT,),
}


def node(tree: Tree) -> Node:
    """What has all that was asked."""
    match tree:
        case language.Words(clauses, scope):
            return All(tuple(_clause(clause, scope) for clause in clauses))
        case language.Between(first, last):
            return Within("day", rows.day_of(first), rows.day_of(last))
        case language.Is(field, value):
            return Has(field.value if field is language.Filter.KIND else f"{field.value}_key", value)
        case language.And(parts):
            return All(tuple(map(node, parts)))
        case language.Or(parts):
            return AtLeast(1, tuple(map(node, parts)))
        case language.Not(part):
            return Without(node(part))


def _clause(clause: Clause, scope: Scope) -> Node:
    if clause.begins:
        return AtLeast(1, beginning(clause.terms[0], scope))
    if clause.exact:
        return All(tuple(_somewhere(term, scope) for term in clause.terms))
    words = All(tuple(_alike(term, clause, scope) for term in clause.terms))
    otherwise = _otherwise(clause, scope)
    return AtLeast(1, (words, *otherwise)) if otherwise else words


def _somewhere(term: Term, scope: Scope) -> Node:
    """The word itself or one that means the same."""
    return AtLeast(1, (*at_number(term, scope), *in_fields(term, scope)))


def _alike(term: Term, clause: Clause, scope: Scope) -> Node:
    """Like :func:`_somewhere`, or a word of the same letters with other marks or none."""
    # A word of two letters looks like too many others, unless there are words beside it.
    shape = lookup.shape(term.word, least=2 if len(clause.terms) > 1 else 3)
    if shape:
        own: list[Node] = [
            *_shapes(shape, scope),
            *(at_number(term, scope) if scope is Scope.NUMBER else ()),
        ]
    else:
        own = [*_unknown(term, scope), *_skeleton(analysis.skeleton(term.word), scope)]
    same = (node for name in term.same for node in _other_name(name, scope))
    return one_of(*dict.fromkeys((*own, *same)))


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
        return [*at_number(term, scope), *_name(term.atoms, scope)]
    own: list[Node] = [Has(rows.ANYWHERE, term.word)]
    return own if lookup.is_term(term.atoms) else [*own, *_name(term.atoms, scope)]


def at_number(term: Term, scope: Scope) -> tuple[Has, ...]:
    """Where anything is asked for, only of what may be a part of a number: digits, or letters of a code."""
    is_part = scope is Scope.NUMBER or (scope is Scope.ANYWHERE and rows.is_code(term.word))
    return (Has(rows.NUMBER, term.word),) if is_part else ()


def in_fields(term: Term, scope: Scope) -> list[Has | InARow]:
    """The word, or one that means the same, in each field."""
    return [node for name in (term.atoms, *term.same) for node in _name(name, scope)]


def _name(atoms: tuple[str, ...], scope: Scope) -> list[Has | InARow]:
    return [word_in(field, atoms) for field in FIELDS[scope]]


def word_in(field: str, atoms: tuple[str, ...]) -> Has | InARow:
    """A term where the index has one, else the atoms in a row."""
    return Has(rows.words_of(field), "".join(atoms)) if lookup.is_term(atoms) else InARow(field, atoms)


def _otherwise(clause: Clause, scope: Scope) -> tuple[Node, ...]:
    """The clause as other words, where a slip of typing may have cut it wrongly."""
    if pieces := other_pieces(clause):
        return (All(tuple(one_of(*_shapes(piece, scope)) for piece in pieces)),)
    odd = not all(lookup.is_known(term.word) for term in clause.terms)
    return _skeleton(clause.skeleton, scope) if odd and len(clause.terms) > 1 else ()


def other_pieces(clause: Clause) -> tuple[str, ...]:
    """The shapes of what was meant, where it was mistyped; empty where it was not."""
    return lookup.otherwise(tuple(term.word for term in clause.terms), clause.skeleton)


def _shapes(shape: str, scope: Scope) -> tuple[Has, ...]:
    if scope is Scope.ANYWHERE:
        return (Has(rows.ANYWHERE, rows.alike(shape)),)
    return tuple(Has(rows.shapes_of(field), shape) for field in FIELDS[scope])


def beginning(term: Term, scope: Scope) -> tuple[Begins, ...]:
    """The word itself, or the pieces it falls into while unfinished: งานสารบ* is งาน and สารบ. A piece of one
    or two letters begins too many words to look for in the text."""
    *before, last = term.atoms
    found = [Begins(rows.NUMBER, (), term.word)] if scope in (Scope.ANYWHERE, Scope.NUMBER) else []
    for field in FIELDS[scope]:
        found.append(Begins(rows.words_of(field), (), term.word))
        if before and (len(last) > 2 or field != rows.TEXT):
            found.append(Begins(field, tuple(before), last))
    return tuple(found)


def _skeleton(skeleton: str, scope: Scope) -> tuple[Node, ...]:
    grams = () if skeleton.isdigit() else analysis.trigrams(skeleton)
    if not grams:
        return ()
    return tuple(_letters_in_a_row(rows.noise_of(field), grams) for field in _noisy(scope))


def _noisy(scope: Scope) -> tuple[str, ...]:
    """The noise of the text goes on with that of the other fields."""
    return (rows.TEXT,) if scope is Scope.ANYWHERE else FIELDS[scope]


def nearly(tree: Tree) -> tuple[Node, ...]:
    """What must match where one word of several may be missing; empty where none may. Pieces that a slip of
    typing may have left of a word are one. Words that stand on every page are not asked for: with them a
    letter that has half of the others has most of all."""
    binding, free = _bound(tree)
    words = [
        one_of(
            All(tuple(_alike(term, clause, Scope.ANYWHERE) for term in row)),
            *_otherwise(clause, Scope.ANYWHERE),
        )
        for clause in free
        for row in _words(clause)
    ]
    if len(words) < _SEVERAL:
        return ()
    return (*binding, AtLeast(len(words) - max(1, len(words) // 4), tuple(words)))


def _words(clause: Clause) -> Iterator[tuple[Term, ...]]:
    """The terms that do not stand everywhere, odd pieces in a row together."""
    for is_odd, row in groupby(clause.terms, key=lambda term: lookup.is_odd_piece(term.word)):
        telling = tuple(term for term in row if not query.is_everywhere(term.word))
        if is_odd and telling:
            yield telling
        elif not is_odd:
            yield from ((term,) for term in telling)


def loosely(tree: Tree) -> tuple[Node, ...]:
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
            binding.append(node(part))
    return binding, free


def _parts(clause: Clause) -> tuple[Node, ...]:
    anywhere = Scope.ANYWHERE
    words = tuple(_alike(term, clause, anywhere) for term in clause.terms)
    return (*words, *_otherwise(clause, anywhere), *similar(clause.skeleton), *near_number(clause))


def near_number(clause: Clause) -> tuple[AtLeast, ...]:
    """A document number with most of the same digits in a row."""
    grams = analysis.number_grams(clause.terms[0].word) if len(clause.terms) == 1 else ()
    least = math.ceil(len(grams) * _NEAR_NUMBER)
    return (AtLeast(least, tuple(Has(rows.NUMBER_NOISE, gram) for gram in grams)),) if grams else ()


def similar(skeleton: str) -> tuple[Node, ...]:
    """Most of the trigrams."""
    grams, least = analysis.similar(skeleton)
    return tuple(
        AtLeast(least, tuple(Has(rows.noise_of(field), gram) for gram in grams))
        for field in (_noisy(Scope.ANYWHERE) if grams else ())
    )


def _letters_in_a_row(field: str, grams: tuple[str, ...]) -> Has | InARow:
    """Every third trigram and the last: they hold all the letters."""
    if len(grams) == 1:
        return Has(field, grams[0])
    last = len(grams) - 1
    return InARow(field, tuple(g if at % 3 == 0 or at == last else GAP for at, g in enumerate(grams)))


def one_of(*nodes: Node) -> Node:
    """Any of them; none ever matches where there are none."""
    return nodes[0] if len(nodes) == 1 else AtLeast(1, nodes)
