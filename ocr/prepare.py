"""Stage *prepare*: the file as received becomes upright, measured page images in the store."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ocr import raster
from ocr.engines.choose import FIRST, models_folder
from ocr.problems import finding, problem
from sarabun.isolation import ChildCrashed, ChildOutOfMemory, ChildPool, ChildTimeout
from sarabun.model import PageImage, PreparedDocument, from_json
from sarabun.ports import ObjectStore
from sarabun.settings import Settings

VERSION = "4"

_PAGES_A_CALL = 8  # page images that lie on disk at once; opening a file again costs little
_PAGE_SECONDS = 10.0  # added to the time limit of a document for each page


def prepare(
    original: Path, store: ObjectStore, settings: Settings, pool: ChildPool, work: Path
) -> PreparedDocument:
    """Decodes ``original`` in a child of ``pool`` and puts one PNG for each page into ``store``.

    Page images wait in a folder of their own under ``work``, which is removed whatever happens.
    Raises InputError with one of the codes of :mod:`ocr.problems`, or what the store raises.
    """
    original = original.absolute()
    size = original.stat().st_size
    if size > settings.max_file_bytes:
        raise problem("FILE_TOO_LARGE", size=_megabytes(size), limit=_megabytes(settings.max_file_bytes))
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="prepare-", dir=work) as folder:
        facts = _call(pool, settings.child_seconds, raster.inspect, str(original))
        count = int(facts["pages"])
        if count > settings.max_pages:
            raise problem("TOO_MANY_PAGES", pages=count, limit=settings.max_pages)
        media_type = str(facts["media_type"])
        model = str(models_folder(settings) / FIRST)
        limit = settings.child_seconds + _PAGE_SECONDS * count
        ends = time.monotonic() + limit
        made: list[PageImage] = []
        for first in range(1, count + 1, _PAGES_A_CALL):
            last = min(count, first + _PAGES_A_CALL - 1)
            arguments = (str(original), media_type, first, last, settings.max_page_pixels, model, folder)
            left = max(1.0, ends - time.monotonic())
            for data in _call(pool, left, raster.pages, *arguments):
                made.append(_keep(from_json(PageImage, data), store, Path(folder)))
    return PreparedDocument(
        tuple(made),
        media_type,
        tuple(finding(str(code)) for code in facts["findings"]),
        signed_original=bool(facts["signed"]),
    )


def _keep(page: PageImage, store: ObjectStore, folder: Path) -> PageImage:
    file = folder / f"{page.number}.png"
    digest = store.put_file(file)
    file.unlink()
    return replace(page, image=digest)


def _call(pool: ChildPool, seconds: float, function: Any, *arguments: Any) -> Any:
    with _faults(seconds):
        return pool.call(function, *arguments, seconds=seconds).value


@contextmanager
def _faults(seconds: float) -> Iterator[None]:
    """A child that did not come back says that the file is at fault."""
    try:
        yield
    except ChildTimeout as error:
        raise problem("CONVERT_TIMEOUT", str(error), seconds=round(seconds)) from error
    except ChildOutOfMemory as error:
        raise problem("CONVERT_MEMORY", str(error)) from error
    except ChildCrashed as error:
        raise problem("FILE_BROKEN", f"{error} {error.detail}".strip()) from error


def _megabytes(size: int) -> int:
    return -(-size // 2**20)
