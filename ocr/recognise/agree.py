"""Two readers of one line: what they agree on, and a vote where they differ.

Their readings are aligned. Between two characters that both saw, each reader's own steps are scored for both
versions (probability of a text over all its alignments: Graves et al. 2006, CTC forward algorithm), and the
version that is likelier to the two together stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.recognise.reader import Character, LineReader, Reading

_IMPOSSIBLE = -1e30
_ONE_ONLY = 0.5  # of a character's chance that is left where the other reader saw something else


class Agreed(NamedTuple):
    """The characters that stand, in steps of the first reader; ``doubted`` counts those that only one saw."""

    characters: tuple[Character, ...]
    doubted: int


def agreed(one: Reading, two: Reading, readers: tuple[LineReader, LineReader]) -> Agreed:
    """The line that two readings of the same frame make. Chances are those of the character in both."""
    made: list[Character] = []
    doubted = 0
    for same, mine, other in _parts(one, two):
        if same:
            made += [_both(a, b) for a, b in zip(mine.characters, other.characters, strict=True)]
            continue
        first, second = mine.characters, other.characters
        texts = "".join(c.text for c in first), "".join(c.text for c in second)
        scores = [
            _score(text, one, mine, readers[0]) + _score(text, two, other, readers[1]) for text in texts
        ]
        # Log odds of the version that stands, as far as its readers can tell.
        odds = 1 / (1 + np.exp(-abs(scores[0] - scores[1])))
        stands, lost = (first, second) if scores[0] >= scores[1] else (_moved(second, other, mine), first)
        if len(stands) == len(lost):
            stands = [_with_other(c, o) for c, o in zip(stands, lost, strict=True)]
        made += [
            c._replace(chance=float(_ONE_ONLY * c.chance * odds), alone=c.chance, source="vote")
            for c in stands
        ]
        if made and len(stands) < sum(c.text != " " for c in lost):
            made[-1] = made[-1]._replace(lost=True)
        doubted += max(1, len(stands))
    return Agreed(tuple(made), doubted)


class _Part(NamedTuple):
    """Characters of one reading, and the steps [start, end) between those before and after them."""

    characters: Sequence[Character]
    start: int
    end: int


def _parts(one: Reading, two: Reading) -> Iterator[tuple[bool, _Part, _Part]]:
    """Stretches that agree and stretches that do not, from left to right."""
    texts = [c.text for c in one.characters], [c.text for c in two.characters]
    for kind, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        yield kind == "equal", _part(one, a, b), _part(two, c, d)


def _part(reading: Reading, first: int, last: int) -> _Part:
    line = reading.characters
    start = line[first - 1].end if first else 0
    end = line[last].start if last < len(line) else len(reading.chances)
    return _Part(line[first:last], start, max(start, end))


def _both(a: Character, b: Character) -> Character:
    chance = 1 - (1 - a.chance) * (1 - b.chance) if a.chance * b.chance > 0 else 0.0
    return a._replace(chance=chance, source="both")


def _with_other(character: Character, lost: Character) -> Character:
    """What the other reader saw is the likeliest of what else it may be."""
    others = tuple(o for o in character.others if o[0] != lost.text)
    return character._replace(others=((lost.text, lost.chance * _ONE_ONLY), *others))


def _moved(characters: Sequence[Character], theirs: _Part, ours: _Part) -> list[Character]:
    """Characters of the second reader in the steps of the first."""
    scale = max(1, ours.end - ours.start) / max(1, theirs.end - theirs.start)
    made = []
    for c in characters:
        start = ours.start + round((c.start - theirs.start) * scale)
        made.append(
            c._replace(start=start, end=max(start + 1, ours.start + round((c.end - theirs.start) * scale)))
        )
    return made


def _score(text: str, reading: Reading, part: _Part, reader: LineReader) -> float:
    """Log probability of ``text`` in the steps of ``part``."""
    classes = reader.encoded(text)
    if classes is None:
        return _IMPOSSIBLE
    chances = reading.chances[part.start : part.end]
    if len(chances) < len(classes):
        return _IMPOSSIBLE if classes else 0.0
    return forward(np.log(np.maximum(chances, 1e-12)), classes, reader.null)


def forward(logs: NDArray[np.float32], classes: Sequence[int], null: int) -> float:
    """Log probability that ``logs`` (steps, classes) spell ``classes``."""
    if not len(logs):
        return 0.0 if not classes else _IMPOSSIBLE
    states = [null]
    for number in classes:
        states += [number, null]
    emit = logs[:, states].astype(np.float64)
    skips = np.array(
        [i >= 2 and states[i] != null and states[i] != states[i - 2] for i in range(len(states))]
    )
    alpha = np.full(len(states), _IMPOSSIBLE)
    alpha[:2] = emit[0, :2]
    for row in emit[1:]:
        stepped = np.logaddexp(alpha, np.concatenate([[_IMPOSSIBLE], alpha[:-1]]))
        skipped = np.concatenate([[_IMPOSSIBLE, _IMPOSSIBLE], alpha[:-2]])[: len(states)]
        alpha = np.where(skips, np.logaddexp(stepped, skipped), stepped) + row
    return float(np.logaddexp(alpha[-1], alpha[-2])) if len(alpha) > 1 else float(alpha[-1])
