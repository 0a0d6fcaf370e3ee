"""The policy pane in a browser: typing, findings, lit lines, drafts, saves, conflicts, keyboard."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder
from tests.browser.editor_pages import (
    ALONE,
    KEY,
    READABLE,
    TRUST,
    Check,
    OpenPage,
    light_link,
    open_policy,
    text_of,
    type_text,
)

AWS_KEY = "aws/policy/AdministratorAccess"


@pytest.fixture(autouse=True)
def acme(transactional_db: None) -> Sandbox:
    """The template of Acme Receipts."""
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def test_syntax_problem_shows_at_its_line_and_goes_when_mended(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(
        page, '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {"Effect" "Allow"}\n  ]\n}'
    )
    finding = page.locator("#policy-findings li").first
    expect(finding).to_contain_text("Error, line 4", timeout=2000)
    expect(page.locator(".ace_gutter-cell.ace_error")).to_contain_text("4")
    type_text(page, READABLE.replace("[]", '{"Effect": "Deny", "Action": "*", "Resource": "*"}'))
    expect(page.locator("#policy-findings li[data-severity=ERROR]")).to_have_count(0)
    expect(page.locator(".ace_gutter-cell.ace_error")).to_have_count(0)


def test_wildcards_stand_out(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    expect(page.locator(".policy-ace .ace_glob").first).to_have_text("*")


def test_grammar_problem_is_told_in_words_with_a_link_to_its_place(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Version": "2012-10-17",\n "Statement": {\n  "Effect": "Permit"}}')
    page.locator("#policy-findings a", has_text="line 3").first.click()
    expect(page.locator("#policy-place")).to_contain_text("Line 3")
    expect(page.locator(".policy-ace.ace_focus")).to_have_count(1)


def test_server_is_asked_once_after_a_pause(open_page: OpenPage) -> None:
    """How long that takes is measured by `make bench`."""
    page = open_policy(open_page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    type_text(page, READABLE.replace("[]", ""))
    for character in "[[]":
        page.keyboard.type(character)
    expect(page.locator("#policy-findings li[data-severity=ERROR]").first).to_be_visible()
    assert len([url for url in asked if "/lab/policy/check/" in url]) == 1


def test_click_on_a_statement_lights_its_lines_with_color_and_word(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    light_link(page, KEY, 15, 18, "implicitDeny")
    page.locator("#statement").click()
    expect(page.locator(".ace_gutter-cell.lit")).to_have_text(["15", "16", "17", "18"])
    expect(page.locator(".ace_marker-layer .lit-line.lit-implicitDeny").first).to_be_visible()
    caption = page.locator("#lit-caption")
    expect(caption).to_contain_text("Implicit deny")
    expect(caption).to_contain_text("lines 15 to 18")
    expect(caption).not_to_contain_text("Allowed", use_inner_text=True)
    caption.get_by_role("button", name="Clear").click()
    expect(page.locator(".ace_gutter-cell.lit")).to_have_count(0)


def test_click_on_a_statement_of_another_policy_opens_that_policy(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    light_link(page, TRUST, 4, 5, "allowed")
    page.locator("#statement").click()
    expect(page.locator("#policy-pane")).to_have_attribute("data-policy", TRUST)
    expect(page.locator(".ace_gutter-cell.lit.lit-allowed")).to_have_text(["4", "5"])


def test_draft_survives_another_policy_and_a_reload(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, READABLE)
    expect(page.locator("#policy-unsaved")).to_contain_text("Unsaved, line 1")
    page.get_by_role("link", name="Trust").click()
    expect(page.locator("#policy-pane")).to_have_attribute("data-policy", TRUST)
    tab = page.get_by_role("link", name="ReceiptAccess")
    expect(tab).to_contain_text("unsaved edit")
    tab.click()
    expect(page.locator("#policy-pane")).to_have_attribute("data-policy", KEY)
    assert text_of(page) == READABLE
    page.reload()
    expect(page.locator("#policy-unsaved")).to_be_visible()
    assert text_of(page) == READABLE


def test_save_makes_a_version_that_can_be_restored(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    started = text_of(page)
    type_text(page, READABLE)
    page.get_by_role("button", name="Save as v3").click()
    expect(page.locator("#policy-toast")).to_contain_text("Saved as v3.")
    expect(page.locator("#policy-toast")).to_contain_text("your own copy")
    expect(page.locator("#policy-version")).to_have_value("3")
    expect(page.locator("#policy-unsaved")).to_be_hidden()
    page.get_by_role("link", name="All versions").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Put v2 in force").click()
    expect(page.locator("#policy-toast")).to_contain_text("v2 is in force")
    expect(dialog).to_have_count(0)
    assert text_of(page) == started


def test_old_version_is_shown_to_read_and_put_in_force(
    open_page: OpenPage, assert_accessible: Check
) -> None:
    page = open_policy(open_page)
    page.locator("#policy-version").select_option("1")
    expect(page.locator(".editor-banner")).to_contain_text("v2 is in force")
    expect(page.locator("#policy-save")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("button", name="Put v1 in force").click()
    expect(page.locator("#policy-toast")).to_contain_text("v1 is in force")


def test_two_tabs_that_save_lose_nothing(open_page: OpenPage, complaints: list[str]) -> None:
    first = open_policy(open_page)
    type_text(first, READABLE)
    first.get_by_role("button", name="Save as v3").click()
    expect(first.locator("#policy-version")).to_have_value("3")
    second = first.context.new_page()
    second.goto(ALONE + quote(KEY))
    mine = READABLE.replace("[]", '{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}')
    type_text(second, mine)
    theirs = READABLE.replace("[]", '{"Effect": "Deny", "Action": "*", "Resource": "*"}')
    type_text(first, theirs)
    first.get_by_role("button", name="Save as v4").click()
    expect(first.locator("#policy-version")).to_have_value("4")
    second.get_by_role("button", name="Save as v4").click()
    conflict = second.get_by_role("alertdialog")
    expect(conflict).to_contain_text("saved it as v4")
    expect(conflict.locator("del")).to_contain_text("Deny")
    expect(conflict.locator("ins")).to_contain_text("s3:*")
    assert text_of(second) == mine
    conflict.get_by_role("link", name="Take v4").click()
    expect(second.locator("#policy-version")).to_have_value("4")
    assert text_of(second) == theirs
    second.get_by_role("button", name="Bring back my text").click()
    assert text_of(second) == mine
    second.get_by_role("button", name="Save as v5").click()
    expect(second.locator("#policy-version")).to_have_value("5")
    complaints[:] = [item for item in complaints if "409" not in item]


def test_conflict_can_be_settled_by_saving_mine_on_top(
    open_page: OpenPage, assert_accessible: Check, complaints: list[str]
) -> None:
    first = open_policy(open_page)
    second = first.context.new_page()
    type_text(first, READABLE)
    first.get_by_role("button", name="Save as v3").click()
    expect(first.locator("#policy-version")).to_have_value("3")
    second.goto(ALONE + quote(KEY))
    type_text(second, READABLE + "\n")
    type_text(first, READABLE + " ")
    first.get_by_role("button", name="Save as v4").click()
    expect(first.locator("#policy-version")).to_have_value("4")
    second.get_by_role("button", name="Save as v4").click()
    expect(second.get_by_role("alertdialog")).to_be_visible()
    assert_accessible(second)
    second.get_by_role("button", name="Save mine on top, as v5").click()
    expect(second.locator("#policy-version")).to_have_value("5")
    assert text_of(second) == READABLE + "\n"
    complaints[:] = [item for item in complaints if "409" not in item]


def test_text_that_cannot_be_read_is_not_saved_and_stays(
    open_page: OpenPage, complaints: list[str]
) -> None:
    page = open_policy(open_page)
    type_text(page, '{"Version": ')
    page.get_by_role("button", name="Save as v3").click()
    expect(page.locator("#policy-findings")).to_contain_text("Not saved.")
    assert text_of(page) == '{"Version": '
    page.reload()
    assert text_of(page) == '{"Version": '
    complaints[:] = [item for item in complaints if "422" not in item]


def test_two_megabytes_are_refused_and_stay_in_the_editor(
    open_page: OpenPage, complaints: list[str]
) -> None:
    page = open_policy(open_page)
    page.evaluate(
        """() => {
            const editor = ace.edit(document.querySelector(".policy-ace"));
            editor.selectAll();
            editor.onPaste("[" + "1234567,\\n".repeat(220000));
        }"""
    )
    expect(page.get_by_role("alert").first).to_contain_text("too much text", timeout=20_000)
    assert page.evaluate("document.getElementById('policy-text').value.length") > 1_900_000
    complaints[:] = [item for item in complaints if "413" not in item]


def test_discard_can_be_undone(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    started = text_of(page)
    type_text(page, READABLE)
    page.get_by_role("button", name="Discard").click()
    assert text_of(page) == started
    expect(page.locator("#policy-unsaved")).to_be_hidden()
    page.get_by_role("button", name="Bring back my text").click()
    assert text_of(page) == READABLE


def test_compare_shows_the_unsaved_text_against_the_version_in_force(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    type_text(page, text_of(page).replace("s3:ListBucket", "s3:ListBuckets"))
    page.get_by_role("button", name="Compare").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("del")).to_contain_text('"s3:ListBucket"')
    expect(dialog.locator("ins")).to_contain_text('"s3:ListBuckets"')
    dialog.locator("#compare-new").select_option("2")
    expect(dialog).to_contain_text("The two have the same lines.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_keyboard_enters_types_and_leaves(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    page.locator("#policy-compare").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('ace_scroller')"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    page.keyboard.type(" ")
    assert text_of(page).startswith(" {")
    page.keyboard.press("Tab")
    assert text_of(page).startswith("  {")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.policy-ace') !== null")


def test_switch_tells_the_question_that_a_policy_is_out_of_force(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    page.evaluate("document.addEventListener('lab:off', ({ detail }) => { window.told = detail; })")
    page.get_by_role("switch", name="In force").uncheck()
    assert page.evaluate("window.told") == {"key": KEY, "off": True}


def test_draft_event_comes_after_a_pause_and_drafts_hold_the_text(open_page: OpenPage) -> None:
    page = open_policy(open_page)
    page.evaluate(
        "document.addEventListener('lab:draft', ({ detail }) => { window.told = detail; })"
    )
    type_text(page, READABLE)
    page.wait_for_function("() => window.told")
    assert page.evaluate("window.told") == {"key": KEY}
    drafts = "import('/static/js/drafts.js').then((drafts) => drafts.all())"
    assert page.evaluate(drafts) == {KEY: READABLE}


def test_policy_of_aws_can_be_read_only(open_page: OpenPage) -> None:
    page = open_policy(open_page, AWS_KEY)
    before = text_of(page)
    page.locator(".policy-ace .ace_content").click()
    page.keyboard.type("x")
    assert text_of(page) == before
    expect(page.locator(".editor-foot")).to_contain_text("AWS manages this policy")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_pane_is_accessible_with_findings_lit_lines_and_a_draft(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_policy(open_page, size=size)
    type_text(page, text_of(page).replace('"Allow"', '"Permit"', 1))
    expect(page.locator("#policy-findings li").first).to_be_visible()
    light_link(page, KEY, 15, 18, "explicitDeny")
    page.locator("#statement").click()
    expect(page.locator("#lit-caption")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_dialogs_are_accessible(open_page: OpenPage, assert_accessible: Check, size: str) -> None:
    page = open_policy(open_page, size=size)
    page.get_by_role("link", name="All versions").click()
    expect(page.get_by_role("dialog", name=re.compile("Versions"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("dialog").get_by_role("link", name="Compare v1").click()
    expect(page.get_by_role("dialog", name=re.compile("Compare"))).to_be_visible()
    assert_accessible(page)


def test_without_scripts_a_text_is_saved_by_a_plain_form(open_page: OpenPage) -> None:
    page = open_page(ALONE + quote(KEY), javascript=False)
    page.locator("#policy-text").fill(READABLE)
    page.get_by_role("button", name="Save as v3").click()
    expect(page).to_have_url(re.compile(r"/lab/\?.*policy="))
    page.goto(ALONE + quote(KEY))
    expect(page.locator("#policy-version")).to_have_value("3")
    assert text_of(page) == READABLE
