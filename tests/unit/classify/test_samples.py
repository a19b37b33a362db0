"""Generated letters read without a single error: every field has to be exact."""

from __future__ import annotations

import re

import numpy as np
import pytest

from classify.describe import describe
from samples.box import drawn_letter
from samples.sheet import HEIGHT, WIDTH, DrawnLine, DrawnPage
from sarabun.errors import ConfigurationError
from sarabun.model import Box, DocumentText, Kind, Line, PageText, Word
from sarabun.thai import fold_digits, normalise, tokens

FIELDS = ("number", "date", "subject", "from", "to", "signer_name", "signer_position")
_LEADER = 9  # pixels of dots in a column: leaders of this line and the one above
_MARK = re.compile("[ัิ-ฺ็-๎]")


def cells(line: DrawnLine, ink: np.ndarray) -> list[tuple[str, Box]]:
    """The cells of a line where its ink stands; what is apart from the rest has a line of its own."""
    box = line.box
    letters = ink[box.top : box.bottom, box.left : box.right].sum(axis=0) > _LEADER
    columns = box.left + np.flatnonzero(letters)
    breaks = np.sort(np.argsort(np.diff(columns))[::-1][: len(line.gaps)]) + 1
    texts = [line.text[a:b].strip() for a, b in zip((0, *line.gaps), (*line.gaps, None), strict=True)]
    made = []
    for text, part in zip(texts, np.split(columns, breaks), strict=True):
        place = Box(int(part[0]), box.top + 12, int(part[-1]) + 1, box.bottom - 8)
        made.append((text, place))
    return made


def words(text: str, box: Box) -> tuple[Word, ...]:
    steps = [0, *np.cumsum([not _MARK.match(c) for c in text])]
    at = [box.left + round(box.width * s / steps[-1]) for s in steps]
    return tuple(
        Word(t.text, Box(at[t.start], box.top, max(at[t.end], at[t.start] + 2), box.bottom), 0.999,
             t.start > 0 and text[t.start - 1] == " ")
        for t in tokens(text)
    )  # fmt: skip


def stamp_rows(lines: list[DrawnLine]) -> list[tuple[str, Box]]:
    """The lines of stamps, one under another inside the box they share."""
    made = []
    for box in dict.fromkeys(line.box for line in lines):
        inside = [line for line in lines if line.box == box]
        step = box.height / len(inside)
        for i, line in enumerate(inside):
            top = box.top + round(i * step)
            made.append((line.text, Box(box.left + 20, top + 8, box.right - 20, top + round(step) - 8)))
    return made


def read(number: int, page: DrawnPage) -> PageText:
    ink = np.asarray(page.image.convert("L")) < 128
    found = [cell for line in page.lines if not line.stamped for cell in cells(line, ink)]
    found += stamp_rows([line for line in page.lines if line.stamped])
    lines = tuple(
        Line(words(normalise(text), box), box, 0.999) for text, box in sorted(found, key=lambda c: c[1].top)
    )
    return PageText(number, WIDTH, HEIGHT, 300, lines, 0.999, "perfect")


def plain(text: str | None) -> str:
    return "".join(fold_digits(text or "").split())


@pytest.mark.parametrize("kind", Kind)
def test_perfect_reading_loses_nothing(kind):
    try:
        letter, pages = drawn_letter(kind, [730_000, list(Kind).index(kind)], rich=True)
    except ConfigurationError as error:
        pytest.skip(error.en)
    described = describe(DocumentText(tuple(read(n, page) for n, page in enumerate(pages, 1))))
    assert described.kind is kind
    got = {name: plain(described.value(name)) for name in FIELDS}
    assert got == {name: plain(letter.fields[name]) for name in FIELDS}
