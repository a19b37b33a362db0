"""The two stages from end to end, with the real child, store and reader, and with real letters."""

from __future__ import annotations

import io
import re
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.engines.tesseract import TesseractEngine
from ocr.prepare import prepare
from ocr.read import read_document
from records.store import LocalStore
from sarabun.isolation import ChildPool
from sarabun.model import PageImage, PageText, PreparedDocument
from sarabun.settings import Settings
from sarabun.thai import normalise


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    pool = ChildPool(1, 3 * 2**30, 120)
    yield pool
    pool.close()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "objects")


def kept(store: LocalStore, page: PageImage) -> Image.Image:
    image = Image.open(io.BytesIO(store.get(page.image)))
    assert image.format == "PNG" and image.size == (page.width, page.height)
    return image


def test_a_tiff_of_many_pages(
    tmp_path: Path,
    store: LocalStore,
    settings: Settings,
    pool: ChildPool,
    make_letter: Callable[..., Image.Image],
) -> None:
    pages = [make_letter(150, lines=(f"หน้าที่ {n}",) * 6).convert("1") for n in range(1, 20)]
    pages[4] = Image.new("1", pages[0].size, 1)
    file = tmp_path / "scan.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:], compression="group4", dpi=(150, 150))
    document = prepare(file, store, settings, pool, tmp_path / "work")
    assert [p.number for p in document.pages] == list(range(1, 20))
    assert {(p.dpi, p.bit_depth, p.colour_mode.value) for p in document.pages} == {(150, 1, "bw")}
    assert [p.number for p in document.pages if p.blank] == [5]
    assert document.media_type == "image/tiff" and not document.signed_original
    for page, scan in zip(document.pages, pages, strict=True):
        image = kept(store, page)
        assert image.mode == "1" and np.array_equal(np.asarray(image), np.asarray(scan))


class Reader:
    """Notes which pages it was given."""

    name = "reader 1 none"

    def __init__(self) -> None:
        self.pages: list[int] = []

    def read(self, image: Path, page: PageImage) -> PageText:
        assert image.is_file()
        self.pages.append(page.number)
        return PageText(page.number, page.width, page.height, page.dpi, (), 0.5, self.name)


def test_blank_pages_are_not_read_but_are_there(
    tmp_path: Path,
    store: LocalStore,
    settings: Settings,
    pool: ChildPool,
    make_letter: Callable[..., Image.Image],
) -> None:
    pages = [make_letter(100), make_letter(100, lines=()), make_letter(100)]
    file = tmp_path / "scan.tif"
    pages[0].save(file, save_all=True, append_images=pages[1:], dpi=(100, 100))
    reader = Reader()
    text = read_document(prepare(file, store, settings, pool, tmp_path / "work"), store, reader)
    assert reader.pages == [1, 3]
    assert [(p.page, p.lines, p.reader) for p in text.pages] == [(n, (), reader.name) for n in (1, 2, 3)]


def test_a_sideways_photo_without_resolution_is_read(
    tmp_path: Path,
    store: LocalStore,
    settings: Settings,
    pool: ChildPool,
    make_letter: Callable[..., Image.Image],
) -> None:
    file = tmp_path / "photo.jpg"
    make_letter(200).rotate(90, expand=True).save(file, quality=90)
    document = prepare(file, store, settings, pool, tmp_path / "work")
    (page,) = document.pages
    assert page.rotation == 90 and page.dpi == 200 and page.height > page.width
    assert {"ROTATED", "DPI_UNKNOWN"} <= {f.code for f in page.findings}
    text = read_document(document, store, TesseractEngine(settings))
    assert "เรื่องขอความร่วมมือ" in text.pages[0].text.replace(" ", "")


# --- real letters ----------------------------------------------------------------------------------------

SAMPLES = (
    "court_442ab5cf.pdf",
    "court_5977e86e.pdf",
    "court_ffc74fd9.pdf",
    "form_516_list.pdf",
    "form_517_list.jpg",
    "gazette_broken_text.pdf",
    "kalasin3_letter_2559.pdf",
    "kalasin3_order_2559.pdf",
    "kku_memo_2208_2553.pdf",
    "obec_letter_stamp_hand_2559.pdf",
    "obec_memo_eo5261_2558.pdf",
    "ocsc2554_p1.pdf",
    "ocsc2554_p4.pdf",
    "phatthalung_00dbc609.pdf",
    "phatthalung_6b6133b3.pdf",
    "phatthalung_79efc756.pdf",
)


