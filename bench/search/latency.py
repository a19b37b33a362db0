"""How long answers take while some clients ask at once: each a process, one query after the other. Each
query is one that was not asked before, as far as they differ: what a server remembers of answers is forgotten
when it is warm."""

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
_WARM = 3_000  # in all, not counted: a server in Java has compiled what it runs only after so many
_LEAST_WARM = 50  # of each client


class Finder(Protocol):
    """What is asked."""

    def find(self, text: str) -> object: ...

    def forget(self) -> None:
        """Drops remembered answers, not what any query needs."""
        ...


class Texts(NamedTuple):
    """What is typed: ``asked`` is measured, the others before."""

    asked: list[str]
    warm: list[str]


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


def measure(make: Callable[[], Finder], texts: Texts, clients: int) -> Latency:
    """``make`` opens the engine here and in each client."""
    context = multiprocessing.get_context("spawn")  # as services are; what is forked copies memory meanwhile
    count = max(_LEAST, _ASKED // clients)
    warm = max(_LEAST_WARM, _WARM // clients)
    if len(texts.asked) < clients * count:
        raise ValueError(f"{clients} clients ask {clients * count} queries, and there are {len(texts.asked)}")
    barrier, answers = context.Barrier(clients + 1), context.Queue()
    processes = [
        context.Process(
            target=_client,
            args=(
                make,
                random.Random(n).choices(texts.warm, k=warm),
                texts.asked[n::clients][:count],
                barrier,
                answers,
            ),
            daemon=True,
        )
        for n in range(clients)
    ]
    for process in processes:
        process.start()
    barrier.wait()
    make().forget()
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
    warm: list[str],
    asked: list[str],
    barrier: Barrier,
    answers: Queue[list[float]],
) -> None:
    warm_up()
    engine = make()
    for text in warm:
        engine.find(text)
    barrier.wait()
    barrier.wait()
    took: list[float] = []
    for text in asked:
        started = time.perf_counter()
        engine.find(text)
        took.append((time.perf_counter() - started) * 1000)
    answers.put(took)
