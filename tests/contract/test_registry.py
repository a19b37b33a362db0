"""What every registry must do: SQLite always, PostgreSQL where TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import hashlib
import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url, text

import records.schema
from records.registry import SqlRegistry, document_id
from records.schema import ensure, open_registry
from sarabun import dates
from sarabun.errors import IntegrityError, NotFoundError
from sarabun.model import Kind, Level, Problem, Source, State
from sarabun.ports import Revision, StageResult, User
from sarabun.settings import Settings


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Of an empty database that only this test has; "" is SQLite in the home folder."""
    if request.param == "sqlite":
        yield ""
        return
    server = os.environ.get("TEST_POSTGRES_URL", "")
    if not server:
        pytest.skip(
            "no PostgreSQL: bash scripts/test --stack starts one, or TEST_POSTGRES_URL names a database of a "
            "server where a user may create others"
        )
    name = f"sarabun_test_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    engine.dispose()


@pytest.fixture
def registry(url: str, tmp_path: Path):
    opened = open_registry(Settings(home=tmp_path, registry_url=url))
    yield opened
    opened.close()


def source(name: str = "a.pdf", data: bytes = b"a") -> Source:
    return Source(hashlib.sha256(data).hexdigest(), name, len(data), "application/pdf")


def result(doc: str, stage: str, key: str = "k" * 64, blob: str = "b" * 64) -> StageResult:
    return StageResult(key, doc, stage, "1", blob, 1.5, dates.now())


def test_open_batch_twice_is_one_batch(registry: SqlRegistry) -> None:
    first = registry.open_batch("กล่อง ๑", "1", "0017", "clerk")
    assert registry.open_batch("กล่อง ๑", "1", "0017", "other") == first
    assert registry.open_batch("กล่อง ๑", "2", "0017", "clerk").id != first.id


def test_receive_is_idempotent_and_tells_duplicates(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "", "", "clerk")
    document, new = registry.receive(batch.id, source(), "clerk")
    assert new and document.state is State.RECEIVED and document.id == document_id(document.source.sha256)
    again, new = registry.receive(batch.id, source(), "clerk")
    assert not new and again == document
    registry.receive(batch.id, source("copy.pdf"), "clerk")
    actions = [e.action for e in registry.audit_entries(document.id)]
    assert actions == ["document.receive", "document.duplicate"]


def test_unknown_document(registry: SqlRegistry) -> None:
    with pytest.raises(NotFoundError) as caught:
        registry.document("0" * 16)
    assert caught.value.code == "DOCUMENT_NOT_FOUND"
    with pytest.raises(NotFoundError):
        registry.update("0" * 16, "clerk", "x", subject="y")


def test_finish_stage_sets_everything_in_one_step(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "7", "0017", "clerk")
    document, _ = registry.receive(batch.id, source(), "clerk")
    sealed_at = dates.now()
    done = registry.finish_stage(
        result(document.id, "seal"), "system", outbox="add",
        state=State.SEALED, kind=Kind.ORDER, level=Level.B_LTA, sealed_at=sealed_at, pages=3, confidence=0.9,
    )  # fmt: skip
    assert (done.state, done.kind, done.level, done.pages) == (State.SEALED, Kind.ORDER, Level.B_LTA, 3)
    assert done.sealed_at == sealed_at and done.box_no == "7" and done.unit == "0017"
    assert [(d, op) for _, d, op in registry.outbox()] == [(document.id, "add")]
    registry.acknowledge([seq for seq, _, _ in registry.outbox()])
    assert registry.outbox() == []


def test_first_result_for_a_key_stays(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "", "", "clerk")
    document, _ = registry.receive(batch.id, source(), "clerk")
    registry.finish_stage(result(document.id, "read", blob="1" * 64), "system", state=State.READ)
    registry.finish_stage(result(document.id, "read", blob="2" * 64), "system", state=State.READ)
    kept = registry.stage_result("k" * 64)
    assert kept is not None and kept.result == "1" * 64
    assert registry.latest_result(document.id, "read") == kept
    assert registry.latest_result(document.id, "seal") is None


