"""Kinds of lines that no list of shapes can hold: table cells and rows, forms, and what is chance itself."""

from __future__ import annotations

from ocr.training.text import closed, numbers
from ocr.training.text.syllables import jumble, syllables
from ocr.training.text.writer import Writer

_DASHES = ("-", "-", "–", "- -", "/", "*", "+", "=", "x", "X", ".", "0", "0.00", "N/A", "ฯ", "”", '"')
_VALUES = (
    "{person}", "{date}", "{n}", "{count}", "{words}", "{district}", "{province}", "{phone}", "{year}",
    "{postcode}", "{citizen}", "{given}", "{family}", "{time}", "{agency}", "{baht}", "{position}",
)  # fmt: skip
_CELLS = (
    "{given}",
    "{person}",
    "{district}",
    "{numbering}",
    "{share}",
    "{date}",
    "{words}",
    "{header}",
    "{unit}",
)
_NAMES = ("{words}", "{person}", "{goods}", "{district}", "{agency}", "{position}")
_WIDE = 95  # characters: a form's line is full


def cell(w: Writer) -> str:
    """What one cell of a table holds: mostly a single number."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.3:
        return pen.number(pen.between(1, 6))
    if kind < 0.5:
        return numbers.sum_of_money(pen)
    if kind < 0.57:
        return pen.choose(_DASHES)
    if kind < 0.65:
        return f"{pen.number(3)}.{pen.digits(pen.between(1, 4))}"
    return pen.choose(w.banks.dictionary) if kind < 0.72 else w.fill(pen.choose(_CELLS))


def row(w: Writer) -> str:
    """Cells that stand in one line: perhaps a running number, perhaps a name, then figures."""
    pen = w.pen
    cells = [pen.number(2)] if pen.chance(0.5) else []
    if pen.chance(0.7):
        cells.append(w.fill(pen.choose(_NAMES)))
    return " ".join(cells + [cell(w) for _ in range(pen.between(1, 6))])


def form(w: Writer) -> str:
    """One to three labels of a form, each before its dotted line, filled in or not."""
    pen, text = w.pen, ""
    for _ in range(pen.between(1, 3)):
        dots = w.fill("{dots}")
        if pen.chance(0.45):
            half = dots[: max(3, len(dots) // 2)]
            value = w.fill(pen.choose(_VALUES))
            dots = f"{half}{value}{half}" if pen.chance(0.7) else f"{value} "
        text += (
            f"{w.phrase(w.banks.labels)}{pen.choose(('', '', ' ', ' : ', ': '))}{dots}{pen.choose(('', ' '))}"
        )
        if len(text) > _WIDE:
            break
    return text


def latin_words(w: Writer) -> str:
    """A sentence or title of English words: small, capitalised or in capitals."""
    pen = w.pen
    words = [pen.choose(w.banks.english_words) for _ in range(pen.between(1, 11))]
    kind = pen.chance_of()
    if kind < 0.4:
        return " ".join(words).capitalize() + pen.choose(("", "", ".", ",", ":"))
    return " ".join(map(str.capitalize, words)) if kind < 0.7 else " ".join(words).upper()


def old_tongue(w: Writer) -> str:
    """Royal, old and Pali words, with the signs that print them."""
    pen = w.pen
    text = " ".join(pen.choose(w.banks.pali) for _ in range(pen.between(1, 7)))
    if pen.chance(0.3):
        text = pen.choose(("๏ ", "๏")) + text
    if pen.chance(0.3):
        text += pen.choose((" ๚", " ๛", "ฯ ๛", " ๚ะ๛", "ฯ", " ฯะ", "๚ะ"))
    return text


def single(w: Writer) -> str:
    """One character alone, as page numbers, columns of a form and list marks are."""
    pen, kind = w.pen, w.pen.chance_of()
    if kind < 0.6:
        return pen.digits(1)
    return pen.choose(closed.LIST_LETTERS) if kind < 0.85 else pen.choose("/-ฯๆ*ABCDEFNPRSTX")


def digit_rows(w: Writer) -> str:
    """Groups of digits side by side."""
    pen = w.pen
    return " ".join(pen.digits(pen.between(1, 6)) for _ in range(pen.between(1, 8)))


def nonsense(w: Writer) -> str:
    """Syllables without words, or strings of anything."""
    length = w.pen.between(2, 80)
    return syllables(w.pen, length) if w.pen.chance(0.65) else jumble(w.pen, length)
