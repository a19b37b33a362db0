"""The flow that reads records again: one record's trouble is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import server
from records.schema import open_registry
from records.store import LocalStore
from sarabun import pipeline, reread
from sarabun.errors import ConfigurationError, ExternalError, InputError, IntegrityError
from sarabun.model import Source
from sarabun.pipeline import Services
from sarabun.reread import Reread
from sarabun.settings import Settings


class Engine:
    name = "network 2 bbbb"


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("prefect")
    with server.running(home):
        yield home


@pytest.fixture
def services(prefect_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    import flows.reread as flow

    quick = flow.read_one.with_options(retry_delay_seconds=0, retry_jitter_factor=None)
    monkeypatch.setattr(flow, "read_one", quick)
    monkeypatch.setattr(pipeline, "deliver_outbox", lambda _services: 0)
    settings = Settings(home=tmp_path, workers=2)
    registry = open_registry(settings)
    nothing: Any = None
    yield Services(settings, registry, LocalStore(tmp_path / "o"), Engine(), nothing, nothing, nothing)
    registry.close()


def documents(services: Services, count: int) -> list[str]:
    batch = services.registry.open_batch("b", "", "", "clerk")
    sources = (Source(f"{i:064x}", f"{i}.pdf", 1, "application/pdf") for i in range(16**48, 16**48 + count))
    return [
        services.registry.receive(batch.id, Source(s.sha256[::-1], s.name, 1, s.media_type), "clerk")[0].id
        for s in sources
    ]


def run(
    services: Services, ids: list[str], faults: dict[str, list[Exception]], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Reread], Counter[str]]:
    """Reads ``ids``; a record with faults raises them one after another."""
    from flows.reread import run_reread

    runs: Counter[str] = Counter()
    told: list[str] = []

    def read(_services: Services, document_id: str, _actor: str, *, force: bool) -> Reread:
        runs[document_id] += 1
        if faults.get(document_id):
            raise faults[document_id].pop(0)
        return Reread(document_id, None, "old", {}, new=not force)

    monkeypatch.setattr(reread, "reread", read)
    done = run_reread(services, ids, "clerk", progress=lambda one: told.append(one.document_id))
    assert sorted(told) == sorted(set(ids)), "progress counts every record once"
    return done, runs


def test_one_bad_record_does_not_stop_the_rest(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = documents(services, 7)
    faults: dict[str, list[Exception]] = {
        ids[1]: [InputError("TOP_SECRET", "ลับ", "secret")],
        ids[3]: [ZeroDivisionError("ours")],
        ids[5]: [IntegrityError("BLOB_ALTERED", "แก้", "altered", "0f")],
    }
    done, runs = run(services, ids, faults, monkeypatch)
    assert [d.document_id for d in done] == ids and set(runs.values()) == {1}
    codes = [d.error.code if d.error else None for d in done]
    assert codes == [None, "TOP_SECRET", None, "INTERNAL_ERROR", None, "BLOB_ALTERED", None]
    failed = [e for e in services.registry.audit_entries() if e.action == "record.reread_failed"]
    assert {e.subject for e in failed} == {ids[1], ids[3], ids[5]}
    assert {e.detail["reader"] for e in failed} == {"network 2 bbbb"}


def test_a_service_that_comes_back_is_no_failure(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = documents(services, 2)
    down = ExternalError("STORE_UNAVAILABLE", "ล่ม", "down")
    done, runs = run(services, ids, {ids[0]: [down] * 2, ids[1]: [down] * 9}, monkeypatch)
    assert done[0].error is None and runs[ids[0]] == 3
    assert done[1].error is not None and done[1].error.code == "STORE_UNAVAILABLE" and runs[ids[1]] == 4


def test_an_index_that_is_away_does_not_read_twice(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [ExternalError("SEARCH_UNAVAILABLE", "ล่ม", "down")] * 2

    def deliver(_services: Services) -> int:
        if waiting:
            raise waiting.pop()
        return 0

    monkeypatch.setattr(pipeline, "deliver_outbox", deliver)
    ids = documents(services, 1)
    done, runs = run(services, ids, {}, monkeypatch)
    assert done[0].error is None and done[0].new and runs[ids[0]] == 1


def test_a_wrong_installation_stops_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = documents(services, 1)
    with pytest.raises(ConfigurationError):
        run(services, ids, {ids[0]: [ConfigurationError("MODEL_MISSING", "ไม่มี", "gone")]}, monkeypatch)


def test_a_record_named_twice_is_read_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = documents(services, 1)
    done, runs = run(services, ids * 3, {}, monkeypatch)
    assert len(done) == 1 and runs[ids[0]] == 1
