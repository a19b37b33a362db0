"""What is in the text is on the paper, and whole."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from samples.blocks import Letter, Paragraph, Style
from samples.box import drawn_letter
from samples.fonts import FAMILIES, face
from samples.page import draw
from samples.sheet import HEIGHT, WIDTH
from samples.wrapping import pieces, wrap
from sarabun.model import Kind

TEXT = "ด้วยสำนักงานปลัดกระทรวง ได้กำหนดจัดประชุมเรื่องอื่น ๆ ในวันที่ ๑๒ มกราคม พ.ศ. ๒๕๖๙ (ครั้งที่ ๑/๒๕๖๙)"


@pytest.mark.parametrize("kind", [Kind.EXTERNAL, Kind.INTERNAL_MEMO, Kind.STAMPED, Kind.MINUTES])
def test_every_line_leaves_ink_in_its_box(kind: Kind) -> None:
    _, pages = drawn_letter(kind, 2)
    for page in pages:
        assert page.image.size == (WIDTH, HEIGHT)
        pixels = np.asarray(page.image.convert("L"))
        for line in page.lines:
            box = line.box
            assert 0 <= box.left < box.right <= WIDTH and 0 <= box.top < box.bottom <= HEIGHT, line
            ink = (pixels[box.top : box.bottom, box.left : box.right] < 160).sum()
            assert ink > 12 * len(line.text.replace(" ", "")), line.text


@pytest.mark.parametrize("family", FAMILIES)
def test_fonts_have_every_character_that_letters_use(family: str) -> None:
    used = set("".join(p.text for k in Kind for p in drawn_letter(k, 5)[1])) - {" ", "\n"}
    type_ = face(family, 20.0)
    box = glyph(type_, "\U0010fffd")  # no font has it: what is drawn is the mark for a missing character
    missing = [c for c in used if np.array_equal(glyph(type_, c), box)]
    assert not missing


def glyph(type_: object, character: str) -> np.ndarray:
    image = Image.new("L", (120, 160))
    type_.draw(ImageDraw.Draw(image), (20, 110), character, 255)  # type: ignore[attr-defined]
    return np.asarray(image)


def test_marks_are_shaped() -> None:
    """A tone mark stands higher over ิ than alone, and left of the ascender of ป: only shaping does that."""
    type_ = face("Laksaman", 60.0)

    def top(text: str) -> int:
        image = Image.new("L", (500, 700))
        type_.draw(ImageDraw.Draw(image), (40, 450), text, 255)
        return int(np.flatnonzero(np.asarray(image).any(axis=1))[0])

    assert top("ที่") < top("ท่")


@pytest.mark.parametrize("width", [300, 500, 900])
def test_wrapped_lines_are_the_text_and_fit(width: int) -> None:
    type_ = face("Laksaman", 10.65)
    lines = wrap(TEXT, type_.width, width, width)
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")
    assert all(type_.width(line) <= width + 1 for line in lines if len(pieces(line)) > 1)


def test_breaks_only_where_a_typist_breaks() -> None:
    parts = pieces(TEXT)
    assert "".join(parts) == TEXT
    assert not any(p.startswith(("ๆ", ")", ".", "/")) for p in parts)
    assert "พ.ศ. " in parts
    assert "๑/๒๕๖๙)" in parts


def test_justified_lines_end_at_the_margin() -> None:
    text = "ตามที่ ได้กำหนด แนวทาง การปฏิบัติ ราชการ ประจำปี เพื่อให้ ทุกหน่วยงาน ถือปฏิบัติ นั้น " * 4
    style = Style("Laksaman", False, True)
    page = draw(Letter(Kind.OTHER, style, {}, (Paragraph(text),)), np.random.default_rng(1))[0]
    ends = [line.box.right for line in page.lines[:-1]]
    assert len(ends) >= 3 and max(ends) - min(ends) <= 2
