"""What the tests of quiz pages send and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

from lessons.judging.questions import (
    Answer,
    AnswerUnreadable,
    Posed,
    answers_for_tests,
    is_complete,
    read_answer,
)
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services.courses import get_course
from lessons.services.quiz_marking import pose_row
from tests.lessons.views.exercise_pages import words as page_words

LESSON = "how-a-decision-is-made"
START = f"/quizzes/{LESSON}/start/"


def begin(client: Client, mode: str = "practice", lesson: str = LESSON) -> QuizAttempt:
    """Begin a quiz in the browser and return the run."""
    response = client.post(f"/quizzes/{lesson}/start/", {"mode": mode})
    assert response.status_code == 302
    return QuizAttempt.objects.latest("pk")


def ask(client: Client, question: str, seed: int = 0, mode: str = "practice") -> QuestionAnswer:
    """Return the only question of a run that belongs to the browser."""
    visitor = {"visitor_key": client.session["visitor"]}
    run = QuizAttempt.objects.create(**visitor, course="iam-foundations", quiz=LESSON, mode=mode)
    shape = get_course().questions[question].shape
    return QuestionAnswer.objects.create(
        attempt=run,
        position=1,
        question=question,
        kind=shape.kind,
        seed=seed,
        skills=list(shape.skills),
    )


def known(client: Client) -> Client:
    """Give a browser a session of its own and return it."""
    begin(client)
    return client


def words(response: object) -> str:
    """Return the words of a page, without tags and with single spaces."""
    return page_words(cast(HttpResponse, response))


def page_of(row: QuestionAnswer) -> str:
    """Return the address of a run's question."""
    return f"/quizzes/run/{row.attempt_id}/{row.position}/"


def fields_of(answer: Answer) -> dict[str, Any]:
    """Return the fields of a form that send an answer."""
    fields: dict[str, Any] = {
        name: value for name, value in answer.items() if name not in ("places", "context")
    }
    fields |= {f"place-{name}": place for name, place in answer.get("places", {}).items()}
    pairs = answer.get("context", [])
    if pairs:
        fields |= {"key": [key for key, _ in pairs], "value": [value for _, value in pairs]}
    return fields


def posed_in(row: QuestionAnswer) -> Posed:
    """Return the question of a row."""
    posed = pose_row(get_course(), row)
    assert posed is not None
    return posed


def right_fields(row: QuestionAnswer) -> dict[str, Any]:
    """Return what somebody sends who answers rightly."""
    return fields_of(answers_for_tests(posed_in(row)).right)


def wrong_fields(row: QuestionAnswer) -> dict[str, Any]:
    """Return what somebody sends who answers wrongly, and can be understood."""
    posed = posed_in(row)
    for answer in answers_for_tests(posed).wrong:
        fields = fields_of(answer)
        if _is_sendable(posed, fields):
            return fields
    raise AssertionError(f"{posed.id} has no wrong answer that can be sent")


def send(
    client: Client, row: QuestionAnswer, fields: Mapping[str, Any], go: str = "check"
) -> HttpResponse:
    """Press a button of a question's page."""
    return cast(HttpResponse, client.post(page_of(row), {**fields, "go": go}))


def _is_sendable(posed: Posed, fields: Mapping[str, Any]) -> bool:
    form = {
        name: [str(item) for item in value] if isinstance(value, list) else [str(value)]
        for name, value in fields.items()
    }
    try:
        return is_complete(posed, read_answer(posed, form))
    except AnswerUnreadable:
        return False
