"""The sheet on a table or under a lid: found where it is, straightened, and left alone where it is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from ocr.paper.layers import ALL, ink_layers
from samples.box import letter_pages
from sarabun.model import Kind

A4 = (1654, 2339)  # width, height at 200 dpi


@cache
def _letter() -> np.ndarray:
    page = cv2.cvtColor(np.asarray(letter_pages(Kind.ORDER, 5)[0][0], np.uint8), cv2.COLOR_RGB2BGR)
    return cv2.resize(page, A4, interpolation=cv2.INTER_AREA)


def letter() -> np.ndarray:
    return _letter().copy()


def photographed(
    page: np.ndarray, corners: np.ndarray, size: tuple[int, int], table: tuple[int, int, int]
) -> np.ndarray:
    """``page`` with its corners (top left, clockwise) at ``corners`` of a picture of a table."""
    height, width = page.shape[:2]
    of_page = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(of_page, corners.astype(np.float32))
    warped = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    inside = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    return np.where(inside[..., None] > 127, warped, np.array(table, np.uint8)).astype(np.uint8)


def marked() -> tuple[np.ndarray, np.ndarray]:
    """A letter with nine black dots, and their middles as shares of its width and height."""
    page = letter()
    shares = np.array([(x, y) for y in (0.03, 0.5, 0.97) for x in (0.03, 0.5, 0.97)])
    for x, y in shares * A4:
        cv2.circle(page, (round(x), round(y)), 30, (255, 255, 255), -1)
        cv2.circle(page, (round(x), round(y)), 12, (0, 0, 0), -1)
    return page, shares


TABLES = {"dark": (40, 45, 50), "wood": (70, 120, 170), "grey": (120, 120, 120), "black": (0, 0, 0)}
ANGLES = {
    "from below": [(150, 130), (1590, 110), (1760, 2480), (60, 2440)],
    "from the left": [(90, 60), (1650, 260), (1670, 2300), (70, 2520)],
    "turned": [(260, 60), (1830, 240), (1560, 2520), (40, 2300)],
}


@pytest.mark.parametrize(
    ("angle", "table"),
    [("turned", "dark"), ("turned", "wood"), ("from below", "grey"), ("from the left", "black")],
)
def test_perspective_is_undone_to_one_percent_of_the_page(angle: str, table: str) -> None:
    page, shares = marked()
    corners = np.array(ANGLES[angle], np.float64)
    picture = photographed(page, corners, (1900, 2600), TABLES[table])
    layer = ink_layers(picture, 230)[0]
    height, width = layer.pixels.shape
    assert height / width == pytest.approx(297 / 210, rel=0.003)
    of_sheet = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    to_picture = cv2.getPerspectiveTransform(of_sheet, corners.astype(np.float32))
    back = np.linalg.inv(layer.to_page)
    for share in shares:
        on_picture = cv2.perspectiveTransform(share[None, None], to_picture)
        x, y = cv2.perspectiveTransform(on_picture, back)[0, 0]
        assert abs(x / width - share[0]) < 0.01 and abs(y / height - share[1]) < 0.01
        dot = layer.pixels[round(y) - 20 : round(y) + 21, round(x) - 20 : round(x) + 21] < 100
        middle = np.argwhere(dot).mean(axis=0) - 20  # where the dot really is
        assert np.abs(middle).max() < 1.5


def test_the_resolution_is_that_of_the_sheet_and_not_of_the_table_with_it() -> None:
    corners = np.array([(600, 700), (1650, 690), (1700, 2230), (560, 2180)], np.float64)
    layer = ink_layers(photographed(letter(), corners, (2300, 3000), TABLES["dark"]), 278)[0]
    assert layer.dpi == pytest.approx(layer.pixels.shape[1] / 8.27, rel=0.01)
    assert layer.dpi < 150


def test_nothing_of_the_table_is_left() -> None:
    picture = photographed(letter(), np.array(ANGLES["turned"], float), (1900, 2600), TABLES["wood"])
    layers = ink_layers(picture, 230)
    assert [layer.colour for layer in layers] == ["black"]
    edge = np.concatenate([layers[0].pixels[:12].ravel(), layers[0].pixels[:, :12].ravel()])
    assert (edge > 200).all()


def test_a_photograph_that_a_pdf_fits_to_its_page_is_straightened_all_the_same() -> None:
    picture = photographed(letter(), np.array(ANGLES["from below"], float), (1900, 2500), TABLES["dark"])
    fitted = np.full((2660, 1900, 3), 255, np.uint8)
    fitted[80:2580] = picture  # between paper and blank the table is a few millimetres wide
    layer = ink_layers(fitted, 230)[0]
    height, width = layer.pixels.shape
    assert height / width == pytest.approx(297 / 210, rel=0.003)
    corner = cv2.perspectiveTransform(np.array([[[0.0, 0.0]]]), layer.to_page)[0, 0]
    assert np.hypot(*(corner - (150, 130 + 80))) < 10
    edge = np.concatenate([layer.pixels[:12].ravel(), layer.pixels[-12:].ravel()])
    assert (edge > 200).all()


def test_a_page_without_a_border_is_not_touched() -> None:
    page = letter()
    with_it, without = (
        ink_layers(page, 200),
        ink_layers(page, 200, replace(ALL, border=False, perspective=False)),
    )
    assert np.array_equal(with_it[0].pixels, without[0].pixels)
    assert np.array_equal(with_it[0].to_page, np.eye(3))


def test_text_that_touches_the_edge_stays() -> None:
    page = letter()
    lines = np.argwhere((page.min(axis=2) < 128).any(axis=1)).ravel()
    cropped = page[lines[0] + 40 :]  # through the emblem and the first line
    layer = ink_layers(cropped, 200)[0]
    top = cropped[:60].min(axis=2) < 128
    assert (layer.pixels[:60][top] < 200).mean() > 0.98


@pytest.mark.parametrize(
    ("sides", "thick"), [("left bottom", 3), ("left", 40), ("left top right bottom", 40)]
)
def test_dark_edges_of_a_scan_become_paper_and_the_page_is_not_resampled(sides: str, thick: int) -> None:
    page = letter()
    expected = ink_layers(page, 200)[0].pixels
    for side in sides.split():
        part = {
            "left": np.s_[:, :thick], "right": np.s_[:, -thick:],
            "top": np.s_[:thick], "bottom": np.s_[-thick:],
        }[side]  # fmt: skip
        page[part] = 15
    layer = ink_layers(page, 200)[0]
    assert layer.pixels.shape == expected.shape
    assert (layer.pixels[:, :thick] == 255).all()
    inside = np.s_[thick + 20 : -thick - 20, thick + 20 : -thick - 20]
    assert np.abs(layer.pixels[inside].astype(int) - expected[inside]).max() <= 8


def test_a_second_sheet_on_the_table_is_not_lost() -> None:
    picture = np.full((2600, 3600, 3), 50, np.uint8)
    picture[130:2469, 90:1744] = letter()
    picture[130:2469, 1850:3504] = letter()
    layer = ink_layers(picture, 200)[0]
    halves = [(half < 120).sum() for half in np.array_split(layer.pixels, 2, axis=1)]
    assert halves[1] > 0.9 * halves[0]


def test_a_black_bar_and_a_framed_page_are_no_border() -> None:
    page = letter()
    page[600:660, 300:1300] = 20
    cv2.rectangle(page, (60, 60), (A4[0] - 60, A4[1] - 60), (0, 0, 0), 8)
    layer = ink_layers(page, 200)[0]
    assert layer.pixels.shape == page.shape[:2]
    assert layer.pixels[610:650, 320:1280].max() < 60
    assert layer.pixels[60, 100:-100].max() < 60


def test_a_shadow_that_fades_is_no_border() -> None:
    page = letter()
    light = np.clip(np.linspace(0.3, 1.6, A4[0]), 0, 1)[None, :, None]
    layer = ink_layers((page * light).astype(np.uint8), 200)[0]
    plain = ink_layers(page, 200)[0]
    assert (layer.pixels < 128).sum() == pytest.approx((plain.pixels < 128).sum(), rel=0.1)
