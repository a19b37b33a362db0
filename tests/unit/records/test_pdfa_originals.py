"""PDF originals: pictures stay byte for byte, text is only believed where it says what is seen."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

from records import own_text
from records.sign import make_signer
from tests.unit.records.making import (
    lines_of,
    pdf_of,
    pdfium,
    poppler,
    scanned_pdf,
    settings,
    streams,
    write_text,
)


def codes(result) -> list[str]:
    return [change.code for change in result.changes]


def test_pictures_of_a_scanned_pdf_stay_byte_for_byte(tmp_path: Path) -> None:
    given = pdf_of(tmp_path, scanned_pdf(3), lines_of(["หน้าแรก"], size=30))
    result = given.build(tmp_path / "out.pdf")
    assert streams(tmp_path / "out.pdf") == streams(given.path)
    assert (result.pages, codes(result)) == (3, [])
    assert pdfium(tmp_path / "out.pdf") == ["หน้าแรก"]


def test_an_old_hidden_text_layer_gives_way_to_what_was_read(tmp_path: Path) -> None:
    document = scanned_pdf()
    write_text(document, 0, [(100, 700, "เก่าและผิด")], mode=3)
    given = pdf_of(tmp_path, document, lines_of(["ใหม่และถูก"], size=30))
    assert "เก่า" in given.prepared.pages[0].text_layer
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["TEXT_LAYER_REPLACED"]
    assert pdfium(tmp_path / "out.pdf") == poppler(tmp_path / "out.pdf") == ["ใหม่และถูก"]
    assert streams(tmp_path / "out.pdf") == streams(given.path)


def test_a_blank_glyph_does_not_make_a_scan_a_text_page(tmp_path: Path) -> None:
    document = scanned_pdf()
    write_text(document, 0, [(100, 700, " ")])
    result = pdf_of(tmp_path, document, lines_of(["หนังสือ"], size=30)).build(tmp_path / "out.pdf")
    assert codes(result) == []
    assert pdfium(tmp_path / "out.pdf") == ["หนังสือ"]


def test_good_text_of_its_own_is_kept_and_not_doubled(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(595.2, 841.92))
    write_text(document, 0, [(100, 700, "ประกาศกรม เรื่อง วันหยุด"), (100, 660, "ราชการประจำ ๒๕๖๗")])
    # read at 150 dpi: 100 pt from the left is pixel 208
    lines = (
        *lines_of(["ประกาศกรม เรื่อง วันหยุด"], left=208, top=250, size=45),
        *lines_of(["ราชการประจำ ๒๕๖๗"], left=208, top=335, size=45),
    )
    result = pdf_of(tmp_path, document, lines).build(tmp_path / "out.pdf")
    assert codes(result) == ["OWN_TEXT_KEPT"]
    text = "".join(pdfium(tmp_path / "out.pdf"))
    assert text.count("วันหยุด") == 1 and text.count("๒๕๖๗") == 1
    assert streams(tmp_path / "out.pdf") == []


def test_text_that_says_something_else_becomes_a_picture(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(595.2, 841.92))
    write_text(document, 0, [(100, 700, "ABC#% mojibake 123")])
    given = pdf_of(tmp_path, document, lines_of(["ประกาศกรม เรื่อง วันหยุด"], left=208, top=250, size=45))
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["OWN_TEXT_WRONG"]
    assert pdfium(tmp_path / "out.pdf") == ["ประกาศกรม เรื่อง วันหยุด"]
    assert len(streams(tmp_path / "out.pdf")) == 1
    with pypdfium2.PdfDocument(given.path) as a, pypdfium2.PdfDocument(tmp_path / "out.pdf") as b:
        before, after = (d[0].render(scale=150 / 72).to_pil().convert("L") for d in (a, b))
    assert before.size == after.size
    small = [image.resize((124, 175)).tobytes() for image in (before, after)]
    assert max(abs(x - y) for x, y in zip(*small, strict=True)) < 60


def test_text_that_needs_mending_is_not_what_should_be_copied() -> None:
    boxes = ((0.0, 0.0, 1.0, 1.0),)
    read = "เรียนผู้พิพากษาหัวหน้าศาล"
    assert own_text.says_what_is_seen(own_text.OwnText(read, boxes), read)
    for wrong in ("เรียนผ\uf70bูพิพากษาหัวหน\uf70bาศาล", "เรียนผู\u200b้พิพากษาหัวหน้าศาล", "เรียนผูพพากษาศล"):
        assert not own_text.says_what_is_seen(own_text.OwnText(wrong, boxes), read)


def test_a_typed_stamp_over_a_scan_leaves_the_scan_alone(tmp_path: Path) -> None:
    document = scanned_pdf()
    write_text(document, 0, [(380, 790, "รับที่ ๗๖๖ วันที่ ๓๑")])
    lines = (
        *lines_of(["รับที่ ๗๖๖ วันที่ ๓๑"], left=792, top=60, size=45),
        *lines_of(["เรื่อง แนวทาง"], left=200, top=400, size=45),
    )
    given = pdf_of(tmp_path, document, lines)
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["OWN_TEXT_KEPT"]
    assert streams(tmp_path / "out.pdf") == streams(given.path)
    text = "".join(pdfium(tmp_path / "out.pdf"))
    assert text.count("๗๖๖") == 1 and "แนวทาง" in text


def test_pages_that_share_resources_do_not_lose_each_others_fonts(tmp_path: Path) -> None:
    """As the courts' systems write them: every page lists every font and form of the file."""
    document = scanned_pdf(2)
    stamp = "รับที่ ๗๖๖ วันที่ ๓๑"
    write_text(document, 0, [(380, 790, stamp)])
    shared = document.make_indirect(document.pages[0].Resources)
    shared.XObject.Im1 = document.pages[1].Resources.XObject.Im0
    document.pages[1].Contents = document.make_stream(b"q 595.2 0 0 841.92 0 0 cm /Im1 Do Q")
    document.pages[0].Resources = document.pages[1].Resources = shared
    given = pdf_of(tmp_path, document, lines_of([stamp], left=792, top=60, size=45))
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["OWN_TEXT_KEPT"]
    assert "๗๖๖" in "".join(pdfium(tmp_path / "out.pdf"))
    assert streams(tmp_path / "out.pdf") == streams(given.path)


