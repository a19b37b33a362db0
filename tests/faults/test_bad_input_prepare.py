"""Every kind of bad input gets its own code; the process lives, memory is bounded, nothing stays behind."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from ocr.prepare import prepare
from records.store import LocalStore
from sarabun.errors import InputError
from sarabun.isolation import ChildPool
from sarabun.model import PreparedDocument
from sarabun.settings import Settings

MEMORY = 2**30


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    pool = ChildPool(1, MEMORY, 60)
    yield pool
    pool.close()


@pytest.fixture
def run(tmp_path: Path, pool: ChildPool) -> Callable[..., PreparedDocument]:
    """Prepares bytes, and checks that the work folder is empty afterwards, whatever the outcome."""

    def prepared(data: bytes, **values: object) -> PreparedDocument:
        original, work = tmp_path / "original", tmp_path / "work"
        original.write_bytes(data)
        settings = Settings(home=tmp_path / "home", child_memory_bytes=MEMORY, **values)  # type: ignore[arg-type]
        try:
            return prepare(original, LocalStore(tmp_path / "objects"), settings, pool, work)
        finally:
            assert not list(work.rglob("*"))
            assert original.read_bytes() == data

    return prepared


def scan(width: int = 620, height: int = 877, mode: str = "L") -> Image.Image:
    page = Image.new(mode, (width, height), "white")
    draw = ImageDraw.Draw(page)
    for y in range(80, height - 80, 30):
        for x in range(60, width - 60, 14):
            draw.rectangle((x, y, x + 8, y + 10), fill="black")
    return page


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def as_bytes(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def pdf_of(
    data: bytes,
    size: tuple[int, int],
    *,
    filters: str,
    bits: int = 8,
    space: str = "/DeviceGray",
    **parms: int,
) -> pikepdf.Pdf:
    """One A4 page, filled by one picture with ``data`` as its raw stream."""
    pdf = pikepdf.new()
    picture = pdf.make_stream(data)
    picture.update(
        {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": size[0],
            "/Height": size[1], "/BitsPerComponent": bits, "/ColorSpace": pikepdf.Name(space),
        }
    )  # fmt: skip
    picture.write(
        data, filter=pikepdf.Name(filters), decode_parms=pikepdf.Dictionary(**parms) if parms else None
    )
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return pdf


def jpeg_pdf() -> pikepdf.Pdf:
    return pdf_of(saved(scan(), "JPEG"), (620, 877), filters="/DCTDecode")


def fax_data() -> tuple[bytes, tuple[int, int]]:
    """Group 4 data of a whole page, as one strip."""
    image = scan(1240, 1754).convert("1")
    tiff = Image.open(io.BytesIO(saved(image, "TIFF", compression="group4", tiffinfo={278: 1754})))
    assert len(tiff.tag_v2[273]) == 1
    start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    tiff.fp.seek(start)
    return tiff.fp.read(length), image.size


def fax_pdf(data: bytes, size: tuple[int, int]) -> bytes:
    return as_bytes(
        pdf_of(data, size, filters="/CCITTFaxDecode", bits=1, K=-1, Columns=size[0], Rows=size[1])
    )


def scrambled(data: bytes, at: float = 0.5, count: int = 60) -> bytes:
    changed = bytearray(data)
    start = int(len(data) * at)
    for i in range(start, start + count):
        changed[i] = (changed[i] * 7 + 13) & 255
    return bytes(changed)


def locked(**passwords: str) -> bytes:
    return as_bytes(jpeg_pdf(), encryption=pikepdf.Encryption(R=6, **passwords))  # type: ignore[arg-type]


def attached(*, as_note: bool) -> bytes:
    pdf = jpeg_pdf()
    spec = pikepdf.AttachedFileSpec(pdf, b"secret", filename="table.xlsx")
    if as_note:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec.obj
        )
        pdf.pages[0].Annots = pdf.make_indirect([pdf.make_indirect(note)])
    else:
        pdf.attachments["table.xlsx"] = spec
    return as_bytes(pdf)


def huge_png(width: int, height: int) -> bytes:
    """A valid PNG of a few kilobytes whose header promises ``width`` × ``height`` pixels."""
    small = bytearray(saved(Image.new("L", (100, 100), 255), "PNG"))
    small[16:24] = struct.pack(">II", width, height)
    small[29:33] = struct.pack(">I", zlib.crc32(bytes(small[12:29])))
    return bytes(small)


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


def no_pages() -> bytes:
    pdf = jpeg_pdf()
    del pdf.pages[0]
    return as_bytes(pdf)


def media_box(points: int) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page().MediaBox = [0, 0, points, points]
    return as_bytes(pdf)


def animated() -> bytes:
    return saved(scan(), "WEBP", save_all=True, append_images=[scan(mode="L").rotate(180)], duration=100)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "zero bytes": (lambda: b"", "FILE_EMPTY"),
    "garbage": (lambda: np.random.default_rng(1).bytes(5000), "FILE_TYPE"),
    "text": (lambda: "เรียน ผู้อำนวยการ".encode(), "FILE_TYPE"),
    "docx": (lambda: zipped("word/document.xml"), "FILE_TYPE"),
    "gif": (lambda: saved(scan(), "GIF"), "FILE_TYPE"),
    "pdf header and nothing else": (lambda: b"%PDF-1.7\n", "FILE_BROKEN"),
    "truncated pdf": (lambda: as_bytes(jpeg_pdf())[:-3000], "FILE_BROKEN"),
    "truncated linearised pdf": (lambda: as_bytes(jpeg_pdf(), linearize=True)[:-3000], "FILE_BROKEN"),
    "encrypted": (lambda: locked(user="secret", owner="owner"), "PDF_PASSWORD"),
    "attachment": (lambda: attached(as_note=False), "ATTACHMENT"),
    "attachment as a note": (lambda: attached(as_note=True), "ATTACHMENT"),
    "pdf without pages": (no_pages, "NO_PAGES"),
    "truncated jpeg": (lambda: saved(scan(), "JPEG")[:-4000], "PAGE_BROKEN"),
    "jpeg without its last bytes": (lambda: saved(scan(), "JPEG")[:-2], "PAGE_BROKEN"),
    "scrambled jpeg": (lambda: scrambled(saved(scan(), "JPEG")), "PAGE_BROKEN"),
    "truncated jpeg in a pdf": (
        lambda: as_bytes(pdf_of(saved(scan(), "JPEG")[:-4000], (620, 877), filters="/DCTDecode")),
        "PAGE_BROKEN",
    ),
    "corrupt ccitt in a tiff": (
        lambda: scrambled(saved(scan(1240, 1754).convert("1"), "TIFF", compression="group4")),
        "PAGE_BROKEN",
    ),
    "corrupt ccitt in a pdf": (lambda: fax_pdf(scrambled(fax_data()[0]), fax_data()[1]), "PAGE_BROKEN"),
    "truncated flate in a pdf": (
        lambda: as_bytes(
            pdf_of(zlib.compress(scan().tobytes())[:-500], (620, 877), filters="/FlateDecode"),
            stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False,
        ),
        "PAGE_BROKEN",
    ),
    "truncated tiff": (lambda: saved(scan(), "TIFF", compression="tiff_lzw")[:-300], "FILE_BROKEN"),
    "truncated png": (lambda: saved(scan(), "PNG")[:-300], "PAGE_BROKEN"),
    "scrambled png": (lambda: scrambled(saved(scan(), "PNG"), count=20), "PAGE_BROKEN"),
    "truncated webp": (lambda: saved(scan(), "WEBP")[:-300], "FILE_BROKEN"),
    "animation": (animated, "ANIMATED"),
    "3 x 3 pixels": (lambda: saved(Image.new("L", (3, 3)), "PNG"), "PAGE_TOO_SMALL"),
    "30,000 pixels": (lambda: huge_png(30_000, 30_000), "PAGE_TOO_BIG"),
    "a strip of 30,000 pixels": (lambda: huge_png(30_000, 2_000), "PAGE_TOO_BIG"),
    "A0 at 600 dpi": (lambda: huge_png(19_866, 28_087), "PAGE_TOO_BIG"),
    "page of 20,000 points": (lambda: media_box(20_000), "PAGE_TOO_BIG"),
    "bomb inside a pdf": (
        lambda: as_bytes(pdf_of(bytes(100), (60_000, 60_000), filters="/FlateDecode", bits=1)),
        "PAGE_TOO_BIG",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_each_bad_input_has_its_code(name: str, run: Callable[..., PreparedDocument]) -> None:
    make, code = BAD[name]
    with pytest.raises(InputError) as caught:
        run(make())
    assert caught.value.code == code
    assert any("\u0e01" <= c <= "\u0e5b" for c in caught.value.th)
    assert ":" in caught.value.en, "the English sentence says what is wrong, then what to do"


def test_the_child_lives_on_after_all_of_them(run: Callable[..., PreparedDocument]) -> None:
    assert len(run(as_bytes(jpeg_pdf())).pages) == 1


def test_limits_of_the_settings(run: Callable[..., PreparedDocument]) -> None:
    pages = [scan() for _ in range(3)]
    tiff = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    with pytest.raises(InputError) as caught:
        run(tiff, max_pages=2)
    assert caught.value.code == "TOO_MANY_PAGES" and "3" in caught.value.en
    with pytest.raises(InputError) as caught:
        run(b"%PDF-" + bytes(2**20), max_file_bytes=2**20)
    assert caught.value.code == "FILE_TOO_LARGE"
    with pytest.raises(InputError) as caught:
        run(saved(scan(1240, 1754), "PNG"), max_page_pixels=10**6)
    assert caught.value.code == "PAGE_TOO_BIG"


def test_a_page_that_needs_more_memory_than_the_child_may_use(run: Callable[..., PreparedDocument]) -> None:
    """20,000 × 15,000 colour pixels are 900 MB; the settings allow them, the address space does not."""
    flat = saved(Image.new("1", (20_000, 15_000), 1).convert("P"), "TIFF", compression="tiff_lzw")
    with pytest.raises(InputError) as caught:
        run(flat, max_page_pixels=400_000_000)
    assert caught.value.code == "CONVERT_MEMORY"


def test_a_child_that_takes_too_long_is_stopped(
    run: Callable[..., PreparedDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ocr import prepare as stage

    monkeypatch.setattr(stage, "_PAGE_SECONDS", -9.99)
    with pytest.raises(InputError) as caught:
        run(slow_pdf(), child_seconds=10)
    assert caught.value.code == "CONVERT_TIMEOUT"


def slow_pdf() -> bytes:
    """A page of very many crossing lines with a dash pattern, which takes PDFium far more than a second."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    lines = b"".join(b"%d 0 m %d 842 l S " % (i % 595, (i * 7) % 595) for i in range(20_000))
    page.Contents = pdf.make_stream(b"[0.1 0.1] 0 d 0.1 w " + lines)
    return as_bytes(pdf)


def test_what_is_odd_but_readable_is_read_and_reported(run: Callable[..., PreparedDocument]) -> None:
    def codes(data: bytes) -> set[str]:
        return {f.code for f in run(data).findings}

    assert codes(locked(user="", owner="owner")) == {"PDF_RESTRICTED"}
    script = jpeg_pdf()
    script.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    assert codes(as_bytes(script)) == {"PDF_SCRIPT"}
    assert codes(as_bytes(jpeg_pdf()).replace(b"startxref\n", b"startxref\n9")) == {"PDF_REPAIRED"}
    assert codes(as_bytes(jpeg_pdf())) == set()


def test_a_signed_original_is_taken(run: Callable[..., PreparedDocument]) -> None:
    pdf = jpeg_pdf()
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=pikepdf.String(b"\0" * 32),
        ByteRange=[0, 1, 2, 3],
    )  # fmt: skip
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            FT=pikepdf.Name.Sig, T="Signature1", V=value, Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget, Rect=[0, 0, 0, 0],
        )
    )  # fmt: skip
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    pdf.pages[0].Annots = pdf.make_indirect([field])
    document = run(as_bytes(pdf))
    assert document.signed_original
    assert "SIGNED_ORIGINAL" in {f.code for f in document.findings}
