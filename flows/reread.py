"""Records read again, as a Prefect flow: one task run for a record. What is done and what is left is known to
the registry, so a flow that was interrupted goes on where it stopped."""

from __future__ import annotations

import logging
import queue
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from prefect import flow, task
from prefect.futures import PrefectFuture
from prefect.states import Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.digitise import RETRIES, raise_unless_said, take
from sarabun import pipeline, reread
from sarabun.errors import ConfigurationError, SarabunError
from sarabun.pipeline import Services
from sarabun.reread import Reread

log = logging.getLogger("sarabun.flows")


@dataclass
class _Job:
    services: Services
    actor: str
    force: bool
    progress: Callable[[Reread], None]
    done: dict[str, Reread] = field(default_factory=dict)


_JOBS: dict[str, _Job] = {}


@task(name="reread", task_run_name="reread {document_id}", **RETRIES)
def read_one(job_id: str, document_id: str) -> Any:
    """One record; where it cannot be read again that is said and the rest goes on."""
    job = _JOBS[job_id]
    try:
        if document_id not in job.done:  # it is where only the index did not answer
            job.done[document_id] = reread.reread(job.services, document_id, job.actor, force=job.force)
        pipeline.deliver_outbox(job.services)
    except Exception as error:
        if pipeline.is_transient(error) or isinstance(error, ConfigurationError):
            raise
        _fail(job, document_id, error)
        return Failed(message=str(error), name="Quarantined")
    return document_id


@flow(name="reread", flow_run_name="reread ({count})", log_prints=False, retries=0)
def reread_all(count: int, job_id: str, document_ids: Sequence[str]) -> None:
    """Keeps a window of records at work."""
    job = _JOBS[job_id]
    ended: queue.SimpleQueue[tuple[str, PrefectFuture[Any]]] = queue.SimpleQueue()
    waiting = iter(document_ids)
    at_work = 0

    def submit(document_id: str) -> None:
        future = read_one.submit(job_id, document_id)
        future.add_done_callback(lambda done: ended.put((document_id, done)))

    for key in take(waiting, 2 * job.services.settings.worker_count):
        submit(key)
        at_work += 1
    while at_work:
        document_id, future = ended.get()
        future.wait()  # the state is asked of the server until this took it from the task
        error = raise_unless_said(future)
        if error is not None:
            _fail(job, document_id, error)
        job.progress(job.done[document_id])
        at_work -= 1
        for key in take(waiting, 1):
            submit(key)
            at_work += 1


def _fail(job: _Job, document_id: str, error: Exception) -> None:
    """The record stays as it was; the audit trail says what happened."""
    if not isinstance(error, SarabunError):
        log.error("%s: reading again failed", document_id, exc_info=error)
        error = SarabunError(
            "INTERNAL_ERROR",
            "โปรแกรมทำงานผิดพลาดกับระเบียนนี้ ระเบียนยังเป็นเหมือนเดิม โปรดแจ้งผู้ดูแลระบบ",
            "the program failed on this record, which is as it was: tell the administrator",
            repr(error),
        )
    if pipeline.is_alarm(error):
        log.critical("%s: reading again: %s", document_id, error)
    detail = {"code": error.code, "reader": job.services.engine.name, "detail": error.detail[-2000:]}
    job.services.registry.audit(job.actor, "record.reread_failed", document_id, detail)
    job.done[document_id] = Reread(document_id, None, "", {}, new=False, error=error)


def run_reread(
    services: Services,
    document_ids: Sequence[str],
    actor: str,
    *,
    force: bool = False,
    progress: Callable[[Reread], None] = lambda _done: None,
) -> list[Reread]:
    """Runs the flow to its end, inside ``flows.server.running``; what became of each record, in order.

    Raises ConfigurationError where a tool, a model or a service is missing.
    """
    job_id = uuid.uuid4().hex
    ids = list(dict.fromkeys(document_ids))
    job = _JOBS[job_id] = _Job(services, actor, force, progress)
    try:
        runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=services.settings.worker_count)
        reread_all.with_options(task_runner=runner)(len(ids), job_id, ids)  # type: ignore[arg-type]
    finally:
        del _JOBS[job_id]
    return [job.done[key] for key in ids]
