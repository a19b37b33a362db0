"""The audit trail: an append-only chain; the hash of each entry covers it and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from records.tables import audit
from sarabun import dates
from sarabun.errors import IntegrityError
from sarabun.model import AuditEntry

GENESIS = "0" * 64


def _digest(seq: int, at: str, actor: str, action: str, subject: str, detail: str, previous: str) -> str:
    line = json.dumps([seq, at, actor, action, subject, detail, previous], ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def append(
    connection: Connection, actor: str, action: str, subject: str, detail: dict[str, Any]
) -> AuditEntry:
    """Adds an entry within the caller's transaction, which must hold the registry's write lock."""
    last = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    at = dates.now().isoformat()
    written = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
    digest = _digest(seq, at, actor, action, subject, written, previous)
    connection.execute(
        insert(audit).values(
            seq=seq, at=at, actor=actor, action=action, subject=subject,
            detail=written, previous=previous, hash=digest,
        )
    )  # fmt: skip
    return AuditEntry(seq, datetime.fromisoformat(at), actor, action, subject, detail, previous, digest)


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        row.seq, datetime.fromisoformat(row.at), row.actor, row.action, row.subject,
        json.loads(row.detail), row.previous, row.hash,
    )  # fmt: skip


def entries(connection: Connection, subject: str | None = None) -> Iterator[AuditEntry]:
    """All entries in order, or those of one subject."""
    query = select(audit).order_by(audit.c.seq)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    for row in connection.execute(query):
        yield _entry(row)


def verify(connection: Connection) -> int:
    """Walks the whole chain; returns its length. Raises IntegrityError at the first broken link."""
    previous, expected = GENESIS, 1
    for row in connection.execute(select(audit).order_by(audit.c.seq)):
        digest = _digest(row.seq, row.at, row.actor, row.action, row.subject, row.detail, row.previous)
        if row.seq != expected or row.previous != previous or row.hash != digest:
            raise IntegrityError(
                "AUDIT_CHAIN_BROKEN",
                f"บันทึกการตรวจสอบลำดับที่ {expected} ถูกแก้ไขหรือสูญหาย โปรดแจ้งผู้ดูแลระบบและกู้คืนจากสำเนาสำรอง",
                f"audit entry {expected} was changed or is missing: "
                "tell the administrator and restore from backup",
            )
        previous, expected = row.hash, expected + 1
    return expected - 1
