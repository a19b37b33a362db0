"""Page preparation as a whole: what becomes of generated pages, of white, black and absurd ones."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import cv2
import numpy as np
import pytest

from ocr.paper.layers import ALL, InkLayer, Steps, ink_layers
from ocr.paper.scale import WORK_DPI
from samples.box import letter_pages
from samples.paper import degrade
from sarabun.model import Kind


@cache
def scan(kind: Kind, degradation: str, seed: int = 3) -> tuple[np.ndarray, int]:
    """A generated page as the reader gets it: grey or BGR, with its resolution."""
    page = np.asarray(letter_pages(kind, seed)[0][0], np.uint8)
    made = degrade(page, degradation, np.random.default_rng(seed))
    pixels = made.pixels.astype(np.uint8) * 255 if made.pixels.dtype == bool else made.pixels
    return (pixels[..., ::-1].copy() if pixels.ndim == 3 else pixels), made.dpi


def black(layers: tuple[InkLayer, ...]) -> InkLayer:
    assert layers[0].colour == "black"
    return layers[0]


def on_page(layer: InkLayer, x: float, y: float) -> np.ndarray:
    mapped = layer.to_page @ (x, y, 1)
    return mapped[:2] / mapped[2]


@pytest.mark.parametrize("degradation", ["clean", "office", "grey", "fax", "bad_copy", "shadow", "phone"])
def test_paper_is_white_and_print_is_dark(degradation: str) -> None:
    layer = black(ink_layers(*scan(Kind.EXTERNAL, degradation)))
    assert layer.pixels.dtype == np.uint8 and layer.pixels.ndim == 2
    assert np.median(layer.pixels) >= 248
    blocks = cv2.resize(layer.pixels, None, fx=1 / 40, fy=1 / 40, interpolation=cv2.INTER_AREA)
    assert np.percentile(blocks, 60) > 240  # no shadow is left anywhere
    assert 0.005 < (layer.pixels < 150).mean() < 0.1


def test_a_shadow_along_the_edge_goes_too() -> None:
    layer = black(ink_layers(*scan(Kind.EXTERNAL, "shadow")))
    strips = layer.pixels[100:-100, :96].reshape(layer.pixels.shape[0] - 200, 12, 8).mean(axis=(0, 2))
    assert strips.min() > 220  # the scan is at 90 there


def test_a_page_is_reduced_to_the_resolution_that_reading_works_at() -> None:
    pixels, dpi = scan(Kind.EXTERNAL, "clean")
    layer = black(ink_layers(pixels, dpi))
    assert layer.dpi == pytest.approx(WORK_DPI)
    assert layer.pixels.shape[0] == pytest.approx(pixels.shape[0] * WORK_DPI / dpi, abs=1)


def test_a_page_of_that_resolution_is_not_resampled() -> None:
    pixels, dpi = scan(Kind.EXTERNAL, "bad_copy")
    assert black(ink_layers(pixels, dpi)).pixels.shape == pixels.shape


@pytest.mark.parametrize("dpi", [150, 220, 300, 600])
def test_places_map_back_exactly(dpi: int) -> None:
    page = np.full((dpi * 4, dpi * 3), 255, np.uint8)
    spots = [(0.1, 0.1), (1.5, 2.2), (2.8, 3.9)]  # inches
    side = dpi // 10
    for x, y in spots:
        page[round(y * dpi) : round(y * dpi) + side, round(x * dpi) : round(x * dpi) + side] = 0
    layer = black(ink_layers(page, dpi))
    count, _, _, centres = cv2.connectedComponentsWithStats((layer.pixels < 128).astype(np.uint8))
    assert count == 1 + len(spots)
    for (x, y), centre in zip(spots, sorted(centres[1:].tolist()), strict=True):
        true = np.array([round(x * dpi), round(y * dpi)]) + (side - 1) / 2
        assert np.abs(on_page(layer, *centre) - true).max() < 0.75 * dpi / layer.dpi


@pytest.mark.parametrize("value", [0, 127, 255])
@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 900), (7, 5), (100, 100), (3, 4, 3), (400, 300, 3), (30, 4000)]
)
@pytest.mark.parametrize("dpi", [1, 300, 2400])
def test_tiny_plain_and_absurd_pages(value: int, shape: tuple[int, ...], dpi: int) -> None:
    (layer,) = ink_layers(np.full(shape, value, np.uint8), dpi)
    assert layer.pixels.size and layer.pixels.ndim == 2
    assert (layer.pixels == layer.pixels[0, 0]).all()
    assert np.isfinite(layer.to_page).all()


def test_noise_alone_is_neither_straightened_nor_lost() -> None:
    page = np.random.default_rng(1).integers(0, 256, (700, 500, 3), np.uint8)
    layers = ink_layers(page, 150)
    assert {layer.pixels.shape for layer in layers} == {(700, 500)}


def test_no_page_is_refused() -> None:
    with pytest.raises(ValueError, match="no page"):
        ink_layers(np.zeros((0, 10), np.uint8), 300)
    with pytest.raises(ValueError, match="no page"):
        ink_layers(np.zeros((10, 10), np.uint8), 0)


def test_the_page_itself_is_left_alone() -> None:
    for kind, degradation in ((Kind.STAMPED, "phone"), (Kind.EXTERNAL, "bad_copy"), (Kind.EXTERNAL, "fax")):
        pixels, dpi = scan(kind, degradation)
        before = pixels.copy()
        ink_layers(pixels, dpi)
        assert np.array_equal(before, pixels)


SHOWN_ON = {
    "reduce": (Kind.EXTERNAL, "office"), "border": (Kind.EXTERNAL, "bad_copy"),
    "perspective": (Kind.EXTERNAL, "phone"), "flatten": (Kind.EXTERNAL, "shadow"),
    "colour": (Kind.STAMPED, "office"), "soften": (Kind.EXTERNAL, "fax"),
}  # fmt: skip


@pytest.mark.parametrize("step", [f.name for f in fields(Steps)])
def test_every_step_can_be_left_out_and_then_makes_a_difference(step: str) -> None:
    pixels, dpi = scan(*SHOWN_ON[step])
    with_it, without = ink_layers(pixels, dpi), ink_layers(pixels, dpi, replace(ALL, **{step: False}))
    assert len(with_it) != len(without) or not np.array_equal(with_it[0].pixels, without[0].pixels)


def test_without_any_step_the_grey_page_comes_back() -> None:
    pixels, dpi = scan(Kind.EXTERNAL, "grey")
    (layer,) = ink_layers(pixels, dpi, Steps(**{f.name: False for f in fields(Steps)}))
    assert np.array_equal(layer.pixels, pixels)
    assert np.array_equal(layer.to_page, np.eye(3))
