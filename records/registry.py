"""The book of everything: documents, stage results, accounts, the index's outbox and the audit trail.

SQLite (one office, nothing to install) or PostgreSQL, through SQLAlchemy. Every method is one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from records import audit as chain
from records import figures, tables
from records.searches import SavedSearches
from records.tables import accounts, batches, documents, outbox, revisions, sightings, stage_results
from records.webhooks import Webhooks
from sarabun import dates
from sarabun.errors import NotFoundError
from sarabun.model import AuditEntry, Batch, Document, Kind, Level, Problem, Source, State
from sarabun.ports import Revision, StageResult, User


def document_id(sha256: str) -> str:
    """A document's id: the first 16 hex digits of the SHA-256 of the file the scanner made."""
    return sha256[:16]


def _user(row: Row[Any]) -> User:
    values = row._asdict()
    return User(**(values | {"units": tuple(values["units"])}))


def _document(row: Row[Any]) -> Document:
    problem = None
    if row.problem_code is not None:
        problem = Problem(row.problem_code, row.problem_th, row.problem_en, row.problem_stage or "")
    return Document(
        id=row.id,
        source=Source(row.sha256, row.name, row.size, row.media_type),
        state=State(row.state),
        batch_id=row.batch_id,
        received_at=row.received_at,
        updated_at=row.updated_at,
        box_no=row.box_no,
        unit=row.unit,
        pages=row.pages,
        kind=None if row.kind is None else Kind(row.kind),
        number=row.number,
        date=row.date,
        subject=row.subject,
        agency=row.agency,
        urgency=row.urgency,
        secrecy=row.secrecy,
        confidence=row.confidence,
        level=None if row.level is None else Level(row.level),
        pdf=row.pdf,
        manifest=row.manifest,
        sealed_at=row.sealed_at,
        problem=problem,
    )


# Columns that the index takes from the registry; the rest of what it knows comes with a revision.
_INDEXED = {"secrecy"}
_DOCUMENTS = select(documents, batches.c.box_no, batches.c.unit).join(batches)


