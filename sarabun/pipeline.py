"""The ordered stages that a sheet of paper passes; knows no Prefect and no HTTP.

``receive`` keeps the file and commits its registry row; :data:`STAGES` do the rest. Each stage's result is
kept under a key made of the document's digest, the stage's name and version, the settings that matter to it
and the result before it; :func:`run_stage` returns a kept result instead of doing work twice.
"""

from __future__ import annotations

import hashlib
import json
import stat
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import classify.describe
import ocr.prepare
import ocr.read
import ocr.sniff
import records.pdfa
from records.manifest import build_manifest
from records.pdfa import RecordMetadata
from sarabun import __version__, dates, persons
from sarabun.errors import ExternalError, InputError, IntegrityError, NotFoundError, SarabunError
from sarabun.finding import IndexCheck, SearchDocument, SearchPage
from sarabun.hooks import events
from sarabun.isolation import ChildPool
from sarabun.model import (
    KIND_TH,
    Batch,
    Description,
    Digest,
    Document,
    DocumentText,
    PreparedDocument,
    Problem,
    Sealed,
    Source,
    State,
    from_json,
    to_json,
)
from sarabun.ports import ObjectStore, OcrEngine, Registry, Revision, SearchIndex, Signer, StageResult
from sarabun.settings import Settings


@dataclass(frozen=True)
class Services:
    """Everything the stages need, built by ``sarabun.wiring`` from the settings."""

    settings: Settings
    registry: Registry
    store: ObjectStore
    engine: OcrEngine
    signer: Signer
    index: SearchIndex
    pool: ChildPool
    index_lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def persons_key(self) -> bytes:
        """Hashes national ID numbers for the index. Raises ConfigurationError PERSONS_KEY."""
        return persons.load_key(self.settings.secrets_dir)

    def load(self, digest: Digest) -> Any:
        return json.loads(self.store.get(digest))

    def save(self, value: Any) -> Digest:
        return self.store.put_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def scratch(self) -> tempfile.TemporaryDirectory[str]:
        """A private folder for one piece of work, removed with all it holds."""
        folder = self.settings.home / "work"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return tempfile.TemporaryDirectory(dir=folder)


# The one grade of secrecy that must not enter an electronic records system (Regulation, amendment of 2564).
BARRED_GRADE = "ลับที่สุด"


# --- receive ---------------------------------------------------------------------------------------------


def receive(
    services: Services, path: Path, batch: Batch, actor: str, name: str = ""
) -> tuple[Document, bool]:
    """Keeps the file bit for bit and commits its row; says whether it is new.

    Raises InputError where there is no file to keep: FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(f"{path} is no regular file")  # a pipe would be waited for without end
        size = found.st_size
        if size > services.settings.max_file_bytes:
            limit = services.settings.max_file_bytes // 2**20
            raise InputError(
                "FILE_TOO_LARGE",
                f"แฟ้มใหญ่กว่า {limit} MB โปรดแบ่งสแกนเป็นหลายแฟ้ม",
                f"the file is larger than {limit} MB: scan it in several files",
                str(path),
            )
        media_type = _media_type(path)
    except FileNotFoundError:
        raise InputError(
            "FILE_MISSING",
            "ไม่พบแฟ้มนี้แล้ว โปรดตรวจสอบว่าแฟ้มไม่ถูกย้ายหรือลบ แล้วสั่งอีกครั้ง",
            "the file is no longer there: check that it was not moved or deleted, then run again",
            str(path),
        ) from None
    except OSError as error:
        raise InputError(
            "FILE_UNREADABLE",
            "อ่านแฟ้มนี้ไม่ได้ โปรดตรวจสอบสิทธิ์การอ่านและสื่อที่เก็บ แล้วสั่งอีกครั้ง",
            "the file cannot be read: check the rights on it and the medium, then run again",
            str(error),
        ) from None
    digest = services.store.put_file(path)
    source = Source(digest, name or str(path), size, media_type)
    return services.registry.receive(batch.id, source, actor)


def _media_type(path: Path) -> str:
    """Files of other types are kept like all others; *prepare* sets them aside with the reason."""
    try:
        return ocr.sniff.media_type(path)
    except InputError:
        return "application/octet-stream"


# --- the stages ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Work:
    """One document on its way: its row, and the results of the stages before, by stage name."""

    document: Document
    results: dict[str, Digest]

    def load(self, services: Services, stage: str, cls: type[Any]) -> Any:
        return from_json(cls, services.load(self.results[stage]))


@dataclass(frozen=True)
class Made:
    """What a stage made: its result, columns of the registry row, whether the index must know, and whether
    from now on there is a record (its first revision)."""

    result: Any
    columns: dict[str, Any] = field(default_factory=dict)
    outbox: str | None = None
    sealed: bool = False


@dataclass(frozen=True)
class Stage:
    """A step of the work. ``fingerprint`` gives what of the services' configuration its result depends on."""

    name: str
    version: str
    reaches: State
    run: Callable[[Services, Work], Made]
    fingerprint: Callable[[Services], list[Any]]


