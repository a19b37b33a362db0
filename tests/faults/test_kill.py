"""``kill -9`` at any moment, then the same command: exactly the records that an undisturbed run gives."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from records.schema import open_registry
from records.store import open_store
from samples.box import make_box
from sarabun.model import State
from sarabun.ports import ObjectStore
from sarabun.settings import Settings

KILLS = 12
DIGITISE = [sys.executable, "-m", "sarabun", "digitise"]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "SARABUN_HOME": str(home), "LANG": "C.UTF-8"}


def start(box: Path, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*DIGITISE, str(box), "--batch", "kill", "--json"],
        env=environment(home), text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def entries(home: Path) -> int:
    """Length of the audit chain: how far the run has come."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{home}/registry.sqlite3?mode=ro", uri=True)) as c:
            return int(c.execute("select count(*) from audit").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_somewhere(box: Path, home: Path, rng: random.Random) -> str | None:
    """Starts a run and kills it: at a random moment of its start, or a random while after it got on by a
    random number of steps. Returns where, or None when it ended first."""
    process = start(box, home)
    if rng.random() < 0.25:
        moment = rng.uniform(0.1, 4.0)
        where = f"{moment:.2f} s after the start"
        time.sleep(moment)
    else:
        steps, moment = rng.randint(1, 4), rng.uniform(0.0, 0.6)
        where = f"{steps} steps and {moment:.2f} s on"
        goal = entries(home) + steps
        while entries(home) < goal and process.poll() is None:
            time.sleep(0.01)
        time.sleep(moment)
    ended = process.poll() is not None
    process.kill()
    process.communicate()
    return None if ended else where


def records(home: Path) -> dict[str, Any]:
    """Everything that must be the same, by the SHA-256 of the original."""
    settings = Settings(home=home)
    registry, store = open_registry(settings), open_store(settings)
    try:
        assert registry.verify_audit() > 0
        assert registry.outbox() == []
        found = {}
        for d in registry.documents():
            row = (
                d.source.name, d.state, d.kind, d.number, d.date, d.subject, d.agency, d.pages,
                d.confidence, d.level, d.problem,
            )  # fmt: skip
            made = {}
            for stage in ("prepare", "read", "describe"):
                result = registry.latest_result(d.id, stage)
                made[stage] = None if result is None else _plain(json.loads(store.get(result.result)), store)
            found[d.source.sha256] = (row, made)
        return found
    finally:
        registry.close()


def _plain(result: dict[str, Any], store: ObjectStore) -> dict[str, Any]:
    """A stage's result with page images by their pixels: the same ones may be packed in two ways."""
    for page in result.get("pages", ()):
        if "image" in page:
            with store.local(page["image"]) as file, Image.open(file) as image:
                page["image"] = hashlib.sha256(image.tobytes()).hexdigest()
    return result


def one_result_a_stage(home: Path) -> None:
    with contextlib.closing(sqlite3.connect(home / "registry.sqlite3")) as c:
        rows = c.execute("select document_id, stage, count(*) from stage_result group by 1, 2").fetchall()
        assert all(count == 1 for _, _, count in rows)
        received = c.execute(
            "select subject, count(*) from audit where action = 'document.receive' group by 1"
        )
        assert all(count == 1 for _, count in received)


def left_running(home: Path) -> list[str]:
    """Command lines of processes that still carry this home in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(home).encode() in (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill") / "box"
    make_box(folder, seed=77, count=8)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture")
    return folder


def test_killed_runs_end_as_an_undisturbed_one(box: Path, tmp_path: Path) -> None:
    calm, stormy = tmp_path / "calm", tmp_path / "stormy"
    undisturbed = start(box, calm)
    out, _ = undisturbed.communicate()
    assert undisturbed.returncode == 3, "the broken file must be set aside and the rest go on"

    seed = random.SystemRandom().randrange(10**6)
    rng = random.Random(seed)
    killed: list[str] = []
    for _ in range(KILLS + 8):
        where = kill_somewhere(box, stormy, rng)
        if where is None:
            break
        killed.append(where)
        if len(killed) == KILLS:
            break
    print(f"seed {seed}; killed: {killed}")
    assert len(killed) >= 10, f"seed {seed}: the work ended after {len(killed)} kills: {killed}"

    final = start(box, stormy)
    out, _ = final.communicate()
    assert final.returncode == 3, f"seed {seed}"
    documents = json.loads(out)["documents"]
    assert len(documents) == 9 and sum(d["state"] == State.QUARANTINED for d in documents) == 1
    assert records(stormy) == records(calm), f"seed {seed}; killed {killed}"
    one_result_a_stage(stormy)

    verified = subprocess.run(
        [sys.executable, "-m", "sarabun", "verify", "--all", "--json"],
        env=environment(stormy), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout
    assert len(json.loads(verified.stdout)["subjects"]) == 8

    end = time.monotonic() + 10
    while left_running(stormy) and time.monotonic() < end:
        time.sleep(0.2)
    assert left_running(stormy) == []
