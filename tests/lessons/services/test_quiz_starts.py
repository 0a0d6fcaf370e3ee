"""Runs begun: quizzes with fresh variants, practice without end, reviews of what is due."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from lessons.models import QuizAttempt, QuizMode, SkillCard
from lessons.services import quiz_starts
from lessons.services.errors import QuestionNotFound
from lessons.services.quiz_runs import finish_run, save_draft, submit
from lessons.services.quiz_starts import (
    add_question,
    start_practice,
    start_quiz,
    start_review,
    todays_review,
)
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
LONG_AGO = timezone.now() - timedelta(days=90)


def begin(mode: QuizMode = QuizMode.PRACTICE) -> QuizAttempt:
    return start_quiz(ALICE, COURSE, quiz_lesson(), mode)


def due(*skills: str) -> None:
    record(ALICE, COURSE.slug, skills, right=True, now=LONG_AGO)


def asked(run: QuizAttempt) -> set[tuple[str, int]]:
    return {(row.question, row.seed) for row in rows_of(run)}


# ---------- Quizzes ----------


def test_a_run_keeps_its_questions_and_variants() -> None:
    run = begin()
    rows = rows_of(run)
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0].question == "own-choice"
    assert rows[0].skills == ["extras"]
    assert rows[0].kind == "choice"


def test_two_presses_begin_one_run() -> None:
    assert begin() == begin()
    assert begin(QuizMode.TEST) != begin(QuizMode.PRACTICE)


def test_a_run_with_an_answer_is_not_begun_again() -> None:
    run = begin()
    save_draft(rows_of(run)[0], {"choice": "x"}, 0)
    again = begin()
    assert again != run
    assert asked(again).isdisjoint(asked(run))


def test_a_second_run_asks_other_variants() -> None:
    run = begin()
    finish_run(ALICE, COURSE, run)
    assert asked(begin()).isdisjoint(asked(run))


def test_of_too_many_runs_the_oldest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiz_starts, "MAX_RUNS", 2)
    runs = []
    for _ in range(3):
        runs.append(begin())
        finish_run(ALICE, COURSE, runs[-1])
    start_quiz(BOB, COURSE, quiz_lesson(), QuizMode.TEST)
    kept = QuizAttempt.objects.filter(visitor_key="alice").order_by("pk")
    assert list(kept) == runs[1:]


# ---------- Practice ----------


def test_practice_goes_on_where_it_was_left() -> None:
    run = start_practice(ALICE, COURSE, "rare")
    assert start_practice(ALICE, COURSE, "rare") == run
    assert run.answers.count() == 1
    row = rows_of(run)[0]
    submit(ALICE, COURSE, row, right_answer(row), 0)
    assert start_practice(ALICE, COURSE, "rare") == run
    assert [item.submitted_at is None for item in rows_of(run)] == [False, True]


def test_practice_has_no_end_and_no_variant_twice() -> None:
    run = start_practice(ALICE, COURSE, "rare")
    for position in range(1, 30):
        assert add_question(ALICE, COURSE, run, position) == position + 1
    questions = [row.question for row in rows_of(run)]
    assert all(one != other for one, other in pairwise(questions))
    assert len(asked(run)) == 30


def test_two_presses_bring_one_question() -> None:
    run = start_practice(ALICE, COURSE, "rare")
    assert add_question(ALICE, COURSE, run, 1) == 2
    assert add_question(ALICE, COURSE, run, 1) == 2
    assert run.answers.count() == 2


def test_a_run_of_practice_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiz_starts, "MAX_QUESTIONS", 2)
    run = start_practice(ALICE, COURSE, "rare")
    assert add_question(ALICE, COURSE, run, 1) == 2
    assert add_question(ALICE, COURSE, run, 2) is None
    last = rows_of(run)[1]
    submit(ALICE, COURSE, last, right_answer(last), 0)
    again = start_practice(ALICE, COURSE, "rare")
    assert again != run
    assert QuizAttempt.objects.get(pk=run.pk).finished_at is not None


def test_a_finished_run_gets_no_question_more() -> None:
    run = start_practice(ALICE, COURSE, "rare")
    finish_run(ALICE, COURSE, run)
    assert add_question(ALICE, COURSE, run, 1) is None


def test_only_practice_gets_questions_more() -> None:
    with pytest.raises(QuestionNotFound):
        add_question(ALICE, COURSE, begin(), 5)


@pytest.mark.parametrize("skill", ["unasked", "no-such-skill", ""])
def test_without_questions_there_is_no_practice(skill: str) -> None:
    with pytest.raises(QuestionNotFound):
        start_practice(ALICE, COURSE, skill)


# ---------- Reviews ----------


def test_a_review_asks_for_what_is_due() -> None:
    due("rare", "basics")
    run = start_review(ALICE, COURSE)
    assert run is not None
    assert {skill for row in rows_of(run) for skill in row.skills} >= {"rare", "basics"}
    assert start_review(BOB, COURSE) is None


def test_nothing_due_is_no_review() -> None:
    assert start_review(ALICE, COURSE) is None
    record(ALICE, COURSE.slug, ["rare"], right=True)
    assert start_review(ALICE, COURSE) is None
    due("unasked")
    assert start_review(ALICE, COURSE) is None
    assert not QuizAttempt.objects.exists()


def test_todays_review_is_gone_on_with() -> None:
    due("rare")
    run = start_review(ALICE, COURSE)
    assert start_review(ALICE, COURSE) == run == todays_review(ALICE, COURSE)


def test_yesterdays_review_ends_when_todays_begins() -> None:
    due("rare")
    old = start_review(ALICE, COURSE)
    assert old is not None
    yesterday = timezone.now() - timedelta(days=1)
    QuizAttempt.objects.filter(pk=old.pk).update(started_at=yesterday)
    new = start_review(ALICE, COURSE)
    assert new is not None
    assert new != old
    assert QuizAttempt.objects.get(pk=old.pk).finished_at is not None


def test_an_answer_in_a_review_moves_its_skill_away_from_today() -> None:
    due("rare")
    run = start_review(ALICE, COURSE)
    assert run is not None
    for row in rows_of(run):
        submit(ALICE, COURSE, row, wrong_answer(row), 0)
    assert QuizAttempt.objects.get(pk=run.pk).finished_at is not None
    assert SkillCard.objects.get(skill="rare").due_at > timezone.now()
    assert start_review(ALICE, COURSE) is None


def test_a_day_has_only_so_many_reviews() -> None:
    """What a missed weekend leaves behind must not drive anybody away."""
    run = QuizAttempt.objects.create(visitor_key="alice", course=COURSE.slug, mode=QuizMode.REVIEW)
    for position in range(1, DAILY_CAP + 1):
        run.answers.create(position=position, question="x", kind="choice")
    run.answers.update(submitted_at=timezone.now(), is_right=True)
    finish_run(ALICE, COURSE, run)
    due("rare", "basics")
    assert start_review(ALICE, COURSE) is None
