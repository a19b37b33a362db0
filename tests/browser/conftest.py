"""A real browser on a real server: uvicorn in a thread, Chromium driven by Playwright."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, sync_playwright

from samples.box import drawn_letter
from samples.sheet import DrawnPage
from sarabun.model import Box, Document, Kind, Line, PageText, Word
from sarabun.thai import tokens
from tests.api.world import PASSWORD, World, make_services

_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--no-default-browser-check",
]  # fmt: skip


# Not for the whole session: while Playwright is open its event loop counts as running in this thread, and
# whoever signs a file later (pyHanko calls asyncio.run) would fail.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium: the pages are NOT tested in a browser (apt-get install chromium)")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        except Error as error:
            pytest.skip(f"Chromium does not start, the pages are NOT tested in a browser: {error}")
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    services = make_services(tmp_path_factory.mktemp("home"))
    yield World(services)
    services.pool.close()
    services.registry.close()


@pytest.fixture(scope="session")
def letter(world: World) -> Document:
    """A letter of several pages with a real picture, its words where they are drawn."""
    drawn, pages = drawn_letter(Kind.EXTERNAL, 5, pages=2)
    assert len(pages) > 1
    document = world.letter(
        "จดหมาย.pdf", [], texts=[_text(n, page) for n, page in enumerate(pages, 1)],
        images=[page.image for page in pages], number=drawn.fields["number"], date="2024-07-24",
        subject=drawn.fields["subject"], agency="กรมตัวอย่าง",
    )  # fmt: skip
    world.quarantine("ล็อก.pdf")
    return document


@pytest.fixture(scope="session")
def address(world: World) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(world.app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def stranger(browser: Browser, address: str) -> Iterator[Page]:
    """A window of somebody who is not signed in. Fails where a page breaks its own content policy or has an
    error in its script."""
    context = browser.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None
    )
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(r.url))
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(stranger: Page, letter: Document) -> Page:
    """A window of the administrator."""
    sign_in(stranger, "admin.1")
    return stranger


def sign_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def _text(number: int, page: DrawnPage) -> PageText:
    """The drawn lines; the box of a word is its share of the line's width."""
    lines = []
    for drawn in page.lines:
        left, top, right, bottom = drawn.box
        step = (right - left) / max(1, len(drawn.text))
        words = [
            Word(t.text, Box(int(left + t.start * step), top, int(left + t.end * step), bottom), 0.9)
            for t in tokens(drawn.text)
        ]
        if words:
            lines.append(Line(tuple(words), Box(*drawn.box), 0.9))
    return PageText(number, page.image.width, page.image.height, 300, tuple(lines), 0.9, "test")
