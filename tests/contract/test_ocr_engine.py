"""What every implementation of :class:`sarabun.ports.OcrEngine` promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines import choose
from sarabun.errors import InputError
from sarabun.model import Box, ColourMode, PageImage, PageText
from sarabun.ports import OcrEngine
from sarabun.settings import Settings
from sarabun.thai import normalise

DPI = 200
FONT = "/usr/share/fonts/truetype/tlwg/Laksaman.ttf"
LINES = ("เรียน ผู้อำนวยการสำนักงาน", "ขอแสดงความนับถือ")
READERS = get_args(Settings.model_fields["reader"].annotation)


@pytest.fixture(params=READERS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, reader=request.param)


@pytest.fixture
def engine(settings: Settings) -> OcrEngine:
    return choose.make(settings)


def drawn(
    mode: str = "L", colour: str = "black", lines: tuple[str, ...] = LINES
) -> tuple[Image.Image, list[Box]]:
    """A5 paper with lines of 16 pt Thai, and the boxes of their ink."""
    image = Image.new(mode, (1166, 900), "white")
    font = ImageFont.truetype(FONT, round(16 / 72 * DPI), layout_engine=ImageFont.Layout.RAQM)
    boxes = []
    for i, line in enumerate(lines):
        at = (150, 150 + 120 * i)
        ImageDraw.Draw(image).text(at, line, colour, font)
        boxes.append(Box(*(int(v) for v in ImageDraw.Draw(image).textbbox(at, line, font))))
    return image, boxes


def read(engine: OcrEngine, image: Image.Image, folder: Path, **values: object) -> PageText:
    file = folder / "page.png"
    image.save(file)
    page = PageImage(
        number=7, image="", width=image.width, height=image.height, dpi=DPI, colour_mode=ColourMode.GREY,
        bit_depth=8, skew=0.0, rotation=0, sharpness=1000.0, blank=False,
    )  # fmt: skip
    return engine.read(file, replace(page, **values))  # type: ignore[arg-type]


def test_its_name_tells_program_model_and_version(engine: OcrEngine, settings: Settings) -> None:
    assert any(c.isdigit() for c in engine.name) and len(engine.name.split()) >= 3
    assert engine.name == choose.make(settings.model_copy(update={"home": Path("/nowhere")})).name


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_real_thai_words_with_boxes_where_the_ink_is(engine: OcrEngine, tmp_path: Path, mode: str) -> None:
    image, boxes = drawn()
    text = read(engine, image.convert(mode), tmp_path)
    assert text.text == "\n".join(LINES)
    assert [w.text for w in text.lines[0].words][:2] == ["เรียน", "ผู้อำนวยการ"]
    for line, box in zip(text.lines, boxes, strict=True):
        assert all(abs(a - b) <= 8 for a, b in zip(line.box, box, strict=True)), (line.box, box)
        assert [w.box.left for w in line.words] == sorted(w.box.left for w in line.words)
    assert (text.page, text.width, text.height, text.dpi) == (7, image.width, image.height, DPI)
    assert text.reader == engine.name


def test_what_it_returns_keeps_the_rules_of_the_model(engine: OcrEngine, tmp_path: Path) -> None:
    image, _ = drawn()
    ImageDraw.Draw(image).ellipse((700, 500, 900, 700), outline="black", width=5)
    ImageDraw.Draw(image).line((0, 600, 1166, 640), "black", 3)
    text = read(engine, image, tmp_path)
    assert 0 <= text.confidence <= 1
    for line in text.lines:
        assert line.words and line.box == Box.around([w.box for w in line.words])
        assert not line.words[0].space_before
        for word in line.words:
            assert word.text and not any(c.isspace() for c in word.text)
            assert word.text == normalise(word.text) and 0 <= word.confidence <= 1
            assert 0 <= word.box.left < word.box.right <= image.width
            assert 0 <= word.box.top < word.box.bottom <= image.height


def test_an_empty_page_has_no_lines(engine: OcrEngine, tmp_path: Path) -> None:
    text = read(engine, Image.new("L", (1166, 900), 255), tmp_path)
    assert text.lines == () and text.confidence == 0


def test_boxes_lie_on_the_page_as_it_is_and_not_on_the_straightened_one(
    engine: OcrEngine, tmp_path: Path
) -> None:
    image, _ = drawn()
    askew = image.rotate(-3, Image.Resampling.BICUBIC, fillcolor=255)
    text = read(engine, askew, tmp_path, skew=3.0)
    assert text.lines[0].text == LINES[0]
    ink = np.asarray(askew) < 100
    first, last = text.lines[0].words[0].box, text.lines[0].words[-1].box
    assert last.top - first.top > 10, "the line runs downhill"
    for box in (first, last):
        assert ink[box.top : box.bottom, box.left : box.right].mean() > 0.05


def test_reading_twice_gives_the_same(engine: OcrEngine, tmp_path: Path) -> None:
    image, _ = drawn()
    assert read(engine, image, tmp_path) == read(engine, image, tmp_path)


def test_marks_in_colour_are_read_and_do_not_disturb_the_text(engine: OcrEngine, tmp_path: Path) -> None:
    image, _ = drawn("RGB")
    font = ImageFont.truetype(FONT, round(32 / 72 * DPI), layout_engine=ImageFont.Layout.RAQM)
    ImageDraw.Draw(image).text((150, 20), "ด่วนที่สุด", (220, 40, 50), font)
    text = read(engine, image, tmp_path)
    assert text.text == "\n".join(("ด่วนที่สุด", *LINES))


def test_an_image_that_is_not_the_measured_one_is_refused(engine: OcrEngine, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(engine, drawn()[0], tmp_path, width=500)
    assert caught.value.code == "PAGE_IMAGE"
