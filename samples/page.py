"""Sets a letter's blocks on A4 pages at 300 dpi and keeps the text of every line it draws."""

from __future__ import annotations

import cv2
import numpy as np

from samples import forms, stamps, tables
from samples.blocks import (
    BLACK,
    PEN,
    RED,
    Blanks,
    Block,
    Cell,
    Colour,
    Columns,
    Emblem,
    Foot,
    Footnote,
    Labelled,
    Letter,
    Letterhead,
    NewPage,
    Paragraph,
    ReceivedStamp,
    Roll,
    Row,
    Rule,
    SealedBy,
    Signature,
    Table,
)
from samples.emblem import emblem
from samples.fonts import DPI, FAMILIES, Face, face
from samples.hand import initials, signature, written
from samples.sheet import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, DrawnLine, DrawnPage, Sheet
from samples.stamps import CM
from samples.wrapping import pieces, wrap
from sarabun.model import Box

_APART = round(0.8 * CM)  # a gap that sets two cells of a row apart


class Setter:
    """Sets blocks from top to bottom, turning pages. Lengths in pixels."""

    def __init__(self, letter: Letter, rng: np.random.Generator) -> None:
        self.letter, self.style, self.rng = letter, letter.style, rng
        family = FAMILIES[letter.style.family]
        self.points = family.size
        self.step = family.leading * DPI / 72
        self.ink: Colour = tuple(int(v + rng.integers(0, 14)) for v in BLACK)  # type: ignore[assignment]
        self.sheets: list[Sheet] = []
        self.first_of_part = 0
        self.y: float
        self.begin()

    # --- helpers

    def face(self, size: float = 1.0, bold: bool = False) -> Face:
        return face(self.style.family, round(self.points * size, 2), bold)

    def line(self, text: str, x: float, base: float, type_: Face, colour: Colour | None = None) -> Box:
        type_.draw(self.sheet.draw, (x, base), text, colour or self.ink)
        rise, fall = type_.points * DPI / 72 * 1.15, type_.points * DPI / 72 * 0.45
        return Box(int(x), int(base - rise), int(x + type_.width(text)) + 1, int(base + fall))

    def keep(self, text: str, box: Box) -> None:
        self.sheet.lines.append(DrawnLine(" ".join(text.split()), box))

    def turn(self, following: str) -> None:
        """Ends the page with the catch-words of ``following`` and begins the next with its number."""
        words = "".join(pieces(following)[:3]).strip()
        text = f"/{words}…"
        type_ = self.face()
        base = BOTTOM - 10
        box = self.line(text, RIGHT - type_.width(text), base, type_)
        self.sheet.foot_lines.append(DrawnLine(text, box))
        self.begin()
        number = self.style.digits(f"- {len(self.sheets) - self.first_of_part} -")
        x = (LEFT + RIGHT - type_.width(number)) / 2
        self.y = TOP
        self.keep(number, self.line(number, x, self.y + self.step * 0.7, type_))
        self.y += self.step * 2

    def begin(self) -> None:
        self.sheet = Sheet()
        self.sheets.append(self.sheet)
        self.y = TOP
        self.floor = BOTTOM - self.step * 1.2

    def room(self, height: float, following: str) -> None:
        if self.y + height > self.floor:
            self.turn(following)

    def advance(self, size: float = 1.0) -> float:
        """Moves one line down and returns its baseline."""
        base = self.y + self.step * size * 0.72
        self.y += self.step * size
        return base

    # --- blocks

    def emblem(self, block: Emblem) -> None:
        height = round(block.height * CM)
        x = (LEFT + RIGHT - height) // 2 if block.centred else LEFT
        self.sheet.press(emblem(height), x, round(self.y), self.ink)
        if block.urgency:
            type_ = face(self.style.family, round(self.points * 1.9, 2), True)
            at = LEFT if block.centred else LEFT + 2.1 * CM
            base = self.y + height - (10 if block.centred else 46)
            self.keep(block.urgency, self.line(block.urgency, at, base, type_, RED))
        self.y += height + self.step * 0.15 if block.centred else 0

    def cells(self, cells: tuple[Cell, ...], base: float, size: float = 1.0) -> None:
        """Draws and keeps the cells of one line."""
        x, text = float(LEFT), ""
        boxes: list[Box] = []
        hand: list[tuple[int, int]] = []
        gaps: list[int] = []
        for cell in cells:
            words = self.style.digits(cell.text)
            if cell.at is not None:
                ended, x = x, LEFT + cell.at * CM
                if text:
                    text = f"{text.rstrip()} "
                    gaps += [len(text)] if x - ended > _APART else []
            start, text = len(text), text + words
            if cell.hand:
                hand.append((start, len(text)))
                ink = written(words, 12.0, self.rng)
                top = round(base - ink.shape[0] * 2 / 3) - int(self.rng.integers(2, 9))
                boxes.append(self.sheet.press(ink, round(x) - 8, top, PEN))
                x += ink.shape[1] - 24
            else:
                type_ = self.face(size * (1.25 if cell.bold else 1.0), cell.bold)
                boxes.append(self.line(words, x, base, type_))
                x += type_.width(words)
        if text != " ".join(text.split()):
            raise ValueError(f"cells with spaces of their own: {text!r}")
        self.sheet.lines.append(DrawnLine(text, Box.around(boxes), hand=tuple(hand), gaps=tuple(gaps)))

    def row(self, block: Row) -> None:
        self.y += block.before * DPI / 72
        self.room(self.step + block.reserve * CM, block.cells[0].text)
        base = self.advance()
        if block.dotted:
            starts = [c.at for c in block.cells if c.bold and c.at is not None]
            for cell, end in zip([c for c in block.cells if c.bold], [*starts[1:], None], strict=True):
                begin = LEFT + (cell.at or 0) * CM + self.face(1.25, True).width(cell.text) + 6
                self.dots(begin, RIGHT if end is None else LEFT + end * CM - 12, base + 8)
        self.cells(block.cells, base)

    def dots(self, start: float, end: float, y: float) -> None:
        for x in range(int(start), int(end), 10):
            self.sheet.draw.ellipse((x, y, x + 3, y + 3), fill=self.ink)

    def letterhead(self, block: Letterhead) -> None:
        top = self.y
        self.cells(block.left, self.advance())
        self.y = top
        for line in block.right:
            words = self.style.digits(line)
            self.keep(words, self.line(words, LEFT + block.right_at * CM, self.advance(), self.face()))

    def paragraph(self, block: Paragraph) -> None:
        self.y += block.before * DPI / 72
        type_ = self.face(block.size, block.bold)
        text = self.style.digits(block.text)
        left = LEFT + block.left * CM
        indent = block.indent * CM if block.align == "left" else 0.0
        width = RIGHT - left
        lines = wrap(text, type_.width, width - indent, width)
        for i, line in enumerate(lines):
            need = self.step * block.size + (block.reserve * CM if i == 0 else 0)
            self.room(need, line)
            base = self.advance(block.size)
            x = left + (indent if i == 0 else 0)
            spare = RIGHT - x - type_.width(line)
            if block.align == "centre":
                x += spare / 2
            elif block.align == "right":
                x += spare
            stretch = self.style.justify and block.align == "left" and i + 1 < len(lines)
            self.keep(
                line, self.spread(line, x, base, type_, spare) if stretch else self.line(line, x, base, type_)
            )

    def spread(self, line: str, x: float, base: float, type_: Face, spare: float) -> Box:
        """A justified line: its spaces share what is left over, or all gaps between words where that
        is too little to look like a space; else the line stays ragged."""
        parts = line.split(" ")
        gap = type_.width(" ")
        extra = spare / max(1, len(parts) - 1)
        if extra > self.step * 0.5:
            parts, gap = list(pieces(line)), 0.0
            extra = spare / max(1, len(parts) - 1)
            if extra > type_.width(" ") * 0.45:
                return self.line(line, x, base, type_)
        boxes: list[Box] = []
        for part in parts:
            boxes.append(self.line(part.rstrip(), x, base, type_))
            x += type_.width(part) + gap + extra
        return Box.around(boxes)

    def labelled(self, block: Labelled) -> None:
        self.y += block.before * DPI / 72
        label_type = self.face(1.25 if block.bold else 1.0, block.bold)
        type_ = self.face()
        text = self.style.digits(block.text)
        hang = max(block.hang * CM, label_type.width(block.label) + 18 if block.label else 0.0)
        x = LEFT + hang
        for i, line in enumerate(wrap(text, type_.width, RIGHT - x, RIGHT - x)):
            self.room(self.step, line)
            base = self.advance()
            box = self.line(line, x, base, type_)
            if block.dotted:
                self.dots(LEFT + (label_type.width(block.label) + 6 if i == 0 else 0), RIGHT, base + 8)
            if i == 0 and block.label:
                box = Box.around([self.line(block.label, LEFT, base, label_type), box])
                line = f"{block.label} {line}"
            self.keep(line, box)

    def centred(self, text: str, at: float, base: float) -> None:
        words = self.style.digits(text)
        type_ = self.face()
        x = LEFT + at * CM - type_.width(words) / 2
        x = min(max(x, LEFT), RIGHT - type_.width(words) + 60)
        self.keep(words, self.line(words, x, base, type_))

    def sign(self, block: Signature) -> None:
        signing = self.step * 2.6
        height = (len(block.lines) + (1.5 if block.closing else 0.5)) * self.step + signing
        self.room(height, block.closing or block.lines[0])
        self.y += self.step * 0.5
        if block.closing:
            self.centred(block.closing, block.at, self.advance())
        if block.signed:
            ink = signature(self.rng)
            left = round(LEFT + block.at * CM - ink.shape[1] / 2 + self.rng.normal(0, 30))
            colour = PEN if self.rng.random() < 0.75 else BLACK
            self.sheet.press(ink, left, round(self.y + self.rng.normal(0, 8)), colour)
        self.y += signing
        for line in block.lines:
            self.centred(line, block.at, self.advance())

    def sealed(self, block: SealedBy) -> None:
        size = round(4.5 * CM)
        self.room(size + self.step, block.office)
        top = self.y + 20
        middle = LEFT + block.at * CM
        ring = stamps.turned(stamps.seal(block.office, self.rng), float(self.rng.normal(0, 6)))
        shift = int(self.rng.normal(0, 24))
        self.sheet.press(ring, round(middle - ring.shape[1] / 2) + shift, round(top), RED)
        self.y = top + size * 0.42
        self.centred(block.office, block.at, self.advance())
        base = self.advance()
        width = sum(self.face().width(self.style.digits(c.text)) for c in block.date)
        start = (middle - width / 2 - LEFT) / CM
        self.cells((block.date[0]._replace(at=start), *block.date[1:]), base)
        self.sheet.press(initials(self.rng), round(middle + size * 0.30), round(top + size * 0.45), PEN)
        self.y = top + size + self.step

    def foot(self, block: Foot) -> None:
        height = len(block.lines) * self.step
        self.y = max(self.y + self.step * 0.5, BOTTOM - height)
        if self.y + height > BOTTOM + self.step:
            self.turn(block.lines[0])
            self.y = BOTTOM - height
        if block.qr and self.y > TOP + 300:
            code = cv2.QRCodeEncoder.create().encode(block.qr)
            ink = 255 - cv2.resize(code, (236, 236), interpolation=cv2.INTER_NEAREST)
            self.sheet.press(np.asarray(ink, np.uint8), LEFT, round(self.y) - 250, self.ink)
        for line in block.lines:
            words = self.style.digits(line)
            self.keep(words, self.line(words, LEFT, self.advance(), self.face()))

    def set(self, block: Block) -> None:
        match block:
            case Emblem():
                self.emblem(block)
            case Row():
                self.row(block)
            case Letterhead():
                self.letterhead(block)
            case Paragraph():
                self.paragraph(block)
            case Labelled():
                self.labelled(block)
            case Table():
                tables.table(self, block)
            case Roll():
                tables.roll(self, block)
            case Columns():
                tables.columns(self, block)
            case Blanks():
                forms.blanks(self, block)
            case Footnote():
                forms.footnote(self, block)
            case Signature():
                self.sign(block)
            case SealedBy():
                self.sealed(block)
            case Foot():
                self.foot(block)
            case Rule():
                middle, half = (LEFT + RIGHT) / 2, block.width * CM / 2
                self.y += self.step * 0.4
                self.sheet.draw.line((middle - half, self.y, middle + half, self.y), fill=self.ink, width=3)
                self.y += self.step * 0.6
            case NewPage():
                self.begin()
                self.first_of_part = len(self.sheets) - 1

    # --- marks

    def mark(self) -> None:
        """Presses the marks on the first page and the grade of secrecy on all."""
        self.sheet = self.sheets[0]
        for mark in self.letter.marks:
            left, top = round(mark.left * CM), round(mark.top * CM)
            if isinstance(mark, ReceivedStamp):
                frame, filled, lines = stamps.received(mark, self.rng)
                box = self.sheet.press(stamps.turned(frame, mark.angle), left, top, mark.ink)
                self.sheet.press(
                    stamps.turned(filled, mark.angle), left, top, mark.ink if mark.machine else PEN
                )
                self.sheet.top_lines += [DrawnLine(line, Box(*box), True) for line in lines]
            else:
                ink = stamps.turned(stamps.words(mark, self.rng), mark.angle)
                box = self.sheet.press(ink, left, top, mark.ink)
                self.sheet.foot_lines += [DrawnLine(line, Box(*box), True) for line in mark.lines]
        if self.letter.secrecy:
            for sheet in self.sheets:
                self.sheet = sheet
                self.secret(self.letter.secrecy)

    def secret(self, grade: str) -> None:
        """The grade in red at the top and the bottom of the page."""
        type_ = face(self.style.family, round(self.points * 1.9, 2), True)
        x = (WIDTH - type_.width(grade)) / 2
        top = DrawnLine(grade, self.line(grade, x, 132, type_, RED))
        self.sheet.top_lines.insert(0, top)
        self.sheet.foot_lines.append(DrawnLine(grade, self.line(grade, x, HEIGHT - 84, type_, RED)))


def draw(letter: Letter, rng: np.random.Generator) -> list[DrawnPage]:
    """The letter's pages, clean. ``rng`` decides the slant of hands, the wear of stamps and the like.

    Raises ConfigurationError where a font is missing.
    """
    setter = Setter(letter, rng)
    for block in letter.blocks:
        setter.set(block)
    setter.mark()
    return [sheet.finished() for sheet in setter.sheets]
