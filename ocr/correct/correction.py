"""What may be changed of a line, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from ocr.correct.lexicon import lexicon
from ocr.correct.path import Choices, likeliest
from ocr.recognise.reader import Character

SURE = 0.97
"""What a reader (or two that agree) gives this chance or more is never touched."""
_LEAST = 0.003  # chance of a runner-up that is worth a thought
_MARGIN = 1.5  # log odds by which a change must be better than what was read
_CONTEXT = 12  # characters of the runs beside an unsure one that are looked at with it: พ.ศ., names of months


class Change(NamedTuple):
    """The character at ``at`` of the raw reading said ``before`` and says ``after`` now ("" is nothing)."""

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The ``characters`` that stand now. With ``changes``, which are in the order of the raw reading, that
    can be told again."""

    characters: tuple[Character, ...]
    changes: tuple[Change, ...] = ()


def corrected(characters: Sequence[Character]) -> Correction:
    """A line put right. Characters that the reader was sure of stand as they are; of the others each stays,
    becomes one of its runners-up, or goes. A changed one has the chance that language and reader together
    give it, and what was read among its ``others``.

    Raises ConfigurationError WORDS_MISSING.
    """
    found = [change for stretch in _stretches(characters) for change in _changes(characters, stretch)]
    texts = {change.at: (change, chance) for change, chance in found}
    made: list[Character] = []
    for index, char in enumerate(characters):
        if index not in texts:
            made.append(char)
            continue
        change, chance = texts[index]
        if change.after:
            others = ((char.text, char.chance), *(o for o in char.others if o[0] != change.after))
            made.append(char._replace(text=change.after, chance=chance, others=others))
    return Correction(tuple(made), tuple(change for change, _ in found))


def _stretches(characters: Sequence[Character]) -> Iterator[range]:
    """Parts between spaces that hold something unsure, with short parts beside them."""
    parts: list[range] = []
    start = 0
    for i, char in enumerate(characters):
        if char.text == " " and char.chance >= SURE:
            parts.append(range(start, i))
            start = i + 1
    parts.append(range(start, len(characters)))
    wanted = [any(len(_choices(characters[i])) > 1 for i in part) for part in parts]
    open_: range | None = None
    for n, part in enumerate(parts):
        near = any(wanted[max(0, n - 1) : n + 2])
        if not (wanted[n] or (near and len(part) <= _CONTEXT)):
            if open_ is not None:
                yield open_
            open_ = None
            continue
        open_ = part if open_ is None else range(open_.start, part.stop)
    if open_ is not None:
        yield open_


def _choices(char: Character) -> Choices:
    if char.chance >= SURE:
        return ((char.text, 0.0),)
    own = max(char.chance, 1e-6)
    return (
        (char.text, 0.0),
        *((text, log(chance / own)) for text, chance in char.others if chance >= _LEAST),
    )


def _changes(characters: Sequence[Character], stretch: range) -> Iterator[tuple[Change, float]]:
    """Changes of a stretch that are better than what was read by the margin, each for itself."""
    words = lexicon()
    before = characters[stretch.start - 1].text if stretch.start else ""
    places = [_choices(characters[i]) for i in stretch]
    best = likeliest(places, before, words)
    chosen: list[Choices] = [
        tuple(choice for choice in choices if choice[0] == text)
        for choices, text in zip(places, best.texts, strict=True)
    ]
    for n, (choices, text) in enumerate(zip(places, best.texts, strict=True)):
        if choices[0][0] == text:
            continue
        as_read = [*chosen[:n], choices[:1], *chosen[n + 1 :]]
        gain = best.score - likeliest(as_read, before, words).score
        if gain >= _MARGIN:
            yield Change(stretch[n], choices[0][0], text), 1 / (1 + exp(-gain))
        else:
            chosen[n] = choices[:1]
