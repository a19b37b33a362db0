"""Where the words of a search stand on a page image."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sarabun.model import Box, Line, PageText
from sarabun.thai import fold_digits, normalise

# Of the query language, which the rooms above know; as words they would mark "or" in "order".
_OPERATORS = {"AND", "OR", "NOT", "|"}
_QUOTES = re.compile('["“”„«»]')


def boxes(page: PageText, query: str, terms: Sequence[str]) -> list[Box]:
    """One box for each place on ``page`` that answers, in pixels of the page image, in reading order.

    What was typed is looked for across the words of a line, first as a whole, then run by run. ``terms`` are
    words of the page that the index matched (:class:`sarabun.finding.Hit`); they mark what was typed
    otherwise than the page has it, and are left out where the whole was found.
    """
    whole = _folded(query)
    runs = [run for run in (_folded(word) for word in query.split() if word not in _OPERATORS) if run]
    lines = [_Line(line) for line in page.lines]
    if whole and any(whole in line.text for line in lines):
        return [box for line in lines for box in line.places([whole], ())]
    words = frozenset(filter(None, map(_folded, terms)))
    return [box for line in lines for box in line.places(runs, words)]


def _folded(text: str) -> str:
    """As it is compared: normalised, digits 0-9, small letters, without spaces and quotes."""
    return "".join(fold_digits(normalise(_QUOTES.sub(" ", text))).lower().split())


class _Line:
    """The words of a line as one string, and whose each character is."""

    def __init__(self, line: Line) -> None:
        self.words = [_folded(word.text) for word in line.words]
        self.boxes = [word.box for word in line.words]
        self.text = "".join(self.words)
        self.owner = [i for i, word in enumerate(self.words) for _ in word]

    def places(self, runs: Sequence[str], words: frozenset[str] | tuple[()]) -> Iterator[Box]:
        marked = {i for i, word in enumerate(self.words) if word in words}
        for run in runs:
            at = self.text.find(run)
            while at >= 0:
                marked.update(self.owner[at : at + len(run)])
                at = self.text.find(run, at + 1)
        group: list[int] = []
        for i in sorted(marked):
            if group and i != group[-1] + 1:
                yield Box.around([self.boxes[k] for k in group])
                group = []
            group.append(i)
        if group:
            yield Box.around([self.boxes[k] for k in group])
