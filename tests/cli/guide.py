"""Guides in docs/: every command is run as it stands there, against a server of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
SERVER, RECEIVER = "8460", "8461"  # ports as the guides have them
SECONDS = 300
HTTP_ERROR = 22  # exit status of curl --fail-with-body
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A block of commands, and the block that shows what they print, if one follows."""

    commands: str
    kind: str = ""
    shown: str = ""

    @property
    def name(self) -> str:
        return self.commands.split("\n")[0][:60]


@dataclass(frozen=True)
class Done:
    """What a step came to."""

    status: int
    printed: str
    said: str


def steps(name: str, section: str = "") -> list[Step]:
    """Those of a guide, or of one section of it. A block of Python that begins with the name of a file is
    that file."""
    text = (DOCS / name).read_text("utf-8")
    if section:
        text = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    blocks = _BLOCK.findall(text)
    found = []
    for (kind, text), after in zip(blocks, [*blocks[1:], ("sh", "")], strict=True):
        if kind == "sh":
            found.append(Step(text, *(after if after[0] in ("json", "text") else ())))
        elif kind == "python" and (file := re.match(r"# (\w+\.py)\n", text)):
            found.append(Step(f"cat > {file[1]} <<'END_OF_FILE'\n{text}END_OF_FILE\n"))
    return found


@contextmanager
def carried_out(guide: Sequence[Step], folder: Path) -> Iterator[list[Done]]:
    """What all steps came to, one after the other in one shell, so that they share what they set. The
    ports are free ones of this machine; servers that the guide starts run until the end."""
    if shutil.which("curl") is None:
        pytest.skip("no curl: the guide is NOT tested (apt-get install curl)")
    script = "".join(
        f"{{\n{step.commands}}} >{folder}/{i}.out 2>{folder}/{i}.err\necho $? >{folder}/{i}.status\n"
        for i, step in enumerate(guide)
    )
    own = {port: _free_port() for port in (SERVER, RECEIVER)}
    for port, free in own.items():
        script = re.sub(rf"\b{port}\b", free, script)
    command = folder / "bin" / "sarabun"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sarabun "$@"\n')
    command.chmod(0o755)
    work = folder / "work"
    work.mkdir()
    environment = os.environ | {
        "PATH": f"{command.parent}:{os.environ['PATH']}", "LANG": "C.UTF-8",
        "SARABUN_PORT": own[SERVER],
    }  # fmt: skip
    shell = subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=work, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        shell.wait(SECONDS)
        yield [
            Done(
                int((folder / f"{i}.status").read_text()),
                (folder / f"{i}.out").read_text("utf-8").replace(f":{own[SERVER]}", f":{SERVER}"),
                (folder / f"{i}.err").read_text("utf-8"),
            )
            for i in range(len(guide))
        ]
    finally:
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGTERM)  # the servers that the guide starts
        shell.wait(30)


def check(step: Step, came: Done) -> None:
    """Fails where a step did not do what the guide says."""
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


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
