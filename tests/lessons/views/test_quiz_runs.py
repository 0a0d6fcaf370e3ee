"""A run on its pages: answered, drafted, skipped, finished, looked at again; without scripts."""

from __future__ import annotations

import pytest
from django.test import Client

from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services.courses import get_course
from tests.lessons.views.quiz_pages import (
    ask,
    begin,
    known,
    page_of,
    posed_in,
    right_fields,
    send,
    words,
    wrong_fields,
)

pytestmark = pytest.mark.django_db


def rows_of(run: QuizAttempt) -> list[QuestionAnswer]:
    return list(QuestionAnswer.objects.filter(attempt=run))


def position_of(location: str) -> int:
    return int(location.split("#")[0].rstrip("/").rsplit("/", 1)[1])


# ---------- Practice: feedback after each question ----------


def test_an_answer_is_marked_and_the_next_question_follows(client: Client) -> None:
    run = begin(client)
    first = rows_of(run)[0]
    response = send(client, first, {**wrong_fields(first), "confidence": "3"})
    page = client.get(response["Location"].split("#")[0])
    assert "You were certain" in words(page)
    assert "A variant returns tomorrow." in words(page)
    assert f'href="/quizzes/run/{run.pk}/2/"' in page.content.decode()
    first.refresh_from_db()
    assert first.confidence == 3


def test_nothing_chosen_is_no_answer_and_says_so(client: Client) -> None:
    run = begin(client)
    response = send(client, rows_of(run)[0], {"confidence": "2"})
    assert response.status_code == 422
    assert "Choose a verdict." in words(response)
    assert 'value="2" checked' in response.content.decode()
    assert rows_of(run)[0].submitted_at is None


def test_a_skipped_question_keeps_its_draft_and_comes_again(client: Client) -> None:
    run = begin(client)
    first, second = rows_of(run)[:2]
    fields = right_fields(first)
    response = send(client, first, fields, "skip")
    assert position_of(response["Location"]) == 2
    assert "checked" in client.get(page_of(first)).content.decode()
    for row in rows_of(run)[1:]:
        send(client, row, right_fields(row))
    page = client.get(page_of(second)).content.decode()
    assert f'href="/quizzes/run/{run.pk}/1/"' in page


def test_an_answer_cannot_be_changed_once_it_is_marked(client: Client) -> None:
    run = begin(client)
    row = rows_of(run)[0]
    send(client, row, wrong_fields(row))
    response = send(client, row, right_fields(row))
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.is_right is False


def test_a_finished_run_shows_its_result(client: Client) -> None:
    run = begin(client)
    for number, row in enumerate(rows_of(run)):
        send(client, row, right_fields(row) if number else wrong_fields(row))
    page = words(client.get(f"/quizzes/run/{run.pk}/"))
    total = len(rows_of(run))
    assert f"{total - 1} of {total} right" in page
    assert page.count(" not right") == 1
    assert "Again, with other variants" in page


def test_a_policy_that_was_not_touched_is_no_draft(client: Client) -> None:
    row = ask(known(client), _first("fix"))
    edit = posed_in(row).edit
    assert edit is not None
    send(client, row, {"text": edit.text.replace("\n", "\r\n")}, "skip")
    row.refresh_from_db()
    assert row.answer == {}
    response = send(client, row, {"text": edit.text})
    assert response.status_code == 422
    assert "Edit the policy first." in words(response)


# ---------- A test: feedback at the end ----------


def test_a_test_says_nothing_before_its_end(client: Client) -> None:
    run = begin(client, "test")
    rows = rows_of(run)
    for row in rows:
        response = send(client, row, wrong_fields(row), "next")
        assert response.status_code == 302
        page = client.get(page_of(row)).content.decode()
        assert 'id="feedback"' not in page
        assert "option-right" not in page
    overview = client.get(f"/quizzes/run/{run.pk}/")
    assert f"{len(rows)} of {len(rows)} answered" in words(overview)
    assert 'data-state="wrong"' not in overview.content.decode()
    assert all(row.is_right is None for row in rows_of(run))


