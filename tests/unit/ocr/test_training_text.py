"""Training text: repeatable, in its alphabet, complete, balanced, and apart from what tests print."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import samples
from ocr.training.text import ALPHABET, TextSource, closed
from ocr.training.text.alphabet import THAI
from ocr.training.text.banks import Split, Words, load, shapes, vocabulary
from ocr.training.text.numbers import document_number, in_words
from ocr.training.text.pen import Pen
from ocr.training.text.prose import pieces
from ocr.training.text.writer import SLOTS
from sarabun.thai import THAI_DIGITS, fold_digits, normalise

COUNT = 20_000
RUN = 40  # characters: a run as long is no common phrase any more, but a copy

# Forms of the Regulation, and names of offices that have no other: both generators print them.
PRESCRIBED = re.compile(
    "(นายก)?องค์การบริหารส่วน(ตำบล|จังหวัด).*|(รอง)?ผู้ว่าราชการจังหวัด.*|สำนักงาน[ก-๎]+จังหวัด.*"
    "|ขอแสดงความนับถืออย่างยิ่ง|จึงเรียนมาเพื่อโปรด(ทราบ|พิจารณา)|ความละเอียดแจ้งแล้ว นั้น"
)


def made(seed: int, split: Split, count: int) -> list[str]:
    source = TextSource(seed, split)
    return [source.line() for _ in range(count)]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return made(7, "train", COUNT)


@cache
def entries(split: Split) -> dict[str, set[str]]:
    banks = load(split)
    values = {field.name: getattr(banks, field.name) for field in fields(banks)}
    return {name: set(v.entries if isinstance(v, Words) else v) for name, v in values.items()}


def test_same_seed_same_lines(lines: list[str]) -> None:
    assert made(7, "train", 500) == lines[:500]
    assert made(8, "train", 500) != lines[:500]


def test_lines_are_printed_lines(lines: list[str]) -> None:
    known = set(ALPHABET)
    for line in lines:
        assert 1 <= len(line) <= 130
        assert known.issuperset(line), line
        assert normalise(line) == line
        assert line == " ".join(line.split())


def test_alphabet_has_each_character_once_and_all_of_thai() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert set(map(chr, range(0x0E01, 0x0E3B))) <= set(ALPHABET)
    assert set(THAI_DIGITS + "฿ๆฯ๏๚๛") <= set(ALPHABET)
    assert "".join(sorted(ALPHABET)) == ALPHABET


def test_every_character_comes_often(lines: list[str]) -> None:
    counts = Counter("".join(lines))
    rare = {c: counts[c] for c in THAI if counts[c] * 100_000 < 200 * COUNT}
    assert not rare
    assert not {c: counts[c] for c in ALPHABET if counts[c] < 10}


def test_digits_are_many_and_even(lines: list[str]) -> None:
    for digits, least, most in ((THAI_DIGITS, 0.3, 0.42), ("0123456789", 0.08, 0.16)):
        share = sum(any(digit in line for digit in digits) for line in lines) / COUNT
        assert least < share < most
        counts = Counter(c for line in lines for c in line if c in digits)
        assert max(counts.values()) < 1.15 * min(counts.values())


def test_most_lines_fill_the_page_and_some_hold_one_character(lines: list[str]) -> None:
    assert sum(len(line) >= 60 for line in lines) > 0.45 * COUNT
    assert sum(len(line) == 1 for line in lines) > 0.005 * COUNT
    assert len(set(lines)) > 0.93 * COUNT


def test_train_and_dev_share_no_entry() -> None:
    train, dev = entries("train"), entries("dev")
    assert all(len(dev[name]) >= 2 for name in dev), "a bank is empty for development"
    for name, own in train.items():
        assert own and not own & set().union(*dev.values()), name


def test_dev_prints_its_own_sentences() -> None:
    dev, foreign = "\n".join(made(1, "dev", 5000)), entries("train")["sentences"]
    plain = [sentence for sentence in foreign if "{" not in sentence]
    assert len(plain) > 50
    assert not [sentence for sentence in plain if sentence[:RUN] in dev]
    own = [sentence for sentence in entries("dev")["sentences"] if "{" not in sentence]
    assert any(sentence[:RUN] in dev for sentence in own)


def test_banks_are_large() -> None:
    both = {name: len(own) + len(entries("dev")[name]) for name, own in entries("train").items()}
    least = {"sentences": 300, "subjects": 150, "agencies": 60, "positions": 80, "labels": 60, "english": 80}
    assert {name: both[name] for name, count in least.items() if both[name] < count} == {}


def test_entries_are_in_normal_form_and_their_slots_exist() -> None:
    kinds = [path.stem for path in Path(closed.__file__).with_name("shapes").glob("*.txt")]
    for phrase in [*(e for split in map(entries, ("train", "dev")) for own in split.values() for e in own)]:
        assert normalise(phrase) == phrase
        assert set(re.findall(r"\{(\w*)\}", phrase)) <= set(SLOTS), phrase
    for kind in kinds:
        for shape in shapes(kind):
            assert set(re.findall(r"\{(\w*)\}", shape)) <= set(SLOTS), shape


def sample_texts() -> Iterator[str]:
    """Text of the generator of samples between its slots, with 0-9."""
    for file in Path(samples.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for piece in re.split(r"\{\w*\}|\n", node.value):
                    if re.search("[ก-ฮ]", piece):
                        yield fold_digits(piece.strip())


def test_nothing_of_the_samples_is_trained_on(lines: list[str]) -> None:
    texts = set(sample_texts())
    assert sum(len(text) >= 25 for text in texts) > 200
    page = fold_digits("\n".join(lines))
    copied = [text for text in texts if len(text) >= 25 and text in page]
    assert not [text for text in copied if not PRESCRIBED.fullmatch(text)]
    runs = {text[i : i + RUN] for text in texts for i in range(len(text) - RUN + 1)}
    assert not [page[i : i + RUN] for i in range(len(page) - RUN + 1) if page[i : i + RUN] in runs]


@pytest.mark.parametrize(
    ("baht", "satang", "words"),
    [
        (0, 0, "ศูนย์บาทถ้วน"),
        (11, 25, "สิบเอ็ดบาทยี่สิบห้าสตางค์"),
        (121, 0, "หนึ่งร้อยยี่สิบเอ็ดบาทถ้วน"),
        (1, 0, "หนึ่งบาทถ้วน"),
        (1_000_001, 0, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (21_300_540, 1, "ยี่สิบเอ็ดล้านสามแสนห้าร้อยสี่สิบบาทหนึ่งสตางค์"),
    ],
)
def test_amounts_in_words(baht: int, satang: int, words: str) -> None:
    assert in_words(baht, satang) == words


def test_document_numbers_have_every_shape() -> None:
    pen = Pen(3)
    numbers = [document_number(pen) for _ in range(3000)]
    for shape in (
        r"[ก-ฮ]{2} \d{4}/\d+",
        r"[ก-ฮ]{2} \d{5}\.\d+/ว ?\d+",
        r".+/พิเศษ",
        r"\d+/2[45]\d\d",
        r".+\(.+\)/.+",
    ):
        assert sum(bool(re.fullmatch(shape, number)) for number in numbers) > 10, shape
    assert {number[:2] for number in numbers} >= set(closed.CODES)


def test_lines_are_cut_between_words() -> None:
    text = "ให้รายงาน ณ วันที่ ๑ ต.ค. ๒๕๖๘ (ถ้ามี)"
    cut = pieces(text, vocabulary())
    assert "".join(cut).strip() == text
    assert {"รายงาน", "ต.ค.", "๒๕๖๘", "(ถ้า"} <= set(cut)
    assert all(after[0] not in "ะาำิีึืุู่้๊๋์ๆฯ" for _, after in pairwise(cut))
