"""What a letter is made of before it is drawn: blocks in reading order, and marks that are pressed on top.

Distances are in centimetres from the left margin (or from the paper's edge for marks), space before a block
in points. Texts hold Arabic digits; a letter in Thai digits is turned when it is drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sarabun.model import Kind
from sarabun.thai import thai_digits

Colour = tuple[int, int, int]

_CODE = re.compile(r"((?=[!-~]*[A-Za-z])(?=[!-~]*[0-9])[!-~]*[A-Za-z][!-~]*)")
_LATIN = re.compile("[!-~]*[A-Za-z]")

VIOLET: Colour = (88, 66, 168)
BLUE: Colour = (38, 62, 160)
RED: Colour = (205, 40, 62)
PEN: Colour = (28, 46, 150)
BLACK: Colour = (24, 24, 26)


@dataclass(frozen=True, slots=True)
class Style:
    """How a letter is typed: a family of :data:`samples.fonts.FAMILIES` and its digits."""

    family: str
    thai_digits: bool
    justify: bool

    def digits(self, text: str) -> str:
        """``text`` in this letter's digits; codes and addresses in Latin script keep theirs."""
        if not self.thai_digits:
            return text
        return "".join(part if _LATIN.match(part) else thai_digits(part) for part in _CODE.split(text))


class Cell(NamedTuple):
    """A piece of a row: where it begins (None: right after the piece before), and whether a hand wrote it."""

    text: str
    at: float | None = None
    hand: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Emblem:
    """The winged emblem: 3 cm centred, or 1.5 cm at the left of a memo. ``urgency`` is printed beside it."""

    height: float = 3.0
    centred: bool = True
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of cells. ``dotted`` draws leader dots as on a form; ``reserve`` as for a paragraph."""

    cells: tuple[Cell, ...]
    before: float = 0.0
    dotted: bool = False
    reserve: float = 0.0


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The number at the left, the agency and its address at the right, from the same line down."""

    left: tuple[Cell, ...]
    right: tuple[str, ...]
    right_at: float = 9.8


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Wrapped text. ``size`` multiplies the body size; ``reserve`` cm must still fit below its first line."""

    text: str
    indent: float = 2.5
    left: float = 0.0
    align: Literal["left", "centre", "right"] = "left"
    bold: bool = False
    size: float = 1.0
    before: float = 0.0
    reserve: float = 0.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its text, wrapped with a hanging indent (เรื่อง, อ้างถึง, สิ่งที่ส่งมาด้วย)."""

    label: str
    text: str
    hang: float = 1.25
    before: float = 6.0
    bold: bool = False
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; the first row is the head. ``widths`` in cm; ``centred`` and ``right`` name columns set
    so. An ``open`` one has rules above and below its rows only."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    centred: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """Numbered people of a committee in three columns without rules: name, position, role."""

    rows: tuple[tuple[str, str, str], ...]
    left: float = 0.6


class Blank(NamedTuple):
    """Room to write on: dots ``width`` cm long, or a ``box`` to tick, with what a hand wrote there."""

    width: float = 0.0
    text: str = ""
    box: bool = False


@dataclass(frozen=True, slots=True)
class Blanks:
    """A line of a form, broken where it is too long: print and blanks."""

    parts: tuple[str | Blank, ...]
    left: float = 0.0
    before: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns of paragraphs side by side, read one after the other; ``ruled``: a line between them."""

    one: tuple[str, ...]
    two: tuple[str, ...]
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """Small print at the bottom of the page that is being set."""

    text: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Closing (may be empty), room with a signature, name and position lines, centred on ``at``."""

    closing: str
    lines: tuple[str, ...]
    at: float = 10.6
    signed: bool = True


@dataclass(frozen=True, slots=True)
class SealedBy:
    """End of a stamped letter: issuer and date centred under the red seal, with a short signature."""

    office: str
    date: tuple[Cell, ...]
    at: float = 10.6


@dataclass(frozen=True, slots=True)
class Foot:
    """Lines at the bottom left of the page: owner of the matter, telephone."""

    lines: tuple[str, ...]
    qr: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A short centred rule under a heading; width in cm."""

    width: float = 4.0


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows is an attachment on a page of its own, without number or catch-word."""


Block = (
    Emblem
    | Row
    | Letterhead
    | Paragraph
    | Labelled
    | Table
    | Roll
    | Blanks
    | Columns
    | Footnote
    | Signature
    | SealedBy
    | Foot
    | Rule
    | NewPage
)


@dataclass(frozen=True, slots=True)
class ReceivedStamp:
    """A received stamp (ตรารับหนังสือ) at ``left``/``top`` cm; what was filled in by hand or by machine."""

    office: str
    number: str
    date: str
    time: str
    ink: Colour
    machine: bool
    left: float = 14.6
    top: float = 0.9
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class WordStamp:
    """Lines of a rubber stamp, or of a hand, at ``left``/``top`` cm, each centred; may be signed."""

    lines: tuple[str, ...]
    ink: Colour
    left: float
    top: float
    hand: bool = False
    signed: bool = False
    angle: float = 0.0
    size: float = 1.0


Mark = ReceivedStamp | WordStamp


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed letter. ``fields`` is the truth (see :mod:`samples.box`); ``secrecy`` marks every page."""

    kind: Kind
    style: Style
    fields: dict[str, Any]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    secrecy: str = ""
