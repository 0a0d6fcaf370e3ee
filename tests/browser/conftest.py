"""Drives a real headless Chromium against a live server, and fails on any complaint it has."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from pytest_django.live_server_helper import LiveServer

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test beside this file, and skip them when the environment says so."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if os.environ.get("IAMLAB_SKIP_BROWSER") == "1":
                item.add_marker(pytest.mark.skip(reason="IAMLAB_SKIP_BROWSER=1"))


@pytest.fixture(scope="session", autouse=True)
def _patience(patience: None) -> None:
    """No answer may depend on how busy the machine is."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> Iterator[dict[str, Any]]:
    """Launch the system's Chromium; Playwright's own browsers are never downloaded."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.fail("No Chromium on the PATH (Debian: apt-get install chromium).", pytrace=False)
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's synchronous interface keeps an event loop in this thread, so Django takes
        # the tests' own database calls for asynchronous ones. They are not.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield {"executable_path": path, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture
def complaints() -> list[str]:
    """Everything the browser complained about; a test removes what it expects."""
    return []


@pytest.fixture
def open_page(
    browser: Browser, live_server: LiveServer, complaints: list[str]
) -> Iterator[OpenPage]:
    """Open pages: open_page("/lab/", size="phone", scheme="dark", javascript=False).

    When the test ends, any console error, uncaught exception or request to another host fails it.
    """
    contexts = []

    def open_watched(
        path: str = "/", size: str = "desk", scheme: str = "light", javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": SIZES[size]["width"], "height": SIZES[size]["height"]},
            has_touch=size == "phone",
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, live_server.url, complaints)
        page.goto(path)
        return page

    yield open_watched
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """The start page at 1280 pixels, in light."""
    return open_page("/")


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """The start page at 390 pixels, in light."""
    return open_page("/", size="phone")


def watch(page: Page, own_url: str, complaints: list[str]) -> None:
    """Write down the page's errors, and its requests to any host but `own_url`'s."""
    own_host = urlsplit(own_url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"console {message.type}: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own_host:
            complaints.append(f"request to another host: {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Return a check that fails with axe's report when a page violates one of its rules.

    In the dark only colors differ, so there contrast alone is looked at again.
    """

    def check(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        page.emulate_media(color_scheme="dark")
        results = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert results.violations_count == 0, f"In the dark: {results.generate_report()}"
        page.emulate_media(color_scheme="light")
        # WCAG 1.4.10: nothing scrolls sideways but what must, inside its own box.
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, f"the page is {overflow} pixels wider than the window"

    return check
