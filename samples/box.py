"""A box of sample scans with its truth: what the demo reads, and a fixture for tests and benches.

``truth.jsonl`` holds one :class:`Sample` a line. ``fields`` are what a clerk would enter (null, or an empty
list, where the letter has none): ``number`` in digits 0-9, ``date`` as ISO C.E., ``received_stamps`` as
values ({office, number, date, time}); everything else as printed, in the letter's own digits. ``text`` holds
one string for each page, one line for each visual line, in reading order, stamps and hands included;
``stamped`` repeats, page by page, the lines that a stamp or a hand put there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from samples import files
from samples.blocks import Letter
from samples.letters import compose
from samples.letters.rich import enriched
from samples.page import draw
from samples.paper import degrade
from samples.sheet import DrawnPage
from sarabun.model import Kind
from sarabun.thai import fold_digits

TRUTH = "truth.jsonl"


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the box and what is on it. ``file`` is its name in the folder; ``pages`` counts them."""

    file: str
    kind: str
    degradation: str
    format: str
    pages: int
    fields: dict[str, Any]
    text: list[str]
    stamped: list[list[str]]


class Plan(NamedTuple):
    """How one letter is made: ``pages`` and ``secrecy`` as :func:`samples.letters.compose` takes them.

    ``turned`` is the quarter turns, counter-clockwise, that the paper lay on the glass; ``blank_back`` adds
    the empty back of the sheet.
    """

    kind: Kind
    degradation: str
    format: str
    pages: int = 1
    secrecy: str = ""
    turned: int = 0
    blank_back: bool = False


# The first thirteen are one of each kind, so that a small box has them all.
PLANS: tuple[Plan, ...] = (
    Plan(Kind.EXTERNAL, "office", "pdf-jpeg"),
    Plan(Kind.INTERNAL_MEMO, "office", "jpeg"),
    Plan(Kind.STAMPED, "office", "pdf-jpeg"),
    Plan(Kind.ORDER, "grey", "pdf-jpeg"),
    Plan(Kind.ANNOUNCEMENT, "fax", "pdf-bw"),
    Plan(Kind.REGULATION, "clean", "pdf-jpeg"),
    Plan(Kind.BYLAW, "grey", "tiff-lzw"),
    Plan(Kind.STATEMENT, "clean", "png"),
    Plan(Kind.NEWS, "office", "webp"),
    Plan(Kind.CERTIFICATE, "office", "png-alpha"),
    Plan(Kind.MINUTES, "bad_copy_bw", "tiff-g4"),
    Plan(Kind.NOTE, "phone", "jpeg-no-dpi"),
    Plan(Kind.OTHER, "office", "pdf-jpeg"),
    Plan(Kind.EXTERNAL, "fax", "tiff-g4", pages=2),
    Plan(Kind.INTERNAL_MEMO, "shadow", "pdf-jpeg", pages=2),
    Plan(Kind.EXTERNAL, "phone", "jpeg-exif"),
    Plan(Kind.STAMPED, "shadow", "jpeg"),
    Plan(Kind.ORDER, "office", "pdf-jpeg", pages=2),
    Plan(Kind.EXTERNAL, "office", "pdf-jpeg", turned=2),
    Plan(Kind.INTERNAL_MEMO, "grey", "png-grey16"),
    Plan(Kind.ANNOUNCEMENT, "office", "tiff-jpeg", pages=2),
    Plan(Kind.EXTERNAL, "office", "pdf-jpeg", secrecy="ลับ", blank_back=True),
    Plan(Kind.INTERNAL_MEMO, "bad_copy", "jpeg"),
    Plan(Kind.MINUTES, "office", "pdf-jpeg"),
    Plan(Kind.EXTERNAL, "bad_copy_bw", "pdf-bw"),
    Plan(Kind.STAMPED, "fax", "tiff-g4"),
    Plan(Kind.CERTIFICATE, "office", "jpeg-cmyk"),
    Plan(Kind.EXTERNAL, "grey", "pdf-jpeg", pages=3),
    Plan(Kind.ORDER, "office", "jpeg", turned=1),
    Plan(Kind.INTERNAL_MEMO, "office", "pdf-jpeg", secrecy="ลับมาก"),
)


