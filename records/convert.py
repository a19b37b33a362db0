"""The child's side of sealing: an original and its words become an unsigned PDF/A-2b file.

Runs in a long-lived child process with an address-space and a time limit (:mod:`sarabun.isolation`). The
PDF/A validator is ``pikepdf.pdfa``, the same as OCRmyPDF's backend "internal"; it is called here, after
OCRmyPDF has added the words, so that the metadata is in place before the one save that it approves.
"""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ocrmypdf
from pikepdf import Name, Pdf, pdfa

from records import hidden_text, originals, own_text, pictures, text_layer, xmp
from records.changes import Changes
from records.decoding import check_pictures
from records.geometry import Sheet
from sarabun.errors import ExternalError, InputError, IntegrityError
from sarabun.model import DocumentText, PageImage, PageText, PreparedDocument, from_json

FLAVOUR = "2b"
logging.getLogger().addHandler(logging.NullHandler())  # or warnings would look like complaints of a decoder


@dataclass(slots=True)
class _Job:
    original: Path
    prepared: PreparedDocument
    text: DocumentText
    metadata: xmp.RecordMetadata
    work: Path
    out: Path
    images: dict[int, Path]
    rebuild: set[int]


def convert(job: dict[str, Any]) -> dict[str, Any]:
    """Writes ``job["out"]``, or answers which pages must become pictures.

    ``job``: ``original``, ``work`` and ``out`` are paths; ``prepared``, ``text`` and ``metadata`` the JSON of
    PreparedDocument, DocumentText and RecordMetadata; ``rebuild`` numbers of pages that become pictures and
    ``images`` the files of page images known so far, by page number.

    Returns ``{"changes": […], "pages": n}``, or ``{"rebuild": [numbers]}`` where page images of these are
    needed: call again with them. Raises InputError and IntegrityError.
    """
    given = _Job(
        Path(job["original"]),
        from_json(PreparedDocument, job["prepared"]),
        from_json(DocumentText, job["text"]),
        from_json(xmp.RecordMetadata, job["metadata"]),
        Path(job["work"]),
        Path(job["out"]),
        {int(number): Path(path) for number, path in job["images"].items()},
        set(job["rebuild"]),
    )
    with _scratch_below(given.work):
        return _convert(given)


@contextmanager
def _scratch_below(work: Path) -> Iterator[None]:
    """All scratch files below the work folder, which the parent removes even when this process is killed."""
    before, tempfile.tempdir = tempfile.tempdir, str(work)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _convert(given: _Job) -> dict[str, Any]:
    changes = Changes()
    pdf, words = _pages(given, changes)
    if given.rebuild - set(given.images):
        return {"rebuild": sorted(given.rebuild)}
    check_pictures(pdf)
    plain, layered = given.work / "pages.pdf", given.work / "layered.pdf"
    pdf.save(plain)
    pdf.close()
    _add_words(plain, layered, words)
    unfit = _finish(layered if words else plain, given)
    if unfit - given.rebuild:
        return {"rebuild": sorted(given.rebuild | unfit)}
    _check_words(given.out, words)
    return {"changes": [list(finding) for finding in changes.findings()], "pages": len(given.prepared.pages)}


def _pages(given: _Job, changes: Changes) -> tuple[Pdf, dict[int, text_layer.Placed]]:
    """The pages without a text layer of ours, upright, and the words that each (from 0) still needs."""
    measured = given.prepared.pages
    if given.prepared.media_type == "application/pdf":
        opened = originals.open_pdf(given.original, changes)
        pdf = opened.pdf
        if opened.rebuild_all:
            given.rebuild |= {page.number for page in measured}
    else:
        pdf = pictures.image_file(given.original, measured, changes)
    if not len(pdf.pages) == len(measured) == len(given.text.pages):
        raise IntegrityError(
            "PAGES_DIFFER",
            "จำนวนหน้าที่อ่านไม่ตรงกับต้นฉบับ โปรดอ่านเอกสารนี้ใหม่",
            "the pages read are not those of the original: read the document again",
            f"{len(pdf.pages)} in the file, {len(measured)} prepared, {len(given.text.pages)} read",
        )
    if given.prepared.media_type == "application/pdf":
        for index, page in enumerate(measured):
            turned = int(pdf.pages[index].obj.get(Name.Rotate, 0)) + page.rotation
            pdf.pages[index].obj[Name.Rotate] = turned % 360
        own = _own_texts(pdf, given.work)
    else:
        own = [own_text.OwnText("", ())] * len(measured)
    words: dict[int, text_layer.Placed] = {}
    for index, page in enumerate(measured):
        placed = _page(pdf, index, page, given, own[index], changes)
        if placed is not None and placed.text.lines:
            words[index] = placed
    return pdf, words


