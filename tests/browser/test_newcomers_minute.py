"""The newcomer's minute: open, ask, edit, see the verdict flip and why, and pass the link on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

WRONG = '"Resource": "arn:aws:s3:::acme-receipts"'
LINE_OF_WRONG = 22


@pytest.fixture(autouse=True)
def shipped(transactional_db: None) -> list[Sandbox]:
    """Both shipped scenarios, as `make run` loads them."""
    return [load_scenario(slug, read_folder(SHIPPED / slug))[0] for slug in ("acme", "payroll")]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_newcomers_minute(open_page: OpenPage, assert_accessible: Check, size: str) -> None:
    page = open_page("/", size=size)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Lab").click()
    verdict = page.locator("#verdict-word")
    show(page, "Question", size)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(verdict).to_have_text("Implicit deny")
    expect(page.locator("#answer")).to_contain_text("Nearest miss")
    assert_accessible(page)

    show(page, "Policy", size)
    expect(page.locator(".ace_gutter-cell.lit").first).to_be_attached()
    put_slash_and_star_behind_the_bucket(page)
    if size == "phone":
        strip = page.get_by_role("link", name="See why")
        expect(strip).to_contain_text("With your edit: Allowed", use_inner_text=True)
        expect(strip).to_be_in_viewport()
        strip.click()
        expect(verdict).to_be_in_viewport()
    expect(verdict).to_have_text("Allowed")
    expect(page.locator("#answer")).to_contain_text("Answered with your unsaved edit")
    assert_accessible(page)

    page.locator("#answer a[data-light-policy]", has_text="ReadReceipts").first.click()
    lit = page.locator(".ace_gutter-cell.lit-allowed")
    expect(lit.first).to_be_in_viewport()
    assert str(LINE_OF_WRONG) in [text.strip() for text in lit.all_inner_texts()]

    address = share(page)
    stranger = open_page(address, size=size)
    expect(stranger.locator("#verdict-word")).to_have_text("Allowed")
    show(stranger, "Policy", size)
    expect(stranger.get_by_text("acme-receipts/*", exact=False).first).to_be_visible()
    stranger.reload()
    expect(stranger.locator("#verdict-word")).to_have_text("Allowed")
    assert_accessible(stranger)


def show(page: Page, pane: str, size: str) -> None:
    """Turn to a pane where there is no room for all of them."""
    if size == "phone":
        page.locator(".workbench-switch label", has_text=pane).click()


def put_slash_and_star_behind_the_bucket(page: Page) -> None:
    """Edit the line of the nearest miss as a person does, with the keyboard."""
    number = page.locator(".policy-ace .ace_gutter-cell.lit").first
    number.scroll_into_view_if_needed()
    row, text = number.bounding_box(), page.locator(".policy-ace .ace_scroller").bounding_box()
    assert row is not None
    assert text is not None
    # From the line below, for the line itself may be wrapped: to its start, back over the break,
    # and back over the closing quotation mark.
    page.mouse.click(text["x"] + text["width"] / 2, row["y"] + row["height"] + 5)
    for key in ("Home", "Home", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.type("/*")
    edited = WRONG.removesuffix('"') + '/*"'
    expect(page.locator("#policy-text")).to_have_value(re.compile(re.escape(edited)))


def share(page: Page) -> str:
    """Press Share and return the link's path."""
    page.get_by_role("button", name="Share").click()
    return page.get_by_label("Link to this question").input_value()
