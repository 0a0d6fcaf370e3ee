"""A run on its pages: answered, drafted, skipped, finished, looked at again; without scripts."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lessons.judging.questions import Answer, Mark, Posed
from lessons.judging.questions.worlds import Kept
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services import quiz_marking
from lessons.services.courses import get_course
from tests.lessons.views.exercise_pages import person
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

_MOST_QUERIES = 8
"""The session, the run, the question, all of them, the skills, and what the top bar counts."""


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


# ---------- Drafts ----------


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


# ---------- Whose it is ----------


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


def _first(kind: str) -> str:
    """Return a shipped question of a kind."""
    questions = get_course().questions
    return next(name for name, source in questions.items() if source.shape.kind == kind)
