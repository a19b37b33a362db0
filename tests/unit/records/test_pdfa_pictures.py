"""Image files become pages around the same bytes; what PDF/A cannot hold is normalised and noted."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageOps

from sarabun.errors import IntegrityError
from sarabun.model import DocumentText, PreparedDocument
from tests.unit.records.making import Folder, Scan, page_image, paper, scan, streams, text_page


def shown(pdf: Path, page: int = 0) -> Image.Image:
    """The page as people see it, at the resolution of the scan."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=300 / 72).to_pil().convert("RGB")


def embedded(pdf: Path) -> Image.Image:
    """The picture inside, decoded."""
    with pikepdf.open(pdf) as document:
        (picture,) = [x for x in document.pages[0].Resources.XObject.values() if x.Subtype == "/Image"]
        return pikepdf.PdfImage(picture).as_pil_image().copy()


def as_given(path: Path, upright: Image.Image, media_type: str, folder: Path) -> Scan:
    store = Folder(folder / "store")
    page = page_image(1, upright, store, folder, 300)
    return Scan(path, PreparedDocument((page,), media_type), DocumentText((text_page(page),)), store)


def test_jpeg_bytes_stay_as_the_scanner_made_them(tmp_path: Path) -> None:
    given = scan(tmp_path, paper("RGB"))
    result = given.build(tmp_path / "out.pdf")
    assert streams(tmp_path / "out.pdf") == [given.path.read_bytes()]
    assert result.changes == ()
    assert (result.pages, result.flavour) == (1, "2b")


def test_result_describes_the_file(tmp_path: Path) -> None:
    result = scan(tmp_path, paper()).build(tmp_path / "out.pdf")
    assert result.size == (tmp_path / "out.pdf").stat().st_size
    assert result.sha256 == Folder(tmp_path / "other").put_file(tmp_path / "out.pdf")
    assert result.tools["ocrmypdf"] == "17.13.0"


def test_fax_compression_is_kept(tmp_path: Path) -> None:
    given = scan(tmp_path, paper("1"), name="scan.tif")
    given.build(tmp_path / "out.pdf")
    with Image.open(given.path) as tiff:
        assert tiff.info["compression"] == "group4"
        offset, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        strips = len(tiff.tag_v2[273])
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (name,) = [n for n, x in pdf.pages[0].Resources.XObject.items() if x.Subtype == "/Image"]
        picture = pdf.pages[0].Resources.XObject[name]
        assert "/CCITTFaxDecode" in str(picture.Filter)
        if strips == 1:
            assert picture.read_raw_bytes() == given.path.read_bytes()[offset : offset + size]
    assert embedded(tmp_path / "out.pdf").convert("1").tobytes() == paper("1").tobytes()


@pytest.mark.parametrize(
    ("mode", "name"), [("L", "scan.png"), ("RGB", "scan.png"), ("RGB", "scan.tif"), ("1", "scan.png")]
)
def test_lossless_formats_stay_pixel_for_pixel(tmp_path: Path, mode: str, name: str) -> None:
    picture = paper(mode)
    assert scan(tmp_path, picture, name=name).build(tmp_path / "out.pdf").changes == ()
    assert embedded(tmp_path / "out.pdf").convert("RGB").tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_shown_upright(tmp_path: Path, orientation: int) -> None:
    stored = paper("L", (600, 400))
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.jpg"
    stored.save(path, exif=exif, dpi=(300, 300), quality=95)
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
        upright.load()
    as_given(path, upright, "image/jpeg", tmp_path).build(tmp_path / "out.pdf")
    assert streams(tmp_path / "out.pdf") == [path.read_bytes()]
    found = shown(tmp_path / "out.pdf").convert("L")
    assert found.size == upright.size
    off = sum(abs(a - b) > 60 for a, b in zip(found.tobytes(), upright.tobytes(), strict=True))
    assert off < 0.01 * upright.width * upright.height


