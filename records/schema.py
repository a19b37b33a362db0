"""Makes the registry's schema current with Alembic, and opens the registry."""

from __future__ import annotations

import fcntl
from importlib import resources
from pathlib import Path

from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from records.registry import SqlRegistry
from sarabun.errors import ConfigurationError
from sarabun.settings import Settings

_MIGRATIONS = resources.files("records") / "migrations"
HEAD = max(file.name for file in (_MIGRATIONS / "versions").iterdir() if file.name.endswith(".py"))[:4]


def open_registry(settings: Settings) -> SqlRegistry:
    """The registry of the installation, its schema current.

    Raises ConfigurationError where the database cannot be reached or is newer than this program.
    """
    try:
        engine = _engine(settings)
        ensure(engine, settings.home)
    except (ArgumentError, OperationalError) as error:
        raise ConfigurationError(
            "REGISTRY_UNREACHABLE",
            "เปิดฐานข้อมูลทะเบียนไม่ได้ โปรดตรวจสอบค่า SARABUN_REGISTRY_URL และสิทธิ์ของโฟลเดอร์ข้อมูล",
            "the registry database cannot be opened: "
            "check SARABUN_REGISTRY_URL and the rights on the data folder",
            str(error),
        ) from error
    return SqlRegistry(engine)


def _engine(settings: Settings) -> Engine:
    if not settings.registry_url:
        return create_engine(f"sqlite:///{settings.home / 'registry.sqlite3'}")
    url = make_url(settings.registry_url)
    if settings.registry_password_file is not None:
        url = url.set(password=settings.registry_password_file.read_text().strip())
    return create_engine(url, pool_pre_ping=True)


def ensure(engine: Engine, home: Path) -> None:
    """Upgrades the schema where it is not current; one process at a time."""
    if _revision(engine) == HEAD:
        return
    from alembic import command  # late: costs a third of a second, and is needed once
    from alembic.config import Config

    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / ".schema.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        revision = _revision(engine)
        if revision is not None and revision > HEAD:
            raise ConfigurationError(
                "REGISTRY_NEWER",
                f"ฐานข้อมูลทะเบียนเป็นรุ่น {revision} ซึ่งใหม่กว่าโปรแกรมนี้ โปรดปรับรุ่นโปรแกรม",
                f"the registry is at revision {revision}, newer than this program: upgrade the program",
            )
        with resources.as_file(_MIGRATIONS) as scripts:
            config = Config()
            config.set_main_option("script_location", str(scripts))
            if engine.dialect.name == "sqlite":
                _turn_to_wal(engine)
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")


def _turn_to_wal(engine: Engine) -> None:
    """Readers beside the writer. The file remembers it; a connection that asks for it while another one
    writes is refused at once, whatever its time-out."""
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma journal_mode=wal")


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("select version_num from alembic_version")).scalar()
        return None if found is None else str(found)
