"""Slows guessing of passwords down: failures are counted for a name at an address, an address, and a name."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

WINDOW_SECONDS = 15 * 60
LIMITS = {"name at address": 5, "address": 30, "name": 50}  # failures within the window
_MAX_KEYS = 20_000


class Throttle:
    """Counts in memory: a restart forgives. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[tuple[str, ...], list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, address: str) -> int:
        """Seconds until this name may be tried from this address; 0 where it may be now."""
        with self._lock:
            now = self._clock()
            return max(self._wait(key, now) for key in _keys(name, address))

    def failed(self, name: str, address: str) -> None:
        with self._lock:
            now = self._clock()
            for key in _keys(name, address):
                recent = self._recent(key, now)
                self._failures[key] = [*recent, now][-LIMITS[key[0]] :]
                self._failures.move_to_end(key)
            while len(self._failures) > _MAX_KEYS:
                self._failures.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forgives this name at this address; what came from the address against others still counts."""
        with self._lock:
            self._failures.pop(_keys(name, address)[0], None)

    def _recent(self, key: tuple[str, ...], now: float) -> list[float]:
        return [at for at in self._failures.get(key, []) if at > now - WINDOW_SECONDS]

    def _wait(self, key: tuple[str, ...], now: float) -> int:
        recent = self._recent(key, now)
        if len(recent) < LIMITS[key[0]]:
            return 0
        return int(recent[0] + WINDOW_SECONDS - now) + 1


def _keys(name: str, address: str) -> tuple[tuple[str, ...], ...]:
    name = name[:64]
    return ("name at address", name, address), ("address", address), ("name", name)
