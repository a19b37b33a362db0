"""Children: warm, limited, replaced."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import pytest

from sarabun.errors import InputError
from sarabun.isolation import ChildCrashed, ChildOutOfMemory, ChildPool, ChildTimeout


def pid() -> int:
    return os.getpid()


def noisy(word: str) -> str:
    print(word, file=sys.stderr)
    return word.upper()


def greedy() -> int:
    return len(bytearray(2 * 2**30))


def endless() -> None:
    time.sleep(600)


def dies() -> None:
    os._exit(9)


def fails() -> None:
    raise ValueError("inside")


def refuses() -> None:
    raise InputError("FILE_BROKEN", "เสีย", "broken", "why")


@pytest.fixture
def pool() -> Iterator[ChildPool]:
    made = ChildPool(1, memory_bytes=2**29, seconds=20)
    yield made
    made.close()


def test_a_child_is_another_process_and_stays_warm(pool: ChildPool) -> None:
    first = pool.call(pid).value
    assert first != os.getpid() and pool.call(pid).value == first


def test_result_and_noise_come_back(pool: ChildPool) -> None:
    assert pool.call(noisy, "warning") == ("WARNING", "warning\n")
    assert pool.call(noisy, "second").stderr == "second\n"


def test_memory_is_limited(pool: ChildPool) -> None:
    with pytest.raises(ChildOutOfMemory):
        pool.call(greedy)
    assert pool.call(noisy, "still here").value == "STILL HERE"


def test_time_is_limited(pool: ChildPool) -> None:
    before = pool.call(pid).value
    with pytest.raises(ChildTimeout):
        pool.call(endless, seconds=0.3)
    assert pool.call(pid).value != before


def test_death_and_failure_are_told_apart_from_our_errors(pool: ChildPool) -> None:
    with pytest.raises(ChildCrashed):
        pool.call(dies)
    with pytest.raises(ChildCrashed, match="ValueError: inside"):
        pool.call(fails)
    with pytest.raises(InputError) as caught:
        pool.call(refuses)
    assert caught.value.as_dict() == {"code": "FILE_BROKEN", "th": "เสีย", "en": "broken"}


def test_children_are_replaced_after_their_share() -> None:
    pool = ChildPool(1, 2**29, 20, calls_per_child=2)
    pids = [pool.call(pid).value for _ in range(4)]
    pool.close()
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_only_our_packages_run(pool: ChildPool) -> None:
    with pytest.raises(ChildCrashed, match="not one of our packages"):
        pool.call(os.getpid)
