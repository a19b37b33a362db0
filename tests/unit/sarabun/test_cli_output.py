"""What the command line says of the hits of a search."""

from __future__ import annotations

import pytest

from sarabun import views
from sarabun.cli import output, texts
from sarabun.finding import Counted, Facet, SearchResult


@pytest.mark.parametrize(
    ("total", "complete", "th", "en"),
    [
        (0, 0, "พบ 0 ฉบับ", "Letters found: 0"),
        (1200, 1200, "พบ 1,200 ฉบับ", "Letters found: 1,200"),
        (15, 3, "ตรงครบทุกคำ 3 ฉบับ · ใกล้เคียงอีก 12 ฉบับ", "Letters that have every word: 3 · near ones: 12"),
        (12, 0, "ไม่มีฉบับที่ตรงครบทุกคำ แสดงฉบับที่ใกล้เคียง 12 ฉบับ", "No letter has every word · near ones: 12"),
    ],
)
def test_how_many_letters_have_every_word(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    total: int,
    complete: int,
    th: str,
    en: str,
) -> None:
    for language, said in (("th", th), ("en", en)):
        monkeypatch.setattr(texts, "LANGUAGE", language)
        output.hits(views.search_result(SearchResult(total, (), complete=complete)))
        assert capsys.readouterr().out.strip() == said


def test_estimates_are_told_as_such(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "LANGUAGE", "th")
    years = (Counted("2024", 20_512, estimated=True), Counted("2023", 1_208))
    result = SearchResult(211_384, (), complete=211_384, estimated=True, facets=((Facet.YEAR, years),))
    output.hits(views.search_result(result))
    assert capsys.readouterr().out.split("\n")[:2] == [
        "พบประมาณ 210,000 ฉบับ",
        "year: 2567 ≈ 21,000, 2566 1,208",
    ]
