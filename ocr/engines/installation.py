"""Is Tesseract there, which version, which models: asked apart from reading with it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sarabun.errors import ConfigurationError, ExternalError
from sarabun.settings import Settings

PROGRAM = "tesseract"
_ASK_SECONDS = 20
_LIST_HEADER = re.compile(r'"(?P<folder>[^"]+)"')


@dataclass(frozen=True, slots=True)
class Installation:
    """Version of the program, folder of its models, and the names of the models there."""

    version: str
    folder: Path
    models: tuple[str, ...]

    def model_name(self, language: str) -> str:
        """``tha 1a2b3c4d``: the models of ``language`` (joined by ``+``) with the head of their SHA-256.

        Raises ConfigurationError OCR_MODEL_MISSING.
        """
        return "+".join(f"{part} {self._digest(part)[:8]}" for part in language.split("+"))

    def _digest(self, model: str) -> str:
        file = self.folder / f"{model}.traineddata"
        if model not in self.models or not file.is_file():
            package = f"tesseract-ocr-{model.lower().replace('_', '-')}"
            raise ConfigurationError(
                "OCR_MODEL_MISSING",
                f"ไม่พบโมเดล {model} ของ Tesseract ใน {self.folder} โปรดติดตั้งด้วย apt install {package}",
                f"Tesseract's model {model} is not in {self.folder}: apt install {package}",
            )
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()


def version() -> str:
    """The version of the program. Raises ConfigurationError OCR_PROGRAM_MISSING."""
    if shutil.which(PROGRAM) is None:
        raise ConfigurationError(
            "OCR_PROGRAM_MISSING",
            "ไม่พบโปรแกรม Tesseract โปรดติดตั้งด้วย apt install tesseract-ocr tesseract-ocr-tha",
            "Tesseract is not installed: apt install tesseract-ocr tesseract-ocr-tha",
        )
    return _ask("--version").split("\n", 1)[0].removeprefix(PROGRAM).strip()


def find(settings: Settings) -> Installation:
    """The installation that the settings use. Raises ConfigurationError OCR_PROGRAM_MISSING."""
    found = version()
    where = [] if settings.tessdata_dir is None else ["--tessdata-dir", str(settings.tessdata_dir)]
    header, *models = _ask("--list-langs", *where).strip().split("\n")
    folder = settings.tessdata_dir
    if folder is None:
        match = _LIST_HEADER.search(header)
        folder = Path(match["folder"] if match else "/")
    return Installation(found, folder, tuple(models))


def _ask(*arguments: str) -> str:
    try:
        answer = subprocess.run(
            [PROGRAM, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_ASK_SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ExternalError(
            "OCR_FAILED",
            "โปรแกรม Tesseract ไม่ตอบ ระบบจะลองใหม่",
            "Tesseract does not answer; it will be tried again",
            str(error),
        ) from error
    return answer.stdout.decode("utf-8", "replace")
