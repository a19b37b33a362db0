"""Rows made by several processes are those made by one, in order, and an error comes through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sarabun.finding import SearchDocument
from search import preparing, rows
from tests.contract.search.letters import CORPUS

MANY = preparing._FEW + 3 * preparing._CHUNK + 1


def many() -> Iterator[SearchDocument]:
    for number in range(MANY):
        yield replace(CORPUS[number % len(CORPUS)], id=str(number))


def test_rows_come_in_order() -> None:
    expected = {one.id: rows.row(one) for one in CORPUS}
    for number, row in enumerate(preparing.prepared(many())):
        assert row.id == str(number)
        assert row.terms == expected[CORPUS[number % len(CORPUS)].id].terms
    assert number == MANY - 1


def test_few_and_none() -> None:
    assert list(preparing.prepared(CORPUS)) == [rows.row(one) for one in CORPUS]
    assert list(preparing.prepared([])) == []


def test_an_error_among_the_documents_comes_through() -> None:
    def failing() -> Iterator[SearchDocument]:
        yield from many()
        raise RuntimeError("the registry is gone")

    with pytest.raises(RuntimeError, match="the registry is gone"):
        list(preparing.prepared(failing()))
