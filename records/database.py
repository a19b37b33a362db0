"""The registry's database: every reading and every change is one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from sarabun.errors import ExternalError

# Writers queue: the audit chain needs it, and SQLite does the same. Any constant serves PostgreSQL.
_WRITE_LOCK = 0x5A7A6B


class Database:
    """What all parts of the registry stand on. Raises ExternalError REGISTRY_UNAVAILABLE."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        self._writer = engine.execution_options(write=True)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        try:
            with self._writer.begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"select pg_advisory_xact_lock({_WRITE_LOCK})"))
                yield connection
        except OperationalError as error:
            raise _unavailable(error) from error

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise _unavailable(error) from error

    def close(self) -> None:
        self._engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    """FULL, so that a committed row survives a power cut; writers take the lock at BEGIN, so that reading
    the chain's end and adding to it cannot interleave. (WAL is set once, by ``records.schema``.)"""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=60000", "synchronous=full", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("begin immediate" if write else "begin")


def _unavailable(error: OperationalError) -> ExternalError:
    return ExternalError(
        "REGISTRY_UNAVAILABLE",
        "ติดต่อฐานข้อมูลทะเบียนไม่ได้ โปรดตรวจสอบเนื้อที่ดิสก์หรือบริการฐานข้อมูล แล้วลองอีกครั้ง",
        "the registry database does not answer: check disk space or the database service, then try again",
        str(error.orig),
    )
