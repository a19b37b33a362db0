"""Drawn pages of every kind, at every level of signature, satisfy veraPDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.sign import make_signer
from sarabun.model import Level
from tests.unit.records.checker import needs_verapdf, not_pdfa
from tests.unit.records.making import HARD, lines_of, paper, pdf_of, scan, scanned_pdf, settings, write_text

pytestmark = [pytest.mark.stack, needs_verapdf]


def test_sealed_files_are_pdfa_and_others_are_told(tmp_path: Path) -> None:
    text = lines_of(HARD)
    made = []
    for mode, name in (("1", "fax.tif"), ("L", "grey.jpg"), ("RGB", "colour.png"), ("RGB", "colour.jpg")):
        made.append(tmp_path / f"{name}.pdf")
        scan(tmp_path, paper(mode), text, name=name).build(made[-1])
    document = scanned_pdf(2)
    write_text(document, 0, [(72, 700, "ขอเชิญประชุม")])
    original = pdf_of(tmp_path, document)
    made.append(tmp_path / "pages.pdf")
    original.build(made[-1])
    for level in Level:
        made.append(tmp_path / f"{level}.pdf")
        make_signer(settings(tmp_path, signature_level=level)).sign(tmp_path / "pages.pdf", made[-1])
    assert not_pdfa([*made, original.path]) == [original.path]
