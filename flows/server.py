"""Prefect's own server beside a run, where no other is configured: a second process that ends with ours.

Prefect's built-in temporary server outlives a parent that is killed, and several on one SQLite file stall
each other. This one watches its parent, and each process has a database of its own, copied from a template
that is made once. What must be kept lives in Sarabun's registry, not here.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import httpx
import platformdirs

from sarabun.errors import ConfigurationError

_START_SECONDS = 120

# Nothing is sent anywhere, nothing is logged that is not ours, no heartbeat thread to wait for.
ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLI_PROMPT": "false",
}


def prepare_environment(home: Path) -> None:
    """Settings for Prefect; must run before prefect is imported. What the operator set stays."""
    for name, value in {**ENVIRONMENT, "PREFECT_HOME": str(home / "prefect")}.items():
        os.environ.setdefault(name, value)


@contextmanager
def running(home: Path) -> Iterator[None]:
    """Flows run in this context find a Prefect API: the configured one (``PREFECT_API_URL``), else our own.

    Raises ConfigurationError where the server does not start.
    """
    prepare_environment(home)
    from prefect.events.worker import EventsWorker
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    # The heartbeat's thread costs a second at the end of each run.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        if PREFECT_API_URL.value():
            yield
            return
        with _own(home) as url, temporary_settings({PREFECT_API_URL: url}):
            try:
                yield
            finally:
                # Events left over would be retried for minutes against a server that is gone.
                EventsWorker.drain_all(timeout=10, at_exit=False)


@contextmanager
def _own(home: Path) -> Iterator[str]:
    folder = home / "prefect"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_databases_of_dead(folder)
    template, database = _template(folder), folder / f"run-{os.getpid()}.db"
    if template.exists():
        shutil.copyfile(template, database)
    process, url = _start(folder, database)
    try:
        _wait(process, url, folder)
        if not template.exists():
            _make_template(database, template)
        yield url
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()
        process.wait()
        _remove(database)


def _template(folder: Path) -> Path:
    """An empty database of this version of Prefect, which takes ten seconds to make: once for a user."""
    cache = platformdirs.user_cache_path("sarabun", appauthor=False)
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        cache = folder
    return cache / f"prefect-{version('prefect')}.db"


def _start(folder: Path, database: Path) -> tuple[subprocess.Popen[bytes], str]:
    port = _free_port()
    environment = os.environ | {
        "PREFECT_UI_ENABLED": "0",
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT__SERVER_FINAL": "1",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.server", str(port), str(os.getpid())],
            env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    return process, f"http://127.0.0.1:{port}/api"


def _wait(process: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health", timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    raise ConfigurationError(
        "PREFECT_SERVER",
        f"เริ่มเซิร์ฟเวอร์ Prefect ไม่ได้ โปรดดู {folder / 'server.log'}",
        f"the Prefect server does not start: see {folder / 'server.log'}",
    )


def _make_template(database: Path, template: Path) -> None:
    import sqlite3

    aside = template.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(aside)) as target:
        source.backup(target)
    aside.rename(template)


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _remove_databases_of_dead(folder: Path) -> None:
    for database in folder.glob("run-*.db"):
        try:
            os.kill(int(database.stem.removeprefix("run-")), 0)
        except ProcessLookupError:
            _remove(database)
        except PermissionError:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main() -> None:
    """The server's process: its port, and the id of its parent, which may be dead before it gets here."""
    threading.Thread(target=_end_with_parent, args=(int(sys.argv[2]),), daemon=True).start()
    import uvicorn

    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", lifespan="on",
    )  # fmt: skip


if __name__ == "__main__":
    main()
