"""The panel "In plain words" in a browser: it follows the typing, links, and keeps what is open."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.browser.editor_pages import (
    Check,
    OpenPage,
    open_lab,
    open_policy,
    type_text,
)


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def policy(*statements: dict[str, Any]) -> str:
    usual = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
    rows = [usual | statement for statement in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": rows}, indent=2)


def capture(page: Page, name: str) -> None:
    """Leave a picture where IAMLAB_SCREENSHOTS says, for people to look at."""
    folder = os.environ.get("IAMLAB_SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/words-{name}.png", full_page=True)


def test_words_follow_the_typing(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    words = page.locator("#policy-words")
    expect(words).to_contain_text("Allows listing objects (s3:ListBucket)")
    type_text(page, policy({"Effect": "Deny", "Action": "s3:*", "Resource": "*"}))
    expect(words).to_contain_text("Denies every Amazon S3 action (s3:*) on every resource.")
    type_text(page, '{"Version": ')
    expect(words).to_contain_text("cannot be read as a policy")


def test_lines_lead_to_the_editor(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    page.locator("#policy-words").get_by_role("link", name="lines").nth(1).click()
    place = page.locator("#policy-words [data-goto]").nth(1).get_attribute("data-goto") or ""
    expect(page.locator("#policy-place")).to_contain_text(f"Line {place.partition(':')[0]},")
    expect(page.locator(".policy-ace.ace_focus")).to_have_count(1)


def test_wildcard_unfolds_by_keyboard_and_stays_open_while_typing(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, policy({"Action": "sqs:*"}))
    words = page.locator("#policy-words")
    fold = words.locator(".words-fold summary").first
    expect(fold).to_contain_text("sqs:*")
    fold.focus()
    page.keyboard.press("Enter")
    expect(words.get_by_text("sqs:ReceiveMessage")).to_be_visible()
    type_text(page, policy({"Effect": "Deny"}, {"Action": "sqs:*"}))
    expect(page.locator("#policy-words")).to_contain_text("Denies reading objects")
    expect(words.get_by_text("sqs:ReceiveMessage")).to_be_visible()


def test_thirty_statements_do_not_flood_the_page(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, policy(*({"Sid": f"Number{number}"} for number in range(30))))
    expect(page.locator(".words-row:visible")).to_have_count(6)
    page.get_by_text("Show all 30").click()
    expect(page.locator(".words-row:visible")).to_have_count(30)


def test_words_stand_in_the_page_without_scripts(open_page: OpenPage) -> None:
    page = open_page(
        "/lab/policy/?scenario=acme&policy=222233334444/policy/ReceiptAccess", javascript=False
    )
    expect(page.locator("#policy-words")).to_contain_text("Allows listing objects")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_words_are_accessible(open_page: OpenPage, assert_accessible: Check, size: str) -> None:
    page = open_policy(open_page, size=size)
    everything: list[dict[str, Any]] = [
        {"Sid": "ReadReports", "Action": ["s3:Get*", "s3:List*"]},
        {"Effect": "Permit"},
        {"Action": [f"ec2:Describe{kind}" for kind in ("Images", "Vpcs", "Tags", "Hosts", "Fleets",
            "Regions", "Instances")], "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": "s3:*",
            "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        },
        {"Action": "sqs:SendMessage", "Condition": {"StringEqualz": {"a": "b"}},
         "Resource": "arn:aws:sqs:eu-west-1:222233334444:" + "receipt-failures-" * 6},
    ]  # fmt: skip
    type_text(page, policy(*everything))
    expect(page.locator("#policy-words")).to_contain_text("7 listed actions")
    expect(page.locator("#policy-findings")).to_contain_text("StringEqualz")
    page.locator("#policy-words .words-fold summary").first.click()
    expect(
        page.locator("#policy-words").get_by_text("s3:GetAccelerateConfiguration").first
    ).to_be_visible()
    assert_accessible(page)
    capture(page, size)


def test_words_belong_to_the_lab(open_page: OpenPage, assert_accessible: Check) -> None:
    page = open_lab(open_page)
    expect(page.locator("#policy-words")).to_contain_text("Allows listing objects")
    assert_accessible(page)
    capture(page, "lab")
