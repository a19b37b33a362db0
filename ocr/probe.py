"""Is everything there that reading needs: the checks of ``sarabun check`` for this room."""

from __future__ import annotations

import cv2
import onnxruntime
import pypdfium2

from ocr.engines import installation, trial
from ocr.engines.choose import FIRST, SECOND, TESSERACT, opened
from sarabun.errors import SarabunError
from sarabun.model import Check
from sarabun.settings import Settings


def probe(settings: Settings) -> list[Check]:
    """Versions of the tools and models, or what to do where one is missing.

    Tesseract and its models are asked for only where they are to read; our networks always.
    """
    checks = [_reads(settings, FIRST), _reads(settings, SECOND)]
    if settings.reader.startswith("tesseract"):
        checks += _tesseract(settings)
    return [
        Check("reader", True, f"ใช้ตัวอ่าน {settings.reader}", f"{settings.reader} reads"),
        *checks,
        _library("onnxruntime", onnxruntime.__version__),
        _library("opencv", cv2.__version__),
        _library("pdfium", _pdfium()),
    ]


def _reads(settings: Settings, model: str) -> Check:
    """Whether a model of ours loads and reads the trial line to the letter."""
    name = f"model {model}"
    try:
        found = opened(settings, model)
    except SarabunError as error:
        return Check(name, False, error.th, error.en)
    if found.seen != trial.TEXT:
        return Check(
            name,
            False,
            f"{found.name} อ่านบรรทัดทดสอบผิด ({found.seen}) โปรดติดตั้งโปรแกรมใหม่",
            f"{found.name} misread the trial line ({found.seen}): install again",
        )
    return Check(
        name, True, f"{found.name} อ่านบรรทัดทดสอบได้ถูกต้อง", f"{found.name} reads the trial line correctly"
    )


def _tesseract(settings: Settings) -> list[Check]:
    try:
        version = installation.version()
    except SarabunError as error:
        return [Check("tesseract", False, error.th, error.en)]
    checks = [_library("tesseract", version)]
    if settings.reader == "tesseract-lines":
        return [*checks, _reads(settings, TESSERACT)]
    for model in settings.ocr_language.split("+"):
        try:
            name = installation.find(settings).model_name(model)
        except SarabunError as error:
            checks.append(Check(f"tesseract {model}", False, error.th, error.en))
        else:
            checks.append(Check(f"tesseract {model}", True, f"พบโมเดล {name}", f"model {name} found"))
    return checks


def _library(name: str, version: str) -> Check:
    return Check(name, True, f"พบรุ่น {version}", f"version {version} found")


def _pdfium() -> str:
    return f"{pypdfium2.PDFIUM_INFO} (pypdfium2 {pypdfium2.PYPDFIUM_INFO})"
