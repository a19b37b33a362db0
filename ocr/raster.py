"""From a hostile file to page images on disk. Everything but :func:`jpeg` runs in the converting child.

Arguments and results are plain JSON types, because they cross the border of the child.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from ocr import image_pages, pdf_pages, png, sniff
from ocr.picture import Picture
from ocr.problems import problem
from ocr.quality import BIT_DEPTH, measure
from sarabun.model import ColourMode, PageImage, to_json

_MIN_SIDE = 100  # px: a line of text needs 30, a page far more


def inspect(path: str) -> dict[str, Any]:
    """``{media_type, pages, signed, findings}`` of a file; findings are codes.

    Raises InputError (see :mod:`ocr.problems`).
    """
    file = Path(path)
    media_type = sniff.media_type(file)
    if media_type == sniff.PDF:
        facts = pdf_pages.facts(file)
        return {"media_type": media_type, **facts._asdict()}
    pages = image_pages.count(file, media_type)
    return {"media_type": media_type, "pages": pages, "signed": False, "findings": []}


def pages(
    path: str, media_type: str, first: int, last: int, max_pixels: int, model: str, folder: str
) -> list[dict[str, Any]]:
    """Writes pages ``first`` to ``last`` (from 1) to ``folder`` as ``<number>.png``, one after another.

    ``model`` is the line reader that tells which way up pages of few lines are.

    Returns :class:`sarabun.model.PageImage` as JSON for each, with an empty ``image`` digest.
    Raises InputError (see :mod:`ocr.problems`).
    """
    file = Path(path)
    made = []
    for number, picture in enumerate(_pictures(file, media_type, first, last, max_pixels), first):
        made.append(to_json(_page(number, picture, Path(model), Path(folder) / f"{number}.png")))
    return made


def _pictures(file: Path, media_type: str, first: int, last: int, max_pixels: int) -> Iterator[Picture]:
    if media_type == sniff.PDF:
        return pdf_pages.pictures(file, first, last, max_pixels)
    return image_pages.pictures(file, media_type, first, last, max_pixels)


def _page(number: int, picture: Picture, model: Path, target: Path) -> PageImage:
    height, width = picture.pixels.shape[:2]
    if min(height, width) < _MIN_SIDE:
        raise problem("PAGE_TOO_SMALL", page=number, width=width, height=height)
    measured = measure(picture, model)
    png.write(measured.pixels, target, bilevel=measured.mode is ColourMode.BILEVEL)
    height, width = measured.pixels.shape[:2]
    return PageImage(
        number=number,
        image="",
        width=width,
        height=height,
        dpi=round(picture.dpi),
        colour_mode=measured.mode,
        bit_depth=BIT_DEPTH[measured.mode],
        skew=measured.skew,
        rotation=measured.rotation,
        sharpness=round(measured.sharpness, 1),
        blank=measured.blank,
        text_layer=picture.text_layer,
        findings=measured.findings,
        marks=measured.marks,
    )


def jpeg(image: Path, max_width: int, quality: int = 80) -> bytes:
    """A page image as a JPEG at most ``max_width`` pixels wide, for looking at it in a browser.

    ``image`` is one that :func:`pages` made.
    """
    with Image.open(image) as page:
        page.load()
        view = page.convert("L" if page.mode in ("1", "L") else "RGB")
        if view.width > max_width:
            height = max(1, round(view.height * max_width / view.width))
            view = view.resize((max_width, height), Image.Resampling.BOX, reducing_gap=2.0)
        out = io.BytesIO()
        view.save(out, "JPEG", quality=quality)
        return out.getvalue()
