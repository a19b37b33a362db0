"""Makes the unsigned PDF/A-2b copy of a document; the child's side is :mod:`records.convert`."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from records import convert
from records.decoding import complaints
from records.pictures import damaged
from records.xmp import RecordMetadata
from sarabun.errors import InputError
from sarabun.isolation import ChildCrashed, ChildOutOfMemory, ChildPool, ChildTimeout
from sarabun.model import Digest, DocumentText, Finding, PreparedDocument, from_json, to_json
from sarabun.ports import ObjectStore
from sarabun.settings import Settings

__all__ = ["VERSION", "PdfaResult", "RecordMetadata", "build", "tools"]

VERSION = "1"
_PAGE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class PdfaResult:
    """An unsigned PDF/A file that the validator approved.

    ``sha256`` and ``size`` (bytes) are those of the file; ``flavour`` is ``2b``; ``changes`` says how it
    differs from the original, beside the words that were added; ``tools`` maps names to versions.
    """

    sha256: Digest
    size: int
    pages: int
    flavour: str
    changes: tuple[Finding, ...]
    tools: dict[str, str]


def tools() -> dict[str, str]:
    """Versions of what makes the file."""
    return {name: version(name) for name in ("sarabun", "ocrmypdf", "pikepdf", "img2pdf")}


def build(
    original: Path,
    prepared: PreparedDocument,
    text: DocumentText,
    metadata: RecordMetadata,
    out: Path,
    store: ObjectStore,
    settings: Settings,
    pool: ChildPool,
) -> PdfaResult:
    """Writes ``out``: the scan as it was, the words that were read, metadata; approved as PDF/A-2b.

    Pictures keep their compressed bytes. Pages are shown upright. A page that PDF/A cannot take, or whose
    own text is wrong, becomes its lossless page image (from ``store``); ``changes`` says so. ``out`` appears
    whole or not at all.

    Raises InputError (see :func:`records.originals.open_pdf` and :func:`records.pictures.image_file`, and
    IMAGE_DAMAGED, PDFA_REFUSED, CONVERT_TIMEOUT, CONVERT_MEMORY, FILE_BROKEN), ExternalError
    OCRMYPDF_FAILED, IntegrityError PAGES_DIFFER or TEXT_LAYER_LOST.
    """
    seconds = settings.child_seconds + _PAGE_SECONDS * len(prepared.pages)
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seal-", dir=out.parent)))
        job: dict[str, Any] = {
            "original": str(original.absolute()),
            "prepared": to_json(prepared),
            "text": to_json(text),
            "metadata": to_json(metadata),
            "work": str(work.absolute()),
            "out": str((work / "sealed.pdf").absolute()),
            "images": {},
            "rebuild": [],
        }
        answer = _call(pool, job, seconds)
        while "rebuild" in answer:
            job["rebuild"] = answer["rebuild"]
            for number in set(answer["rebuild"]) - {int(known) for known in job["images"]}:
                image = stack.enter_context(store.local(prepared.pages[number - 1].image))
                job["images"][str(number)] = str(image.absolute())
            answer = _call(pool, job, seconds)
        made = Path(job["out"])
        with made.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = made.stat().st_size
        made.replace(out)
    return PdfaResult(
        sha256,
        size,
        answer["pages"],
        convert.FLAVOUR,
        tuple(from_json(Finding, change) for change in answer["changes"]),
        tools(),
    )


def _call(pool: ChildPool, job: dict[str, Any], seconds: float) -> dict[str, Any]:
    try:
        outcome = pool.call(convert.convert, job, seconds=seconds)
    except ChildTimeout as error:
        raise InputError(
            "CONVERT_TIMEOUT",
            "แปลงไฟล์นานเกินกำหนด โปรดแบ่งเอกสารหรือสแกนใหม่ด้วยความละเอียดปกติ",
            "converting took too long: split the document or scan it at a usual resolution",
            str(error),
        ) from error
    except ChildOutOfMemory as error:
        raise InputError(
            "CONVERT_MEMORY",
            "ไฟล์ต้องใช้หน่วยความจำมากเกินกำหนด โปรดแบ่งเอกสารหรือสแกนใหม่ด้วยความละเอียดปกติ",
            "the file needs too much memory: split the document or scan it at a usual resolution",
            str(error),
        ) from error
    except ChildCrashed as error:
        raise InputError(
            "FILE_BROKEN",
            "ไฟล์เสียหาย โปรดสแกนหรือส่งออกใหม่",
            "the file is damaged: scan or export it again",
            f"{error.args[0]} {error.detail[-2000:]}",
        ) from error
    complaint = complaints(outcome.stderr)
    if complaint:
        raise damaged(complaint)
    answer: dict[str, Any] = outcome.value
    return answer
