"""From the pieces that a reader reports to printed lines of real Thai words.

Readers of Thai report single characters with boxes; where a space is printed shows only in the gaps. Here a
line's text is rebuilt, normalised without losing which ink each character came from, and cut into words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import prod
from statistics import median
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sarabun.model import Box, Line, Word
from sarabun.thai import ABOVE_BELOW_VOWELS, NIKHAHIT, SARA_AA, SARA_AM, TONES, dictionary, normalise, tokens

# Of the usual height of a line's pieces: on four real pages and two of the Gazette 0.4-0.5 put spaces best
# where they are printed. Boxes of readers are too rough for this (their own gaps double the spaces).
_SPACE_GAP = 0.45

_MARK = f"{ABOVE_BELOW_VOWELS}{TONES}{NIKHAHIT}"
_LONG_A = f"{SARA_AA}{SARA_AM}"
_CLUSTER = re.compile(  # what normalise() looks at together
    f"(?:เเ|[^{_MARK}])(?:[{_MARK}]+[{_LONG_A}]?|{SARA_AM})?[{TONES}{NIKHAHIT}]*"
    f"|[{_MARK}]+[{_LONG_A}]?[{TONES}{NIKHAHIT}]*",
    re.DOTALL,
)
_LEANS = re.compile(f"[{_MARK}{SARA_AA}{SARA_AM}ะๆฯ]")
_LEAST_WORD = 4  # characters, marks too
_THAI = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e]+")
_MARK_ONLY = re.compile(f"[{_MARK}]+")


Ink: TypeAlias = NDArray[np.bool_]


class Piece(NamedTuple):
    """What a reader reports: a character or a few, their box, confidence 0..1."""

    text: str
    box: Box
    confidence: float


class _Cluster(NamedTuple):
    """A base character with its marks, normalised: the least that keeps a box of its own."""

    text: str
    box: Box
    confidence: float


def line_of(pieces: Sequence[Piece], ink: Ink, *, exact: bool = False) -> Line | None:
    """The line that ``pieces`` (in reading order) print, or ``None`` where they print nothing.

    ``ink`` is true on the ink of the picture that the boxes lie on. ``exact``: pieces are single characters
    with probabilities and begin with the spaces that are printed; otherwise spaces are wide gaps in the ink,
    and confidences are whatever the reader calls so.
    """
    pieces = [p for p in pieces if p.text.strip()]
    if not pieces:
        return None
    clusters, spaces = _clusters(pieces, ink, exact)
    if not exact:
        spaces -= _inside_words(clusters, spaces)
    text = "".join((" " if i in spaces else "") + c.text for i, c in enumerate(clusters))
    at = [i for i, c in enumerate(clusters) for _ in (" " if i in spaces else "") + c.text]
    words = []
    for token in tokens(text):
        under = [clusters[i] for i in range(at[token.start], at[token.end - 1] + 1)]
        certain = [c.confidence for c in under]
        words.append(
            Word(
                token.text,
                _on_ink(Box.around([c.box for c in under]), ink),
                prod(certain) if exact else sum(certain) / len(certain),
                space_before=token.start > 0 and text[token.start - 1] == " ",
            )
        )
    return Line(
        tuple(words),
        Box.around([w.box for w in words]),
        sum(w.confidence for w in words) / len(words),
    )


def _on_ink(box: Box, ink: Ink) -> Box:
    """``box`` drawn in to the ink inside it; as it is where it holds none."""
    part = ink[box.top : box.bottom, box.left : box.right]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return box
    return Box(
        box.left + int(columns[0]),
        box.top + int(rows[0]),
        box.left + int(columns[-1]) + 1,
        box.top + int(rows[-1]) + 1,
    )


def _clusters(pieces: Sequence[Piece], ink: Ink, exact: bool) -> tuple[list[_Cluster], set[int]]:
    """Normalised clusters of the line, and the indexes of those with a printed space before them."""
    least_gap = _SPACE_GAP * _usual_height(pieces)
    owners: list[Piece | None] = []
    raw = ""
    for before, piece in zip((None, *pieces), pieces, strict=False):
        if before is not None and (
            piece.text[0].isspace()
            or before.text[-1].isspace()
            or (not exact and _gap(before, piece, ink) > least_gap)
        ):
            raw += " "
            owners.append(None)
        printed = piece.text.strip()
        raw += printed
        owners += [piece] * len(printed)
    clusters: list[_Cluster] = []
    spaces: set[int] = set()
    for match in _CLUSTER.finditer(raw):
        text = _normalised(match[0])
        own = [o for o in owners[match.start() : match.end()] if o is not None]
        if match[0][0].isspace() and clusters:
            spaces.add(len(clusters))
        if text:
            certain = [o.confidence for o in own]
            confidence = prod(certain) if exact else sum(certain) / len(certain)
            box = own[0].box if len(own) == 1 else Box.around([o.box for o in own])
            clusters.append(_Cluster(text, box, confidence))
    return clusters, spaces & set(range(len(clusters)))


@lru_cache(maxsize=4096)
def _normalised(cluster: str) -> str:
    """A page has a thousand clusters, but few that differ."""
    return normalise(cluster).strip()


def _inside_words(clusters: Sequence[_Cluster], spaces: set[int]) -> set[int]:
    """Spaces that cut a word of the dictionary into something that is none (เรื่อ ง, จำนว น).

    Not before an abbreviation (ราชการ พ.ศ.), and not for words so short that noise makes them.
    """
    found: set[int] = set()
    for i in spaces:
        if i + 1 < len(clusters) and clusters[i + 1].text == ".":
            continue
        left, right = _run(clusters[:i][::-1], spaces, i, -1), _run(clusters[i:], spaces, i, 1)
        for token in tokens(left + right):
            inside = token.start < len(left) < token.end
            if inside and len(token.text) >= _LEAST_WORD and token.text in dictionary():
                halves = left[token.start :], right[: token.end - len(left)]
                if not all(half in dictionary() for half in halves):
                    found.add(i)
    return found


def _run(clusters: Sequence[_Cluster], spaces: set[int], start: int, step: int) -> str:
    """The Thai letters from the space before cluster ``start`` on, to the next space or other character."""
    run: list[str] = []
    for n, cluster in enumerate(clusters):
        at = start + n if step > 0 else start - n
        if (n and at in spaces) or not _THAI.fullmatch(cluster.text):
            break
        run.append(cluster.text)
    return "".join(run[::step])


def _usual_height(pieces: Sequence[Piece]) -> float:
    return median(
        [p.box.height for p in pieces if not _MARK_ONLY.fullmatch(p.text)] or [pieces[0].box.height]
    )


def _gap(before: Piece, piece: Piece, ink: Ink) -> int:
    """Columns without ink between the middles of two pieces; none before what leans on its base."""
    start, end = (before.box.left + before.box.right) // 2, (piece.box.left + piece.box.right) // 2
    if _LEANS.match(piece.text) or end <= start:
        return 0
    top, bottom = min(before.box.top, piece.box.top), max(before.box.bottom, piece.box.bottom)
    inked = np.flatnonzero(ink[top:bottom, start:end].any(axis=0))
    return int(np.diff(inked, prepend=-1, append=end - start).max()) - 1
