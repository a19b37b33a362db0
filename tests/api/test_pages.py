"""The pages as they leave the server: what they say, in both languages, and that they hold no inline code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from search.counting import Scale
from tests.api.conftest import Letters
from tests.api.world import CHARACTER, LINE_STEP, LINE_TOP, World, form_token

_VOID = {"meta", "link", "input", "img", "br", "rect", "line"}


class Page(HTMLParser):
    """Every element with its attributes; raises where an end tag does not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == [], self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop() == tag

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.elements if name == tag)


def pages(letters: Letters) -> list[str]:
    record = f"/records/{letters.budget.id}"
    return [
        "/", "/?q=งบประมาณ", "/?year=x", "/?q=ไม่มีแน่นอน", record, f"{record}?page=2&q=งบประมาณ",
        f"{record}?field=number", f"/records/{letters.held.id}", f"/records/{letters.waiting.id}",
        f"/records/{letters.secret.id}", f"{record}/verification", "/intake", "/figures", "/api/docs",
        "/nothing",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_is_well_made_and_has_no_inline_code(
    world: World, letters: Letters, language: str
) -> None:
    client = world.client("admin", browser=True)
    client.cookies.set("sarabun_lang", language)
    for path in pages(letters):
        answer = client.get(path)
        page = Page(answer.text)
        assert next(page.all("html"))["lang"] == language, path
        assert [t for t, _ in page.elements].count("h1") == 1, path
        assert len(list(page.all("main"))) == 1 and next(page.all("a"))["href"] == "#content"
        for tag, attributes in page.elements:
            assert "style" not in attributes and tag != "style", (path, tag)
            assert not [name for name in attributes if name.startswith("on")], (path, tag, attributes)
            for name in ("src", "href", "action"):
                assert not re.match(r"(?:[a-z]+:|//)", attributes.get(name) or ""), (path, attributes)
        assert all(s.get("src") for s in page.all("script")), path
        assert all(i.get("alt") for i in page.all("img")), path


def test_every_input_has_a_label(world: World, letters: Letters) -> None:
    client = world.client("admin", browser=True)
    for path in [*pages(letters), "/login"]:
        text = client.get(path).text
        labelled = set(re.findall(r'<label[^>]*for="([^"]+)"', text))
        inside = "".join(re.findall(r"<label.*?</label>", text, re.DOTALL))
        for tag in re.findall(r"<(?:input|select)[^>]*>", text):
            by_id = re.search(r'\bid="([^"]+)"', tag)
            assert 'type="hidden"' in tag or tag in inside or (by_id and by_id[1] in labelled), (path, tag)


def test_a_search_shows_hits_in_thai_form(world: World, letters: Letters) -> None:
    page = world.client("official").get("/?q=งบประมาณ").text
    assert "พบ 2 ฉบับ" in page and "<mark>งบประมาณ</mark>" in page
    assert '<time datetime="2024-07-24">24 กรกฎาคม 2567</time>' in page
    assert "มท 0808.2/ว 1234" in page and "หนังสือภายนอก" in page and "กรมส่งเสริมการปกครองท้องถิ่น" in page
    assert "24 July 2024" in world.client("official").get("/?q=งบประมาณ&lang=en").text


def test_what_a_page_says_is_text_and_never_code(world: World, letters: Letters) -> None:
    client = world.client("official")
    evil = '"><script>alert(1)</script>'
    for path in ("/?q=อบรม", f"/records/{letters.training.id}"):
        text = client.get(path).text
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text
    for path in (
        f"/?q={evil}", f"/?agency={evil}", f"/?year={evil}", f"/login?next=/{evil}",
        f"/records/{letters.budget.id}?q={evil}&back={evil}&t={evil}",
    ):  # fmt: skip
        assert "<script>alert" not in client.get(path).text


def test_the_language_is_switched_and_remembered(world: World) -> None:
    client = world.client("official", browser=True)
    assert "ค้นหาหนังสือราชการ" in client.get("/?q=a", headers={"accept-language": "en"}).text
    switch = re.search(r'<a href="([^"]*lang=en[^"]*)"', client.get("/?q=a").text)
    assert switch and "q=a" in switch[1]
    assert "Search official letters" in client.get(switch[1].replace("&amp;", "&")).text
    assert "Search official letters" in client.get("/").text
    assert "ค้นหาหนังสือราชการ" in client.get("/?lang=th").text


def test_a_long_result_is_paged(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.pages.PAGE_SIZE", 2)
    for n in range(3):
        fresh.letter(f"{n}.pdf", [[f"งบประมาณ ฉบับ {n}"]], subject=f"ฉบับ {n}", date=f"2024-01-{n + 1:02}")
    client = fresh.client("official")
    first = client.get("/?q=งบประมาณ").text
    assert "รายการที่ 1–2 จาก 3" in first and 'rel="next"' in first and 'rel="prev"' not in first
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    second = client.get(onward[1].replace("&amp;", "&")).text
    assert "รายการที่ 3–3 จาก 3" in second and 'rel="prev"' in second and 'rel="next"' not in second
    assert second.count("<li>") == 1


def test_a_page_says_how_many_letters_have_every_word(fresh: World) -> None:
    fresh.letter("a.pdf", [["งบประมาณ รายจ่าย อุดหนุน"]], subject="ก")
    fresh.letter("b.pdf", [["งบประมาณ รายจ่าย"]], subject="ข")
    client = fresh.client("official")

    def said(query: str, language: str) -> str:
        page = client.get("/", params={"q": query, "lang": language}).text
        return page.partition('role="status">')[2].partition("<")[0]

    asked = {"all": "งบประมาณ รายจ่าย", "some": "งบประมาณ รายจ่าย อุดหนุน", "none": "งบประมาณ รายจ่าย เชียงใหม่"}
    assert {name: said(query, "th") for name, query in asked.items()} == {
        "all": "พบ 2 ฉบับ", "some": "ตรงครบทุกคำ 1 ฉบับ · ใกล้เคียงอีก 1 ฉบับ",
        "none": "ไม่มีฉบับที่ตรงครบทุกคำ แสดงฉบับที่ใกล้เคียง 2 ฉบับ",
    }  # fmt: skip
    assert {name: said(query, "en") for name, query in asked.items()} == {
        "all": "Letters found: 2", "some": "Letters that have every word: 1 · near ones: 1",
        "none": "No letter has every word · near ones: 2",
    }  # fmt: skip


def test_a_page_tells_estimates_as_such(fresh: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.rows.SHARE", 1)  # so that each of the letters is one that is counted
    monkeypatch.setattr(fresh.services.index, "_scale", Scale(few=2, over=2))
    monkeypatch.setattr("api.web.pages.PAGE_SIZE", 2)
    for n in range(14):
        fresh.letter(f"{n}.pdf", [["งบประมาณ"]], subject=f"ฉบับ {n}", date=f"20{20 + n % 2}-01-01")
    client = fresh.client("official")
    page = client.get("/?q=งบประมาณ").text
    assert "พบประมาณ 110 ฉบับ" in page and "รายการที่ 1–2 จาก ประมาณ 110" in page
    assert page.count('title="ประมาณ 56">≈ 56</span>') == 2
    onward = re.search(r'href="([^"]+)">นับทุกฉบับ', page)
    counted = client.get(onward[1].replace("&amp;", "&")).text
    assert "พบ 14 ฉบับ" in counted and counted.count(">7</span>") == 2 and "ประมาณ 1" not in counted


def test_without_words_the_newest_come_first_and_none_matches_best(world: World, letters: Letters) -> None:
    client = world.client("official")
    for path, current, best in (("/", "ใหม่สุด", False), ("/?q=งบประมาณ", "ตรงคำค้นที่สุด", True)):
        page = client.get(path).text
        assert f'<strong aria-current="true">{current}</strong>' in page
        assert ("ตรงคำค้นที่สุด" in page) == best


def record_link(world: World, query: str) -> str:
    found = re.search(r'<h3><a href="([^"]+)"', world.client("official").get(f"/?q={query}").text)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_record_opens_at_the_hit_with_its_words_boxed(world: World, letters: Letters) -> None:
    link = record_link(world, "รายละเอียดงบประมาณ")
    assert link.startswith(f"/records/{letters.budget.id}?page=2&")
    text = world.client("official").get(link).text
    page = Page(text)
    hit = next(r for r in page.all("rect") if r["class"] == "hit")
    left = 20 + len("หน้าสอง มี") * CHARACTER
    width = len("รายละเอียดงบประมาณ") * CHARACTER
    assert hit["x"] == str(left - 4) and hit["width"] == str(width + 8) and hit["y"] == str(LINE_TOP - 4)
    assert "หน้า 2 จาก 2" in text and "ทำเครื่องหมายคำที่ค้น 1 แห่ง" in text
    image = next(page.all("img"))
    assert image["src"].startswith(f"/api/v1/records/{letters.budget.id}/pages/2/image")
    back = next(a for a in page.all("a") if a.get("rel") == "up")
    assert world.client("official").get(back["href"]).text.count("<mark>") >= 1
    turned = next(a for a in page.all("a") if a.get("rel") == "prev")
    assert "page=1" in turned["href"] and "q=" in turned["href"] and "back=" in turned["href"]
    assert not [a for a in page.all("a") if a.get("rel") == "next"]


def test_a_field_shows_where_it_was_read(world: World, letters: Letters) -> None:
    client = world.client("official")
    plain = client.get(f"/records/{letters.budget.id}").text
    assert "24 กรกฎาคม 2567" in plain and "95%" in plain and "60%" in plain and "ไม่มั่นใจ" in plain
    assert "โทร. ๐ ๒๑๒๓ ๔๕๖๗" not in plain and "021234567" in plain and "จำนวนหลักผิดปกติ" in plain
    assert 'class="evidence"' not in plain and "ความละเอียดต่ำกว่าเกณฑ์" in plain
    shown = Page(client.get(f"/records/{letters.budget.id}?field=phone.0").text)
    evidence = [r for r in shown.all("rect") if r["class"] == "evidence"]
    assert [r["y"] for r in evidence] == [str(LINE_TOP - 8)]
    assert [r["height"] for r in evidence] == [str(LINE_STEP - 10 + 16)]


def test_a_held_document_says_why_and_a_missing_page_what_to_do(world: World, letters: Letters) -> None:
    client = world.client("clerk")
    held = client.get(f"/records/{letters.held.id}").text
    assert "แฟ้มนี้ใส่รหัสผ่าน" in held and "PDF_ENCRYPTED" in held and "<img" not in held
    answer = client.get(f"/records/{letters.budget.id}?page=9")
    assert answer.status_code == 404 and "PAGE_NOT_FOUND" in answer.text


def test_links_follow_the_role(world: World, letters: Letters) -> None:
    path = f"/records/{letters.budget.id}"
    clerk, official = (world.client(role).get(path).text for role in ("clerk", "official"))
    assert f"/api/v1{path}/original" in clerk and 'href="/intake"' in clerk and 'href="/figures"' in clerk
    assert f"/api/v1{path}/original" not in official and f"/api/v1{path}/pdf" in official
    assert 'href="/intake"' not in official and 'href="/figures"' not in official


def test_the_figures_are_drawn_and_told(world: World, letters: Letters) -> None:
    client = world.client("manager")
    text = client.get("/figures").text
    page = Page(text)
    charts = [s for s in page.all("svg") if s.get("role") == "img"]
    assert len(charts) == 2
    ids = {a.get("id") for _, a in page.elements}
    assert all(set(c["aria-labelledby"].split()) <= ids for c in charts)
    assert [r for r in page.all("rect") if r["class"] == "bar-sealed" and "x" in r]
    assert "แฟ้มนี้ใส่รหัสผ่าน โปรดถอดรหัส" in text and "93%" in text and "1.50" in text
    assert len(list(page.all("caption"))) == len(list(page.all("table")))
    figures = client.get("/api/v1/status").json()
    assert f'<td class="n">{figures["documents"]["indexed"]}</td>' in text


def test_an_empty_installation_has_pages_too(fresh: World) -> None:
    client = fresh.client("admin", browser=True)
    assert "ยังไม่มีเอกสารในระบบ" in client.get("/figures").text
    assert "พบ 0 ฉบับ" in client.get("/").text and form_token(client.get("/intake").text)


def test_strangers_are_led_to_the_login_and_back(world: World, letters: Letters) -> None:
    path = f"/records/{letters.budget.id}?page=2&q=งบ"
    answer = world.client().get(path)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=%2Frecords%2F")
    page = world.client().get(answer.headers["location"]).text
    assert f'name="next" value="/records/{letters.budget.id}?page=2&amp;q=' in page
