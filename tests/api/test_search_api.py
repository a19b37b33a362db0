from __future__ import annotations

import pytest

from sarabun import queries
from sarabun.errors import InputError
from sarabun.finding import Facet
from search.counting import Scale
from tests.api.conftest import Letters
from tests.api.world import CHARACTER, HEIGHT, LINE_STEP, LINE_TOP, WIDTH, World


def ids(answer: dict[str, object]) -> set[str]:
    return {hit["id"] for hit in answer["hits"]}


def test_a_search_finds_pages_and_says_what_matched(world: World, letters: Letters) -> None:
    answer = world.client("official").get("/api/v1/search", params={"q": "รายละเอียดงบประมาณ"})
    assert answer.status_code == 200
    hit = answer.json()["hits"][0]
    assert (hit["id"], hit["page"]) == (letters.budget.id, 2)
    assert hit["date_th"] == "24 กรกฎาคม 2567" and hit["kind_th"] == "หนังสือภายนอก"
    assert any("งบประมาณ" in hit["snippet"][a:b] for a, b in hit["highlights"]) and hit["terms"]
    assert answer.json()["total"] >= 1


def test_counts_of_very_many_letters_are_estimates_unless_asked_for_exactly(
    fresh: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.rows.SHARE", 1)  # so that each of the letters is one that is counted
    monkeypatch.setattr(fresh.services.index, "_scale", Scale(few=1, over=1))
    for year in (2023, 2024):
        fresh.letter(f"{year}.pdf", [["งบประมาณ"]], subject="งบประมาณ", date=f"{year}-01-01")
    client = fresh.client("official")
    for path in ("/api/v1/search", "/api/v1/facets"):
        found = client.get(path, params={"q": "งบประมาณ", "facet": "year"}).json()
        assert found["estimated"] and found["total"] == 16
        assert all(value["estimated"] for value in found["facets"]["year"])
        exactly = client.get(path, params={"q": "งบประมาณ", "facet": "year", "exact": "true"}).json()
        assert (exactly["total"], exactly["estimated"]) == (2, False)
        assert [(v["count"], v["estimated"]) for v in exactly["facets"]["year"]] == [(1, False)] * 2
    rows = client.get("/api/v1/search/export", params={"q": "งบประมาณ", "format": "csv"}).text.splitlines()
    assert len(rows) == 3
    assert [entry[-1]["rows"] for entry in fresh.audited("search.export")][-1] == 2
    assert [entry[-1].get("estimated") for entry in fresh.audited("search")][-4:] == [True, None, True, None]


@pytest.mark.parametrize("year", ["2567", "2024", "๒๕๖๗", "67"])
def test_the_year_is_buddhist_or_common(world: World, letters: Letters, year: str) -> None:
    answer = world.client("official").get("/api/v1/search", params={"q": "งบประมาณ", "year": year}).json()
    assert ids(answer) == {letters.budget.id}


def test_filters(world: World, letters: Letters) -> None:
    client = world.client("official")
    found = client.get("/api/v1/search", params={"kind": "pr.announcement"}).json()
    assert ids(found) == {letters.training.id}
    found = client.get("/api/v1/search", params={"agency": "กระทรวงศึกษาธิการ"}).json()
    assert ids(found) == {letters.training.id}
    page = client.get("/api/v1/search", params={"q": "งบประมาณ", "limit": 1, "offset": 1}).json()
    assert len(page["hits"]) == 1 and page["total"] == 2


def test_facets_orders_and_pages(world: World, letters: Letters) -> None:
    client = world.client("official")
    asked = {"q": "งบประมาณ", "facet": ["kind", "year"], "order": "oldest", "limit": 1}
    first = client.get("/api/v1/search", params=asked).json()
    assert {v["label"]: v["count"] for v in first["facets"]["year"]}["2567"] == 1
    assert {v["label"] for v in first["facets"]["kind"]} <= {
        "หนังสือภายนอก",
        "ประกาศ",
        "หนังสือภายใน (บันทึกข้อความ)",
    }
    second = client.get("/api/v1/search", params={**asked, "after": first["next"]}).json()
    assert second["next"] is None and not ids(first) & ids(second)
    assert first["hits"][0]["date"] <= second["hits"][0]["date"]
    chosen = client.get(
        "/api/v1/search", params={"q": "งบประมาณ", "choose": ["year:2567", "kind:external"]}
    ).json()
    assert ids(chosen) == {letters.budget.id}


def test_secret_letters_are_found_by_those_who_may_see_them_only(world: World, letters: Letters) -> None:
    counts = {}
    for role in ("clerk", "official", "manager", "admin"):
        answer = world.client(role).get("/api/v1/search", params={"q": "งบประมาณ"}).json()
        counts[role] = answer["total"]
        assert (letters.secret.id in ids(answer)) == (role in ("clerk", "admin")), role
    assert counts == {"clerk": 3, "admin": 3, "official": 2, "manager": 2}


def test_a_letter_that_became_secret_after_it_was_indexed_is_left_out(fresh: World) -> None:
    kept = fresh.letter("a.pdf", [["งบประมาณ ก"]], subject="ก", date="2024-01-01")
    graded = fresh.letter("b.pdf", [["งบประมาณ ข"]], subject="ข", date="2024-01-02")
    fresh.services.registry.update(graded.id, "clerk.1", "document.correct", secrecy="ลับมาก")
    answer = fresh.client("official").get("/api/v1/search", params={"q": "งบประมาณ"}).json()
    assert ids(answer) == {kept.id} and (answer["total"], answer["complete"]) == (1, 1)
    assert fresh.client("clerk").get("/api/v1/search", params={"q": "งบประมาณ"}).json()["total"] == 2


def test_searches_are_audited(world: World, letters: Letters) -> None:
    world.client("manager").get("/api/v1/search", params={"q": "คำค้นเฉพาะ"})
    assert ("manager.1", "", {"text": "คำค้นเฉพาะ", "total": 0}) in world.audited("search")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"year": "2567x"}, "YEAR_INVALID"), ({"year": "1066"}, "YEAR_INVALID"),
        ({"year": "-67"}, "YEAR_INVALID"),
        ({"kind": "letter"}, "KIND_UNKNOWN"), ({"q": "ก" * 501}, "TEXT_TOO_LONG"),
        ({"agency": "ก" * 501}, "TEXT_TOO_LONG"), ({"limit": 0}, "PAGE_TOO_FAR"),
        ({"limit": 101}, "PAGE_TOO_FAR"), ({"offset": -1}, "PAGE_TOO_FAR"),
        ({"offset": 10_001}, "PAGE_TOO_FAR"), ({"order": "best"}, "ORDER_UNKNOWN"),
        ({"facet": "colour"}, "FACET_UNKNOWN"), ({"choose": "colour:red"}, "FACET_UNKNOWN"),
        ({"choose": "year:never"}, "YEAR_INVALID"), ({"after": "x"}, "CURSOR_INVALID"),
        ({"q": "พัสดุ OR"}, "QUERY_SYNTAX"), ({"q": "วันที่:เมื่อวาน"}, "QUERY_VALUE"),
        ({"limit": "many"}, "REQUEST_INVALID"),
    ],
)  # fmt: skip
def test_bad_queries_say_what_to_do(world: World, parameters: dict[str, object], code: str) -> None:
    answer = world.client("official").get("/api/v1/search", params=parameters)
    body = answer.json()
    assert answer.status_code == 422 and body["code"] == code
    assert body["th"] and body["en"] and body["title"] == body["th"]