def _prepare(services: Services, work: Work) -> Made:
    source = work.document.source
    with services.store.local(source.sha256) as original, services.scratch() as scratch:
        prepared = ocr.prepare.prepare(
            original, services.store, services.settings, services.pool, Path(scratch)
        )
    return Made(to_json(prepared), {"pages": len(prepared.pages)})


def _read(services: Services, work: Work) -> Made:
    prepared = work.load(services, "prepare", PreparedDocument)
    text = ocr.read.read_document(prepared, services.store, services.engine)
    if classify.describe.describe(text, prepared.pages).value("secrecy") == BARRED_GRADE:
        # Raised before the words are kept: neither index nor record ever holds them (Regulation, 2564).
        # The original and its page images stay in the store for the registrar to decide on.
        raise InputError(
            "TOP_SECRET",
            "เอกสารมีชั้นความลับ “ลับที่สุด” ซึ่งห้ามเข้าระบบสารบรรณอิเล็กทรอนิกส์ โปรดส่งต้นฉบับให้นายทะเบียนข้อมูลข่าวสารลับ",
            "the document is marked ลับที่สุด, which must not enter an electronic system: "
            "hand the paper to the registrar of classified information",
        )
    return Made(to_json(text), {"confidence": round(text.confidence, 4)})


def _describe(services: Services, work: Work) -> Made:
    prepared = work.load(services, "prepare", PreparedDocument)
    text = work.load(services, "read", DocumentText)
    description = classify.describe.describe(text, prepared.pages)
    return Made(to_json(description), described_columns(description))


def described_columns(description: Description) -> dict[str, Any]:
    """Columns of the registry row that a description fills."""
    return {
        "kind": description.kind,
        "number": description.value("number"),
        "date": description.value("date"),
        "subject": description.value("subject"),
        "agency": description.value("from"),
        "urgency": description.value("urgency"),
        "secrecy": description.value("secrecy"),
    }


def _seal(services: Services, work: Work) -> Made:
    document = work.document
    prepared = work.load(services, "prepare", PreparedDocument)
    text = work.load(services, "read", DocumentText)
    description = work.load(services, "describe", Description)
    metadata = record_metadata(document, description)
    with services.store.local(document.source.sha256) as original, services.scratch() as scratch:
        unsigned, signed = Path(scratch) / "record.pdf", Path(scratch) / "signed.pdf"
        built = records.pdfa.build(
            original, prepared, text, metadata, unsigned, services.store, services.settings, services.pool
        )
        services.signer.sign(unsigned, signed)
        sealed_at = dates.now()
        sealed = Sealed(
            pdf=services.store.put_file(signed),
            unsigned_pdf=built.sha256,
            unsigned_size=built.size,
            size=signed.stat().st_size,
            pages=built.pages,
            pdfa=f"PDF/A-{built.flavour}",
            level=services.settings.signature_level,
            signer=services.signer.name,
            sealed_at=sealed_at,
            changes=built.changes,
            tools=built.tools,
        )
    manifest = services.save(
        build_manifest(
            document, prepared, text, description, sealed, work.results, services.settings.retention_years
        )
    )
    columns = {"pdf": sealed.pdf, "manifest": manifest, "level": sealed.level, "sealed_at": sealed_at}
    return Made(to_json(sealed), columns, outbox="new", sealed=True)


def _index(services: Services, work: Work) -> Made:
    deliver_outbox(services)
    return Made({"index": services.index.name})


def record_metadata(document: Document, description: Description) -> RecordMetadata:
    """What the record's XMP says of the letter."""
    value = description.value
    kind = KIND_TH[description.kind]
    number, subject = value("number") or "", value("subject") or ""
    return RecordMetadata(
        title=subject or f"{kind} {number}".strip(),
        subject=subject,
        number=number,
        date=value("date") or "",
        agency=value("from") or "",
        kind=kind,
        document_id=document.id,
        source_sha256=document.source.sha256,
        creator_tool=f"Sarabun {__version__}",
        created=document.received_at,
    )


