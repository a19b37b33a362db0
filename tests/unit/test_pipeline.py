"""Stages are keyed: what was done is not done again, what changed is."""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records.schema import open_registry
from records.store import LocalStore
from sarabun import pipeline
from sarabun.errors import ExternalError, InputError
from sarabun.model import State
from sarabun.pipeline import Made, Services, Stage, Work
from sarabun.settings import Settings

RUNS: Counter[str] = Counter()


def stage(name: str, reaches: State, version: str = "1", fingerprint: Any = None) -> Stage:
    def run(_services: Services, work: Work) -> Made:
        RUNS[name] += 1
        return Made(
            {name: dict(work.results)}, {"pages": len(work.results)}, outbox="add" if name == "seal" else None
        )

    return Stage(name, version, reaches, run, lambda _s: [fingerprint])


STAGES = (
    stage("prepare", State.PREPARED),
    stage("read", State.READ),
    stage("describe", State.DESCRIBED),
    stage("seal", State.SEALED),
)


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    RUNS.clear()
    monkeypatch.setattr(pipeline, "STAGES", STAGES)
    settings = Settings(home=tmp_path)
    registry = open_registry(settings)
    nothing: Any = None
    yield Services(settings, registry, LocalStore(tmp_path / "objects"), nothing, nothing, nothing, nothing)
    registry.close()


def received(services: Services, data: bytes = b"%PDF-1.7 scan") -> str:
    path = services.settings.home / "scan.pdf"
    path.write_bytes(data)
    batch = services.registry.open_batch("b", "", "", "clerk")
    return pipeline.receive(services, path, batch, "clerk")[0].id


def test_the_last_stage_brings_those_before_it(services: Services) -> None:
    document = pipeline.run_stage(services, "seal", received(services), "clerk")
    assert document.state is State.SEALED and document.pages == 3
    assert RUNS == {"prepare": 1, "read": 1, "describe": 1, "seal": 1}


def test_what_is_done_is_not_done_again(services: Services) -> None:
    key = received(services)
    first = pipeline.run_stage(services, "seal", key, "clerk")
    assert pipeline.run_stage(services, "seal", key, "clerk") == first
    assert set(RUNS.values()) == {1}
    assert [op for _, _, op in services.registry.outbox()] == ["add"]


def test_a_new_version_runs_itself_and_what_follows(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = received(services)
    pipeline.run_stage(services, "seal", key, "clerk")
    newer = (STAGES[0], dataclasses.replace(STAGES[1], version="2"), *STAGES[2:])
    monkeypatch.setattr(pipeline, "STAGES", newer)
    pipeline.run_stage(services, "read", key, "clerk")
    assert RUNS == {"prepare": 1, "read": 2, "describe": 1, "seal": 1}


def test_a_setting_that_matters_makes_a_new_result(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = received(services)
    pipeline.run_stage(services, "read", key, "clerk")
    other = (dataclasses.replace(STAGES[0], fingerprint=lambda _s: ["other"]), *STAGES[1:])
    monkeypatch.setattr(pipeline, "STAGES", other)
    pipeline.run_stage(services, "prepare", key, "clerk")
    assert RUNS["prepare"] == 2


def test_a_failed_stage_leaves_the_document_as_it_was(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = received(services)

    def fails(_services: Services, _work: Work) -> Made:
        raise InputError("FILE_BROKEN", "เสีย", "broken", "bit 7")

    failing = (STAGES[0], dataclasses.replace(STAGES[1], run=fails), *STAGES[2:])
    monkeypatch.setattr(pipeline, "STAGES", failing)
    with pytest.raises(InputError) as caught:
        pipeline.run_stage(services, "seal", key, "clerk")
    assert services.registry.document(key).state is State.PREPARED
    held = pipeline.quarantine(services, key, "read", caught.value, "clerk")
    assert held.problem is not None and held.problem.code == "FILE_BROKEN" and held.problem.stage == "read"
    assert list(services.registry.audit_entries(key))[-1].detail["detail"] == "bit 7"

    monkeypatch.setattr(pipeline, "STAGES", STAGES)
    services.registry.update(key, "clerk", "document.retry", state=State.RECEIVED)
    done = pipeline.run_stage(services, "seal", key, "clerk")
    assert done.state is State.SEALED and done.problem is None and RUNS["prepare"] == 1


def test_an_unexpected_failure_is_set_aside_with_a_plain_sentence(services: Services) -> None:
    key = received(services)
    held = pipeline.quarantine(services, key, "read", ZeroDivisionError("x"), "clerk")
    assert held.problem is not None and held.problem.code == "INTERNAL_ERROR"
    assert "x" not in held.problem.en.split()


def test_only_external_errors_are_tried_again() -> None:
    assert pipeline.is_transient(ExternalError("A", "", ""))
    assert not pipeline.is_transient(InputError("A", "", ""))
    assert not pipeline.is_transient(ValueError())


def test_receive_keeps_bytes_and_knows_them_again(services: Services) -> None:
    key = received(services, b"\x89PNG\r\n\x1a\n rest")
    document = services.registry.document(key)
    assert services.store.get(document.source.sha256) == b"\x89PNG\r\n\x1a\n rest"
    assert document.source.media_type == "image/png"
    copy = services.settings.home / "copy.png"
    copy.write_bytes(b"\x89PNG\r\n\x1a\n rest")
    batch = services.registry.open_batch("b", "", "", "clerk")
    again, new = pipeline.receive(services, copy, batch, "clerk")
    assert again.id == key and not new


def test_receive_refuses_what_it_cannot_keep(services: Services, tmp_path: Path) -> None:
    batch = services.registry.open_batch("b", "", "", "clerk")
    with pytest.raises(InputError) as caught:
        pipeline.receive(services, tmp_path / "gone.pdf", batch, "clerk")
    assert caught.value.code == "FILE_MISSING"
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path, tmp_path / "pipe.pdf"):
        with pytest.raises(InputError) as caught:
            pipeline.receive(services, path, batch, "clerk")
        assert caught.value.code == "FILE_UNREADABLE"
    small = dataclasses.replace(services, settings=Settings(home=tmp_path, max_file_bytes=2**20))
    (tmp_path / "big.pdf").write_bytes(b"%PDF" + bytes(2**20))
    with pytest.raises(InputError) as caught:
        pipeline.receive(small, tmp_path / "big.pdf", batch, "clerk")
    assert caught.value.code == "FILE_TOO_LARGE"
    assert services.registry.documents() == []
