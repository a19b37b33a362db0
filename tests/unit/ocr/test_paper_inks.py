"""Black print and coloured ink, parted on drawn pages, over each other and under a cast of colour."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr.paper.layers import InkLayer, ink_layers
from ocr.paper.light import flattened, paper
from samples.box import letter_pages
from samples.paper import degrade
from sarabun.model import Kind

DPI = 230
RED, BLUE, VIOLET, ORANGE, NAVY = (60, 50, 215), (190, 80, 40), (190, 60, 110), (30, 130, 240), (120, 40, 35)


def page() -> np.ndarray:
    return np.full((1400, 1200, 3), 255, np.uint8)


def write(image: np.ndarray, text: str, at: tuple[int, int], colour: tuple[int, int, int]) -> np.ndarray:
    """Writes with ink that lets what is below shine through; the mask of its pixels."""
    layer = np.full_like(image, 255)
    cv2.putText(layer, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.6, colour, 4, cv2.LINE_AA)
    np.copyto(image, (image.astype(np.uint16) * layer // 255).astype(np.uint8))
    return layer.min(axis=2) < 128


def jpeg(image: np.ndarray, quality: int = 60) -> np.ndarray:
    return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)


def of(layers: tuple[InkLayer, ...], colour: str) -> np.ndarray:
    """A layer as large as that of black ink, put where it says that it lies."""
    (layer,) = [layer for layer in layers if layer.colour == colour]
    left, top = np.rint((np.linalg.inv(layers[0].to_page) @ layer.to_page)[:2, 2]).astype(int)
    height, width = layer.pixels.shape
    whole = np.full_like(layers[0].pixels, 255)
    whole[top : top + height, left : left + width] = layer.pixels
    return whole


@pytest.mark.parametrize("colour", [RED, ORANGE, BLUE, VIOLET, NAVY])
@pytest.mark.parametrize("spoil", [lambda image: image, jpeg])
def test_coloured_words_are_a_layer_of_their_own(colour: tuple[int, int, int], spoil: object) -> None:
    image = page()
    print_ = write(image, "PRINTED WORDS", (150, 300), (25, 25, 25))
    stamp = write(image, "STAMPED WORDS", (150, 800), colour)
    layers = ink_layers(spoil(image), DPI)  # type: ignore[operator]
    name = "red" if colour in (RED, ORANGE) else "blue"
    assert [layer.colour for layer in layers] == ["black", name]
    assert (of(layers, "black")[print_] < 128).mean() > 0.95
    assert (of(layers, "black")[stamp] > 200).mean() > 0.97
    assert (of(layers, name)[stamp] < 150).mean() > 0.93
    assert (of(layers, name)[print_] > 200).mean() > 0.99


@pytest.mark.parametrize("colour", [RED, ORANGE, BLUE, VIOLET])
def test_print_under_a_stamp_stays(colour: tuple[int, int, int]) -> None:
    image = page()
    print_ = write(image, "PRINTED WORDS", (150, 500), (20, 20, 20))
    for y in range(440, 520, 16):
        cv2.line(layer := np.full_like(image, 255), (100, y), (900, y + 20), colour, 4, cv2.LINE_AA)
        np.copyto(image, (image.astype(np.uint16) * layer // 255).astype(np.uint8))
    black = of(ink_layers(image, DPI), "black")
    assert (black[print_] < 160).mean() > 0.9
    beside = np.ones(print_.shape, bool) & (cv2.dilate(print_.astype(np.uint8), np.ones((9, 9))) == 0)
    assert (black[beside] > 160).mean() > 0.995


def test_a_coloured_layer_is_no_larger_than_its_ink_and_paper_around_it() -> None:
    image = page()
    stamp = write(image, "STAMPED", (400, 700), RED)
    _, red = ink_layers(image, DPI)
    assert red.pixels.size < 0.3 * stamp.size
    assert (red.pixels[:40] == 255).all() and (red.pixels[:, -40:] == 255).all()


def test_a_red_seal_over_print_on_a_generated_letter() -> None:
    rgb = np.asarray(letter_pages(Kind.STAMPED, 2)[0][0], np.uint8)
    scan = degrade(rgb, "office", np.random.default_rng(2))
    layers = ink_layers(scan.pixels[..., ::-1].copy(), scan.dpi)
    seal = of(layers, "red") < 128
    assert seal.mean() > 3e-3
    assert (of(layers, "black")[seal] < 100).mean() < 0.12  # only the print that crosses it


@pytest.mark.parametrize("cast", [(0.75, 0.9, 1.0), (1.0, 0.92, 0.8)])
def test_a_cast_of_colour_makes_nothing_coloured(cast: tuple[float, float, float]) -> None:
    image = page()
    write(image, "PRINTED WORDS", (150, 300), (35, 35, 35))
    layers = ink_layers(jpeg((image * np.array(cast)).astype(np.uint8), 80), DPI)
    assert [layer.colour for layer in layers] == ["black"]
    assert np.median(layers[0].pixels) >= 250


def test_fringes_of_black_strokes_are_not_coloured() -> None:
    image = page()
    for y in range(200, 1200, 100):
        write(image, "PRINTED WORDS OF A PAGE", (60, y), (20, 20, 20))
    image[..., 2] = np.roll(image[..., 2], 1, axis=1)  # a scanner whose sensors lie apart
    assert [layer.colour for layer in ink_layers(image, DPI)] == ["black"]


def test_highlighter_hides_nothing_and_is_no_ink() -> None:
    image = page()
    marked = np.full_like(image, 255)
    marked[240:330, 100:800] = (70, 250, 255)
    print_ = write(image, "PRINTED WORDS", (150, 300), (25, 25, 25))
    layers = ink_layers(np.minimum(image, marked), DPI)
    assert [layer.colour for layer in layers] == ["black"]
    assert (of(layers, "black")[print_] < 140).mean() > 0.95
    assert (of(layers, "black") < 200).sum() < 1.8 * print_.sum()


def test_too_little_colour_is_no_layer() -> None:
    image = page()
    write(image, "PRINTED WORDS", (150, 300), (25, 25, 25))
    cv2.circle(image, (600, 700), 6, RED, -1)
    assert [layer.colour for layer in ink_layers(image, DPI)] == ["black"]


def test_a_grey_page_has_one_layer() -> None:
    image = page()
    write(image, "STAMPED WORDS", (150, 300), RED)
    assert len(ink_layers(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), DPI)) == 1


def test_shadow_is_divided_out_and_thin_grey_strokes_stay() -> None:
    image = np.full((800, 600), 240, np.uint8)
    image[100:700:40, 50:550] = 170  # a third of the contrast of print
    light = np.linspace(0.35, 1, 600)[None, :]
    dark = (image * light).astype(np.uint8)
    glance = cv2.resize(dark, (150, 200), interpolation=cv2.INTER_AREA)
    bare = paper(glance, None)
    assert bare is not None
    even = flattened(dark, bare)
    strokes = even[100:700:40, 60:540].astype(int)
    between = even[120:700:40, 60:540].astype(int)
    assert between.min() > 245
    assert np.abs(strokes - 170 / 240 * 255).max() < 14


def test_white_paper_needs_no_flattening() -> None:
    assert paper(np.full((100, 80), 253, np.uint8), None) is None


def test_a_solid_dark_area_is_not_washed_out() -> None:
    image = page()
    image[550:650, 550:650] = 30  # 11 mm
    black = of(ink_layers(image, DPI), "black")
    assert black[555:645, 555:645].max() < 60
