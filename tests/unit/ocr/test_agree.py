"""Two readings of one line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.engines.choose import FIRST, SECOND, SHIPPED
from ocr.frame import BASELINE, HEIGHT
from ocr.picture import Pixels
from ocr.recognise.agree import agreed, forward
from ocr.recognise.opinions import TwoReaders
from ocr.recognise.reader import Character, LineReader, Reading

NULL = 2
FONT = "/usr/share/fonts/truetype/tlwg/Laksaman.ttf"


def spelt(path: tuple[int, ...]) -> list[int]:
    return [b for a, b in zip((NULL, *path), path, strict=False) if a != b and b != NULL]


@pytest.mark.parametrize("classes", [[], [0], [1, 0], [0, 0], [1, 1, 3]])
def test_the_probability_of_a_text_is_the_sum_over_all_its_paths(classes: list[int]) -> None:
    chances = np.random.default_rng(5).dirichlet(np.ones(4), 5).astype(np.float32)
    paths = (p for p in product(range(4), repeat=5) if spelt(p) == classes)
    together = sum(float(np.prod([chances[i, c] for i, c in enumerate(path)])) for path in paths)
    assert forward(np.log(chances), classes, NULL) == pytest.approx(np.log(together), abs=1e-4)


class FakeReader:
    """Knows three letters; class 2 is nothing."""

    classes = ("ก", "ข", "", "ค")
    null = NULL

    def encoded(self, text: str) -> list[int] | None:
        return [self.classes.index(c) for c in text] if all(c in "กขค" for c in text) else None


def reading(text: str, sure: float, classes: tuple[str, ...] = FakeReader.classes) -> Reading:
    """Each character in one step, a step of nothing after it; the other classes share the rest."""
    chances = np.full((2 * len(text), 4), 1e-6, np.float32)
    characters = []
    for i, char in enumerate(text):
        chances[2 * i] = (1 - sure) / 3
        chances[2 * i, classes.index(char)] = sure
        chances[2 * i + 1, NULL] = 1.0
        characters.append(Character(char, 2 * i, 2 * i + 1, sure))
    return Reading(tuple(characters), chances / chances.sum(axis=1, keepdims=True))


READERS = (FakeReader(), FakeReader())


def test_what_both_saw_stands_and_is_surer_than_either() -> None:
    found = agreed(reading("กขก", 0.9), reading("กขก", 0.8), READERS)  # type: ignore[arg-type]
    assert "".join(c.text for c in found.characters) == "กขก" and found.doubted == 0
    assert all(c.chance == pytest.approx(0.98) for c in found.characters)


@pytest.mark.parametrize(("first", "second", "stands"), [(0.55, 0.99, "กคก"), (0.99, 0.55, "กขก")])
def test_where_they_differ_the_surer_one_stands_and_is_doubted(
    first: float, second: float, stands: str
) -> None:
    one, two = reading("กขก", first), reading("กคก", second)
    found = agreed(one, two, READERS)  # type: ignore[arg-type]
    assert "".join(c.text for c in found.characters) == stands and found.doubted == 1
    assert found.characters[1].chance <= 0.5 < found.characters[0].chance


def test_who_says_so_stays_known_and_what_only_one_saw_may_be_lost() -> None:
    found = agreed(reading("กข", 0.99), reading("กคข", 0.6), READERS)  # type: ignore[arg-type]
    assert [(c.text, c.source, c.lost) for c in found.characters] == [
        ("ก", "both", True),
        ("ข", "both", False),
    ]
    found = agreed(reading("กข", 0.99), reading("กค", 0.6), READERS)  # type: ignore[arg-type]
    assert [(c.text, c.source) for c in found.characters] == [("ก", "both"), ("ข", "vote")]


def test_a_line_that_only_one_saw() -> None:
    nothing = Reading((), np.full((4, 4), 0.25, np.float32))
    assert agreed(nothing, nothing, READERS).characters == ()  # type: ignore[arg-type]
    found = agreed(reading("กข", 0.9), nothing, READERS)  # type: ignore[arg-type]
    assert "".join(c.text for c in found.characters) == "กข" and all(
        c.chance <= 0.5 for c in found.characters
    )


@pytest.fixture(scope="module")
def shipped() -> LineReader:
    return LineReader(SHIPPED / FIRST)


def test_lines_of_a_batch_do_not_see_each_other(shipped: LineReader) -> None:
    frames = [frame(text) for text in ("๒", "เรียน อธิบดีกรมการปกครอง", "ลับ", "โทร. ๐ ๒๑๒๓ ๔๕๖๗")]
    together, alone = shipped.read(frames), [shipped.read([one])[0] for one in frames]
    for one, other in zip(together, alone, strict=True):
        assert [(c.text, c.start) for c in one.characters] == [(c.text, c.start) for c in other.characters]


def test_numbers_get_a_second_opinion_and_empty_paper_none(
    shipped: LineReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = LineReader.read

    def counted(self: LineReader, frames: Sequence[Pixels]) -> list[Reading]:
        asked.append(len(frames))
        return real(self, frames)

    monkeypatch.setattr(LineReader, "read", counted)
    both = TwoReaders(shipped, LineReader(SHIPPED / SECOND))
    both.characters([np.full((HEIGHT, 300), 255, np.uint8), frame("ที่ มท ๐๒๐๑/๑๒๓๔")])
    assert asked[0] == 2 and asked[1] == 1


def frame(text: str) -> Pixels:
    font = ImageFont.truetype(FONT, 30, layout_engine=ImageFont.Layout.RAQM)
    image = Image.new("L", (int(font.getlength(text)) + 32, HEIGHT), 255)
    ImageDraw.Draw(image).text((16, BASELINE), text, 0, font, anchor="ls")
    return np.asarray(image)
