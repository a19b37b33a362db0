"""What a plan is made of: what a letter must have, and what it counts. Each engine translates every node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search import rows

GAP = ""
_IN_TEXT = 50.0  # of a beginning there, or a word that stands everywhere; of others BM25 tells


@dataclass(frozen=True, slots=True)
class Has:
    """The field has the value: a term, or a number or truth value of a filter field."""

    field: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Begins:
    """The field has a term that begins with ``start``, right behind the ``terms`` in a row."""

    field: str
    terms: tuple[str, ...]
    start: str


@dataclass(frozen=True, slots=True)
class Within:
    """The number in the field is from ``least`` to ``most``, both included."""

    field: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class InARow:
    """The field has the terms (at least two) one after the other; any term where there is GAP."""

    field: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches; all documents where there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``count`` of the parts match; none ever do where there are no parts."""

    count: int
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Every document that does not match ``node``."""

    node: Node


@dataclass(frozen=True, slots=True)
class Best:
    """Any part matches; scores as the best of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """Matches as ``node`` does and scores ``score``."""

    node: Node
    score: float


@dataclass(frozen=True, slots=True)
class Placed:
    """The word, or the shape or part of a number as the rows write them, counts something outside the text;
    scores what it counts at its best place, times ``factor``."""

    word: str
    factor: float


@dataclass(frozen=True, slots=True)
class Times:
    """Matches as ``node`` does; its score times ``factor``."""

    node: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Matches as ``node`` does, without its score; scores the sum of the ``scores`` that match."""

    node: Node
    scores: tuple[Node, ...]


Node = Has | Begins | Within | InARow | All | AtLeast | Without | Best | Fixed | Placed | Times | Scored


def narrowed(tier: Node, nodes: Iterable[Node]) -> Node:
    """``tier`` where all ``nodes`` match too; they do not count."""
    if isinstance(tier, Scored):
        return Scored(All((tier.node, *nodes)), tier.scores)
    return All((tier, *nodes))


def matching(tier: Node, nodes: Iterable[Node]) -> Node:
    """Like :func:`narrowed`, where scores are not asked for."""
    return narrowed(tier.node if isinstance(tier, Scored) else tier, nodes)


def placed(node: Has | Begins | InARow, share: float) -> Fixed:
    """What it counts where it stands."""
    place = node.field.removesuffix(rows.words_of(""))
    return Fixed(node, rows.PLACES.get(place, _IN_TEXT) * share)


def by_field(node: Node) -> tuple[Node, ...]:
    """What a word counts at its places, for an engine that cannot keep what it counts at the best."""
    if not isinstance(node, Placed):
        return (node,)
    word, factor = node.word, node.factor
    if (shape := word.removeprefix(rows.alike(""))) != word:
        return (Fixed(Has(rows.shapes_of(rows.SUBJECT), shape), rows.ALIKE * factor),)
    if (key := word.removeprefix(rows.numbered(""))) != word:
        return (placed(Has(rows.NUMBER, key), factor),)
    heads = (rows.SUBJECT, rows.FROM, rows.TO)
    return tuple(placed(Has(rows.words_of(field), word), factor) for field in heads)


def begins(node: Node) -> bool:
    """Whether words are looked for by their beginnings."""
    match node:
        case Begins():
            return True
        case All(parts) | AtLeast(_, parts) | Best(parts):
            return any(map(begins, parts))
        case Without(inner) | Fixed(inner) | Times(inner) | Scored(inner):
            return begins(inner)
    return False


def fixed(places: Iterable[Node]) -> tuple[Fixed, ...]:
    """The places, by field; none where one of them is not just a number."""
    found = [part for place in places for part in by_field(place)]
    numbers = tuple(part for part in found if isinstance(part, Fixed))
    return numbers if len(numbers) == len(found) else ()


def without(node: Node, places: Sequence[Fixed]) -> Node:
    """``node`` where one of the places is known to match."""
    known = frozenset(place.node for place in places)
    match node:
        case AtLeast(1, parts) if frozenset(parts) == known:
            return All(())
        case All(parts):
            return All(tuple(without(part, places) for part in parts))
    return node


def by_place(wanted: Node) -> list[tuple[float, Node, tuple[Node, ...]]]:
    """Where only the best place of what was asked counts: what each place counts, the most first, what must
    match beside it, and the nodes that match there. Last what matches at none. Empty where more counts."""
    match wanted:
        case Scored(node, (Best(places),)) if known := fixed(places):
            others = rest(wanted)
            scores = sorted({place.score for place in known}, reverse=True)
            found: list[tuple[float, Node, tuple[Node, ...]]] = [
                (score, others or node, tuple(place.node for place in known if place.score == score))
                for score in scores
            ]
            return found if others else [*found, (0.0, node, (All(()),))]
    return []


def rest(wanted: Node) -> Node | None:
    """What must match beside one of the places that score, where one of them must and only the best of them
    counts, so that they need not be looked for twice; None where it is otherwise."""
    match wanted:
        case Scored(node, (Best(places),)) if (others := without(node, fixed(places))) != node:
            return others
    return None