STAGES: tuple[Stage, ...] = (
    Stage(
        "prepare",
        ocr.prepare.VERSION,
        State.PREPARED,
        _prepare,
        lambda s: [s.settings.max_pages, s.settings.max_page_pixels],
    ),
    Stage("read", ocr.read.VERSION, State.READ, _read, lambda s: [s.engine.name]),
    Stage("describe", classify.describe.VERSION, State.DESCRIBED, _describe, lambda s: []),
    Stage(
        "seal",
        records.pdfa.VERSION,
        State.SEALED,
        _seal,
        lambda s: [s.settings.signature_level, s.signer.name],
    ),
    Stage("index", "1", State.INDEXED, _index, lambda s: [s.index.name]),
)
STAGE_NAMES: tuple[str, ...] = tuple(stage.name for stage in STAGES)
_RANK = {State.QUARANTINED: -1, State.RECEIVED: 0} | {s.reaches: i for i, s in enumerate(STAGES, 1)}


def _key(services: Services, stage: Stage, document: Document, upstream: Digest) -> str:
    parts = [document.source.sha256, stage.name, stage.version, stage.fingerprint(services), upstream]
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _run(services: Services, stage: Stage, work: Work, key: str) -> tuple[Made, StageResult]:
    started = time.monotonic()
    made = stage.run(services, work)
    digest, seconds = services.save(made.result), time.monotonic() - started
    return made, StageResult(key, work.document.id, stage.name, stage.version, digest, seconds, dates.now())


def run_stage(services: Services, name: str, document_id: str, actor: str) -> Document:
    """Brings a document through one stage, and through those before it where their results are missing.

    A sealed document is never read or sealed anew, whatever would be read today (``sarabun.reread`` does
    that beside the sealed file). Raises what the stage raises; the document is then as it was before.
    """
    document = services.registry.document(document_id)
    results: dict[str, Digest] = {}
    upstream = document.source.sha256
    for stage in STAGES:
        key = _key(services, stage, document, upstream)
        kept = services.registry.stage_result(key)
        if kept is None and document.pdf is not None and _RANK[stage.reaches] <= _RANK[State.SEALED]:
            kept = services.registry.latest_result(document.id, stage.name)
        if kept is None:
            made, result = _run(services, stage, Work(document, results), key)
            document = services.registry.finish_stage(
                result,
                actor,
                outbox=made.outbox,
                revision=_first_revision(services, document, results, actor) if made.sealed else None,
                state=stage.reaches,
                **made.columns,
            )
            # Another process may have been first; its result is the one that counts.
            kept = services.registry.stage_result(key) or result
        elif _RANK[document.state] < _RANK[stage.reaches]:
            document = services.registry.update(document.id, actor, "stage.resume", state=stage.reaches)
        results[stage.name] = upstream = kept.result
        if stage.name == name:
            return document
    raise ValueError(f"no stage {name}")


def run_again(
    services: Services, name: str, document: Document, results: dict[str, Digest], actor: str, *, force: bool
) -> Digest:
    """The result of a stage that only reads, with the reader of today; the document's row stays as it is.

    ``results``: of the stages before. What was kept is returned unless ``force``. Raises what the stage
    raises.
    """
    stage = next(s for s in STAGES if s.name == name)
    key = _key(services, stage, document, list(results.values())[-1])
    kept = None if force else services.registry.stage_result(key)
    if kept is None:
        _, kept = _run(services, stage, Work(document, results), key)
        services.registry.finish_stage(kept, actor)
    return kept.result


def _first_revision(
    services: Services, document: Document, results: dict[str, Digest], actor: str
) -> Revision:
    return Revision(
        document_id=document.id,
        number=1,
        read=results["read"],
        described=results["describe"],
        reader=services.engine.name,
        describer=classify.describe.VERSION,
        actor=actor,
        at=dates.now(),
    )


def quarantine(services: Services, document_id: str, stage: str, error: Exception, actor: str) -> Document:
    """Sets a document aside with the reason; the original stays and ``retry`` takes it up again."""
    if isinstance(error, SarabunError):
        problem = Problem(error.code, error.th, error.en, stage, error.detail)
    else:
        problem = Problem(
            "INTERNAL_ERROR",
            "โปรแกรมทำงานผิดพลาดกับเอกสารนี้ ต้นฉบับยังอยู่ครบ โปรดแจ้งผู้ดูแลระบบ แล้วสั่ง sarabun retry ภายหลัง",
            "the program failed on this document; the original is safe: "
            "tell the administrator, and run sarabun retry later",
            stage,
            "".join(traceback.format_exception(error)),
        )
    return services.registry.quarantine(document_id, problem, actor)


def is_transient(error: BaseException) -> bool:
    """Whether trying again may help."""
    return isinstance(error, ExternalError)


def is_alarm(error: BaseException) -> bool:
    """Whether something kept has changed; whoever runs the work must make it heard."""
    return isinstance(error, IntegrityError)


