"""Mends what common producers get slightly wrong, where that changes nothing that is seen.

Runs in a child process. Without this a page with a typed received-stamp, as the courts' systems write it,
would have to become a picture because of one damaged table that nobody uses.
"""

from __future__ import annotations

import io
import struct

from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from records.changes import Changes


def repair(pdf: Pdf, changes: Changes) -> None:
    """Repairs fonts and pictures in place."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get(Name.Subtype) == Name.CIDFontType2:
            program = thing.get(Name.FontDescriptor, Dictionary()).get(Name.FontFile2)
            if isinstance(program, Stream) and _drop_broken_cmap(program):
                changes.add("FONT_REPAIRED")
    _unshare_masks(pdf)


def _drop_broken_cmap(program: Stream) -> bool:
    """A CID font finds its glyphs by number; its cmap table is not used (ISO 32000-1, 9.7.4.2)."""
    font = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
    try:
        if "cmap" in font:
            list(font["cmap"].tables)
        return False
    except (ValueError, AssertionError, struct.error, IndexError, TTLibError):
        del font["cmap"]
    mended = io.BytesIO()
    font.save(mended, reorderTables=None)
    program.write(mended.getvalue())
    program.Length1 = len(mended.getvalue())
    return True


def _unshare_masks(pdf: Pdf) -> None:
    """Gives each picture a mask of its own where the mask is listed as a picture too."""
    listed = {picture.objgen for page in pdf.pages for picture in _listed(page.obj.get(Name.Resources), 0)}
    for thing in pdf.objects:
        mask = thing.get(Name.SMask) if isinstance(thing, Stream) else None
        if isinstance(mask, Stream) and mask.objgen in listed:
            thing.SMask = _copy(pdf, mask)


def _listed(resources: Object | None, depth: int) -> list[Stream]:
    if not isinstance(resources, Dictionary) or depth > 15:
        return []
    found = [x for x in dict(resources.get(Name.XObject, Dictionary())).values() if isinstance(x, Stream)]
    return found + [y for x in found for y in _listed(x.get(Name.Resources), depth + 1)]


def _copy(pdf: Pdf, stream: Stream) -> Stream:
    """The same dictionary around the same compressed bytes."""
    copy = pdf.make_stream(b"")
    copy.write(stream.read_raw_bytes())
    for key in list(stream.keys()):
        if key != "/Length":
            copy[key] = stream[key]
    return copy
