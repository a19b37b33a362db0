"""Prefect's own server beside a run ends with the run, however short that was."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

STARTS = """
import os, pathlib, sys
from flows import server
folder = pathlib.Path(sys.argv[1])
process, _ = server._start(folder, folder / "run.db")
print(process.pid, flush=True)
os._exit(9)
"""


def test_a_server_whose_parent_died_at_once_ends(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", STARTS, str(tmp_path)], stdout=subprocess.PIPE, text=True, check=False
    )
    server = Path("/proc") / run.stdout.strip()
    assert run.returncode == 9 and server.name.isdigit()
    end = time.monotonic() + 60
    while _runs(server) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _runs(server)


def _runs(process: Path) -> bool:
    """Whether it is there and no zombie that nobody has waited for."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