def make_box(folder: Path, *, seed: int = 1, count: int = 30) -> list[Sample]:
    """Writes ``count`` scans and ``truth.jsonl`` into ``folder`` (made where missing); the samples in order.

    The same seed gives the same bytes. More than 30 go through the plans again with other letters.
    Raises ConfigurationError where a font is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    samples = [
        _make(folder, f"{i + 1:03d}-{plan.kind.rpartition('.')[2].replace('_', '-')}", plan, [seed, i])
        for i, plan in ((i, PLANS[i % len(PLANS)]) for i in range(count))
    ]
    lines = (json.dumps(asdict(s), ensure_ascii=False, sort_keys=True) for s in samples)
    (folder / TRUTH).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return samples


def read_truth(folder: Path) -> list[Sample]:
    """The samples of a box that :func:`make_box` wrote."""
    with (folder / TRUTH).open(encoding="utf-8") as file:
        return [Sample(**json.loads(line)) for line in file]


def drawn_letter(
    kind: Kind, seed: int | Sequence[int], *, pages: int = 1, secrecy: str = "", rich: bool = False
) -> tuple[Letter, list[DrawnPage]]:
    """A letter of ``kind`` and its clean pages with the box of every line, 300 dpi RGB.

    ``rich`` adds text of its own, tables, lists, footnotes and forms: longer, and harder to read.
    """
    rng = np.random.default_rng(seed)
    letter = compose(kind, rng, pages=pages, secrecy=secrecy)
    if rich:
        letter = enriched(letter, rng)
    letter.fields["number"] = letter.fields["number_raw"] and fold_digits(letter.fields["number_raw"])
    return letter, draw(letter, rng)


def letter_pages(kind: Kind, seed: int | Sequence[int]) -> list[tuple[Image.Image, str]]:
    """Clean pages of a letter, 300 dpi RGB, each with its text, for whoever degrades them later."""
    return [(page.image, page.text) for page in drawn_letter(kind, seed)[1]]


def secret_letter(path: Path, seed: int = 1) -> Sample:
    """Writes a PNG of an external letter that is marked ลับที่สุด, which no archive may take in."""
    plan = Plan(Kind.EXTERNAL, "office", "png", secrecy="ลับที่สุด")
    return _make(path.parent, path.stem, plan, [seed, 404])


def _fitting(plan: Plan, seed: list[int]) -> tuple[Letter, list[DrawnPage]]:
    """The first letter of the seed that has as many pages as its file can hold and the plan asks for."""
    for attempt in range(50):
        letter, pages = drawn_letter(plan.kind, [*seed, attempt], pages=plan.pages, secrecy=plan.secrecy)
        if len(pages) >= plan.pages and (len(pages) == 1 or plan.format in files.MULTI_PAGE):
            return letter, pages
    raise AssertionError(f"no {plan.kind} of the wanted length for seed {seed}")


def _make(folder: Path, stem: str, plan: Plan, seed: list[int]) -> Sample:
    letter, pages = _fitting(plan, seed)
    rng = np.random.default_rng([*seed, 1])
    images = [np.asarray(page.image, np.uint8) for page in pages]
    text = [page.text for page in pages]
    stamped = [[line.text for line in page.lines if line.stamped] for page in pages]
    if plan.blank_back:
        images.insert(1, np.full_like(images[0], 255))
        text.insert(1, "")
        stamped.insert(1, [])
    scans = [degrade(image, plan.degradation, rng) for image in images]
    if plan.turned:
        scans = [s.turned(plan.turned) for s in scans]
    path = files.write(folder, stem, plan.format, scans)
    return Sample(
        path.name, plan.kind.value, plan.degradation, plan.format, len(scans), letter.fields, text, stamped
    )
