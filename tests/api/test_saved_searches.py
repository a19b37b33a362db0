from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sarabun import searches
from tests.api.conftest import Letters
from tests.api.world import World, form_token

URL = "/api/v1/searches"


def saved(world: World, role: str = "official", **asked: object) -> dict[str, object]:
    answer = world.client(role).post(URL, json={"name": "งบ", "q": "งบประมาณ"} | asked)
    assert answer.status_code == 201, answer.text
    body: dict[str, object] = answer.json()
    return body


def test_a_search_is_kept_listed_run_and_deleted(fresh: World) -> None:
    fresh.letter("a.pdf", [["งบประมาณ ก"]], subject="ก", date="2024-01-01", agency="กองคลัง")
    fresh.letter("b.pdf", [["งบประมาณ ข"]], subject="ข", date="2023-01-01", agency="กองคลัง")
    client = fresh.client("official")
    kept = saved(
        fresh, year="๒๕๖๗", kind="หนังสือภายนอก", choose=["agency:กองคลัง"], agency="คลัง", order="newest",
        alerts=True,
    )  # fmt: skip
    assert {name: kept[name] for name in ("name", "q", "choose", "agency", "order", "alerts")} == {
        "name": "งบ", "q": "งบประมาณ", "choose": ["kind:external", "year:2024", "agency:กองคลัง"],
        "agency": "คลัง", "order": "newest", "alerts": True,
    }  # fmt: skip
    assert client.get(URL).json() == {"searches": [kept]}
    one = f"{URL}/{kept['id']}"
    assert client.get(one).json() == kept
    answer = client.get(f"{one}/results", params={"facet": "year", "fields": "subject"}).json()
    assert answer["hits"] == [{"subject": "ก"}] and answer["facets"]["year"]
    asked = {"q": kept["q"], "choose": kept["choose"], "agency": "คลัง", "order": "newest", "facet": "year"}
    again = client.get("/api/v1/search", params=asked).json()
    assert [h["subject"] for h in again["hits"]] == ["ก"] and again["facets"] == answer["facets"]
    assert client.delete(one).status_code == 204 and client.get(URL).json() == {"searches": []}
    assert client.get(one).json()["code"] == "SAVED_SEARCH_NOT_FOUND"
    assert [a for a, s, _ in fresh.audited("search.save") if s == kept["id"]] == ["official.1"]
    assert fresh.audited("search.remove") == [("official.1", kept["id"], {})]


def test_results_go_on_page_by_page(fresh: World) -> None:
    for n in range(3):
        fresh.letter(f"{n}.pdf", [["งบประมาณ"]], subject=f"ฉบับ {n}", date=f"2024-01-0{n + 1}")
    results = f"{URL}/{saved(fresh, order='oldest')['id']}/results"
    client, seen, after = fresh.client("official"), [], ""
    while after is not None:
        answer = client.get(results, params={"limit": 2, "after": after}).json()
        seen += [hit["subject"] for hit in answer["hits"]]
        after = answer["next"]
    assert seen == ["ฉบับ 0", "ฉบับ 1", "ฉบับ 2"]
    assert client.get(results, params={"limit": 101}).json()["code"] == "PAGE_TOO_FAR"
    assert client.get(results, params={"after": "x"}).json()["code"] == "CURSOR_INVALID"


def test_results_have_boxes_as_a_search_has_them(world: World, letters: Letters) -> None:
    client, kept = world.client("official"), saved(world, name="ตำแหน่งคำ", q="รายละเอียดงบประมาณ")
    asked = {"boxes": True, "limit": 1, "fields": "id,page,boxes,image"}
    hits = client.get(f"{URL}/{kept['id']}/results", params=asked).json()["hits"]
    assert hits == client.get("/api/v1/search", params=asked | {"q": kept["q"]}).json()["hits"]
    assert hits[0]["id"] == letters.budget.id and hits[0]["boxes"] and hits[0]["image"]
    refused = client.get(f"{URL}/{kept['id']}/results", params=asked | {"limit": 21})
    assert (refused.status_code, refused.json()["code"]) == (422, "TOO_MANY_BOXES")


def test_one_sees_ones_own_only_and_by_the_rights_of_now(world: World, letters: Letters) -> None:
    mine = saved(world, "clerk", name="ของเสมียน")
    path = f"{URL}/{mine['id']}"
    assert mine in world.client("clerk").get(URL).json()["searches"]
    other = world.client("manager")
    assert mine not in other.get(URL).json()["searches"]
    for answer in (other.get(path), other.get(f"{path}/results"), other.delete(path)):
        assert answer.status_code == 404 and answer.json()["code"] == "SAVED_SEARCH_NOT_FOUND"
    user = world.services.registry.user("clerk.1")
    secret = world.client("clerk").get(f"{path}/results").json()
    assert letters.secret.id in {hit["id"] for hit in secret["hits"]}
    world.services.registry.save_user(replace(user, role="official"), "test")
    try:
        found = world.client("clerk").get(f"{path}/results").json()
        assert letters.secret.id not in {hit["id"] for hit in found["hits"]} and found["hits"]
    finally:
        world.services.registry.save_user(user, "test")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"q": "พัสดุ OR"}, "QUERY_SYNTAX"), ({"q": "วันที่:เมื่อวาน"}, "QUERY_VALUE"),
        ({"q": "ก" * 501}, "TEXT_TOO_LONG"), ({"kind": "letter"}, "KIND_UNKNOWN"),
        ({"year": "x"}, "YEAR_INVALID"), ({"choose": ["colour:red"]}, "FACET_UNKNOWN"),
        ({"order": "best"}, "ORDER_UNKNOWN"), ({"name": " \n "}, "SAVED_SEARCH_NAME"),
        ({"name": "ก" * 101}, "TEXT_TOO_LONG"), ({"colour": "red"}, "REQUEST_INVALID"),
        ({"alerts": "maybe"}, "REQUEST_INVALID"), ({"choose": ["kind:order"] * 51}, "REQUEST_INVALID"),
    ],
)  # fmt: skip
def test_what_a_search_would_refuse_is_refused_when_saved(
    fresh: World, asked: dict[str, object], code: str
) -> None:
    answer = fresh.client("official").post(URL, json={"name": "x", "q": "y"} | asked)
    assert answer.status_code == 422 and answer.json()["code"] == code and answer.json()["th"]
    assert fresh.services.registry.saved_searches("official.1") == []


