"""Long-lived child processes in which hostile files are parsed, limited in memory and time.

A child runs functions of our own packages by name. Arguments and results cross as JSON, never as pickles, so
that a child that a hostile file has taken over can only lie about its result. A warm child saves about a
second of imports for each document.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NamedTuple

from sarabun import errors

_PACKAGES = ("ocr", "records", "samples", "tests")
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_MAX_MESSAGE = 256 * 2**20


class Outcome(NamedTuple):
    """What a function returned (JSON types) and what it and its libraries wrote to standard error."""

    value: Any
    stderr: str


class ChildError(Exception):
    """A call that did not come back with a result; ``detail`` is the tail of the child's standard error."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message, detail)
        self.detail = detail


class ChildTimeout(ChildError):
    """The time limit passed; the child was killed."""


class ChildOutOfMemory(ChildError):
    """The address-space limit was reached."""


class ChildCrashed(ChildError):
    """The child died, or the function raised something that is not one of our errors."""


class _Channel:
    """Length-prefixed JSON over a socket."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        self.sock.sendall(len(data).to_bytes(8, "big") + data)

    def receive(self) -> dict[str, Any]:
        size = int.from_bytes(self._exactly(8), "big")
        if size > _MAX_MESSAGE:
            raise EOFError
        message: dict[str, Any] = json.loads(self._exactly(size))
        return message

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            chunk = self.sock.recv(min(size - len(data), 1 << 20))
            if not chunk:
                raise EOFError
            data += chunk
        return bytes(data)


class _Child:
    def __init__(self, memory_bytes: int) -> None:
        ours, theirs = socket.socketpair()
        self.calls = 0
        self.stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the child)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sarabun.isolation", str(theirs.fileno()), str(memory_bytes)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self.stderr,
                stderr=self.stderr,
                env=os.environ | _ONE_THREAD | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
        self.channel = _Channel(ours)

    def call(self, name: str, args: tuple[Any, ...], seconds: float) -> dict[str, Any]:
        self.calls += 1
        self.stderr.seek(0)
        self.stderr.truncate()
        self.channel.sock.settimeout(seconds)
        self.channel.send({"call": name, "args": args})
        return self.channel.receive()

    def noise(self) -> str:
        self.stderr.seek(0, os.SEEK_END)
        self.stderr.seek(max(0, self.stderr.tell() - 20_000))
        return self.stderr.read().decode("utf-8", "replace")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.channel.sock.close()
        self.stderr.close()


class ChildPool:
    """At most ``size`` children, each started when first needed. Safe to use from several threads."""

    def __init__(self, size: int, memory_bytes: int, seconds: float, calls_per_child: int = 200) -> None:
        self.memory_bytes = memory_bytes
        self.seconds = seconds
        self.calls_per_child = calls_per_child
        self._places: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(size):
            self._places.put(None)
        self._lock = threading.Lock()
        self._children: set[_Child] = set()

    def call(self, function: Callable[..., Any], *args: Any, seconds: float | None = None) -> Outcome:
        """Runs ``function(*args)`` in a child; waits for a free one.

        Raises what the function raised if it is one of our errors; else ChildTimeout, ChildOutOfMemory or
        ChildCrashed. After any of the three the child is replaced.
        """
        name = f"{function.__module__}:{function.__qualname__}"
        child = self._places.get()
        healthy = False
        try:
            if child is None:
                child = self._start()
            try:
                answer = child.call(name, args, seconds or self.seconds)
            except TimeoutError:
                raise ChildTimeout(
                    f"{name} took longer than {seconds or self.seconds:.0f} s", child.noise()
                ) from None
            except (EOFError, ConnectionError):
                code = child.process.wait()
                kind = ChildOutOfMemory if code == -signal.SIGKILL else ChildCrashed
                raise kind(f"{name}: the child process ended with {code}", child.noise()) from None
            if "memory" in answer:
                raise ChildOutOfMemory(f"{name}: {answer['memory']}", child.noise())
            healthy = child.calls < self.calls_per_child
            if "error" in answer:
                raise _rebuild(answer["error"])
            if "crash" in answer:
                raise ChildCrashed(answer["crash"], answer.get("traceback", "") + child.noise())
            return Outcome(answer["value"], child.noise())
        finally:
            if child is not None and not healthy:
                self._stop(child)
                child = None
            self._places.put(child)

    def close(self) -> None:
        """Ends all children. A call in progress fails with ChildCrashed."""
        with self._lock:
            children = list(self._children)
        for child in children:
            child.process.kill()
            child.process.wait()

    def _start(self) -> _Child:
        child = _Child(self.memory_bytes)
        with self._lock:
            self._children.add(child)
        return child

    def _stop(self, child: _Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.stop()


def _rebuild(error: dict[str, str]) -> errors.SarabunError:
    cls = getattr(errors, error["class"], None)
    if not (isinstance(cls, type) and issubclass(cls, errors.SarabunError)):
        cls = errors.InputError
    return cls(error["code"], error["th"], error["en"], error["detail"])


# --- the child's side ------------------------------------------------------------------------------------


def _limit(memory_bytes: int) -> None:
    # Not PR_SET_PDEATHSIG: it fires when the *thread* that started the child ends.
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _run(request: dict[str, Any]) -> dict[str, Any]:
    module, _, name = request["call"].partition(":")
    if module.split(".")[0] not in _PACKAGES:
        return {"crash": f"{module} is not one of our packages"}
    try:
        return {"value": getattr(importlib.import_module(module), name)(*request["args"])}
    except MemoryError as error:
        return {"memory": str(error) or "out of memory"}
    except errors.SarabunError as error:
        return {"error": {"class": type(error).__name__, **error.as_dict(), "detail": error.detail}}
    except Exception as error:
        if _is_memory(error):
            return {"memory": repr(error)}
        return {"crash": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}


def _is_memory(error: BaseException | None) -> bool:
    """Libraries wrap their own out-of-memory errors; look along the chain."""
    while error is not None:
        text = str(error).lower()
        if isinstance(error, MemoryError) or "cannot allocate" in text or "insufficient memory" in text:
            return True
        error = error.__cause__ or error.__context__
    return False


def main() -> None:
    """Entry of a child process: file descriptor of the socket, address-space limit in bytes."""
    channel = _Channel(socket.socket(fileno=int(sys.argv[1])))
    _limit(int(sys.argv[2]))
    scratch = Path(tempfile.gettempdir())
    os.chdir(scratch)
    while True:
        try:
            request = channel.receive()
        except (EOFError, ConnectionError):
            return
        answer = _run(request)
        sys.stdout.flush()
        sys.stderr.flush()
        channel.send(answer)


if __name__ == "__main__":
    main()
