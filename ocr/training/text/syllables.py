"""Writing without words: syllables and strings that Thai orthography allows, whatever they say."""

from __future__ import annotations

from string import ascii_letters, punctuation

from ocr.training.text.alphabet import CONSONANTS, QUOTES_AND_DASHES
from ocr.training.text.pen import Pen

_FINALS = "กขคฆงจชซญฎฏฐฑฒณดตถทธนบปพฟภมยรลฬวศษส"
_CLUSTERS = "รลว"
_VOWELS_ABOVE = "\u0e31\u0e34\u0e35\u0e36\u0e37"
_VOWELS_BELOW = "\u0e38\u0e39"
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_SIGNS = "ฯๆ฿๏๚๛"


def syllable(pen: Pen) -> str:
    """One syllable: every consonant, vowel and tone may meet every other where print puts them together."""
    onset = pen.choose(CONSONANTS) + (pen.choose(_CLUSTERS) if pen.chance(0.15) else "")
    tone = pen.choose(_TONES) if pen.chance(0.35) else ""
    final = pen.choose(_FINALS) if pen.chance(0.6) else ""
    kind = pen.chance_of()
    if kind < 0.3:
        return f"{onset}{pen.choose(_VOWELS_ABOVE)}{tone}{final or pen.choose(_FINALS)}"
    if kind < 0.42:
        return f"{onset}{pen.choose(_VOWELS_BELOW)}{tone}{final}"
    if kind < 0.56:
        return f"{onset}{tone}{pen.choose('าาะ')}{final}"
    if kind < 0.62:
        return f"{onset}{tone}ำ"
    if kind < 0.78:
        return f"{pen.choose('เแโใไ')}{onset}{tone}{final}"
    if kind < 0.83:
        return f"{pen.choose('เแ')}{onset}\u0e47{final or 'ง'}"
    if kind < 0.87:
        return f"เ{onset}{pen.choose(_VOWELS_ABOVE[1:])}{tone}{pen.choose('อยนมงก')}"
    if kind < 0.91:
        return f"{onset}{tone}{final}{pen.choose(_FINALS)}\u0e4c"
    if kind < 0.94:
        return f"{pen.choose('ฤฦ')}{pen.choose(('ๅ', '', final))}"
    if kind < 0.97:
        return f"{onset}\u0e4d" if pen.chance(0.5) else f"{onset}\u0e3a{pen.choose(CONSONANTS)}"
    return (
        f"{onset}{tone}อ{final}"
        if pen.chance(0.5)
        else f"{onset}็"
        if pen.chance(0.5)
        else f"{onset}รร{final}"
    )


def syllables(pen: Pen, length: int) -> str:
    """About ``length`` characters of syllables in runs of one to six."""
    runs, written = [], 0
    while written < length:
        run = "".join(syllable(pen) for _ in range(pen.between(1, 6)))
        if pen.chance(0.12):
            run += pen.choose((" ", "", "")) + pen.choose(_SIGNS)
        runs.append(run)
        written += len(run) + 1
    return " ".join(runs)


def jumble(pen: Pen, length: int) -> str:
    """About ``length`` characters of anything: syllables, Latin letters, digits, signs, in short runs."""
    runs, written = [], 0
    while written < length:
        kind = pen.chance_of()
        if kind < 0.3:
            run = syllable(pen)
        elif kind < 0.55:
            run = pen.digits(pen.between(1, 7))
        elif kind < 0.75:
            run = "".join(pen.choose(ascii_letters) for _ in range(pen.between(1, 7)))
        else:
            run = pen.choose(punctuation + QUOTES_AND_DASHES)
        runs.append(run + pen.choose(("", "", " ")))
        written += len(run)
    return "".join(runs)


def code(pen: Pen) -> str:
    """A serial number, plate, account or file code."""
    kind = pen.chance_of()
    if kind < 0.25:
        return pen.digits(pen.between(4, 16))
    if kind < 0.5:
        return (
            "".join(pen.choose(ascii_letters[26:]) for _ in range(pen.between(1, 4)))
            + pen.choose(("", "-", " ", "/"))
            + pen.digits(pen.between(2, 8))
        )
    if kind < 0.65:
        return f"{pen.number(1)}{pen.choose(CONSONANTS)}{pen.choose(CONSONANTS)} {pen.number(4)}"
    groups = [pen.digits(pen.between(1, 5)) for _ in range(pen.between(2, 5))]
    return pen.choose(("-", "-", ".", "/", " ")).join(groups)
