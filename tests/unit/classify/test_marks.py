"""A signature is a pen's stroke above the signer's name, not printed words that run together."""

from __future__ import annotations

from classify.marks import RETENTION_DATED, RETENTION_FOREVER, measured
from sarabun.model import (
    Box,
    ColourMode,
    DocumentText,
    Field,
    Line,
    Mark,
    MarkKind,
    PageImage,
    PageText,
    Word,
)

SIGNER = Field("นายทดสอบ", "(นายทดสอบ)", 1, Box(1300, 2000, 1800, 2060), 0.9)


def page(*marks: Mark) -> PageImage:
    return PageImage(1, "", 2480, 3508, 300, ColourMode.COLOUR, 24, 0.0, 0, 100.0, False, marks=marks)


def words(*placed: tuple[str, Box]) -> DocumentText:
    lines = tuple(Line((Word(text, box, 0.95),), box, 0.95) for text, box in placed)
    return DocumentText((PageText(1, 2480, 3508, 300, lines, 0.95, "test"),))


def value(name: str, text: DocumentText, *marks: Mark) -> object:
    found = measured(text, [page(*marks)], SIGNER, None)[name]
    return None if found is None else found.value


PEN = Mark(MarkKind.PEN, Box(1400, 1800, 1750, 1990), 0.7)


def test_a_stroke_above_the_name_is_a_signature() -> None:
    assert value("has_signature", words(), PEN) is True


def test_a_stroke_elsewhere_is_not() -> None:
    for box in (Box(200, 1800, 500, 1990), Box(1400, 600, 1750, 800), Box(1400, 2400, 1750, 2600)):
        assert value("has_signature", words(), Mark(MarkKind.PEN, box, 0.7)) is False


def test_printed_words_run_together_are_not() -> None:
    printed = words(("แสดง", Box(1410, 1850, 1550, 1900)), ("นับถือ", Box(1560, 1850, 1740, 1900)))
    assert value("has_signature", printed, PEN) is False


def test_marks_become_fields_with_their_place() -> None:
    seal = Mark(MarkKind.RED_SEAL, Box(1, 2, 3, 4), 0.9)
    found = measured(words(), [page(seal)], None, None)
    assert found["has_red_seal"] == Field(True, "", 1, Box(1, 2, 3, 4), 0.9, "image")
    assert found["has_garuda"] is not None and found["has_garuda"].value is False


def test_pages_that_were_not_measured_say_nothing() -> None:
    found = measured(words(), [], SIGNER, None)
    assert found["has_garuda"] is None and found["has_signature"] is None


def test_class_of_retention_from_the_stamp() -> None:
    dated = Field("2036-12-31", "เก็บถึง พ.ศ. 2579", 1, Box(1, 1, 2, 2), 0.8)
    forever = Field("ห้ามทำลาย", "ห้ามทำลาย", 1, Box(1, 1, 2, 2), 0.8)
    assert measured(words(), [], None, dated)["retention_class"].value == RETENTION_DATED  # type: ignore[union-attr]
    assert measured(words(), [], None, forever)["retention_class"].value == RETENTION_FOREVER  # type: ignore[union-attr]
    assert measured(words(), [], None, None)["retention_class"] is None
