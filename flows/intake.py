"""The queue behind uploads: received documents are digitised in the background, a batch at a time."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence

from flows import server
from flows.digitise import run_batch
from sarabun.model import State
from sarabun.pipeline import Services

log = logging.getLogger("sarabun.flows")

UNFINISHED = (State.RECEIVED, State.PREPARED, State.READ, State.DESCRIBED, State.SEALED)


class LocalQueue:
    """Implements :class:`sarabun.ports.WorkQueue` with a thread of this process.

    What a killed process left unfinished is taken up at the start, for the registry knows it.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._queue: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
        self._pending = 0
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="intake", daemon=True)

    def start(self) -> None:
        """Starts the thread, with what was left unfinished first."""
        left = [d.id for d in self._services.registry.documents(states=UNFINISHED)]
        self._thread.start()
        if left:
            self.submit("", left)

    def submit(self, batch_id: str, document_ids: Sequence[str]) -> None:
        with self._lock:
            self._pending += len(document_ids)
        self._queue.put(list(document_ids))

    def pending(self) -> int:
        return self._pending

    def stop(self, seconds: float = 30) -> None:
        """Ends after the batch at work; what waits stays in the registry for the next start."""
        self._queue.put(None)
        self._thread.join(seconds)

    def _work(self) -> None:
        with server.running(self._services.settings.home):
            while (ids := self._queue.get()) is not None:
                try:
                    run_batch(self._services, [], "intake", document_ids=ids)
                except Exception:
                    log.exception("a batch of uploads stopped; its documents stay in the registry")
                finally:
                    with self._lock:
                        self._pending -= len(ids)


class WorkerQueue:
    """Implements :class:`sarabun.ports.WorkQueue` where a Prefect worker digitises (flows.deployments): the
    registry itself is the queue, the worker looks into it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def start(self) -> None:
        """Nothing to start here."""

    def submit(self, batch_id: str, document_ids: Sequence[str]) -> None:
        """The documents are in the registry already, which is where the worker looks."""

    def pending(self) -> int:
        return len(self._services.registry.documents(states=UNFINISHED))

    def stop(self, seconds: float = 30) -> None:
        """Nothing to stop here."""
