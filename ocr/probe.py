"""Is everything there that reading needs: the checks of ``sarabun check`` for this room."""

from __future__ import annotations

import cv2
import pypdfium2

from ocr.engines import installation
from sarabun.errors import SarabunError
from sarabun.model import Check
from sarabun.settings import Settings


def probe(settings: Settings) -> list[Check]:
    """Versions of the tools, or what to do where one is missing."""
    return [*_tesseract(settings), _library("opencv", cv2.__version__), _library("pdfium", _pdfium())]


def _tesseract(settings: Settings) -> list[Check]:
    try:
        found = installation.find(settings)
    except SarabunError as error:
        return [Check("tesseract", False, error.th, error.en)]
    checks = [_library("tesseract", found.version)]
    for model in settings.ocr_language.split("+"):
        try:
            name = found.model_name(model)
        except SarabunError as error:
            checks.append(Check(f"tesseract {model}", False, error.th, error.en))
        else:
            checks.append(Check(f"tesseract {model}", True, f"พบโมเดล {name}", f"model {name} found"))
    return checks


def _library(name: str, version: str) -> Check:
    return Check(name, True, f"พบรุ่น {version}", f"version {version} found")


def _pdfium() -> str:
    return f"{pypdfium2.PDFIUM_INFO} (pypdfium2 {pypdfium2.PYPDFIUM_INFO})"
