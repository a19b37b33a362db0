"""Where the time of a page goes: CPU milliseconds of each stage, for the kinds of file that come in.

One dense letter as five files, drawn once and kept in the cache. The stages run one after another in this
process, the best of several times. *Product* is the same by way of the product's converting child and store,
*stock Tesseract* what that takes for the raw page.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import cv2
import numpy as np

from bench.ocr.generated import SEEDS, cache_folder
from bench.ocr.readers import READERS
from ocr import image_pages, pdf_pages, png, raster, sniff
from ocr.correct import corrected
from ocr.engines.choose import FIRST, SECOND, SHIPPED
from ocr.frame import cut
from ocr.layout import find_lines, without_rules
from ocr.paper.layers import ink_layers
from ocr.quality import measure
from ocr.recognise.blanks import without_blanks
from ocr.recognise.opinions import TwoReaders
from ocr.recognise.place import line_from
from ocr.recognise.reader import LineReader
from samples import files
from samples.box import drawn_letter
from samples.paper import Scan, degrade
from sarabun.model import ColourMode, Kind

T = TypeVar("T")
Rng = np.random.Generator

_SEED = SEEDS["dev"] + 900  # its first page has 35 lines of 2,000 characters
_INK_BELOW = 160  # grey levels: what is ink on the 1-bit page
_MOST_PIXELS = 10**9
_FIRST, _SECOND = "first network", "second network, vote"


def _office(page: Any, rng: Rng) -> Scan:
    return degrade(page, "office", rng)


def _grey(page: Any, rng: Rng) -> Scan:
    colour: Any = _office(page, rng).pixels
    grey: Any = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)
    return Scan(grey, 300)


def _two_tone(page: Any, rng: Rng) -> Scan:
    paper: Any = _grey(page, rng).pixels >= _INK_BELOW
    return Scan(paper, 300)


KINDS: dict[str, tuple[str, Callable[[Any, Rng], Scan]]] = {
    "grey PDF": ("pdf-jpeg", _grey),
    "colour PDF": ("pdf-jpeg", _office),
    "1-bit TIFF": ("tiff-g4", _two_tone),
    "fax TIFF": ("tiff-g4", lambda page, rng: degrade(page, "fax", rng)),
    "phone JPEG": ("jpeg-no-dpi", lambda page, rng: degrade(page, "phone", rng)),
}
"""Format and damage of each: A4 at 300 dpi, the fax and the photograph at 200."""


class Row(NamedTuple):
    """CPU milliseconds of a stage, for each kind of file in the order of :data:`KINDS`."""

    stage: str
    spent: tuple[float, ...]


class _Clock:
    """The least CPU time that each stage took."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], T]) -> T:
        before = time.process_time()
        made = work()
        spent = 1000 * (time.process_time() - before)
        self.spent[stage] = min(spent, self.spent.get(stage, spent))
        return made


def rows(rounds: int = 3) -> list[Row]:
    """The table; every stage of every kind of file run ``rounds`` times."""
    cv2.setNumThreads(1)
    paths = list(_files())
    first = LineReader(SHIPPED / FIRST)
    both = TwoReaders(first, LineReader(SHIPPED / SECOND))
    made: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="bench-stages-") as name:
        for path in paths:
            clock = _Clock()
            for _ in range(rounds):
                _once(path, Path(name) / "page.png", first, both, clock)
            clock.spent[_SECOND] -= clock.spent[_FIRST]
            made.append(clock.spent | {"sum": sum(clock.spent.values())})
        for label, who in (("product", "default"), ("stock Tesseract", "stock raw")):
            folder = Path(name) / who
            folder.mkdir()
            whole = READERS[who](folder)
            for path, spent in zip(paths, made, strict=True):
                spent[label] = 1000 * min(whole.read(path).cpu for _ in range(rounds))
    return [Row(stage, tuple(spent[stage] for spent in made)) for stage in made[0]]


def _once(path: Path, image: Path, first: LineReader, both: TwoReaders, clock: _Clock) -> None:
    """All stages of the first page of ``path``, which go by way of ``image``."""
    clock("look at the file", lambda: raster.inspect(str(path)))
    media_type = sniff.media_type(path)

    def decoded() -> Any:
        if media_type == sniff.PDF:
            return next(pdf_pages.pictures(path, 1, 1, _MOST_PIXELS))
        return next(image_pages.pictures(path, media_type, 1, 1, _MOST_PIXELS))

    picture = clock("decode", decoded)
    page = clock("measure, turn", lambda: measure(picture, SHIPPED / FIRST))
    bilevel = page.mode is ColourMode.BILEVEL
    clock("write the page image", lambda: png.write(page.pixels, image, bilevel=bilevel))
    pixels: Any = clock("open the page image", lambda: png.read(image))
    layers = clock("paper, inks", lambda: ink_layers(pixels, picture.dpi))
    found = clock("find lines", lambda: [find_lines(layer.pixels, layer.dpi) for layer in layers])
    frames = clock(
        "cut lines",
        lambda: [
            [cut(clean, line.line) for line in layout.lines]
            for layout, clean in (
                (layout, without_rules(layer.pixels, layout.rules))
                for layout, layer in zip(found, layers, strict=True)
            )
        ],
    )
    clock(_FIRST, lambda: [first.read(cuts) for cuts in frames])
    read = clock(_SECOND, lambda: [both.characters(cuts) for cuts in frames])
    fixed = clock("language", lambda: [[corrected(without_blanks(line)) for line in lines] for lines in read])
    clock(
        "words, boxes",
        lambda: [
            line_from(line.characters, both.stride, frame, place.line, lambda points: points)
            for lines, cuts, layout in zip(fixed, frames, found, strict=True)
            for line, frame, place in zip(lines, cuts, layout.lines, strict=True)
        ],
    )


def _files() -> Iterator[Path]:
    """The letter as each kind of file, out of the cache or drawn into it."""
    folder = cache_folder() / f"stages-{_SEED}"
    folder.mkdir(parents=True, exist_ok=True)
    for label, (format_, damage) in KINDS.items():
        stem = label.replace(" ", "-")
        path = folder / (stem + files.WRITERS[format_][0])
        if not path.is_file():
            _, pages = drawn_letter(Kind.EXTERNAL, _SEED, rich=True)
            scan = damage(
                np.asarray(pages[0].image, np.uint8), np.random.default_rng([_SEED, *stem.encode()])
            )
            files.write(folder, stem, format_, [scan])
        yield path


def table(made: list[Row]) -> Iterator[str]:
    """Lines of the table."""
    yield f"{'CPU ms':<24}" + "".join(f"{kind:>13}" for kind in KINDS)
    for row in made:
        yield f"{row.stage:<24}" + "".join(f"{spent:>13.0f}" for spent in row.spent)
