"""Files are what their format's name says, with the resolution inside, and the same bytes each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageOps

from samples.files import MULTI_PAGE, WRITERS, write
from samples.paper import Scan

BILEVEL = {"pdf-bw", "tiff-g4"}
MODES = {
    "jpeg": "RGB", "jpeg-no-dpi": "RGB", "jpeg-cmyk": "CMYK", "jpeg-exif": "RGB", "png": "RGB",
    "png-grey16": "I;16", "png-alpha": "RGBA", "webp": "RGB", "tiff-g4": "1", "tiff-lzw": "RGB",
    "tiff-jpeg": "RGB",
}  # fmt: skip


def scan(format_: str, shade: int = 255) -> Scan:
    """A portrait page with a black bar near its top and a red one below."""
    pixels = np.full((600, 400, 3), shade, np.uint8)
    pixels[40:80, 50:350] = 0
    pixels[300:330, 50:350] = (200, 20, 40)
    return Scan(pixels[:, :, 0] > 128, 200) if format_ in BILEVEL else Scan(pixels, 200)


@pytest.mark.parametrize("format_", WRITERS)
def test_same_bytes(format_: str, tmp_path: Path) -> None:
    one = write(tmp_path, "a", format_, [scan(format_)])
    two = write(tmp_path, "b", format_, [scan(format_)])
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("format_", MODES)
def test_image_files(format_: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a", format_, [scan(format_)])
    with Image.open(path) as image:
        assert image.mode == MODES[format_]
        if format_ == "webp":
            assert image.getexif()[0x011A] == 200
        elif format_ == "jpeg-no-dpi":
            assert image.info.get("dpi") is None
        else:
            assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        if format_ == "jpeg-exif":
            assert image.size == (600, 400)
            image = ImageOps.exif_transpose(image)
        assert image.size == (400, 600)
        if format_ == "png-alpha":
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image)
        if format_ == "png-grey16":
            assert int(np.asarray(image).max()) == 65535
        else:
            grey = np.asarray(image.convert("L"))
            assert grey[60, 200] < 40 and grey[200, 200] > 240


@pytest.mark.parametrize("format_", sorted(MULTI_PAGE))
def test_files_of_several_pages(format_: str, tmp_path: Path) -> None:
    path = write(tmp_path, "a", format_, [scan(format_), scan(format_, 250), scan(format_)])
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        assert len(document) == 3
        assert document[0].get_size() == pytest.approx((595.3, 841.9), abs=0.2)
        assert not document[0].get_textpage().get_text_bounded().strip()
    else:
        with Image.open(path) as image:
            assert image.n_frames == 3  # type: ignore[attr-defined]
