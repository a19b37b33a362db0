"""Random keys that this installation makes for itself, each in a file that only its own account may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

KEY_BYTES = 32


def load(path: Path) -> bytes:
    """The key in ``path``, made with mode 0600 the first time.

    Raises OSError where it cannot be kept, ValueError where it is damaged or others on the machine may read
    it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    mode, key = path.stat().st_mode, path.read_bytes()
    if mode & 0o077 or len(key) != KEY_BYTES:
        raise ValueError(f"{path}: mode {mode & 0o777:o}, {len(key)} bytes")
    return key


def _make(path: Path) -> None:
    """Written aside and linked, so that two processes that start together agree on one key."""
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
