"""Writes scans as the files that scanners, phones and fax servers make. Same pages, same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import img2pdf
import numpy as np
from PIL import Image

from samples.paper import Scan

_WHEN = datetime(2026, 1, 5, 9, 0, 0)  # pinned: a file must not depend on the day it was made
_ORIENTATION = 0x0112


def _image(scan: Scan) -> Image.Image:
    return Image.fromarray(scan.pixels)


def _rgb(scan: Scan) -> Image.Image:
    return _image(scan).convert("RGB")


def _jpeg(image: Image.Image, dpi: int | None, quality: int = 78) -> bytes:
    out = io.BytesIO()
    resolution = {} if dpi is None else {"dpi": (dpi, dpi)}
    image.save(out, "JPEG", quality=quality, **resolution)
    return out.getvalue()


def _pdf(path: Path, pages: Sequence[bytes]) -> None:
    layout = img2pdf.get_layout_fun((img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297)))
    path.write_bytes(
        img2pdf.convert(
            list(pages),
            layout_fun=layout,
            rotation=img2pdf.Rotation.ifvalid,
            engine=img2pdf.Engine.internal,
            creationdate=_WHEN,
            moddate=_WHEN,
            producer="scanner",
        )
    )


def pdf_jpeg(path: Path, scans: Sequence[Scan]) -> None:
    """A PDF that holds one JPEG for each page and nothing else."""
    _pdf(path, [_jpeg(_image(s), s.dpi) for s in scans])


def pdf_bw(path: Path, scans: Sequence[Scan]) -> None:
    """A PDF of 1-bit pages, CCITT G4."""
    pages = []
    for scan in scans:
        out = io.BytesIO()
        _image(scan).convert("1").save(out, "TIFF", compression="group4", dpi=(scan.dpi, scan.dpi))
        pages.append(out.getvalue())
    _pdf(path, pages)


def _tiff(compression: str) -> Callable[[Path, Sequence[Scan]], None]:
    def write(path: Path, scans: Sequence[Scan]) -> None:
        first, *others = [_image(s) for s in scans]
        dpi = scans[0].dpi
        first.save(path, "TIFF", save_all=True, append_images=others, compression=compression, dpi=(dpi, dpi))

    return write


def jpeg(path: Path, scans: Sequence[Scan]) -> None:
    path.write_bytes(_jpeg(_image(scans[0]), scans[0].dpi))


def jpeg_without_dpi(path: Path, scans: Sequence[Scan]) -> None:
    """As phones and messengers send it: no resolution in the file."""
    path.write_bytes(_jpeg(_image(scans[0]), None))


def jpeg_cmyk(path: Path, scans: Sequence[Scan]) -> None:
    path.write_bytes(_jpeg(_rgb(scans[0]).convert("CMYK"), scans[0].dpi, 85))


def jpeg_exif(path: Path, scans: Sequence[Scan]) -> None:
    """Stored lying on its side, with the EXIF orientation (6) that sets it upright."""
    scan = scans[0]
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    lying = _rgb(scan).transpose(Image.Transpose.ROTATE_90)
    lying.save(path, "JPEG", quality=78, dpi=(scan.dpi, scan.dpi), exif=exif)


def png(path: Path, scans: Sequence[Scan]) -> None:
    _image(scans[0]).save(path, "PNG", dpi=(scans[0].dpi, scans[0].dpi))


def png_grey16(path: Path, scans: Sequence[Scan]) -> None:
    """16 bits for each grey pixel, as some archive scanners write."""
    grey = np.asarray(_rgb(scans[0]).convert("L"), np.uint16) * 257
    Image.fromarray(grey).save(path, "PNG", dpi=(scans[0].dpi, scans[0].dpi))


def png_alpha(path: Path, scans: Sequence[Scan]) -> None:
    """Paper left transparent, and black beneath: the page shows only when laid on white."""
    rgb = np.asarray(_rgb(scans[0]), np.int32)
    alpha = 255 - rgb.min(axis=2, keepdims=True)
    ink = 255 - (255 - rgb) * 255 // np.maximum(alpha, 1)
    ink[alpha[:, :, 0] == 0] = 0
    rgba = np.concatenate([ink.clip(0, 255), alpha], axis=2).astype(np.uint8)
    Image.fromarray(rgba).save(path, "PNG", dpi=(scans[0].dpi, scans[0].dpi))


def webp(path: Path, scans: Sequence[Scan]) -> None:
    """WebP, with the resolution in its EXIF, the only place that format has for it."""
    scan = scans[0]
    exif = Image.Exif()
    exif[0x011A] = exif[0x011B] = float(scan.dpi)
    exif[0x0128] = 2  # dots per inch
    _rgb(scan).save(path, "WEBP", quality=80, exif=exif)


WRITERS: dict[str, tuple[str, Callable[[Path, Sequence[Scan]], None]]] = {
    "pdf-jpeg": (".pdf", pdf_jpeg),
    "pdf-bw": (".pdf", pdf_bw),
    "tiff-g4": (".tif", _tiff("group4")),
    "tiff-lzw": (".tif", _tiff("tiff_lzw")),
    "tiff-jpeg": (".tif", _tiff("jpeg")),
    "jpeg": (".jpg", jpeg),
    "jpeg-no-dpi": (".jpg", jpeg_without_dpi),
    "jpeg-cmyk": (".jpg", jpeg_cmyk),
    "jpeg-exif": (".jpg", jpeg_exif),
    "png": (".png", png),
    "png-grey16": (".png", png_grey16),
    "png-alpha": (".png", png_alpha),
    "webp": (".webp", webp),
}
MULTI_PAGE = frozenset({"pdf-jpeg", "pdf-bw", "tiff-g4", "tiff-lzw", "tiff-jpeg"})


def write(folder: Path, stem: str, format_: str, scans: Sequence[Scan]) -> Path:
    """One file of ``format_`` (a key of :data:`WRITERS`) with ``scans`` as its pages."""
    suffix, writer = WRITERS[format_]
    path = folder / (stem + suffix)
    writer(path, scans)
    return path
