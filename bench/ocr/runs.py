"""Runs a reader over sets in as many processes as there are cores, and keeps what it read.

Results lie in the cache, one file for each reader, split and set, one JSON line for each document; figures
are made from them, so a score can be mended without reading again.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import classify.describe
from bench.measure import resident
from bench.ocr.cases import Case
from bench.ocr.generated import FIELDS, cache_folder
from bench.ocr.readers import ABLATION, READERS, Reader
from sarabun.errors import SarabunError
from sarabun.model import DocumentText, Line

_START_SECONDS = 300
_SAMPLE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Result:
    """What a reader made of a document. ``pages``: for each its lines, for each its words as (text, space
    before, confidence). ``fields``: value and confidence. ``cpu`` in seconds, ``began`` and ``ended`` on the
    machine's clock, ``memory`` the most that the process and its children held so far, bytes. ``error`` is
    the code of the error that ended it; then nothing was read.
    """

    case: str
    reader: str
    pages: list[list[list[tuple[str, bool, float]]]]
    kind: str | None
    fields: dict[str, tuple[str | None, float]]
    cpu: float
    began: float
    ended: float
    memory: int
    error: str = ""


@contextmanager
def workers(reader: str, jobs: int, first: Case) -> Iterator[ProcessPoolExecutor]:
    """``jobs`` processes with ``reader`` open and warm: each has read ``first`` once."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="bench-ocr-") as folder:
        barrier = context.Barrier(jobs)
        arguments = (reader, Path(folder), first, barrier)
        with ProcessPoolExecutor(jobs, context, _open, arguments) as pool:
            list(pool.map(_nothing, range(jobs)))  # starts them all
            yield pool


def run(pool: ProcessPoolExecutor, cases: Sequence[Case]) -> list[Result]:
    """Every case read once, in order."""
    return list(pool.map(_read, cases))


def save(path: Path, results: Sequence[Result]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(asdict(result), ensure_ascii=False) for result in results)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def load(path: Path, cases: Sequence[Case]) -> list[Result] | None:
    """Results that were kept, if they are of just these cases and tell all of their fields."""
    if not path.is_file():
        return None
    results = [Result(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    if [r.case for r in results] != [c.name for c in cases]:
        return None
    told = all(r.error or c.fields.keys() <= r.fields.keys() for r, c in zip(results, cases, strict=True))
    return results if told else None


def place(reader: str, split: str, set_: str) -> Path:
    """Where the results of a reader on a set lie."""
    return cache_folder() / "results" / f"{reader} {split} {set_}.jsonl".replace(" ", "-")


# --- in the worker ----------------------------------------------------------------------------------------


class _Peak(threading.Thread):
    """Watches the memory of this process and its children."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0

    def run(self) -> None:
        while True:
            self.most = max(self.most, resident(os.getpid()))
            time.sleep(_SAMPLE_SECONDS)


_reader: Reader
_peak: _Peak


def _open(name: str, folder: Path, first: Case, barrier: Barrier) -> None:
    global _reader, _peak
    os.environ["OMP_THREAD_LIMIT"] = "1"
    own = folder / str(os.getpid())
    own.mkdir()
    _reader = (READERS | ABLATION)[name](own)
    _read_case(first)
    _peak = _Peak()
    _peak.start()
    barrier.wait(_START_SECONDS)


def _nothing(_: int) -> None:
    """A task to start a process with."""


def _read(case: Case) -> Result:
    began = time.monotonic()
    try:
        pages, kind, fields, cpu = _read_case(case)
    except SarabunError as error:
        none: list[list[Any]] = [[] for _ in range(case.count)]
        return Result(
            case.name, _reader.name, none, None, {}, 0.0, began, time.monotonic(), _peak.most, str(error)
        )
    return Result(case.name, _reader.name, pages, kind, fields, cpu, began, time.monotonic(), _peak.most)


def _read_case(case: Case) -> tuple[list[Any], str, dict[str, tuple[str | None, float]], float]:
    reading = _reader.read(case.file)
    described = classify.describe.describe(reading.text, reading.pages)
    fields: dict[str, tuple[str | None, float]] = {}
    for name in FIELDS:
        found = described.get(name)
        fields[name] = (None, 0.0) if found is None else (str(found.value), found.confidence)
    return _words(reading.text), described.kind.value, fields, reading.cpu


def _words(text: DocumentText) -> list[list[list[tuple[str, bool, float]]]]:
    def of(line: Line) -> list[tuple[str, bool, float]]:
        return [(w.text, w.space_before, round(w.confidence, 4)) for w in line.words]

    return [[of(line) for line in page.lines] for page in text.pages]