def test_cmyk_without_profile_becomes_rgb_losslessly(tmp_path: Path) -> None:
    path = tmp_path / "cmyk.jpg"
    paper("RGB").convert("CMYK").save(path, dpi=(300, 300))
    with Image.open(path) as image:
        rgb = image.convert("RGB")
    result = as_given(path, rgb, "image/jpeg", tmp_path).build(tmp_path / "out.pdf")
    assert [change.code for change in result.changes] == ["CMYK_TO_RGB"]
    assert "1" in result.changes[0].th and "CMYK" in result.changes[0].en
    assert embedded(tmp_path / "out.pdf").convert("RGB").tobytes() == rgb.tobytes()


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    image = paper("RGB").convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    path = tmp_path / "alpha.png"
    image.save(path, dpi=(300, 300))
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    result = as_given(path, white.convert("RGB"), "image/png", tmp_path).build(tmp_path / "out.pdf")
    assert [change.code for change in result.changes] == ["ALPHA_FLATTENED"]
    assert embedded(tmp_path / "out.pdf").convert("RGB").tobytes() == white.convert("RGB").tobytes()


def test_webp_keeps_its_pixels(tmp_path: Path) -> None:
    path = tmp_path / "photo.webp"
    paper("RGB").save(path, lossless=True)
    result = as_given(path, paper("RGB"), "image/webp", tmp_path).build(tmp_path / "out.pdf")
    assert [change.code for change in result.changes] == ["PICTURE_REPACKED"]
    assert embedded(tmp_path / "out.pdf").convert("RGB").tobytes() == paper("RGB").tobytes()


def test_sixteen_bits_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    deep = Image.frombytes(
        "I;16", (300, 400), b"".join((i % 65536).to_bytes(2, "little") for i in range(120000))
    )
    deep.save(path, dpi=(300, 300))
    as_given(path, deep.convert("I").point(lambda v: v / 256).convert("L"), "image/png", tmp_path).build(
        tmp_path / "out.pdf"
    )
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (picture,) = [x for x in pdf.pages[0].Resources.XObject.values() if x.Subtype == "/Image"]
        assert picture.BitsPerComponent == 16
        samples = picture.read_bytes()
    assert [int.from_bytes(samples[i : i + 2], "big") for i in range(0, 600, 2)] == list(range(300))


def test_paper_size_follows_the_measured_dpi_not_the_header(tmp_path: Path) -> None:
    given = scan(tmp_path, paper("L", (1654, 2339)), dpi=200)
    paper("L", (1654, 2339)).save(given.path, dpi=(1, 1))
    given.build(tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert [round(float(v)) for v in pdf.pages[0].MediaBox] == [0, 0, 595, 842]


def test_a_profile_that_fits_stays(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "profile.jpg"
    paper("RGB").save(path, dpi=(300, 300), icc_profile=profile)
    as_given(path, paper("RGB"), "image/jpeg", tmp_path).build(tmp_path / "out.pdf")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (picture,) = [x for x in pdf.pages[0].Resources.XObject.values() if x.Subtype == "/Image"]
        assert picture.ColorSpace[0] == "/ICCBased"
        assert picture.ColorSpace[1].read_bytes() == profile


def test_metadata_says_what_the_record_is(tmp_path: Path) -> None:
    scan(tmp_path, paper()).build(tmp_path / "out.pdf", title="ขอเชิญ <ประชุม> & สัมมนา\n\x07ครั้งที่ ๑")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == "ขอเชิญ <ประชุม> & สัมมนา ครั้งที่ ๑"
            assert xmp["dc:identifier"] == "0123456789abcdef"
            assert xmp["dc:source"] == "urn:sha256:" + "ab" * 32
            assert xmp["dc:creator"] == ["กรมบัญชีกลาง"]
            assert xmp["dc:date"] == ["2024-07-24"]
            assert xmp["pdf:Keywords"] == "กค ๐๔๐๕.๒/ว ๑๒๓, หนังสือภายนอก"
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B")
        packet = pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo["/Title"]) == "ขอเชิญ <ประชุม> & สัมมนา ครั้งที่ ๑"
    assert b'xml:lang="x-default"' in packet and b'xml:lang="th"' in packet


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "target"
    folder.mkdir()
    scan(tmp_path, paper()).build(folder / "out.pdf")
    assert [p.name for p in folder.iterdir()] == ["out.pdf"]


def test_a_picture_file_with_fewer_pages_than_prepared_is_refused(tmp_path: Path) -> None:
    given = scan(tmp_path, paper())
    page = given.prepared.pages[0]
    more = given._replace(
        prepared=PreparedDocument((page, page), "image/jpeg"),
        text=DocumentText(given.text.pages * 2),
    )
    with pytest.raises(IntegrityError, match="PAGES_DIFFER"):
        more.build(tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
