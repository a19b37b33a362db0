"""Multipart uploads, treated as hostile: streamed to a private folder, bounded in bytes, files and fields.

The names that a client gives are kept as words, never used as paths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from api.errors import TooLarge
from sarabun.errors import InputError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_FILES = 100
REQUEST_FILES = 4  # a request holds at most this many times the bytes of the largest file
_MAX_FIELDS = 20
_MAX_FIELD_BYTES = 4096
_MAX_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """``name`` as the client gave it, without folders; ``path`` holds the bytes, or is None where there were
    more than a file may have."""

    name: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Upload:
    fields: dict[str, str] = field(default_factory=dict)
    files: list[UploadedFile] = field(default_factory=list)


async def read_upload(request: Request, folder: Path, max_file_bytes: int) -> Upload:
    """Reads the body of ``request`` into ``folder``.

    Raises InputError UPLOAD_INVALID, and TooLarge UPLOAD_TOO_LARGE for the request as a whole.
    """
    most = REQUEST_FILES * max_file_bytes
    if int(request.headers.get("content-length") or 0) > most:
        raise _too_large(most)
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise _invalid()
    receiver = _Receiver(folder, max_file_bytes)
    received = 0
    try:
        parser = MultipartParser(boundary, receiver.callbacks())
        async for chunk in request.stream():
            received += len(chunk)
            if received > most:
                raise _too_large(most)
            parser.write(chunk)
        parser.finalize()
    except (FormParserError, ClientDisconnect):
        raise _invalid() from None
    finally:
        receiver.close()
    if not receiver.ended:
        raise _invalid()
    return receiver.upload


class _Receiver:
    """The parser's callbacks: one part after another, to a field or to a file."""

    def __init__(self, folder: Path, max_file_bytes: int) -> None:
        self.upload = Upload()
        self.ended = False
        self._folder = folder
        self._max = max_file_bytes
        self._file: IO[bytes] | None = None
        self._begin()

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _begin(self) -> None:
        self._header, self._value, self._disposition = b"", b"", b""
        self._field, self._name, self._size = "", "", 0
        self._text = bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._field = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            if len(self.upload.fields) >= _MAX_FIELDS:
                raise _invalid()
            return
        if len(self.upload.files) >= MAX_FILES:
            raise TooLarge(
                "TOO_MANY_FILES",
                f"ส่งได้ครั้งละไม่เกิน {MAX_FILES} แฟ้ม โปรดแบ่งส่ง",
                f"at most {MAX_FILES} files at once: send them in parts",
            )
        self._name = _plain_name(options[b"filename"].decode("utf-8", "replace"))
        self._file = (self._folder / f"{len(self.upload.files)}.upload").open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._size += end - start
        if self._file is None:
            if self._size > _MAX_FIELD_BYTES:
                raise _invalid()
            self._text += data[start:end]
        elif self._size <= self._max:
            self._file.write(data[start:end])

    def _part_end(self) -> None:
        if self._file is None:
            self.upload.fields.setdefault(self._field, self._text.decode("utf-8", "replace"))
            return
        path = Path(self._file.name)
        self._file.close()
        self._file = None
        if self._size > self._max:
            path.unlink()
        if self._name or self._size:  # a form sent without a choice has one part with neither
            kept = path if self._size <= self._max else None
            self.upload.files.append(UploadedFile(self._name or "?", kept))
        else:
            path.unlink()

    def _end(self) -> None:
        self.ended = True


def _plain_name(given: str) -> str:
    """The last part of a path in either style, printable, with its end (the extension) kept."""
    name = re.split(r"[/\\]", given)[-1]
    return "".join(c for c in name if c.isprintable()).strip()[-_MAX_NAME:]


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        "UPLOAD_TOO_LARGE",
        f"ส่งได้ครั้งละไม่เกิน {most // 2**20} MB โปรดแบ่งส่งหลายครั้ง",
        f"at most {most // 2**20} MB at once: send the files in parts",
    )


def _invalid() -> InputError:
    return InputError(
        "UPLOAD_INVALID",
        "อ่านแฟ้มที่ส่งมาไม่ได้ครบถ้วน โปรดเลือกแฟ้มแล้วส่งใหม่ (multipart/form-data)",
        "the upload could not be read to its end: choose the files and send again (multipart/form-data)",
    )
