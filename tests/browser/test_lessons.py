"""Lessons in a browser: lesson 0 from top to bottom with every block used, on desk and phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from lessons.services.courses import get_course, load_lesson_scenarios

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

PAGE = "/course/iam-in-five-minutes/"
SIZES = ["desk", "phone"]


@pytest.fixture(autouse=True)
def courses(transactional_db: None) -> None:
    """The templates of all lessons' organizations."""
    load_lesson_scenarios(get_course())


def block(page: Page, name: str) -> Locator:
    return page.locator(f"#try-{name}")


def verdict(where: Locator) -> Locator:
    return where.locator(".verdict-word")


def marks(where: Locator) -> list[str]:
    """Return the verdicts beside the questions of an edited policy."""
    return where.locator(".edit-asked .verdict-mark").all_inner_texts()


def type_text(where: Locator, text: str) -> None:
    """Replace an editor's text as a person does who pastes."""
    where.locator(".ace_content").click()
    where.page.keyboard.press("Control+A")
    where.page.keyboard.insert_text(text)


def policy(action: str) -> str:
    """Return a policy that allows an action on everything."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def use_questions(page: Page) -> None:
    """Ask other questions; the answer, its lines and the words for screen readers follow."""
    first = block(page, "first-question")
    expect(verdict(first)).to_have_text("Allowed")
    first.get_by_label("do action").select_option("s3:DeleteObject")
    expect(verdict(first)).to_have_text("Implicit deny")
    first.get_by_label("on resource").select_option("arn:aws:s3:::acme-dev/test/1.jpg")
    expect(verdict(first)).to_have_text("Allowed")
    expect(first.locator(".line.lit").first).to_have_attribute("data-n", "10")
    expect(page.locator("#lesson-said")).to_contain_text("Allowed.")
    deletes = block(page, "ana-deletes")
    expect(verdict(deletes)).to_have_text("Explicit deny")
    deletes.get_by_role("switch", name="In force ProtectAudit").uncheck()
    expect(verdict(deletes)).to_have_text("Allowed")
    deletes.get_by_role("switch", name="In force ProtectAudit").check()
    expect(verdict(deletes)).to_have_text("Explicit deny")


def use_trace(page: Page) -> None:
    """Unfold a layer, and follow a line of the trace into the lab."""
    trace = block(page, "function-reads")
    expect(verdict(trace)).to_have_text("Allowed")
    trace.locator("summary", has_text="Service control policies").click()
    expect(trace.get_by_role("link", name="FullAWSAccess").first).to_be_visible()
    address = trace.get_by_role("link", name="Show lines 3 to 8").get_attribute("href") or ""
    assert "light=3-8" in address
    assert page.request.get(address).ok


def use_editor(page: Page) -> None:
    """Break the policy, mend it, and find it kept."""
    edit = block(page, "smallest-policy")
    assert marks(edit) == ["Allowed", "Allowed", "Implicit deny", "Implicit deny"]
    wide = policy("s3:*")
    type_text(edit, wide[:-1])
    expect(edit.get_by_text("This can’t be read yet.")).to_be_visible()
    assert marks(edit) == ["Allowed", "Allowed", "Implicit deny", "Implicit deny"]
    page.keyboard.insert_text("}")
    expect(edit.get_by_text("This can’t be read yet.")).to_have_count(0)
    expect(edit.locator(".edit-asked .verdict-mark")).to_have_text(["Allowed"] * 4)
    expect(edit.locator("[data-saved]")).to_have_text("saved")


def use_comparison(page: Page) -> None:
    compare = block(page, "blast-radius")
    expect(verdict(compare)).to_have_text(["Allowed", "Implicit deny"])


def use_prediction(page: Page) -> None:
    predict = block(page, "root-deletes")
    expect(verdict(predict)).to_have_count(0)
    predict.get_by_label("Allowed").check()
    predict.get_by_label("certain").check()
    predict.get_by_role("button", name="Commit").click()
    expect(verdict(predict)).to_have_text("Explicit deny")
    expect(predict.locator(".belief")).to_contain_text("root user stands above every policy")


def use_timeline(page: Page) -> None:
    """At 09:00 nothing has leaked; two hours later the key works and the session is over."""
    timeline = block(page, "two-leaks")
    timeline.get_by_role("button", name=re.compile("^Next")).click()
    expect(timeline.locator("output")).to_contain_text("09:30")
    timeline.get_by_role("slider").fill("120")
    expect(timeline.locator("output")).to_contain_text("11:00")
    expect(timeline.locator("table")).to_contain_text("ExpiredToken")
    expect(timeline.locator("table .verdict-mark")).to_have_text(["Allowed"])


def use_questions_of_the_quiz(page: Page) -> None:
    for name, answer in (
        ("keep-silence", "Implicit deny"),
        ("keep-identities", "A password or an access key of its own"),
        ("keep-deny", "Explicit deny"),
        ("keep-roles", "Until somebody deactivates or deletes it"),
    ):
        question = block(page, name)
        question.get_by_label(answer).check()
        question.get_by_role("button", name="Answer").click()
        expect(question.locator(".quiz-result")).to_have_text("Right")
    least = block(page, "keep-least")
    least.get_by_label(re.compile("s3:PutObject")).check()
    least.get_by_role("button", name="Answer").click()
    expect(least.locator(".quiz-result")).to_contain_text("Not right")


@pytest.mark.parametrize("size", SIZES)
def test_lesson_0_from_top_to_bottom_with_every_block_used(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_page(PAGE, size=size)
    expect(page.get_by_role("heading", level=1)).to_have_text("IAM in five minutes")
    for use in (
        *(use_questions, use_trace, use_editor, use_comparison),
        *(use_prediction, use_timeline, use_questions_of_the_quiz),
    ):
        use(page)
    assert_accessible(page)
    page.reload()
    edit = block(page, "smallest-policy")
    assert marks(edit) == ["Allowed"] * 4
    expect(verdict(block(page, "root-deletes"))).to_have_text("Explicit deny")
    expect(page.get_by_text("You have changed this lesson’s organization.")).to_be_visible()
    page.get_by_role("link", name="Start over").click()
    page.get_by_role("button", name="Start over").click()
    assert marks(edit) == ["Allowed", "Allowed", "Implicit deny", "Implicit deny"]


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("address", ["/course/", PAGE, "/course/search/?q=role", f"{PAGE}reset/"])
def test_pages_are_accessible(
    open_page: OpenPage, assert_accessible: Check, address: str, size: str
) -> None:
    assert_accessible(open_page(address, size=size))


@pytest.mark.parametrize("slug", [lesson.slug for lesson in get_course().lessons])
def test_every_lesson_fits_a_phone_and_is_accessible(
    open_page: OpenPage, assert_accessible: Check, slug: str
) -> None:
    assert_accessible(open_page(f"/course/{slug}/", size="phone"))


def test_at_360_pixels_nothing_scrolls_sideways(
    open_page: OpenPage, assert_accessible: Check
) -> None:
    page = open_page(PAGE, size="phone")
    page.set_viewport_size({"width": 360, "height": 740})
    assert_accessible(page)


def test_an_edit_is_heard_by_the_other_blocks_of_the_page(open_page: OpenPage) -> None:
    """The trace of lesson 3 is about the bucket's policy; the lab's copy is the same one."""
    page = open_page("/course/how-a-decision-is-made/")
    boundary = block(page, "carla-boundary")
    with page.expect_response(lambda response: "fred-reads" in response.url):
        type_text(boundary, '{"Version": "2012-10-17", "Statement": []}')
        page.keyboard.press("Control+S")
    expect(verdict(block(page, "fred-reads"))).to_have_text("Allowed")


def test_completion_works_in_a_lessons_editor(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    edit = block(page, "smallest-policy")
    type_text(
        edit, '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:PutObj'
    )
    page.keyboard.press("Control+Space")
    page.locator("#completion-options").get_by_text("s3:PutObjectTagging", exact=True).click()
    expect(edit.locator(".ace_content")).to_contain_text("s3:PutObjectTagging")


def test_parts_are_noted_as_they_are_read(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.get_by_role("heading", name="What a policy says").scroll_into_view_if_needed()
    expect(page.locator("#contents-count")).to_contain_text("1 of 7")
    link = page.get_by_role("link", name=re.compile("^Who asks ?, read"))
    expect(link).to_be_visible()
    page.reload()
    expect(page.locator("#contents-count")).to_contain_text("1 of 7")


def test_the_contents_follow_the_reader(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.get_by_role("navigation", name="This lesson").get_by_role("link", name="One no").click()
    expect(page).to_have_url(re.compile("#one-no-beats-every-yes$"))
    expect(page.locator("[aria-current=location]")).to_have_text(re.compile("One no"))


def test_a_heading_is_a_link_to_itself(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Roles instead of keys").last.click()
    expect(page).to_have_url(re.compile("#roles-instead-of-keys$"))
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{PAGE}#roles-instead-of-keys")


def test_search_finds_as_one_types(open_page: OpenPage) -> None:
    page = open_page("/course/")
    page.get_by_role("searchbox").fill("script on a laptop")
    hit = page.locator(".found-list a").first
    expect(hit).to_have_text("Roles instead of keys")
    hit.click()
    expect(page).to_have_url(re.compile("#roles-instead-of-keys$"))


def test_a_question_is_asked_by_keyboard_and_keeps_the_focus(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    first = block(page, "first-question")
    field = first.get_by_label("do action")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(verdict(first)).to_have_text("Implicit deny")
    expect(field).to_be_focused()


# ---------- Without scripts ----------


def test_without_scripts_every_block_answers(open_page: OpenPage) -> None:
    page = open_page(PAGE, javascript=False)
    first = block(page, "first-question")
    first.get_by_label("do action").select_option("s3:DeleteObject")
    first.get_by_role("button", name="Ask").click()
    expect(verdict(block(page, "first-question"))).to_have_text("Implicit deny")
    edit = block(page, "smallest-policy")
    edit.get_by_label("JSON text").fill('{"Version": "2012-10-17", "Statement": []}')
    edit.get_by_role("button", name="Save and ask").click()
    expect(page.locator(".edit-asked .verdict-mark")).to_have_text(["Implicit deny"] * 4)
    predict = block(page, "root-deletes")
    predict.get_by_label("Explicit deny").check()
    predict.get_by_role("button", name="Commit").click()
    expect(verdict(block(page, "root-deletes"))).to_have_text("Explicit deny")
    timeline = block(page, "two-leaks")
    timeline.get_by_role("button", name=re.compile("^Next")).click()
    expect(block(page, "two-leaks").locator("output")).to_contain_text("09:30")
    question = block(page, "keep-roles")
    question.get_by_label("For ninety days").check()
    question.get_by_role("button", name="Answer").click()
    expect(block(page, "keep-roles").locator(".quiz-result")).to_contain_text("Not right")


def test_on_paper_blocks_are_figures_without_controls(open_page: OpenPage) -> None:
    page = open_page(PAGE)
    page.emulate_media(media="print")
    expect(verdict(block(page, "first-question"))).to_be_visible()
    for gone in ("Ask", "Commit", "Answer"):
        expect(page.get_by_role("button", name=gone, exact=True)).to_have_count(0)
    expect(page.locator("aside")).to_be_hidden()
