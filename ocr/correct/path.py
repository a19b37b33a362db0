"""The likeliest text of a stretch of a line: what the reader saw, weighed with what Thai is like.

A stretch is cut into words of the lexicon and unknown characters in the way that costs least (Viterbi over
places, a unigram model of words); at places with several texts the search chooses among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from ocr.correct.lexicon import Lexicon
from ocr.correct.orthography import LETTERS, MARKS, possible
from sarabun.thai import THAI_DIGITS

Choices: TypeAlias = Sequence[tuple[str, float]]
"""What may stand at a place ("" is nothing), each with its log chance against what the reader chose."""

# In natural logarithms of the reader's chances. Measured on generated letters of the development seeds.
_LANGUAGE = 0.7  # what a unit of a word's cost weighs
_ENTER, _LETTER = 5.0, 3.2  # an unknown run of Thai, each letter of it
_SIGN, _SPACE = 2.5, 0.5  # a digit, a stop, a Latin letter; a space
_DROP, _DROP_MARK = 4.0, 3.0  # a character, a mark left out
_IMPOSSIBLE = 9.0  # a sequence that Thai does not have
_TWO_SCRIPTS = 4.0  # Thai and Arabic digits in one number
_SWITCH = 2.0  # Thai and Latin letters side by side

_KIND_OF_DIGIT = dict.fromkeys("0123456789", "arabic") | dict.fromkeys(THAI_DIGITS, "thai")


class Path(NamedTuple):
    """A text for each place, and its log score."""

    score: float
    texts: tuple[str, ...]


class _Step(NamedTuple):
    """The best way to a place: its score, the step before, the texts since."""

    score: float
    back: _Step | None
    texts: tuple[str, ...]


class _Key(NamedTuple):
    """What of the way matters for what follows: its last character, whether it is within an unknown run of
    Thai, and the kind of digits of the number that it is in."""

    last: str
    unknown: bool
    digits: str


_Places: TypeAlias = list[dict[_Key, _Step]]


def likeliest(places: Sequence[Choices], before: str, lexicon: Lexicon) -> Path:
    """The best path through ``places``; ``before`` is the character that precedes them ("" for none)."""
    reached: _Places = [{} for _ in range(len(places) + 1)]
    reached[0][_Key(before, False, "")] = _Step(0.0, None, ())
    for at in range(len(places)):
        starts: dict[str, _Step] = {}  # a word does not care how its place was reached
        for key, step in reached[at].items():
            _character(reached, places, at, key, step)
            if key.last not in starts or step.score > starts[key.last].score:
                starts[key.last] = step
        for last, step in starts.items():
            _words(reached, places, at, last, step, lexicon)
    best = max(reached[-1].values(), key=lambda step: step.score)
    texts: list[str] = []
    back: _Step | None = best
    while back is not None:
        texts[:0] = back.texts
        back = back.back
    return Path(best.score, tuple(texts))


def _keep(reached: _Places, at: int, key: _Key, step: _Step) -> None:
    known = reached[at].get(key)
    if known is None or step.score > known.score:
        reached[at][key] = step


def _character(reached: _Places, places: Sequence[Choices], at: int, key: _Key, step: _Step) -> None:
    """Goes on by a character that is in no word, or by none."""
    for text, chance in places[at]:
        if not text:
            _keep(reached, at + 1, key, _Step(step.score + chance - _dropped(places[at]), step, ("",)))
            continue
        cost = 0.0 if possible(key.last, text) else _IMPOSSIBLE
        thai = text in LETTERS
        digits = ""
        if thai:
            cost += _LANGUAGE * (_LETTER + (0.0 if key.unknown else _ENTER))
        else:
            cost += _LANGUAGE * (_SPACE if text == " " else _SIGN)
            digits = _KIND_OF_DIGIT.get(text, "" if text == " " or text.isalpha() else key.digits)
            if key.digits and digits != key.digits and text in _KIND_OF_DIGIT:
                cost += _TWO_SCRIPTS
        if (thai and _latin(key.last)) or (key.last in LETTERS and _latin(text)):
            cost += _SWITCH
        score = step.score + chance - cost
        _keep(reached, at + 1, _Key(text, thai, digits), _Step(score, step, (text,)))


def _words(
    reached: _Places, places: Sequence[Choices], at: int, before: str, step: _Step, lexicon: Lexicon
) -> None:
    """Goes on by every word of the lexicon that the places spell."""
    open_: list[tuple[int, str, float, str, tuple[str, ...]]] = [(at, "", step.score, before, ())]
    while open_:
        place, word, score, last, texts = open_.pop()
        if place == len(places):
            continue
        for text, chance in places[place]:
            if not text:
                if word:
                    open_.append(
                        (place + 1, word, score + chance - _dropped(places[place]), last, (*texts, ""))
                    )
                continue
            longer = word + text
            if not lexicon.begins(longer):
                continue
            grown = score + chance - (0.0 if possible(last, text) else _IMPOSSIBLE)
            open_.append((place + 1, longer, grown, text, (*texts, text)))
            cost = lexicon.costs.get(longer)
            if cost is not None:
                done = _Step(grown - _LANGUAGE * cost, step, (*texts, text))
                _keep(reached, place + 1, _Key(text, False, _KIND_OF_DIGIT.get(text, "")), done)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _dropped(choices: Choices) -> float:
    read = choices[0][0]
    if not read:
        return 0.0
    return _DROP_MARK if read in MARKS else _DROP
