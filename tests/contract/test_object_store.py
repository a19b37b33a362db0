"""What every object store must do: the local folder always, S3 where TEST_S3_ENDPOINT names a service."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.store import LocalStore, S3Store
from sarabun.errors import ExternalError, IntegrityError, NotFoundError
from sarabun.ports import ObjectStore

DATA = "หนังสือราชการ".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.stack)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    """Empty, and only this test has it."""
    if request.param == "local":
        yield LocalStore(tmp_path / "objects")
        return
    endpoint = os.environ.get("TEST_S3_ENDPOINT", "")
    if not endpoint:
        pytest.skip(
            "no S3 service: bash scripts/test --stack=full starts one, or TEST_S3_ENDPOINT and "
            "TEST_S3_CREDENTIALS_FILE name one"
        )
    bucket = f"sarabun-test-{uuid.uuid4().hex}"
    store = S3Store(bucket, "prefix", endpoint, Path(os.environ["TEST_S3_CREDENTIALS_FILE"]))
    store._s3.create_bucket(Bucket=bucket)
    yield store
    for found in store._s3.list_objects_v2(Bucket=bucket).get("Contents", []):
        store._s3.delete_object(Bucket=bucket, Key=found["Key"])
    store._s3.delete_bucket(Bucket=bucket)


def test_bytes_come_back(store: ObjectStore) -> None:
    assert store.put_bytes(DATA) == DIGEST
    assert store.put_bytes(DATA) == DIGEST
    assert store.get(DIGEST) == DATA and store.size(DIGEST) == len(DATA)
    assert store.exists(DIGEST) and store.verify(DIGEST)


def test_files_come_back(store: ObjectStore, tmp_path: Path) -> None:
    big = os.urandom(3 * 2**20)
    (tmp_path / "f").write_bytes(big)
    digest = store.put_file(tmp_path / "f")
    assert digest == hashlib.sha256(big).hexdigest()
    with store.local(digest) as path:
        assert path.read_bytes() == big
        assert not path.stat().st_mode & 0o222


def test_what_is_missing_is_said(store: ObjectStore) -> None:
    assert not store.exists(DIGEST) and not store.verify(DIGEST)
    for ask in (store.get, store.size):
        with pytest.raises(NotFoundError) as caught:
            ask(DIGEST)
        assert caught.value.code == "BLOB_NOT_FOUND"
    with pytest.raises(NotFoundError), store.local(DIGEST):
        pass


def test_change_on_disk_is_found(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put_bytes(DATA)
    path = tmp_path / DIGEST[:2] / DIGEST[2:4] / DIGEST
    path.chmod(0o644)
    path.write_bytes(DATA + b" ")
    assert not store.verify(DIGEST)
    with pytest.raises(IntegrityError):
        store.get(DIGEST)
    with pytest.raises(IntegrityError), store.local(DIGEST):
        pass


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "objects")
    with pytest.raises(ExternalError):
        store.put_file(tmp_path / "absent")
    assert list((tmp_path / "objects" / "incoming").iterdir()) == []


def test_leftovers_of_killed_writers_are_cleaned(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put_bytes(DATA)
    (tmp_path / "incoming" / "tmpdead").write_bytes(b"half")
    assert store.clean(older_than=0) == 0
    assert store.clean(older_than=4e9) == 1
    assert store.get(DIGEST) == DATA
