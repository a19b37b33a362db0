"""Real letters: every sample seals, looks as it did, can be copied from, verifies, and satisfies veraPDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import ocr.prepare
from records.sign import make_signer
from records.verify import verify_file
from sarabun.model import DocumentText, Level
from tests.unit.records.checker import needs_verapdf, not_pdfa
from tests.unit.records.making import (
    Folder,
    Scan,
    lines_of,
    pdfium,
    pool,
    poppler,
    settings,
    streams,
    text_page,
)

REAL = Path(__file__).parents[4] / "shared" / "samples" / "real"
# Pages whose own typed text says something else than what is seen become pictures; all others stay.
RETYPED = {"court_442ab5cf", "court_5977e86e", "gazette_broken_text"}
needs_samples = pytest.mark.skipif(not REAL.is_dir(), reason="../shared/samples is not beside the checkout")

pytestmark = [pytest.mark.real, needs_samples]


def samples() -> list[Path]:
    return sorted(p for p in REAL.glob("*") if p.suffix in (".pdf", ".jpg")) if REAL.is_dir() else []


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Scan, Path]]:
    """All samples prepared, sealed with words of our own at the top left, and signed."""
    folder = tmp_path_factory.mktemp("sealed")
    given = settings(folder)
    signer = make_signer(given)
    done = {}
    for path in samples():
        store = Folder(folder / "store")
        work = folder / path.stem
        work.mkdir()
        prepared = ocr.prepare.prepare(path, store, given, pool(), work)
        text = DocumentText(
            tuple(
                text_page(
                    page, lines_of(["ที่ ศธ ๐๔๐๕/๑๒๓ น้ำ"], left=page.dpi // 3, top=page.dpi // 3, size=40)
                )
                for page in prepared.pages
            )
        )
        scan = Scan(path, prepared, text, store)
        scan.build(folder / f"{path.stem}.unsigned.pdf")
        signer.sign(folder / f"{path.stem}.unsigned.pdf", folder / f"{path.stem}.pdf")
        done[path.name] = scan, folder / f"{path.stem}.pdf"
    return done


@pytest.mark.parametrize("name", [path.name for path in samples()])
def test_a_real_letter_seals_and_verifies(sealed, tmp_path: Path, name: str) -> None:
    scan, path = sealed[name]
    found = verify_file(path, settings(path.parent), expected_level=Level.B_LTA)
    assert found.ok, [check for check in found.checks if not check.ok]
    if scan.path.stem not in RETYPED and scan.path.suffix == ".pdf":
        assert set(streams(path)) == set(streams(scan.path))
    for number in range(1, len(scan.prepared.pages) + 1):
        line = scan.text.pages[number - 1].lines[0].text
        assert line in pdfium(path, number) and line in poppler(path, number)


@pytest.mark.parametrize("name", [path.name for path in samples() if path.suffix == ".pdf"])
def test_a_real_letter_looks_as_it_did(sealed, name: str) -> None:
    scan, path = sealed[name]
    with pypdfium2.PdfDocument(scan.path) as before, pypdfium2.PdfDocument(path) as after:
        assert len(before) == len(after)
        for a, b in zip(before, after, strict=True):
            assert a.get_size() == pytest.approx(b.get_size(), abs=1)
            shown = [page.render(scale=2).to_pil().convert("L") for page in (a, b)]
            small = [image.resize((150, 212), Image.Resampling.BOX).tobytes() for image in shown]
            assert sum(abs(x - y) > 40 for x, y in zip(*small, strict=True)) < 10


@pytest.mark.stack
@needs_verapdf
def test_verapdf_agrees(sealed, tmp_path: Path) -> None:
    files = [path for _, path in sealed.values()]
    assert not_pdfa([*files, *make_every_level(files[0].parent, tmp_path)]) == []


def make_every_level(folder: Path, target: Path) -> list[Path]:
    unsigned = next(folder.glob("*.unsigned.pdf"))
    made = []
    for level in Level:
        out = target / f"{level}.pdf"
        make_signer(settings(folder, signature_level=level)).sign(unsigned, out)
        made.append(out)
    return made
