"""The table, and the lines that went worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bench.ocr.figures import Certainty, Figures, calibration_error, expected_error, right
from bench.ocr.scores import Sums

_HEAD = (
    f"{'reader':<20}{'pages':>6}{'CER':>7}{'no sp':>7}{'aside':>7}{'extra':>7}{'WER':>7}{'digits':>8}"
    f"{'number':>8}{'date':>8}{'subject':>8}{'kind':>7}{'CPU s':>7}{'p/min':>7}{'MB':>6}"
    f"{'ECE ch':>8}{'word':>6}{'field':>6}{'99.5 %':>8}"
)


def table(rows: dict[str, dict[str, Figures]]) -> Iterator[str]:
    """Lines of the table; ``rows`` by set, then by reader. Percent, seconds, 2^20 bytes."""
    yield "CER: characters wrong, in order; no sp: without spaces; aside: order set aside; extra: read where"
    yield "nothing is printed; digits: Thai digits right; 99.5 %: fields that go straight through at that"
    yield "precision. Fields are printed ones; those with a part by hand stand below."
    for set_, readers in rows.items():
        yield ""
        yield f"== {set_}"
        yield _HEAD
        for name, row in readers.items():
            yield _row(name, row)
            by_hand = {k: v for k, v in row.fields.items() if k.endswith("by hand")}
            if by_hand:
                yield "    " + ", ".join(f"{k} {v.of - v.wrong} of {v.of}" for k, v in by_hand.items())
            yield from (f"    ERROR {error}" for error in row.errors)


def _row(name: str, row: Figures) -> str:
    wrong = ("ordered", "no_spaces", "aside", "extra", "words_wrong")
    return (
        f"{name:<20}{row.pages:>6}"
        + "".join(_percent(row.total(n).share, 7, 2 if n != "extra" else 1) for n in wrong)
        + _percent(right(row.total("digits")), 8, 1)
        + "".join(_percent(right(row.fields.get(n, Sums())), 8, 1) for n in ("number", "date", "subject"))
        + _percent(right(row.kind), 7, 0)
        + f"{row.cpu / max(1, row.pages):>7.2f}{row.minute:>7.1f}{row.memory / 2**20:>6.0f}"
        + _percent(row.error_of("characters"), 8, 1)
        + _percent(row.error_of("words"), 6, 1)
        + _percent(row.error_of("fields"), 6, 1)
        + _percent(row.straight, 8, 0)
    )


_BOUNDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)


def reliability(set_: str, name: str, row: Figures) -> Iterator[str]:
    """What a reader's confidence on a set means: how many of what is called so and so sure are right."""
    yield ""
    yield f"== {set_}, {name}: of what is called so sure (%), so much is right (%; how many)"
    yield f"{'':<12}" + "".join(f"{_range(a, b):>17}" for a, b in pairwise(_BOUNDS)) + "   ECE  by chance"
    for measure in ("characters", "words", "fields"):
        pairs = row.pairs(measure)
        ranges = [[p for p in pairs if a <= p[0] < b or b == p[0] == 1.0] for a, b in pairwise(_BOUNDS)]
        error, chance = calibration_error(pairs), expected_error(pairs)
        yield (
            f"{measure:<12}" + "".join(map(_found, ranges)) + _percent(error, 6, 1) + _percent(chance, 11, 1)
        )


def _range(low: float, high: float) -> str:
    return f"{100 * low:.3g}-{100 * high:.3g}"


def _found(pairs: Sequence[Certainty]) -> str:
    if not pairs:
        return f"{'–':>17}"
    good = sum(is_right for _, is_right in pairs) / len(pairs)
    return f"{f'{100 * good:.1f} ({len(pairs)})':>17}"


def _percent(share: float | None, width: int, places: int) -> str:
    return f"{'–':>{width}}" if share is None else f"{100 * share:>{width}.{places}f}"


def worst(set_: str, name: str, row: Figures, count: int) -> Iterator[str]:
    """The ``count`` worst cells, longest leftovers, and most frequent confusions of a reader on a set."""
    yield ""
    yield f"== {set_}, {name}: worst lines (wrong characters; printed, then read)"
    cells = [(cell, page) for page, score in row.scored for cell in score.cells if cell.wrong]
    for cell, page in sorted(cells, key=lambda c: -c[0].wrong)[:count]:
        yield f"{cell.wrong:>4} {page}"
        yield f"       {cell.reference}"
        yield f"       {cell.read}"
    yield f"== {set_}, {name}: longest extras"
    extras = [(text, page) for page, score in row.scored for text in score.leftover]
    for text, page in sorted(extras, key=lambda e: -len(e[0]))[:count]:
        yield f"{len(text):>4} {page}: {text}"
    yield f"== {set_}, {name}: confusions (printed→read)"
    confusions = sum((score.confusions for _, score in row.scored), Counter[tuple[str, str]]())
    yield "  ".join(f"{a}→{b} {n}" for (a, b), n in confusions.most_common(3 * count))
    pages = sorted(row.scored, key=lambda p: -p[1].ordered.wrong)[:count]
    yield f"== {set_}, {name}: worst pages (CER %, order set aside)"
    for page, score in pages:
        yield f"  {page}: {_percent(score.ordered.share, 6, 2)} {_percent(score.aside.share, 6, 2)}"
