"""What people do with records once they are kept: find, look, verify, take a copy. Every use is audited.

The command line and the API are thin skins over :class:`Archive`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ocr.raster
import records.verify
import search.suggest
from sarabun import lists, marks, persons, pipeline, views
from sarabun.errors import InputError, NotFoundError
from sarabun.finding import Hit, IndexCheck, SearchQuery, SearchResult, Suggestions
from sarabun.model import (
    Box,
    Check,
    Description,
    Document,
    DocumentText,
    PageText,
    PreparedDocument,
    Sealed,
    State,
    Verification,
    from_json,
)
from sarabun.pipeline import Services, current_result, not_sealed, sealed_documents
from sarabun.ports import Revision

_SUFFIX = {
    "application/pdf": ".pdf", "image/tiff": ".tif", "image/jpeg": ".jpg", "image/png": ".png",
    "image/webp": ".webp",
}  # fmt: skip
_PART = 1000  # hits of a long list that are fetched at once


class Archive:
    """The reading side of an installation. ``actor`` is who asks, for the audit trail."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._registry = services.registry
        self._store = services.store

    # --- finding

    def search(self, query: SearchQuery, actor: str) -> SearchResult:
        """Raises InputError for a query that cannot be understood, PERSONS_DENIED where it has the number of
        a person and the one who asks may not search so. The audit trail has that number masked."""
        result = self._services.index.search(self._of_persons(query))
        told = {"total": result.total} | ({"estimated": True} if result.estimated else {})
        self._registry.audit(actor, "search", "", {"text": persons.masked(query.text), **told})
        return result

    def _of_persons(self, query: SearchQuery) -> SearchQuery:
        """With the numbers of persons in its text as hashes, which are all that the index knows of them."""
        if not any(persons.find_national_ids(query.text)):
            return query
        if not query.access.persons:
            raise InputError(
                "PERSONS_DENIED",
                "บัญชีนี้ค้นด้วยเลขประจำตัวประชาชนไม่ได้ โปรดใช้คำค้นอื่น หรือขอให้เจ้าหน้าที่สารบรรณค้นให้",
                "this account may not search by national ID numbers: "
                "use other words, or ask the records staff",
            )
        hashes = persons.hashes(query.text, self._services.persons_key)
        return replace(query, text=persons.without(query.text), persons=hashes)

    def every_hit(self, query: SearchQuery, actor: str) -> Iterator[Hit]:
        """All letters that answer, whatever part of them ``query`` asks for; fetched as they are taken.

        Follows :attr:`SearchResult.next`: by date and by number a letter that was there throughout is there
        once, though others come and go meanwhile; by relevance only while none does. Audited, with their
        number, before the first leaves; and before that raises InputError: LIST_TOO_LONG, or for a query that
        cannot be understood.
        """
        part = replace(self._of_persons(query), offset=0, limit=_PART, after="", facets=(), exact=True)
        first = self._services.index.search(part)
        lists.check_length(first.total)
        asked = {"text": persons.masked(query.text), "agency": query.agency, "order": query.order.value}
        asked["chosen"] = " ".join(f"{facet.value}:{value}" for facet, value in query.chosen)
        self._registry.audit(actor, "search.export", "", {**asked, "rows": first.total})
        return self._following(part, first)

    def _following(self, query: SearchQuery, result: SearchResult) -> Iterator[Hit]:
        yield from result.hits
        while result.next:
            result = self._services.index.search(replace(query, after=result.next))
            yield from result.hits

    def suggest(self, typed: str, query: SearchQuery, limit: int) -> Suggestions:
        """What may be typed next by one who may find what ``query`` allows. Not audited: every key asks, and
        the search that follows is."""
        return search.suggest.suggest(self._services.index, typed, query, limit)

    def rebuild_index(self, actor: str) -> int:
        """A fresh index from the registry, swapped in while searches go on; the number of documents."""
        count = self._services.index.rebuild(sealed_documents(self._services))
        self._registry.audit(actor, "index.rebuild", self._services.index.name, {"documents": count})
        return count

    def check_index(self, actor: str, *, repair: bool) -> IndexCheck:
        """What the index has otherwise than the registry; with ``repair`` it is brought in order."""
        found = pipeline.check_index(self._services)
        if repair and not found.ok:
            pipeline.repair_index(self._services, found)
        counts = {name: len(getattr(found, name)) for name in ("missing", "stale", "extra")}
        self._registry.audit(actor, "index.check", self._services.index.name, counts | {"repair": repair})
        return found

    # --- looking

    def document(self, document_id: str) -> Document:
        """Raises NotFoundError."""
        return self._registry.document(document_id)

    def documents(
        self, states: Sequence[State] = (), offset: int = 0, limit: int | None = None
    ) -> list[Document]:
        """Registry rows by time of receipt."""
        return self._registry.documents(states=states, offset=offset, limit=limit)

    def record(self, document_id: str, actor: str, revision: int | None = None) -> dict[str, Any]:
        """Everything known of a document as JSON: the row, its description, pages and seal; who read it, and
        the revisions of what was read. ``revision``: the description as an earlier reading had it.

        Raises NotFoundError, also where there is no such revision.
        """
        document = self._registry.document(document_id)
        self._registry.audit(actor, "record.view", document.id)
        out = views.document(document)
        prepared = self._result(document, "prepare", PreparedDocument)
        if prepared is not None:
            out["page_images"] = [
                {
                    "page": p.number, "width": p.width, "height": p.height, "dpi": p.dpi,
                    "colour_mode": p.colour_mode.value, "skew": p.skew, "rotation": p.rotation,
                    "sharpness": p.sharpness, "blank": p.blank,
                    "findings": [f._asdict() for f in p.findings],
                }
                for p in prepared.pages
            ]  # fmt: skip
            out["findings"] = [f._asdict() for f in prepared.findings]
            out["signed_original"] = prepared.signed_original
        text = self._result(document, "read", DocumentText, revision)
        out["reader"] = _readers(text)
        out["revisions"] = [self._revision(found) for found in self._registry.revisions(document.id)]
        described = self._result(document, "describe", Description, revision)
        if described is not None:
            out["description"] = views.description(described)
        if document.manifest is not None:
            manifest = json.loads(self._store.get(document.manifest))
            out["sealed"], out["retention"] = manifest["sealed"], manifest["retention"]
        return out

    def page_text(self, document_id: str, page: int, revision: int | None = None) -> PageText:
        """The words of a page with their boxes, as last read or in a ``revision``. Raises NotFoundError."""
        document = self._registry.document(document_id)
        digest = current_result(self._services, document.id, "read", revision)
        for found in self._services.load(digest)["pages"] if digest else ():
            if found["page"] == page:
                return from_json(PageText, found)
        raise _no_page(document_id, page)

    def marked(
        self, document_id: str, page: int, typed: str, terms: Sequence[str]
    ) -> tuple[PageText | None, list[Box]]:
        """The words of a page, None where it is not read, and the places on its image that answer what was
        ``typed``; ``terms`` as a hit has them. See :func:`sarabun.marks.boxes`."""
        try:
            text = self.page_text(document_id, page)
        except NotFoundError:
            return None, []
        return text, marks.boxes(text, typed, terms) if typed else []

    def page_image(self, document_id: str, page: int, max_width: int, actor: str) -> bytes:
        """A view copy of a page as JPEG, at most ``max_width`` pixels wide. Raises NotFoundError."""
        document = self._registry.document(document_id)
        prepared = self._result(document, "prepare", PreparedDocument)
        for found in prepared.pages if prepared else ():
            if found.number == page:
                self._registry.audit(actor, "record.view_page", document.id, {"page": page})
                with self._store.local(found.image) as path:
                    return ocr.raster.jpeg(path, max_width)
        raise _no_page(document_id, page)

    @contextmanager
    def pdf(self, document_id: str, actor: str) -> Iterator[Path]:
        """The sealed file. Raises NotFoundError where the document is not sealed."""
        document = self._registry.document(document_id)
        if document.pdf is None:
            raise not_sealed(document_id)
        self._registry.audit(actor, "record.download", document.id, {"what": "pdf"})
        with self._store.local(document.pdf) as path:
            yield path

    @contextmanager
    def original(self, document_id: str, actor: str) -> Iterator[tuple[Path, str]]:
        """The file as the scanner made it, and its media type."""
        document = self._registry.document(document_id)
        self._registry.audit(actor, "record.download", document.id, {"what": "original"})
        with self._store.local(document.source.sha256) as path:
            yield path, document.source.media_type

    def export(self, document_id: str, folder: Path, actor: str) -> list[Path]:
        """Writes record, manifest and original into ``folder``; returns the three paths."""
        document = self._registry.document(document_id)
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / document.id
        made = [stem.with_suffix(".pdf"), stem.with_suffix(".json")]
        with self.pdf(document_id, actor) as path:
            shutil.copyfile(path, made[0])
        made[1].write_bytes(self._store.get(document.manifest or ""))
        with self.original(document_id, actor) as (path, media_type):
            original = folder / f"{document.id}.original{_SUFFIX.get(media_type, '')}"
            shutil.copyfile(path, original)
        return [*made, original]

    # --- verifying

    def verify(self, document_id: str, actor: str) -> Verification:
        """All checks on a record: its blobs, its PDF/A, its signature. Raises NotFoundError."""
        document = self._registry.document(document_id)
        self._registry.audit(actor, "record.verify", document.id)
        checks = [
            _blob(
                self._store.verify(document.source.sha256), "original_sha256",
                "ต้นฉบับที่สแกน", "the original scan",
            )
        ]  # fmt: skip
        if document.pdf is None or document.manifest is None:
            return Verification(
                document.id,
                (*checks, Check("sealed", False, "เอกสารนี้ยังไม่ได้ผนึก", "this document is not sealed yet")),
            )
        checks.append(_blob(self._store.verify(document.manifest), "manifest", "บัญชีข้อมูล", "the manifest"))
        if not self._store.exists(document.pdf):
            missing = Check("sha256", False, "ไม่พบแฟ้มระเบียนในที่เก็บ", "the sealed file is missing")
            return Verification(document.id, (*checks, missing))
        manifest = json.loads(self._store.get(document.manifest)) if checks[-1].ok else None
        sealed = from_json(Sealed, manifest["sealed"]) if manifest else None
        # Not store.local(): an altered file is to be reported line by line, not refused.
        with self._store.unchecked(document.pdf) as path:
            done = records.verify.verify_file(
                path,
                self._services.settings,
                expected_sha256=document.pdf,
                expected_level=document.level,
                sealed=sealed,
            )
        return Verification(document.id, (*checks, *done.checks))

    def verify_file(self, path: Path) -> Verification:
        """All checks that a file alone allows, for files from elsewhere too."""
        return records.verify.verify_file(path, self._services.settings)

    # --- figures

    def figures(self) -> dict[str, Any]:
        """See ``records.figures.collect``."""
        return self._registry.figures()

    def _result(self, document: Document, stage: str, cls: type[Any], revision: int | None = None) -> Any:
        digest = current_result(self._services, document.id, stage, revision)
        return None if digest is None else from_json(cls, self._services.load(digest))

    def _revision(self, found: Revision) -> dict[str, Any]:
        """A record sealed before revisions were kept says itself who read it."""
        if not found.reader:
            text = from_json(DocumentText, self._services.load(found.read))
            found = replace(found, reader=_readers(text) or "")
        return views.revision(found)


def _readers(text: DocumentText | None) -> str | None:
    """Engine, model and version that read the pages; there is one, unless pages were read apart."""
    return None if text is None else " / ".join(sorted({page.reader for page in text.pages}))


def _blob(ok: bool, name: str, th: str, en: str) -> Check:
    return Check(
        name,
        ok,
        f"{th}ครบถ้วนตรงกับค่าแฮช" if ok else f"{th}สูญหายหรือถูกแก้ไข โปรดกู้คืนจากสำเนาสำรอง",
        f"{en} is there and matches its hash"
        if ok
        else f"{en} is missing or was changed: restore it from backup",
    )


def _no_page(document_id: str, page: int) -> NotFoundError:
    return NotFoundError(
        "PAGE_NOT_FOUND",
        f"เอกสาร {document_id} ไม่มีหน้า {page} หรือยังไม่ได้อ่าน",
        f"document {document_id} has no page {page}, or it is not read yet: ask for another page, or wait",
    )
