"""Bad input to sealing: a stable code, a sentence that says what to do, nothing left behind."""

from __future__ import annotations

import io
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from records import convert
from records.pdfa import build
from sarabun.errors import InputError, SarabunError
from sarabun.isolation import ChildPool
from sarabun.model import DocumentText, PreparedDocument, to_json
from tests.unit.records.making import (
    Scan,
    lines_of,
    metadata,
    paper,
    pdf_of,
    scan,
    scanned_pdf,
    settings,
)

Spoil = Callable[[Path], Scan]


def locked(**passwords: str) -> Spoil:
    def make(folder: Path) -> Scan:
        given = pdf_of(folder, scanned_pdf())
        with pikepdf.open(given.path, allow_overwriting_input=True) as pdf:
            pdf.save(given.path, encryption=pikepdf.Encryption(**passwords))
        return given

    return make


def attachment(folder: Path) -> Scan:
    document = scanned_pdf()
    document.attachments["calc.exe"] = b"MZ\x90"
    return pdf_of(folder, document)


def attachment_on_a_page(folder: Path) -> Scan:
    document = scanned_pdf()
    file = document.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.bin")))
    mark = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=file)
    document.pages[0].Annots = Array([document.make_indirect(mark)])
    return pdf_of(folder, document)


def damaged_pdf(cut: Callable[[bytes], bytes]) -> Spoil:
    def make(folder: Path) -> Scan:
        given = pdf_of(folder, scanned_pdf())
        given.path.write_bytes(cut(given.path.read_bytes()))
        return given

    return make


