"""Rows of many documents, made by all processors: taking Thai apart is most of the work of indexing."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from sarabun.finding import SearchDocument
from search import rows
from search.rows import Row

_CHUNK = 50
_FEW = 500  # documents for which processes would take longer to start than to work
_WAITING = 3  # chunks for each process, so that memory holds only these


def prepared(documents: Iterable[SearchDocument]) -> Iterator[Row]:
    """The row of each document, in order. ``documents`` is read only a little ahead of what is taken."""
    remaining = iter(documents)
    first = list(islice(remaining, _FEW))
    yield from map(rows.row, first)
    processes = len(os.sched_getaffinity(0))
    if len(first) < _FEW or processes < 2:
        yield from map(rows.row, remaining)
        return
    # Not forked: the caller may have threads.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Row]]] = deque()
        try:
            while chunk := list(islice(remaining, _CHUNK)):
                waiting.append(pool.submit(_made, chunk))
                if len(waiting) >= _WAITING * processes:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _made(documents: list[SearchDocument]) -> list[Row]:
    return [rows.row(document) for document in documents]
