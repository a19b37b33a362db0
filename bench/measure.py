"""Runs a command and measures what it and all its descendants cost."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """``cpu`` and ``wall`` in seconds; ``memory`` is the highest sum of proportional set sizes, bytes."""

    cpu: float
    wall: float
    memory: int
    returncode: int


def _tree(pid: int) -> list[int]:
    found = [pid]
    for current in found:
        for path in Path(f"/proc/{current}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in path.read_text().split()]
    return found


def _memory(pid: int) -> int:
    total = 0
    for process in _tree(pid):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += 1024 * int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return total


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Runs ``command`` to its end. CPU counts every descendant that was waited for."""
    before = os.times()
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(0.25):
            peak = max(peak, _memory(process.pid))

    sampler = threading.Thread(target=sample)
    sampler.start()
    code = process.wait()
    wall = time.monotonic() - started
    done.set()
    sampler.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(cpu, wall, peak, code)
