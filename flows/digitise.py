"""The main job as a Prefect flow: one flow run for a batch, one task run for a document's stage.

Prefect schedules, retries and shows the work; what is done is decided and remembered by ``sarabun.pipeline``.
Only digests and names cross a task's border, the services wait in :data:`_JOBS`.
"""

from __future__ import annotations

import logging
import queue
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State as PrefectState
from prefect.client.schemas.objects import TaskRun
from prefect.futures import PrefectFuture
from prefect.states import Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task, exponential_backoff

from sarabun import pipeline
from sarabun.errors import ConfigurationError, InputError, SarabunError
from sarabun.model import Batch, Document
from sarabun.pipeline import STAGE_NAMES, Services

log = logging.getLogger("sarabun.flows")

Progress = Callable[[str, str], None]
"""Called with (path, ``receive``), once with (number of documents, ``begin``), then with (document id, stage
that ended or ``quarantined``)."""


@dataclass(frozen=True)
class Arrived:
    """What became of one file: its row and whether it was there before, or why it could not be kept."""

    path: str
    document: Document | None = None
    new: bool = False
    error: SarabunError | None = None


@dataclass
class _Job:
    services: Services
    actor: str
    batch: Batch | None
    progress: Progress
    arrived: dict[str, Arrived] = field(default_factory=dict)


_JOBS: dict[str, _Job] = {}


def _worth_retrying(_task: Task[..., Any], _run: TaskRun, state: PrefectState[Any]) -> bool:
    return pipeline.is_transient(state.result(raise_on_failure=False))


RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": exponential_backoff(backoff_factor=2),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": _worth_retrying,
    "cache_policy": NO_CACHE,
}


@task(name="receive", task_run_name="receive {path}", **RETRIES)
def receive(job_id: str, path: str) -> Any:
    """Keeps one file; a file that cannot be kept is reported and the rest goes on."""
    job = _JOBS[job_id]
    if job.batch is None:
        raise ValueError("a job without a batch receives nothing")
    try:
        document, new = pipeline.receive(job.services, Path(path), job.batch, job.actor)
    except InputError as error:
        job.arrived[path] = Arrived(path, error=error)
        job.services.registry.audit(job.actor, "source.refused", path, {"code": error.code})
        return Failed(message=str(error), name="Refused")
    job.arrived[path] = Arrived(path, document, new)
    return document.id


@task(name="stage", task_run_name="{stage} {document_id}", **RETRIES)
def run_stage(job_id: str, stage: str, document_id: str) -> Any:
    """One stage of one document; a document at fault is quarantined and the rest goes on."""
    job = _JOBS[job_id]
    try:
        pipeline.run_stage(job.services, stage, document_id, job.actor)
    except Exception as error:
        if pipeline.is_transient(error) or isinstance(error, ConfigurationError):
            raise
        _set_aside(job, document_id, stage, error)
        return Failed(message=str(error), name="Quarantined")
    return document_id


def _set_aside(job: _Job, document_id: str, stage: str, error: Exception) -> None:
    pipeline.quarantine(job.services, document_id, stage, error, job.actor)
    if pipeline.is_alarm(error):
        log.critical("%s: %s: %s", document_id, stage, error)
    elif not isinstance(error, SarabunError):
        log.error("%s: %s failed", document_id, stage, exc_info=error)


@flow(name="digitise", flow_run_name="{title}", log_prints=False, retries=0)
def digitise(title: str, job_id: str, paths: Sequence[str], document_ids: Sequence[str]) -> None:
    """Receives ``paths``, then brings them and ``document_ids`` through all stages."""
    job = _JOBS[job_id]
    ids = list(document_ids)
    if paths:
        futures = [receive.submit(job_id, path) for path in paths]
        for path, future in zip(paths, futures, strict=True):
            future.wait()
            error = raise_unless_said(future)
            if error is not None:
                if not isinstance(error, SarabunError):
                    raise error
                job.arrived[path] = Arrived(path, error=error)
            arrived = job.arrived[path]
            if arrived.document is not None:
                ids.append(arrived.document.id)
            job.progress(path, "receive")
    ids = list(dict.fromkeys(ids))
    job.progress(str(len(ids)), "begin")
    _work_through(job_id, ids)


def _work_through(job_id: str, ids: list[str]) -> None:
    """Keeps a window of documents at work; the next stage is submitted when the last one ended, so that no
    thread waits for another."""
    job = _JOBS[job_id]
    ended: queue.SimpleQueue[tuple[str, int, PrefectFuture[Any]]] = queue.SimpleQueue()

    def submit(document_id: str, index: int) -> None:
        future = run_stage.submit(job_id, STAGE_NAMES[index], document_id)
        future.add_done_callback(lambda done: ended.put((document_id, index, done)))

    waiting = iter(ids)
    at_work = 0
    for document_id in take(waiting, 2 * job.services.settings.worker_count):
        submit(document_id, 0)
        at_work += 1
    while at_work:
        document_id, index, future = ended.get()
        future.wait()  # the state is asked of the server until this took it from the task
        error = raise_unless_said(future)
        if error is not None:
            _set_aside(job, document_id, STAGE_NAMES[index], error)
        failed = error is not None or future.state.name == "Quarantined"
        job.progress(document_id, "quarantined" if failed else STAGE_NAMES[index])
        if not failed and index + 1 < len(STAGE_NAMES):
            submit(document_id, index + 1)
            continue
        at_work -= 1
        for following in take(waiting, 1):
            submit(following, 0)
            at_work += 1


def take(items: Iterator[str], count: int) -> list[str]:
    """The next items, at most ``count``."""
    return [item for _, item in zip(range(count), items, strict=False)]


def raise_unless_said(future: PrefectFuture[Any]) -> Exception | None:
    """The exception a task ended with after its retries, or None. Raises ConfigurationError: a wrong
    installation stops the batch."""
    if not future.state.is_failed() or future.state.name in ("Quarantined", "Refused"):
        return None
    error = future.result(raise_on_failure=False)
    if isinstance(error, ConfigurationError):
        raise error
    return error if isinstance(error, Exception) else RuntimeError(str(error))


@contextmanager
def _job(services: Services, actor: str, batch: Batch | None, progress: Progress) -> Iterator[str]:
    job_id = uuid.uuid4().hex
    _JOBS[job_id] = _Job(services, actor, batch, progress)
    try:
        yield job_id
    finally:
        del _JOBS[job_id]


def run_batch(
    services: Services,
    paths: Sequence[Path],
    actor: str,
    batch: Batch | None = None,
    document_ids: Sequence[str] = (),
    progress: Progress = lambda _what, _stage: None,
) -> list[Arrived]:
    """Runs the flow to its end, inside ``flows.server.running``; returns what became of ``paths``, in their
    order. Raises ConfigurationError where a tool or service is missing.
    """
    names = [str(path) for path in paths]
    title = f"{batch.name if batch else 'documents'} ({len(names) + len(document_ids)})"
    with _job(services, actor, batch, progress) as job_id:
        runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=services.settings.worker_count)
        digitise.with_options(task_runner=runner)(title, job_id, names, list(document_ids))  # type: ignore[arg-type]
        return [_JOBS[job_id].arrived[name] for name in names]
