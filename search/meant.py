"""Did you mean: what the letters say that a query found only by likeness.

The words come from the hits, so from letters that the one who asks may see, never from the rest of the index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sarabun import thai
from sarabun.finding import Highlight, Hit
from sarabun.thai import Token
from search import analysis, language, query

_ALIKE = 0.75  # letters in common, of all: one of eight wrong has 0.87
_LOST = 2  # letters; with more a word is missing
_MOST_HITS = 6  # that are asked
_PRINTED = re.compile(r"\S+")


def meant(text: str, hits: Sequence[Hit]) -> str:
    """The query with every word that no hit has as most hits have it; "" where none is to be changed."""
    text = analysis.clean(text)
    unseen = [(start, stop) for start, stop in language.typed(text) if _unseen(text[start:stop], hits)]
    if not unseen:  # most queries stop here, before what the hits say is cut into words
        return ""
    found = Counter(words for hit in hits[:_MOST_HITS] for words in _highlighted(hit))
    parts: list[str] = []
    end = 0
    for start, stop in unseen:
        better = _better(text[start:stop], found)
        parts += [text[end:start], better or text[start:stop]]
        end = stop
    changed = "".join((*parts, text[end:]))
    return changed if changed != text else ""


def _unseen(typed: str, hits: Sequence[Hit]) -> bool:
    """Whether no hit shows all its words as they were typed. A name that has others, or a number, is taken as
    it is."""
    terms = query.words(typed)
    if all(term.same or term.word.isdigit() for term in terms):
        return False
    return not any(all(map(_shown(hit).__contains__, (term.word for term in terms))) for hit in hits)


def _shown(hit: Hit) -> str:
    shown = (hit.snippet[start:stop] for start, stop in hit.highlights)
    return "\n".join(map(analysis.fold, (*shown, hit.subject)))


def _highlighted(hit: Hit) -> Iterator[str]:
    """What is highlighted in a hit, out to the borders of words."""
    words = [word for run in _PRINTED.finditer(hit.snippet) for word in _words(run, hit.highlights)]
    for start, stop in hit.highlights:
        inside = [word for word in words if word.start < stop and word.end > start]
        if inside:
            yield hit.snippet[inside[0].start : inside[-1].end]


def _words(run: re.Match[str], highlights: Sequence[Highlight]) -> Iterator[Token]:
    """The words of a part without spaces, where something of it is highlighted."""
    begin, end = run.span()
    if any(start < end and stop > begin for start, stop in highlights):
        for word in thai.tokens(run[0]):
            if analysis.fold(word.text):
                yield Token(word.text, word.start + begin, word.end + begin)


def _better(word: str, found: Counter[str]) -> str:
    typed = analysis.fold(word)
    letters = analysis.skeleton(word)
    if not letters or letters.isdigit() or any(typed in analysis.fold(other) for other in found):
        return ""
    alike = SequenceMatcher(None, b=letters)
    whole = (
        other for other, _ in found.most_common() if len(analysis.skeleton(other)) >= len(letters) - _LOST
    )
    return next((other for other in whole if _is_alike(alike, other)), "")


def _is_alike(alike: SequenceMatcher[str], other: str) -> bool:
    """Whether it is of dictionary words, with nearly the letters."""
    alike.set_seq1(analysis.skeleton(other))
    if any(ratio() < _ALIKE for ratio in (alike.real_quick_ratio, alike.quick_ratio, alike.ratio)):
        return False
    return all(token.text in thai.dictionary() for token in thai.tokens(other) if len(token.text) > 1)
