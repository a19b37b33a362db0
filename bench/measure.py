"""What a process and all its descendants cost: CPU, memory, time."""

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


_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds() -> float:
    """CPU time of this process, of all children that were waited for, and of those that still run."""
    total = time.process_time()
    ended = os.times()
    total += ended.children_user + ended.children_system
    for pid in _tree(os.getpid())[1:]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += _TICK * sum(int(field) for field in fields[11:15])  # utime stime cutime cstime
    return total


def resident(pid: int) -> int:
    """Resident memory of a process and all its descendants, bytes; what they share counts for each."""
    total = 0
    for process in _tree(pid):
        with contextlib.suppress(OSError):
            total += _PAGE * int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return total


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
