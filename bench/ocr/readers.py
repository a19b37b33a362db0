"""The readers that are compared. A new one is one line in :data:`READERS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import ocr.prepare
import ocr.read
from bench.measure import cpu_seconds
from bench.ocr.stock import StockReader
from ocr.engines import choose
from ocr.engines.network import ALL_ON, Switches
from ocr.paper.layers import ALL
from records.store import LocalStore
from sarabun.isolation import ChildPool
from sarabun.model import DocumentText, PageImage
from sarabun.ports import OcrEngine
from sarabun.settings import load


class Reading(NamedTuple):
    """What was read in a file, the pages as they were prepared, and the CPU seconds that both took, children
    included."""

    text: DocumentText
    pages: tuple[PageImage, ...]
    cpu: float


class Reader(Protocol):
    """Reads whole files. Lives in one process; ``name`` says engine, model and version."""

    @property
    def name(self) -> str: ...

    def read(self, path: Path) -> Reading: ...


class EngineReader:
    """The product's way: the stage *prepare*, then an engine on every page."""

    def __init__(
        self, folder: Path, switches: Switches = ALL_ON, engine: OcrEngine | None = None, **settings: str
    ) -> None:
        """``folder`` (empty) keeps page images; ``settings`` choose the engine, as ``reader="first"``, where
        there is no ``engine``; ``switches`` leave steps of it out."""
        self._folder = folder
        self._settings = load(folder, **settings)
        self._store = LocalStore(folder / "objects")
        self._pool = ChildPool(1, self._settings.child_memory_bytes, self._settings.child_seconds)
        self._engine = engine or choose.make(self._settings, switches)

    @property
    def name(self) -> str:
        return self._engine.name

    def read(self, path: Path) -> Reading:
        before = cpu_seconds()
        prepared = ocr.prepare.prepare(path, self._store, self._settings, self._pool, self._folder / "work")
        text = ocr.read.read_document(prepared, self._store, self._engine)
        return Reading(text, prepared.pages, cpu_seconds() - before)


class RawReader:
    """Nothing of ours: plain Tesseract on the page as it lies in the file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = StockReader()

    @property
    def name(self) -> str:
        return self._reader.name

    def read(self, path: Path) -> Reading:
        pictures = self._reader.pictures(path, self._folder)
        before = cpu_seconds()
        text = self._reader.read(pictures)
        return Reading(text, (), cpu_seconds() - before)


# Each takes an empty folder of its own.
READERS: dict[str, Callable[[Path], Reader]] = {
    "stock raw": RawReader,
    "stock prepared": lambda folder: EngineReader(folder, reader="tesseract"),
    "tesseract lines": lambda folder: EngineReader(folder, reader="tesseract-lines"),
    "first": lambda folder: EngineReader(folder, reader="first"),
    "second": lambda folder: EngineReader(folder, reader="second"),
    "default": EngineReader,
}


def _without(step: str) -> Callable[[Path], Reader]:
    off: dict[str, Any] = {step: False}
    of_paper = step in {field.name for field in fields(ALL)}
    switches = replace(ALL_ON, paper=replace(ALL, **off)) if of_paper else replace(ALL_ON, **off)
    return lambda folder: EngineReader(folder, switches)


_STEPS = (*fields(ALL), *(field for field in fields(ALL_ON) if field.name != "paper"))

ABLATION: dict[str, Callable[[Path], Reader]] = {
    "default": EngineReader,
    **{f"no {step.name}": _without(step.name) for step in _STEPS},
}
"""The default without one step each."""
