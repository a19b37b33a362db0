"""Garuda, seals and pens on drawn letters; and where they really are on real ones."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest

from ocr.marks import find_marks
from samples.box import letter_pages
from sarabun.model import Kind, Mark, MarkKind

REAL = Path(__file__).parents[4] / "shared/samples/real"
DPI = 300
GARUDA_PAGES = {
    "court_442ab5cf": {1}, "court_5977e86e": {1}, "kalasin3_letter_2559": {1}, "kalasin3_order_2559": {1},
    "kku_memo_2208_2553": {1, 2}, "obec_letter_stamp_hand_2559": {1}, "obec_memo_eo5261_2558": {1, 2},
    "ocsc2554_p1": {1}, "ocsc2554_p4": set(), "phatthalung_00dbc609": {1}, "phatthalung_6b6133b3": {1, 2},
    "phatthalung_79efc756": {1}, "form_516_list": {1},
}  # fmt: skip


def marks(kind: Kind, seed: int) -> list[Mark]:
    image, _text = letter_pages(kind, seed)[0]
    return list(find_marks(cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR), DPI))


def only(found: list[Mark], kind: MarkKind) -> list[Mark]:
    return [m for m in found if m.kind is kind]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_garuda_of_a_letter_is_in_the_middle_and_three_centimetres_high(seed: int) -> None:
    (found,) = only(marks(Kind.EXTERNAL, seed), MarkKind.GARUDA)
    assert 0.4 < (found.box.left + found.box.right) / 2 / 2480 < 0.6
    assert 2.3 < found.box.height / DPI * 2.54 < 3.6


@pytest.mark.parametrize("seed", [1, 2])
def test_the_garuda_of_a_memo_is_small_and_at_the_left(seed: int) -> None:
    (found,) = only(marks(Kind.INTERNAL_MEMO, seed), MarkKind.GARUDA)
    assert found.box.right < 2480 / 3 and found.box.height / DPI * 2.54 < 2.2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_stamped_letter_has_a_red_seal(seed: int) -> None:
    (found,) = only(marks(Kind.STAMPED, seed), MarkKind.RED_SEAL)
    assert 3.0 < found.box.width / DPI * 2.54 < 6.0


def test_a_contract_has_neither_garuda_nor_seal() -> None:
    found = marks(Kind.OTHER, 1)
    assert not only(found, MarkKind.RED_SEAL)


def test_red_words_are_no_seal() -> None:
    page = np.full((3508, 2480, 3), 255, np.uint8)
    cv2.putText(page, "URGENT", (300, 500), cv2.FONT_HERSHEY_SIMPLEX, 5, (40, 40, 220), 14)
    assert only(list(find_marks(page, DPI)), MarkKind.RED_SEAL) == []


def test_an_empty_page_and_a_tiny_one_have_no_marks() -> None:
    assert find_marks(np.full((3508, 2480), 255, np.uint8), DPI) == ()
    assert find_marks(np.full((40, 40), 255, np.uint8), DPI) == ()


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(GARUDA_PAGES))
def test_where_it_is_on_real_pages(name: str) -> None:
    path = REAL / f"{name}.pdf"
    if not path.is_file():
        pytest.skip("needs ../shared/samples beside the checkout (real letters, never in the repository)")
    with pypdfium2.PdfDocument(path) as document:
        pages = [np.ascontiguousarray(p.render(scale=150 / 72).to_numpy()[..., :3]) for p in document]
    found = {i for i, p in enumerate(pages, 1) if only(list(find_marks(p, 150)), MarkKind.GARUDA)}
    assert found == GARUDA_PAGES[name]
