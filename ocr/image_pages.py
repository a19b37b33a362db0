"""Pages of an image file (TIFF, JPEG, PNG, WebP) through Pillow, every one decoded in full.

Runs in the converting child only: everything here reads a hostile file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from ocr import sniff
from ocr.decoders import check_jpeg, decoded_jpeg, strict
from ocr.picture import Picture, Pixels
from ocr.problems import problem, refuse_absurd_size

_A4_LONG_INCHES = 297 / 25.4
_PLAUSIBLE_DPI = (72, 1200)
_SHORT_SIDE_MM = (100, 430)  # A6 is 105 mm wide, A2 420 mm; a little more for sloppy scanners
_LONG_SIDE_MM = (140, 610)
_NEW_SUBFILE_TYPE = 254  # TIFF 6.0: bit 0 marks a reduced copy of another page, bit 2 a mask
_ORIENTATION = 0x0112  # EXIF 2.32, table 6: 1 is upright, from 5 on the picture lies on its side
_ON_SIDE = range(5, 9)
_FLIPS = {
    2: 1,
    3: -1,
    4: 0,
    6: 1,
    7: -1,
    8: 0,
}  # once rows are columns; 1: left to right
_FORMATS = {sniff.TIFF: "TIFF", sniff.JPEG: "JPEG", sniff.PNG: "PNG", sniff.WEBP: "WEBP"}


@contextmanager
def _opened(path: Path, media_type: str) -> Iterator[Image.Image]:
    """Opens without decoding. Sizes are judged by us before decoding, at the limit of the settings."""
    before, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        # Not by path: Pillow maps such files into memory and then shows turned TIFF pages unturned.
        with path.open("rb") as file, Image.open(file, formats=[_FORMATS[media_type]]) as image:
            yield image
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as error:
        raise problem("FILE_BROKEN", f"{type(error).__name__}: {error}") from error
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _frames(image: Image.Image, media_type: str) -> list[int]:
    """Indices of the frames that are pages."""
    if media_type != sniff.TIFF:
        if getattr(image, "is_animated", False):
            raise problem("ANIMATED")
        return [0]
    pages = []
    for index in range(getattr(image, "n_frames", 1)):
        image.seek(index)
        if not int(image.tag_v2.get(_NEW_SUBFILE_TYPE, 0)) & 0b101:  # type: ignore[attr-defined]
            pages.append(index)
    return pages


def count(path: Path, media_type: str) -> int:
    """Pages of the file. Raises InputError FILE_BROKEN, ANIMATED or NO_PAGES."""
    with _opened(path, media_type) as image:
        pages = len(_frames(image, media_type))
    if not pages:
        raise problem("NO_PAGES")
    return pages


def pictures(path: Path, media_type: str, first: int, last: int, max_pixels: int) -> Iterator[Picture]:
    """Pages ``first`` to ``last`` (from 1), turned as their EXIF orientation says, without transparency,
    8 bits deep.

    Raises InputError FILE_BROKEN, PAGE_BROKEN or PAGE_TOO_BIG.
    """
    with _opened(path, media_type) as image:
        frames = _frames(image, media_type)
        for number in range(first, last + 1):
            image.seek(frames[number - 1])
            yield _picture(image, number, max_pixels, path if media_type == sniff.JPEG else None)


def _picture(image: Image.Image, number: int, max_pixels: int, jpeg: Path | None) -> Picture:
    refuse_absurd_size(number, *image.size, max_pixels)
    dpi = image.info.get("dpi")
    if jpeg is not None and image.mode in ("L", "RGB"):
        # Straight into an array: Pillow decodes as well, but copies three times on the way to one.
        way = image.getexif().get(_ORIENTATION, 1)
        pixels = _turned(decoded_jpeg(jpeg.read_bytes(), number, grey=image.mode == "L"), way)
    else:
        if jpeg is not None:
            check_jpeg(jpeg.read_bytes(), number)
        try:
            with strict(number):
                image.load()
        except (OSError, SyntaxError, ValueError) as error:
            raise problem("PAGE_BROKEN", str(error), page=number) from error
        way = image.getexif().get(_ORIENTATION, 1)  # of a PNG it may stand behind the pixels
        pixels = _pixels(image if way == 1 else ImageOps.exif_transpose(image))
    if dpi and way in _ON_SIDE:
        dpi = (dpi[1], dpi[0])
    return _sized(pixels, dpi)


def _turned(pixels: Pixels, way: int) -> Pixels:
    """As a viewer shows it that heeds the EXIF orientation ``way``."""
    if way in _ON_SIDE:
        pixels = np.asarray(cv2.transpose(pixels), np.uint8)
    flip = _FLIPS.get(way)
    return pixels if flip is None else np.asarray(cv2.flip(pixels, flip), np.uint8)


def _pixels(image: Image.Image) -> Pixels:
    """Grey or blue-green-red, 8 bits, on white."""
    if image.mode.startswith("I;16"):
        high: Any = np.asarray(image)
        return np.asarray(high >> 8, np.uint8)
    if image.mode == "I":
        deep: Any = np.asarray(image).clip(0, 65535)
        return np.asarray(deep >> 8 if deep.max(initial=0) > 255 else deep, np.uint8)
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "CMYK":
        image = _from_cmyk(image)
    elif image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    values: Any = np.asarray(image)
    if values.ndim == 3:
        values = cv2.cvtColor(values, cv2.COLOR_RGB2BGR)
    return np.asarray(values if values.flags.writeable else values.copy(), np.uint8)


def _from_cmyk(image: Image.Image) -> Image.Image:
    """Through the file's own profile, or by the plain formula where it has none that works."""
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            made = None
        if made is not None:
            return made
    return image.convert("RGB")


def _sized(pixels: Pixels, dpi: tuple[float, float] | None) -> Picture:
    """Judges the resolution that the file claims; oblong fax pixels are made square."""
    height, width = pixels.shape[:2]
    if not _plausible(width, height, dpi):
        return Picture(pixels, max(width, height) / _A4_LONG_INCHES, dpi_known=False)
    assert dpi is not None  # noqa: S101 (for the type checker; _plausible refuses None)
    dpi_x, dpi_y = float(dpi[0]), float(dpi[1])
    finest = max(dpi_x, dpi_y)
    if finest > 1.02 * min(dpi_x, dpi_y):
        size = round(width * finest / dpi_x), round(height * finest / dpi_y)
        square: Any = cv2.resize(pixels, size, interpolation=cv2.INTER_NEAREST)
        return Picture(square, finest)
    return Picture(pixels, min(dpi_x, dpi_y))


def _plausible(width: int, height: int, dpi: tuple[float, float] | None) -> bool:
    if not dpi or not all(_PLAUSIBLE_DPI[0] <= float(d) <= _PLAUSIBLE_DPI[1] for d in dpi):
        return False
    sides = sorted((25.4 * width / float(dpi[0]), 25.4 * height / float(dpi[1])))
    return (
        _SHORT_SIDE_MM[0] <= sides[0] <= _SHORT_SIDE_MM[1]
        and _LONG_SIDE_MM[0] <= sides[1] <= _LONG_SIDE_MM[1]
    )
