"""One's own progress in a browser: seen, kept across sign-up, taken away, deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import SkillCard
from lessons.services.courses import DEFAULT_COURSE, get_course
from lessons.services.quiz_draws import questions_by_skill
from lessons.services.skills import record
from tests.accounts.conftest import PASSWORD
from tests.lessons.services.learning import answer, attempt, begin, predict, read, work_on

OpenPage = Callable[..., Page]
Check = Callable[[Page], None]

LESSON = "/course/iam-in-five-minutes/"
EXERCISE = "/exercises/lambda-reads-bucket/"
BELIEF = "root user stands above every policy"
EARLIER_BELIEF = "An Allow in one policy wins over a Deny in another."
"""Explains that prediction as well; of two that weigh the same the course's earlier one counts."""


@pytest.fixture(autouse=True)
def afresh(transactional_db: None) -> None:
    """No attempts to sign in counted, and the course read."""
    cache.clear()
    get_course()


def learn(visitor: Visitor) -> None:
    """Do some of everything of late, with reviews due and a belief to cure."""
    now, course = timezone.now(), get_course()
    read(visitor, course.lessons[0], at=now - timedelta(days=2))
    read(visitor, course.lessons[1], parts=2, at=now - timedelta(days=1))
    predict(visitor, "organizations", right=False, beliefs=["root-ignores-scps"], at=now)
    attempt(work_on(visitor, "lambda-reads-bucket", at=now), at=now)
    run = begin(visitor, quiz=course.lessons[0].slug, at=now, finished=True)
    for number, skill in enumerate(list(questions_by_skill(course))[:6]):
        answer(run, right=number % 2 == 0, skills=[skill], at=now)
        record(visitor, DEFAULT_COURSE, [skill], right=number % 2 == 0)
    due = SkillCard.objects.filter(**visitor.ownership()).order_by("pk")[:3]
    SkillCard.objects.filter(pk__in=[card.pk for card in due]).update(due_at=now)


def browse_as_learner(page: Page, live_server: LiveServer, user: User | None = None) -> Visitor:
    """Give the browser a session that has done some of everything, a person's if one is given."""
    client = Client()
    if user is None:
        session = client.session
        session["visitor"] = "a-session"
        session.save()
    else:
        client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    visitor = Visitor(key="a-session") if user is None else Visitor(user_id=user.pk)
    learn(visitor)
    return visitor


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_progress_is_kept_across_sign_up(open_page: OpenPage, size: str, javascript: bool) -> None:
    page = open_page(LESSON, size=size, javascript=javascript)
    prediction = page.locator("#try-root-deletes")
    prediction.get_by_label("Allowed").check()
    prediction.get_by_role("button", name="Commit").click()
    expect(page.locator("#try-root-deletes .belief")).to_contain_text(BELIEF)
    page.goto(EXERCISE)
    if page.locator(".workbench-switch").is_visible():
        page.locator(".workbench-switch .show-main").check(force=True)
    page.locator("[data-check]:visible").first.click()
    expect(page.locator("#check-assume")).to_have_attribute("data-result", "fail")

    page.goto("/progress/")
    assert_knows(page)
    page.get_by_role("link", name="Keep it with an account").click()
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_url("/progress/")
    assert_knows(page)
    expect(page.locator("main")).to_contain_text("It is kept with your account, alice")
    page.goto(LESSON)
    expect(page.locator("#try-root-deletes .belief")).to_contain_text(BELIEF)

    other = open_page("/progress/", size=size, javascript=javascript)
    expect(other.get_by_role("heading", level=1)).to_have_text("Nothing done yet")
    other.get_by_role("link", name="I have one").click()
    other.get_by_label("Username").fill("alice")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(other).to_have_url("/progress/")
    assert_knows(other)


def assert_knows(page: Page) -> None:
    """Find on the progress page what was predicted and checked."""
    main = page.locator("main")
    expect(main).to_contain_text(EARLIER_BELIEF)
    expect(main).to_contain_text("you are in the middle of this exercise")
    expect(main).to_contain_text("exercise, one attempt")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_is_accessible(
    open_page: OpenPage, assert_accessible: Check, live_server: LiveServer, size: str
) -> None:
    page = open_page("/progress/", size=size)
    assert_accessible(page)
    page.goto("/progress/delete/")
    assert_accessible(page)
    browse_as_learner(page, live_server)
    page.goto("/progress/")
    expect(page.get_by_role("link", name="Review 3 due")).to_be_visible()
    for summary in page.locator("main summary").all():
        summary.click()
    assert_accessible(page)
    page.goto("/progress/delete/")
    assert_accessible(page)
    page.goto("/progress/deleted/")
    assert_accessible(page)


def test_a_narrow_window_holds_all_of_it(
    open_page: OpenPage, assert_accessible: Check, live_server: LiveServer
) -> None:
    page = open_page("/progress/", size="phone", scheme="dark")
    user = User.objects.create_user("alice.of-the-very-long-name_30")
    browse_as_learner(page, live_server, user)
    page.set_viewport_size({"width": 360, "height": 700})
    for path in ("/progress/", "/progress/delete/", LESSON):
        page.goto(path)
        expect(page.get_by_role("link", name="Review 3 due")).to_be_in_viewport()
        assert_accessible(page)


def test_the_next_step_is_one_press_away(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page("/progress/")
    browse_as_learner(page, live_server)
    page.reload()
    page.locator(".next-step").get_by_role("link", name="Go on").click()
    expect(page).to_have_url(EXERCISE)


@pytest.mark.parametrize("javascript", [True, False])
def test_progress_is_exported_and_then_deleted(
    open_page: OpenPage, live_server: LiveServer, tmp_path: Path, javascript: bool
) -> None:
    page = open_page("/progress/", javascript=javascript)
    browse_as_learner(page, live_server)
    page.reload()
    page.get_by_role("link", name="Delete it").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Export").click()
    assert saved.value.suggested_filename.startswith("iam-lab-progress-")
    file = tmp_path / "progress.json"
    saved.value.save_as(file)
    exported = json.loads(file.read_text(encoding="utf-8"))
    assert len(exported["lessons"]) == 2
    assert len(exported["skills"]) == 6

    page.get_by_label("Yes, delete all of this").check()
    page.get_by_role("button", name="Delete my progress").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is deleted")
    page.goto("/progress/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing done yet")
