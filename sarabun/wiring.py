"""Builds the real services from the settings: the only place that knows which implementation is used."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

import ocr.probe
import records.probe
import search.probe
from ocr.engines import choose
from records.schema import open_registry
from records.sign import make_signer
from records.store import LocalStore, open_store
from sarabun.errors import ConfigurationError, SarabunError
from sarabun.isolation import ChildPool
from sarabun.model import Check
from sarabun.pipeline import Services
from sarabun.settings import Settings
from search.open import open_index

_STALE_SECONDS = 24 * 3600


@contextmanager
def services(settings: Settings) -> Iterator[Services]:
    """Everything the stages need; children and connections end with the context.

    Raises ConfigurationError where a tool, a file or a service is missing.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(
            "HOME_UNWRITABLE",
            f"สร้างโฟลเดอร์ข้อมูล {settings.home} ไม่ได้ โปรดเลือกที่อื่นด้วย --home",
            f"the data folder {settings.home} cannot be made: choose another with --home",
            str(error),
        ) from error
    _remove_leftovers(settings)
    registry = open_registry(settings)
    pool = ChildPool(settings.worker_count, settings.child_memory_bytes, settings.child_seconds)
    try:
        yield Services(
            settings=settings,
            registry=registry,
            store=open_store(settings),
            engine=choose.make(settings),
            signer=make_signer(settings),
            index=open_index(settings),
            pool=pool,
        )
    finally:
        pool.close()
        registry.close()


def _remove_leftovers(settings: Settings) -> None:
    """What killed processes left behind: nothing in these folders is needed after a day."""
    before = time.time() - _STALE_SECONDS
    for folder in (settings.home / "work").glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
    if not settings.store_url:
        LocalStore(settings.objects_dir).clean(older_than=before)


def probe(settings: Settings) -> list[Check]:
    """Every tool and service, whether it answers, and what to do where it does not; and the audit chain."""
    return [
        *ocr.probe.probe(settings),
        *records.probe.probe(settings),
        *search.probe.probe(settings),
        _registry(settings),
    ]


def _registry(settings: Settings) -> Check:
    try:
        registry = open_registry(settings)
        try:
            entries, documents = registry.verify_audit(), registry.count()
        finally:
            registry.close()
    except SarabunError as error:
        return Check("registry", False, error.th, error.en)
    return Check(
        "registry",
        True,
        f"ทะเบียนมี {documents} เอกสาร บันทึกการตรวจสอบ {entries} รายการต่อเนื่องครบถ้วน",
        f"{documents} documents in the registry; the audit chain of {entries} entries is whole",
    )
