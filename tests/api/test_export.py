"""Lists of hits as files: the whole list, under the rights of who asks, audited."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest

from sarabun import archive, lists
from sarabun.finding import SearchQuery
from tests.api.conftest import Letters
from tests.api.world import World

EXPORT = "/api/v1/search/export"


def rows(world: World, role: str, **asked: object) -> list[dict[str, str]]:
    answer = world.client(role).get(EXPORT, params={"format": "csv", "lang": "en", **asked})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_an_export_is_the_list_that_a_search_finds(world: World, letters: Letters) -> None:
    asked = {"q": "งบประมาณ", "order": "oldest"}
    found = world.client("official").get("/api/v1/search", params=asked).json()["hits"]
    made = rows(world, "official", **asked)
    assert [row["id"] for row in made] == [hit["id"] for hit in found] and len(made) == 2
    assert (made[1]["date (B.E.)"], made[1]["from"]) == ("24 กรกฎาคม 2567", "กรมส่งเสริมการปกครองท้องถิ่น")
    link = made[1]["record"]
    assert link.startswith("https://sarabun.test/records/")
    assert world.client("official").get(link).status_code == 200
    assert [row["id"] for row in rows(world, "official", q="งบประมาณ", kind="ประกาศ")] == [
        letters.training.id
    ]
    assert rows(world, "official", q="zzz") == []


def test_files_say_what_they_are(world: World, letters: Letters) -> None:
    client = world.client("official")
    plain = client.get(EXPORT, params={"format": "csv"}, headers={"accept-language": "en"})
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="sarabun-\d{4}-\d\d-\d\d\.csv"', plain.headers["content-disposition"]
    )
    assert plain.text.removeprefix("\ufeff").startswith("id,")
    thai = client.get(EXPORT, params={"format": "csv", "lang": "th"}, headers={"accept-language": "en"})
    assert thai.text.removeprefix("\ufeff").startswith("เลขประจำเอกสาร,")
    book = client.get(EXPORT, params={"format": "xlsx", "q": "งบประมาณ"})
    assert book.headers["content-type"] == lists.MEDIA_TYPES[lists.Format.XLSX]
    assert book.headers["content-length"] == str(len(book.content))
    with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
        assert letters.budget.id in opened.read("xl/worksheets/sheet1.xml").decode()
    assert not list(world.services.settings.home.glob("work/*"))  # the file is gone when it is sent


def test_rights_hold_in_an_export(world: World, letters: Letters) -> None:
    for role in ("clerk", "official", "manager", "admin"):
        ids = {row["id"] for row in rows(world, role, q="งบประมาณ")}
        assert (letters.secret.id in ids) == (role in ("clerk", "admin")), role


def test_a_letter_that_became_secret_after_it_was_indexed_is_left_out(fresh: World) -> None:
    kept = fresh.letter("a.pdf", [["งบประมาณ ก"]], subject="ก", date="2024-01-01")
    graded = fresh.letter("b.pdf", [["งบประมาณ ข"]], subject="ข", date="2024-01-02")
    fresh.services.registry.update(graded.id, "clerk.1", "document.correct", secrecy="ลับมาก")
    assert [row["id"] for row in rows(fresh, "official", q="งบประมาณ")] == [kept.id]
    assert len(rows(fresh, "clerk", q="งบประมาณ")) == 2


@pytest.mark.parametrize("order", ["", "newest", "oldest", "number"])
def test_a_long_list_comes_in_parts_and_is_whole(
    fresh: World, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    made = [
        fresh.letter(f"{n}.pdf", [[f"งบประมาณ {n}"]], number=f"มท 0808/{n}", date=f"2024-01-{n + 1:02}")
        for n in range(5)
    ]
    monkeypatch.setattr(archive, "_PART", 2)
    asked: list[SearchQuery] = []
    search = fresh.services.index.search
    monkeypatch.setattr(fresh.services.index, "search", lambda query: asked.append(query) or search(query))
    found = [row["id"] for row in rows(fresh, "official", q="งบประมาณ", order=order)]
    assert sorted(found) == sorted(letter.id for letter in made)
    assert len(asked) == 3 and all(query.access.grades == () for query in asked)


def test_an_export_is_audited_before_it_leaves(world: World, letters: Letters) -> None:
    asked = {"q": "งบประมาณ", "choose": "year:2567", "order": "newest", "agency": "กรม"}
    assert len(rows(world, "manager", **asked)) == 1
    detail = {"text": "งบประมาณ", "agency": "กรม", "order": "newest", "chosen": "year:2024", "rows": 1}
    assert world.audited("search.export")[-1] == ("manager.1", "", detail)


def test_what_is_refused(world: World, letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.client("official")
    for asked, code in [
        ({}, "REQUEST_INVALID"), ({"format": "ods"}, "REQUEST_INVALID"),
        ({"format": "csv", "lang": "de"}, "REQUEST_INVALID"),
        ({"format": "csv", "q": "พัสดุ OR"}, "QUERY_SYNTAX"),
        ({"format": "xlsx", "order": "best"}, "ORDER_UNKNOWN"),
    ]:  # fmt: skip
        answer = client.get(EXPORT, params=asked)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    monkeypatch.setattr(lists, "MAX_ROWS", 1)
    before = len(world.audited("search.export"))
    answer = client.get(EXPORT, params={"format": "csv", "q": "งบประมาณ"})
    assert answer.json()["code"] == "LIST_TOO_LONG" and "2 letters" in answer.json()["en"]
    assert len(world.audited("search.export")) == before


def test_the_search_page_leads_to_the_files(
    world: World, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client("official", browser=True)
    page = client.get("/", params={"q": "งบประมาณ", "choose": "year:2567", "lang": "en"}).text
    links = re.findall(r'href="(/api/v1/search/export[^"]+)"', page)
    assert len(links) == 2 and "Download the whole list" in page
    made = client.get(links[0].replace("&amp;", "&"))
    assert letters.budget.id in made.text and letters.training.id not in made.text
    assert made.text.removeprefix("\ufeff").startswith("id,")
    assert "/search/export" not in client.get("/", params={"q": "zzz"}).text
    monkeypatch.setattr(lists, "MAX_ROWS", 1)
    page = client.get("/", params={"q": "งบประมาณ", "lang": "en"}).text
    assert "/search/export" not in page and "at most 1 documents" in page
