"""Degradations change a page as their names say, and the same way each time."""

from __future__ import annotations

import numpy as np
import pytest

from samples.box import drawn_letter
from samples.paper import DEGRADATIONS, degrade, turn
from sarabun.model import Kind


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    return np.asarray(drawn_letter(Kind.EXTERNAL, 1)[1][0].image)


def darkness(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype == bool:
        return ~pixels
    grey = pixels if pixels.ndim == 2 else pixels.min(axis=2)
    return grey < 128


@pytest.mark.parametrize("name", DEGRADATIONS)
def test_same_generator_same_scan(name: str, page: np.ndarray) -> None:
    before = page.copy()
    one = degrade(page, name, np.random.default_rng(7))
    two = degrade(page, name, np.random.default_rng(7))
    assert np.array_equal(one.pixels, two.pixels)
    assert np.array_equal(page, before)
    if name != "clean":
        other = degrade(page, name, np.random.default_rng(8))
        assert not np.array_equal(one.pixels, other.pixels)


@pytest.mark.parametrize("name", DEGRADATIONS)
def test_shape_and_resolution(name: str, page: np.ndarray) -> None:
    scan = degrade(page, name, np.random.default_rng(3))
    height, width = scan.pixels.shape[:2]
    margin = 180 if name == "phone" else 0
    assert abs(width - page.shape[1] * scan.dpi / 300 - margin) <= 1
    assert abs(height - page.shape[0] * scan.dpi / 300 - margin) <= 1
    assert (scan.pixels.dtype == bool) == (name in ("fax", "bad_copy_bw"))
    assert (scan.pixels.ndim == 3) == (name in ("clean", "office", "shadow", "phone"))


@pytest.mark.parametrize("name", ["office", "grey", "fax", "bad_copy", "bad_copy_bw"])
def test_print_is_still_there(name: str, page: np.ndarray) -> None:
    """Between a third and twice the ink of the clean page, away from the edges."""
    scan = degrade(page, name, np.random.default_rng(5))
    clean, worn = darkness(page), darkness(scan.pixels)

    def share(mask: np.ndarray) -> float:
        h, w = mask.shape
        return float(mask[h // 12 : -h // 12, w // 8 : -w // 12].mean())

    assert share(clean) / 3 < share(worn) < share(clean) * 2


def test_turn_goes_downhill_to_the_right() -> None:
    page = np.full((1000, 1000, 3), 255, np.uint8)
    page[495:505] = 0
    turned = turn(page, 2.0)[:, :, 0]
    left, right = np.argmin(turned[:, 100]), np.argmin(turned[:, 900])
    assert right - left == pytest.approx(800 * np.tan(np.radians(2)), abs=3)
