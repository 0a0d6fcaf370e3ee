"""The pages from which quizzes, practice and reviews begin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lessons.models import QuizAttempt, SkillCard
from lessons.services.courses import get_course
from tests.lessons.views.quiz_pages import LESSON, START, begin, known, right_fields, send, words

pytestmark = pytest.mark.django_db

_MOST_QUERIES = 14


def answer_all(client: Client, run: QuizAttempt) -> None:
    for row in run.answers.all():
        send(client, row, right_fields(row))


def make_due() -> None:
    SkillCard.objects.update(due_at=timezone.now() - timedelta(days=1))


def test_every_quiz_is_listed(client: Client) -> None:
    page = client.get("/quizzes/").content.decode()
    for lesson in get_course().lessons:
        assert (f'href="/quizzes/{lesson.slug}/"' in page) is (lesson.quiz is not None)


def test_reading_keeps_nothing(client: Client) -> None:
    addresses = (
        *("/quizzes/", f"/quizzes/{LESSON}/", "/practice/", "/practice/?skill=decisions"),
        "/review/",
    )
    for address in addresses:
        assert client.get(address).status_code == 200
    assert not client.cookies.get("sessionid")
    assert not QuizAttempt.objects.exists()


def test_a_quiz_explains_both_ways_to_take_it(client: Client) -> None:
    page = words(client.get(f"/quizzes/{LESSON}/"))
    assert "Feedback after each question" in page
    assert "Feedback at the end" in page


def test_a_quiz_shows_what_was_done_in_it(client: Client) -> None:
    run = begin(client)
    total = run.answers.count()
    page = client.get(f"/quizzes/{LESSON}/")
    assert f"0 of {total} answered" in words(page)
    assert f'href="/quizzes/run/{run.pk}/go-on/"' in page.content.decode()
    answer_all(client, run)
    assert f"Your best so far: {total} of {total}" in words(client.get(f"/quizzes/{LESSON}/"))
    assert f"best {total} of {total}" in words(client.get("/quizzes/"))


def test_begun_quizzes_lead_to_their_first_question(client: Client) -> None:
    response = client.post(START, {"mode": "test"})
    run = QuizAttempt.objects.get()
    assert response["Location"] == f"/quizzes/run/{run.pk}/1/"
    assert run.mode == "test"


@pytest.mark.parametrize("mode", ["", "review", "exam", "x" * 5_000])
def test_there_are_two_ways_to_take_a_quiz(client: Client, mode: str) -> None:
    assert client.post(START, {"mode": mode}).status_code == 400
    assert not QuizAttempt.objects.exists()


def test_a_quiz_that_is_not_there_is_a_404(client: Client) -> None:
    assert client.get("/quizzes/no-such-lesson/").status_code == 404
    assert client.post("/quizzes/no-such-lesson/start/", {"mode": "test"}).status_code == 404


def test_practice_offers_every_skill_with_questions(client: Client) -> None:
    page = client.get("/practice/?skill=decisions").content.decode()
    asked = {s for source in get_course().questions.values() for s in source.shape.skills}
    for skill in get_course().shape.skills:
        assert (f'value="{skill.id}"' in page) is (skill.id in asked)
    assert page.count('value="decisions"') == 2


def test_practice_of_an_unknown_skill_says_so(client: Client) -> None:
    page = client.get("/practice/", {"skill": "<b>" * 900})
    assert page.status_code == 200
    assert "No question is about that skill." in words(page)
    for skill in ("", "no-such", "<b>", "x" * 5_000):
        assert client.post("/practice/start/", {"skill": skill}).status_code == 404


def test_an_empty_review_teaches_when_something_comes(client: Client) -> None:
    assert "Nothing is due" in words(client.get("/review/"))
    assert "solve an exercise" in words(client.get("/review/"))
    run = begin(client)
    row = run.answers.all()[0]
    send(client, row, right_fields(row))
    page = words(client.get("/review/"))
    assert "Nothing is due" in page
    assert "The next question is due" in page


def test_a_review_asks_for_what_is_due_and_then_nothing(client: Client) -> None:
    answer_all(client, begin(client))
    make_due()
    assert "due today" in words(client.get("/review/"))
    assert "due today" in words(client.get("/quizzes/"))
    client.post("/review/start/")
    review = QuizAttempt.objects.get(mode="review")
    assert f"0 of {review.answers.count()} answered" in words(client.get("/review/"))
    first = review.answers.all()[0]
    assert "Review" in words(client.get(f"/quizzes/run/{review.pk}/{first.position}/"))
    answer_all(client, review)
    review.refresh_from_db()
    assert review.finished_at is not None
    assert "right" in words(client.get(f"/quizzes/run/{review.pk}/"))
    assert client.post("/review/start/")["Location"] == "/review/"
    assert "Nothing is due any more." in words(client.get("/review/"))


def test_nobodys_review_is_empty() -> None:
    assert Client().post("/review/start/")["Location"] == "/review/"


def test_a_new_session_survives_the_first_press() -> None:
    """The cookie of an anonymous learner comes with the run that it owns."""
    client = Client()
    run = begin(client)
    assert client.get(f"/quizzes/run/{run.pk}/1/").status_code == 200


@pytest.mark.parametrize("address", ["/quizzes/", f"/quizzes/{LESSON}/", "/practice/", "/review/"])
def test_a_list_costs_the_same_whatever_was_done(client: Client, address: str) -> None:
    known(client)
    counts = []
    for lesson in ("who-is-calling", "policy-documents"):
        answer_all(client, begin(client, "practice", lesson))
        make_due()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= _MOST_QUERIES
