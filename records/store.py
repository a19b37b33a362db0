"""Blobs under the SHA-256 of their bytes: a local folder, or a bucket of an S3-compatible service."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sarabun.errors import ConfigurationError, ExternalError, IntegrityError, NotFoundError, SarabunError
from sarabun.model import Digest
from sarabun.ports import ObjectStore
from sarabun.settings import Settings

_CHUNK = 1 << 20


def open_store(settings: Settings) -> ObjectStore:
    """The store that the settings name. Raises ConfigurationError."""
    if not settings.store_url:
        return LocalStore(settings.objects_dir)
    url = urlsplit(settings.store_url)
    if url.scheme != "s3" or not url.netloc:
        raise ConfigurationError(
            "STORE_URL",
            f"ไม่รู้จักที่เก็บ {settings.store_url} โปรดใช้รูปแบบ s3://ถัง/คำนำหน้า หรือเว้นว่าง",
            f"unknown store {settings.store_url}: use s3://bucket/prefix, or leave it empty",
        )
    return S3Store(url.netloc, url.path.strip("/"), settings.store_endpoint, settings.store_credentials_file)


def _missing(digest: Digest) -> NotFoundError:
    return NotFoundError(
        "BLOB_NOT_FOUND",
        f"ไม่พบแฟ้ม {digest[:12]}… ในที่เก็บ โปรดกู้คืนจากสำเนาสำรอง",
        f"blob {digest[:12]}… is not in the store: restore it from backup",
        digest,
    )


def _altered(digest: Digest) -> IntegrityError:
    return IntegrityError(
        "BLOB_ALTERED",
        f"แฟ้ม {digest[:12]}… ในที่เก็บถูกแก้ไข โปรดแจ้งผู้ดูแลระบบและกู้คืนจากสำเนาสำรอง",
        f"blob {digest[:12]}… in the store was changed: tell the administrator and restore it from backup",
        digest,
    )


def _cannot_write(error: Exception) -> ExternalError:
    return ExternalError(
        "STORE_UNAVAILABLE",
        "เขียนหรืออ่านที่เก็บแฟ้มไม่ได้ โปรดตรวจสอบเนื้อที่ดิสก์และสิทธิ์ แล้วลองอีกครั้ง",
        "the object store cannot be written or read: check disk space and rights, then try again",
        str(error),
    )


def sha256_of(path: Path) -> Digest:
    """SHA-256 of a file's bytes, lower-case hex."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


class _Checked(ABC):
    """What every store shares: bytes are compared to their name before anybody works with them."""

    @abstractmethod
    def unchecked(self, digest: Digest) -> AbstractContextManager[Path]: ...

    @contextmanager
    def local(self, digest: Digest) -> Iterator[Path]:
        with self.unchecked(digest) as path:
            if sha256_of(path) != digest:
                raise _altered(digest)
            yield path


