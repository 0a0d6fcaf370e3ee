"""Completion and hover in a browser: by keyboard, by finger, for screen readers, in any look."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from iamlab.engine import PolicyType, parse_policy
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.browser.editor_pages import (
    KEY,
    TRUST,
    Check,
    OpenPage,
    open_lab,
    open_policy,
    text_of,
    type_text,
)

AWS_KEY = "aws/policy/AdministratorAccess"
S3_PAGE = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def empty_editor(open_page: OpenPage, key: str = KEY) -> Page:
    page = open_policy(open_page, key)
    type_text(page, "")
    page.keyboard.press("Delete")
    return page


def offered(page: Page, label: str) -> None:
    expect(page.locator(".completion [role=option]").first).to_be_visible()
    expect(page.locator(".completion [aria-selected=true] .completion-label")).to_have_text(label)


def closed(page: Page) -> None:
    expect(page.locator(".completion")).to_be_hidden()


def suggest(page: Page, first: str) -> None:
    """Ask for suggestions and wait until the one that is marked is `first`."""
    page.keyboard.press("Control+Space")
    offered(page, first)


def test_identity_policy_is_written_from_nothing_with_completion_alone(
    open_page: OpenPage,
) -> None:
    page = empty_editor(open_page)
    suggest(page, "New policy")
    page.keyboard.press("Enter")
    offered(page, "s3:")  # the cursor is in the empty Action
    page.keyboard.press("Tab")
    offered(page, "s3:GetObject")
    page.keyboard.press("Enter")
    closed(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    suggest(page, "arn:aws:s3:::acme-receipts/*")
    page.keyboard.press("ArrowDown")
    offered(page, "arn:aws:s3:::acme-receipts-dev/*")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    suggest(page, "Condition")
    page.keyboard.press("Enter")
    offered(page, "StringEquals")
    while page.locator("[aria-selected=true] .completion-label").inner_text() != "Bool":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".completion [aria-selected=true]")).to_contain_text("aws:SecureTransport")
    page.keyboard.press("Enter")
    offered(page, "true")
    page.keyboard.press("Enter")
    closed(page)
    text = text_of(page)
    assert json.loads(text) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::acme-receipts/*",
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            }
        ],
    }
    assert parse_policy(text, PolicyType.IDENTITY).findings == ()
    expect(page.locator("#policy-findings")).to_contain_text("No problems found")
    assert text == json.dumps(json.loads(text), indent=2)


def test_trust_policy_offers_services_and_roles_of_the_sandbox(open_page: OpenPage) -> None:
    page = empty_editor(open_page, TRUST)
    suggest(page, "New policy")
    page.keyboard.press("Enter")
    offered(page, "lambda.amazonaws.com")
    page.keyboard.press("Enter")
    closed(page)
    assert parse_policy(text_of(page), PolicyType.TRUST).findings == ()


def test_typing_narrows_the_list_and_it_says_what_it_holds(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Statement": {"Action": ')
    page.keyboard.type('"s3:')
    offered(page, "s3:GetObject")
    page.keyboard.type("delob")
    offered(page, "s3:DeleteObject")
    field = page.locator(".ace_text-input")
    expect(field).to_have_attribute("aria-activedescendant", "completion-option-0")
    expect(field).to_have_attribute("aria-controls", "completion-options")
    murmur = page.locator("#completion-murmur")
    expect(murmur).to_contain_text("suggestions, s3:DeleteObject, Write")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "completion-option-1")
    expect(murmur).not_to_contain_text("s3:DeleteObject, ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert '"Action": "s3:DeleteObject"' in text_of(page)
    expect(field).not_to_have_attribute("aria-activedescendant", "completion-option-0")


def test_enter_right_after_fast_typing_takes_what_was_typed_for(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Statement": {"Action": ')
    page.keyboard.type('"s3:')
    offered(page, "s3:GetObject")
    page.keyboard.type("PutBucketPol")
    page.keyboard.press("Enter")
    expect(page.locator("#policy-text")).to_have_value(
        '{"Statement": {"Action": "s3:PutBucketPolicy"'
    )


def test_escape_closes_the_list_and_only_then_leaves_the_editor(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Statement": {"Action": "s3:')
    suggest(page, "s3:GetObject")
    page.keyboard.press("Escape")
    closed(page)
    assert page.evaluate("document.activeElement.className") == "ace_text-input"
    page.keyboard.press("Tab")
    assert text_of(page).startswith('{"Statement": {"Action": "s3: ')
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.policy-ace') !== null")


def test_accepted_suggestion_is_undone_by_one_key(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Statement": {"Effect": "')
    before = text_of(page)
    suggest(page, "Allow")
    page.keyboard.press("Enter")
    assert text_of(page) == before + 'Allow"'
    page.keyboard.press("Control+z")
    assert text_of(page) == before


def test_offsets_hold_beside_characters_outside_the_basic_plane(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Id": "\U0001f511\U0001f511", "Statement": {"Effect": "')
    suggest(page, "Allow")
    page.keyboard.press("Enter")
    assert text_of(page) == '{"Id": "\U0001f511\U0001f511", "Statement": {"Effect": "Allow"'


def test_place_without_suggestions_says_so(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Id": "')
    page.keyboard.press("Control+Space")
    expect(page.locator("#policy-toast")).to_have_text("No suggestions here.")
    closed(page)


def test_pointer_that_rests_on_an_action_gets_it_explained(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    box = page.locator(".ace_string", has_text="s3:GetObject").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 5)
    note = page.get_by_role("note", name="Explanation")
    expect(note).to_contain_text("Access level: Read.")
    expect(note.get_by_role("link")).to_have_attribute("href", S3_PAGE)
    page.mouse.move(box["x"] + 40, box["y"] + 6)
    page.wait_for_timeout(600)
    expect(note).to_be_visible()  # as long as the pointer stays on the word
    page.mouse.move(5, 5)
    expect(note).to_be_hidden()


def test_keyboard_gets_an_explanation_and_reaches_its_link(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Statement": {"Effect": "Allow", "Condition": {"Bool": {"aws:SecureTransport')
    page.keyboard.press("Control+i")
    note = page.get_by_role("note", name="Explanation")
    expect(note).to_contain_text("Whether the request was sent over TLS.")
    expect(page.locator("#explanation-murmur")).to_contain_text(
        "aws:SecureTransport. Condition key."
    )
    page.keyboard.press("Control+i")
    expect(note.get_by_role("link", name="AWS documentation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "ace_text-input"


def test_policy_of_aws_is_explained_but_not_completed(open_page: OpenPage) -> None:
    page = open_policy(open_page, AWS_KEY)
    page.locator(".policy-ace .ace_content").click()
    page.keyboard.press("Control+Space")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+i")
    expect(page.get_by_role("note", name="Explanation")).to_contain_text("Version")
    closed(page)


def test_finger_completes_and_explains_with_buttons(open_page: OpenPage) -> None:
    page = open_policy(open_page, size="phone")
    type_text(page, '{"Statement": {"Action": "s3:')
    page.get_by_role("button", name="Complete").tap()
    offered(page, "s3:GetObject")
    box = page.locator(".completion").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.locator(".completion-option", has_text="s3:PutObject").first.tap()
    assert '"s3:PutObject"' in text_of(page)
    page.get_by_role("button", name="Explain").tap()
    expect(page.get_by_role("note", name="Explanation")).to_contain_text("Access level: Write.")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_list_and_explanation_are_accessible(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_policy(open_page, size=size)
    type_text(page, '{"Statement": {"Action": "s3:Get')
    suggest(page, "s3:Get*")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+i")
    expect(page.get_by_role("note", name="Explanation")).to_contain_text("Covers")
    assert_accessible(page)


def test_list_comes_into_sight_with_its_line(open_page: OpenPage) -> None:
    page = open_lab(open_page)
    page.locator(".policy-ace .ace_content").click()
    page.keyboard.press("Control+End")
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.evaluate("document.getElementById('main').scrollIntoView()")
    suggest(page, "Condition")
    expect(page.locator(".completion [role=option]").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    offered(page, "StringEquals")
    expect(page.locator(".completion .completion-words")).to_be_in_viewport(ratio=1)


def test_editor_after_a_save_completes_as_before(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, text_of(page).replace("ListIncoming", "ListAll"))
    page.get_by_role("button", name="Save as v3").click()
    expect(page.locator("#policy-version")).to_have_value("3")
    type_text(page, '{"Statement": {"Effect": "')
    suggest(page, "Allow")
    page.keyboard.press("Enter")
    assert text_of(page).endswith('"Effect": "Allow"')
    closed(page)
