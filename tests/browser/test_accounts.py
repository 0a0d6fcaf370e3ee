"""Accounts in a browser: every page accessible, and an edit that is kept across sign-up."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.accounts.conftest import PASSWORD
from tests.accounts.pages import PAGES

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

KEY = "222233334444/policy/ReceiptAccess"
LONG_NAME = "alice.of-the-very-long-name_30"


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts, and no attempts counted."""
    cache.clear()
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    """Give the browser a session of the person's."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def assert_fields_are_labelled(page: Page) -> None:
    for field in page.locator("main form input:not([type=hidden]):not([hidden])").all():
        expect(field).not_to_have_accessible_name("")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pages_of_strangers_are_accessible(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_page("/account/signup/", size=size)
    for path in [path for path in PAGES if PAGES[path] != "in"]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_fields_are_labelled(page)
        assert_accessible(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pages_of_an_account_are_accessible(
    open_page: OpenPage, assert_accessible: Check, live_server: LiveServer, size: str
) -> None:
    page = open_page("/account/signup/", size=size)
    sign_in(page, live_server, User.objects.create_user(LONG_NAME, password=PASSWORD))
    for path in [path for path in PAGES if PAGES[path] == "in"]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_accessible(page)
    page.goto("/lab/")
    expect(page.get_by_role("link", name=LONG_NAME)).to_be_visible()
    assert_accessible(page)


def test_the_bar_holds_at_360_pixels(
    open_page: OpenPage, assert_accessible: Check, live_server: LiveServer
) -> None:
    page = open_page("/lab/", size="phone")
    page.set_viewport_size({"width": 360, "height": 700})
    expect(page.get_by_role("link", name="Keep progress")).to_be_in_viewport()
    assert_accessible(page)
    sign_in(page, live_server, User.objects.create_user(LONG_NAME, password=PASSWORD))
    page.goto("/lab/")
    expect(page.get_by_role("link", name=LONG_NAME)).to_be_in_viewport()
    assert_accessible(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_mistakes_are_told_and_the_first_has_the_focus(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_page("/account/signup/", size=size)
    page.get_by_label("Username").fill("alice!")
    page.get_by_label("Password", exact=True).fill("12345")
    page.get_by_label("The same password again").fill("12345")
    page.get_by_role("button", name="Sign up").click()
    username = page.get_by_label("Username")
    expect(username).to_have_accessible_description(
        "3 to 30 characters: letters a to z, digits, dots, hyphens and underscores. "
        "Capitals count as small letters. "
        "Use letters a to z, digits, dots, hyphens and underscores; begin with a letter or digit."
    )
    expect(username).to_have_value("alice!")
    expect(username).to_be_focused()
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_edit_is_kept_across_sign_up_and_sign_in_elsewhere(
    open_page: OpenPage, javascript: bool
) -> None:
    lab = f"/lab/?{urlencode({'policy': KEY, 'show': 'main'})}"
    page = open_page(lab, size="phone", javascript=False)
    page.locator("textarea[name=text]").fill('{"Version": "2012-10-17", "Statement": []}')
    page.get_by_role("button", name="Save as").first.click()
    page.goto("/account/signup/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("link", name="alice")).to_be_visible()
    page.goto(lab)
    expect(page.locator("textarea[name=text]")).to_have_value(
        '{"Version": "2012-10-17", "Statement": []}'
    )

    other = open_page("/checks/?q=version", javascript=javascript)
    other.get_by_role("link", name="Sign in").click()
    other.get_by_label("Username").fill("Alice")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(other).to_have_url("/checks/?q=version")
    other.goto("/lab/")
    expect(other.locator("#copy-note")).to_contain_text("Your own copy")
    other.get_by_role("button", name="Sign out").click()
    other.goto("/lab/")
    expect(other.locator("#copy-note")).to_contain_text("The starting organization")
