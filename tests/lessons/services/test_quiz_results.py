"""What came of a run."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from lessons.models import QuestionAnswer, QuizAttempt, QuizMode
from lessons.services.quiz_results import Result, result_of
from lessons.services.quiz_runs import finish_run, save_draft, submit
from lessons.services.quiz_starts import start_practice, start_quiz
from tests.lessons.services.quiz_course import (
    ALICE,
    one_question,
    quiz_course,
    quiz_lesson,
    right_answer,
    rows_of,
    wrong_answer,
)

pytestmark = pytest.mark.django_db

COURSE = quiz_course()


def taken(*rights: bool | None) -> tuple[QuizAttempt, Result]:
    """Take a test: right, wrong or open, question by question."""
    run = start_quiz(ALICE, COURSE, quiz_lesson(), QuizMode.TEST)
    for row, right in zip(rows_of(run), rights, strict=False):
        if right is not None:
            save_draft(row, right_answer(row) if right else wrong_answer(row), 0)
    finish_run(ALICE, COURSE, run)
    return run, result_of(COURSE, run)


def test_what_a_test_left_open_counts_as_not_known() -> None:
    _, result = taken(True, False, None, None, True)
    assert (result.right, result.total, result.unanswered) == (2, 5, 2)
    assert [row.state for row in result.rows] == ["right", "wrong", "open", "open", "right"]


def test_what_was_skipped_in_practice_counts_for_nothing() -> None:
    run = start_practice(ALICE, COURSE, "rare")
    finish_run(ALICE, COURSE, run)
    result = result_of(COURSE, run)
    assert (result.right, result.total, result.unanswered) == (0, 0, 1)
    assert result.weakest is None


def test_a_wrong_answer_stands_beside_the_right_one() -> None:
    _, result = taken(False)
    first = result.rows[0]
    assert first.given.startswith("That, ")
    assert first.right.startswith("This, ")


def test_a_right_answer_needs_no_other() -> None:
    _, result = taken(True)
    assert (result.rows[0].given, result.rows[0].right) == ("", "")


def test_skills_are_tallied_and_the_weakest_is_named() -> None:
    run, _ = taken(True)
    rows = rows_of(run)
    QuestionAnswer.objects.filter(attempt=run).update(is_right=None, skills=["basics"])
    for row, right, skills in (
        (rows[0], True, ["extras"]),
        (rows[1], False, ["extras", "basics"]),
        (rows[2], False, ["basics"]),
        (rows[3], True, ["gone-since"]),
    ):
        QuestionAnswer.objects.filter(pk=row.pk).update(is_right=right, skills=skills)
    result = result_of(COURSE, run)
    tallies = {item.id: (item.right, item.total) for item in result.skills}
    assert tallies == {"basics": (0, 2), "extras": (1, 2)}
    assert result.weakest is not None
    assert result.weakest.title == "Basics"


def test_the_belief_behind_most_wrong_answers_is_told_with_its_cure() -> None:
    run, _ = taken(False, False, False)
    for row, beliefs in zip(
        rows_of(run),
        (["star-stops"], ["one-side-suffices", "star-stops"], ["forgotten"], ["forgotten"]),
        strict=False,
    ):
        QuestionAnswer.objects.filter(pk=row.pk).update(misconceptions=beliefs)
    result = result_of(COURSE, run)
    assert result.belief is not None
    assert (result.belief.id, result.times) == ("star-stops", 2)
    assert result.remedy == ("first", "First")


def test_how_often_somebody_was_rightly_certain() -> None:
    right, wrong = one_question(ALICE, "verdict-across"), one_question(ALICE, "verdict-across")
    submit(ALICE, COURSE, right, right_answer(right), 3)
    submit(ALICE, COURSE, wrong, wrong_answer(wrong), 3)
    assert result_of(COURSE, right.attempt).sure_right == 1
    assert result_of(COURSE, wrong.attempt).sure == 1
    assert result_of(COURSE, wrong.attempt).sure_right == 0


def test_what_could_not_be_marked_or_is_gone_does_not_count() -> None:
    run = start_quiz(ALICE, COURSE, quiz_lesson(), QuizMode.TEST)
    first, second, third, *_ = rows_of(run)
    save_draft(first, right_answer(first), 0)
    finish_run(ALICE, COURSE, run)
    QuestionAnswer.objects.filter(pk=second.pk).update(question="gone", submitted_at=run.started_at)
    QuestionAnswer.objects.filter(pk=third.pk).update(submitted_at=run.started_at)
    result = result_of(COURSE, run)
    assert [row.state for row in result.rows] == ["right", "gone", "unmarked", "open", "open"]
    assert (result.right, result.total) == (1, 3)


def test_an_answer_still_counts_when_its_question_is_gone() -> None:
    run, _ = taken(True)
    run.answers.filter(position=1).update(question="gone")
    assert result_of(COURSE, run).rows[0].state == "right"


def test_a_result_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    run, _ = taken(True, False, True, False, True)
    with django_assert_num_queries(1):
        result_of(COURSE, run)
