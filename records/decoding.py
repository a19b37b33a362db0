"""Decodes every picture of a PDF to its end, so that nothing damaged is sealed.

Runs in a child process. Converters pass damaged fax data on with exit code 0 and a line on standard error;
the parent reads those lines (:func:`complaints`).
"""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
from pikepdf import Array, Name, Object, Pdf, PdfImage, Stream
from PIL import Image, ImageFile

from records.pictures import damaged

_DECODER_LINE = re.compile(
    r"fax|ccitt|jpe?g|jbig|jpx|openjpeg|zip|lzw|premature|corrupt|truncat|bad code", re.I
)


def check_pictures(pdf: Pdf) -> None:
    """Raises InputError IMAGE_DAMAGED for the first picture that does not decode completely.

    JBIG2 is not decoded here: the page image was made from it, by a decoder that refuses damage.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # the address-space limit of this process is the guard
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get(Name.Subtype) == Name.Image:
            try:
                _decode(thing)
            except (OSError, SyntaxError, ValueError, EOFError, zlib.error, pikepdf.PdfError) as error:
                raise damaged(f"{type(error).__name__}: {error}") from error


def _decode(stream: Stream) -> None:
    filters = stream.get(Name.Filter, Array())
    names = [filters] if isinstance(filters, Name) else list(filters)
    last = names[-1] if names else None
    if last in (Name.DCTDecode, Name.JPXDecode):
        if len(names) == 1:
            with Image.open(io.BytesIO(stream.read_raw_bytes())) as image:
                image.load()
    elif last == Name.CCITTFaxDecode:
        PdfImage(stream).as_pil_image().load()
    elif last != Name.JBIG2Decode:
        expected = int(stream.Height) * _row_bytes(stream)
        if len(stream.read_bytes()) < expected:
            raise ValueError(f"fewer than {expected} bytes of pixels")


def _row_bytes(stream: Stream) -> int:
    """Bytes of one row of pixels as the dictionary promises them."""
    bits = 1 if stream.get(Name.ImageMask, False) else int(stream.get(Name.BitsPerComponent, 1))
    return (int(stream.Width) * bits * _components(stream.get(Name.ColorSpace)) + 7) // 8


def _components(colour: Object | None) -> int:
    if isinstance(colour, Array):
        if colour[0] == Name.ICCBased:
            return int(colour[1].N)
        return 3 if colour[0] in (Name.CalRGB, Name.Lab) else 1
    return {"/DeviceRGB": 3, "/DeviceCMYK": 4}.get(str(colour), 1)


def complaints(stderr: str) -> str:
    """Lines that a decoder wrote to standard error, the first three; empty where there are none."""
    return "\n".join([line for line in stderr.splitlines() if _DECODER_LINE.search(line)][:3])
