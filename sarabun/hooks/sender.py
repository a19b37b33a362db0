"""Sends what is due, and tries again what failed. Several senders, on several machines, share the work: each
delivery is claimed in the registry for longer than one attempt takes."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from sarabun import __version__, dates
from sarabun.errors import InputError
from sarabun.hooks import addresses, events, signing
from sarabun.notices import SENDER, Delivery, DeliveryState, Webhook
from sarabun.ports import Registry
from sarabun.settings import Settings

log = logging.getLogger("sarabun.hooks")

ATTEMPT_SECONDS = 10.0
LEASE = timedelta(seconds=60)
# Waits before the second and later attempts, as Standard Webhooks recommends.
SCHEDULE = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
_JITTER = 0.1
_AT_ONCE = 8  # webhooks; each is sent one message at a time
_LOOK_SECONDS = 1.0
_REST_SECONDS = 10.0  # after an error of our own
_GONE = 410


def jittered(pause: timedelta) -> timedelta:
    """``pause`` and up to a tenth more or less, so that not all come at once after a failure of many."""
    return pause * secrets.SystemRandom().uniform(1 - _JITTER, 1 + _JITTER)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The HTTP status, or what was wrong before there was one."""

    status: int | None
    error: str = ""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Delivers from ``registry``, signing with the key in the settings' folder of secrets.

    ``attempt_seconds`` bounds one attempt from the look-up of the name to the answer's headers; ``clock`` and
    ``jitter`` are for tests. Safe to use from several threads and processes.
    """

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        *,
        attempt_seconds: float = ATTEMPT_SECONDS,
        clock: Callable[[], datetime] = dates.now,
        jitter: Callable[[timedelta], timedelta] = jittered,
    ) -> None:
        self._registry = registry
        self._settings = settings
        self._attempt_seconds = attempt_seconds
        self._clock = clock
        self._jitter = jitter

    def deliver(self, stop: threading.Event | None = None) -> int:
        """Makes every attempt that is due, until none is or ``stop`` is set; the number of attempts.

        One message at a time to each webhook, so that one that hangs does not hold up the others. Raises
        ExternalError where the registry does not answer, ConfigurationError WEBHOOK_KEY.
        """
        key = signing.load_key(self._settings.secrets_dir)  # before anything is claimed
        attempts = 0
        busy: dict[Future[None], str] = {}
        with ThreadPoolExecutor(_AT_ONCE, "webhook") as pool:
            while True:
                while len(busy) < _AT_ONCE and not (stop and stop.is_set()):
                    at = self._clock()
                    delivery = self._registry.claim(at, at + LEASE, skip=list(busy.values()))
                    if delivery is None:
                        break
                    busy[pool.submit(self._attempt, delivery, key)] = delivery.webhook_id
                    attempts += 1
                if not busy:
                    return attempts
                for future in wait(busy, _LOOK_SECONDS, FIRST_COMPLETED).done:
                    del busy[future]
                    future.result()

    def watch(self, stop: threading.Event) -> None:
        """Delivers what comes to be due until ``stop`` is set. What fails is logged and tried again."""
        while not stop.is_set():
            try:
                self.deliver(stop)
            except Exception:
                log.exception("webhooks could not be sent; they stay in the registry")
                stop.wait(_REST_SECONDS)
            stop.wait(_LOOK_SECONDS)

    def _attempt(self, delivery: Delivery, key: bytes) -> None:
        webhook = self._registry.webhook(delivery.webhook_id)
        if webhook is None:  # deleted since, with its deliveries
            return
        data = events.data(self._registry, webhook, delivery.event)
        if data is None:
            self._settle(
                delivery, DeliveryState.FAILED, error="the owner may no longer know, or the search is gone"
            )
            return
        outcome = asyncio.run(self._post(webhook, delivery, data, key))
        if outcome.ok:
            self._settle(delivery, DeliveryState.DELIVERED, status=outcome.status)
            return
        pause = next(iter(SCHEDULE[delivery.attempts - 1 :]), None)
        if outcome.status == _GONE:
            self._registry.set_webhook_active(webhook.id, False, SENDER)
            pause = None
        state = DeliveryState.FAILED if pause is None else DeliveryState.PENDING
        next_at = None if pause is None else self._clock() + self._jitter(pause)
        self._settle(delivery, state, next_at=next_at, status=outcome.status, error=outcome.error)

    def _settle(self, delivery: Delivery, state: DeliveryState, **values: Any) -> None:
        self._registry.settle(delivery, state, self._clock(), **values)

    async def _post(self, webhook: Webhook, delivery: Delivery, data: dict[str, Any], key: bytes) -> _Outcome:
        """Nothing of the answer but its status and headers is read; redirects are not followed."""
        body = message(delivery, data)
        secret = signing.secret_of(key, webhook.id)
        signed = signing.headers(secret, delivery.event.id, int(self._clock().timestamp()), body)
        own = httpx.URL(webhook.url)
        try:
            async with asyncio.timeout(self._attempt_seconds):
                target = await asyncio.to_thread(
                    addresses.check, webhook.url, public_http=self._settings.webhook_public_http
                )
                headers = signed | {
                    "host": own.netloc.decode(),
                    "content-type": "application/json",
                    "user-agent": f"Sarabun/{__version__}",
                }
                # A proxy or root certificates of the machine are for https; http goes straight to the number.
                async with (
                    httpx.AsyncClient(trust_env=own.scheme == "https", timeout=None) as client,  # noqa: S113
                    client.stream("POST", target, content=body, headers=headers) as answer,
                ):
                    status = answer.status_code
        except InputError as error:
            return _Outcome(None, error.en)
        except TimeoutError:
            return _Outcome(None, f"no answer within {self._attempt_seconds:g} s")
        except (httpx.HTTPError, OSError, UnicodeError) as error:
            return _Outcome(None, f"{type(error).__name__}: {error}")
        return _Outcome(status, "" if 200 <= status < 300 else f"HTTP {status}")


def message(delivery: Delivery, data: dict[str, Any]) -> bytes:
    """The body: ``{id, type, timestamp, data}`` as JSON; ``timestamp`` is when it happened."""
    event = delivery.event
    said = {
        "id": event.id,
        "type": event.type.value,
        "timestamp": dates.bangkok(event.at).isoformat(timespec="seconds"),
        "data": data,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


@contextmanager
def in_background(sender: Sender) -> Iterator[None]:
    """A thread that sends until the context ends; what it is at then is finished first."""
    stop = threading.Event()
    thread = threading.Thread(target=sender.watch, args=(stop,), name="webhooks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(2 * ATTEMPT_SECONDS)
