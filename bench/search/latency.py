"""How long answers take while some clients ask at once: each a process, one query after the other."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import NamedTuple, Protocol

from bench.search.corpus import Letter
from sarabun import thai
from search.open import warm_up

_ASKED = 640  # queries in all, and at least as many of each client as below
_LEAST = 30
_WARM = 50  # of each client, not counted


class Finder(Protocol):
    """What is asked."""

    def find(self, text: str) -> object: ...


class Latency(NamedTuple):
    """Milliseconds, and answers a second of all clients together."""

    p50: float
    p95: float
    p99: float
    rate: float


def texts(letters: Sequence[Letter], judged: Sequence[str], seed: int) -> list[str]:
    """What people type: half of it the judged queries, half words, phrases, beginnings and fields as they
    come on pages, so that frequent words are frequent here too."""
    chance = random.Random(seed)
    asked = list(judged)
    while len(asked) < 2 * len(judged):
        letter = chance.choice(letters)
        line = chance.choice(chance.choice(letter.document.pages).text.split("\n"))
        words = [t.text for t in thai.tokens(line) if len(t.text) > 2]
        if len(words) < 4:
            continue
        at = chance.randrange(len(words) - 2)
        one, two, three = words[at : at + 3]
        asked.append(
            chance.choice((
                one, one, f"{one} {three}", f"{one} {three}", f'"{one}{two}"', f"{one[:4]}*", f"เรื่อง:{one}",
                f"{one} จาก:{letter.document.agency}", f"{one} ปี:{letter.event.fiscal}", "",
            ))
        )  # fmt: skip
    chance.shuffle(asked)
    return asked


def measure(make: Callable[[], Finder], asked: Sequence[str], clients: int) -> Latency:
    """``make`` opens the engine in each client."""
    context = multiprocessing.get_context("spawn")  # as services are; what is forked copies memory meanwhile
    count = max(_LEAST, _ASKED // clients)
    barrier, answers = context.Barrier(clients + 1), context.Queue()
    processes = [
        context.Process(
            target=_client, args=(make, list(asked), count, number, barrier, answers), daemon=True
        )
        for number in range(clients)
    ]
    for process in processes:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    took: list[float] = sorted(ms for _ in processes for ms in answers.get())
    seconds = time.perf_counter() - started
    for process in processes:
        process.join()

    def at(share: float) -> float:
        return took[min(len(took) - 1, int(len(took) * share))]

    return Latency(at(0.5), at(0.95), at(0.99), len(took) / seconds)


def _client(
    make: Callable[[], Finder],
    asked: list[str],
    count: int,
    number: int,
    barrier: Barrier,
    answers: Queue[list[float]],
) -> None:
    warm_up()
    engine = make()
    order = random.Random(number)
    for text in order.sample(asked, _WARM):
        engine.find(text)
    mine = order.choices(asked, k=count)
    barrier.wait()
    took: list[float] = []
    for text in mine:
        started = time.perf_counter()
        engine.find(text)
        took.append((time.perf_counter() - started) * 1000)
    answers.put(took)
