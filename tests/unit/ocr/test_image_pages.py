"""Every kind of image file becomes 8-bit pixels on white, with a resolution that can be believed."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from ocr import image_pages, raster, sniff
from ocr.picture import Picture, settle
from sarabun.model import ColourMode

SIZE = (827, 1170)  # A4 at 100 dpi
LIMIT = 10**8


def read(tmp_path: Path, image: Image.Image, kind: str, number: int = 1, **options: object) -> Picture:
    file = tmp_path / "file"
    image.save(file, kind, **options)  # type: ignore[arg-type]
    return next(image_pages.pictures(file, sniff.media_type(file), number, number, LIMIT))


def half(mode: str, dark: object, light: object) -> Image.Image:
    image = Image.new(mode, SIZE, light)  # type: ignore[arg-type]
    image.paste(dark, (0, 0, SIZE[0], SIZE[1] // 2))  # type: ignore[arg-type]
    return image


@pytest.mark.parametrize(
    ("image", "kind", "options"),
    [
        (half("L", 0, 255), "PNG", {}),
        (half("1", 0, 1), "TIFF", {"compression": "group4"}),
        (half("1", 0, 1), "TIFF", {"compression": "group3"}),
        (half("L", 0, 255), "TIFF", {"compression": "tiff_lzw"}),
        (half("RGB", (0, 0, 0), (255, 255, 255)), "TIFF", {"compression": "jpeg"}),
        (half("RGB", (0, 0, 0), (255, 255, 255)), "JPEG", {"progressive": True}),
        (half("CMYK", (0, 0, 0, 255), (0, 0, 0, 0)), "JPEG", {}),
        (half("CMYK", (0, 0, 0, 255), (0, 0, 0, 0)), "TIFF", {}),
        (half("RGB", (0, 0, 0), (255, 255, 255)), "WEBP", {"lossless": True}),
        (half("RGBA", (0, 0, 0, 255), (0, 0, 0, 0)), "PNG", {}),
        (half("RGBA", (0, 0, 0, 255), (0, 0, 0, 0)), "WEBP", {"lossless": True}),
        (half("LA", (0, 255), (0, 0)), "PNG", {}),
        (half("L", 0, 255).convert("P"), "PNG", {}),
        (half("I;16", 0, 65535), "PNG", {}),
        (half("I;16", 0, 65535), "TIFF", {}),
    ],
    ids=lambda v: v.mode if isinstance(v, Image.Image) else str(v),
)
def test_formats_and_modes(tmp_path: Path, image: Image.Image, kind: str, options: dict[str, object]) -> None:
    pixels, mode = settle(read(tmp_path, image, kind, **options).pixels)
    assert pixels.dtype == np.uint8 and pixels.shape == (SIZE[1], SIZE[0])
    assert pixels[100, 100] < 16 and pixels[1000, 100] > 240
    assert mode is ColourMode.BILEVEL or kind in ("JPEG", "TIFF")


def test_sixteen_bits_keep_their_greys(tmp_path: Path) -> None:
    deep = np.full((SIZE[1], SIZE[0]), 0xC000, np.uint16)
    deep[:600] = 0x4000
    pixels = read(tmp_path, Image.fromarray(deep), "PNG").pixels
    assert pixels[0, 0] == 0x40 and pixels[-1, 0] == 0xC0


def test_colour_is_seen_and_its_absence_too(tmp_path: Path) -> None:
    grey = half("RGB", (90, 90, 90), (250, 250, 250))
    assert settle(read(tmp_path, grey, "PNG").pixels)[1] is ColourMode.GREY
    stamped = grey.copy()
    stamped.paste((200, 30, 40), (600, 900, 660, 960))
    pixels, mode = settle(read(tmp_path, stamped, "PNG").pixels)
    assert mode is ColourMode.COLOUR
    assert tuple(pixels[930, 630]) == (40, 30, 200), "blue, green, red"


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_exif_turns_the_page_as_a_viewer_does(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn 90° clockwise to view
    options = {"dpi": (100, 100)} if kind != "WEBP" else {}
    picture = read(tmp_path, half("L", 0, 255), kind, exif=exif, **options)
    assert picture.pixels.shape[:2] == (SIZE[0], SIZE[1])
    assert picture.pixels[400, 1100].max() < 20 and picture.pixels[400, 50].min() > 235


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("way", range(1, 9))
def test_a_jpeg_is_turned_and_mirrored_every_way(tmp_path: Path, mode: str, way: int) -> None:
    noise = Image.fromarray(np.random.default_rng(way).integers(0, 256, (90, 130, 3), np.uint8)).convert(mode)
    exif = Image.Exif()
    exif[0x0112] = way
    picture = read(tmp_path, noise, "JPEG", exif=exif)
    with Image.open(tmp_path / "file") as image:
        shown = np.asarray(ImageOps.exif_transpose(image))
    assert np.array_equal(picture.pixels, shown[..., ::-1] if mode == "RGB" else shown)


def test_all_pages_of_a_tiff_and_no_thumbnails(tmp_path: Path) -> None:
    pages = [Image.new("L", SIZE, shade) for shade in (0, 100, 200)]
    thumbnail = Image.new("L", (80, 110), 50)
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}  # type: ignore[attr-defined]
    file = tmp_path / "many.tif"
    pages[0].save(file, "TIFF", save_all=True, append_images=[thumbnail, *pages[1:]])
    assert image_pages.count(file, sniff.TIFF) == 3
    shades = [int(p.pixels[5, 5]) for p in image_pages.pictures(file, sniff.TIFF, 1, 3, LIMIT)]
    assert shades == [0, 100, 200]


@pytest.mark.parametrize(
    ("dpi", "known", "expected"),
    [
        ((100, 100), True, 100), ((72, 72), True, 72), ((50, 50), False, 100), ((1, 1), False, 100),
        ((5000, 5000), False, 100), ((300, 300), False, 100), (None, False, 100),
    ],
)  # fmt: skip
def test_only_a_credible_resolution_counts(
    tmp_path: Path, dpi: tuple[int, int] | None, known: bool, expected: int
) -> None:
    """827 pixels at 300 dpi would be paper smaller than A6; at 50 dpi larger than A2 in height."""
    picture = read(tmp_path, half("L", 0, 255), "TIFF", **({} if dpi is None else {"dpi": dpi}))
    assert (picture.dpi_known, round(picture.dpi)) == (known, expected)


def test_oblong_fax_pixels_become_square(tmp_path: Path) -> None:
    fax = Image.new("1", (1728, 1146), 1)
    fax.paste(0, (100, 100, 200, 150))
    picture = read(tmp_path, fax, "TIFF", compression="group3", dpi=(204, 98))
    assert picture.pixels.shape == (round(1146 * 204 / 98), 1728) and round(picture.dpi) == 204
    assert settle(picture.pixels)[1] is ColourMode.BILEVEL


def test_the_view_copy_is_a_small_jpeg(tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    half("1", 0, 1).save(file)
    with Image.open(io.BytesIO(raster.jpeg(file, 400))) as view:
        assert view.format == "JPEG" and view.size == (400, 566)
    with Image.open(io.BytesIO(raster.jpeg(file, 4000))) as view:
        assert view.size == SIZE, "never enlarged"
