"""The policy pane beside a question: edits flip the verdict, answers light lines."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.browser.editor_pages import (
    ALONE,
    KEY,
    TRUST,
    Check,
    OpenPage,
    open_lab,
    text_of,
    type_text,
)


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def test_edit_flips_the_verdict_and_saves_and_comes_back(
    open_page: OpenPage, complaints: list[str]
) -> None:
    page = open_lab(open_page)
    verdict = page.locator("#answer .verdict-word")
    expect(verdict).to_have_text("Implicit deny")
    started = text_of(page)
    wrong = '"Resource": "arn:aws:s3:::acme-receipts"\n'
    assert wrong in started
    type_text(page, started.replace(wrong, '"Resource" "arn:aws:s3:::acme-receipts/*"\n'))
    expect(page.locator("#policy-findings li").first).to_contain_text("line 22")
    expect(verdict).to_have_text("Implicit deny")
    type_text(page, started.replace(wrong, wrong.replace('"\n', '/*"\n')))
    expect(page.locator("#policy-findings li[data-line='19']")).to_have_count(0)
    expect(verdict).to_have_text("Allowed")
    expect(page.locator(".ace_gutter-cell.lit.lit-allowed").first).to_be_visible()
    page.get_by_role("button", name="Save as v3").click()
    expect(page.locator("#policy-toast")).to_contain_text("Saved as v3.")
    expect(page.locator("#policy-version")).to_have_value("3")
    expect(verdict).to_have_text("Allowed")
    page.get_by_role("link", name="All versions").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore the starting text").click()
    expect(page.locator("#policy-version")).to_have_value("2")
    expect(verdict).to_have_text("Implicit deny")
    assert text_of(page) == started
    complaints[:] = [item for item in complaints if "422" not in item]


def test_switched_off_policy_is_left_out_of_the_answer(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    expect(page.locator("#answer")).to_contain_text("Nearest miss")
    page.get_by_role("switch", name="In force").uncheck()
    expect(page.locator("#question input[name=off]")).to_have_value(KEY)
    expect(page.locator("#answer a[data-light-policy]", has_text="ReadReceipts")).to_have_count(0)


def test_statement_in_the_trace_opens_the_policy_tab_on_a_phone(open_page: OpenPage) -> None:
    page = open_lab(open_page, size="phone")
    page.locator(".workbench-switch label", has_text="Question").click()
    page.locator("#answer a[data-light-policy]", has_text="ReadReceipts").first.click()
    expect(page.locator("#policy-pane")).to_be_visible()
    lit = page.locator(".ace_gutter-cell.lit").first
    expect(lit).to_be_in_viewport()


def test_old_version_stays_in_view_beside_the_answer(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    expect(page.locator(".ace_gutter-cell.lit").first).to_be_visible()
    page.locator("#policy-version").select_option("1")
    expect(page.locator(".editor-banner")).to_contain_text("v2 is in force")
    page.wait_for_timeout(500)
    expect(page.locator("#policy-pane")).to_have_attribute("data-shown", "1")


def test_reload_shows_the_policy_that_was_open(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.get_by_role("link", name="Trust", exact=True).click()
    expect(page.locator("#policy-pane")).to_have_attribute("data-policy", TRUST)
    page.reload()
    expect(page.locator("#policy-pane")).to_have_attribute("data-policy", TRUST)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_lab_with_an_edit_is_accessible(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_lab(open_page, size=size)
    if size == "phone":
        page.locator(".workbench-switch label", has_text="Policy").click()
    type_text(page, text_of(page).replace('"Allow"', '"Permit"', 1))
    expect(page.locator("#policy-findings li").first).to_be_visible()
    assert_accessible(page)


def test_text_taken_aside_is_no_longer_part_of_the_answer(
    open_page: OpenPage, complaints: list[str]
) -> None:
    page = open_lab(open_page)
    started = text_of(page)
    wrong = '"Resource": "arn:aws:s3:::acme-receipts"\n'
    other = page.context.new_page()
    other.goto(ALONE + quote(KEY))
    type_text(other, started + "\n")
    other.get_by_role("button", name="Save as v3").click()
    expect(other.locator("#policy-version")).to_have_value("3")
    type_text(page, started.replace(wrong, wrong.replace('"\n', '/*"\n')))
    verdict = page.locator("#answer .verdict-word")
    expect(verdict).to_have_text("Allowed")
    page.get_by_role("button", name="Save as v3").click()
    page.get_by_role("link", name="Take v3").click()
    expect(page.locator("#policy-version")).to_have_value("3")
    expect(verdict).to_have_text("Implicit deny")
    complaints[:] = [item for item in complaints if "409" not in item]