def test_answers_of_a_test_can_be_changed_until_it_ends(client: Client) -> None:
    run = begin(client, "test")
    row = rows_of(run)[0]
    send(client, row, wrong_fields(row), "next")
    send(client, row, right_fields(row), "all")
    client.post(f"/quizzes/run/{run.pk}/finish/")
    row.refresh_from_db()
    assert row.is_right is True
    response = send(client, row, wrong_fields(row), "next")
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.is_right is True


def test_what_is_open_is_warned_of_before_a_test_ends(client: Client) -> None:
    run = begin(client, "test")
    row = rows_of(run)[0]
    send(client, row, right_fields(row), "next")
    left = len(rows_of(run)) - 1
    page = words(client.get(f"/quizzes/run/{run.pk}/"))
    assert f"{left} open questions will count as not known" in page
    assert "Finish all the same" in page
    response = client.post(f"/quizzes/run/{run.pk}/finish/")
    result = words(client.get(response["Location"]))
    assert f"1 of {left + 1} right" in result
    assert f"{left} were left open" in result


def test_each_question_of_a_finished_test_opens_with_its_feedback(client: Client) -> None:
    run = begin(client, "test")
    row = rows_of(run)[0]
    send(client, row, wrong_fields(row), "next")
    client.post(f"/quizzes/run/{run.pk}/finish/")
    for row in rows_of(run):
        page = client.get(page_of(row))
        assert page.status_code == 200
        assert 'id="feedback"' in page.content.decode()
        assert ("You left this one open." in words(page)) is (row.position > 1)


def test_previous_and_next_lead_through_a_test(client: Client) -> None:
    run = begin(client, "test")
    rows = rows_of(run)
    assert position_of(send(client, rows[1], {}, "previous")["Location"]) == 1
    assert position_of(send(client, rows[0], {}, "next")["Location"]) == 2
    assert send(client, rows[-1], {}, "next")["Location"] == f"/quizzes/run/{run.pk}/"
    assert send(client, rows[0], {}, "all")["Location"] == f"/quizzes/run/{run.pk}/"


def test_a_run_is_gone_on_with_at_the_first_open_question(client: Client) -> None:
    run = begin(client, "test")
    rows = rows_of(run)
    for row in (rows[0], rows[2]):
        send(client, row, right_fields(row), "next")
    response = client.get(f"/quizzes/run/{run.pk}/go-on/")
    assert position_of(response["Location"]) == 2


# ---------- Practice of a skill ----------


def test_practice_brings_question_after_question_until_it_is_stopped(client: Client) -> None:
    begun = client.post("/practice/start/", {"skill": "decisions"})
    run = QuizAttempt.objects.get()
    assert position_of(begun["Location"]) == 1
    for position in (1, 2, 3):
        row = rows_of(run)[-1]
        send(client, row, right_fields(row))
        response = send(client, row, {}, "next")
        assert position_of(response["Location"]) == position + 1
    assert "3 right in a row" in words(client.get(response["Location"]))
    response = send(client, rows_of(run)[-1], {}, "stop")
    assert "3 of 3 right" in words(client.get(response["Location"]))
    after = client.post(f"/quizzes/run/{run.pk}/next/", {"after": 4})
    assert after["Location"] == f"/quizzes/run/{run.pk}/"


def test_a_wrong_answer_ends_the_streak(client: Client) -> None:
    client.post("/practice/start/", {"skill": "decisions"})
    run = QuizAttempt.objects.get()
    for right in (True, True, False):
        row = rows_of(run)[-1]
        send(client, row, right_fields(row) if right else wrong_fields(row))
        response = client.post(f"/quizzes/run/{run.pk}/next/", {"after": row.position})
    assert "in a row" not in words(client.get(response["Location"]))


def _first(kind: str) -> str:
    """Return a shipped question of a kind."""
    questions = get_course().questions
    return next(name for name, source in questions.items() if source.shape.kind == kind)
