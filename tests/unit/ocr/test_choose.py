"""The reader that the settings ask for, and models that are missing, damaged or not ours."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from ocr import probe
from ocr.engines import choose, trial
from ocr.engines.choose import FIRST, SECOND, SHIPPED, TESSERACT
from ocr.engines.network import Switches
from ocr.recognise import calibration
from sarabun.errors import ConfigurationError
from sarabun.settings import Settings

MODELS = (FIRST, SECOND, TESSERACT)
READER = {FIRST: "first", SECOND: "second", TESSERACT: "tesseract-lines"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with copies of our models, to be damaged."""
    made = tmp_path / "models"
    made.mkdir()
    for name in (*MODELS, calibration.FILE):
        shutil.copy(SHIPPED / name, made / name)
    return made


def settings(folder: Path, reader: str) -> Settings:
    return Settings(home=folder.parent, models_dir=folder, reader=reader)  # type: ignore[arg-type]


def test_names_tell_every_model_with_its_version_and_digest(tmp_path: Path) -> None:
    heads = {name: hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest()[:8] for name in MODELS}
    named = {r: choose.make(Settings(home=tmp_path, reader=r)).name for r in ("both", *READER.values())}  # type: ignore[arg-type]
    for model, reader in READER.items():
        assert heads[model] in named[reader] and any(c.isdigit() for c in named[reader].split()[1])
    counted = hashlib.sha256((SHIPPED / calibration.FILE).read_bytes()).hexdigest()[:8]
    assert named["both"] == f"{named['first']} + {named['second']}, calibration {counted}"
    assert choose.make(Settings(home=tmp_path)).name == named["both"], "the default"


def test_a_changed_model_has_another_name(folder: Path) -> None:
    before = choose.make(settings(folder, "first")).name
    shutil.copy(folder / SECOND, folder / FIRST)
    assert choose.make(settings(folder, "first")).name != before


def test_two_readers_want_the_calibration_of_just_their_models(folder: Path) -> None:
    shutil.copy(folder / FIRST, folder / SECOND)
    with pytest.raises(ConfigurationError) as caught:
        choose.make(settings(folder, "both"))
    assert caught.value.code == "CALIBRATION_STALE"
    assert choose.make(settings(folder, "first")).name, "one alone is not calibrated"
    without = choose.make(settings(folder, "both"), Switches(calibrate=False))
    assert "calibration" not in without.name


@pytest.mark.parametrize("model", MODELS)
def test_a_missing_model_is_said_with_what_to_do(folder: Path, model: str) -> None:
    (folder / model).unlink()
    for reader in {READER[model], "both" if model != TESSERACT else READER[model]}:
        with pytest.raises(ConfigurationError) as caught:
            choose.make(settings(folder, reader))
        assert caught.value.code == "MODEL_MISSING" and model in caught.value.en
        assert "scripts/train-reader" in caught.value.en and "scripts/train-reader" in caught.value.th


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def noise_inside(data: bytes) -> bytes:
    """The size is right and the ends are right."""
    middle = np.random.default_rng(3).bytes(len(data) * 8 // 10)
    return data[: len(data) // 10] + middle + data[len(data) // 10 + len(middle) :]


def empty(_data: bytes) -> bytes:
    return b""


def something_else(_data: bytes) -> bytes:
    return b"<html>404 not found</html>" * 100


@pytest.mark.parametrize("damage", [truncated, noise_inside, empty, something_else])
@pytest.mark.parametrize("model", MODELS)
def test_a_damaged_model_is_said_with_what_to_do(folder: Path, model: str, damage: object) -> None:
    path = folder / model
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(ConfigurationError) as caught:
        choose.make(settings(folder, READER[model]))
    assert caught.value.code == "MODEL_BROKEN" and model in caught.value.en and model in caught.value.th
    assert "install again" in caught.value.en
    check = next(c for c in probe.probe(settings(folder, READER[model])) if c.name == f"model {model}")
    assert not check.ok and check.en == caught.value.en


def test_weights_gone_wrong_are_found_by_reading(folder: Path) -> None:
    """The file loads; only what it reads tells that bits in it were turned."""
    path = folder / FIRST
    data = bytearray(path.read_bytes())
    places = np.random.default_rng(5).integers(len(data) // 4, len(data) * 3 // 4, 4000)
    for place in places:
        data[place] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(ConfigurationError) as caught:
        choose.make(settings(folder, "first"))
    assert caught.value.code == "MODEL_BROKEN"


def test_check_names_reader_models_and_digests(tmp_path: Path) -> None:
    checks = {c.name: c for c in probe.probe(Settings(home=tmp_path))}
    assert "both" in checks["reader"].en and checks["onnxruntime"].ok
    for model in (FIRST, SECOND):
        head = hashlib.sha256((SHIPPED / model).read_bytes()).hexdigest()[:8]
        assert head in checks[f"model {model}"].en
    lines = {c.name: c for c in probe.probe(Settings(home=tmp_path, reader="tesseract-lines"))}
    assert lines["tesseract"].ok and f"model {TESSERACT}" in lines
    stock = {c.name: c for c in probe.probe(Settings(home=tmp_path, reader="tesseract"))}
    assert stock["tesseract tha"].ok and "tesseract tha" not in checks


def test_the_models_we_ship_read_the_trial_line(tmp_path: Path) -> None:
    for model in MODELS:
        assert choose.opened(Settings(home=tmp_path), model).seen == trial.TEXT
