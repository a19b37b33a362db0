"""The box: all kinds, many formats, one truth, reproducible."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from samples import box, fonts
from samples.box import PLANS, make_box, read_truth, secret_letter
from samples.files import WRITERS
from samples.letters import compose
from samples.paper import DEGRADATIONS
from sarabun.errors import ConfigurationError
from sarabun.model import Kind


def test_plans_cover_kinds_formats_and_degradations() -> None:
    assert len(PLANS) == 30
    assert {p.kind for p in PLANS[:13]} == set(Kind)
    assert {p.format for p in PLANS} == set(WRITERS)
    assert {p.degradation for p in PLANS} == set(DEGRADATIONS)
    assert {p.turned for p in PLANS} == {0, 1, 2}
    assert {p.pages for p in PLANS} == {1, 2, 3}
    assert any(p.blank_back for p in PLANS)
    assert "ลับที่สุด" not in {p.secrecy for p in PLANS}
    bilevel = {p.format for p in PLANS if p.degradation in ("fax", "bad_copy_bw")}
    assert bilevel == {"pdf-bw", "tiff-g4"}


def test_same_seed_same_box(tmp_path: Path) -> None:
    one = make_box(tmp_path / "one", seed=5, count=3)
    make_box(tmp_path / "two", seed=5, count=3)
    other = make_box(tmp_path / "three", seed=6, count=1)
    names = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert names == sorted([s.file for s in one] + [box.TRUTH])
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    assert one[0].fields != other[0].fields
    assert read_truth(tmp_path / "one") == one


def test_samples_tell_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = tuple(p for p in PLANS if p.blank_back or (p.format == "tiff-g4" and p.pages == 2))
    monkeypatch.setattr(box, "PLANS", chosen)
    g4, blank = make_box(tmp_path, count=2)
    with Image.open(tmp_path / g4.file) as image:
        assert image.n_frames == g4.pages == len(g4.text) == len(g4.stamped) >= 2  # type: ignore[attr-defined]
    assert blank.text[1] == "" and blank.pages >= 2
    assert blank.fields["secrecy"] == "ลับ"


def test_the_default_letters_all_differ() -> None:
    letters = [
        compose(plan.kind, np.random.default_rng([1, i, 0]), pages=plan.pages, secrecy=plan.secrecy)
        for i, plan in enumerate(PLANS)
    ]
    assert len({str(letter.blocks) for letter in letters}) == 30
    assert len({(letter.fields["date"], letter.fields["from"]) for letter in letters}) >= 28
    assert 15 <= sum(letter.style.thai_digits for letter in letters) <= 26


def test_secret_letter(tmp_path: Path) -> None:
    sample = secret_letter(tmp_path / "secret.png", seed=3)
    assert sample.file == "secret.png"
    assert sample.fields["secrecy"] == "ลับที่สุด"
    assert sample.text[0].splitlines()[0] == "ลับที่สุด"
    with Image.open(tmp_path / "secret.png") as image:
        assert image.size == (2480, 3508)


def test_missing_font_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    with pytest.raises(ConfigurationError) as caught:
        fonts.find("Laksaman")
    assert caught.value.code == "FONT_MISSING"
    assert "fonts-tlwg-laksaman-ttf" in caught.value.en
