"""Generated letters, the same ones under every degradation, kept in the user's cache by seed.

Each split has seeds of its own, which nothing else in this repository uses. The fonts are those of
``samples``, which training never sees. What is cached goes stale with any change to ``samples``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import platformdirs

import samples
from bench.ocr.cases import Case, RefLine, RefPage
from samples import files
from samples.box import drawn_letter
from samples.paper import degrade
from samples.sheet import DrawnLine, DrawnPage
from sarabun.dates import MONTHS
from sarabun.model import Kind

SEEDS = {"test": 910_000, "dev": 880_000, "calibration": 850_000}


class Way(NamedTuple):
    """What happens to a page, and the file it ends in: of one page, of several."""

    degradation: str
    one: str
    several: str


# A copy is kept in grey and in black and white by turns; a phone sends one page as a bare JPEG.
SETS: dict[str, tuple[Way, ...]] = {
    "clean": (Way("clean", "tiff-lzw", "tiff-lzw"),),
    "office": (Way("office", "pdf-jpeg", "pdf-jpeg"),),
    "fax": (Way("fax", "tiff-g4", "tiff-g4"),),
    "bad copy": (Way("bad_copy", "pdf-jpeg", "pdf-jpeg"), Way("bad_copy_bw", "pdf-bw", "pdf-bw")),
    "phone": (Way("phone", "jpeg-no-dpi", "pdf-jpeg"),),
}

# Every kind; the two that fill most boxes twice. About 22 pages a round.
_ROUND = (
    (Kind.EXTERNAL, 1), (Kind.INTERNAL_MEMO, 1), (Kind.ORDER, 1), (Kind.STAMPED, 1), (Kind.ANNOUNCEMENT, 1),
    (Kind.CERTIFICATE, 1), (Kind.EXTERNAL, 2), (Kind.MINUTES, 1), (Kind.NOTE, 1), (Kind.REGULATION, 1),
    (Kind.INTERNAL_MEMO, 2), (Kind.NEWS, 1), (Kind.OTHER, 1), (Kind.STATEMENT, 1), (Kind.BYLAW, 1),
)  # fmt: skip
FIELDS = (
    "number", "date", "subject", "from", "to", "reference", "salutation", "signer_name", "signer_position",
    "owner_unit", "urgency", "secrecy",
)  # fmt: skip
_STALE_SECONDS = 2 * 24 * 3600


def cache_folder() -> Path:
    """Where generated pages and results are kept."""
    return Path(platformdirs.user_cache_dir("sarabun", appauthor=False)) / "bench-ocr"


@cache
def _version() -> str:
    """Changes with every change to the sources of ``samples``."""
    folder = Path(samples.__file__).parent
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def letters(split: str, pages: int, jobs: int) -> list[dict[str, Case]]:
    """Letters of ``split`` with at least ``pages`` pages together: for each its case in every set.

    ``jobs`` processes draw what the cache does not have.
    """
    folder = cache_folder() / f"{split}-{_version()}"
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    _remove_stale(folder)
    made: list[dict[str, Case]] = []
    count = 0
    with ProcessPoolExecutor(jobs) as pool:
        while count < pages:
            start = len(made)
            batch = range(start, start + jobs)
            for letter in pool.map(_letter, [folder] * jobs, [SEEDS[split]] * jobs, batch):
                if count < pages:
                    made.append(letter)
                    count += next(iter(letter.values())).count
    return made


def _remove_stale(current: Path) -> None:
    """Pages of other versions that nobody has used for two days."""
    before = time.time() - _STALE_SECONDS
    for folder in current.parent.glob(f"{current.name.partition('-')[0]}-*"):
        if folder != current and folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def _letter(folder: Path, seed: int, index: int) -> dict[str, Case]:
    """Letter ``index``, out of ``folder`` or drawn into it."""
    place = folder / f"{index:04d}"
    if not (place / "truth.json").is_file():
        _draw(place, seed + index, index)
    truth = json.loads((place / "truth.json").read_text(encoding="utf-8"))
    pages = tuple(
        RefPage(
            p["number"],
            tuple(RefLine(line["text"], tuple((a, b) for a, b in line["hand"])) for line in p["lines"]),
            tuple(p["stamped"]),
        )
        for p in truth["pages"]
    )
    by_hand = tuple(truth["by_hand"])
    return {
        label: Case(truth["name"], place / file, len(pages), pages, truth["kind"], truth["fields"], by_hand)
        for label, file in truth["files"].items()
    }


def _draw(place: Path, seed: int, index: int) -> None:
    kind, length = _ROUND[index % len(_ROUND)]
    letter, drawn = drawn_letter(kind, seed, pages=length, rich=True)
    work = place.with_name(f"{place.name}.{os.getpid()}")
    work.mkdir(parents=True)
    written: dict[str, str] = {}
    for label, ways in SETS.items():
        way = ways[index % len(ways)]
        rng = np.random.default_rng([seed, *way.degradation.encode()])
        scans = [degrade(np.asarray(page.image, np.uint8), way.degradation, rng) for page in drawn]
        format_ = way.one if len(scans) == 1 else way.several
        written[label] = files.write(work, label.replace(" ", "-"), format_, scans).name
    pages = [reference(number, page) for number, page in enumerate(drawn, 1)]
    truth: dict[str, Any] = {
        "name": f"{index:04d} {kind.value}",
        "kind": kind.value,
        "files": written,
        "pages": [asdict(page) for page in pages],
        "fields": {name: letter.fields[name] for name in FIELDS},
        "by_hand": sorted(_by_hand(drawn)),
    }
    (work / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    work.rename(place)


def reference(number: int, page: DrawnPage) -> RefPage:
    """What a reader is asked for on a drawn page."""
    printed = tuple(_ref_line(line) for line in page.lines if not line.stamped)
    return RefPage(number, printed, tuple(line.text for line in page.lines if line.stamped))


def _ref_line(line: DrawnLine) -> RefLine:
    """Each gap has a space before it: it becomes the TAB, and every range stays where it is."""
    text = list(line.text)
    for gap in line.gaps:
        text[gap - 1] = "\t"
    return RefLine("".join(text), line.hand)


def _by_hand(pages: Iterable[DrawnPage]) -> set[str]:
    """The fields with a part that a hand wrote: days (a month follows) and running numbers (after ที่)."""
    found = set()
    for line in (line for page in pages for line in page.lines):
        for _, end in line.hand:
            if line.text[end:].strip().startswith(MONTHS):
                found.add("date")
            elif line.text.startswith("ที่ "):
                found.add("number")
    return found
