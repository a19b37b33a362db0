"""The readers that are compared. A new one is one line in :data:`READERS`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

import ocr.prepare
import ocr.read
from bench.measure import cpu_seconds
from bench.ocr.stock import StockReader
from ocr.engines.tesseract import TesseractEngine
from records.store import LocalStore
from sarabun.isolation import ChildPool
from sarabun.model import DocumentText, PageImage
from sarabun.ports import OcrEngine
from sarabun.settings import Settings, load


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

    def __init__(self, folder: Path, make: Callable[[Settings], OcrEngine]) -> None:
        """``folder`` (empty) keeps page images; ``make`` builds the engine from settings."""
        self._folder = folder
        self._settings = load(folder)
        self._store = LocalStore(folder / "objects")
        self._pool = ChildPool(1, self._settings.child_memory_bytes, self._settings.child_seconds)
        self._engine = make(self._settings)

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
    "stock prepared": lambda folder: EngineReader(folder, TesseractEngine),
}
