"""One office for all tests of the command line: a box digitised by the real command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from samples.box import Sample, make_box, secret_letter


@dataclass
class Office:
    """A home folder and what the first run said."""

    home: Path
    box: Path
    truth: dict[str, Sample]
    first: dict[str, Any] = field(default_factory=dict)
    returncode: int = -1

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs ``sarabun`` with this home."""
        return subprocess.run(
            [sys.executable, "-m", "sarabun", *arguments],
            env={**os.environ, "SARABUN_HOME": str(self.home), "LANG": "C.UTF-8", **environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def json(self, *arguments: str, returncode: int = 0) -> Any:
        """Runs with --json; standard output must be exactly one JSON document."""
        done = self.run(*arguments, "--json")
        assert done.returncode == returncode, done.stderr + done.stdout
        return json.loads(done.stdout)

    def row(self, name: str) -> dict[str, Any]:
        """What the first run said of a file."""
        found: dict[str, Any] = next(d for d in self.first["documents"] if d["source"].endswith(name))
        return found


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    box = folder / "box"
    truth = {s.file: s for s in make_box(box, seed=5, count=4)}
    shutil.copy(box / min(truth), box / "a copy of the first.bin")
    (box / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
    (box / "empty.png").write_bytes(b"")
    with zipfile.ZipFile(box / "letters.zip", "w") as archive:
        archive.writestr("letter.txt", "x")
    secret_letter(box / "secret.png")
    made = Office(folder / "home", box, truth)
    done = made.run("digitise", str(box), "--batch", "กล่อง ๑", "--box", "12", "--unit", "0017", "--json")
    made.returncode = done.returncode
    made.first = json.loads(done.stdout)
    return made
