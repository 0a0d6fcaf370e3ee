"""Whose a run is, what an address can ask for, and what a page costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lessons.models import QuestionAnswer, QuizAttempt
from tests.lessons.views.exercise_pages import person
from tests.lessons.views.quiz_pages import (
    begin,
    known,
    page_of,
    right_fields,
    send,
)

pytestmark = pytest.mark.django_db

_MOST_QUERIES = 8
"""The session, the run, the question, all of them, the skills, and what the top bar counts."""


def rows_of(run: QuizAttempt) -> list[QuestionAnswer]:
    return list(QuestionAnswer.objects.filter(attempt=run))


def test_a_classmates_run_is_a_404_everywhere(client: Client) -> None:
    run = begin(client)
    classmate = known(Client())
    for other in (classmate, Client(), person("bob")):
        for address in ("", "1/", "go-on/"):
            assert other.get(f"/quizzes/run/{run.pk}/{address}").status_code == 404
        for address in ("1/", "1/draft/", "finish/", "next/"):
            assert other.post(f"/quizzes/run/{run.pk}/{address}", {"after": 1}).status_code == 404
    assert QuizAttempt.objects.get(pk=run.pk).finished_at is None


@pytest.mark.parametrize(
    "address", ["/quizzes/run/999999999999999999999999/", "/quizzes/run/1/99999999999999999999/"]
)
def test_numbers_beyond_the_database_are_a_404(client: Client, address: str) -> None:
    begin(client)
    assert client.get(address).status_code == 404


def test_what_changes_something_needs_a_post(client: Client) -> None:
    run = begin(client)
    for address in ("finish/", "next/", "1/draft/"):
        assert client.get(f"/quizzes/run/{run.pk}/{address}").status_code == 405


def test_a_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert (
        client.post("/quizzes/how-a-decision-is-made/start/", {"mode": "test"}).status_code == 403
    )
    assert not QuizAttempt.objects.exists()


def test_practice_goes_on_only_from_a_number(client: Client) -> None:
    client.post("/practice/start/", {"skill": "decisions"})
    run = QuizAttempt.objects.get()
    for after in ("", "x", "-1", "1" * 50):
        response = client.post(f"/quizzes/run/{run.pk}/next/", {"after": after})
        assert response.status_code in (302, 400)


def test_a_question_costs_the_same_whatever_its_run(client: Client) -> None:
    client.post("/practice/start/", {"skill": "decisions"})
    run = QuizAttempt.objects.get()
    counts = []
    for position in range(1, 6):
        row = rows_of(run)[-1]
        send(client, row, right_fields(row))
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(row))
        counts.append(len(queries))
        client.post(f"/quizzes/run/{run.pk}/next/", {"after": position})
    assert len(set(counts)) == 1
    assert counts[0] <= _MOST_QUERIES
