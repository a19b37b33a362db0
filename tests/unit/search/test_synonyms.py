from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

from sarabun import thai
from search import analysis, lookup, query, rows, synonyms


def same(text: str) -> set[str]:
    return {"".join(name) for term in query.words(text) for name in term.same}


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("อบต.หนองบัว", {"องค์การบริหารส่วนตำบล"}),
        ("องค์การบริหารส่วนตำบลหนองบัว", {"อบต"}),
        ("กทม", {"กรุงเทพมหานคร", "กรุงเทพ"}),
        ("มท.", {"กระทรวงมหาดไทย"}),
        ("กระทรวงมหาดไทย", {"มท"}),
        ("ม.ค.", {"มกราคม"}),
        ("เชียงใหม่", {"ชม"}),
        ("ชม.", {"เชียงใหม่"}),
        ("ชม", set()),
        ("คณะกรรมการ", set()),
        ("ตำบลหนองบัว", {"ต"}),
        ("ต.หนองบัว", {"ตำบล"}),
        ("หนองบัว", set()),
    ],
)
def test_other_names(text: str, means: set[str]) -> None:
    assert same(text) == means


def test_a_name_inside_a_longer_one_is_left_alone() -> None:
    (term,) = query.words("สำนักงานสาธารณสุขจังหวัด")
    assert {"".join(name) for name in term.same} == {"สสจ"}


def test_document_numbers_and_phrases_have_no_other_names() -> None:
    for clause in (*query.whole("มท 0808.2/ว 1590"), *query.whole("กระทรวงมหาดไทย", exact=True)):
        assert all(not term.same for term in clause.terms)


def test_the_list_is_clean() -> None:
    lines = files("search").joinpath("data/synonyms.csv").read_text("utf-8").splitlines()[1:]
    names = [name for line in lines for name in line.split("|")]
    assert names == [thai.normalise(name).strip() for name in names]
    assert len(names) == len(set(names))
    assert all("|" in line for line in lines)


def test_a_long_name_is_one_term_and_found_though_a_mark_was_lost() -> None:
    name = "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน"
    (term,) = query.words(name)
    assert len(term.atoms) > 6
    assert lookup.is_term(term.atoms)
    assert name in lookup.words(analysis.analyse(f"เรียน เลขาธิการ{name}"))
    assert lookup.shape(name) in lookup.shapes(analysis.analyse("สำนักงานคณะกรรมการการศึกษาขันพื้นฐาน"))


def test_an_index_with_other_names_has_another_format() -> None:
    names = hashlib.sha256("\n".join(sorted(synonyms.names())).encode()).hexdigest()
    assert (rows.FORMAT, names[:16]) == ("f8", "1f6ab1c9fe51468a"), "names are terms: raise FORMAT with them"
