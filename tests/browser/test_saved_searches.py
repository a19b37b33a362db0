"""A search is saved, opened and deleted with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sarabun.model import Document
from tests.api.world import World

pytestmark = pytest.mark.browser


def test_a_search_is_saved_opened_and_deleted_by_keyboard(page: Page, world: World, letter: Document) -> None:
    page.goto("/?q=เรื่อง&order=newest")
    page.locator(".saved summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".saved input[name=name]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("เรื่องใหม่")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    saved = page.locator(".saved li a")
    expect(saved).to_have_text("เรื่องใหม่")
    (kept,) = world.services.registry.saved_searches("admin.1")
    assert (kept.text, kept.order, kept.alerts) == ("เรื่อง", "newest", True)
    page.goto("/")
    saved.focus()
    page.keyboard.press("Enter")
    expect(page.locator("input[type=search]")).to_have_value("เรื่อง")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    page.locator(".saved li a").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="ลบการค้นหา เรื่องใหม่")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".saved li")).to_have_count(0)
    assert world.services.registry.saved_searches("admin.1") == []
    expect(page.locator("input[type=search]")).to_have_value("เรื่อง")
