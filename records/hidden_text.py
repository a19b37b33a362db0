"""Takes hidden text out of a page that is in truth only pictures.

Runs in a child process. Old text layers (and the blank glyph some scanners put on a page) would be found
beside the words read here, and their fonts are often ones PDF/A does not take.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

_SHOWS = {"Tj", "TJ", "'", '"', "Tf"}
_DEEPEST = 15


def remove_text(pdf: Pdf, page: pikepdf.Page) -> bool:
    """Removes all text from the page, also from forms drawn on it; says whether there was any."""
    resources = page.obj.get(Name.Resources, Dictionary())
    kept, found = _without_text(page)
    found = _clean_forms(resources, 0, set()) or found
    if found:
        page.obj.Contents = pdf.make_stream(kept)
    if Name.Font in resources:
        del resources[Name.Font]
    return found


def _without_text(content: pikepdf.Page | Object) -> tuple[bytes, bool]:
    kept, found = [], False
    for instruction in pikepdf.parse_content_stream(content):
        if str(instruction.operator) in _SHOWS:
            found = True
        else:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept), found


def _clean_forms(resources: Object, depth: int, seen: set[tuple[int, int]]) -> bool:
    found = False
    for thing in dict(resources.get(Name.XObject, Dictionary())).values():
        if not isinstance(thing, Stream) or thing.get(Name.Subtype) != Name.Form:
            continue
        if thing.objgen in seen or depth > _DEEPEST:
            continue
        seen.add(thing.objgen)
        kept, text = _without_text(thing)
        inner = thing.get(Name.Resources)
        if text:
            thing.write(kept)
            found = True
        if isinstance(inner, Dictionary):
            found = _clean_forms(inner, depth + 1, seen) or found
            if Name.Font in inner:
                del inner[Name.Font]
    return found