def test_bodies_that_are_no_json_or_too_large(fresh: World) -> None:
    client = fresh.client("official")
    assert client.post(URL, content=b"{").json()["code"] == "REQUEST_INVALID"
    assert client.post(URL).json()["code"] == "REQUEST_INVALID"
    assert client.post(URL, content=b" " * 20_000).json()["code"] == "FORM_TOO_LARGE"
    assert fresh.client().post(URL, content=b"{").json()["code"] == "LOGIN_NEEDED"


def test_names_differ_and_there_is_a_limit(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST", 2)
    client = fresh.client("official")
    saved(fresh)
    assert client.post(URL, json={"name": " งบ ", "q": "a"}).json()["code"] == "SAVED_SEARCH_EXISTS"
    saved(fresh, name="สอง")
    answer = client.post(URL, json={"name": "สาม"}).json()
    assert answer["code"] == "SAVED_SEARCH_LIMIT" and "2" in answer["en"]
    saved(fresh, "manager")


def test_a_browser_needs_the_form_token(fresh: World) -> None:
    client = fresh.client("official", browser=True)
    assert client.post(URL, json={"name": "a"}).json()["code"] == "FORM_EXPIRED"
    token = form_token(client.get("/").text)
    assert client.post(URL, json={"name": "a"}, headers={"x-csrf-token": token}).status_code == 201


# --- the page


def test_the_page_saves_lists_and_deletes(fresh: World) -> None:
    fresh.letter("a.pdf", [["งบประมาณ"]], subject="ก", date="2024-01-01", agency="กองคลัง")
    client = fresh.client("official", browser=True)
    address = "/?q=งบประมาณ&year=2567&choose=agency:กองคลัง&choose=kind:external&order=newest"
    page = client.get(address).text
    search = re.search(r'name="search" value="([^"]+)"', page)
    assert search
    form = {"token": form_token(page), "name": "งบ <b>", "search": search[1].replace("&amp;", "&")}
    assert client.post("/searches", data=form | {"token": "x"}).status_code == 403
    answer = client.post("/searches", data=form)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/?q=")
    (kept,) = fresh.services.registry.saved_searches("official.1")
    assert (kept.text, kept.order, kept.alerts) == ("งบประมาณ", "newest", False)
    assert [value for _, value in kept.chosen] == ["2024", "กองคลัง", "external"]

    page = client.get("/").text
    assert "งบ &lt;b&gt;" in page and 'aria-label="ลบการค้นหา งบ &lt;b&gt;"' in page
    link = re.search(r'<a href="(/\?[^"]+)" lang="th">งบ', page)
    assert link and "พบ 1 ฉบับ" in client.get(link[1].replace("&amp;", "&")).text
    delete = f"/searches/{kept.id}/delete"
    assert client.post(delete, data={"token": "x"}).status_code == 403
    assert (
        client.post(delete, data={"token": form_token(page), "search": "q=a"}).headers["location"] == "/?q=a"
    )
    assert fresh.services.registry.saved_searches("official.1") == []
    assert client.post(delete, data={"token": form_token(page)}).status_code == 404


def test_a_form_that_is_wrong_says_so(fresh: World) -> None:
    client = fresh.client("official", browser=True)
    page = client.get("/?q=a").text
    for form, code in (
        ({"name": ""}, "SAVED_SEARCH_NAME"),
        ({"name": "x", "search": "q=a+OR"}, "QUERY_SYNTAX"),
    ):
        answer = client.post("/searches", data={"token": form_token(page)} | form)
        assert answer.status_code == 422 and code in answer.text
    assert 'name="name"' not in client.get("/?q=a+OR").text, "what cannot be searched cannot be saved"


def test_the_box_for_alerts_is_there_for_who_may_have_webhooks(fresh: World) -> None:
    for role in ("official", "clerk", "admin"):
        client = fresh.client(role, browser=True)
        page = client.get("/").text
        assert ('name="alerts"' in page) == (role == "admin")
    client.post("/searches", data={"token": form_token(page), "name": "ทั้งหมด", "alerts": "yes"})
    assert [s.name for s in fresh.services.registry.alerting_searches()] == ["ทั้งหมด"]
    assert "แจ้งเมื่อมีระเบียนใหม่" in client.get("/").text
