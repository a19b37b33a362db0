"""Opens an original PDF: refuses what must not be sealed, and keeps only its pages.

Runs in a child process. What a PDF can carry beside its pages (scripts, forms, actions, bookmarks) has no
place in a record that must look the same for decades; whatever is left out is noted.
"""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from records.changes import Changes
from records.repairs import repair
from sarabun.errors import InputError

_TORN = re.compile(
    "unable to find trailer|unexpected EOF|unable to recover stream|treating stream as empty|parse error"
)
_LARGEST = 14400  # user space units, ISO 19005-2, 6.1.13


class Original:
    """A PDF with nothing but its pages. ``rebuild_all`` says that pages cannot be taken over as they are."""

    def __init__(self, pdf: Pdf, rebuild_all: bool) -> None:
        self.pdf = pdf
        self.rebuild_all = rebuild_all


def open_pdf(path: Path, changes: Changes) -> Original:
    """The pages of a PDF, forms and stamps fixed as they look, everything interactive left out.

    A password that only forbids printing or copying is refused too: taking off a lock that the sender put
    on, without a word, is not for a machine to decide.

    Raises InputError: PDF_PASSWORD, PDF_RESTRICTED, PDF_ATTACHMENT, FILE_BROKEN, NO_PAGES, PAGE_SIZE.
    """
    try:
        source = pikepdf.open(path)
    except pikepdf.PasswordError as error:
        raise InputError(
            "PDF_PASSWORD",
            "ไฟล์ PDF มีรหัสผ่าน โปรดขอไฟล์ที่ไม่มีรหัสผ่านจากผู้ส่ง",
            "the PDF needs a password: ask the sender for a file without one",
        ) from error
    except pikepdf.PdfError as error:
        raise _broken(str(error)) from error
    if source.is_encrypted:
        raise InputError(
            "PDF_RESTRICTED",
            "ไฟล์ PDF ถูกล็อกไม่ให้คัดลอกหรือแก้ไข โปรดขอไฟล์ที่ไม่ล็อก หรือพิมพ์แล้วสแกนใหม่",
            "the PDF is locked against copying or changing: ask for an unlocked file, or print and scan it",
        )
    if not len(source.pages):
        raise InputError("NO_PAGES", "ไฟล์ไม่มีหน้าเอกสาร โปรดสแกนใหม่", "the file has no pages: scan it again")
    _refuse_losses(source)
    _refuse_attachments(source)
    _refuse_absurd_sizes(source)
    _note_what_is_left_out(source, changes)
    layers = _switched_layers(source)
    if layers:
        changes.add("LAYERS_FIXED")
    _fix_forms(source, changes)
    pages = Pdf.new()
    pages.pages.extend(source.pages)
    for page in pages.pages:
        _clean_page(pages, page, changes)
    repair(pages, changes)
    return Original(pages, rebuild_all=layers)


def _broken(detail: str) -> InputError:
    return InputError(
        "FILE_BROKEN",
        "ไฟล์เสียหาย โปรดสแกนหรือส่งออกใหม่",
        "the file is damaged: scan or export it again",
        detail,
    )


def _refuse_losses(source: Pdf) -> None:
    """A file with a broken index is mended; one that was cut off, or has lost objects, would be sealed with
    pages that are blank in truth only here."""
    for _ in source.objects:  # each is read now, so that qpdf says what it could not find
        pass
    torn = [str(w) for w in source.get_warnings() if _TORN.search(str(w))]
    if torn:
        raise _broken(torn[0])
    for number, page in enumerate(source.pages, 1):
        drawn = page.obj.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary())
        if any(thing is None for thing in dict(drawn).values()):
            raise _broken(f"page {number} draws something that is not in the file")


def _refuse_attachments(source: Pdf) -> None:
    root = source.Root
    names = root.get(Name.Names)
    found = Name.AF in root or Name.Collection in root
    found = found or (isinstance(names, Dictionary) and Name.EmbeddedFiles in names)
    for page in source.pages:
        found = found or Name.AF in page.obj
        for mark in _annotations(page.obj):
            found = found or mark.get(Name.Subtype) in (Name.FileAttachment, Name.RichMedia, Name.Screen)
    if found:
        raise InputError(
            "PDF_ATTACHMENT",
            "ไฟล์ PDF มีไฟล์อื่นแนบอยู่ข้างใน โปรดนำไฟล์แนบออกและส่งแยกเป็นเอกสารของตัวเอง",
            "the PDF has other files inside: take them out and send each as a document of its own",
        )