def current_result(
    services: Services, document_id: str, stage: str, number: int | None = None
) -> Digest | None:
    """What a stage made that counts now: of *read* and *describe* in the record's last revision (or in that
    of the ``number``), of others and before the seal the latest. Raises NotFoundError REVISION_NOT_FOUND."""
    if stage in ("read", "describe"):
        revisions = services.registry.revisions(document_id)
        found = [r for r in revisions if number in (None, r.number)]
        if found:
            return found[-1].read if stage == "read" else found[-1].described
        if number is not None:
            raise NotFoundError(
                "REVISION_NOT_FOUND",
                f"ระเบียนนี้ไม่มีฉบับอ่านที่ {number} โปรดดูรายการด้วย sarabun show",
                f"this record has no revision {number}: see with sarabun show which there are",
            )
    kept = services.registry.latest_result(document_id, stage)
    return None if kept is None else kept.result


def not_sealed(document_id: str) -> NotFoundError:
    """There is no record yet."""
    return NotFoundError(
        "NOT_SEALED",
        "เอกสารนี้ยังไม่ได้ผนึก โปรดรอให้งานเสร็จ หรือดูเหตุผลที่กักไว้ด้วย sarabun status",
        "this document is not sealed yet: wait for the work to end, "
        "or see with sarabun status why it is held",
        document_id,
    )


# --- the index -------------------------------------------------------------------------------------------


def search_document(services: Services, document: Document) -> SearchDocument | None:
    """What the index is to know of a document; None where it is not sealed, or of a grade that must not
    enter. A grade in the registry counts above the one that was read: a person may have corrected it."""
    if document.pdf is None or document.secrecy == BARRED_GRADE:
        return None
    read, described = (current_result(services, document.id, stage) for stage in ("read", "describe"))
    if read is None or described is None:
        return None
    text = from_json(DocumentText, services.load(read))
    description = from_json(Description, services.load(described))
    value = description.value

    def known(name: str) -> str:
        return persons.masked(value(name) or "")

    return SearchDocument(
        id=document.id,
        kind=description.kind,
        number=known("number"),
        date=value("date") or "",
        subject=known("subject"),
        agency=known("from"),
        addressee=known("to"),
        urgency=value("urgency") or "",
        secrecy=document.secrecy or value("secrecy") or "",
        unit=document.unit,
        box_no=document.box_no,
        batch=document.batch_id,
        pages=tuple(SearchPage(page.page, persons.masked(page.text)) for page in text.pages),
        office=services.settings.office,
        persons=persons.hashes("\n".join(page.text for page in text.pages), services.persons_key),
    )


def deliver_outbox(services: Services) -> int:
    """Tells the index what changed since the last time, and webhooks of what is new; returns the number of
    documents. Idempotent."""
    delivered = 0
    with services.index_lock:
        while pending := services.registry.outbox(limit=500):
            last = {document_id: operation for _, document_id, operation in pending}
            new = {document_id for _, document_id, operation in pending if operation == "new"}
            gone = [key for key, operation in last.items() if operation == "remove"]
            services.index.add(_wanted(services, last.keys() - set(gone), gone))
            services.index.remove(gone)
            events.announce(services.registry, services.index, new.difference(gone))
            services.registry.acknowledge([seq for seq, _, _ in pending])
            delivered += len(pending)
    return delivered


def _wanted(services: Services, keys: Iterable[str], gone: list[str]) -> Iterator[SearchDocument]:
    """What the index is to know of each; those it is to know nothing of go to ``gone``."""
    for key in keys:
        found = search_document(services, services.registry.document(key))
        if found is None:
            gone.append(key)
        else:
            yield found


def check_index(services: Services) -> IndexCheck:
    """Compares the index with the registry, changes nothing."""
    indexed = dict(services.index.contents())
    documents, missing, stale = 0, [], []
    for document in sealed_documents(services):
        documents += 1
        stamp = indexed.pop(document.id, None)
        if stamp is None:
            missing.append(document.id)
        elif stamp != document.stamp:
            stale.append(document.id)
    return IndexCheck(documents, tuple(missing), tuple(stale), tuple(indexed))


def repair_index(services: Services, found: IndexCheck) -> None:
    """Brings what a check found in order."""
    for key in (*found.missing, *found.stale):
        services.registry.enqueue(key, "add")
    deliver_outbox(services)
    with services.index_lock:
        services.index.remove(found.extra)


def sealed_documents(services: Services) -> Iterable[SearchDocument]:
    """All sealed documents as the index takes them, read page by page from the registry."""
    offset, step = 0, 500
    while batch := services.registry.documents(
        states=[State.SEALED, State.INDEXED], offset=offset, limit=step
    ):
        for document in batch:
            found = search_document(services, document)
            if found is not None:
                yield found
        offset += step
