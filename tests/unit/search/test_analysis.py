from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis, compounds


def atoms(text: str) -> list[str]:
    return [atom.text for atom in analysis.analyse(text).atoms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("องค์การบริหารส่วนตำบล", "องค์ การ บริหาร ส่วน ตำบล"),
        ("สำนักงานปลัดกระทรวง", "สำนัก งาน ปลัด กระทรวง"),
        ("การประชุมคณะกรรมการ", "การ ประชุม คณะ กรรม การ"),
        ("ขาวข่าวข้าว", "ขาว ข่าว ข้าว"),
        ("มท ๐๒๐๑.๒/ว ๑๕๙๐", "มท 0201 2 ว 1590"),
        ("มท0201.2/ว1590", "มท 0201 2 ว 1590"),
        ("พ.ศ.๒๕๖๗", "พศ 2567"),
        ("พ.ศ. 2567", "พศ 2567"),
        ("พ.ร.บ. และ พ.ร.บ", "พรบ และ พรบ"),
        ("มี.ค. ม.44", "มีค ม 44"),
        ("1,234,500.25 บาท", "1234500 25 บาท"),
        ("e-Office Word's", "e office word s"),
        ("กรุงเทพฯ", "กรุงเทพ"),
        ("สํานักงาน เเผน", "สำนัก งาน แผน"),
        ("(*) -- ๆ ฯลฯ _", "ล"),
        ("", ""),
    ],
)
def test_atoms(text: str, expected: str) -> None:
    assert atoms(text) == expected.split()


def test_words_are_kept_beside_their_atoms() -> None:
    found = analysis.analyse("องค์การบริหารส่วนตำบล e-Office ๑,๒๓๔")
    assert found.words == ("องค์การบริหารส่วนตำบล", "eoffice", "1234")
    assert [found.text[a.start : a.end] for a in found.atoms][-3:] == ["e", "Office", "๑,๒๓๔"]


@pytest.mark.parametrize("word", ["ประชุม", "กระทรวง", "ประเทศ", "ตำบล", "หนอง", "บริหาร", "จังหวัด", "xyz"])
def test_words_that_are_not_compounds_stay_whole(word: str) -> None:
    assert compounds.split(word) == (word,)


@given(st.text(alphabet="กขคงนมรสอบปลหว่้็ิีุาำเแโไๆฯ ๐๑2.,/-()aZé\n\u200b\x00\U0001f600", max_size=80))
def test_marked_text_has_the_borders_of_its_atoms(text: str) -> None:
    analysed = analysis.analyse(text)
    marked = analysis.mark(analysed)
    bare = marked.replace(analysis.WORD_BORDER, "").replace(analysis.ATOM_BORDER, "")
    assert bare == analysed.text
    cut = re.split(f"[{analysis.WORD_BORDER}{analysis.ATOM_BORDER}]", marked)
    assert [analysis.fold(part) for part in cut if analysis.fold(part)] == [a.text for a in analysed.atoms]


@given(st.text(max_size=60))
def test_any_text_gives_terms_without_spaces(text: str) -> None:
    analysed = analysis.analyse(text)
    for atom in analysed.atoms:
        assert atom.text and not any(char.isspace() for char in atom.text)
        assert 0 <= atom.start < atom.end <= len(analysed.text)
    skeleton, places = analysis.skeleton(analysed.text), analysis.places(analysed.text)
    assert [analysis.skeleton(analysed.text[place]) for place in places] == list(skeleton)


def test_skeleton_loses_marks_and_spaces_only() -> None:
    assert analysis.skeleton("การ พัฒนา\nท้องถิ่น") == analysis.skeleton("การพฒนาทองถน") == "การพฒนาทองถน"
    assert analysis.skeleton("น้ำ ๑/A") == "นา1a"
    assert analysis.skeleton("ก้ ข") == "กข" and analysis.places("ก้ ข") == [0, 3]


def test_trigrams() -> None:
    assert analysis.trigrams("กขคง") == ("กขค", "ขคง")
    assert analysis.trigrams("กข") == ()


@pytest.mark.parametrize(
    "written",
    [
        "ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐",
        "มท ๐๒๐๑.๒/ว ๑๕๙๐",
        "มท0201.2/ว1590",
        "มท. 02012 ว 1590",
        "ที่มท 0201.2 / ว. 1590",
        "เลขที่ มท 0201.2/ว1590",
    ],
)
def test_one_number_however_written(written: str) -> None:
    assert analysis.number_key(written) == "มท02012ว1590"


def test_number_is_found_in_part() -> None:
    keys = analysis.number_keys("ที่ มท ๐๒๐๑.๒/ว ๑๕๙๐")
    assert {"มท", "มท0201", "0201", "02012", "02012ว1590", "ว1590", "1590", "มท02012ว1590"} <= set(keys)
    assert "ที่มท02012ว1590" not in keys
    assert analysis.number_keys("") == ()


@pytest.mark.parametrize(
    "number", ["กห 0206(กคร.447)/2570", "สพธอ. 0101/ว 2568", "ศธ 04056.12/45", "12/2567"]
)
def test_whole_number_is_one_of_its_keys(number: str) -> None:
    assert analysis.number_key(number) in analysis.number_keys(number)


def test_similar_wants_half_of_enough_trigrams() -> None:
    grams, least = analysis.similar("ชลประทาน")
    assert (len(grams), least) == (6, 3)
    assert analysis.similar("ขาวสด") == ((), 0)
    assert analysis.similar("มท08082ว1590") == ((), 0)


@given(st.text(alphabet="กขคงนมรสอบปลหว่้็ิีุาำเแโไๆฯ ๐๑2.,/-()aZéİ“–\n\x01\x02\U0001f600", max_size=80))
def test_skeleton_is_the_same_letter_by_letter(text: str) -> None:
    assert analysis.skeleton(text) == "".join(map(analysis.skeleton, text))
    assert analysis.skeleton(f"{text}é") == analysis.skeleton(text) + "é"