def truncated_picture_in_pdf(folder: Path) -> Scan:
    document = scanned_pdf()
    picture = document.pages[0].Resources.XObject.Im0
    raw = picture.read_raw_bytes()
    given = pdf_of(folder, document)
    with pikepdf.open(given.path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.XObject.Im0.write(raw[: len(raw) // 2], filter=Name.DCTDecode)
        pdf.save(given.path)
    return given


def short_pixels(folder: Path) -> Scan:
    document = scanned_pdf()
    document.pages[0].Resources.XObject.Im0.write(b"\xff" * 1000)
    return pdf_of(folder, document)


def corrupt_fax(folder: Path) -> Scan:
    tiff = io.BytesIO()
    paper("1").save(tiff, "TIFF", compression="group4")
    document = scanned_pdf()
    picture = document.pages[0].Resources.XObject.Im0
    parameters = Dictionary(K=-1, Columns=1240, Rows=1754)
    picture.write(
        b"\x13\x37" * 50 + tiff.getvalue()[200:3000], filter=Name.CCITTFaxDecode, decode_parms=parameters
    )
    picture.BitsPerComponent = 1
    return pdf_of(folder, document)


def truncated_jpeg(folder: Path) -> Scan:
    given = scan(folder, paper("RGB"))
    data = given.path.read_bytes()
    given.path.write_bytes(data[: len(data) // 2])
    return given


def image_file(data: bytes) -> Spoil:
    def make(folder: Path) -> Scan:
        given = scan(folder, paper())
        given.path.write_bytes(data)
        return given

    return make


def no_pages(folder: Path) -> Scan:
    given = pdf_of(folder, scanned_pdf())
    pikepdf.new().save(given.path)
    return given


def page_size(*box: float) -> Spoil:
    def make(folder: Path) -> Scan:
        given = pdf_of(folder, scanned_pdf())
        with pikepdf.open(given.path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].MediaBox = list(box)
            pdf.save(given.path)
        return given

    return make


CASES: list[tuple[str, Spoil, str]] = [
    ("user password", locked(user="secret", owner="other"), "PDF_PASSWORD"),
    ("owner password only", locked(user="", owner="other"), "PDF_RESTRICTED"),
    ("embedded file", attachment, "PDF_ATTACHMENT"),
    ("file on a page", attachment_on_a_page, "PDF_ATTACHMENT"),
    ("no bytes", damaged_pdf(lambda data: b""), "FILE_BROKEN"),
    ("garbage", damaged_pdf(lambda data: b"\x00garbage" * 99), "FILE_BROKEN"),
    ("cut after a tenth", damaged_pdf(lambda data: data[: len(data) // 10]), "FILE_BROKEN"),
    ("cut in the middle", damaged_pdf(lambda data: data[: len(data) // 2]), "FILE_BROKEN"),
    ("cut just before the end", damaged_pdf(lambda data: data[:-60]), "FILE_BROKEN"),
    ("picture cut off in a PDF", truncated_picture_in_pdf, "IMAGE_DAMAGED"),
    ("too few pixels in a PDF", short_pixels, "IMAGE_DAMAGED"),
    ("fax data that is none", corrupt_fax, "IMAGE_DAMAGED"),
    ("JPEG cut off", truncated_jpeg, "IMAGE_DAMAGED"),
    ("empty image file", image_file(b""), "IMAGE_DAMAGED"),
    ("zip for an image", image_file(b"PK\x03\x04" + b"\0" * 99), "IMAGE_DAMAGED"),
    ("no pages", no_pages, "NO_PAGES"),
    ("20,000 points wide", page_size(0, 0, 20000, 20000), "PAGE_SIZE"),
    ("no width", page_size(0, 0, 0, 842), "PAGE_SIZE"),
]


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_input_is_refused_with_its_code(tmp_path: Path, make: Spoil, code: str) -> None:
    given = make(tmp_path)
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(InputError) as caught:
        given.build(target / "out.pdf")
    assert caught.value.code == code, caught.value
    assert ":" in caught.value.en and "โปรด" in caught.value.th
    assert list(target.iterdir()) == []


def test_the_child_lives_on_after_all_of_them(tmp_path: Path) -> None:
    for number, (_, make, _) in enumerate(CASES[:4]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(SarabunError):
            make(folder).build(folder / "out.pdf")
    good = tmp_path / "good"
    good.mkdir()
    assert scan(good, paper()).build(good / "out.pdf").pages == 1


def test_time_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.pdfa._PAGE_SECONDS", -9.99)
    given = scan(tmp_path, paper())
    target = tmp_path / "target"
    target.mkdir()
    slow = ChildPool(1, 3 * 2**30, 60)
    try:
        with pytest.raises(InputError, match="CONVERT_TIMEOUT"):
            build(
                given.path, given.prepared, given.text, metadata(), target / "out.pdf", given.store,
                settings(tmp_path, child_seconds=10), slow,
            )  # fmt: skip
    finally:
        slow.close()
    assert list(target.iterdir()) == []


def test_a_child_that_is_killed_leaves_nothing_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OCRmyPDF's own scratch folder included: it lies below the work folder, which the parent removes."""
    given = scan(tmp_path, paper(), lines_of(["หนังสือ"]))
    seen: list[str] = []

    def killed(*_: object, **__: object) -> None:
        seen.append(tempfile.gettempdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(convert.ocrmypdf, "ocr", killed)
    before = tempfile.gettempdir()
    job = {
        "original": str(given.path), "prepared": to_json(given.prepared), "text": to_json(given.text),
        "metadata": to_json(metadata()), "work": str(tmp_path), "out": str(tmp_path / "o"), "images": {},
        "rebuild": [],
    }  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        convert.convert(job)
    assert seen == [str(tmp_path)] and tempfile.gettempdir() == before


def test_memory_is_limited(tmp_path: Path) -> None:
    """A picture of 900 million pixels in 900 kB: the limit of the child stops it, ours does not grow."""
    document = scanned_pdf()
    given = pdf_of(tmp_path, document)
    with pikepdf.open(given.path, allow_overwriting_input=True) as pdf:
        picture = pdf.pages[0].Resources.XObject.Im0
        picture.write(b"\x00" * 900_000_000)
        picture.Width, picture.Height, picture.ColorSpace = 30000, 30000, Name.DeviceGray
        pdf.save(given.path)
    target = tmp_path / "target"
    target.mkdir()
    small = ChildPool(1, 700 * 2**20, 60)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        with pytest.raises(InputError, match="CONVERT_MEMORY"):
            build(
                given.path, given.prepared, given.text, metadata(), target / "out.pdf", given.store,
                settings(tmp_path), small,
            )  # fmt: skip
    finally:
        small.close()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert list(target.iterdir()) == []


def test_pages_that_were_read_must_be_those_of_the_file(tmp_path: Path) -> None:
    given = pdf_of(tmp_path, scanned_pdf(2))
    one = given._replace(
        prepared=PreparedDocument(given.prepared.pages[:1], "application/pdf"),
        text=DocumentText(given.text.pages[:1]),
    )
    with pytest.raises(SarabunError, match="PAGES_DIFFER"):
        one.build(tmp_path / "out.pdf")


def test_a_missing_page_image_is_said_and_not_passed_over(tmp_path: Path) -> None:
    document = scanned_pdf()
    document.pages[0].contents_add(b"0.2 0.4 0 0 k 50 50 200 200 re f")
    given = pdf_of(tmp_path, document)
    (given.store.folder / given.prepared.pages[0].image).unlink()
    with pytest.raises((SarabunError, FileNotFoundError)):
        given.build(tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
