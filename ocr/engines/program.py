"""Running Tesseract through pytesseract, with its failures as ours."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytesseract
from pytesseract.pytesseract import run_tesseract

from sarabun.errors import ConfigurationError, ExternalError

_ONLY_LSTM = 1
_WORD_LEVEL = "5"


def run(
    pictures: Path, result: Path, *, model: str, folder: Path, segmentation: int, dpi: int, seconds: int
) -> Iterator[dict[str, str]]:
    """The smallest items that Tesseract found, as rows of its TSV; ``pictures`` is an image, or a text file
    that lists some (``page_num`` counts them from 1). ``result`` is a path without suffix to write at;
    beside the rows it gets the plain text, a form feed after each image (``.txt``).

    Raises ConfigurationError OCR_PROGRAM_MISSING, ExternalError OCR_FAILED or OCR_TIMEOUT.
    """
    options = (
        f"--tessdata-dir {shlex.quote(str(folder))} --oem {_ONLY_LSTM} --psm {segmentation} "
        f"--dpi {dpi} -c tessedit_create_tsv=1 -c tessedit_create_txt=1"
    )
    try:
        run_tesseract(str(pictures), str(result), "tsv", model, options, timeout=seconds)
    except pytesseract.TesseractNotFoundError as error:
        raise ConfigurationError(
            "OCR_PROGRAM_MISSING",
            "ไม่พบโปรแกรม Tesseract โปรดติดตั้งด้วย apt install tesseract-ocr tesseract-ocr-tha",
            "Tesseract is not installed: apt install tesseract-ocr tesseract-ocr-tha",
        ) from error
    except pytesseract.TesseractError as error:
        raise _failed(str(error)) from error
    except RuntimeError as error:  # how pytesseract reports its timeout
        raise ExternalError(
            "OCR_TIMEOUT",
            f"อ่านหน้าไม่เสร็จใน {seconds} วินาที ระบบจะลองใหม่ หากยังไม่ได้ให้เพิ่มค่า ocr_page_seconds",
            f"the page was not read within {seconds} s; it will be tried again, "
            "and if that fails too raise ocr_page_seconds",
            str(error),
        ) from error
    if not result.with_suffix(".tsv").is_file():
        raise _failed("no result file")
    with result.with_suffix(".tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["level"] == _WORD_LEVEL and row["text"]:
                yield row


def _failed(detail: str) -> ExternalError:
    return ExternalError(
        "OCR_FAILED",
        "โปรแกรม Tesseract ทำงานผิดพลาด ระบบจะลองใหม่ หากยังไม่ได้ให้เรียก sarabun check",
        "Tesseract failed; it will be tried again, and if that fails too run sarabun check",
        detail,
    )