def test_what_is_typed_is_cleaned() -> None:
    query = queries.search_query(q=" a\x00b\nc\ud800 ", kind="external", year="๒๕๖๗")
    assert (query.text, query.chosen) == ("a b c", ((Facet.KIND, "external"), (Facet.YEAR, "2024")))
    with pytest.raises(InputError):
        queries.clean("x" * 11, "batch", 10)


def test_suggestions_are_of_letters_that_one_may_see(world: World, letters: Letters) -> None:
    found = world.client("official").get("/api/v1/suggest", params={"q": "ขออนุมัติ"}).json()
    assert [s["text"] for s in found["subjects"]] == ["ขออนุมัติงบประมาณโครงการ"]
    found = world.client("official").get("/api/v1/suggest", params={"q": "กรมส่ง"}).json()
    assert found["agencies"] == [{"text": "กรมส่งเสริมการปกครองท้องถิ่น", "count": 1}]
    assert world.client("official").get("/api/v1/suggest", params={"q": "ก"}).json() == {
        "subjects": [], "agencies": [], "numbers": [],
    }  # fmt: skip
    assert world.client("official").get("/api/v1/suggest", params={"limit": 0}).status_code == 422


def test_facets_alone(world: World, letters: Letters) -> None:
    answer = world.client("official").get("/api/v1/facets", params={"q": "งบประมาณ", "facet": "kind"}).json()
    assert answer["total"] == 2 and list(answer["facets"]) == ["kind"]
    everything = world.client("official").get("/api/v1/facets").json()
    assert "secrecy" in everything["facets"] and everything["facets"]["secrecy"] == []


