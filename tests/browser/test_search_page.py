"""The search page as an official uses it: suggestions, facets, orders, pages, saving, exports, a hit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sarabun.model import Document, Kind
from tests.api.world import CHARACTER, LINE_STEP, LINE_TOP, WIDTH, World

pytestmark = pytest.mark.browser

WORD = "อุทกภัย"
LINE = f"เรื่อง มาตรการป้องกัน{WORD}ในพื้นที่ลุ่มต่ำ"


@pytest.fixture(scope="module", autouse=True)
def floods(world: World) -> list[Document]:
    """Letters of two kinds and three years about floods, oldest first."""
    return [
        world.letter(
            f"น้ำท่วม {year}-{n}.pdf", [[f"ที่ มท 0601/{n}", LINE, f"ฉบับที่ {n}"]],
            number=f"มท 0601/{n}", date=f"{year}-03-0{n}", agency="กรมป้องกันและบรรเทาสาธารณภัย",
            subject=f"มาตรการป้องกัน{WORD} ฉบับที่ {n}", kind=Kind.ORDER if n == 1 else Kind.EXTERNAL,
        )
        for n, year in enumerate((2022, 2023, 2024, 2024), 1)
    ]  # fmt: skip


@pytest.fixture
def two_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server runs in this process."""
    monkeypatch.setattr("api.web.pages.PAGE_SIZE", 2)


def typed(page: Page, text: str) -> None:
    """A query typed into the search box, and sent."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


def subjects(page: Page) -> list[str]:
    return page.locator(".hits h3 a").all_inner_texts()


def test_suggestions_come_while_one_types_and_results_are_marked(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("มาตรการป้อง", delay=20)
    first = page.locator("#suggestions option").first
    expect(first).to_be_attached()
    assert (first.get_attribute("value") or "").startswith("มาตรการป้องกัน")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    expect(page.locator("#results [role=status]")).to_have_text("พบ 4 ฉบับ")
    expect(page.locator(".hits li")).to_have_count(4)
    for hit in page.locator(".hits li").all():
        expect(hit.locator(".snippet mark").first).to_have_text(WORD)
        expect(hit.locator("time")).to_be_visible()


def test_facets_narrow_and_widen(page: Page) -> None:
    typed(page, WORD)
    facets = page.get_by_role("complementary", name="จำกัดผลการค้น")
    facets.get_by_role("link", name="คำสั่ง", exact=True).click()
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits .kind")).to_have_text("คำสั่ง")
    expect(facets.locator("[aria-current=true]")).to_contain_text("คำสั่ง")
    facets.get_by_role("link", name="หนังสือภายนอก").click()  # another value of the same facet adds
    expect(page.locator(".hits li")).to_have_count(4)
    facets.get_by_role("link", name="2567", exact=True).click()
    expect(page.locator(".hits li")).to_have_count(2)
    facets.locator("[aria-current=true]", has_text="2567").click()
    expect(page.locator(".hits li")).to_have_count(4)


def test_orders_and_pages(page: Page, floods: list[Document], two_a_page: None) -> None:
    typed(page, WORD)
    page.get_by_role("navigation", name="เรียงตาม").get_by_role("link", name="เก่าสุด").click()
    expect(page.locator(".orders [aria-current=true]")).to_have_text("เก่าสุด")
    assert subjects(page) == [d.subject for d in floods[:2]]
    expect(page.locator(".pager")).to_contain_text("รายการที่ 1–2 จาก 4")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".pager")).to_contain_text("รายการที่ 3–4 จาก 4")
    assert subjects(page) == [d.subject for d in floods[2:]]
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".pager")).to_contain_text("รายการที่ 1–2 จาก 4")
    page.get_by_role("link", name="ถัดไป").click()
    expect(page.locator(".orders [aria-current=true]")).to_have_text("เก่าสุด")
    assert subjects(page) == [d.subject for d in floods[2:]]


def test_a_slip_of_typing_leads_to_what_was_meant(page: Page) -> None:
    typed(page, "อุทกพัย")
    meant = page.locator(".meant a")
    expect(meant).to_have_text(WORD)
    meant.click()
    expect(page.locator("input[type=search]")).to_have_value(WORD)
    expect(page.locator("#results [role=status]")).to_have_text("พบ 4 ฉบับ")
    expect(page.locator(".meant")).to_have_count(0)


def test_it_says_when_letters_are_only_near(page: Page) -> None:
    typed(page, f"{WORD} ลุ่มต่ำ พัสดุ")
    status = page.locator("#results [role=status]")
    expect(status).to_have_text("ไม่มีฉบับที่ตรงครบทุกคำ แสดงฉบับที่ใกล้เคียง 4 ฉบับ")
    page.get_by_role("link", name="English").click()
    expect(status).to_have_text("No letter has every word · near ones: 4")


def test_the_search_is_saved_and_its_list_downloaded(page: Page, world: World) -> None:
    typed(page, WORD)
    page.get_by_role("link", name="คำสั่ง", exact=True).click()
    page.locator(".saved summary").click()
    page.fill(".saved input[name=name]", "คำสั่งเรื่องน้ำท่วม")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.locator(".saved li a")).to_have_text("คำสั่งเรื่องน้ำท่วม")
    (kept,) = world.services.registry.saved_searches("admin.1")
    try:
        assert kept.text == WORD and [value for _, value in kept.chosen] == ["directive.order"]
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        rows = download.value.path().read_text("utf-8-sig").splitlines()
        assert len(rows) == 2 and f"มาตรการป้องกัน{WORD} ฉบับที่ 1" in rows[1]
    finally:
        world.services.registry.remove_search(kept.id, "admin.1")


def test_a_hit_opens_with_its_words_marked_and_esc_leads_back(page: Page, floods: list[Document]) -> None:
    typed(page, WORD)
    page.get_by_role("navigation", name="เรียงตาม").get_by_role("link", name="เก่าสุด").click()
    page.locator(".hits h3 a").first.click()
    expect(page.locator("h1")).to_have_text(floods[0].subject or "")
    image = page.locator(".sheet img")
    assert image.evaluate("(i) => i.decode().then(() => i.naturalWidth)") > 0
    shown, marked = image.bounding_box(), page.locator("rect.hit").bounding_box()
    assert shown is not None and marked is not None
    scale = shown["width"] / WIDTH
    left, top = 20 + LINE.index(WORD) * CHARACTER, LINE_TOP + LINE_STEP
    middle = shown["x"] + scale * (left + len(WORD) * CHARACTER / 2)
    assert abs(marked["x"] + marked["width"] / 2 - middle) < 2
    assert marked["y"] < shown["y"] + scale * (top + 10) < marked["y"] + marked["height"]
    page.keyboard.press("Escape")
    expect(page.locator(".orders [aria-current=true]")).to_have_text("เก่าสุด")
    assert subjects(page) == [d.subject for d in floods]


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_fits_a_telephone(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for query in (WORD, "อุทกพัย", f"{WORD} ลุ่มต่ำ ไม่มีคำนี้", "ไม่มีแน่นอน", "พัสดุ OR", ""):
        page.goto(f"/?q={query}&lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, query
        small = page.evaluate(
            """() => [...document.querySelectorAll("main a, main button, summary")]
                 .filter((e) => e.getBoundingClientRect().height < 24 && e.checkVisibility())
                 .map((e) => e.innerText)"""
        )
        assert small == [], (query, small)
