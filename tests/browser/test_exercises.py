"""An exercise in a browser: failed with a witness and then solved, live, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from lessons.models import ExerciseAttempt, ExerciseWork
from lessons.services.courses import get_course

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

EXERCISE = "lambda-reads-bucket"
PAGE = f"/exercises/{EXERCISE}/"
NOTHING = '{"Version": "2012-10-17", "Statement": []}'

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reference() -> dict[str, str]:
    """The author's solution of the first variant."""
    return dict(get_course().exercises[EXERCISE].variant(0).reference)


@pytest.fixture
def too_wide(reference: dict[str, str]) -> str:
    """The same with every folder of the bucket."""
    return reference["read"].replace("/incoming/*", "/*")


def open_exercise(open_page: OpenPage, **how: object) -> Page:
    page = open_page(PAGE, **how)
    expect(page.locator(".policy-ace")).to_have_count(2)
    return page


def pane(page: Page, name: str) -> None:
    """Go to a pane where the panes are tabs."""
    tab = page.locator(f".workbench-switch .show-{name}")
    if page.locator(".workbench-switch").is_visible():
        tab.check(force=True)


def write(page: Page, policy: str, text: str) -> None:
    """Open a policy's tab and replace its text as a person does who pastes."""
    pane(page, "main")
    page.locator(f"#tab-{policy}").click()
    page.locator(f"#policy-{policy} .ace_content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def press_check(page: Page) -> None:
    pane(page, "main")
    with page.expect_response(lambda answer: answer.url.endswith("/check/")):
        page.locator("[data-check]:visible").click()


def wait_for_draft(page: Page, policy: str) -> None:
    expect(page.locator(f"#policy-{policy} [data-saved]")).to_have_text("Draft saved")


def check_row(page: Page, name: str) -> Locator:
    return page.locator(f"#check-{name}")


def lit_lines(page: Page, policy: str) -> list[int]:
    cells = page.locator(f"#policy-{policy} .ace_gutter-cell.lit").all_inner_texts()
    return sorted(int(cell.split()[0]) for cell in cells)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_fail_with_a_witness_and_then_solve(
    open_page: OpenPage, size: str, reference: dict[str, str], too_wide: str
) -> None:
    page = open_exercise(open_page, size=size)
    write(page, "trust", reference["trust"])
    write(page, "read", too_wide)
    press_check(page)
    witness = check_row(page, "ceiling")
    expect(witness).to_have_attribute("data-result", "fail")
    expect(page.locator(".score")).to_contain_text("7 of 11 points")
    expect(witness).to_contain_text("Proven over all possible requests.")
    expect(witness.locator(".request")).to_contain_text("s3:GetObject")
    expect(witness.locator(".versus [data-verdict=allowed]")).to_be_visible()
    expect(witness.locator(".versus [data-verdict=implicitDeny]")).to_be_visible()

    witness.get_by_text("Open its trace").click()
    expect(witness.locator("#verdict")).to_contain_text("Allowed")
    expect(witness.locator(".ladder")).to_be_visible()
    witness.get_by_role("link", name="ReadIncoming").first.click()
    expect(page.locator("#policy-read [data-lit-caption]")).to_contain_text("Allowed")
    assert lit_lines(page, "read") == [3, 4, 5, 6, 7, 8]

    write(page, "read", reference["read"])
    press_check(page)
    expect(page.locator("#checks")).to_contain_text("11 of 11 points")
    expect(page.get_by_role("heading", name="Solved")).to_be_visible()
    first, second = ExerciseAttempt.objects.order_by("number")
    assert (first.solved, second.solved) == (False, True)
    assert first.texts["read"] == too_wide

    page.get_by_role("link", name="Compare it with the author’s").click()
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()


def test_checks_follow_the_typing_and_do_not_count(
    open_page: OpenPage, reference: dict[str, str]
) -> None:
    page = open_exercise(open_page)
    expect(check_row(page, "assume")).to_have_attribute("data-result", "none")
    write(page, "trust", reference["trust"])
    expect(check_row(page, "assume")).to_have_attribute("data-result", "pass")
    expect(check_row(page, "read")).to_have_attribute("data-result", "fail")
    expect(check_row(page, "not-ec2")).to_have_attribute("data-result", "none")
    expect(page.locator("#checks")).to_contain_text("not counted")
    assert not ExerciseAttempt.objects.exists()
    assert ExerciseWork.objects.get().texts["trust"] == reference["trust"]


def test_while_the_text_cannot_be_read_the_last_results_stay(
    open_page: OpenPage, reference: dict[str, str]
) -> None:
    page = open_exercise(open_page)
    write(page, "trust", reference["trust"])
    expect(check_row(page, "assume")).to_have_attribute("data-result", "pass")
    write(page, "trust", '{\n  "Version": }')
    expect(page.locator("#checks-notice")).to_contain_text("line 2")
    expect(check_row(page, "assume")).to_have_attribute("data-result", "pass")
    write(page, "trust", NOTHING)
    expect(check_row(page, "assume")).to_have_attribute("data-result", "fail")
    expect(page.locator("#checks-notice")).to_be_empty()


def test_what_is_typed_while_a_check_is_on_its_way_is_checked_after_it(
    open_page: OpenPage, reference: dict[str, str]
) -> None:
    page = open_exercise(open_page)
    held: list[Route] = []
    page.route("**/live/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/live/"):
        write(page, "trust", NOTHING)
    write(page, "trust", reference["trust"])
    page.wait_for_timeout(1000)  # longer than the pause after which typing is checked
    held[0].continue_()
    expect(check_row(page, "assume")).to_have_attribute("data-result", "pass")
    wait_for_draft(page, "trust")
    assert ExerciseWork.objects.get().texts["trust"] == reference["trust"]


def test_the_draft_is_there_after_a_reload(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    write(page, "read", NOTHING + "\n\n")
    wait_for_draft(page, "read")
    page.reload()
    expect(page.locator("#text-read")).to_have_value(NOTHING + "\n\n")


def test_what_was_typed_last_is_there_even_if_the_server_never_got_it(
    open_page: OpenPage, complaints: list[str]
) -> None:
    page = open_exercise(open_page)
    page.context.set_offline(True)
    write(page, "read", NOTHING + " late")
    expect(page.locator("#notice")).to_contain_text("No answer from the server")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#text-read")).to_have_value(NOTHING + " late")
    wait_for_draft(page, "read")
    assert ExerciseWork.objects.get().texts["read"] == NOTHING + " late"
    complaints.clear()  # the browser reports the request that failed on purpose


def test_check_by_keyboard(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    page.locator("#policy-trust .ace_content").click()
    with page.expect_response(lambda answer: answer.url.endswith("/check/")):
        page.keyboard.press("Control+Enter")
    expect(page.locator("#checks")).to_contain_text("1st attempt")


def test_tabs_by_keyboard(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    page.locator("#tab-trust").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-read")).to_be_focused()
    expect(page.locator("#policy-read")).to_be_visible()
    expect(page.locator("#policy-trust")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#policy-trust")).to_be_visible()


def test_starting_over_and_back(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    start = page.locator("#text-read").input_value()
    write(page, "read", NOTHING)
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#text-read")).to_have_value(start)
    page.get_by_role("button", name="Bring back my text").click()
    expect(page.locator("#text-read")).to_have_value(NOTHING)


def test_a_new_variant_and_the_way_back(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    write(page, "read", NOTHING)
    task = page.locator(".task").inner_text()
    page.get_by_role("button", name="New variant").click()
    expect(page.locator(".task")).not_to_have_text(task, use_inner_text=True)
    page.get_by_role("link", name="Variant 1").click()
    expect(page.locator("#text-read")).to_have_value(NOTHING)


def test_hints_open_in_place(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    for number in (1, 2, 3):
        page.get_by_role("button", name=f"Open hint {number}").click()
        expect(page.locator("#hints")).to_contain_text(f"{number} of 3 opened")
    expect(page.locator("#hints details").last).to_have_attribute("open", "")


def test_the_changes_since_the_start_in_a_dialog(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    write(page, "read", NOTHING)
    page.locator("#policy-read [data-compare]").click()
    dialog = page.get_by_role("dialog", name="Changed since the start")
    expect(dialog).to_contain_text("only in your text")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_trace_opens_and_closes_and_only_one_is_open(open_page: OpenPage) -> None:
    page = open_exercise(open_page)
    press_check(page)
    first, second = check_row(page, "assume"), check_row(page, "read")
    first.get_by_text("Open its trace").click()
    expect(first.locator(".ladder")).to_be_visible()
    second.get_by_text("Open its trace").click()
    expect(second.locator(".ladder")).to_be_visible()
    expect(page.locator(".ladder")).to_have_count(1)
    second.get_by_text("Close the trace").click()
    expect(page.locator(".ladder")).to_have_count(0)


def test_without_scripts(open_page: OpenPage, reference: dict[str, str]) -> None:
    page = open_page(PAGE, javascript=False)
    page.locator("#text-trust").fill(reference["trust"])
    page.locator("#text-read").fill(NOTHING)
    page.locator("[data-check]").first.click()
    expect(check_row(page, "assume")).to_have_attribute("data-result", "pass")
    check_row(page, "read").get_by_text("Open its trace").click()
    expect(page.locator(".ladder")).to_be_visible()
    page.get_by_role("link", name="Back to the exercise").click()
    page.get_by_role("button", name="Open hint 1").click()
    expect(page.locator("#hints")).to_contain_text("1 of 3 opened")
    expect(page.locator("#text-read")).to_have_value(NOTHING)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_accessible(
    open_page: OpenPage,
    assert_accessible: Check,
    size: str,
    reference: dict[str, str],
    too_wide: str,
) -> None:
    page = open_page("/exercises/", size=size)
    assert_accessible(page)
    page.goto(PAGE)
    expect(page.locator(".policy-ace")).to_have_count(2)
    for name in ("side", "main", "result"):
        pane(page, name)
        assert_accessible(page)
    pane(page, "side")
    page.get_by_role("button", name="Open hint 1").click()
    expect(page.locator("#hints details")).to_have_count(1)
    assert_accessible(page)
    write(page, "trust", reference["trust"])
    write(page, "read", too_wide)
    press_check(page)
    check_row(page, "ceiling").get_by_text("Open its trace").click()
    expect(page.locator(".ladder")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Attempt 1").click()
    assert_accessible(page)
    page.goto(PAGE)
    pane(page, "side")
    page.get_by_text("Give up and see a solution").click()
    page.get_by_role("button", name="Show me the solution").click()
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible()
    assert_accessible(page)
