"""The lists from which runs are begun."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import QuizAttempt, QuizMode
from lessons.services.quiz_lists import (
    QuizRow,
    list_quizzes,
    list_skills,
    quiz_row,
    review_plan,
)
from lessons.services.quiz_runs import finish_run, save_draft, submit
from lessons.services.quiz_starts import start_quiz, start_review
from lessons.services.skills import DAILY_CAP, record
from tests.lessons.services.quiz_course import (
    ALICE,
    BOB,
    quiz_course,
    quiz_lesson,
    right_answer,
    rows_of,
    wrong_answer,
)

pytestmark = pytest.mark.django_db

COURSE = quiz_course()


def take(mode: QuizMode, *rights: bool) -> QuizAttempt:
    run = start_quiz(ALICE, COURSE, quiz_lesson(), mode)
    for row, right in zip(rows_of(run), rights, strict=False):
        answer = right_answer(row) if right else wrong_answer(row)
        if mode == QuizMode.TEST:
            save_draft(row, answer, 0)
        else:
            submit(ALICE, COURSE, row, answer, 0)
    return run


def only(visitor: Visitor = ALICE) -> QuizRow:
    (row,) = list_quizzes(visitor, COURSE)
    return row


def test_an_untouched_quiz_says_how_long_it_is() -> None:
    for visitor in (ALICE, Visitor()):
        row = only(visitor)
        assert (row.title, row.questions, row.state) == ("First questions", 5, "")


@pytest.mark.parametrize("mode", [QuizMode.PRACTICE, QuizMode.TEST])
def test_an_unfinished_run_says_how_much_is_answered(mode: QuizMode) -> None:
    run = take(mode, True, False)
    row = only()
    assert row.state == "started"
    assert row.begun is not None
    assert (row.begun.run, row.begun.answered, row.begun.total) == (run, 2, 5)
    assert only(BOB).begun is None


def test_the_best_result_is_the_one_with_most_right() -> None:
    worse, better = take(QuizMode.TEST, True), None
    finish_run(ALICE, COURSE, worse)
    better = take(QuizMode.TEST, True, True, False, False, False)
    finish_run(ALICE, COURSE, better)
    row = only()
    assert row.state == "taken"
    assert row.best is not None
    assert (row.best.run, row.best.right, row.best.total) == (better, 2, 5)
    assert [item.run for item in row.runs] == [better, worse]


def test_one_right_answer_and_an_early_end_are_no_full_score() -> None:
    finish_run(ALICE, COURSE, take(QuizMode.PRACTICE, True))
    row = quiz_row(ALICE, COURSE, quiz_lesson())
    assert row.best is not None
    assert (row.best.right, row.best.total) == (1, 5)


def test_skills_say_how_they_went_and_when_they_return() -> None:
    record(ALICE, COURSE.slug, ["rare"], right=True)
    record(ALICE, COURSE.slug, ["rare"], right=False)
    rows = {row.id: row for row in list_skills(ALICE, COURSE)}
    assert set(rows) == {"basics", "extras", "rare"}
    assert (rows["rare"].right, rows["rare"].answers, rows["rare"].questions) == (1, 2, 2)
    assert rows["rare"].due == "tomorrow"
    assert (rows["basics"].answers, rows["basics"].due) == (0, "")


def test_a_review_is_planned_from_what_is_due() -> None:
    ago = timezone.now() - timedelta(days=60)
    record(ALICE, COURSE.slug, ["rare", "unasked"], right=True, now=ago)
    plan = review_plan(ALICE, COURSE)
    assert (plan.skills, plan.questions, plan.unasked) == (("Rarities",), 1, ("Never asked",))
    assert plan.begun is None


def test_a_begun_review_is_part_of_the_plan() -> None:
    record(ALICE, COURSE.slug, ["rare"], right=True, now=timezone.now() - timedelta(days=60))
    run = start_review(ALICE, COURSE)
    plan = review_plan(ALICE, COURSE)
    assert plan.begun is not None
    assert (plan.begun.run, plan.begun.answered, plan.begun.total) == (run, 0, 1)


def test_without_anything_due_the_plan_names_the_next_day() -> None:
    assert review_plan(ALICE, COURSE).next == ""
    record(ALICE, COURSE.slug, ["rare"], right=False)
    plan = review_plan(ALICE, COURSE)
    assert (plan.questions, plan.next) == (0, "tomorrow")
    assert review_plan(Visitor(), COURSE).questions == 0


def test_what_was_reviewed_today_is_counted() -> None:
    run = QuizAttempt.objects.create(visitor_key="alice", course=COURSE.slug, mode=QuizMode.REVIEW)
    for position in range(DAILY_CAP):
        run.answers.create(position=position, question="x", submitted_at=timezone.now())
    assert review_plan(ALICE, COURSE).done == DAILY_CAP


def test_lists_cost_the_same_whatever_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(6):
        finish_run(ALICE, COURSE, take(QuizMode.TEST, True))
    with django_assert_num_queries(2):
        list_quizzes(ALICE, COURSE)
    with django_assert_num_queries(2):
        quiz_row(ALICE, COURSE, quiz_lesson())
    with django_assert_num_queries(1):
        list_skills(ALICE, COURSE)
