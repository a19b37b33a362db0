"""The flow on a real Prefect server: retries, quarantine, and the rest that goes on."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import server
from records.schema import open_registry
from records.store import LocalStore
from sarabun import pipeline
from sarabun.errors import ConfigurationError, ExternalError, InputError, IntegrityError, SarabunError
from sarabun.model import Batch, State
from sarabun.pipeline import Made, Services, Stage, Work
from sarabun.settings import Settings


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("prefect")
    with server.running(home):
        yield home


@pytest.fixture
def services(prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    from flows import digitise

    # The same tasks without the waiting between attempts.
    for name in ("receive", "run_stage"):
        quick = getattr(digitise, name).with_options(retry_delay_seconds=0, retry_jitter_factor=None)
        monkeypatch.setattr(digitise, name, quick)
    settings = Settings(home=tmp_path, workers=2)
    registry = open_registry(settings)
    nothing: Any = None
    yield Services(settings, registry, LocalStore(tmp_path / "o"), nothing, nothing, nothing, nothing)
    registry.close()


def stages(
    monkeypatch: pytest.MonkeyPatch, faults: dict[bytes, list[SarabunError | Exception]]
) -> Counter[str]:
    """Two stages; the first raises, for a file with the given bytes, the given errors one after another."""
    runs: Counter[str] = Counter()

    def prepare(services: Services, work: Work) -> Made:
        data = services.store.get(work.document.source.sha256)
        runs[data.decode()] += 1
        waiting = faults.get(data, [])
        if waiting:
            raise waiting.pop(0)
        return Made({"pages": 1}, {"pages": 1})

    def index(_services: Services, _work: Work) -> Made:
        return Made({"index": "none"})

    made = (
        Stage("prepare", "1", State.PREPARED, prepare, lambda _s: []),
        Stage("index", "1", State.INDEXED, index, lambda _s: []),
    )
    monkeypatch.setattr(pipeline, "STAGES", made)
    from flows import digitise

    monkeypatch.setattr(digitise, "STAGE_NAMES", ("prepare", "index"))
    return runs


def run(services: Services, *contents: bytes) -> tuple[dict[str, State], list[Any], list[tuple[str, str]]]:
    from flows.digitise import run_batch

    paths = []
    for i, data in enumerate(contents):
        paths.append(services.settings.home / f"{i}.pdf")
        paths[-1].write_bytes(data)
    batch: Batch = services.registry.open_batch("b", "", "", "clerk")
    seen: list[tuple[str, str]] = []
    arrived = run_batch(
        services, paths, "clerk", batch, progress=lambda what, stage: seen.append((what, stage))
    )
    rows = sorted(services.registry.documents(), key=lambda d: d.source.name)
    states = {d.source.name.rsplit("/", 1)[1]: d.state for d in rows}
    return states, arrived, seen


def test_all_go_through(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = stages(monkeypatch, {})
    states, arrived, seen = run(services, *(f"doc{i}".encode() for i in range(7)))
    assert set(states.values()) == {State.INDEXED} and len(states) == 7, arrived
    assert all(a.new for a in arrived) and set(runs.values()) == {1}
    assert Counter(stage for _, stage in seen) == {"receive": 7, "begin": 1, "prepare": 7, "index": 7}


def test_a_faulty_file_is_set_aside_and_the_rest_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: dict[bytes, list[Any]] = {
        b"bad": [InputError("FILE_BROKEN", "เสีย", "broken")],
        b"bug": [ZeroDivisionError("ours")],
        b"alarm": [IntegrityError("BLOB_ALTERED", "แก้", "altered")],
    }
    runs = stages(monkeypatch, faults)
    states, _, seen = run(services, b"good", b"bad", b"bug", b"alarm", b"fine")
    held = [State.QUARANTINED] * 3
    assert list(states.values()) == [State.INDEXED, *held, State.INDEXED]
    codes = {d.problem.code for d in services.registry.documents() if d.problem}
    assert codes == {"FILE_BROKEN", "INTERNAL_ERROR", "BLOB_ALTERED"}
    assert set(runs.values()) == {1}, "none of these is worth a retry"
    assert sum(stage == "quarantined" for _, stage in seen) == 3


def test_a_service_that_comes_back_is_no_failure(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = stages(monkeypatch, {b"slow": [ExternalError("TIMESTAMP_UNAVAILABLE", "ล่ม", "down")] * 2})
    states, _, _ = run(services, b"slow")
    assert states["0.pdf"] is State.INDEXED and runs["slow"] == 3


def test_a_service_that_stays_away_ends_in_quarantine(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = stages(monkeypatch, {b"slow": [ExternalError("TIMESTAMP_UNAVAILABLE", "ล่ม", "down")] * 9})
    states, _, _ = run(services, b"slow", b"good")
    assert states == {"0.pdf": State.QUARANTINED, "1.pdf": State.INDEXED}
    assert runs["slow"] == 4
    problem = next(d.problem for d in services.registry.documents() if d.problem)
    assert problem is not None and problem.code == "TIMESTAMP_UNAVAILABLE"


def test_a_wrong_installation_stops_the_batch(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    stages(monkeypatch, {b"x": [ConfigurationError("TESSERACT_MISSING", "ไม่มี", "missing")]})
    with pytest.raises(ConfigurationError):
        run(services, b"x")
    assert services.registry.documents()[0].state is State.RECEIVED


def test_a_file_that_vanished_is_said_and_the_rest_goes_on(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages(monkeypatch, {})
    from flows.digitise import run_batch

    here = services.settings.home / "here.pdf"
    here.write_bytes(b"here")
    batch = services.registry.open_batch("b", "", "", "clerk")
    gone, kept = run_batch(services, [services.settings.home / "gone.pdf", here], "clerk", batch)
    assert gone.document is None and gone.error is not None and gone.error.code == "FILE_MISSING"
    assert kept.document is not None
    assert services.registry.document(kept.document.id).state is State.INDEXED


def test_the_same_bytes_twice_are_one_document(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = stages(monkeypatch, {})
    states, arrived, _ = run(services, b"same", b"same")
    assert len(states) == 1 and runs["same"] == 1
    assert sorted(a.new for a in arrived) == [False, True]


def test_uploads_are_worked_on_in_the_background(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.intake import LocalQueue

    stages(monkeypatch, {})
    batch = services.registry.open_batch("web", "", "", "clerk")

    def put(name: str) -> str:
        path = services.settings.home / name
        path.write_bytes(name.encode())
        return pipeline.receive(services, path, batch, "clerk")[0].id

    left = put("left by a killed process")
    waiting = LocalQueue(dataclasses.replace(services))
    waiting.start()
    new = put("uploaded")
    waiting.submit(batch.id, [new])
    end = time.monotonic() + 60
    while waiting.pending() and time.monotonic() < end:
        time.sleep(0.05)
    waiting.stop()
    assert {services.registry.document(k).state for k in (left, new)} == {State.INDEXED}


def test_the_server_ends_with_a_killed_parent(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from flows import server\n"
        "with server.running(Path(sys.argv[1])):\n    print('up', flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None and parent.stdout.readline() == "up\n"
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        assert children
        os.kill(parent.pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while time.monotonic() < end and any(_alive(int(child)) for child in children):
        time.sleep(0.1)
    assert not any(_alive(int(child)) for child in children)


def _alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return False
