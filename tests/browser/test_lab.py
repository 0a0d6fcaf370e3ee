"""The lab page in a browser: pickers, answers while typing, what-if, history, sharing, the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.sandbox.organizations import organization_files

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

KEY = "222233334444/policy/ReceiptAccess"
DELETION = {
    "principal": "development/user/ana",
    "action": "s3:DeleteBucket",
    "resource": "arn:aws:s3:::acme-receipts-dev",
}
WITH_EVERYTHING = {
    "principal": "production/session/production-reader/ana",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/incoming/0192.pdf",
    "with": "question/reader-with-log-session/session/logs-only",
    "off": ["scp", "resource/arn:aws:s3:::acme-receipts"],
    "ctx": ["aws:TagKeys=a", "aws:TagKeys=b", "aws:MultiFactorAuthAge=10"],
}


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def open_lab(open_page: OpenPage, query: Mapping[str, object] | None = None, **how: object) -> Page:
    """Open the lab and wait for the editor, which comes last."""
    page = open_page(f"/lab/?{urlencode(query or {}, doseq=True)}", **how)
    if how.get("javascript", True):
        expect(page.locator(".policy-ace")).to_be_attached()
    return page


def verdict(page: Page, word: str) -> None:
    expect(page.locator("#verdict-word")).to_have_text(word)


def option(page: Page, value: str) -> None:
    page.locator(f'.picker-option[data-value="{value}"]').click()


@pytest.mark.parametrize("query", [{}, WITH_EVERYTHING], ids=["start", "everything"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_lab_is_accessible(
    open_page: OpenPage,
    assert_accessible: Check,
    size: str,
    query: Mapping[str, object],
) -> None:
    page = open_lab(open_page, query, size=size)
    expect(page.locator("#verdict")).to_be_visible()
    assert_accessible(page)


def test_choosing_an_action_asks_at_once(open_page: OpenPage) -> None:
    page = open_lab(open_page, DELETION)
    verdict(page, "Allowed")
    action = page.get_by_role("combobox", name="do action")
    action.fill("sts who am i")
    action.fill("GetCallerIdentity")
    option(page, "sts:GetCallerIdentity")
    expect(page.locator("#action-hint")).to_contain_text("on no resource in particular")
    expect(page).to_have_url(re.compile("action=sts(:|%3A)GetCallerIdentity"))


def test_picker_is_worked_by_keys(open_page: OpenPage) -> None:
    page = open_lab(open_page, DELETION)
    principal = page.get_by_role("combobox", name="Can principal")
    principal.fill("development ben")
    expect(page.locator(".picker-option")).to_have_count(1)
    expect(principal).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(principal).to_have_attribute("aria-activedescendant", "principal-option-1-1")
    page.keyboard.press("Enter")
    expect(principal).to_have_value("development/user/ben")
    expect(principal).to_be_focused()
    expect(principal).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#principal-hint")).to_contain_text("user/ben")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".picker-option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".picker-option")).to_have_count(0)


def test_value_of_a_key_asks_again_and_back_undoes_it(open_page: OpenPage) -> None:
    page = open_lab(open_page, DELETION)
    verdict(page, "Allowed")
    page.get_by_label("aws:MultiFactorAuthPresent", exact=True).select_option("false")
    verdict(page, "Explicit deny")
    expect(page).to_have_url(re.compile("ctx=aws(:|%3A)MultiFactorAuthPresent"))
    page.reload()
    verdict(page, "Explicit deny")
    page.go_back()
    verdict(page, "Allowed")


def test_added_key_becomes_a_row(open_page: OpenPage) -> None:
    page = open_lab(open_page, DELETION)
    page.get_by_text("Add a key").click()
    page.get_by_label("Condition key to add").fill("aws:SourceVpce")
    page.get_by_label("Value of the added key").fill("vpce-1")
    page.keyboard.press("Enter")
    row = page.get_by_label("aws:SourceVpce")
    expect(row.first).to_have_value("vpce-1")
    expect(page).to_have_url(re.compile("SourceVpce"))
    page.get_by_role("button", name="Send the request without aws:SourceVpce").click()
    expect(row).to_have_count(0)
    expect(page).not_to_have_url(re.compile("SourceVpce"))


def test_unknown_action_leaves_the_answer_and_suggests(
    open_page: OpenPage, complaints: list[str]
) -> None:
    page = open_lab(open_page, DELETION)
    page.get_by_role("combobox", name="do action").fill("s3:DeleteBuckett")
    page.keyboard.press("Enter")
    error = page.locator("#action-error")
    expect(error).to_contain_text("AWS has no action s3:DeleteBuckett.")
    expect(page.locator("#action")).to_have_attribute("aria-invalid", "true")
    verdict(page, "Allowed")
    error.get_by_role("link", name="s3:DeleteBucket", exact=True).click()
    expect(error).to_be_empty()
    expect(page.locator("#answer-notice")).to_be_empty()
    assert [item for item in complaints if "422" in item]
    complaints.clear()


def test_layer_is_left_out_and_taken_back(open_page: OpenPage) -> None:
    question = {**DELETION, "action": "sagemaker:CreateNotebookInstance"}
    question["resource"] = "arn:aws:sagemaker:eu-west-1:333344445555:notebook-instance/demo"
    page = open_lab(open_page, question)
    rung = page.locator(".rung-decides")
    expect(rung).to_contain_text("Service control policies")
    rung.get_by_role("link", name="Ask without this layer").click()
    expect(page.locator(".what-if")).to_contain_text("Service control policies")
    expect(page).to_have_url(re.compile("off=scp"))
    page.get_by_role("link", name="All on again").click()
    expect(page.locator(".what-if")).to_have_count(0)
    expect(page.locator(".rung-decides")).to_contain_text("Service control policies")


def test_unsaved_edit_answers_and_survives_a_reload(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    verdict(page, "Implicit deny")
    page.locator(".policy-ace .ace_content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(
        '{"Version": "2012-10-17", '
        '"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}'
    )
    verdict(page, "Allowed")
    expect(page.locator("#verdict")).to_contain_text("Answered with your unsaved edit")
    expect(page.locator("#answer-said")).to_contain_text("With your edit: Allowed")
    expect(page.locator(f'#tree [data-key="{KEY}"] .tree-draft').first).to_be_attached()
    page.reload()
    verdict(page, "Allowed")


def test_tree_opens_a_policy_and_finds_names(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.locator('#tree [data-key="scp/ProtectLogs"]').first.click()
    expect(page.locator("#policy-pane")).to_have_attribute("data-policy", "scp/ProtectLogs")
    expect(page).to_have_url(re.compile("principal=.*policy=scp"))
    expect(page.locator("#tree [aria-current]")).to_contain_text("ProtectLogs")
    page.get_by_label("Find in the organization").fill("nadia")
    expect(page.locator("#tree .tree-row:visible")).to_have_count(2)
    page.get_by_label("Find in the organization").fill("nobody at all")
    expect(page.locator("#tree-none")).to_have_text("Nothing here has that name.")


def test_many_users_are_brought_when_they_are_looked_for(open_page: OpenPage) -> None:
    load_scenario("shop", organization_files(users=60))
    page = open_lab(open_page, {"scenario": "shop"})
    expect(page.locator("#tree").get_by_text("user59", exact=True)).to_have_count(0)
    page.get_by_label("Find in the organization").fill("user59")
    expect(page.locator("#tree").get_by_text("user59", exact=True)).to_be_visible()


def test_share_gives_a_link_that_others_can_open(open_page: OpenPage) -> None:
    page = open_lab(open_page, DELETION)
    page.get_by_role("button", name="Share").click()
    address = page.get_by_label("Link to this question").input_value()
    other = open_page(address)
    verdict(other, "Allowed")


def test_question_works_without_scripts(open_page: OpenPage) -> None:
    page = open_lab(open_page, DELETION, javascript=False)
    page.get_by_label("aws:MultiFactorAuthPresent", exact=True).select_option("false")
    page.get_by_role("button", name="Ask", exact=True).click()
    verdict(page, "Explicit deny")
    page.get_by_role("link", name=re.compile("^Show lines")).first.click()
    expect(page.locator(".line.lit").first).to_be_visible()
    verdict(page, "Explicit deny")