def _refuse_absurd_sizes(source: Pdf) -> None:
    for number, page in enumerate(source.pages, 1):
        left, bottom, right, top = (float(v) for v in page.mediabox)
        unit = float(page.obj.get(Name.UserUnit, 1))
        sides = ((right - left) * unit, (top - bottom) * unit)
        if not all(3 <= side <= _LARGEST for side in sides):
            raise InputError(
                "PAGE_SIZE",
                f"หน้า {number} มีขนาดกระดาษผิดปกติ โปรดสแกนหรือส่งออกใหม่",
                f"page {number} has an impossible paper size: scan or export it again",
                f"{sides[0]:.0f} x {sides[1]:.0f} pt",
            )


def _note_what_is_left_out(source: Pdf, changes: Changes) -> None:
    root = source.Root
    names = root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.JavaScript in names:
        changes.add("JAVASCRIPT_DROPPED")
    for holder in (root.get(Name.OpenAction), root.get(Name.AA)):
        if isinstance(holder, Dictionary):
            script = Name.JS in holder or holder.get(Name.S) == Name.JavaScript
            changes.add("JAVASCRIPT_DROPPED" if script else "ACTIONS_DROPPED")
    if Name.Outlines in root and source.Root.Outlines.get(Name.First) is not None:
        changes.add("OUTLINE_DROPPED")
    if Name.StructTreeRoot in root:
        changes.add("TAGS_DROPPED")


def _switched_layers(source: Pdf) -> bool:
    """Whether some optional content is off: without its switches it would show."""
    layers = source.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary):
        return False
    default = layers.get(Name.D)
    if not isinstance(default, Dictionary):
        return False
    return default.get(Name.BaseState) == Name.OFF or bool(len(default.get(Name.OFF, Array())))


def _fix_forms(source: Pdf, changes: Changes) -> None:
    form = source.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return
    if Name.XFA in form:
        changes.add("XFA_DROPPED")
    fields = list(_fields(form.get(Name.Fields, Array())))
    if any(field.get(Name.FT) == Name.Sig and Name.V in field for field in fields):
        changes.add("SIGNATURE_NOT_COPIED")
    if any(field.get(Name.FT) != Name.Sig for field in fields):
        changes.add("FORM_FLATTENED")
        if form.get(Name.NeedAppearances, False):
            source.generate_appearance_streams()
    source.flatten_annotations("print")


def _fields(kids: Object, depth: int = 0) -> list[Dictionary]:
    found: list[Dictionary] = []
    for kid in kids if isinstance(kids, Array) and depth < 20 else ():
        if isinstance(kid, Dictionary):
            found.append(kid)
            found += _fields(kid.get(Name.Kids, Array()), depth + 1)
    return found


def _annotations(page: Object) -> list[Dictionary]:
    marks = page.get(Name.Annots)
    return [mark for mark in marks if isinstance(mark, Dictionary)] if isinstance(marks, Array) else []


def _clean_page(pdf: Pdf, page: pikepdf.Page, changes: Changes) -> None:
    """Leaves out what acts, points nowhere once the page stands alone, or goes stale."""
    for key in (
        "/AA",
        "/Thumb",
        "/B",
        "/StructParents",
        "/Tabs",
        "/PieceInfo",
        "/Metadata",
        "/Trans",
        "/Dur",
    ):
        if key in page.obj:
            if key == "/AA":
                changes.add("ACTIONS_DROPPED")
            del page.obj[key]
    kept = [_link(mark) for mark in _annotations(page.obj) if _harmless(mark, changes)]
    if kept:
        # Indirect: a later signature revision with direct ones in place counts as a change of content.
        page.obj[Name.Annots] = Array([pdf.make_indirect(mark) for mark in kept])
    elif Name.Annots in page.obj:
        del page.obj[Name.Annots]


def _harmless(mark: Dictionary, changes: Changes) -> bool:
    """Links to the web stay; links within the file and scripts do not. Marks that are seen are part of the
    page by now."""
    if mark.get(Name.Subtype) != Name.Link:
        return False
    action = mark.get(Name.A)
    if isinstance(action, Dictionary) and action.get(Name.S) == Name.URI and Name.URI in action:
        return True
    script = isinstance(action, Dictionary) and action.get(Name.S) == Name.JavaScript
    changes.add("JAVASCRIPT_DROPPED" if script else "ACTIONS_DROPPED")
    return False


def _link(mark: Dictionary) -> Dictionary:
    """Only what a link needs: producers add entries that PDF/A does not know."""
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=mark.Rect,
        Border=Array([0, 0, 0]),
        F=4,
        A=Dictionary(S=Name.URI, URI=mark.A.URI),
    )
    if Name.QuadPoints in mark:
        link.QuadPoints = mark.QuadPoints
    return link
