"""The matrix in a browser: notes on cells, filters, sticky heads, keyboard, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

DEVELOPMENT = "/who-can/?resource=arn:aws:s3:::acme-receipts-dev"


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def test_cell_opens_its_note_and_closes_it_with_escape(page: Page) -> None:
    page.goto("/who-can/")
    link = cell(page, "Allowed: role/production-reader, GetObject")
    link.click()
    note = page.get_by_role("dialog")
    expect(note).to_contain_text("ReadReceipts, lines 10 to 18 of ReadProduction")
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(link).to_be_focused()


def test_note_leads_to_the_trace_of_its_question(page: Page) -> None:
    page.goto("/who-can/")
    cell(page, "Explicit deny: role/audit-runner, GetObject").click()
    page.get_by_role("dialog").get_by_role("link", name="Open the trace").click()
    expect(page.locator("#verdict")).to_contain_text("Explicit deny")
    expect(page.locator("#verdict")).to_contain_text("OnlyOurOrganizationReachesData")


def test_cells_are_reached_and_opened_by_keyboard(page: Page) -> None:
    page.goto("/who-can/")
    cell(page, "Allowed: role/administrator, ListBucket").focus()
    page.keyboard.press("Tab")
    expect(cell(page, "Allowed: role/administrator, GetBucketPolicy")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Allowed")
    expect(page.get_by_role("dialog")).to_be_focused()


def test_filters_ask_again(page: Page) -> None:
    page.goto(DEVELOPMENT)
    expect(
        cell(page, "Allowed: user/ana, DeleteBucket, changes with aws:MultiFactorAuthPresent")
    ).to_be_visible()
    page.locator("select[name=context]").select_option(label="TLS, without MFA")
    page.get_by_role("button", name="Ask").click()
    expect(cell(page, "Explicit deny: user/ana, DeleteBucket")).to_be_visible()


def test_without_scripts_a_cell_opens_the_lab(open_page: OpenPage) -> None:
    page = open_page("/who-can/", javascript=False)
    cell(page, "Allowed: role/production-reader, GetObject").click()
    expect(page.locator("#verdict")).to_contain_text("Allowed")


@pytest.mark.parametrize("address", ["/who-can/", "/who-can/?actions=all"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_heads_and_principals_stay_in_view(open_page: OpenPage, size: str, address: str) -> None:
    page = open_page(address, size=size)
    box = page.get_by_role("region", name="Verdict for each principal")
    box.evaluate("box => { box.scrollIntoView(); box.scrollTo(99999, 99999); }")
    last = page.locator("a.cell").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    expect(page.locator("#matrix thead th").last).to_be_in_viewport()
    expect(page.get_by_role("rowheader", name="anonymous")).to_be_in_viewport()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_matrix_is_accessible(open_page: OpenPage, assert_accessible: Check, size: str) -> None:
    page = open_page("/who-can/", size=size)
    assert_accessible(page)
    cell(page, "Allowed: role/production-reader, GetObject").click()
    expect(page.get_by_role("dialog")).to_contain_text("ReadReceipts")
    assert_accessible(page)


def test_refused_filter_is_accessible(
    open_page: OpenPage, assert_accessible: Check, complaints: list[str]
) -> None:
    page = open_page("/who-can/?ctx=nonsense")
    expect(page.get_by_label("One key=value on each line")).to_have_value("nonsense")
    expect(page.locator("#ctx-error")).to_contain_text("key=value")
    assert_accessible(page)
    assert "400" in complaints.pop()