def test_quarantine_and_its_end(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "", "", "clerk")
    document, _ = registry.receive(batch.id, source(), "clerk")
    problem = Problem("FILE_BROKEN", "แฟ้มเสีย", "broken", "prepare")
    assert registry.quarantine(document.id, problem, "system").problem == problem
    assert registry.documents(states=[State.QUARANTINED])[0].problem == problem
    freed = registry.update(document.id, "clerk", "document.retry", state=State.RECEIVED)
    assert freed.problem is None and freed.state is State.RECEIVED


def test_documents_filters_and_pages(registry: SqlRegistry) -> None:
    one, two = registry.open_batch("1", "", "", "x"), registry.open_batch("2", "", "", "x")
    ids = [registry.receive((one if i < 3 else two).id, source(data=bytes([i])), "x")[0].id for i in range(5)]
    assert [d.id for d in registry.documents()] == ids
    assert [d.id for d in registry.documents(batch_id=two.id)] == ids[3:]
    assert [d.id for d in registry.documents(offset=1, limit=2)] == ids[1:3]
    assert registry.documents(states=[State.SEALED]) == []


def test_accounts(registry: SqlRegistry) -> None:
    registry.save_user(User("somchai", "clerk", "hash", True), "admin")
    registry.save_user(User("somchai", "manager", "hash", False), "admin")
    assert registry.user("somchai") == User("somchai", "manager", "hash", False)
    assert registry.user("nobody") is None and len(registry.users()) == 1
    assert all("hash" not in str(e.detail) for e in registry.audit_entries("somchai"))


def revision(doc: str, number: int, reader: str = "reader 1") -> Revision:
    return Revision(doc, number, "a" * 64, "b" * 64, reader, "classify 1", "clerk", dates.now())


def test_revisions_are_kept_from_the_seal_on(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "", "", "clerk")
    document, _ = registry.receive(batch.id, source(), "clerk")
    assert registry.revisions(document.id) == []
    first, second = revision(document.id, 1), revision(document.id, 2, "reader 2")
    registry.finish_stage(
        result(document.id, "seal"), "system", revision=first, state=State.SEALED, subject="เรืองเก่า"
    )
    assert registry.revisions(document.id) == [first] and registry.outbox() == []
    revised = registry.revise(second, ["subject"], subject="เรื่องใหม่", confidence=0.99)
    assert (revised.subject, revised.confidence, revised.state) == ("เรื่องใหม่", 0.99, State.SEALED)
    assert registry.revisions(document.id) == [first, second]
    assert [(d, op) for _, d, op in registry.outbox()] == [(document.id, "add")]
    entry = list(registry.audit_entries(document.id))[-1]
    assert (entry.actor, entry.action) == ("clerk", "record.reread")
    assert entry.detail["reader"] == "reader 2" and entry.detail["changed"] == ["subject"]


def test_who_is_first_with_a_revision_counts(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "", "", "clerk")
    document, _ = registry.receive(batch.id, source(), "clerk")
    registry.finish_stage(result(document.id, "seal"), "system", revision=revision(document.id, 1))
    registry.revise(revision(document.id, 2, "first"), [], subject="a")
    length = registry.verify_audit()
    after = registry.revise(revision(document.id, 2, "late"), [], subject="b")
    assert after.subject == "a" and [r.reader for r in registry.revisions(document.id)][1:] == ["first"]
    assert registry.verify_audit() == length and len(registry.outbox()) == 1
    with pytest.raises(NotFoundError):
        registry.revise(revision("0" * 16, 1), [])


