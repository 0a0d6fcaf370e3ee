"""The start page in a browser: predict, see the verdict, change a policy, see the verdict turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture(autouse=True)
def payroll(transactional_db: None) -> Sandbox:
    """The template of the start page's scenario."""
    return load_scenario("payroll", read_folder(SHIPPED / "payroll"))[0]


def group_policy(page: Page) -> Locator:
    return page.locator("[data-policy$='ReadCompanyData']")


def bucket_policy(page: Page) -> Locator:
    return page.locator("[data-policy^='resource/']")


def lit_lines(policy: Locator) -> list[str]:
    """Return the numbers of the lines that are lit."""
    found: list[str] = policy.locator(".line.lit").evaluate_all(
        "rows => rows.map(r => r.dataset.n)"
    )
    return found


def replace_text(policy: Locator, old: str, new: str) -> None:
    """Replace a part of a policy as a person does who types over it."""
    box = policy.get_by_role("textbox")
    text = box.input_value()
    assert old in text
    box.fill(text.replace(old, new))


def test_newcomer_sees_the_verdict_turn_with_the_statement_lit(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Can Ana read payroll.csv?")
    expect(page.locator(".verdict")).to_have_count(0)
    page.get_by_label("Yes, allowed").check()
    verdict = page.locator(".verdict-word")
    expect(verdict).to_have_text("Explicit deny")
    expect(page.locator(".verdict-why")).to_contain_text("Not what you predicted")
    expect(page.get_by_role("status")).to_contain_text("Explicit deny")
    assert lit_lines(bucket_policy(page)) == [str(number) for number in range(3, 13)]
    assert lit_lines(group_policy(page)) == []

    bucket_policy(page).get_by_role("switch").uncheck()
    expect(verdict).to_have_text("Allowed")
    expect(group_policy(page).locator(".line.lit")).to_have_count(6)  # the statement, lines 3 to 8
    assert lit_lines(bucket_policy(page)) == []

    bucket_policy(page).get_by_role("switch").check()
    expect(verdict).to_have_text("Explicit deny")
    replace_text(bucket_policy(page), '"finance"', '"web"')
    expect(verdict).to_have_text("Allowed")
    expect(page.locator(".answer")).to_contain_text("With your edit")
    expect(group_policy(page).locator(".line.lit")).to_have_count(6)


def test_question_can_be_changed_and_asks_again(page: Page) -> None:
    page.get_by_role("button", name="Just show it").click()
    expect(page.locator(".verdict-word")).to_have_text("Explicit deny")
    page.get_by_label("Can principal").select_option(label="user/fred, team=finance")
    expect(page.locator(".verdict-word")).to_have_text("Allowed")
    expect(page.get_by_role("heading", level=1)).to_have_text("Can Fred read payroll.csv?")
    page.get_by_label("do action").select_option("s3:PutObject")
    expect(page.locator(".verdict-word")).to_have_text("Implicit deny")
    page.get_by_label("do action").select_option("s3:GetObject")
    page.get_by_role("button", name="reports/q1.csv").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Can Fred read q1.csv?")
    expect(page.get_by_label("on resource")).to_have_value("arn:aws:s3:::acme-data/reports/q1.csv")


def test_broken_text_keeps_the_last_verdict_and_says_where(
    page: Page, assert_accessible: Check
) -> None:
    page.get_by_label("No, denied").check()
    expect(page.locator(".verdict-word")).to_have_text("Explicit deny")
    replace_text(bucket_policy(page), '"Deny",', '"Deny"')
    expect(page.get_by_role("alert")).to_contain_text("Your edit can’t be read yet")
    expect(bucket_policy(page).locator(".findings li").first).to_contain_text("comma")
    expect(page.locator(".verdict-word")).to_have_text("Explicit deny")
    assert_accessible(page)
    replace_text(bucket_policy(page), '"Deny"', '"Deny",')
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(bucket_policy(page).locator(".findings li")).to_have_count(0)


def test_typing_goes_on_while_answers_arrive(page: Page) -> None:
    page.get_by_label("No, denied").check()
    expect(page.locator(".verdict-word")).to_be_visible()
    box = bucket_policy(page).get_by_role("textbox")
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n", delay=150)
    page.wait_for_timeout(600)
    expect(box).to_be_focused()
    page.keyboard.type("\n")
    lines = box.input_value().count("\n") + 1
    expect(bucket_policy(page).locator(".line")).to_have_count(lines)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_text_lies_exactly_over_its_listing(open_page: OpenPage, size: str) -> None:
    page = open_page("/", size=size)
    box = bucket_policy(page).get_by_role("textbox")
    heights = box.evaluate("box => [box.scrollHeight, box.clientHeight]")
    assert heights[0] <= heights[1]
    looks = ["fontSize", "lineHeight", "fontFamily", "paddingTop"]
    read = f"item => {looks}.map(name => getComputedStyle(item)[name])"
    listing = bucket_policy(page).locator("pre code").evaluate(read)
    text = box.evaluate(read)
    assert text[:3] == listing[:3]
    inner = "item => item.clientWidth - parseFloat(getComputedStyle(item).paddingLeft) - "
    inner += "parseFloat(getComputedStyle(item).paddingRight)"
    line = bucket_policy(page).locator(".line").first.evaluate(inner)
    assert box.evaluate(inner) == pytest.approx(line, abs=1)


def test_keyboard_alone_predicts_and_switches(page: Page) -> None:
    page.get_by_label("Yes, allowed").focus()
    page.keyboard.press("Space")
    expect(page.locator(".verdict-word")).to_have_text("Explicit deny")
    expect(page.get_by_label("Yes, allowed")).to_be_focused()
    bucket_policy(page).get_by_role("switch").focus()
    page.keyboard.press("Space")
    expect(page.locator(".verdict-word")).to_have_text("Allowed")
    expect(bucket_policy(page).get_by_role("switch")).to_be_focused()


def test_answer_links_to_the_same_question_in_the_lab(page: Page) -> None:
    page.get_by_label("No, denied").check()
    page.get_by_role("link", name="See every statement and element").click()
    expect(page.locator("#verdict")).to_contain_text("Explicit deny")


def test_without_scripts_the_form_does_it_all(open_page: OpenPage) -> None:
    page = open_page("/", javascript=False)
    page.get_by_label("No, denied").check()
    page.get_by_role("button", name="Just show it").click()
    expect(page.locator(".verdict-word")).to_have_text("Explicit deny")
    assert len(lit_lines(bucket_policy(page))) == 10
    bucket_policy(page).locator("summary").click()
    replace_text(bucket_policy(page), '"finance"', '"web"')
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".verdict-word")).to_have_text("Allowed")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_answered_page_is_accessible(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_page("/", size=size)
    assert_accessible(page)
    page.get_by_label("No, denied").check()
    expect(page.locator(".verdict-word")).to_be_visible()
    assert_accessible(page)
    bucket_policy(page).get_by_role("switch").uncheck()
    expect(page.locator(".verdict-word")).to_have_text("Allowed")
    assert_accessible(page)


def test_start_page_leads_on_to_the_first_lesson(open_page: OpenPage) -> None:
    page = open_page("/", size="phone")
    page.get_by_role("link", name="Begin with “IAM in five minutes”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("IAM in five minutes")
