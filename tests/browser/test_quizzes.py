"""Quizzes in a browser: on a phone, by keyboard, without scripts, and with drafts that stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lessons.judging.questions import answers_for_tests
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services.courses import get_course
from lessons.services.quiz_marking import pose_row

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "/quizzes/iam-in-five-minutes/"


def begin(page: Page, mode: str = "practice") -> QuizAttempt:
    """Press the button that begins a quiz and return the run."""
    page.get_by_role("button", name=f"Begin {mode}").click()
    expect(page.locator("#quiz-form")).to_be_visible()
    return QuizAttempt.objects.latest("pk")


def row_at(run: QuizAttempt, position: int) -> QuestionAnswer:
    return QuestionAnswer.objects.get(attempt=run, position=position)


def answer(page: Page, row: QuestionAnswer, *, right: bool) -> None:
    """Answer a question as a person does: tap, tick, choose or type."""
    posed = pose_row(get_course(), row)
    assert posed is not None
    samples = answers_for_tests(posed)
    given: dict[str, Any] = samples.right
    if not right:
        given = next(item for item in samples.wrong if any(item.values()))
    for option in [given["choice"]] if "choice" in given else given.get("choices", []):
        page.locator(f"input[value='{option}']").check()
    for name in ("text", "number", "action", "resource"):
        if name in given:
            page.locator(f"[name={name}]").fill(given[name])
    for step, place in given.get("places", {}).items():
        page.locator(f"[name='place-{step}']").select_option(str(place))


def go_on(page: Page) -> None:
    page.locator("[data-go-on]").click()


def test_a_quiz_taken_on_a_phone(open_page: OpenPage, assert_accessible: Check) -> None:
    page = open_page(FIRST, size="phone")
    run = begin(page)
    total = run.answers.count()
    for position in range(1, total + 1):
        row = row_at(run, position)
        expect(page.get_by_text(f"Question {position} of {total}")).to_be_visible()
        expect(page.locator("#feedback")).to_have_count(0)
        assert_accessible(page)
        is_right = position % 2 == 0
        answer(page, row, right=is_right)
        go_on(page)
        says = "Right" if is_right else "Not right"
        expect(page.locator(".quiz-said")).to_have_text(says)
        expect(page.locator("#feedback")).to_be_in_viewport()
        assert_accessible(page)
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{total // 2} of {total} right")
    assert_accessible(page)
    page.get_by_role("region", name="Your answers").get_by_role("link").first.click()
    expect(page.locator(".quiz-said")).to_have_text("Not right")


def test_a_test_is_changed_and_finished(open_page: OpenPage, assert_accessible: Check) -> None:
    page = open_page(FIRST)
    run = begin(page, "test")
    total = run.answers.count()
    answer(page, row_at(run, 1), right=False)
    go_on(page)
    expect(page.get_by_text(f"Question 2 of {total}")).to_be_visible()
    page.get_by_role("button", name="Previous").click()
    expect(page.get_by_text(f"Question 1 of {total}")).to_be_visible()
    answer(page, row_at(run, 1), right=True)
    page.get_by_role("button", name="All questions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"1 of {total} answered")
    assert_accessible(page)
    page.get_by_role("button", name="Finish all the same").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"1 of {total} right")


def test_keys_choose_check_and_go_on(open_page: OpenPage) -> None:
    page = open_page("/quizzes/how-a-decision-is-made/")
    begin(page)
    page.keyboard.press("3")
    expect(page.get_by_label("Implicit deny")).to_be_checked()
    page.keyboard.press("1")
    expect(page.get_by_role("radio", name="Allowed", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#feedback")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Question 2 of")).to_be_visible()


def test_digits_in_a_field_are_digits(open_page: OpenPage) -> None:
    page = open_page(FIRST)
    run = begin(page)
    row = _add(run, "number", position=99)
    page.goto(f"/quizzes/run/{run.pk}/99/")
    box = page.locator("[name=number]")
    box.press_sequentially("13")
    expect(box).to_have_value("13")
    box.press("Enter")
    expect(page.locator("#feedback")).to_be_visible()
    row.refresh_from_db()
    assert row.answer == {"number": "13"}


def test_a_policy_takes_its_line_ends_and_is_checked_with_control(open_page: OpenPage) -> None:
    page = open_page(FIRST)
    run = begin(page)
    row = _add(run, "fix", position=99)
    page.goto(f"/quizzes/run/{run.pk}/99/")
    box = page.get_by_role("textbox", name="The policy, its JSON")
    box.fill("{")
    box.press("Enter")
    expect(box).to_have_value("{\n")
    box.press("Control+Enter")
    expect(page.locator(".quiz-said")).to_have_text("Not right")
    row.refresh_from_db()
    assert row.is_right is False


def test_a_draft_stays_after_a_reload(open_page: OpenPage) -> None:
    page = open_page("/quizzes/how-a-decision-is-made/")
    begin(page)
    page.get_by_label("Implicit deny").check()
    page.get_by_label("certain", exact=True).check()
    expect(page.locator("#draft-state")).to_have_text("Saved.")
    page.reload()
    expect(page.get_by_label("Implicit deny")).to_be_checked()
    expect(page.get_by_label("certain", exact=True)).to_be_checked()


def test_what_was_typed_a_moment_before_leaving_is_kept(open_page: OpenPage) -> None:
    page = open_page(FIRST)
    run = begin(page)
    _add(run, "break", position=99)
    page.goto(f"/quizzes/run/{run.pk}/99/")
    with page.expect_request("**/draft/"):
        page.locator("[name=action]").fill("s3:GetOb")
        page.get_by_role("link", name="IAM Lab").click()
    page.goto(f"/quizzes/run/{run.pk}/99/")
    expect(page.locator("[name=action]")).to_have_value("s3:GetOb")


def test_a_draft_that_cannot_be_saved_says_so(open_page: OpenPage, complaints: list[str]) -> None:
    page = open_page("/quizzes/how-a-decision-is-made/")
    begin(page)
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Implicit deny").check()
    expect(page.locator("#draft-state")).to_have_text("Not saved: no connection.")
    assert complaints
    complaints.clear()


def test_a_refused_answer_leads_back_to_its_field(
    open_page: OpenPage, complaints: list[str], assert_accessible: Check
) -> None:
    page = open_page(FIRST)
    run = begin(page)
    _add(run, "number", position=99)
    page.goto(f"/quizzes/run/{run.pk}/99/")
    page.locator("[name=number]").fill("a few")
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("Write a whole number")
    expect(page.locator("[name=number]")).to_be_focused()
    expect(page.locator("[name=number]")).to_have_value("a few")
    assert_accessible(page)
    complaints.clear()  # Chromium notes every 422


def test_a_quiz_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(FIRST, javascript=False)
    run = begin(page)
    for position in range(1, run.answers.count() + 1):
        answer(page, row_at(run, position), right=True)
        page.locator(".quiz-next [value=check]").click()
        expect(page.locator(".quiz-said")).to_have_text("Right")
        page.locator(".quiz-next .button-primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("right")


def test_enter_in_a_field_checks_without_scripts(open_page: OpenPage) -> None:
    page = open_page(FIRST, javascript=False)
    run = begin(page)
    _add(run, "number", position=99)
    page.goto(f"/quizzes/run/{run.pk}/99/")
    page.locator("[name=number]").fill("13")
    page.locator("[name=number]").press("Enter")
    expect(page.locator(".quiz-said")).to_be_visible()


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_kind_is_accessible(open_page: OpenPage, assert_accessible: Check, size: str) -> None:
    page = open_page(FIRST, size=size)
    run = begin(page)
    kinds = {source.shape.kind for source in get_course().questions.values()}
    for position, kind in enumerate(sorted(kinds), start=50):
        row = _add(run, kind, position)
        page.goto(f"/quizzes/run/{run.pk}/{position}/")
        assert_accessible(page)
        posed = pose_row(get_course(), row)
        assert posed is not None
        QuestionAnswer.objects.filter(pk=row.pk).update(
            answer=next(item for item in answers_for_tests(posed).wrong if any(item.values())),
            is_right=False,
            submitted_at=run.started_at,
        )
        page.reload()
        expect(page.locator("#feedback")).to_be_visible()
        assert_accessible(page)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_lists_and_start_pages_are_accessible(
    open_page: OpenPage, assert_accessible: Check, size: str
) -> None:
    page = open_page(FIRST, size=size)
    assert_accessible(page)
    begin(page)
    for address in ("/quizzes/", FIRST, "/practice/?skill=decisions", "/review/"):
        page.goto(address)
        assert_accessible(page)


def _add(run: QuizAttempt, kind: str, position: int) -> QuestionAnswer:
    """Add a shipped question of a kind to a run."""
    questions = get_course().questions
    name = next(name for name, source in questions.items() if source.shape.kind == kind)
    return QuestionAnswer.objects.create(
        attempt=run,
        position=position,
        question=name,
        kind=kind,
        skills=list(questions[name].shape.skills),
    )