class LocalStore(_Checked):
    """A folder: ``ab/cd/<digest>``, read-only files, each complete or absent (written aside, renamed)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def _path(self, digest: Digest) -> Path:
        return self._folder / digest[:2] / digest[2:4] / digest

    def put_bytes(self, data: bytes) -> Digest:
        digest = hashlib.sha256(data).hexdigest()
        if not self._path(digest).exists():
            with self._aside() as (file, commit):
                file.write(data)
                commit(digest)
        return digest

    def put_file(self, path: Path) -> Digest:
        sha = hashlib.sha256()
        with self._aside() as (file, commit):
            with path.open("rb") as source:
                while chunk := source.read(_CHUNK):
                    sha.update(chunk)
                    file.write(chunk)
            digest = sha.hexdigest()
            if not self._path(digest).exists():
                commit(digest)
        return digest

    @contextmanager
    def _aside(self) -> Iterator[tuple[Any, Any]]:
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._incoming)
        except OSError as error:
            raise _cannot_write(error) from error
        temporary = Path(name)

        def commit(digest: Digest) -> None:
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o444)
            target = self._path(digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.rename(target)
            for folder in (target.parent, target.parent.parent, self._folder):
                _sync_folder(folder)

        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file, commit
        except OSError as error:
            raise _cannot_write(error) from error
        finally:
            temporary.unlink(missing_ok=True)

    def get(self, digest: Digest) -> bytes:
        try:
            data = self._path(digest).read_bytes()
        except FileNotFoundError:
            raise _missing(digest) from None
        except OSError as error:
            raise _cannot_write(error) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise _altered(digest)
        return data

    @contextmanager
    def unchecked(self, digest: Digest) -> Iterator[Path]:
        if not self.exists(digest):
            raise _missing(digest)
        yield self._path(digest)

    def exists(self, digest: Digest) -> bool:
        return self._path(digest).is_file()

    def size(self, digest: Digest) -> int:
        try:
            return self._path(digest).stat().st_size
        except FileNotFoundError:
            raise _missing(digest) from None

    def verify(self, digest: Digest) -> bool:
        return self.exists(digest) and sha256_of(self._path(digest)) == digest

    def clean(self, older_than: float) -> int:
        """Removes files left in ``incoming`` by killed processes, last changed before a POSIX time."""
        removed = 0
        for path in self._incoming.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < older_than:
                    path.unlink()
                    removed += 1
        return removed


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class S3Store(_Checked):
    """A bucket of Amazon S3 or a compatible service. The service checks the SHA-256 of every upload."""

    def __init__(self, bucket: str, prefix: str, endpoint: str, credentials: Path | None) -> None:
        import boto3  # late: only installations with S3 pay for it
        from botocore.config import Config

        self._bucket, self._prefix = bucket, f"{prefix}/" if prefix else ""
        keys: dict[str, str] = {}
        if credentials is not None:
            lines = credentials.read_text().split()
            if len(lines) != 2:
                raise ConfigurationError(
                    "STORE_CREDENTIALS",
                    "แฟ้มรหัสของที่เก็บต้องมีสองบรรทัด: access key id และ secret key",
                    "the store's credentials file needs two lines: access key id and secret key",
                )
            keys = {"aws_access_key_id": lines[0], "aws_secret_access_key": lines[1]}
        self._s3: Any = boto3.client(
            "s3",
            endpoint_url=endpoint or None,
            config=Config(retries={"mode": "standard", "max_attempts": 4}, s3={"addressing_style": "path"}),
            **keys,
        )

    def _key(self, digest: Digest) -> str:
        return f"{self._prefix}{digest[:2]}/{digest[2:4]}/{digest}"

    @contextmanager
    def _service(self, digest: Digest) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey", "NotFound"):
                raise _missing(digest) from None
            raise _cannot_write(error) from error
        except BotoCoreError as error:
            raise _cannot_write(error) from error

    def put_bytes(self, data: bytes) -> Digest:
        digest = hashlib.sha256(data).hexdigest()
        if not self.exists(digest):
            with self._service(digest):
                self._s3.put_object(
                    Bucket=self._bucket, Key=self._key(digest), Body=data, ChecksumAlgorithm="SHA256"
                )
        return digest

    def put_file(self, path: Path) -> Digest:
        digest = sha256_of(path)
        if not self.exists(digest):
            with self._service(digest):
                self._s3.upload_file(
                    str(path), self._bucket, self._key(digest), ExtraArgs={"ChecksumAlgorithm": "SHA256"}
                )
        return digest

    def get(self, digest: Digest) -> bytes:
        with self._service(digest):
            data: bytes = self._s3.get_object(Bucket=self._bucket, Key=self._key(digest))["Body"].read()
        if hashlib.sha256(data).hexdigest() != digest:
            raise _altered(digest)
        return data

    @contextmanager
    def unchecked(self, digest: Digest) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="sarabun-") as folder:
            path = Path(folder) / digest
            with self._service(digest):
                self._s3.download_file(self._bucket, self._key(digest), str(path))
            path.chmod(0o444)
            yield path

    def exists(self, digest: Digest) -> bool:
        try:
            self.size(digest)
        except NotFoundError:
            return False
        return True

    def size(self, digest: Digest) -> int:
        with self._service(digest):
            return int(self._s3.head_object(Bucket=self._bucket, Key=self._key(digest))["ContentLength"])

    def verify(self, digest: Digest) -> bool:
        try:
            with self.local(digest):
                return True
        except SarabunError:
            return False
