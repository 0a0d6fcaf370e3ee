"""Drafts of answers, and what becomes of them when something of ours breaks."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from lessons.judging.questions import Answer, Mark, Posed
from lessons.judging.questions.worlds import Kept
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services import quiz_marking
from lessons.services.courses import get_course
from tests.lessons.views.quiz_pages import (
    ask,
    begin,
    known,
    page_of,
    right_fields,
    send,
    words,
    wrong_fields,
)

pytestmark = pytest.mark.django_db


def rows_of(run: QuizAttempt) -> list[QuestionAnswer]:
    return list(QuestionAnswer.objects.filter(attempt=run))


def test_a_draft_is_kept_as_it_is_typed(client: Client) -> None:
    run = begin(client)
    row = rows_of(run)[0]
    response = client.post(f"{page_of(row)}draft/", {**right_fields(row), "confidence": "1"})
    assert response.status_code == 204
    row.refresh_from_db()
    assert row.answer == right_fields(row)
    assert (row.confidence, row.submitted_at) == (1, None)


def test_a_draft_that_makes_no_sense_yet_is_kept_too(client: Client) -> None:
    row = ask(known(client), _first("break"))
    typed = {"action": "s3:GetObj", "resource": "arn:aws:s3", "key": ["aws:Sour"], "value": ["1"]}
    assert client.post(f"{page_of(row)}draft/", typed).status_code == 204
    page = client.get(page_of(row)).content.decode()
    for text in ("s3:GetObj", "arn:aws:s3", "aws:Sour"):
        assert f'value="{text}"' in page


def test_what_cannot_be_read_stays_in_its_field(client: Client) -> None:
    row = ask(known(client), _first("number"))
    response = send(client, row, {"number": "a few"})
    assert response.status_code == 422
    assert "Write a whole number" in words(response)
    assert 'value="a few"' in response.content.decode()
    assert 'value="a few"' in client.get(page_of(row)).content.decode()


def test_a_draft_for_an_answered_question_is_refused(client: Client) -> None:
    run = begin(client)
    row = rows_of(run)[0]
    send(client, row, wrong_fields(row))
    assert client.post(f"{page_of(row)}draft/", right_fields(row)).status_code == 409


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "x" * 5_000},
        {"choice": "\x00\ud7ff"},
        {"choices": ["1"] * 500},
        {"text": "{" * 500_000},
        {"number": "9" * 400},
        {"place-x": "7", "place-": "-1", "place-" + "y" * 900: "1"},
        {"action": "\x00", "resource": "é" * 4_000, "key": ["a"] * 90, "value": ["b"] * 91},
        {"confidence": "99", "go": "elsewhere"},
        {"confidence": "two", "go": ""},
    ],
)
def test_no_form_breaks_a_page(client: Client, fields: dict[str, Any]) -> None:
    known(client)
    for kind in ("verdict", "multi", "fix", "number", "order", "break", "fill"):
        row = ask(client, _first(kind))
        assert client.post(f"{page_of(row)}draft/", fields).status_code == 204
        assert client.get(page_of(row)).status_code == 200
        assert client.post(page_of(row), {"go": "check", **fields}).status_code in (302, 422)
        assert client.get(page_of(row)).status_code == 200


# ---------- Faults of ours ----------


def test_a_broken_grader_is_a_message_and_a_kept_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = begin(client)
    row = rows_of(run)[0]

    def fail(posed: Posed, answer: Answer) -> Mark:
        raise RuntimeError("the grader broke")

    monkeypatch.setattr(quiz_marking, "mark", fail)
    monkeypatch.setattr(quiz_marking, "_marks", Kept(8))
    with caplog.at_level(logging.ERROR):
        response = send(client, row, right_fields(row))
    assert response.status_code == 500
    assert "Your answer is saved" in words(response)
    assert "checked" in response.content.decode()
    monkeypatch.undo()
    assert send(client, row, right_fields(row)).status_code == 302
    row.refresh_from_db()
    assert row.is_right is True


def test_feedback_that_cannot_be_made_does_not_hide_the_result(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(client)
    row = rows_of(run)[0]
    send(client, row, right_fields(row))

    def fail(posed: Posed, answer: Answer) -> Mark:
        raise RuntimeError("the grader broke")

    monkeypatch.setattr(quiz_marking, "mark", fail)
    monkeypatch.setattr(quiz_marking, "_marks", Kept(8))
    page = client.get(page_of(row))
    assert page.status_code == 200
    assert "Your answer counted as right." in words(page)


@pytest.mark.parametrize("change", [{"question": "gone-since"}, {"kind": "another"}])
def test_a_question_that_is_gone_says_so_and_leads_on(
    client: Client, change: dict[str, str]
) -> None:
    run = begin(client)
    first = rows_of(run)[0]
    QuestionAnswer.objects.filter(pk=first.pk).update(**change)
    page = client.get(page_of(first))
    assert page.status_code == 200
    assert "This question is gone" in words(page)
    assert f'href="/quizzes/run/{run.pk}/2/"' in page.content.decode()
    assert client.post(page_of(first), {"go": "check"}).status_code == 302
    assert client.post(f"{page_of(first)}draft/", {"choice": "x"}).status_code == 204
    assert "does not count" in words(client.get(f"/quizzes/run/{run.pk}/"))
    client.post(f"/quizzes/run/{run.pk}/finish/")
    assert "does not count" in words(client.get(f"/quizzes/run/{run.pk}/"))


def test_a_lesson_that_is_gone_leaves_its_runs(client: Client) -> None:
    run = begin(client)
    QuizAttempt.objects.filter(pk=run.pk).update(quiz="gone-since")
    for address in ("", "1/"):
        assert client.get(f"/quizzes/run/{run.pk}/{address}").status_code == 200
    client.post(f"/quizzes/run/{run.pk}/finish/")
    assert client.get(f"/quizzes/run/{run.pk}/").status_code == 200


def test_a_question_that_changed_says_how_it_counted(client: Client) -> None:
    run = begin(client)
    row = rows_of(run)[0]
    send(client, row, right_fields(row))
    QuestionAnswer.objects.filter(pk=row.pk).update(is_right=False)
    assert "it counted as not right" in words(client.get(page_of(row)))


def _first(kind: str) -> str:
    """Return a shipped question of a kind."""
    questions = get_course().questions
    return next(name for name, source in questions.items() if source.shape.kind == kind)
