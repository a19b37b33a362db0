"""Takes hidden text out of a page that is in truth only pictures.

Runs in a child process. Old text layers (and the blank glyph some scanners put on a page) would be found
beside the words read here, and their fonts are often ones PDF/A does not take. Pages may share resources and
forms, so what changes is copied first.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

_SHOWS = {"Tj", "TJ", "'", '"', "Tf"}
_DEEPEST = 15


def remove_text(pdf: Pdf, page: pikepdf.Page) -> bool:
    """Removes all text from the page, also from forms drawn on it; says whether there was any."""
    kept, found = _without_text(page)
    if found:
        page.obj.Contents = pdf.make_stream(kept)
    resources = page.obj.get(Name.Resources)
    if isinstance(resources, Dictionary):
        page.obj.Resources, in_forms = _without_fonts(pdf, resources, 0)
        found = found or in_forms
    return found


def _without_text(content: pikepdf.Page | Object) -> tuple[bytes, bool]:
    kept, found = [], False
    for instruction in pikepdf.parse_content_stream(content):
        if str(instruction.operator) in _SHOWS:
            found = True
        else:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept), found


def _without_fonts(pdf: Pdf, resources: Dictionary, depth: int) -> tuple[Dictionary, bool]:
    """A copy of the resources without fonts, forms with text in them replaced; and whether there were any."""
    copy = Dictionary({key: thing for key, thing in resources.items() if key != "/Font"})
    drawn = resources.get(Name.XObject)
    if not isinstance(drawn, Dictionary) or depth > _DEEPEST:
        return copy, False
    things = dict(drawn.items())
    changed = {
        name: form
        for name, thing in things.items()
        if isinstance(thing, Stream)
        and thing.get(Name.Subtype) == Name.Form
        and (form := _form_without_text(pdf, thing, depth)) is not None
    }
    copy.XObject = Dictionary(things | changed)
    return copy, bool(changed)


def _form_without_text(pdf: Pdf, form: Stream, depth: int) -> Stream | None:
    """A copy of the form without text, None where there is none in it."""
    kept, found = _without_text(form)
    resources, in_forms = form.get(Name.Resources), False
    if isinstance(resources, Dictionary):
        resources, in_forms = _without_fonts(pdf, resources, depth + 1)
    if not (found or in_forms):
        return None
    copy = pdf.make_stream(kept)
    for key in list(form.keys()):
        if key not in ("/Length", "/Filter", "/DecodeParms", "/Resources"):
            copy[key] = form[key]
    if resources is not None:
        copy.Resources = resources
    return copy
