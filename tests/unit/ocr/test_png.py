"""Page images as PNG: what is written comes back, and every library reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr import png
from ocr.picture import Pixels


def _noise(*shape: int) -> Pixels:
    return np.random.default_rng(3).integers(0, 256, shape, np.uint8)


def _two_tone(*shape: int) -> Pixels:
    return np.where(_noise(*shape) > 127, np.uint8(255), np.uint8(0))


@pytest.mark.parametrize(
    ("pixels", "bilevel", "mode"),
    [
        (_noise(37, 101), False, "L"),
        (_noise(37, 101, 3), False, "RGB"),
        (_two_tone(37, 101), True, "1"),
        (_two_tone(1, 8), True, "1"),
        (_noise(1, 1, 3), False, "RGB"),
    ],
)
def test_what_is_written_comes_back_everywhere(
    tmp_path: Path, pixels: Pixels, bilevel: bool, mode: str
) -> None:
    file = tmp_path / "page.png"
    png.write(pixels, file, bilevel=bilevel)
    assert np.array_equal(png.read(file), pixels)
    assert np.array_equal(cv2.imread(str(file), cv2.IMREAD_UNCHANGED), pixels)
    with Image.open(file) as image:
        image.verify()
    with Image.open(file) as image:
        assert image.mode == mode
        seen: Any = np.asarray(image.convert("L") if mode == "1" else image)
    assert np.array_equal(seen[..., ::-1] if mode == "RGB" else seen, pixels)


@pytest.mark.parametrize("shape", [(40, 30), (40, 30, 3)])
def test_reads_what_others_wrote(tmp_path: Path, shape: tuple[int, ...]) -> None:
    pixels = _noise(*shape)
    for filter_ in (cv2.IMWRITE_PNG_ALL_FILTERS, cv2.IMWRITE_PNG_FILTER_UP, cv2.IMWRITE_PNG_FILTER_NONE):
        file = tmp_path / f"{filter_}.png"
        cv2.imwrite(str(file), pixels, [cv2.IMWRITE_PNG_FILTER, filter_])
        assert np.array_equal(png.read(file), pixels)


def test_eight_bits_grey_or_bgr_whatever_the_file_holds(tmp_path: Path) -> None:
    file = tmp_path / "deep.png"
    cv2.imwrite(str(file), _noise(20, 20).astype(np.uint16) * 257)
    assert np.array_equal(png.read(file), _noise(20, 20))
    Image.fromarray(_noise(20, 20, 4)).save(file)
    assert (read := png.read(file)) is not None and read.shape == (20, 20, 3)


def test_what_is_damaged_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    png.write(_noise(200, 300), file)
    whole = file.read_bytes()
    for damaged in (b"", b"no picture", whole[:40], whole[: len(whole) // 2]):
        file.write_bytes(damaged)
        assert png.read(file) is None


def test_small_as_the_libraries_make_it(tmp_path: Path) -> None:
    grain = np.random.default_rng(3).normal(0, 3, (600, 600))
    pixels = np.asarray(np.clip(cv2.GaussianBlur(grain, (0, 0), 1) * 3 + 240, 0, 255), np.uint8)
    ours, theirs = tmp_path / "ours.png", tmp_path / "theirs.png"
    png.write(pixels, ours)
    cv2.imwrite(str(theirs), pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert ours.stat().st_size < 1.1 * theirs.stat().st_size
