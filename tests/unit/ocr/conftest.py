"""Small pages made for these tests, and the real sample scans where they are at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sarabun.model import ColourMode, PageImage
from sarabun.settings import Settings

FONT = "/usr/share/fonts/truetype/tlwg/Laksaman.ttf"
TEXT = (
    "ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐",
    "เรื่อง ขอความร่วมมือในการสำรวจข้อมูล",
    "เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด",
    "ด้วยกระทรวงมหาดไทยได้รับแจ้งจากสำนักงาน",
    "ว่าได้กำหนดให้มีการประชุมเพื่อพิจารณา",
    "แนวทางการดำเนินงานตามนโยบายของรัฐบาล",
    "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป",
    "ขอแสดงความนับถือ",
)


def letter(dpi: int = 200, lines: tuple[str, ...] = TEXT, mode: str = "L") -> Image.Image:
    """A4 paper with lines of Thai in 16 pt, the size that official letters have."""
    page = Image.new(mode, (round(8.27 * dpi), round(11.69 * dpi)), "white")
    font = ImageFont.truetype(FONT, round(16 / 72 * dpi), layout_engine=ImageFont.Layout.RAQM)
    for i, line in enumerate(lines):
        ImageDraw.Draw(page).text((1.2 * dpi, (1 + 0.45 * i) * dpi), line, "black", font)
    return page


@pytest.fixture
def make_letter() -> Callable[..., Image.Image]:
    return letter


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def page_of(image: Image.Image, dpi: int = 200, skew: float = 0.0) -> PageImage:
    return PageImage(1, "", image.width, image.height, dpi, ColourMode.GREY, 8, skew, 0, 1000.0, blank=False)


@pytest.fixture
def make_page() -> Callable[..., PageImage]:
    return page_of


@pytest.fixture(scope="session")
def real() -> Path:
    folder = Path(__file__).parents[3].parent / "shared" / "samples" / "real"
    if not folder.is_dir():
        pytest.skip("needs ../shared/samples beside the checkout (real letters, never in the repository)")
    return folder


@pytest.fixture
def grey_of() -> Callable[[Image.Image], np.ndarray]:
    return lambda image: np.asarray(image.convert("L"))
