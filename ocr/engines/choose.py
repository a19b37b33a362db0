"""Which reader the settings ask for, built: the only place that knows how each is put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from ocr.engines import installation, trial
from ocr.engines.network import ALL_ON, NetworkEngine, Switches
from ocr.engines.tesseract import TesseractEngine
from ocr.recognise import calibration
from ocr.recognise.opinions import Recogniser, TwoReaders
from ocr.recognise.reader import LineReader
from ocr.recognise.tesseract import TesseractLines
from sarabun.errors import ConfigurationError, ExternalError
from sarabun.ports import OcrEngine
from sarabun.settings import Settings

SHIPPED = Path(__file__).parents[1] / "models"
FIRST, SECOND, TESSERACT = "first.onnx", "second.onnx", "sarabun.traineddata"
_HEAD = 8  # hex digits of a model's SHA-256 that tell it from others


R_co = TypeVar("R_co", bound=Recogniser, covariant=True)


class Opened(NamedTuple, Generic[R_co]):
    """A model at work: ``name`` tells program, version and digest, ``seen`` is what it made of the trial
    line."""

    reader: R_co
    name: str
    seen: str


def make(settings: Settings, switches: Switches = ALL_ON) -> OcrEngine:
    """The engine of ``settings.reader``. Its name holds version and digest of each model, so that results
    read with another model are not taken for its own. ``switches`` are for measuring our own readers. Only
    two readers together are calibrated; what others say of their chances stands as it is.

    Raises ConfigurationError MODEL_MISSING, MODEL_BROKEN, OCR_PROGRAM_MISSING or OCR_MODEL_MISSING, and as
    :func:`ocr.recognise.calibration.load`.
    """
    if settings.reader == "tesseract":
        return TesseractEngine(settings)
    recogniser, name = recogniser_of(settings)
    if settings.reader != "both" or not switches.calibrate:
        return NetworkEngine(recogniser, name, switches)
    folder = models_folder(settings)
    found = calibration.load(folder, name)
    name += f", calibration {_digest(folder / calibration.FILE)}"
    return NetworkEngine(recogniser, name, switches, found)


def recogniser_of(settings: Settings) -> tuple[Recogniser, str]:
    """Who reads lines by ``settings.reader`` (not ``tesseract``), and its name. Raises as :func:`make`."""
    return _RECOGNISERS[settings.reader](settings)


def opened(settings: Settings, model: str) -> Opened[Recogniser]:
    """One of our models (:data:`FIRST`, :data:`SECOND`, :data:`TESSERACT`), loaded and tried.

    Raises ConfigurationError MODEL_MISSING or MODEL_BROKEN, and OCR_PROGRAM_MISSING without Tesseract.
    """
    path = models_folder(settings) / model
    return _tesseract(path, settings.ocr_page_seconds) if model == TESSERACT else _network(path)


def models_folder(settings: Settings) -> Path:
    """Where our models are."""
    return SHIPPED if settings.models_dir is None else settings.models_dir.absolute()


def _network(model: Path) -> Opened[LineReader]:
    reader = LineReader(model)
    seen = trial.reading(reader)
    if not trial.is_like(seen):
        raise _broken(model, seen)
    return Opened(reader, f"{reader.name} {_digest(model)}", seen)


def _tesseract(model: Path, seconds: int) -> Opened[TesseractLines]:
    if not model.is_file():
        raise ConfigurationError(
            "MODEL_MISSING",
            f"ไม่พบแฟ้มแบบจำลองการอ่าน {model.name} โปรดติดตั้งโปรแกรมใหม่ หรือสร้างด้วย scripts/train-reader",
            f"the reading model {model.name} is missing: install again, or make it with scripts/train-reader",
        )
    version = installation.version()
    reader = TesseractLines(model.parent, seconds)
    try:
        seen = trial.reading(reader)
    except ExternalError as error:
        if error.code != "OCR_FAILED":
            raise
        raise _broken(model, error.detail) from error
    if not trial.is_like(seen):
        raise _broken(model, seen)
    return Opened(reader, f"tesseract-lines {version} {model.stem} {_digest(model)}", seen)


def _broken(model: Path, detail: str) -> ConfigurationError:
    return ConfigurationError(
        "MODEL_BROKEN",
        f"แฟ้มแบบจำลองการอ่าน {model.name} เสียหายหรือไม่ใช่ของระบบนี้ โปรดติดตั้งโปรแกรมใหม่",
        f"the reading model {model.name} is damaged or not one of ours: install again",
        detail,
    )


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()[:_HEAD]


def _one(model: str) -> Callable[[Settings], tuple[Recogniser, str]]:
    def made(settings: Settings) -> tuple[Recogniser, str]:
        found = opened(settings, model)
        return found.reader, found.name

    return made


def _both(settings: Settings) -> tuple[Recogniser, str]:
    first, second = (_network(models_folder(settings) / model) for model in (FIRST, SECOND))
    return TwoReaders(first.reader, second.reader), f"{first.name} + {second.name}"


_RECOGNISERS: dict[str, Callable[[Settings], tuple[Recogniser, str]]] = {
    "both": _both,
    "first": _one(FIRST),
    "second": _one(SECOND),
    "tesseract-lines": _one(TESSERACT),
}
