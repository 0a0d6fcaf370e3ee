"""Proposals in a browser: applied to an open draft and to a closed one, undone, by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

READ = {
    "principal": "production/session/receipt-reader/fn",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/incoming/0192.pdf",
    "show": "result",
}
NO_MFA = {
    "principal": "management/user/iris",
    "action": "sts:AssumeRole",
    "resource": "production/role/administrator",
    "show": "result",
}
NOTEBOOK = {
    "principal": "development/user/ana",
    "action": "sagemaker:CreateNotebookInstance",
    "resource": "arn:aws:sagemaker:eu-west-1:333344445555:notebook-instance/demo",
    "show": "result",
}
PAYOUTS = {
    "principal": "production/session/production-reader/ana",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/payouts/2026-03.csv",
    "show": "result",
}
FIXED = '"Resource": "arn:aws:s3:::acme-receipts/incoming/0192.pdf"'


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def open_lab(open_page: OpenPage, query: Mapping[str, str], **how: object) -> Page:
    page = open_page(f"/lab/?{urlencode(query)}", **how)
    expect(page.locator(".repair-title").first).to_be_visible()
    return page


def first(page: Page) -> Locator:
    return page.locator(".repair").first


def verdict(page: Page, word: str) -> None:
    expect(page.locator("#verdict-word")).to_have_text(word)


@pytest.mark.parametrize("query", [READ, PAYOUTS, NOTEBOOK], ids=["read", "payouts", "notebook"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_proposals_are_accessible(
    open_page: OpenPage,
    assert_accessible: Check,
    size: str,
    query: Mapping[str, str],
) -> None:
    page = open_lab(open_page, query, size=size)
    expect(page.locator(".policy-ace")).to_be_attached()
    assert_accessible(page)


def test_apply_edits_the_open_policy_and_undo_takes_it_back(open_page: OpenPage) -> None:
    page = open_lab(open_page, {**READ, "policy": "222233334444/policy/ReceiptAccess"})
    verdict(page, "Implicit deny")
    first(page).get_by_role("button", name="Apply to draft").click()
    verdict(page, "Allowed")
    expect(page.locator("#repairs")).to_have_count(0)
    assert FIXED in page.locator("#policy-text").input_value()
    expect(page.locator("#policy-unsaved")).to_be_visible()
    page.locator("#policy-toast").get_by_role("button", name="Undo").click()
    verdict(page, "Implicit deny")
    assert FIXED not in page.locator("#policy-text").input_value()
    expect(page.locator("#policy-unsaved")).to_be_hidden()


def test_apply_makes_a_draft_of_a_policy_that_is_not_open(open_page: OpenPage) -> None:
    page = open_lab(open_page, {**READ, "policy": "scp/RegionLock"})
    first(page).get_by_role("button", name="Apply to draft").click()
    verdict(page, "Allowed")
    expect(page.locator(".verdict .tag-edit")).to_have_text("Answered with your unsaved edit")
    page.locator("#policy-toast").get_by_role("button", name="Undo").click()
    verdict(page, "Implicit deny")
    expect(page.locator(".verdict .tag-edit")).to_have_count(0)


def test_apply_by_keyboard(open_page: OpenPage) -> None:
    page = open_lab(open_page, READ)
    first(page).get_by_role("button", name="Apply to draft").focus()
    page.keyboard.press("Enter")
    verdict(page, "Allowed")
    expect(page.locator("#verdict")).to_be_focused()
    undo = page.locator("#policy-toast").get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    verdict(page, "Implicit deny")


def test_each_layer_is_repaired_in_turn(open_page: OpenPage) -> None:
    page = open_lab(open_page, NOTEBOOK)
    expect(page.locator(".repair-group")).to_have_count(2)
    expect(page.locator(".repair-together")).to_contain_text("Allowed")
    first(page).get_by_role("button", name="Apply to draft").click()
    expect(page.locator(".repair-group")).to_have_count(1)
    verdict(page, "Implicit deny")
    first(page).get_by_role("button", name="Apply to draft").click()
    verdict(page, "Allowed")


def test_missing_key_is_asked_with_and_taken_out_again(open_page: OpenPage) -> None:
    page = open_lab(open_page, NO_MFA)
    first(page).get_by_role("link", name="Ask with it").click()
    verdict(page, "Allowed")
    page.locator("#policy-toast").get_by_role("button", name="Undo").click()
    verdict(page, "Implicit deny")


def test_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(f"/lab/?{urlencode(READ)}", javascript=False)
    page.get_by_role("button", name="Suggest repairs").click()
    expect(page.locator(".repair")).to_have_count(3)


def test_edit_is_not_made_in_a_text_that_has_changed_meanwhile(open_page: OpenPage) -> None:
    page = open_lab(open_page, {**READ, "policy": "222233334444/policy/ReceiptAccess"})
    button = first(page).get_by_role("button", name="Apply to draft")
    page.evaluate(
        """() => {
            const editor = ace.edit(document.querySelector(".policy-ace"));
            editor.session.insert({ row: 0, column: 0 }, "\\n");
            document.querySelector("#repairs [data-repair]").click();
        }"""
    )
    expect(page.locator("#policy-toast")).to_contain_text("The text has changed")
    expect(page.locator(".verdict .tag-edit")).to_be_visible()
    assert FIXED not in page.locator("#policy-text").input_value()
    button.click()
    verdict(page, "Allowed")
    assert FIXED in page.locator("#policy-text").input_value()


def test_versions_are_compared_in_meaning(open_page: OpenPage, assert_accessible: Check) -> None:
    query = {"scenario": "acme", "policy": "222233334444/policy/ReceiptAccess", "old": 1, "new": 2}
    page = open_page(f"/lab/policy/compare/?{urlencode(query)}", size="phone")
    expect(page.get_by_role("heading", name="What it means")).to_be_visible()
    expect(page.locator(".meaning-list li").first).to_contain_text("receipt-reader")
    assert_accessible(page)
