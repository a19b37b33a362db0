"""Image files as PDF pages, around the same compressed bytes wherever PDF/A can hold them.

Runs in a child process. JPEG and single-strip G4 go in byte for byte; the rest goes in losslessly. What
PDF/A cannot hold as it is (CMYK without a profile, alpha) is normalised, losslessly stored and noted.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import img2pdf
import pikepdf
from pikepdf import Name, Pdf
from PIL import Image, ImageCms, ImageFile, ImageSequence

from records.changes import Changes
from sarabun.errors import InputError
from sarabun.model import PageImage

# EXIF orientation: (mirrored left to right first, then turned clockwise by), EXIF 2.32, table 6.
_TURNS = {1: (False, 0), 2: (True, 0), 3: (False, 180), 4: (True, 180),
          5: (True, 270), 6: (False, 90), 7: (True, 90), 8: (False, 270)}  # fmt: skip
_AS_IT_IS = {"JPEG", "PNG", "TIFF", "GIF", "BMP", "JPEG2000", "PPM"}


def image_file(path: Path, pages: Sequence[PageImage], changes: Changes) -> Pdf:
    """One PDF page for each page prepared, upright when shown, as large as the paper was. (A phone's JPEG may
    hold more frames than pages: previews.)

    Raises InputError IMAGE_DAMAGED, FILE_TYPE.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # the address-space limit of this process is the guard
    turns: list[tuple[bool, int]] = []
    as_it_is = True
    try:
        with Image.open(path) as image:
            for number, frame in enumerate(islice(ImageSequence.Iterator(image), len(pages)), 1):
                frame.load()
                turns.append(_TURNS.get(frame.getexif().get(0x0112, 1), (False, 0)))
                why = _unfit(frame)
                if why:
                    as_it_is = False
                    changes.add(why, number)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise damaged(str(error)) from error
    pdf = _wrap([path] if as_it_is else _repacked(path, len(turns)), first_frame_only=len(pages) == 1)
    for page, (mirrored, turn), measured in zip(pdf.pages, turns, pages, strict=False):
        _lay_out(pdf, page, measured, mirrored, (turn + measured.rotation) % 360)
    return pdf


def page_picture(image: Path, measured: PageImage) -> Pdf:
    """A one-page PDF around the lossless page image, which is upright already."""
    with Image.open(image) as picture:
        packed = io.BytesIO()
        picture.save(packed, "PNG", compress_level=6)
    pdf = _wrap([packed.getvalue()])
    _lay_out(pdf, pdf.pages[0], measured, False, 0)
    return pdf


def damaged(detail: str) -> InputError:
    """The error for a picture that cannot be decoded to its end."""
    return InputError(
        "IMAGE_DAMAGED",
        "ภาพในไฟล์เสียหายหรือไม่ครบ โปรดสแกนใหม่",
        "a picture in the file is damaged or cut off: scan it again",
        detail,
    )


def _unfit(frame: Image.Image) -> str | None:
    """Why PDF/A cannot hold the frame as it is, as the code of a change."""
    if "A" in frame.getbands() or "a" in frame.getbands() or "transparency" in frame.info:
        return "ALPHA_FLATTENED"
    if frame.mode == "CMYK" and not _profile_fits(frame):
        return "CMYK_TO_RGB"
    if frame.format not in _AS_IT_IS or frame.mode in ("LAB", "HSV", "YCbCr", "F", "I"):
        return "PICTURE_REPACKED"
    return None


def _profile_fits(frame: Image.Image) -> bool:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(frame.info["icc_profile"]))
    except (KeyError, OSError, ImageCms.PyCMSError):
        return False
    return bool(profile.profile.xcolor_space.strip() == "CMYK")


def _repacked(path: Path, count: int) -> list[bytes]:
    with Image.open(path) as image:
        return [_png(frame) for frame in islice(ImageSequence.Iterator(image), count)]


def _png(frame: Image.Image) -> bytes:
    """The frame as PNG: transparency on white, other colour spaces as RGB, pixels otherwise untouched."""
    image: Image.Image = frame
    if _unfit(frame) == "ALPHA_FLATTENED":
        rgba = frame.convert("RGBA")
        image = Image.new("RGBA", rgba.size, "white")
        image.alpha_composite(rgba)
        image = image.convert("L" if frame.mode in ("LA", "La") else "RGB")
    elif frame.mode in ("F", "I"):
        image = frame.convert("L") if frame.mode == "F" else frame.convert("I;16")
    elif frame.mode not in ("1", "L", "P", "RGB", "I;16"):
        image = frame.convert("RGB")
    packed = io.BytesIO()
    image.save(packed, "PNG", compress_level=6)
    return packed.getvalue()


def _wrap(sources: list[Path] | list[bytes], first_frame_only: bool = True) -> Pdf:
    """PDF pages around the pictures; sizes and turns are set afterwards."""
    try:
        data = img2pdf.convert(
            [str(s) if isinstance(s, Path) else s for s in sources],
            rotation=img2pdf.Rotation.none,
            engine=img2pdf.Engine.pikepdf,
            nodate=True,
            first_frame_only=first_frame_only,
        )
    except img2pdf.ImageOpenError as error:
        raise InputError(
            "FILE_TYPE",
            "ไม่รู้จักชนิดของไฟล์ภาพ โปรดใช้ PDF, TIFF, JPEG, PNG หรือ WebP",
            "this is not a kind of picture that can be sealed: use PDF, TIFF, JPEG, PNG or WebP",
            str(error),
        ) from error
    return pikepdf.open(io.BytesIO(data))


def _lay_out(pdf: Pdf, page: pikepdf.Page, measured: PageImage, mirrored: bool, turn: int) -> None:
    """Sizes the page as the paper (pixels over dpi) and turns it upright with /Rotate."""
    width, height = measured.width * 72 / measured.dpi, measured.height * 72 / measured.dpi
    if turn in (90, 270):
        width, height = height, width
    (name,) = page.obj.Resources.XObject.keys()
    matrix = (
        f"{-width:.4f} 0 0 {height:.4f} {width:.4f} 0" if mirrored else f"{width:.4f} 0 0 {height:.4f} 0 0"
    )
    page.obj.Contents = pdf.make_stream(f"q {matrix} cm {name} Do Q".encode())
    for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        if key in page.obj:
            del page.obj[key]
    page.obj.MediaBox = [0, 0, round(width, 4), round(height, 4)]
    page.obj[Name.Rotate] = turn