def test_forms_scripts_and_bookmarks_do_not_vanish_without_a_word(tmp_path: Path) -> None:
    document = scanned_pdf()
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String("12345"),
            Rect=Array([100, 600, 300, 630]),
            F=4,
            DA=String("/Helv 12 Tf 0 g"),
            P=document.pages[0].obj,
        )
    )
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    document.pages[0].Annots = document.make_indirect(Array([field]))
    document.Root.AcroForm = Dictionary(
        Fields=Array([field]),
        NeedAppearances=True,
        DR=Dictionary(Font=Dictionary(Helv=document.make_indirect(font))),
        XFA=Array([]),
    )
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.AA = Dictionary(WC=Dictionary(S=Name.Named, N=Name.Print))
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("บทที่ ๑", 0))
    given = pdf_of(tmp_path, document, lines_of(["12345"], left=208, top=440, size=40))
    result = given.build(tmp_path / "out.pdf")
    assert {
        "JAVASCRIPT_DROPPED", "ACTIONS_DROPPED", "OUTLINE_DROPPED", "XFA_DROPPED", "FORM_FLATTENED",
    } <= set(codes(result))  # fmt: skip
    assert "12345" in "".join(pdfium(tmp_path / "out.pdf"))
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert {"/AcroForm", "/OpenAction", "/AA", "/Outlines", "/Names"}.isdisjoint(pdf.Root.keys())


def test_links_to_the_web_stay_and_other_actions_go(tmp_path: Path) -> None:
    document = scanned_pdf()

    def link(action: Dictionary) -> Dictionary:
        return document.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 90, 20]), A=action, DA=String("x")
            )
        )

    document.pages[0].Annots = Array(
        [
            link(Dictionary(S=Name.URI, URI=String("https://www.example.go.th/"))),
            link(Dictionary(S=Name.Launch, F=String("calc.exe"))),
            link(Dictionary(S=Name.JavaScript, JS=String("1"))),
        ]
    )
    result = pdf_of(tmp_path, document).build(tmp_path / "out.pdf")
    assert set(codes(result)) == {"ACTIONS_DROPPED", "JAVASCRIPT_DROPPED"}
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (kept,) = pdf.pages[0].Annots
        assert str(kept.A.URI) == "https://www.example.go.th/"


def test_layers_that_are_switched_off_stay_unseen(tmp_path: Path) -> None:
    document = scanned_pdf()
    group = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    page = document.pages[0]
    page.Resources.Properties = Dictionary(draft=group)
    page.contents_add(b"/OC /draft BDC 0 g 100 100 300 300 re f EMC")
    given = pdf_of(tmp_path, document)
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["LAYERS_FIXED", "PAGE_REBUILT"]
    with pypdfium2.PdfDocument(given.path) as a, pypdfium2.PdfDocument(tmp_path / "out.pdf") as b:
        before, after = (d[0].render(scale=1).to_pil().convert("L") for d in (a, b))
    assert abs(before.resize((1, 1)).getpixel((0, 0)) - after.resize((1, 1)).getpixel((0, 0))) <= 2


def test_what_pdfa_does_not_take_becomes_the_lossless_page_image(tmp_path: Path) -> None:
    document = scanned_pdf(2)
    document.pages[1].contents_add(b"0.2 0.4 0 0 k 50 50 200 200 re f")  # CMYK without a profile
    given = pdf_of(tmp_path, document, lines_of(["หน้าแรก"], size=30))
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["PAGE_REBUILT"]
    assert result.changes[0].en.endswith("(page 2)")
    assert set(streams(given.path)) & set(streams(tmp_path / "out.pdf"))


def test_a_broken_index_alone_is_mended(tmp_path: Path) -> None:
    given = pdf_of(tmp_path, scanned_pdf(), lines_of(["หนังสือ"], size=30))
    data = given.path.read_bytes()
    at = data.rindex(b"startxref") + len(b"startxref\n")
    given.path.write_bytes(data[:at] + b"7" + data[at + 1 :])
    assert codes(given.build(tmp_path / "out.pdf")) == []
    assert pdfium(tmp_path / "out.pdf") == ["หนังสือ"]


def test_a_signed_original_is_copied_without_its_signature(tmp_path: Path) -> None:
    document = scanned_pdf()
    document.save(tmp_path / "plain.pdf")
    make_signer(settings(tmp_path)).sign(tmp_path / "plain.pdf", tmp_path / "signed.pdf")
    before = (tmp_path / "signed.pdf").read_bytes()
    given = pdf_of(tmp_path, scanned_pdf(), lines_of(["หนังสือ"], size=30))._replace(
        path=tmp_path / "signed.pdf"
    )
    result = given.build(tmp_path / "out.pdf")
    assert codes(result) == ["SIGNATURE_NOT_COPIED"]
    assert (tmp_path / "signed.pdf").read_bytes() == before
    assert pdfium(tmp_path / "out.pdf") == ["หนังสือ"]
