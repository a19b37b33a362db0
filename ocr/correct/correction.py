"""What may be changed of a line, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal, NamedTuple, TypeAlias

from ocr.correct.facts import agreeing, disagreeing
from ocr.correct.lexicon import lexicon
from ocr.correct.path import Choices, likeliest
from ocr.recognise.reader import Character
from sarabun.thai import THAI_DIGITS

SURE = 0.97
"""What a reader (or two that agree) gives this chance or more is never touched."""
_LEAST = 0.003  # chance of a runner-up that is worth a thought
_MARGIN = 1.5  # log odds by which a change must be better than what was read
_CONTEXT = 12  # characters of the runs beside an unsure one that are looked at with it: พ.ศ., names of months
_FEW, _MOST_UNSURE = 3, 0.6  # places, share of places: a part with more unsure ones is hardly print
_OTHER_DIGITS = 3.0  # log odds against Thai digits on a line of Arabic ones, and the other way round
_CERTAIN = 0.98  # what is sure of a repaired number
_THAI, _ARABIC = frozenset(THAI_DIGITS), frozenset("0123456789")


Reason: TypeAlias = Literal["word", "number"]


class Change(NamedTuple):
    """The character at ``at`` of the raw reading said ``before`` and says ``after`` now. "" is nothing:
    ``before``, a faded mark is put in at that place; ``after``, the character is left out.

    ``reason``: "word", words and spelling make it likelier; "number", a number is said twice on the page.
    """

    at: int
    before: str
    after: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Correction:
    """The ``characters`` that stand now. With ``changes``, which are in the order of the raw reading, that
    can be told again."""

    characters: tuple[Character, ...]
    changes: tuple[Change, ...] = ()


class _Found(NamedTuple):
    """A text, why, and its share of the chance that the reader gave to it and to what it chose."""

    text: str
    reason: Reason
    share: float


def corrected(characters: Sequence[Character], told: Mapping[int, str] | None = None) -> Correction:
    """A line put right. Characters that the reader was sure of stand as they are; of the others each stays,
    becomes one of its runners-up, or goes. A changed one has what was read among its ``others``; its chance
    is what the reader gave to both, as far as the language prefers the one. Characters "" (faded marks, see
    :mod:`ocr.correct.faded`) become what they nearly were, or go.

    ``told``: by place what the rest of the page says that unsure digits are (:mod:`ocr.correct.sums`).

    Raises ConfigurationError WORDS_MISSING.
    """
    places = places_of(characters)
    found = {at: _Found(text, "number", _CERTAIN) for at, text in (told or {}).items()}
    for at in (*found, *agreeing([char.text for char in characters])):
        text = found[at].text if at in found else characters[at].text
        places[at] = ((text, 0.0),)
    for stretch in _stretches(characters, places):
        found |= _from_words(characters, places, stretch)
    if any(len(choices) > 1 for choices in places):
        texts = [found[i].text if i in found else char.text for i, char in enumerate(characters)]
        found |= {at: _Found(text, "number", _CERTAIN) for at, text in disagreeing(texts, places)}
    made: list[Character] = []
    changes: list[Change] = []
    read = 0
    for place, char in enumerate(characters):
        new = found.get(place)
        if new is not None and new.text != char.text:
            changes.append(Change(read, char.text, new.text, new.reason))
            char = _changed(char, new)
        if char.text:
            made.append(char)
        elif made:
            made[-1] = made[-1]._replace(lost=True)
        read += bool(characters[place].text)
    return Correction(tuple(made), tuple(changes))


def _changed(char: Character, new: _Found) -> Character:
    seen = min(1.0, char.chance + dict(char.others).get(new.text, 0.0))
    others = ((char.text, char.chance), *(other for other in char.others if other[0] != new.text))
    return char._replace(text=new.text, chance=seen * new.share, others=others, source="language")


def _stretches(characters: Sequence[Character], places: Sequence[Choices]) -> Iterator[range]:
    """Parts between spaces that hold something unsure, with short parts beside them."""
    parts: list[range] = []
    start = 0
    for i, char in enumerate(characters):
        if char.text == " " and char.chance >= SURE:
            parts.append(range(start, i))
            start = i + 1
    parts.append(range(start, len(characters)))
    wanted = [_is_print([places[i] for i in part]) for part in parts]
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


def _is_print(places: Sequence[Choices]) -> bool:
    """Whether something of a part is unsure, yet not so much of it that a hand or dirt was read."""
    unsure = sum(len(choices) > 1 for choices in places)
    return 0 < unsure <= max(_FEW, _MOST_UNSURE * len(places))


def places_of(characters: Sequence[Character]) -> list[Choices]:
    """What may stand at each place; digits of the kind that the line does not use are less likely."""
    sure = {char.text for char in characters if char.chance >= SURE}
    thai, arabic = bool(sure & _THAI), bool(sure & _ARABIC)
    unlikely = (_ARABIC if thai else _THAI) if thai != arabic else frozenset()
    return [
        tuple((text, chance - _OTHER_DIGITS * (text in unlikely)) for text, chance in _choices(char))
        for char in characters
    ]


def _choices(char: Character) -> Choices:
    if char.chance >= SURE:
        return ((char.text, 0.0),)
    own = max(char.chance, 1e-6)
    return (
        (char.text, 0.0),
        *((text, log(chance / own)) for text, chance in char.others if chance >= _LEAST),
    )


def _from_words(
    characters: Sequence[Character], places: Sequence[Choices], stretch: range
) -> dict[int, _Found]:
    """Changes of a stretch that are better than what was read by the margin, each for itself."""
    words = lexicon()
    before = characters[stretch.start - 1].text if stretch.start else ""
    places = places[stretch.start : stretch.stop]
    best = likeliest(places, before, words)
    chosen: list[Choices] = [
        tuple(choice for choice in choices if choice[0] == text)
        for choices, text in zip(places, best.texts, strict=True)
    ]
    found: dict[int, _Found] = {}
    for n, (choices, text) in enumerate(zip(places, best.texts, strict=True)):
        if choices[0][0] == text:
            continue
        as_read = [*chosen[:n], choices[:1], *chosen[n + 1 :]]
        gain = best.score - likeliest(as_read, before, words).score
        if gain >= _MARGIN:
            found[stretch[n]] = _Found(text, "word", 1 / (1 + exp(-gain)))
        else:
            chosen[n] = choices[:1]
    return found
