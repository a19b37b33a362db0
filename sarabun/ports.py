"""The seams: each Protocol has one contract suite in tests/contract, run against every implementation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sarabun.finding import SearchDocument, SearchQuery, SearchResult
from sarabun.model import (
    AuditEntry,
    Batch,
    Digest,
    Document,
    PageImage,
    PageText,
    Problem,
    Source,
    State,
)
from sarabun.notices import SavedSearches, Webhooks


class ObjectStore(Protocol):
    """Blobs under the SHA-256 of their bytes. Writing the same bytes twice is one blob; none is changed."""

    def put_bytes(self, data: bytes) -> Digest:
        """Durable when it returns. Raises ExternalError where the store cannot write."""
        ...

    def put_file(self, path: Path) -> Digest:
        """Like :meth:`put_bytes` for a file, without holding it in memory."""
        ...

    def get(self, digest: Digest) -> bytes:
        """The bytes. Raises NotFoundError, or IntegrityError where they no longer match their name."""
        ...

    def local(self, digest: Digest) -> AbstractContextManager[Path]:
        """A local, read-only file with the bytes, good until the context ends. Raises as :meth:`get`."""
        ...

    def unchecked(self, digest: Digest) -> AbstractContextManager[Path]:
        """Like :meth:`local` without comparing the bytes to their name: for whoever checks them."""
        ...

    def exists(self, digest: Digest) -> bool: ...

    def size(self, digest: Digest) -> int: ...

    def verify(self, digest: Digest) -> bool:
        """Whether the bytes are there and still hash to their name."""
        ...


class OcrEngine(Protocol):
    """Reads page images. ``name`` is engine, model and version, as every record keeps it."""

    @property
    def name(self) -> str: ...

    def read(self, image: Path, page: PageImage) -> PageText:
        """Words with boxes in pixels of ``page``. Raises InputError, ExternalError or ConfigurationError."""
        ...


class SearchIndex(Protocol):
    """Finds pages. Derived from the registry and rebuildable at any time."""

    @property
    def name(self) -> str: ...

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Adds or replaces documents by id; visible to searches when it returns."""
        ...

    def remove(self, ids: Iterable[str]) -> None: ...

    def search(self, query: SearchQuery) -> SearchResult:
        """Raises InputError for a query that cannot be understood."""
        ...

    def count(self) -> int:
        """Documents (not pages) in the index."""
        ...

    def contents(self) -> Iterator[tuple[str, str]]:
        """Id and :attr:`SearchDocument.stamp` of every document, in no order."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Makes a fresh index and swaps it in; searches go on meanwhile. Returns the number of documents."""
        ...


class Signer(Protocol):
    """Signs PDF files with PAdES; does not know where its key lives."""

    @property
    def name(self) -> str: ...

    def sign(self, pdf: Path, signed: Path) -> None:
        """Writes ``pdf`` plus the signature as an incremental update. Raises ExternalError (time stamp or
        revocation service) or ConfigurationError (key, certificate)."""
        ...


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage made, kept under its key. ``result`` is the blob of its JSON; ``seconds`` wall time."""

    key: str
    document_id: str
    stage: str
    version: str
    result: Digest
    seconds: float
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """What a sealed record is known to say. Number 1 is what was sealed, the highest is what counts.

    ``read`` and ``described`` are the results of these stages, ``reader`` the engine's name, ``describer``
    the version of *describe*; ``actor`` had it read. A record sealed before revisions were kept has "" for
    reader and describer of its first: its text tells.
    """

    document_id: str
    number: int
    read: Digest
    described: Digest
    reader: str
    describer: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class User:
    """A local account. ``role`` is ``clerk``, ``official``, ``manager`` or ``admin``. ``units`` are those
    whose letters it may see, none meaning all; ``clearance`` is the highest grade of secrecy, "" for none."""

    name: str
    role: str
    password_hash: str
    active: bool
    units: tuple[str, ...] = ()
    clearance: str = ""


class Registry(SavedSearches, Webhooks, Protocol):
    """The book of everything: documents, results, accounts and the audit chain. Every method commits."""

    # batches and documents
    def open_batch(self, name: str, box_no: str, unit: str, actor: str) -> Batch:
        """A new batch, or the open one of the same name, box and unit."""
        ...

    def receive(self, batch_id: str, source: Source, actor: str) -> tuple[Document, bool]:
        """Commits the document (id = first 16 hex digits of its SHA-256) and says whether it is new. Every
        sighting of the same bytes under a batch and name is kept once."""
        ...

    def document(self, document_id: str) -> Document:
        """Raises NotFoundError."""
        ...

    def documents(
        self,
        *,
        states: Sequence[State] = (),
        batch_id: str | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[Document]:
        """By time of receipt, newest last."""
        ...

    def update(self, document_id: str, actor: str, action: str, **values: Any) -> Document:
        """Sets columns of :class:`Document` (``state=…``, ``kind=…``), writes one audit entry, and queues a
        sealed document for the index where that knows of what changed."""
        ...

    def quarantine(self, document_id: str, problem: Problem, actor: str) -> Document: ...

    # stage results
    def stage_result(self, key: str) -> StageResult | None: ...

    def latest_result(self, document_id: str, stage: str) -> StageResult | None: ...

    def finish_stage(
        self,
        result: StageResult,
        actor: str,
        *,
        outbox: str | None = None,
        revision: Revision | None = None,
        **values: Any,
    ) -> Document:
        """In one transaction: keeps the result, sets columns of the document, queues ``outbox`` (``new``)
        for the index, keeps the record's first ``revision``, and writes one audit entry. Does nothing where
        the key already has a result."""
        ...

    # revisions of what was read
    def revisions(self, document_id: str) -> list[Revision]:
        """From the first to the one that counts; empty where the document is not sealed."""
        ...

    def revise(self, revision: Revision, changed: Sequence[str], **values: Any) -> Document:
        """In one transaction: keeps the revision, sets columns of the document, queues it for the index, and
        writes one audit entry that names the ``changed`` fields. Does nothing where there is a revision of
        this number already: whoever was first counts."""
        ...

    # outbox of the search index
    def outbox(self, limit: int = 1000) -> list[tuple[int, str, str]]:
        """Pending ``(seq, document_id, operation)``, oldest first; operation is ``new`` (to be added for the
        first time), ``add`` or ``remove``."""
        ...

    def enqueue(self, document_id: str, operation: str) -> None: ...

    def acknowledge(self, seqs: Sequence[int]) -> None: ...

    # accounts
    def user(self, name: str) -> User | None: ...

    def users(self) -> list[User]: ...

    def save_user(self, user: User, actor: str) -> None: ...

    # audit
    def audit(
        self, actor: str, action: str, subject: str, detail: dict[str, Any] | None = None
    ) -> AuditEntry: ...

    def audit_entries(self, subject: str | None = None) -> Iterator[AuditEntry]: ...

    def verify_audit(self) -> int:
        """The length of the chain. Raises IntegrityError at the first broken link."""
        ...

    # figures
    def figures(self) -> dict[str, Any]:
        """See ``records.figures.collect`` for the shape."""
        ...


class WorkQueue(Protocol):
    """Asks for documents to be digitised; the API talks to this, flows implement it."""

    def submit(self, batch_id: str, document_ids: Sequence[str]) -> None:
        """Returns at once; the documents are already received and safe."""
        ...

    def pending(self) -> int:
        """Documents that wait or are being worked on."""
        ...
