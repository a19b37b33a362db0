"""What a person who types may be about to type: subjects, agencies and numbers of letters.

Asked of the index as searches are, so nothing is suggested from letters that the one who asks may not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sarabun.errors import InputError
from sarabun.finding import Facet, Order, SearchQuery, Suggestion, Suggestions
from sarabun.ports import SearchIndex
from search import analysis

_LETTERS = 2  # that must be typed
_MOST_CHARS = 100
_SPECIAL = re.compile(r'["“”„«»()*|:：-]+')
_LOOKED_AT = 50  # letters, among whose subjects are doubles


def suggest(index: SearchIndex, typed: str, query: SearchQuery, limit: int = 8) -> Suggestions:
    """At most ``limit`` of each; the last word may be unfinished. ``query`` says who asks; its text is not
    used. What cannot be a beginning has no suggestions."""
    words = _SPECIAL.sub(" ", analysis.clean(typed[:_MOST_CHARS])).split()
    if not words or len(analysis.fold("".join(words))) < _LETTERS:
        return Suggestions()
    try:
        return _suggestions(index, words, query, limit)
    except InputError:  # an odd mix of digits and strokes, of which half is typed
        return Suggestions()


def _suggestions(index: SearchIndex, words: list[str], query: SearchQuery, limit: int) -> Suggestions:
    asked = replace(query, chosen=(), agency="", after="", offset=0, facets=())
    newest = replace(asked, order=Order.NEWEST, limit=_LOOKED_AT)
    begun = " ".join(words) + ("*" if len(analysis.fold(words[-1])) >= _LETTERS else "")
    subjects = (hit.subject for hit in index.search(replace(newest, text=f"เรื่อง:({begun})")).hits)
    agencies = index.search(replace(asked, text=f"จาก:({begun})", facets=(Facet.AGENCY,), limit=0))
    numbers: list[str] = []
    start = analysis.number_key("".join(words))
    if any(char.isdigit() for char in start):
        found = index.search(replace(newest, text=f"ที่:{start}*", order=Order.NUMBER))
        numbers = [hit.number for hit in found.hits]
    return Suggestions(
        _once(subjects, limit),
        tuple(Suggestion(c.value, c.count) for _, counted in agencies.facets for c in counted[:limit]),
        _once(numbers, limit),
    )


def _once(texts: Iterable[str], limit: int) -> tuple[Suggestion, ...]:
    return tuple(map(Suggestion, list(dict.fromkeys(filter(None, texts)))[:limit]))
