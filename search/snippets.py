"""The page of a letter, and the part of it, that shows why it was found."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from sarabun.finding import Highlight
from search.analysis import ATOM_BORDER, PAGE_BORDER, WORD_BORDER
from search.sought import Match, Place, Sought

WIDTH = 160
_LEAD = 40
_REACH = 2 * WIDTH + 2  # characters of a marked page, of which each other one may be a border
_MOST_DAMAGED = 50  # pages
_MAX_TERMS = 50
_MAX_MATCHES = 100
_PRINTED = re.compile(f"[^\\s{WORD_BORDER}{ATOM_BORDER}]")


class Snippet(NamedTuple):
    """``text`` with line breaks as spaces and … where it was cut; ``highlights`` in characters of ``text``;
    ``terms`` are the words anywhere on the page that matched, as the page has them."""

    text: str
    highlights: tuple[Highlight, ...]
    terms: tuple[str, ...]


class Best(NamedTuple):
    """``page`` is the number of the page that has most of the query; ``pages`` are all that have some."""

    page: int
    snippet: Snippet
    pages: tuple[int, ...]


def best(numbers: Sequence[int], text: str, sought: Sought) -> Best:
    """Of pages (at least one; marked, in ``text`` with PAGE_BORDER between) that with the most telling words
    of the query; of equals the first. Damaged words are looked for only where no page has a whole one."""
    if len(numbers) == 1:
        snippet = make(text, sought)
        return Best(numbers[0], snippet, (numbers[0],) if snippet.terms else ())
    pages = text.split(PAGE_BORDER)
    having = [*map(sought.whole, pages)]
    if sought and not any(having):
        having[:_MOST_DAMAGED] = [sought.damaged(_plain(page)) for page in pages[:_MOST_DAMAGED]]
    page = having.index(max(having))
    found = tuple(number for number, count in zip(numbers, having, strict=True) if count)
    return Best(numbers[page], make(pages[page], sought), found)


def make(marked: str, sought: Sought) -> Snippet:
    """About 160 characters of a marked page around the best place, cut between words; the page's beginning
    where none of it matches (the hit is then in the subject or the like)."""
    found = sought.matches(marked)
    plain = _plain_places(marked, found)
    first = found[:_MAX_MATCHES]
    window = _Window(marked, first[_best_place(first, plain)][0] if first else None)
    return Snippet(window.text, window.highlights(plain), tuple(islice(_words(marked, first), _MAX_TERMS)))


class _Window:
    """The part of a marked page that is shown around ``best``; without it the page's beginning. Only so much
    of the page is taken apart as it can reach: at most each other character is a border."""

    def __init__(self, marked: str, best: int | None) -> None:
        place = best or 0
        begin, end = max(0, place - _REACH), place + _REACH
        plain = _plain(marked[begin:end])
        cuts = _cuts(marked[begin:end])
        lead = place - begin - _borders(marked, begin, place)
        wanted = min(lead - _LEAD, len(plain) - WIDTH) if best is not None else 0
        start = 0 if wanted <= 0 else _first_start(plain, cuts, wanted, lead)
        stop = _last_end(plain, cuts, start, start + WIDTH)
        is_first = not plain[:start].strip() and not _PRINTED.search(marked, 0, begin)
        is_last = not plain[stop:].strip() and not _PRINTED.search(marked, end)
        before = "" if is_first else "…"
        skipped = begin - _borders(marked, 0, begin)
        self._start, self._end = start + skipped, stop + skipped
        self._shift = len(before) - self._start
        self.text = before + plain[start:stop].replace("\n", " ") + ("" if is_last else "…")

    def highlights(self, places: Sequence[Place]) -> tuple[Highlight, ...]:
        """Those of places in the text without borders that are shown."""
        inside = ((max(start, self._start), min(end, self._end)) for start, end in places)
        return tuple(
            Highlight(start + self._shift, end + self._shift) for start, end in inside if start < end
        )


def _cuts(marked: str) -> list[int]:
    """Where words begin and end in the plain text, and its beginning and end, rising."""
    parts = marked.replace(ATOM_BORDER, "").split(WORD_BORDER)
    return [0, *accumulate(map(len, parts))]


def _first_start(plain: str, cuts: list[int], least: int, most: int) -> int:
    """The first word that begins from ``least`` to ``most``; ``most`` where none does."""
    for cut in cuts[bisect_left(cuts, least) :]:
        if cut >= most:
            break
        if not plain[cut].isspace():
            return cut
    return most


def _last_end(plain: str, cuts: list[int], after: int, most: int) -> int:
    """The last word that ends after ``after`` and not behind ``most``; ``most`` where none does."""
    for cut in reversed(cuts[: bisect_right(cuts, most)]):
        if cut <= after:
            break
        if not plain[cut - 1].isspace():
            return cut
    return min(most, len(plain))


def _words(marked: str, found: Sequence[Match]) -> Iterator[str]:
    """The words that matches lie in, each once."""
    rows: dict[str, None] = {}
    for start, end, _ in found:
        stop = marked.find(WORD_BORDER, end)
        rows[marked[marked.rfind(WORD_BORDER, 0, start) + 1 : stop if stop >= 0 else None]] = None
    words = (word.strip() for row in rows for word in row.replace(ATOM_BORDER, "").split(WORD_BORDER))
    return (word for word in dict.fromkeys(words) if word)


def _borders(marked: str, start: int, end: int) -> int:
    return marked.count(WORD_BORDER, start, end) + marked.count(ATOM_BORDER, start, end)


def _plain(marked: str) -> str:
    return marked.replace(WORD_BORDER, "").replace(ATOM_BORDER, "")


def _plain_places(marked: str, found: Sequence[Match]) -> list[Place]:
    """Where matches stand in the text without borders."""
    places: list[Place] = []
    known = plain = 0
    for start, end, _ in found:
        plain += start - known - _borders(marked, known, start)
        known, begin = end, plain
        plain += end - start - _borders(marked, start, end)
        places.append((begin, plain))
    return places


def _best_place(found: Sequence[Match], plain: Sequence[Place]) -> int:
    """The match that the window is to be around: the one that shows most parts of the query, then most
    matches, then is first."""
    ends = [end for _, end in plain]

    def worth(n: int) -> tuple[int, int, int]:
        shown = found[n : bisect_right(ends, plain[n][0] + WIDTH - _LEAD)]
        return len({target for _, _, target in shown}), len(shown), -n

    return max(range(len(found)), key=worth, default=0)
