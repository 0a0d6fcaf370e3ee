"""The pages of one's own progress: to see, to take away, to delete."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseAttempt, LessonVisit, SkillCard
from lessons.services.deletion import Kept, count_kept
from lessons.services.skills import record
from tests.lessons.services.learning import (
    COURSE,
    answer,
    attempt,
    begin,
    course,
    predict,
    read,
    work_on,
)
from tests.lessons.services.learning import person as visitor_named
from tests.lessons.views.lesson_pages import person, text_of

pytestmark = pytest.mark.django_db

BELIEF = "first-match-wins"
MARK = "a text of her own"


@pytest.fixture
def alice(client: Client) -> Client:
    """The browser of somebody without an account who has done some of everything."""
    session = client.session
    session["visitor"] = "alice"
    session.save()
    learn(Visitor(key="alice"))
    return client


def learn(visitor: Visitor) -> None:
    """Do some of everything, today."""
    now = timezone.now()
    read(visitor, course().lessons[0], at=now)
    predict(visitor, "a-lesson", right=False, beliefs=[BELIEF], at=now)
    work = work_on(visitor, next(iter(course().exercises)), at=now)
    attempt(work, text=MARK, at=now)
    answer(begin(visitor, at=now), right=False, beliefs=[BELIEF], at=now)
    record(visitor, COURSE, ["decisions"], right=False, now=now)


# ---------- The page ----------


def test_the_page_of_somebody_new_teaches_and_keeps_nothing() -> None:
    client = Client()
    page = client.get("/progress/")
    words = text_of(page)
    assert page.status_code == 200
    assert "Nothing done yet" in words
    assert f"Begin : {course().lessons[0].title}" in words
    assert "Make an account" in words
    assert "Export as JSON" not in words
    assert not client.cookies.get("sessionid")


def test_the_page_shows_what_was_done(alice: Client) -> None:
    words = text_of(alice.get("/progress/"))
    exercise = next(iter(course().exercises.values()))
    assert f"you are in the middle of this exercise {exercise.variant(0).shape.title}" in words
    assert f"1 of {len(course().lessons)} lessons read" in words
    assert "How a decision is made" in words
    assert "33%, weak 0 right, 1 wrong tomorrow" in words
    assert "2 wrong answers of the last 60 days follow from it" in words
    assert course().misconceptions[BELIEF].truth.replace("`", "") in words
    assert "exercise, one attempt today" in words
    assert "Keep it with an account" in words


def test_a_person_sees_the_account_that_keeps_it() -> None:
    learn(visitor_named("alice"))
    words = text_of(person("alice").get("/progress/"))
    assert "It is kept with your account, alice , until you delete it." in words
    assert "Keep it with an account" not in words


def test_strength_is_told_in_words_and_not_by_the_bar_alone(alice: Client) -> None:
    page = alice.get("/progress/").content.decode()
    assert 'value="33" aria-label="Strength of How a decision is made"' in page
    assert "style=" not in page


@pytest.mark.parametrize("other", ["stranger", "classmate", "session"])
def test_nobody_sees_anothers_progress(other: str, alice: Client) -> None:
    learn(visitor_named("alice"))
    client = person("bob") if other == "classmate" else Client()
    if other == "session":
        session = client.session
        session["visitor"] = "bob"
        session.save()
    words = text_of(client.get("/progress/"))
    assert "Nothing done yet" in words
    assert "nothing to delete" in text_of(client.get("/progress/delete/"))
    exported = client.get("/progress/export/")
    if other == "stranger":
        assert exported.status_code == 404
    else:
        assert MARK not in exported.content.decode()
        assert json.loads(exported.content)["exercises"] == []


def test_signing_in_takes_the_sessions_progress_along_and_signing_out_leaves_none(
    alice: Client,
) -> None:
    alice.force_login(User.objects.create_user("alice"))
    assert "Your progress" in text_of(alice.get("/progress/"))
    assert count_kept(visitor_named("alice")).total == 5
    alice.logout()
    assert "Nothing done yet" in text_of(alice.get("/progress/"))


def test_queries_stay_few(
    alice: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(22):
        alice.get("/progress/")
    with django_assert_max_num_queries(9):
        alice.get("/progress/delete/")


@pytest.mark.parametrize("address", ["", "export/", "deleted/"])
def test_reading_is_all_that_these_addresses_do(address: str, alice: Client) -> None:
    assert alice.post(f"/progress/{address}").status_code == 405


@pytest.mark.parametrize("address", ["", "export/", "delete/", "deleted/"])
def test_nothing_of_it_is_kept_by_a_cache(address: str, alice: Client) -> None:
    assert "no-store" in alice.get(f"/progress/{address}")["Cache-Control"]


# ---------- Taking it away ----------


def test_the_export_is_a_file_with_everything(alice: Client) -> None:
    response = alice.get("/progress/export/")
    file = json.loads(response.content)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="iam-lab-progress-2')
    assert file["version"] == 1
    assert file["username"] is None
    assert file["exercises"][0]["attempts"][0]["texts"] == {"read": MARK}
    assert [len(file[part]) for part in ("lessons", "predictions", "runs", "skills")] == [1] * 4


def test_a_persons_export_names_the_account() -> None:
    learn(visitor_named("alice"))
    file = json.loads(person("alice").get("/progress/export/").content)
    assert file["username"] == "alice"
    assert len(file["lessons"]) == 1


# ---------- Deleting it ----------


def test_the_page_says_what_goes_and_offers_the_export_first(alice: Client) -> None:
    page = alice.get("/progress/delete/")
    words = text_of(page)
    assert "at once and for good" in words
    for line in (
        "1 lesson you opened",
        "1 answer in lessons",
        "1 exercise with its drafts and attempts",
        "1 run of questions with its answers",
        "1 skill with its review dates",
    ):
        assert line in words
    assert "Export it first." in words
    assert "organization" not in words.split("This goes")[1].split("What stays")[0]


def test_nothing_goes_before_the_box_is_ticked(alice: Client) -> None:
    for sent in ({}, {"sure": ""}, {"sure": "false"}):
        page = alice.post("/progress/delete/", sent)
        assert page.status_code == 422
        assert "Tick the box first. Nothing was deleted." in text_of(page)
    assert LessonVisit.objects.count() == 1


def test_deleting_takes_all_and_says_so(alice: Client) -> None:
    learn(Visitor(key="bob"))
    page = alice.post("/progress/delete/", {"sure": "on"}, follow=True)
    assert page.redirect_chain == [("/progress/deleted/", 302)]
    assert "It is deleted" in text_of(page)
    assert count_kept(Visitor(key="alice")) == Kept()
    assert "Nothing done yet" in text_of(alice.get("/progress/"))
    assert LessonVisit.objects.get().visitor_key == "bob"
    assert ExerciseAttempt.objects.count() == SkillCard.objects.count() == 1


def test_a_persons_account_stays() -> None:
    learn(visitor_named("alice"))
    learn(visitor_named("bob"))
    alice = person("alice")
    page = alice.post("/progress/delete/", {"sure": "on"}, follow=True)
    assert "Your account is still there." in text_of(page)
    assert count_kept(visitor_named("alice")) == Kept()
    assert count_kept(visitor_named("bob")).total == 5


def test_the_last_page_never_claims_what_is_not_so(alice: Client) -> None:
    assert "There is something again" in text_of(alice.get("/progress/deleted/"))


def test_somebody_without_a_session_deletes_nothing(alice: Client) -> None:
    page = Client().post("/progress/delete/", {"sure": "on"}, follow=True)
    assert "It is deleted" in text_of(page)
    assert LessonVisit.objects.count() == 1


def test_deleting_needs_the_forms_token(alice: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice.cookies
    assert strict.post("/progress/delete/", {"sure": "on"}).status_code == 403
    assert LessonVisit.objects.count() == 1