def _own_texts(pdf: Pdf, work: Path) -> list[own_text.OwnText]:
    copy = work / "looked-at.pdf"
    pdf.save(copy)
    return own_text.visible_text(copy)


def _page(
    pdf: Pdf, index: int, measured: PageImage, given: _Job, own: own_text.OwnText, changes: Changes
) -> text_layer.Placed | None:
    """Decides what becomes of one page; None where it needs no words from us."""
    number, read = measured.number, given.text.pages[index]
    sheet = Sheet.of(pdf.pages[index], measured.width, measured.height)
    if sheet.fits and number not in given.rebuild and not own.text:
        if hidden_text.remove_text(pdf, pdf.pages[index]) and measured.text_layer.strip():
            changes.add("TEXT_LAYER_REPLACED", number)
        return _placed(read, sheet)
    whole = own_text.says_what_is_seen(own, read.text)
    under, others = own_text.split(read, [sheet.pixels(box) for box in own.boxes])
    true = not own.text or whole or own_text.says_what_is_seen(own, under.text)
    if sheet.fits and number not in given.rebuild and true:
        changes.add("OWN_TEXT_KEPT", number)
        return None if whole else _placed(others, sheet)
    changes.add("PAGE_REBUILT" if true else "OWN_TEXT_WRONG", number)
    given.rebuild.add(number)
    if number in given.images:
        with pictures.page_picture(given.images[number], measured) as picture:
            pdf.pages[index] = picture.pages[0]
        sheet = Sheet.of(pdf.pages[index], measured.width, measured.height)
    return _placed(read, sheet)


def _placed(read: PageText, sheet: Sheet) -> text_layer.Placed:
    left, top, right, bottom = sheet.whole
    return text_layer.Placed(read, -left, -top, right - left, bottom - top)


def _add_words(plain: Path, layered: Path, words: dict[int, text_layer.Placed]) -> None:
    if not words:
        return
    with text_layer.handing_over(words):
        outcome = ocrmypdf.ocr(
            plain,
            layered,
            plugins=["records.text_layer"],
            pages=",".join(str(index + 1) for index in sorted(words)),
            # Pages with text of their own get ours beside it; nothing else differs from the default mode.
            mode="redo",
            output_type="pdf",
            optimize=0,
            fast_web_view=0,
            jobs=1,
            use_threads=True,
            progress_bar=False,
            max_image_mpixels=0,
        )
    if outcome != ocrmypdf.ExitCode.ok:
        raise ExternalError(
            "OCRMYPDF_FAILED",
            "ใส่ชั้นข้อความในไฟล์ไม่สำเร็จ ระบบจะลองใหม่ หากยังไม่สำเร็จโปรดแจ้งผู้ดูแล",
            "the text layer could not be written: it is tried again; if that fails tell the administrator",
            f"ocrmypdf ended with {outcome!r}",
        )


def _finish(draft: Path, given: _Job) -> set[int]:
    """Saves the PDF/A file. Returns the pages that the validator does not take, empty when it was saved."""
    with Pdf.open(draft) as pdf:
        xmp.write(pdf, given.metadata)
        try:
            pdfa.save(pdf, given.out, FLAVOUR)
        except pdfa.PdfaError as error:
            unfit = {number for number in range(1, len(pdf.pages) + 1) if not _fit(pdf, number)}
            if not unfit - given.rebuild:
                raise InputError(
                    "PDFA_REFUSED",
                    "แปลงไฟล์นี้เป็น PDF/A ไม่ได้ โปรดพิมพ์แล้วสแกนใหม่ และแจ้งผู้ดูแลระบบ",
                    "this file cannot become PDF/A: print and scan it, and tell the administrator",
                    error.report.summary(5),
                ) from error
            return unfit
    return set()


def _fit(pdf: Pdf, number: int) -> bool:
    """Whether the page alone passes."""
    with Pdf.new() as alone:
        alone.pages.append(pdf.pages[number - 1])
        try:
            pdfa.save(alone, io.BytesIO(), FLAVOUR)
        except pdfa.PdfaError:
            return False
    return True


def _check_words(out: Path, words: dict[int, text_layer.Placed]) -> None:
    """Every word handed over can be copied out again."""
    lost = text_layer.lost_words(out, words)
    if lost:
        raise IntegrityError(
            "TEXT_LAYER_LOST",
            "ข้อความบางส่วนหายไปจากไฟล์ที่จะลงนาม โปรดแจ้งผู้ดูแลระบบ",
            "some words did not reach the file to be signed: tell the administrator",
            lost,
        )