def test_hits_with_some_of_their_fields(world: World, letters: Letters) -> None:
    asked = {"q": "งบประมาณ", "fields": "id, page,nothing"}
    answer = world.client("official").get("/api/v1/search", params=asked).json()
    assert answer["hits"] and all(set(hit) == {"id", "page"} for hit in answer["hits"])


def test_did_you_mean(world: World, letters: Letters) -> None:
    client = world.client("official")
    assert client.get("/api/v1/search", params={"q": "งบประมาน"}).json()["meant"] == "งบประมาณ"
    assert client.get("/api/v1/search", params={"q": "งบประมาณ"}).json()["meant"] is None
    page = client.get("/", params={"q": "งบประมาน"}).text
    assert "หรือคุณหมายถึง" in page and "q=%E0%B8%87%E0%B8%9A" in page


def test_boxes_say_where_the_words_stand_on_the_page(world: World, letters: Letters) -> None:
    asked = {"q": "รายละเอียดงบประมาณ", "boxes": True, "limit": 1}
    (hit,) = world.client("official").get("/api/v1/search", params=asked).json()["hits"]
    assert (hit["id"], hit["page"]) == (letters.budget.id, 2)
    assert hit["image"] == {"width": WIDTH, "height": HEIGHT}
    line = "หน้าสอง มีรายละเอียดงบประมาณ"
    left, right = (20 + CHARACTER * at for at in (line.index("รายละเอียด"), len(line)))
    assert hit["boxes"] == [
        {"page": 2, "left": left, "top": LINE_TOP, "right": right, "bottom": LINE_TOP + LINE_STEP - 10}
    ]


def test_boxes_are_those_that_the_record_page_marks(world: World, letters: Letters) -> None:
    asked = {"q": "อนุมัติ รายจ่าย", "boxes": True}
    hits = world.client("official").get("/api/v1/search", params=asked).json()["hits"]
    hit = next(hit for hit in hits if hit["id"] == letters.budget.id)
    shown = {"page": hit["page"], "q": asked["q"], "t": hit["terms"]}
    page = world.client("official").get(f"/records/{hit['id']}", params=shown).text
    assert len(hit["boxes"]) > 1
    assert [f'class="hit" x="{box["left"] - 4}" y="{box["top"] - 4}"' in page for box in hit["boxes"]] == [
        True
    ] * page.count('class="hit"')


def test_boxes_are_there_where_they_are_asked_for(fresh: World) -> None:
    fresh.letter("a.pdf", [["งบประมาณ"]], subject="ก")
    client = fresh.client("official")
    plain = client.get("/api/v1/search", params={"q": "งบประมาณ"}).json()["hits"][0]
    assert "boxes" not in plain and "image" not in plain
    some = client.get("/api/v1/search", params={"q": "งบประมาณ", "boxes": 1, "fields": "id,boxes"}).json()
    assert set(some["hits"][0]) == {"id", "boxes"} and some["hits"][0]["boxes"]
    (everything,) = client.get("/api/v1/search", params={"boxes": 1}).json()["hits"]
    assert everything["boxes"] == [] and everything["image"] == {"width": WIDTH, "height": HEIGHT}


def test_boxes_are_told_of_a_few_hits_only(world: World) -> None:
    client = world.client("official")
    refused = client.get("/api/v1/search", params={"q": "ก", "boxes": True, "limit": 21})
    assert (refused.status_code, refused.json()["code"]) == (422, "TOO_MANY_BOXES")
    assert client.get("/api/v1/search", params={"q": "ก", "boxes": True, "limit": 20}).status_code == 200
