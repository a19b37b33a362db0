"""Every command of docs/webhooks.md, with its receiver, on the server that docs/integrate.md begins with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.guide import Done, carried_out, check, steps

BEFORE = steps("integrate.md", "From nothing to a server")
STEPS = steps("webhooks.md")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guide")


@pytest.fixture(scope="module")
def done(folder: Path) -> Iterator[list[Done]]:
    with carried_out([*BEFORE, *STEPS], folder) as came:
        yield came[len(BEFORE) :]


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step.name for step in STEPS])
def test_a_step_does_what_the_guide_says(done: list[Done], number: int) -> None:
    check(STEPS[number], done[number])


def test_the_receiver_of_the_guide_took_every_kind_of_message(done: list[Done], folder: Path) -> None:
    lines = (folder / "work" / "messages").read_text("utf-8").splitlines()
    messages = [json.loads(line) for line in lines]
    assert {m["type"] for m in messages} == {"ping", "record.sealed", "search.matched"}
    sealed = {m["data"]["record"]["id"] for m in messages if m["type"] == "record.sealed"}
    assert {m["data"]["record"]["id"] for m in messages if m["type"] == "search.matched"} <= sealed
