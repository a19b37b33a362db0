"""What a person does: sign in, search, open a hit, see the word boxed, turn pages, look at the figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sarabun.model import Document, PageText
from tests.api.world import World

pytestmark = pytest.mark.browser


def read(world: World, letter: Document, number: int) -> PageText:
    from sarabun.archive import Archive

    return Archive(world.services).page_text(letter.id, number)


def a_word(text: PageText) -> str:
    """The longest word of a page, which is surely found."""
    return max((w.text for line in text.lines for w in line.words), key=len)


def test_from_the_login_to_the_word_on_the_page(page: Page, world: World, letter: Document) -> None:
    text = read(world, letter, 1)
    word = a_word(text)
    page.fill("input[type=search]", word)
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_contain_text(word)
    page.locator(".hits h3 a").first.click()
    expect(page.locator("h1")).to_have_text(letter.subject or "")
    image = page.locator(".sheet img")
    assert image.evaluate("(i) => i.decode().then(() => i.naturalWidth)") > 0
    places = [w.box for line in text.lines for w in line.words if w.text == word]
    hits = page.locator("rect.hit")
    assert hits.count() >= len(places) > 0
    shown = image.bounding_box()
    assert shown is not None
    scale = shown["width"] / text.width
    drawn = [hits.nth(i).bounding_box() for i in range(hits.count())]
    for box in places:
        middle_x = shown["x"] + scale * (box.left + box.right) / 2
        middle_y = shown["y"] + scale * (box.top + box.bottom) / 2
        over = [
            d for d in drawn
            if d and d["x"] <= middle_x <= d["x"] + d["width"] and d["y"] <= middle_y <= d["y"] + d["height"]
            and d["height"] < scale * (box.height + 30)
        ]  # fmt: skip
        assert over, box


def test_the_keyboard_turns_pages_searches_and_goes_back(page: Page, world: World, letter: Document) -> None:
    word = a_word(read(world, letter, 1))
    page.goto(f"/?q={word}")
    page.locator(".hits h3 a").first.click()
    status = page.locator(".leaf nav [role=status]")
    first = status.inner_text()
    page.keyboard.press("ArrowRight")
    expect(status).not_to_have_text(first)
    page.keyboard.press("ArrowLeft")
    expect(status).to_have_text(first)
    page.keyboard.press("ArrowLeft")  # there is no page before the first
    expect(status).to_have_text(first)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowRight")  # moves the cursor, not the page
    expect(status).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".hits mark").first).to_be_visible()
    assert page.locator("input[type=search]").input_value() == word


def test_without_javascript_everything_is_still_there(
    page: Page, address: str, letter: Document, world: World
) -> None:
    cookies = page.context.cookies()
    context = page.context.browser.new_context(base_url=address, java_script_enabled=False)
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto(f"/?q={a_word(read(world, letter, 1))}")
    plain.locator(".hits h3 a").first.click()
    assert plain.locator("rect.hit").count() > 0
    plain.locator("a[rel=next]").click()
    expect(plain.locator(".leaf nav [role=status]")).to_contain_text("หน้า 2")
    context.close()


def test_a_field_leads_to_its_place(page: Page, letter: Document) -> None:
    page.goto(f"/records/{letter.id}")
    page.locator("td a").first.click()
    expect(page.locator("rect.evidence")).to_have_count(1)
    expect(page.locator("tr.chosen").first).to_be_visible()


def test_the_figures_show_bars_and_say_them_in_words(page: Page) -> None:
    page.goto("/figures")
    chart = page.get_by_role("img", name="จำนวนหน้าต่อวัน")
    expect(chart).to_be_visible()
    sealed = chart.locator("rect.bar-sealed").last.bounding_box()
    assert sealed is not None and sealed["height"] > 10
    expect(page.get_by_role("table", name="เอกสารและหน้าตามสถานะ")).to_contain_text("กักไว้")
    assert page.locator("section", has_text="เอกสารที่กักไว้ตามเหตุผล").count() > 0


def test_an_upload_is_answered_file_by_file(page: Page, world: World, tmp_path: Path) -> None:
    scan = tmp_path / "หนังสือ ๑.pdf"
    scan.write_bytes(b"%PDF-1.7 from the browser")
    page.goto("/intake")
    page.set_input_files("input[type=file]", scan)
    page.fill("input[name=box_no]", "๑๒")
    page.click("main button")
    expect(page.get_by_role("link", name="หนังสือ ๑.pdf")).to_be_visible()
    (kept,) = [d for d in world.services.registry.documents() if d.source.name == "หนังสือ ๑.pdf"]
    assert kept.box_no == "๑๒" and world.services.store.get(kept.source.sha256) == scan.read_bytes()


def test_signing_out_closes_the_door(page: Page, letter: Document) -> None:
    page.click("header button")
    page.goto(f"/records/{letter.id}")
    expect(page.locator("input[name=password]")).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_nothing_is_wider_than_the_window(page: Page, letter: Document, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", f"/?q={letter.subject}", f"/records/{letter.id}", "/figures", "/intake", "/api/docs",
                 f"/records/{letter.id}/verification", "/nothing"):  # fmt: skip
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path, wide)


def test_focus_is_seen_and_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/figures")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    assert skip.evaluate("(e) => getComputedStyle(e).outlineStyle") == "solid"
    box = skip.bounding_box()
    assert box is not None and box["x"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def contrast(page: Page, selector: str) -> float:
    """The WCAG contrast of an element's text with the nearest painted ground."""
    return page.locator(selector).first.evaluate(
        """(element) => {
          const parse = (c) => c.match(/[\\d.]+/g).map(Number);
          const light = (c) => {
            const [r, g, b] = parse(c).slice(0, 3).map((v) => {
              v /= 255;
              return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          let ground = element;
          const clear = (e) => (parse(getComputedStyle(e).backgroundColor)[3] ?? 1) === 0;
          while (ground && clear(ground)) ground = ground.parentElement;
          const one = light(getComputedStyle(element).color);
          const two = light(getComputedStyle(ground ?? document.documentElement).backgroundColor);
          return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        }"""
    )


def test_text_holds_the_contrast_of_wcag_aa(page: Page, letter: Document) -> None:
    seen = {
        f"/?q={letter.subject}": (
            ".meta span",
            ".kind",
            "h3 a",
            "mark",
            ".small",
            "button",
            ".bar a",
            ".who .name",
        ),
        f"/records/{letter.id}": (".doubt", "tbody th", "dt", ".button", ".button.off", ".red"),
        f"/records/{letter.id}/verification": (".passed", ".failed", ".problem"),
    }
    for path, selectors in seen.items():
        page.goto(path)
        for selector in selectors:
            if page.locator(selector).count():
                assert contrast(page, selector) >= 4.5, (path, selector)
