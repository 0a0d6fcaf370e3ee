"""How long the pages of quizzes take on the server: a question, its answer, a draft, a result.

Read the medians as milliseconds of server time for one page, templates and database included.
"""

from __future__ import annotations

import itertools

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from lessons.models import QuestionAnswer, QuizAttempt
from tests.lessons.views.quiz_pages import begin, page_of, right_fields, send, wrong_fields

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

_ROUNDS = 30
_OLD_RUNS = 500


def _rows(run: QuizAttempt) -> list[QuestionAnswer]:
    return list(QuestionAnswer.objects.filter(attempt=run))


def test_open_question(benchmark: BenchmarkFixture) -> None:
    client = Client()
    first = _rows(begin(client))[0]
    assert benchmark(lambda: client.get(page_of(first)).status_code) == 200


def test_answered_question(benchmark: BenchmarkFixture) -> None:
    """With its feedback and the trace."""
    client = Client()
    first = _rows(begin(client))[0]
    send(client, first, wrong_fields(first))
    assert b"Not right" in benchmark(lambda: client.get(page_of(first)).content)


def test_draft(benchmark: BenchmarkFixture) -> None:
    client = Client()
    first = _rows(begin(client))[0]
    fields = right_fields(first)
    assert benchmark(lambda: client.post(f"{page_of(first)}draft/", fields).status_code) == 204


def test_answer(benchmark: BenchmarkFixture) -> None:
    """A verdict sent in: marked, kept, its skills scheduled, and the page after it."""
    client = Client()
    client.post("/practice/start/", {"skill": "decisions"})
    run = QuizAttempt.objects.get()
    positions = itertools.count(1)

    def prepare() -> tuple[tuple[QuestionAnswer], dict[str, object]]:
        row = QuestionAnswer.objects.get(attempt=run, position=next(positions))
        client.post(f"/quizzes/run/{run.pk}/next/", {"after": row.position})
        return (row,), {}

    def answer(row: QuestionAnswer) -> int:
        send(client, row, right_fields(row))
        return client.get(page_of(row)).status_code

    found = benchmark.pedantic(answer, setup=prepare, rounds=_ROUNDS)  # type: ignore[no-untyped-call]
    assert found == 200


def test_next_of_practice_after_ten_thousand_answers(benchmark: BenchmarkFixture) -> None:
    """What was asked before decides what is asked next."""
    client = Client()
    run = begin(client)
    _remember(run)
    client.post("/practice/start/", {"skill": "decisions"})
    practice = QuizAttempt.objects.latest("pk")
    after = itertools.count(1)

    def go_on() -> int:
        return client.post(f"/quizzes/run/{practice.pk}/next/", {"after": next(after)}).status_code

    found = benchmark.pedantic(go_on, rounds=_ROUNDS)  # type: ignore[no-untyped-call]
    assert found == 302


def test_list_after_ten_thousand_answers(benchmark: BenchmarkFixture) -> None:
    """All quizzes with their best results."""
    client = Client()
    _remember(begin(client))
    assert benchmark(lambda: client.get("/quizzes/").status_code) == 200


def test_result(benchmark: BenchmarkFixture) -> None:
    """A finished test with every answer wrong."""
    client = Client()
    run = begin(client, "test")
    for row in _rows(run):
        send(client, row, wrong_fields(row), "next")
    client.post(f"/quizzes/run/{run.pk}/finish/")
    says = f"of {run.answers.count()} right".encode()
    assert says in benchmark(lambda: client.get(f"/quizzes/run/{run.pk}/").content)


def _remember(run: QuizAttempt) -> None:
    """Give a run's learner 500 finished runs of 20 answers each."""
    own = {"visitor_key": run.visitor_key, "course": run.course, "quiz": run.quiz}
    questions = [row.question for row in _rows(run)]
    runs = QuizAttempt.objects.bulk_create(
        QuizAttempt(**own, mode="test", finished_at=run.started_at) for _ in range(_OLD_RUNS)
    )
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(
            attempt=old,
            position=position,
            question=questions[position % len(questions)],
            kind="verdict",
            seed=number % 20,
            submitted_at=run.started_at,
            is_right=bool(number % 3),
        )
        for number, old in enumerate(runs)
        for position in range(1, 21)
    )
