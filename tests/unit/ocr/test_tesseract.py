"""What is particular to Tesseract: what is missing is named with its cure, and a slow page is given up."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ocr.engines.tesseract import TesseractEngine
from ocr.probe import probe
from sarabun.errors import ConfigurationError, ExternalError
from sarabun.model import PageImage
from sarabun.settings import Settings


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a ``tesseract`` in front of the real one that answers questions but reads by a script."""

    def install(script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "tesseract"
        program.write_text(f'#!/bin/sh\ncase "$1" in --*) exec {real} "$@";; esac\n{script}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    real = shutil.which("tesseract")
    return install


@pytest.fixture
def page(tmp_path: Path, make_letter: Callable[..., Image.Image], make_page: Callable[..., PageImage]):
    image = make_letter(lines=("เรียน",))
    file = tmp_path / "page.png"
    image.save(file)
    return file, make_page(image)


def stock(settings: Settings) -> Settings:
    return settings.model_copy(update={"reader": "tesseract"})


def test_no_program(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ConfigurationError) as caught:
        TesseractEngine(settings)
    assert caught.value.code == "OCR_PROGRAM_MISSING" and "apt install tesseract-ocr" in caught.value.en
    failed = [c for c in probe(stock(settings)) if not c.ok]
    assert [c.name for c in failed] == ["tesseract"] and "apt install" in failed[0].th


def test_no_model(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, ocr_language="tha+lao")
    with pytest.raises(ConfigurationError) as caught:
        TesseractEngine(settings)
    assert caught.value.code == "OCR_MODEL_MISSING" and "apt install tesseract-ocr-lao" in caught.value.en
    assert [c.name for c in probe(stock(settings)) if not c.ok] == ["tesseract lao"]


def test_all_is_there(settings: Settings) -> None:
    checks = probe(stock(settings))
    assert {"tesseract", "tesseract tha", "opencv", "pdfium"} <= {c.name for c in checks}
    assert all(c.ok for c in checks)


def test_it_is_asked_for_only_where_it_reads(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    checks = probe(settings)
    assert all(c.ok for c in checks) and not any(c.name.startswith("tesseract") for c in checks)


def test_a_slow_page_is_given_up(
    settings: Settings, fake: Callable[[str], None], page: tuple[Path, PageImage]
) -> None:
    fake("exec sleep 60")
    engine = TesseractEngine(settings.model_copy(update={"ocr_page_seconds": 0.3}))
    with pytest.raises(ExternalError) as caught:
        engine.read(*page)
    assert caught.value.code == "OCR_TIMEOUT"


@pytest.mark.parametrize("script", ["echo broken >&2; exit 1", "exit 0", "kill -9 $$"])
def test_a_reader_that_fails_is_no_empty_page(
    settings: Settings, fake: Callable[[str], None], page: tuple[Path, PageImage], script: str
) -> None:
    fake(script)
    engine = TesseractEngine(settings)
    with pytest.raises(ExternalError) as caught:
        engine.read(*page)
    assert caught.value.code == "OCR_FAILED"


def test_one_thread_and_no_files_left(
    settings: Settings, fake: Callable[[str], None], page: tuple[Path, PageImage], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    fake(f'[ "$OMP_THREAD_LIMIT" = 1 ] || exit 9\nexec {shutil.which("tesseract")} "$@"')
    assert TesseractEngine(settings).read(*page).text == "เรียน"
    assert not list((tmp_path / "temporary").iterdir())
