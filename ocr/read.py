"""Stage *read*: page images become lines and words."""

from __future__ import annotations

from sarabun.model import DocumentText, PageImage, PageText, PreparedDocument
from sarabun.ports import ObjectStore, OcrEngine

VERSION = "4"


def read_document(prepared: PreparedDocument, store: ObjectStore, engine: OcrEngine) -> DocumentText:
    """Reads every page in order; blank pages have no lines.

    Raises what the engine and the store raise; there is no result with some pages only.
    """
    return DocumentText(tuple(_read(page, store, engine) for page in prepared.pages))


def _read(page: PageImage, store: ObjectStore, engine: OcrEngine) -> PageText:
    if page.blank:
        return PageText(page.number, page.width, page.height, page.dpi, (), 0.0, engine.name)
    with store.local(page.image) as image:
        return engine.read(image, page)
