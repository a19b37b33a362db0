"""Sets what stands side by side: tables, committee lists, columns of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samples.blocks import Columns, Roll, Table
from samples.fonts import Face
from samples.sheet import LEFT, RIGHT, DrawnLine
from samples.stamps import CM
from samples.wrapping import wrap
from sarabun.model import Box

if TYPE_CHECKING:
    from samples.page import Setter


def table(setter: Setter, block: Table) -> None:
    """Sets a table; a row stands on one page."""
    pad = 14
    edges = [LEFT + sum(block.widths[:i]) * CM for i in range(len(block.widths) + 1)]
    setter.y += 12
    for r, row in enumerate(block.rows):
        type_ = setter.face(0.94, bold=r == 0)
        columns = [
            wrap(setter.style.digits(cell), type_.width, b - a - 2 * pad, b - a - 2 * pad)
            for cell, a, b in zip(row, edges, edges[1:], strict=False)
        ]
        height = max(len(c) for c in columns) * setter.step * 0.92 + 18
        setter.room(height, next(filter(None, row)))
        top = setter.y
        for c, lines in enumerate(columns):
            for i, line in enumerate(lines):
                x = edges[c] + pad
                if r == 0 or c in block.centred:
                    x = (edges[c] + edges[c + 1] - type_.width(line)) / 2
                elif c in block.right:
                    x = edges[c + 1] - pad - type_.width(line)
                setter.keep(line, setter.line(line, x, top + 9 + setter.step * 0.92 * (i + 0.70), type_))
        setter.y = top + height
        for x in edges[:0] if block.open else edges:
            setter.sheet.draw.line((x, top, x, setter.y), fill=setter.ink, width=3)
        for y in (top, setter.y):
            setter.sheet.draw.line((edges[0], y, edges[-1], y), fill=setter.ink, width=3)
    setter.y += 24


def roll(setter: Setter, block: Roll) -> None:
    """Sets a committee list, its columns as wide as their texts."""
    rows = [(setter.style.digits(f"{i}. {name}"), *rest) for i, (name, *rest) in enumerate(block.rows, 1)]
    gap, left = 0.35 * CM, LEFT + block.left * CM
    size = 1.0
    widths = [max(setter.face(size).width(row[c]) + gap for row in rows) for c in range(3)]
    while sum(widths) > RIGHT - left:  # typists squeeze long titles
        size -= 0.03
        widths = [max(setter.face(size).width(row[c]) + gap for row in rows) for c in range(3)]
    starts = (left, left + widths[0], left + widths[0] + widths[1])
    for row in rows:
        setter.room(setter.step, row[0])
        base = setter.advance()
        boxes = [setter.line(text, x, base, setter.face(size)) for text, x in zip(row, starts, strict=True)]
        gaps = (len(row[0]) + 1, len(row[0]) + len(row[1]) + 2)
        setter.sheet.lines.append(DrawnLine(" ".join(row), Box.around(boxes), gaps=gaps))


def columns(setter: Setter, block: Columns) -> None:
    """Sets two columns from the same height; the lines of the first come first."""
    setter.y += setter.step * 0.5
    between = 0.9 * CM
    width = (RIGHT - LEFT - between) / 2
    type_ = setter.face()
    columns_ = [_column(setter, texts, type_, width) for texts in (block.one, block.two)]
    height = max(map(len, columns_)) * setter.step
    setter.room(height, columns_[0][0])
    top = setter.y
    for left, lines in zip((LEFT, LEFT + width + between), columns_, strict=True):
        setter.y = top
        for line in lines:
            setter.keep(line, setter.line(line, left, setter.advance(), type_))
    setter.y = top + height
    if block.ruled:
        x = LEFT + width + between / 2
        setter.sheet.draw.line((x, top, x, setter.y), fill=setter.ink, width=3)


def _column(setter: Setter, texts: tuple[str, ...], type_: Face, width: float) -> list[str]:
    return [line for text in texts for line in wrap(setter.style.digits(text), type_.width, width, width)]