class SqlRegistry(SavedSearches, Webhooks):
    """Implements :class:`sarabun.ports.Registry`. The schema must be current (``records.schema.ensure``)."""

    # --- batches and documents

    def open_batch(self, name: str, box_no: str, unit: str, actor: str) -> Batch:
        key = hashlib.sha256("\x1f".join((name, box_no, unit)).encode()).hexdigest()[:16]
        with self._write() as c:
            row = c.execute(select(batches).where(batches.c.id == key)).first()
            if row is not None:
                return Batch(row.id, row.name, row.box_no, row.unit, row.created_at, row.actor)
            batch = Batch(key, name, box_no, unit, dates.now(), actor)
            c.execute(
                insert(batches).values(
                    id=key, name=name, box_no=box_no, unit=unit, created_at=batch.created_at, actor=actor
                )
            )
            chain.append(c, actor, "batch.open", key, {"name": name, "box_no": box_no, "unit": unit})
            return batch

    def receive(self, batch_id: str, source: Source, actor: str) -> tuple[Document, bool]:
        key, now = document_id(source.sha256), dates.now()
        with self._write() as c:
            new = c.execute(select(documents.c.id).where(documents.c.id == key)).first() is None
            if new:
                c.execute(
                    insert(documents).values(
                        id=key, sha256=source.sha256, name=source.name, size=source.size,
                        media_type=source.media_type, state=State.RECEIVED, batch_id=batch_id, pages=0,
                        received_at=now, received_day=dates.bangkok(now).date().isoformat(), updated_at=now,
                    )
                )  # fmt: skip
            seen = c.execute(
                select(sightings.c.id).where(
                    sightings.c.document_id == key,
                    sightings.c.batch_id == batch_id,
                    sightings.c.name == source.name,
                )
            ).first()
            if seen is None:
                c.execute(
                    insert(sightings).values(
                        document_id=key, batch_id=batch_id, name=source.name, seen_at=now
                    )
                )
                action = "document.receive" if new else "document.duplicate"
                chain.append(c, actor, action, key, {"sha256": source.sha256, "name": source.name})
            return self._get(c, key), new

    def document(self, document_id: str) -> Document:
        with self._read() as c:
            return self._get(c, document_id)

    def documents(
        self,
        *,
        states: Sequence[State] = (),
        batch_id: str | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[Document]:
        query = _DOCUMENTS.order_by(documents.c.received_at, documents.c.id).offset(offset)
        if states:
            query = query.where(documents.c.state.in_(states))
        if batch_id is not None:
            query = query.where(documents.c.batch_id == batch_id)
        if limit is not None:
            query = query.limit(limit)
        with self._read() as c:
            return [_document(row) for row in c.execute(query)]

    def update(self, document_id: str, actor: str, action: str, **values: Any) -> Document:
        with self._write() as c:
            self._get(c, document_id)
            self._set(c, document_id, values)
            chain.append(c, actor, action, document_id, values)
            changed = self._get(c, document_id)
            if changed.pdf is not None and _INDEXED & values.keys():
                c.execute(insert(outbox).values(document_id=document_id, operation="add"))
            return changed

    def quarantine(self, document_id: str, problem: Problem, actor: str) -> Document:
        with self._write() as c:
            self._get(c, document_id)
            columns = {f"problem_{n}": getattr(problem, n) for n in ("code", "th", "en", "stage")}
            self._set(c, document_id, {"state": State.QUARANTINED, **columns})
            detail = {"code": problem.code, "stage": problem.stage, "detail": problem.detail[-2000:]}
            chain.append(c, actor, "document.quarantine", document_id, detail)
            return self._get(c, document_id)

    def _get(self, c: Connection, key: str) -> Document:
        row = c.execute(_DOCUMENTS.where(documents.c.id == key)).first()
        if row is None:
            raise NotFoundError(
                "DOCUMENT_NOT_FOUND",
                f"ไม่พบเอกสาร {key} โปรดตรวจสอบเลขอีกครั้ง หรือค้นด้วยคำสั่ง sarabun search",
                f"there is no document {key}: check the id, or look for it with sarabun search",
            )
        return _document(row)

    def _set(self, c: Connection, key: str, values: dict[str, Any]) -> None:
        now = dates.now()
        columns = dict(values, updated_at=now)
        if "sealed_at" in values and values["sealed_at"] is not None:
            columns["sealed_day"] = dates.bangkok(values["sealed_at"]).date().isoformat()
        if "state" in values and values["state"] != State.QUARANTINED:
            columns |= {f"problem_{n}": None for n in ("code", "th", "en", "stage")}
        c.execute(update(documents).where(documents.c.id == key).values(columns))

    # --- stage results

    def stage_result(self, key: str) -> StageResult | None:
        with self._read() as c:
            row = c.execute(select(stage_results).where(stage_results.c.key == key)).first()
        return None if row is None else StageResult(*row)

    def latest_result(self, document_id: str, stage: str) -> StageResult | None:
        query = (
            select(stage_results)
            .where(stage_results.c.document_id == document_id, stage_results.c.stage == stage)
            .order_by(stage_results.c.finished_at.desc())
            .limit(1)
        )
        with self._read() as c:
            row = c.execute(query).first()
        return None if row is None else StageResult(*row)

    def finish_stage(
        self,
        result: StageResult,
        actor: str,
        *,
        outbox: str | None = None,
        revision: Revision | None = None,
        **values: Any,
    ) -> Document:
        with self._write() as c:
            known = c.execute(select(stage_results.c.key).where(stage_results.c.key == result.key)).first()
            if known is not None:
                return self._get(c, result.document_id)
            c.execute(
                insert(stage_results).values({f: getattr(result, f) for f in result.__dataclass_fields__})
            )
            detail = {"version": result.version, "result": result.result}
            chain.append(c, actor, f"stage.{result.stage}", result.document_id, detail)
            self._set(c, result.document_id, values)
            if outbox is not None:
                c.execute(insert(tables.outbox).values(document_id=result.document_id, operation=outbox))
            if revision is not None:
                self._keep(c, revision)
            return self._get(c, result.document_id)

    # --- revisions of what was read

    def revisions(self, document_id: str) -> list[Revision]:
        query = select(revisions).where(revisions.c.document_id == document_id).order_by(revisions.c.number)
        with self._read() as c:
            return [Revision(*row) for row in c.execute(query)]

    def revise(self, revision: Revision, changed: Sequence[str], **values: Any) -> Document:
        key = revision.document_id
        with self._write() as c:
            self._get(c, key)
            if self._keep(c, revision):
                self._set(c, key, values)
                c.execute(insert(outbox).values(document_id=key, operation="add"))
                detail = {
                    "revision": revision.number, "reader": revision.reader, "read": revision.read,
                    "described": revision.described, "changed": list(changed),
                }  # fmt: skip
                chain.append(c, revision.actor, "record.reread", key, detail)
            return self._get(c, key)

    def _keep(self, c: Connection, revision: Revision) -> bool:
        """Whether there was none of this number yet."""
        mine = (revisions.c.document_id == revision.document_id) & (revisions.c.number == revision.number)
        if c.execute(select(revisions.c.number).where(mine)).first() is not None:
            return False
        c.execute(insert(revisions).values({f: getattr(revision, f) for f in revision.__dataclass_fields__}))
        return True

    # --- outbox of the search index

    def outbox(self, limit: int = 1000) -> list[tuple[int, str, str]]:
        with self._read() as c:
            rows = c.execute(select(outbox).order_by(outbox.c.seq).limit(limit)).all()
        return [(row.seq, row.document_id, row.operation) for row in rows]

    def enqueue(self, document_id: str, operation: str) -> None:
        with self._write() as c:
            c.execute(insert(outbox).values(document_id=document_id, operation=operation))

    def acknowledge(self, seqs: Sequence[int]) -> None:
        with self._write() as c:
            c.execute(delete(outbox).where(outbox.c.seq.in_(seqs)))

    # --- accounts

    def user(self, name: str) -> User | None:
        with self._read() as c:
            row = c.execute(select(accounts).where(accounts.c.name == name)).first()
        return None if row is None else _user(row)

    def users(self) -> list[User]:
        with self._read() as c:
            return [_user(row) for row in c.execute(select(accounts).order_by(accounts.c.name))]

    def save_user(self, user: User, actor: str) -> None:
        values = {f: getattr(user, f) for f in user.__dataclass_fields__} | {"units": list(user.units)}
        with self._write() as c:
            changed = c.execute(update(accounts).where(accounts.c.name == user.name).values(values)).rowcount
            if not changed:
                c.execute(insert(accounts).values(values))
            action = "user.change" if changed else "user.add"
            detail = {"role": user.role, "active": user.active}
            if user.units or user.clearance:
                detail |= {"units": list(user.units), "clearance": user.clearance}
            chain.append(c, actor, action, user.name, detail)

    # --- audit and figures

    def audit(
        self, actor: str, action: str, subject: str, detail: dict[str, Any] | None = None
    ) -> AuditEntry:
        with self._write() as c:
            return chain.append(c, actor, action, subject, detail or {})

    def audit_entries(self, subject: str | None = None) -> Iterator[AuditEntry]:
        with self._read() as c:
            yield from chain.entries(c, subject)

    def verify_audit(self) -> int:
        with self._read() as c:
            return chain.verify(c)

    def count(self) -> int:
        with self._read() as c:
            return int(c.execute(select(func.count()).select_from(documents)).scalar_one())

    def figures(self) -> dict[str, Any]:
        with self._read() as c:
            return figures.collect(c)