def test_audit_chain_holds_under_threads(registry: SqlRegistry) -> None:
    def write(name: str) -> None:
        for i in range(20):
            registry.audit(name, "record.view", "d", {"i": i})

    threads = [threading.Thread(target=write, args=(f"t{n}",)) for n in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert registry.verify_audit() == 80


@pytest.mark.parametrize(
    "tamper",
    [
        "update audit set actor='x' where seq=2",
        "delete from audit where seq=2",
        "delete from audit where seq=1",
    ],
)
def test_audit_tampering_is_found(registry: SqlRegistry, tamper: str) -> None:
    for i in range(4):
        registry.audit("a", "record.view", "d", {"i": i})
    with registry._write() as c:
        c.execute(text(tamper))
    with pytest.raises(IntegrityError) as caught:
        registry.verify_audit()
    assert caught.value.code == "AUDIT_CHAIN_BROKEN"


def test_figures(registry: SqlRegistry) -> None:
    batch = registry.open_batch("b", "", "", "clerk")
    for i in range(3):
        document, _ = registry.receive(batch.id, source(data=bytes([i])), "clerk")
        if i == 0:
            registry.update(document.id, "system", "x", pages=2)
            registry.quarantine(document.id, Problem("FILE_BROKEN", "แฟ้มเสีย", "broken", "prepare"), "system")
        elif i == 1:
            registry.finish_stage(
                result(document.id, "seal"), "s", state=State.SEALED, pages=4, confidence=0.95,
                kind=Kind.EXTERNAL, sealed_at=dates.now(),
            )  # fmt: skip
            registry.finish_stage(result(document.id, "seal", key="2" * 64), "s")  # a second run
    figures = registry.figures()
    assert figures["documents"] == {"quarantined": 1, "sealed": 1, "received": 1}
    assert figures["pages"]["sealed"] == 4
    today = dates.bangkok(dates.now()).date().isoformat()
    assert figures["days"] == [
        {
            "day": today,
            "received": {"documents": 3, "pages": 6},
            "sealed": {"documents": 1, "pages": 4},
            "quarantined": {"documents": 1, "pages": 2},
        }
    ]
    assert figures["quarantine"] == [
        {"code": "FILE_BROKEN", "th": "แฟ้มเสีย", "en": "broken", "documents": 1, "pages": 2}
    ]
    assert figures["stages"] == [{"stage": "seal", "documents": 1, "seconds": 3.0, "mean_seconds": 1.5}]
    assert figures["confidence"]["histogram"][9] == 1 and figures["kinds"] == {"external": 1}


def test_migrations_and_tables_agree(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from records.tables import metadata

    engine = create_engine(f"sqlite:///{tmp_path / 'r.sqlite3'}")
    ensure(engine, tmp_path)
    with engine.connect() as c:
        assert compare_metadata(MigrationContext.configure(c), metadata) == []


def test_records_of_the_first_registry_get_their_first_revision(url: str, tmp_path: Path) -> None:
    engine = create_engine(url or f"sqlite:///{tmp_path / 'r.sqlite3'}")
    scripts = Path(records.schema.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(scripts))
    with engine.begin() as c:
        config.attributes["connection"] = c
        command.upgrade(config, "0001")
        c.execute(text("insert into batch values ('b', 'b', '', '', '2026-01-01 00:00:00', 'clerk')"))
        for key, pdf in (("sealed", "'p'"), ("held", "null")):
            c.execute(
                text(
                    "insert into document (id, sha256, name, size, media_type, state, batch_id, received_at,"
                    " received_day, updated_at, pages, pdf, sealed_at) values"
                    f" ('{key}', '{key}', 'n', 1, 't', 'x', 'b', '2026-01-01 00:00:00', '2026-01-01',"
                    f" '2026-01-01 00:00:00', 1, {pdf}, '2026-01-05 00:00:00')"
                )
            )
            for stage, day, blob in (
                ("read", 1, "early"), ("read", 2, "text"), ("read", 9, "late"), ("describe", 3, "fields"),
            ):  # fmt: skip
                at = f"2026-01-0{day} 00:00:00"
                c.execute(
                    text(
                        f"insert into stage_result values ('{key}{stage}{day}', '{key}', '{stage}', '1',"
                        f" '{blob}', 1, '{at}')"
                    )
                )
    ensure(engine, tmp_path)
    registry = SqlRegistry(engine)
    (first,) = registry.revisions("sealed")
    assert (first.number, first.read, first.described, first.reader) == (1, "text", "fields", "")
    assert first.at.isoformat() == "2026-01-05T00:00:00+00:00" and registry.revisions("held") == []
    registry.close()
