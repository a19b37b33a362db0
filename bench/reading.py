"""How well the reader and the describer do, on generated scans and on real ones where they are at hand.

    python -m bench.reading [--seed N] [--count N] [--json FILE]

Columns: CER (characters wrong per reference character, without spaces; digits as printed), Thai digits right,
kind, number, date and subject exact (digits folded, spaces left out), CPU seconds a page for preparing and
reading. Generated scans are grouped by what paper and scanner did to them. The real scans of
``../shared/samples/real`` stand beside the checkout of developers only; their reference texts leave out
stamps and handwriting, so all that is read of those counts as wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import defaultdict
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import classify.describe
import ocr.prepare
import ocr.read
from bench.distance import edit_distance
from ocr.engines.tesseract import TesseractEngine
from records.store import LocalStore
from samples.box import make_box
from sarabun.isolation import ChildPool
from sarabun.model import Description, DocumentText
from sarabun.settings import Settings
from sarabun.thai import THAI_DIGITS, fold_digits, normalise

REAL = Path(__file__).parents[2] / "shared/samples/real"
FIELDS = ("number", "date", "subject")


@dataclass
class Tally:
    """Sums of one row of the table."""

    pages: int = 0
    characters: int = 0
    wrong: int = 0
    digits: int = 0
    digits_right: int = 0
    cpu: float = 0.0
    documents: int = 0
    kind: int = 0
    number: int = 0
    number_of: int = 0
    date: int = 0
    date_of: int = 0
    subject: int = 0
    subject_of: int = 0

    def page(self, reference: str, read: str) -> None:
        """Counts one page."""
        reference, read = "".join(normalise(reference).split()), "".join(normalise(read).split())
        self.pages += 1
        self.characters += len(reference)
        self.wrong += edit_distance(reference, read)
        matcher = SequenceMatcher(None, reference, read, autojunk=False)
        kept = {i for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)}
        places = [i for i, char in enumerate(reference) if char in THAI_DIGITS]
        self.digits += len(places)
        self.digits_right += sum(i in kept for i in places)

    def fields(self, truth: dict[str, Any], kind: str, described: Description) -> None:
        """Counts one document."""
        self.documents += 1
        self.kind += described.kind.value == kind
        for name in FIELDS:
            if truth.get(name):
                right = _bare(truth[name]) == _bare(described.value(name) or "")
                setattr(self, name, getattr(self, name) + right)
                setattr(self, f"{name}_of", getattr(self, f"{name}_of") + 1)

    def row(self) -> str:
        """The figures as they stand in the table."""
        shares = [
            _share(self.digits_right, self.digits), _share(self.kind, self.documents),
            *(_share(getattr(self, n), getattr(self, f"{n}_of")) for n in FIELDS),
        ]  # fmt: skip
        cer = 100 * self.wrong / max(1, self.characters)
        return (
            f"{self.pages:>5} {cer:>7.1f} "
            + " ".join(f"{s:>8}" for s in shares)
            + f" {self.cpu / self.pages:>6.2f}"
        )


def _bare(text: str) -> str:
    return "".join(fold_digits(normalise(text)).split())


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


class Bench:
    """The real parts, in a folder that ends with the bench."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder)
        self.store = LocalStore(folder / "objects")
        self.engine = TesseractEngine(self.settings)
        self.folder = folder

    def read(self, path: Path) -> tuple[DocumentText, Description, float]:
        """Text, description and CPU seconds of one file."""
        before = os.times()
        pool = ChildPool(1, self.settings.child_memory_bytes, self.settings.child_seconds)
        work = self.folder / "work"
        work.mkdir(exist_ok=True)
        prepared = ocr.prepare.prepare(path, self.store, self.settings, pool, work)
        text = ocr.read.read_document(prepared, self.store, self.engine)
        pool.close()
        after = os.times()
        return text, classify.describe.describe(text, prepared.pages), sum(after[:4]) - sum(before[:4])


def generated(bench: Bench, tallies: dict[str, Tally], seed: int, count: int) -> None:
    """Generated scans, by degradation."""
    box = bench.folder / "box"
    for sample in make_box(box, seed=seed, count=count):
        tally = tallies[sample.degradation]
        text, described, cpu = bench.read(box / sample.file)
        for reference, page in zip(sample.text, text.pages, strict=False):
            tally.page(reference, page.text)
        tally.fields(sample.fields, sample.kind, described)
        tally.cpu += cpu


def real(bench: Bench, tallies: dict[str, Tally]) -> None:
    """Real scans with a reference text, by file."""
    for path in sorted(p for p in REAL.iterdir() if p.suffix in (".pdf", ".jpg")):
        references = {
            int(found.name.split(".")[1][1:]) if ".p" in found.name else 1: found.read_text(encoding="utf-8")
            for found in (REAL / "text").glob(f"{path.stem}*.txt")
            if not found.name.endswith(".stamps.txt")
        }
        if not references:
            continue
        text, _described, cpu = bench.read(path)
        for page in text.pages:
            if page.page in references:
                tallies[path.stem].page(references[page.page], page.text)
        tallies[path.stem].cpu += cpu * tallies[path.stem].pages / len(text.pages)


def main() -> None:
    """Prints the table, and writes the sums as JSON where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=900)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    tallies: dict[str, Tally] = defaultdict(Tally)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        generated(bench, tallies, given.seed, given.count)
        if REAL.is_dir():
            real(bench, tallies)
        print(f"{bench.engine.name}, {classify.describe.VERSION}")
    print(f"{'set':<22} pages   CER %   digits     kind   number     date  subject  CPU s")
    for label, tally in tallies.items():
        print(f"{label:<22} {tally.row()}")
    if given.json:
        given.json.write_text(json.dumps({k: asdict(t) for k, t in tallies.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
