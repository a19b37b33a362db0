"""Lines for training: the frame they are set in, the fonts they may use, what paper does to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ocr.frame import BASELINE, HEIGHT, LETTER, MARGIN, TextLine, cut
from ocr.training.fonts import FONTS, NPM, Font, fetch, missing, require
from ocr.training.hand import Hand, written
from ocr.training.ink import MIXTURES, Paper
from ocr.training.render import LineMaker
from ocr.training.typeset import Run, Spacing, Strip, Typeface, typeset
from samples.fonts import FAMILIES
from sarabun.errors import ConfigurationError, IntegrityError

TEXT = "ที่ ศธ ๐๔๐๐๑/ว ๒๓๔๕ ลงวันที่ ๑๒ ปี่ฝ้ายญาติฐานู"
NOWHERE = Path("no-such-folder")
DEBIAN = tuple(font for font in FONTS if font.folder and not missing(NOWHERE, (font,)))

needs_fonts = pytest.mark.skipif(
    not any(font.split == "train" for font in DEBIAN),
    reason="none of Debian's Thai training fonts is installed (fonts-thai-tlwg)",
)


def maker(seed: int = 1, table: tuple[Font, ...] = DEBIAN) -> LineMaker:
    return LineMaker(seed, "train", NOWHERE, table=table)


def set_in(font: Font, text: str, spacing: Spacing | None = None) -> Strip:
    strip = typeset([Run(text, Typeface(font.path(font.faces[0], NOWHERE)))], 32, spacing or Spacing())
    assert strip is not None
    return strip


def test_no_test_font_is_trained_on() -> None:
    names = {font.family for font in FONTS}
    files = {face.file.split("-")[0].split("_")[0] for font in FONTS for face in font.faces}
    assert not names & set(FAMILIES)
    assert not files & {family.stem for family in FAMILIES.values()}


def test_splits_share_no_font_and_keep_their_shares() -> None:
    assert len({font.family for font in FONTS}) == len(FONTS)
    train = {font.family: font.weight for font in FONTS if font.split == "train"}
    total = sum(train.values())
    assert train["TH Sarabun New"] / total == pytest.approx(0.33, abs=0.02)
    assert train["Sarabun"] / total == pytest.approx(0.14, abs=0.02)
    assert sum(weight for name, weight in train.items() if name.startswith("Tlwg")) / total == pytest.approx(
        0.06, abs=0.01
    )
    assert sum(font.split == "dev" for font in FONTS) >= 2


def test_every_font_has_a_source_and_a_licence() -> None:
    for font in FONTS:
        assert font.folder or font.package in NPM
        assert font.licence
        assert sum(face.share for face in font.faces) == pytest.approx(1)
    assert {font.package for font in FONTS if not font.folder} == set(NPM)


def test_a_missing_font_is_named() -> None:
    with pytest.raises(ConfigurationError, match="font-th-sarabun-new") as caught:
        require(NOWHERE)
    assert caught.value.code == "FONT_MISSING"


def test_an_altered_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text('#!/bin/sh\necho altered > "$4/font.tgz"\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")
    with pytest.raises(IntegrityError) as caught:
        fetch(tmp_path / "fonts")
    assert caught.value.code == "FONT_CHANGED"
    assert not list((tmp_path / "fonts").iterdir())


@needs_fonts
def test_lines_are_frames_with_ink_on_paper() -> None:
    lines = maker()
    for _ in range(60):
        frame = lines.make(TEXT)
        assert frame is not None
        assert frame.dtype == np.uint8
        assert frame.shape[0] == HEIGHT
        assert 20 * LETTER < frame.shape[1] < 80 * LETTER
        assert float(np.percentile(frame, 1)) < 200 < float(np.percentile(frame, 90))


@needs_fonts
def test_the_same_seed_makes_the_same_lines() -> None:
    one, two, other = maker(), maker(), maker(seed=2)
    frames = [one.make(TEXT) for _ in range(12)]
    assert all(np.array_equal(frame, two.make(TEXT)) for frame in frames)
    assert not any(np.array_equal(frame, other.make(TEXT)) for frame in frames)


@needs_fonts
def test_a_line_that_no_font_can_set_is_not_made() -> None:
    assert maker().make("วันที่ 龍") is None
    assert maker().make("   ") is None


@needs_fonts
@pytest.mark.parametrize("font", DEBIAN, ids=lambda font: font.family)
def test_letters_stand_on_the_baseline_of_the_frame(font: Font) -> None:
    strip = set_in(font, "นนนน")
    assert strip is not None
    baseline = np.array([[0, strip.baseline], [strip.ink.shape[1], strip.baseline]], np.float64)
    frame = cut(255 - strip.ink, TextLine(baseline, strip.letter, strip.left, strip.right))
    rows = np.flatnonzero((frame < 128).any(axis=1))
    columns = np.flatnonzero((frame < 128).any(axis=0))
    assert abs(rows[0] - (BASELINE - LETTER)) <= 1
    assert abs(rows[-1] + 1 - BASELINE) <= 1
    assert abs(columns[0] - MARGIN) <= 1
    assert abs(frame.shape[1] - 1 - columns[-1] - MARGIN) <= 1


@needs_fonts
def test_made_lines_lie_about_the_baseline() -> None:
    lines = maker()
    feet, heads = [], []
    for _ in range(150):
        frame = lines.make("นนนนนนนนนนนน")
        assert frame is not None
        dark = (frame < 128)[:, MARGIN:-MARGIN].mean(axis=1)
        rows = np.flatnonzero(dark > 0.08)
        if len(rows):
            heads.append(rows[0])
            feet.append(rows[-1] + 1)
    assert len(feet) > 120
    assert np.median(feet) == pytest.approx(BASELINE, abs=1)
    assert np.median(heads) == pytest.approx(BASELINE - LETTER, abs=1)
    assert 0.3 < np.std(feet) < 3


@needs_fonts
@pytest.mark.parametrize("font", DEBIAN, ids=lambda font: font.family)
@pytest.mark.parametrize("marked", ["กิ", "ก่", "กู", "กี้"])
def test_marks_stand_over_their_own_letter(font: Font, marked: str) -> None:
    bare, with_mark = set_in(font, "กนนน"), set_in(font, marked + "นนน")
    assert with_mark.right - with_mark.left == pytest.approx(bare.right - bare.left, abs=4)
    shared = min(bare.ink.shape[1], with_mark.ink.shape[1])
    new = np.flatnonzero((with_mark.ink[:, :shared] > bare.ink[:, :shared].astype(int) + 128).any(axis=0))
    assert len(new)
    letter = set_in(font, "ก")
    assert bare.left - 4 <= new[0]
    assert new[-1] <= bare.left + (letter.right - letter.left) + 10  # tone marks reach out a little


@needs_fonts
def test_a_tone_mark_rises_over_a_vowel() -> None:
    low, high = set_in(DEBIAN[0], "ก่"), set_in(DEBIAN[0], "กี่")
    tops = [int(np.flatnonzero(strip.ink.any(axis=1))[0]) for strip in (low, high)]
    assert tops[1] < tops[0] - 4


@needs_fonts
def test_spread_letters_are_the_same_letters_further_apart() -> None:
    font = next((font for font in DEBIAN if font.family == "Loma"), None)
    if font is None:
        pytest.skip("the font Loma is not installed (fonts-tlwg-loma-ttf)")
    plain, spread = set_in(font, "แกะมาน"), set_in(font, "แกะมาน", Spacing(letters=0.5))
    glyphs = [
        np.flatnonzero(np.diff(np.flatnonzero(strip.ink.max(axis=0) > 40)) > 14) for strip in (plain, spread)
    ]
    assert [len(gaps) for gaps in glyphs] == [0, 5]  # five letters and ะ: แ stays whole
    assert spread.ink[:, spread.left : spread.right].sum() == plain.ink[:, plain.left : plain.right].sum()


@needs_fonts
def test_a_tab_widens_one_space() -> None:
    plain, wide = (set_in(DEBIAN[0], "ก ก ก", spacing) for spacing in (Spacing(), Spacing(tab=4, tab_at=1)))
    assert wide.right - wide.left == pytest.approx(plain.right - plain.left + 4 * plain.letter, abs=2)


@pytest.mark.parametrize("style", ["first", "second"])
def test_every_kind_leaves_the_print_on_the_paper(style: str) -> None:
    assert sum(kind.share for kind in MIXTURES[style]) == pytest.approx(1)  # type: ignore[index]
    ink = np.zeros((90, 300), np.uint8)
    ink[30:60, 40:260:12] = 255
    ink[30:60, 41:260:12] = 255
    ink[30:60, 42:260:12] = 255
    for kind in MIXTURES[style]:  # type: ignore[index]
        paper = Paper(np.random.default_rng(5), style)  # type: ignore[arg-type]
        spoilt = [paper.spoil(ink, kind.name, 20.0) for _ in range(30)]
        contrast = [float(out[ink == 0].mean()) - float(out[ink > 0].mean()) for out in spoilt]
        assert all(out.shape == ink.shape and out.dtype == np.uint8 for out in spoilt)
        assert min(contrast) > 20, kind.name
        assert np.median(contrast) > 60, kind.name


@needs_fonts
def test_scrawl_is_a_line_of_its_own_frame() -> None:
    lines = maker(5)
    for _ in range(20):
        frame = lines.scrawl()
        assert frame.dtype == np.uint8 and frame.shape[0] == HEIGHT and frame.shape[1] > 2 * MARGIN


def test_one_number_of_a_line_is_filled_in_by_hand() -> None:
    rng = np.random.default_rng(3)
    found = {written("ที่ ศธ ๐๔๐๐๑/ว ๒๓๔๕", rng) for _ in range(30)}
    assert found == {("ที่ ศธ ", "๐๔๐๐๑", "/ว ๒๓๔๕"), ("ที่ ศธ ๐๔๐๐๑/ว ", "๒๓๔๕", "")}
    assert written("ขอแสดงความนับถือ", rng) is None
    assert written("๑๒๓๔๕๖๗๘๙", rng) is None, "nobody fills in so many digits"


def test_a_hand_has_strokes_for_every_digit_and_stays_in_its_room() -> None:
    hand = Hand(32, np.random.default_rng(7))
    for text in ("๐๑๒๓๔๕๖๗๘๙", "0123456789", "๑๒/๐๓-๕.๖"):
        ink = np.zeros((200, 1200), np.uint8)
        hand.draw(text, ink, 100, 120)
        columns = np.flatnonzero(ink.max(axis=0))
        assert columns[0] > 60 and columns[-1] < 100 + hand.getlength(text) + 60
        assert ink.any(axis=0).sum() > 32 * len(text) / 3
