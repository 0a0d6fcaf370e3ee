"""Findings and repairs in a browser: where they show, by mouse and by keyboard, and undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.browser.editor_pages import open_policy, text_of, type_text

OpenPage = Callable[..., Page]
TYPO = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessages",
      "Resource": "arn:aws:sqs:eu-west-1:222233334444:receipt-failures"
    }
  ]
}"""
MENDED = TYPO.replace("sqs:SendMessages", "sqs:SendMessage")


@pytest.fixture
def acme(transactional_db: None) -> Sandbox:
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def open_check(open_page: OpenPage, address: str = "/check/", **how: object) -> Page:
    page = open_page(address, **how)
    expect(page.locator(".policy-ace .ace_line").first).to_be_visible()
    return page


def typo_finding(page: Page) -> Locator:
    return page.locator("#policy-findings li", has_text="sqs:SendMessages")


def test_finding_of_a_typo_appears_at_its_line(open_page: OpenPage) -> None:
    page = open_check(open_page)
    type_text(page, TYPO)
    expect(typo_finding(page)).to_have_attribute("data-line", "6")
    expect(page.locator(".finding-wrong").first).to_be_visible()
    expect(page.locator(".ace_gutter-cell.ace_error")).to_have_text("6")


def test_repair_by_keyboard_alone_and_back(open_page: OpenPage) -> None:
    page = open_check(open_page)
    type_text(page, TYPO)
    expect(typo_finding(page)).to_be_visible()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_role("button", name="Use sqs:SendMessage")).to_be_focused()
    page.keyboard.press("Enter")
    expect(typo_finding(page)).to_have_count(0)
    assert text_of(page) == MENDED
    expect(page.locator("#policy-toast")).to_contain_text("Done: Use sqs:SendMessage.")
    page.keyboard.press("Control+Z")
    assert text_of(page) == TYPO
    expect(typo_finding(page)).to_be_visible()


def test_repair_by_mouse_and_undo_by_its_button(open_page: OpenPage) -> None:
    page = open_check(open_page)
    type_text(page, TYPO)
    page.get_by_role("button", name="Use sqs:SendMessage").click()
    assert text_of(page) == MENDED
    page.locator("#policy-toast").get_by_role("button", name="Undo").click()
    assert text_of(page) == TYPO


def test_repair_behind_an_emoji_hits_its_place(open_page: OpenPage) -> None:
    page = open_check(open_page)
    text = TYPO.replace('"Effect"', '"Sid": "\N{SNAKE}\N{SNAKE}",\n      "Effect"')
    type_text(page, text)
    page.get_by_role("button", name="Use sqs:SendMessage").click()
    assert text_of(page) == text.replace("sqs:SendMessages", "sqs:SendMessage")


def test_type_of_policy_changes_the_findings(open_page: OpenPage) -> None:
    page = open_check(open_page)
    type_text(page, MENDED)
    page.locator("#policy-type").select_option("resource")
    expect(page.locator("#policy-findings")).to_contain_text("Principal")


def test_typed_text_outlives_a_reload(open_page: OpenPage) -> None:
    page = open_check(open_page)
    type_text(page, TYPO)
    expect(typo_finding(page)).to_be_visible()
    page.reload()
    expect(typo_finding(page)).to_be_visible()
    assert text_of(page) == TYPO


def test_typed_text_does_not_travel_with_the_lab_s_questions(
    open_page: OpenPage, acme: Sandbox
) -> None:
    page = open_check(open_page)
    type_text(page, TYPO)
    expect(typo_finding(page)).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto("/lab/?scenario=acme")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".verdict-word").first).to_be_visible()
    assert not any("SendMessages" in body for body in sent)


def test_why_leads_to_the_check(open_page: OpenPage) -> None:
    page = open_check(open_page)
    type_text(page, TYPO)
    typo_finding(page).get_by_role("link", name="Why").click()
    expect(page.locator("h1")).to_have_text("The service has no such action")


def test_finding_is_mended_in_the_lab_s_pane(open_page: OpenPage, acme: Sandbox) -> None:
    page = open_policy(open_page)
    type_text(page, TYPO)
    page.get_by_role("button", name="Use sqs:SendMessage").click()
    assert text_of(page) == MENDED
    expect(page.locator("#policy-unsaved")).to_be_visible()


def test_without_scripts_a_repair_is_a_button(open_page: OpenPage) -> None:
    page = open_page("/check/?check=invalid-action&example=bad", javascript=False)
    page.get_by_role("button", name="Use s3:GetObject").click()
    assert '"s3:GetObject"' in text_of(page)
    expect(page.locator(".pane-message")).to_contain_text("Done")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pages_of_the_checks_are_accessible(
    open_page: OpenPage, assert_accessible: Callable[[Page], None], size: str
) -> None:
    page = open_check(open_page, size=size)
    type_text(page, TYPO)
    expect(typo_finding(page)).to_be_visible()
    assert_accessible(page)
    for address in ("/checks/", "/checks/invalid-action/"):
        page.goto(address)
        assert_accessible(page)
