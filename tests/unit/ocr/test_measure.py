"""Orientation, skew, blur, blank pages and the minimum resolution of B.E. 2553."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ocr.engines.choose import FIRST, SHIPPED
from ocr.picture import Picture
from ocr.quality import Measured, measure
from sarabun.model import ColourMode
from tests.unit.ocr.conftest import TEXT

Letter = Callable[..., Image.Image]


def measured(image: Image.Image, dpi: float = 200, **values: object) -> Measured:
    pixels = np.asarray(image)
    if pixels.ndim == 3:
        pixels = np.ascontiguousarray(pixels[..., ::-1])
    return measure(Picture(pixels, dpi, **values), SHIPPED / FIRST)  # type: ignore[arg-type]


def codes(result: Measured) -> set[str]:
    return {f.code for f in result.findings}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_lies_wrong_is_turned_upright(make_letter: Letter, turn: int) -> None:
    page = make_letter()
    result = measured(page.rotate(turn, expand=True))  # PIL turns counter-clockwise
    assert result.rotation == turn
    assert np.array_equal(result.pixels, np.asarray(page))
    assert codes(result) == ({"ROTATED"} if turn else set())


def test_a_list_of_like_lines_is_not_turned(make_letter: Letter) -> None:
    """Equal letters above each other look like lines that run down the page."""
    assert measured(make_letter(lines=tuple(f"หน้าที่ {n}" for n in range(20)))).rotation == 0


@pytest.mark.parametrize("turn", [0, 180])
def test_curled_paper_is_read_to_tell_which_way_is_up(make_letter: Letter, turn: int) -> None:
    """On it the marks above one part of a line stand beside the letters of another."""
    page = np.asarray(make_letter(lines=tuple(f"{one} {other}" for one in TEXT for other in TEXT[:3])[:20]))
    shift = (20 * np.sin(np.linspace(0, 4, page.shape[1]))).astype(int)
    curled = np.stack([np.roll(page[:, x], -shift[x]) for x in range(page.shape[1])], axis=1)
    assert measured(Image.fromarray(curled).rotate(turn)).rotation == turn


@pytest.mark.parametrize("skew", [-5.0, -2.0, -0.6, 0.0, 0.4, 1.5, 4.0])
def test_skew_is_positive_when_lines_run_downhill(make_letter: Letter, skew: float) -> None:
    page = make_letter().rotate(-skew, Image.Resampling.BICUBIC, fillcolor="white")
    result = measured(page)
    assert abs(result.skew - skew) <= 0.15
    assert ("SKEWED" in codes(result)) == (abs(skew) > 1)


def test_blur(make_letter: Letter) -> None:
    sharp = measured(make_letter())
    soft = measured(make_letter().filter(ImageFilter.GaussianBlur(3)))
    assert "BLURRED" not in codes(sharp) and "BLURRED" in codes(soft)
    assert soft.sharpness < sharp.sharpness / 10


def test_blank_pages_and_nearly_blank_ones(make_letter: Letter) -> None:
    dirt = make_letter(lines=())
    draw = ImageDraw.Draw(dirt)
    rng = np.random.default_rng(3)
    for x, y in rng.integers(100, 1500, (30, 2)):
        draw.ellipse((x, y, x + 2, y + 2), fill=60)
    draw.rectangle((0, 0, 40, dirt.height), fill=0)  # the lid was open
    draw.ellipse((60, 600, 90, 630), fill=0)  # punch holes
    assert measured(dirt).blank and codes(measured(dirt)) == {"BLANK"}
    assert not measured(make_letter(lines=("๒",))).blank, "a lone page number is content"
    line = make_letter(lines=())
    ImageDraw.Draw(line).line((300, 300, 1200, 900), fill=0, width=4)
    assert not measured(line).blank, "a stroke is content"
    assert not measured(Image.new("L", (1654, 2338), 0)).blank, "black is not blank"


@pytest.mark.parametrize(
    ("mode", "dpi", "low"),
    [
        ("1", 149, False), ("1", 140, True), ("1", 200, False),
        ("L", 199, False), ("L", 190, True), ("RGB", 299, False), ("RGB", 290, True),
    ],
)  # fmt: skip
def test_minimum_resolution_by_colour_mode(make_letter: Letter, mode: str, dpi: int, low: bool) -> None:
    page = make_letter(dpi)
    if mode == "1":
        page = page.convert("1").convert("L")
    if mode == "RGB":
        page = page.convert("RGB")
        ImageDraw.Draw(page).rectangle((200, 1000, 400, 1100), fill="red")
    result = measured(page, dpi)
    assert result.mode is {"1": ColourMode.BILEVEL, "L": ColourMode.GREY, "RGB": ColourMode.COLOUR}[mode]
    assert ("DPI_LOW" in codes(result)) == low
    if low:
        sentence = next(f for f in result.findings if f.code == "DPI_LOW")
        assert str(dpi) in sentence.th and str(dpi) in sentence.en


def test_a_scan_inside_a_page_is_judged_by_its_own_mode(make_letter: Letter) -> None:
    page = make_letter().convert("RGB")
    ImageDraw.Draw(page).rectangle((200, 1000, 400, 1100), fill="blue")
    assert "DPI_LOW" in codes(measured(page))
    assert "DPI_LOW" not in codes(measured(page, scan=(200.0, ColourMode.BILEVEL)))
    assert "DPI_LOW" in codes(measured(page, scan=(120.0, ColourMode.BILEVEL)))


def test_what_was_assumed_or_brought_along_is_said(make_letter: Letter) -> None:
    result = measured(make_letter(), dpi_known=False, text_layer="เรื่อง")
    assert codes(result) == {"DPI_UNKNOWN", "TEXT_LAYER_UNTRUSTED"}
