"""The embedded index among several processes, one of them killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from sarabun.errors import ExternalError, IntegrityError
from sarabun.finding import SearchDocument, SearchPage, SearchQuery
from sarabun.model import Kind
from search.embedded import EmbeddedIndex

# Adds or rebuilds with documents whose text is a line of standard input each, saying so after each one.
WRITER = """
import sys
from pathlib import Path
from sarabun.finding import SearchDocument, SearchPage
from sarabun.model import Kind
from search.embedded import EmbeddedIndex

def documents():
    for line in sys.stdin:
        name, text = line.split()
        yield SearchDocument(name, Kind.OTHER, *[""] * 10, (SearchPage(1, text),))
        print(name, flush=True)

getattr(EmbeddedIndex(Path(sys.argv[1])), sys.argv[2])(documents())
"""

# Adds each line of standard input on its own, and says so when it is durable.
ADDER = """
import sys
from pathlib import Path
from sarabun.finding import SearchDocument, SearchPage
from sarabun.model import Kind
from search.embedded import EmbeddedIndex

index = EmbeddedIndex(Path(sys.argv[1]))
for line in sys.stdin:
    name, text = line.split()
    index.add([SearchDocument(name, Kind.OTHER, *[""] * 10, (SearchPage(1, text),))])
    print(name, flush=True)
"""

READER = """
import sys
from pathlib import Path
from sarabun.finding import SearchQuery
from search.embedded import EmbeddedIndex

index = EmbeddedIndex(Path(sys.argv[1]))
for line in sys.stdin:
    print(index.search(SearchQuery(line.strip())).total, flush=True)
"""


class Process:
    """A program that is sent lines and answers each with one."""

    def __init__(self, program: str, *args: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUTF8": "1"},
        )

    def send(self, line: str) -> None:
        stdin, _ = self._pipes()
        stdin.write(line + "\n")
        stdin.flush()

    def ask(self, line: str) -> str:
        self.send(line)
        return self._pipes()[1].readline().strip()

    def finish(self) -> int:
        self._pipes()[0].close()
        return self._process.wait()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin and self._process.stdout
        return self._process.stdin, self._process.stdout


def document(name: str, text: str) -> SearchDocument:
    return SearchDocument(name, Kind.OTHER, *[""] * 10, (SearchPage(1, text),))


def total(index: EmbeddedIndex, text: str) -> int:
    return index.search(SearchQuery(text)).total


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_reader_follows_another_process(folder: Path) -> None:
    reader = Process(READER, str(folder))
    assert reader.ask("กระดาน") == "0"
    index = EmbeddedIndex(folder)
    for n in range(1, 6):
        index.add([document(f"d{n}", "กระดาน")])
        assert reader.ask("กระดาน") == str(n)
    index.rebuild([document("only", "กระดาน")])
    assert reader.ask("กระดาน") == "1"
    index.remove(["only"])
    assert reader.ask("กระดาน") == "0"
    assert reader.finish() == 0


def test_uncommitted_documents_are_not_seen(folder: Path) -> None:
    index = EmbeddedIndex(folder)
    index.add([document("first", "กระดาน")])
    writer = Process(WRITER, str(folder), "add")
    assert writer.ask("second กระดาน") == "second"
    assert total(index, "กระดาน") == 1
    assert writer.finish() == 0
    assert total(index, "กระดาน") == 2


@pytest.mark.parametrize("work", ["add", "rebuild"])
@pytest.mark.parametrize("before", [0, 1], ids=["new", "existing"])
def test_killed_writer_leaves_a_usable_index(folder: Path, work: str, before: int) -> None:
    index = EmbeddedIndex(folder, wait_seconds=0.1)
    if before:
        index.add([document("first", "กระดาน")])
    writer = Process(WRITER, str(folder), work)
    assert writer.ask("lost กระดาน") == "lost"
    with pytest.raises(ExternalError) as caught:
        index.add([document("refused", "กระดาน")])
    assert caught.value.code == "INDEX_BUSY"
    writer.kill()
    assert total(index, "กระดาน") == before
    index.add([document("next", "กระดาน")])
    assert total(index, "กระดาน") == before + 1
    # what the killed one left is gone: one generation, as the pointer says
    assert [p.name for p in folder.glob("f*-*")] == [(folder / "current").read_text("ascii")]


def test_killed_between_new_generation_and_pointer(folder: Path) -> None:
    index = EmbeddedIndex(folder)
    index.add([document("first", "กระดาน")])
    (folder / "current.new").write_text("f1-half", "ascii")
    (folder / "f1-half").mkdir()
    assert total(index, "กระดาน") == 1
    index.add([document("second", "กระดาน")])
    assert total(EmbeddedIndex(folder), "กระดาน") == 2
    assert not (folder / "f1-half").exists()


def test_waiting_writer_gets_its_turn(folder: Path) -> None:
    writer = Process(WRITER, str(folder), "add")
    assert writer.ask("a กระดาน") == "a"
    index = EmbeddedIndex(folder)
    waiting = threading.Thread(target=index.add, args=([document("b", "กระดาน")],))
    waiting.start()
    assert total(index, "กระดาน") == 0
    assert writer.finish() == 0
    waiting.join()
    assert total(index, "กระดาน") == 2


def test_killed_at_any_moment_loses_nothing_acknowledged(folder: Path) -> None:
    index = EmbeddedIndex(folder)
    acknowledged = 0
    for round_ in range(3):
        writer = Process(ADDER, str(folder))
        for n in range(4):
            assert writer.ask(f"r{round_}d{n} กระดาน") == f"r{round_}d{n}"
        writer.send(f"r{round_}last กระดาน")
        writer.kill()
        acknowledged += 4
        found = total(index, "กระดาน")
        assert found in (acknowledged, acknowledged + 1)
        acknowledged = found


def test_damaged_index_is_an_alarm_and_can_be_rebuilt(folder: Path) -> None:
    index = EmbeddedIndex(folder)
    index.add([document("first", "กระดาน")])
    (generation,) = folder.glob("f*-*")
    (generation / "meta.json").write_text("{}")
    for reader in (index, EmbeddedIndex(folder)):
        with pytest.raises(IntegrityError) as caught:
            reader.search(SearchQuery("กระดาน"))
        assert caught.value.code == "INDEX_DAMAGED"
    assert index.rebuild([document("first", "กระดาน")]) == 1
    assert total(index, "กระดาน") == 1


def test_folder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    index = EmbeddedIndex(tmp_path / "file" / "index")
    for work in (lambda: index.add([document("first", "กระดาน")]), lambda: index.search(SearchQuery(""))):
        with pytest.raises(ExternalError) as caught:
            work()
        assert caught.value.code == "INDEX_FOLDER"


def test_errors_of_the_caller_pass_through(folder: Path) -> None:
    def failing() -> Iterator[SearchDocument]:
        yield document("first", "กระดาน")
        raise OSError("the scanner's disk")

    index = EmbeddedIndex(folder)
    with pytest.raises(OSError, match="scanner"):
        index.add(failing())
    assert index.count() == 0
    index.add([document("first", "กระดาน")])
    assert index.count() == 1
