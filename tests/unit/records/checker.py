"""veraPDF, the reference checker of PDF/A, where TEST_VERAPDF_CLASSPATH names its jars (1.28 or newer)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

CLASSPATH = os.environ.get("TEST_VERAPDF_CLASSPATH", "")

needs_verapdf = pytest.mark.skipif(
    not CLASSPATH,
    reason="no veraPDF: bash scripts/test --stack fetches it, or TEST_VERAPDF_CLASSPATH names its jars",
)


def not_pdfa(files: Sequence[Path]) -> list[Path]:
    """Those that veraPDF does not find to be PDF/A-2b. One call for all, as Java is slow to start."""
    done = subprocess.run(
        [
            *("java", "-cp", CLASSPATH, "org.verapdf.apps.GreenfieldCliWrapper"),
            *("-f", "2b", "--format", "text", *map(str, files)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = set(done.stdout.splitlines())
    passed = [path for path in files if f"PASS {path} 2b" in verdicts]
    failed = [path for path in files if f"FAIL {path} 2b" in verdicts]
    assert len(passed) + len(failed) == len(files), done.stdout + done.stderr
    return failed
