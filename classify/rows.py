"""The rows of a page: its lines as the rules see them, however the reader cut them.

A letterhead prints the number on the left and the agency on the right of one visual line, and readers give
that as one line, or as a line for every run between two gaps. Here every line is cut at wide gaps into spans,
spans at one height form a row, and neighbours in it without a wide gap become one span again.
"""

from __future__ import annotations

import re
from statistics import linear_regression, median, quantiles

from classify.layout import Row, Span
from sarabun.model import Box, Line, PageText, Word
from sarabun.thai import dictionary

_COLUMN_GAP = 1.2  # of the row height: wider than any justified space, narrower than any column gap
_READABLE = re.compile(r"[ก-ฮ0-9๐-๙A-Za-z]")
_LABELLED = re.compile(r"^[^ก-๎]{0,2}(?:ท[ีิึื]?[่้]?\s|วันท|เร[ืีิึ]?[่้]?อง\s|เร[ีืิึ]ยน\s|ถ[ึีิื]ง\s)")
_NUMBERED = re.compile(r"[0-9๐-๙]{2,}(?:[.,][0-9๐-๙]+)*\s?/")
_LONG = 0.25  # of the page's width: lines that tell its skew
_SKEWED = 0.002  # less is the scatter of the measure itself


def rows_of(page: PageText) -> tuple[Row, ...]:
    """The rows of a page from top to bottom, specks and broken-off marks left out."""
    lines = [line for line in page.lines if line.words]
    if not lines:
        return ()
    skew = _skew(page, lines)
    straight = [[_straight(word.box, skew, page) for word in line.words] for line in lines]
    unit = _usual_height(lines, straight)
    places = [Box.around(boxes) for boxes in straight]
    spans = [
        span
        for line, boxes, place in zip(lines, straight, places, strict=True)
        if not _is_dirt(line, place, unit) and not any(_covers(other, place) for other in places)
        for span in _spans(page.page, line.words, boxes, unit)
    ]
    groups: list[list[Span]] = []
    for span in sorted(spans, key=lambda s: (_middle(s.box), s.box.left)):
        if groups and _same_row(groups[-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    return tuple(Row(page.page, _merged(group, unit), unit, page.width, page.height) for group in groups)


def _skew(page: PageText, lines: list[Line]) -> float:
    """How far lines fall to the right: pixels down for each pixel right, over the page's long lines."""
    slopes = []
    for line in lines:
        middles = [((w.box.left + w.box.right) / 2, _middle(w.box)) for w in line.words]
        if len(middles) >= 4 and middles[-1][0] - middles[0][0] > _LONG * page.width:
            slopes.append(linear_regression(*zip(*middles, strict=True)).slope)
    skew = median(slopes) if len(slopes) >= 3 else 0.0
    return skew if abs(skew) > _SKEWED else 0.0


def _straight(box: Box, skew: float, page: PageText) -> Box:
    """The box turned back about the middle of the page."""
    right = round(skew * (_middle(box) - page.height / 2))
    down = round(skew * ((box.left + box.right) / 2 - page.width / 2))
    return Box(box.left + right, box.top - down, box.right + right, box.bottom - down)


def _usual_height(lines: list[Line], straight: list[list[Box]]) -> float:
    """Upper quartile: the lines that have marks above and below; those without are a third lower."""
    heights = [Box.around(b).height for line, b in zip(lines, straight, strict=True) if len(line.words) >= 3]
    heights = heights or [Box.around(boxes).height for boxes in straight]
    return float(quantiles(heights, n=4, method="inclusive")[2] if len(heights) > 1 else heights[0])


def _covers(other: Box, box: Box) -> bool:
    """Whether ``box`` is part of a longer line that was read as well: the same print, read twice."""
    inside = other.left - 2 <= box.left and box.right <= other.right + 2 and box.width < other.width
    overlap = min(box.bottom, other.bottom) - max(box.top, other.top)
    return inside and overlap > 0.8 * max(box.height, other.height)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _same_row(group: list[Span], span: Span) -> bool:
    """Close in height to some span of the group and beside all of them."""
    near = any(
        abs(_middle(s.box) - _middle(span.box)) < 0.45 * min(s.box.height, span.box.height) for s in group
    )
    return near and all(
        min(s.box.right, span.box.right) - max(s.box.left, span.box.left)
        <= 0.2 * min(s.box.width, span.box.width)
        for s in group
    )


def _merged(group: list[Span], unit: float) -> tuple[Span, ...]:
    """From left to right, runs without a wide gap between them put together."""
    merged: list[list[Span]] = []
    for span in sorted(group, key=lambda s: s.box.left):
        if merged and span.box.left - merged[-1][-1].box.right <= _COLUMN_GAP * unit:
            merged[-1].append(span)
        else:
            merged.append([span])
    return tuple(runs[0] if len(runs) == 1 else Span.joined(runs) for runs in merged)


def _is_dirt(line: Line, box: Box, unit: float) -> bool:
    """Marks that a reader took for a line of their own, and rules, specks, scribbles."""
    readable = len(_READABLE.findall(line.text))
    if readable >= 4 and (_LABELLED.match(line.text) or _NUMBERED.search(line.text)):
        return False
    if _has_words(line):
        return False
    low = box.height < 0.7 * unit and line.confidence < 0.6 and readable < 8
    sparse = box.width > 4 * unit and readable * unit < 0.5 * box.width and line.confidence < 0.7
    scattered = len(line.words) > 8 and readable < 1.3 * len(line.words) and line.confidence < 0.7
    return readable == 0 or low or sparse or scattered


def _has_words(line: Line) -> bool:
    """Whether most of what was read is words: dirt makes none of three letters or more."""
    words = [w.text for w in line.words if len(w.text) >= 3 and w.text in dictionary()]
    return len(words) >= 2 and sum(map(len, words)) > 0.6 * sum(len(w.text) for w in line.words)


def _spans(page: int, words: tuple[Word, ...], boxes: list[Box], unit: float) -> list[Span]:
    """The line, cut at gaps wider than a space can be."""
    cuts = [i for i in range(1, len(boxes)) if boxes[i].left - boxes[i - 1].right > _COLUMN_GAP * unit]
    return [
        Span.of(page, words[start:end], boxes[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)
    ]
