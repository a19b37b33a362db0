"""Every command of docs/integrate.md, run as it stands there against a server of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "integrate.md"
ADDRESS = "127.0.0.1:8460"
SECONDS = 420
HTTP_ERROR = 22  # exit status of curl --fail-with-body


@dataclass(frozen=True)
class Step:
    """A block of commands, and the block that shows what they print, if one follows."""

    commands: str
    kind: str
    shown: str


@dataclass(frozen=True)
class Done:
    """What a step came to."""

    status: int
    printed: str
    said: str


def steps() -> list[Step]:
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    found = []
    for i, (kind, text) in enumerate(blocks):
        if kind == "sh":
            after = blocks[i + 1] if i + 1 < len(blocks) else ("sh", "")
            found.append(Step(text, *(after if after[0] != "sh" else ("", ""))))
    return found


STEPS = steps()


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Done]]:
    """All steps, one after the other in one shell, so that they share what they set."""
    if shutil.which("curl") is None:
        pytest.skip("no curl: the guide is NOT tested (apt-get install curl)")
    folder = tmp_path_factory.mktemp("guide")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = folder / "bin" / "sarabun"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sarabun "$@"\n')
    command.chmod(0o755)
    script = "".join(
        f"{{\n{step.commands}}} >{folder}/{i}.out 2>{folder}/{i}.err\necho $? >{folder}/{i}.status\n"
        for i, step in enumerate(STEPS)
    ).replace(ADDRESS, f"127.0.0.1:{port}")
    work = folder / "work"
    work.mkdir()
    environment = os.environ | {
        "PATH": f"{command.parent}:{os.environ['PATH']}", "SARABUN_PORT": str(port), "LANG": "C.UTF-8",
    }  # fmt: skip
    shell = subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", script], cwd=work, env=environment, start_new_session=True
    )
    try:
        shell.wait(SECONDS)
        yield [
            Done(
                int((folder / f"{i}.status").read_text()),
                (folder / f"{i}.out").read_text("utf-8").replace(f"127.0.0.1:{port}", ADDRESS),
                (folder / f"{i}.err").read_text("utf-8"),
            )
            for i in range(len(STEPS))
        ]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGTERM)  # the server that the guide starts
        shell.wait(30)


def missing(shown: Any, came: Any, at: str = "") -> Iterator[str]:
    """What a shown JSON value has that the answer has not: keys, kinds of values, things in lists."""
    if isinstance(shown, dict) and isinstance(came, dict):
        for key, value in shown.items():
            if key in came:
                yield from missing(value, came[key], f"{at}.{key}")
            else:
                yield f"{at}.{key} is not there"
    elif isinstance(shown, list) and isinstance(came, list):
        if len(came) < len(shown):
            yield f"{at}: {len(shown)} shown, {len(came)} came"
        for one, other in zip(shown, came, strict=False):
            yield from missing(one, other, f"{at}[]")
    elif isinstance(shown, int | float) and isinstance(came, int | float):
        if isinstance(shown, bool) and shown != came:
            yield f"{at}: {shown} shown, {came} came"
    elif type(shown) is not type(came):
        yield f"{at}: {shown!r} shown, {came!r} came"


def test_what_is_missing_is_found() -> None:
    assert (
        list(missing({"a": [1], "b": {"c": None}}, {"a": [2.5, 3], "b": {"c": None, "d": 1}, "e": 1})) == []
    )
    for shown, came in (
        ({"a": 1}, {"b": 1}), ([1], []), ({"a": "1"}, {"a": 1}), ({"a": True}, {"a": False}), ({}, []),
        ({"a": None}, {"a": 1}), ([{"a": 1}], [{}]),
    ):  # fmt: skip
        assert list(missing(shown, came)), (shown, came)


def test_the_guide_has_its_parts() -> None:
    text = GUIDE.read_text("utf-8")
    assert len(STEPS) > 15
    for part in (
        "/search", "/facets", "/suggest", "/records/$id", "/image", "/text", "/pdf", "/verification",
        "/search/export", "/intake", "boxes=true", "after=$after", "If-None-Match", "webhooks.md",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[s.commands.split("\n")[0][:60] for s in STEPS])
def test_a_step_does_what_the_guide_says(done: list[Done], number: int) -> None:
    step, came = STEPS[number], done[number]
    if step.kind == "json":
        shown, answer = json.loads(step.shown), json.loads(came.printed)
        assert list(missing(shown, answer)) == [], came.printed[:2000]
        if "urn:sarabun:problem:" in step.shown:
            assert came.status == HTTP_ERROR and answer == shown
            return
    elif step.kind == "text":
        for line in step.shown.splitlines():
            pattern = ".*".join(map(re.escape, line.split("…")))  # … stands for anything
            assert re.search(f"^{pattern}\r?$", came.printed, re.MULTILINE), (line, came.printed[:2000])
    assert came.status == 0, came.said


def test_the_pages_of_the_guide_hold_every_letter_once(done: list[Done]) -> None:
    (paging,) = (came for step, came in zip(STEPS, done, strict=True) if "after=$after" in step.commands)
    ids = paging.printed.split()
    assert len(ids) == len(set(ids)) == 4
