"""The folder of the embedded index: whole generations of it beside each other, and which one is current.

::

    current          one line: the name of the generation that searches use
    write.lock       held by the one process that writes (the system lets go of it when that process dies)
    f1-6f0c…/        a generation, made by format 1 of the rows

A generation becomes current by renaming a new ``current`` over the old one; so whenever a process is killed,
either the old or the new generation is whole and in use. Half-built ones are removed by the next writer.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sarabun.errors import ExternalError
from search import rows


@contextmanager
def folder_errors() -> Iterator[None]:
    """What the system and tantivy (as ValueError) say about the folder, as ExternalError INDEX_FOLDER."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise ExternalError(
            "INDEX_FOLDER",
            "อ่านหรือเขียนโฟลเดอร์ดัชนีค้นหาไม่ได้ โปรดตรวจสอบพื้นที่ว่างและสิทธิ์ของโฟลเดอร์ แล้วลองใหม่",
            "the folder of the search index cannot be read or written: check its space and rights, try again",
            str(error),
        ) from error


class Generations:
    """Generations of an index in ``folder``, which is made when first written to."""

    def __init__(self, folder: Path, wait_seconds: float) -> None:
        self.folder = folder
        self.wait_seconds = wait_seconds

    def current(self) -> Path | None:
        """The folder to search in; None where nothing was ever indexed."""
        with folder_errors():
            try:
                return self.folder / (self.folder / "current").read_text("ascii").strip()
            except FileNotFoundError:
                return None

    def usable(self) -> Path | None:
        """Like :meth:`current`. Raises ConfigurationError INDEX_FORMAT where another version made it."""
        path = self.current()
        if path is not None and not path.name.startswith(f"{rows.FORMAT}-"):
            raise rows.other_format(str(path))
        return path

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to write. Waits with back-off; raises ExternalError INDEX_BUSY when it takes too long."""
        with folder_errors():
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._acquire(lock)
            self._clean()
            yield
        finally:
            os.close(lock)

    def new(self) -> Path:
        """An empty folder for a generation; only while :meth:`writing`."""
        path = self.folder / f"{rows.FORMAT}-{uuid.uuid4().hex}"
        with folder_errors():
            path.mkdir()
        return path

    def publish(self, generation: Path) -> None:
        """Makes ``generation`` current, durably, and removes the others; only while :meth:`writing`."""
        with folder_errors():
            draft = self.folder / "current.new"
            with draft.open("w", encoding="ascii") as file:
                file.write(generation.name)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / "current")
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self._clean()

    def _acquire(self, lock: int) -> None:
        deadline = time.monotonic() + self.wait_seconds
        pause = 0.005
        while True:
            try:
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ExternalError(
                        "INDEX_BUSY",
                        "มีงานอื่นกำลังเขียนดัชนีค้นหาอยู่ โปรดรอสักครู่แล้วลองใหม่",
                        "something else is writing the search index: wait a moment and try again",
                    ) from None
                time.sleep(pause)
                pause = min(pause * 2, 0.25)

    def _clean(self) -> None:
        current = self.current()
        for path in self.folder.glob("f*-*"):
            if path.is_dir() and path != current:
                shutil.rmtree(path, ignore_errors=True)