@pytest.mark.real
@pytest.mark.parametrize("name", SAMPLES)
def test_real_scans_prepare_upright(
    real: Path, tmp_path: Path, store: LocalStore, settings: Settings, pool: ChildPool, name: str
) -> None:
    document = prepare(real / name, store, settings, pool, tmp_path / "work")
    for page in document.pages:
        assert page.rotation == 0 and not page.blank and abs(page.skew) < 3
        assert 190 <= page.dpi <= 310
        kept(store, page)
    assert not list((tmp_path / "work").iterdir())


@pytest.mark.real
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_real_scans_are_turned_back(
    real: Path, tmp_path: Path, store: LocalStore, settings: Settings, pool: ChildPool, turn: int
) -> None:
    """First pages of all letters, as if the paper had lain wrong in the scanner."""
    wrong = []
    for name in SAMPLES:
        document = prepare(real / name, store, settings, pool, tmp_path / "work")
        page = document.pages[0]
        file = tmp_path / "turned.png"
        kept(store, page).rotate(turn, expand=True).save(file, dpi=(page.dpi, page.dpi), compress_level=1)
        again = prepare(file, store, settings, pool, tmp_path / "work").pages[0]
        if again.rotation != turn:
            wrong.append(name)
    assert not wrong


CEILINGS = {
    "ocsc2554_p1": (5, ("ocsc2554_p1",)), "ocsc2554_p4": (16, ("ocsc2554_p4",)),
    "gazette_broken_text": (18, ("gazette_broken_text.p1", "gazette_broken_text.p2")),
    "kku_memo_2208_2553": (42, ("kku_memo_2208_2553.p1",)),
}  # fmt: skip


@pytest.mark.real
@pytest.mark.parametrize("name", CEILINGS)
def test_real_scans_read_as_well_as_the_stock_model_can(
    real: Path, tmp_path: Path, store: LocalStore, settings: Settings, pool: ChildPool, name: str
) -> None:
    """Character error rate in % against texts read by eye (stamps and handwriting count as errors)."""
    ceiling, references = CEILINGS[name]
    document = prepare(real / f"{name}.pdf", store, settings, pool, tmp_path / "work")
    first = PreparedDocument(document.pages[: len(references)], document.media_type)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    text = read_document(first, store, TesseractEngine(settings))
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    for page, reference in zip(text.pages, references, strict=True):
        wanted, found = (_folded(t) for t in ((real / "text" / f"{reference}.txt").read_text(), page.text))
        rate = 100 * _distance(wanted, found) / len(wanted)
        print(f"{reference}: CER {rate:.1f} %, confidence {page.confidence:.2f}, {seconds:.1f} CPU s")
        assert rate < ceiling
        assert page.confidence > 0.6


@pytest.mark.real
def test_the_mark_of_urgency_and_typed_stamps_are_read(
    real: Path, tmp_path: Path, store: LocalStore, settings: Settings, pool: ChildPool
) -> None:
    engine = TesseractEngine(settings)
    letter = prepare(real / "phatthalung_00dbc609.pdf", store, settings, pool, tmp_path / "work")
    assert "ด่วนที่สุด" in read_document(letter, store, engine).pages[0].text
    memo = prepare(real / "court_442ab5cf.pdf", store, settings, pool, tmp_path / "work")
    text = read_document(PreparedDocument(memo.pages[:1], memo.media_type), store, engine).pages[0].text
    assert "13 พ.ค. 2564" in text


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", normalise(text)).strip()


def _distance(one: str, other: str) -> int:
    """Levenshtein distance, a row at a time."""
    across = np.arange(len(other) + 1)
    letters = np.array([ord(c) for c in other])
    row = across.copy()
    for i, char in enumerate(one, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (letters != ord(char)))
        row = np.minimum.accumulate(np.concatenate(([i], best)) - across) + across
    return int(row[-1])
