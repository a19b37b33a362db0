"""What a line says twice is made to agree where the reader was unsure, and only there."""

from __future__ import annotations

from math import log

import pytest

from ocr.correct.facts import Repair, baht_in_words, disagreeing, number_in_words
from ocr.correct.path import Choices

Doubts = dict[int, dict[str, float]]


def places(text: str, doubts: Doubts) -> list[Choices]:
    """Places of ``text`` where only those in ``doubts`` have other texts, with their odds."""
    return [
        ((char, 0.0), *((other, log(odds)) for other, odds in doubts.get(n, {}).items()))
        for n, char in enumerate(text)
    ]


def repaired(text: str, doubts: Doubts) -> str:
    found = dict(disagreeing([*text], places(text, doubts)))
    assert all(found[at] in doubts[at] for at in found)
    return "".join(found.get(n, char) for n, char in enumerate(text))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ศูนย์"),
        (1, "หนึ่ง"),
        (11, "สิบเอ็ด"),
        (21, "ยี่สิบเอ็ด"),
        (101, "หนึ่งร้อยเอ็ด"),
        (77_500, "เจ็ดหมื่นเจ็ดพันห้าร้อย"),
        (1_000_001, "หนึ่งล้านเอ็ด"),
        (12_345_678, "สิบสองล้านสามแสนสี่หมื่นห้าพันหกร้อยเจ็ดสิบแปด"),
        (21_000_000, "ยี่สิบเอ็ดล้าน"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ("77,500", "เจ็ดหมื่นเจ็ดพันห้าร้อยบาทถ้วน"),
        ("๒,๔๑๐.๕๐", "สองพันสี่ร้อยสิบบาทห้าสิบสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("๑๐๐.๐๐", "หนึ่งร้อยบาทถ้วน"),
    ],
)
def test_amounts_in_words(figures: str, words: str) -> None:
    assert baht_in_words(figures) == words


def test_figures_follow_the_words() -> None:
    text = "เป็นเงิน ๑๔,๕๐๐ บาท (หนึ่งหมื่นแปดพันห้าร้อยบาทถ้วน)"
    assert repaired(text, {10: {"๘": 0.1}}) == text.replace("๑๔", "๑๘")


def test_two_figures_follow_the_words() -> None:
    text = "๑๔,๓๐๐ บาท (หนึ่งหมื่นแปดพันห้าร้อยบาทถ้วน)"
    assert repaired(text, {1: {"๘": 0.1, "๙": 0.3}, 3: {"๕": 0.02}}) == text.replace("๑๔,๓", "๑๘,๕")


def test_words_follow_figures_that_are_sure() -> None:
    text = "77,500 บาท (เจ็ดหมิ่นเจ็ดพันห้าร้อยบาทถ้วน)"
    at = text.index("หมิ่") + 2
    assert repaired(text, {at: {"ื": 0.2}}) == text.replace("หมิ่น", "หมื่น")
    assert repaired(text, {at: {"ื": 0.2}, 0: {"1": 0.1}}) == text  # either may be wrong


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("๑๔,๕๐๐ บาท (หนึ่งหมื่นแปดพันห้าร้อยบาทถ้วน)", {}),  # it is sure
        ("๑๔,๕๐๐ บาท (หนึ่งหมื่นแปดพันห้าร้อยบาทถ้วน)", {1: {"๙": 0.9}}),  # no reading agrees
        ("๑๘,๕๐๐ บาท (หนึ่งหมื่นแปดพันห้าร้อยบาทถ้วน)", {1: {"๙": 0.9}}),  # it agrees as it is
        ("วันจันทร์ที่ 1 มกราคม 2567", {14: {"7": 0.9}}),
        ("1 1017 00203 45 0", {6: {"7": 0.9}}),
    ],
)
def test_what_is_sure_or_agrees_stays(text: str, doubts: Doubts) -> None:
    assert repaired(text, doubts) == text


def test_the_day_follows_the_weekday() -> None:
    text = "เมื่อวันพุธที่ ๒๘ กรกฎาคม ๒๕๖๗"  # the 24th was a Wednesday
    at = text.index("๘")
    assert repaired(text, {at: {"๔": 0.2, "๓": 0.01}}) == text.replace("๒๘", "๒๔")
    assert repaired(text, {at: {"๓": 0.2}}) == text


def test_of_two_dates_that_fit_neither_is_taken() -> None:
    text = "วันพุธที่ 25 กรกฎาคม 2567"
    tens, ones = text.index("25"), text.index("25") + 1
    assert repaired(text, {tens: {"1": 0.9}, ones: {"4": 0.5, "7": 0.9}}) == text  # the 17th, the 24th


@pytest.mark.parametrize("number", ["1101700203450", "๑๑๐๑๗๐๐๒๐๓๔๕๐"])
def test_check_digits(number: str) -> None:
    wrong = number[:5] + number[0] + number[6:]
    assert repaired(number, {5: {number[0]: 5.0}}) == number
    assert repaired(wrong, {5: {number[5]: 0.2}}) == number


def test_places_left_out_count() -> None:
    text = ["", *"วันพุธที่ 2", "", *"8 กรกฎาคม 2567"]
    doubt = places("".join(char or "x" for char in text), {text.index("8"): {"4": 0.2}})
    assert [*disagreeing(text, doubt)] == [Repair(text.index("8"), "4")]
