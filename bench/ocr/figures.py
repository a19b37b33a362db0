"""From results to the figures of a row of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.ocr.cases import Case
from bench.ocr.runs import Result
from bench.ocr.scores import PageScore, ReadWord, Sums, score
from sarabun.thai import fold_digits, normalise

_BINS = 20
_DRAWS = 20
_QUOTES = str.maketrans("“”‘’", "\"\"''")
PRECISION = 0.995
Certainty = tuple[float, bool]
"""A confidence, and whether what it was given to is right."""


@dataclass(slots=True)
class Figures:
    """A reader on a set. ``pages`` read; ``scored`` of them against a reference text.

    ``fields``: for each the documents wrong and scored (of printed ones, and ``… by hand`` apart).
    ``certain``: confidence and rightness of the field values that were given.
    """

    reader: str
    pages: int = 0
    scored: list[tuple[str, PageScore]] = field(default_factory=list)
    kind: Sums = field(default_factory=Sums)
    fields: dict[str, Sums] = field(default_factory=dict)
    certain: list[Certainty] = field(default_factory=list)
    asked: int = 0
    cpu: float = 0.0
    minute: float = 0.0
    memory: int = 0
    errors: list[str] = field(default_factory=list)

    def total(self, name: str) -> Sums:
        """Sums of a measure of :class:`bench.ocr.scores.PageScore` over all pages."""
        total = Sums()
        for _, page in self.scored:
            total.add(getattr(page, name))
        return total

    def error_of(self, name: str) -> float | None:
        """Expected calibration error of ``words``, ``characters`` or ``fields``."""
        return calibration_error(self.pairs(name))

    def pairs(self, name: str) -> list[Certainty]:
        """Of all ``words``, ``characters`` or ``fields`` how sure they were and whether they are right."""
        if name == "fields":
            return self.certain
        return [pair for _, page in self.scored for pair in getattr(page, name)]

    @property
    def straight(self) -> float | None:
        """Share of fields that may go without a person: see :func:`straight_through`."""
        return straight_through(self.certain, self.asked)

    def as_dict(self) -> dict[str, object]:
        """The row as JSON: shares, seconds and bytes."""
        return {
            "reader": self.reader,
            "pages": self.pages,
            "pages_with_text": len(self.scored),
            "cer": self.total("ordered").share,
            "cer_without_spaces": self.total("no_spaces").share,
            "cer_order_aside": self.total("aside").share,
            "extra": self.total("extra").share,
            "wer": self.total("words_wrong").share,
            "thai_digits_right": right(self.total("digits")),
            "kind_right": right(self.kind),
            **{f"{name}_exact": right(sums) for name, sums in self.fields.items()},
            "cpu_seconds_a_page": self.cpu / self.pages if self.pages else None,
            "pages_a_minute": self.minute,
            "memory_bytes": self.memory,
            "calibration_error": {n: self.error_of(n) for n in ("characters", "words", "fields")},
            "straight_through": self.straight,
            "errors": self.errors,
        }


def figures(cases: Sequence[Case], results: Sequence[Result]) -> Figures:
    """The figures of ``results``, one for each of ``cases``."""
    made = Figures(results[0].reader if results else "")
    for case, result in zip(cases, results, strict=True):
        made.pages += case.count
        made.cpu += result.cpu
        made.memory = max(made.memory, result.memory)
        if result.error:
            made.errors.append(f"{case.name}: {result.error}")
        for page in case.pages:
            lines = [[ReadWord(*word) for word in line] for line in result.pages[page.number - 1]]
            made.scored.append((f"{case.name} p{page.number}", score(page, lines)))
        _fields(made, case, result)
    if results:
        made.minute = 60 * made.pages / (max(r.ended for r in results) - min(r.began for r in results))
    return made


def _fields(made: Figures, case: Case, result: Result) -> None:
    if case.kind is not None:
        made.kind.add(Sums(int(case.kind != result.kind), 1))
    for name, truth in case.fields.items():
        value, confidence = result.fields.get(name, (None, 0.0))
        good = same(value, truth)
        if truth is not None:
            label = f"{name} by hand" if name in case.by_hand else name
            made.fields.setdefault(label, Sums()).add(Sums(int(not good), 1))
            made.asked += 1
        if value is not None:
            made.certain.append((confidence, good))


def same(value: object, truth: str | None) -> bool:
    """Whether a field's value is what is printed: without spaces, digits and quotation marks alike."""
    return _bare(None if value is None else str(value)) == _bare(truth)


def _bare(text: str | None) -> str:
    return "".join(fold_digits(normalise(text or "")).translate(_QUOTES).split())


def right(sums: Sums) -> float | None:
    """Share that is not wrong."""
    return None if sums.share is None else 1 - sums.share


def calibration_error(pairs: Sequence[Certainty]) -> float | None:
    """Expected calibration error over twenty bins of equal width; ``None`` of nothing."""
    bins = [[0, 0.0, 0.0] for _ in range(_BINS)]
    for confidence, good in pairs:
        bin_ = bins[min(_BINS - 1, int(confidence * _BINS))]
        bin_[0] += 1
        bin_[1] += confidence
        bin_[2] += good
    return sum(abs(sure - good) for _, sure, good in bins) / len(pairs) if pairs else None


def expected_error(pairs: Sequence[Certainty]) -> float | None:
    """The calibration error to expect by chance of confidences that are exactly right: with few pairs no bin
    comes out even."""
    drawn = np.random.default_rng(0)
    sure = np.array([confidence for confidence, _ in pairs])
    errors = [
        calibration_error(list(zip(sure.tolist(), (drawn.random(len(sure)) < sure).tolist(), strict=True)))
        for _ in range(_DRAWS)
    ]
    return sum(e or 0.0 for e in errors) / _DRAWS if pairs else None


def straight_through(pairs: Sequence[Certainty], asked: int, precision: float = PRECISION) -> float | None:
    """The largest share of ``asked`` fields that some least confidence lets through with ``precision`` right.

    Fields of one confidence go through together or not at all.
    """
    if not asked:
        return None
    ordered = sorted(pairs, key=lambda p: -p[0])
    best = good = 0
    for n, (confidence, is_right) in enumerate(ordered, 1):
        good += is_right
        last_of_equals = n == len(ordered) or ordered[n][0] < confidence
        if last_of_equals and good >= precision * n:
            best = good
    return best / asked
