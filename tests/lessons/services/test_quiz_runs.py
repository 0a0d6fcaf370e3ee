"""Runs: answers marked once and for all, tests at the end, and what becomes of faults of ours."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User

from iamlab.sandbox.services.errors import VisitorUnknown
from iamlab.sandbox.services.visitors import Visitor
from lessons.judging.questions import Answer, Mark, Posed
from lessons.models import QuestionAnswer, QuizAttempt, QuizMode, SkillCard
from lessons.services import quiz_marking
from lessons.services.errors import AnswerRefused, AttemptNotFound, QuestionNotFound
from lessons.services.quiz_marking import MarkingFailed
from lessons.services.quiz_runs import (
    adopt_quiz_attempts,
    finish_run,
    get_row,
    get_run,
    save_draft,
    submit,
)
from lessons.services.quiz_starts import start_quiz
from tests.lessons.services.quiz_course import (
    ALICE,
    BOB,
    one_question,
    quiz_course,
    quiz_lesson,
    right_answer,
    rows_of,
    wrong_answer,
)

pytestmark = pytest.mark.django_db

COURSE = quiz_course()


def begin(mode: QuizMode) -> QuizAttempt:
    return start_quiz(ALICE, COURSE, quiz_lesson(), mode)


def counts(skill: str) -> tuple[int, int]:
    card = SkillCard.objects.filter(visitor_key="alice", skill=skill).first()
    return (0, 0) if card is None else (card.right, card.wrong)


def fail(posed: Posed, answer: Answer) -> Mark:
    raise RuntimeError("the grader broke")


def test_a_right_answer_is_right_and_a_wrong_one_wrong() -> None:
    first, second = one_question(ALICE, "own-choice"), one_question(ALICE, "pool-rare")
    submit(ALICE, COURSE, first, right_answer(first), 0)
    submit(ALICE, COURSE, second, wrong_answer(second), 0)
    assert (first.is_right, second.is_right) == (True, False)
    assert counts("extras") == (1, 0)
    assert counts("rare") == (0, 1)


def test_a_wrong_answer_names_the_belief_that_leads_to_it() -> None:
    """Across accounts both sides must allow: only who thinks one is enough says Allowed."""
    row = one_question(ALICE, "verdict-across")
    submit(ALICE, COURSE, row, {"choice": "allowed"}, 3)
    row.refresh_from_db()
    assert row.is_right is False
    assert row.misconceptions == ["one-side-suffices"]
    assert row.confidence == 3


def test_a_right_answer_names_no_belief() -> None:
    row = one_question(ALICE, "verdict-across")
    submit(ALICE, COURSE, row, {"choice": "implicitDeny"}, 3)
    row.refresh_from_db()
    assert row.is_right is True
    assert row.misconceptions == []


def test_an_answer_counts_once_however_often_it_is_sent() -> None:
    row = one_question(ALICE, "own-choice")
    other = QuestionAnswer.objects.get(pk=row.pk)
    submit(ALICE, COURSE, row, wrong_answer(row), 0)
    submit(ALICE, COURSE, other, right_answer(other), 0)
    submit(ALICE, COURSE, row, right_answer(row), 0)
    assert QuestionAnswer.objects.get(pk=row.pk).is_right is False
    assert counts("extras") == (0, 1)


def test_a_draft_is_kept_until_the_answer_is_sent() -> None:
    row = one_question(ALICE, "own-choice")
    assert save_draft(row, {"choice": "x"}, 2)
    assert QuestionAnswer.objects.get(pk=row.pk).answer == {"choice": "x"}
    submit(ALICE, COURSE, row, right_answer(row), 0)
    assert not save_draft(row, {"choice": "y"}, 0)
    assert QuestionAnswer.objects.get(pk=row.pk).answer == right_answer(row)


def test_an_empty_draft_is_none() -> None:
    row = one_question(ALICE, "own-choice")
    save_draft(row, {"choices": [], "places": {}}, 0)
    assert QuestionAnswer.objects.get(pk=row.pk).answer == {}


def test_a_broken_grader_costs_no_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    row = one_question(ALICE, "own-choice")
    answer = right_answer(row)
    monkeypatch.setattr(quiz_marking, "mark", fail)
    with caplog.at_level(logging.ERROR), pytest.raises(MarkingFailed):
        submit(ALICE, COURSE, row, {**answer, "text": "not marked before"}, 2)
    assert "own-choice" in caplog.text
    kept = QuestionAnswer.objects.get(pk=row.pk)
    assert kept.answer["choice"] == answer["choice"]
    assert kept.submitted_at is None
    assert counts("extras") == (0, 0)
    monkeypatch.undo()
    submit(ALICE, COURSE, row, answer, 2)
    assert counts("extras") == (1, 0)


def test_an_answer_that_nobody_can_decide_is_not_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    row = one_question(ALICE, "own-choice")

    def undecided(posed: Posed, answer: Answer) -> Mark:
        right = quiz_marking.mark_answer(posed, right_answer(row)).right
        return Mark(None, right, "", undecided="It took too long.")

    monkeypatch.setattr("lessons.services.quiz_runs.mark_answer", undecided)
    with pytest.raises(AnswerRefused, match="took too long"):
        submit(ALICE, COURSE, row, right_answer(row), 0)
    assert QuestionAnswer.objects.get(pk=row.pk).submitted_at is None


def test_a_question_that_is_gone_cannot_be_answered() -> None:
    row = one_question(ALICE, "own-choice")
    QuestionAnswer.objects.filter(pk=row.pk).update(question="gone")
    row.refresh_from_db()
    with pytest.raises(QuestionNotFound):
        submit(ALICE, COURSE, row, {"choice": "x"}, 0)


def test_a_quiz_is_over_with_its_last_answer() -> None:
    run = begin(QuizMode.PRACTICE)
    for row in rows_of(run):
        assert run.finished_at is None
        submit(ALICE, COURSE, row, right_answer(row), 0)
    assert QuizAttempt.objects.get(pk=run.pk).finished_at is not None


def test_a_test_is_marked_at_its_end_and_not_before() -> None:
    run = begin(QuizMode.TEST)
    first, second, *_, last = rows_of(run)
    save_draft(first, wrong_answer(first), 0)
    save_draft(first, right_answer(first), 0)
    save_draft(second, wrong_answer(second), 0)
    save_draft(last, right_answer(last), 0)
    assert not QuestionAnswer.objects.exclude(is_right=None).exists()
    finish_run(ALICE, COURSE, run)
    assert [row.is_right for row in rows_of(run)] == [True, False, None, None, True]


def test_what_a_test_leaves_open_says_nothing_about_a_skill() -> None:
    run = begin(QuizMode.TEST)
    finish_run(ALICE, COURSE, run)
    assert not SkillCard.objects.exists()
    assert all(row.submitted_at is None for row in rows_of(run))


def test_a_test_ends_once() -> None:
    run = begin(QuizMode.TEST)
    row = rows_of(run)[0]
    save_draft(row, right_answer(row), 0)
    stale = QuizAttempt.objects.get(pk=run.pk)
    finish_run(ALICE, COURSE, run)
    finish_run(ALICE, COURSE, stale)
    assert counts("extras") == (1, 0)
    assert not save_draft(rows_of(run)[1], {"choice": "x"}, 0)


def test_one_question_that_cannot_be_marked_holds_no_test_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = begin(QuizMode.TEST)
    first, second = rows_of(run)[:2]
    save_draft(first, {**right_answer(first), "text": "never marked before"}, 0)
    save_draft(second, right_answer(second), 0)
    quiz_marking.mark_answer(_posed(second), second.answer)
    monkeypatch.setattr(quiz_marking, "mark", fail)
    finish_run(ALICE, COURSE, run)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.submitted_at is not None
    assert (first.is_right, second.is_right) == (None, True)
    assert counts("extras") == (0, 0)


def test_a_question_that_is_gone_is_left_out_of_the_score() -> None:
    run = begin(QuizMode.PRACTICE)
    row = rows_of(run)[0]
    QuestionAnswer.objects.filter(pk=row.pk).update(question="gone")
    finish_run(ALICE, COURSE, run)
    row.refresh_from_db()
    assert (row.is_right, row.submitted_at is None) == (None, False)


def test_a_classmates_run_is_not_there() -> None:
    run = begin(QuizMode.TEST)
    assert get_run(ALICE, COURSE, run.pk) == run
    for visitor in (BOB, Visitor(), Visitor(user_id=1)):
        with pytest.raises(AttemptNotFound):
            get_run(visitor, COURSE, run.pk)


def test_a_run_has_no_question_beyond_its_last() -> None:
    run = begin(QuizMode.TEST)
    assert get_row(run, 5).position == 5
    for position in (0, 6, 10**30):
        with pytest.raises(QuestionNotFound):
            get_row(run, position)


def test_nobody_begins_nothing() -> None:
    with pytest.raises(VisitorUnknown):
        start_quiz(Visitor(), COURSE, quiz_lesson(), QuizMode.TEST)


def test_runs_move_over_at_sign_up() -> None:
    run = begin(QuizMode.PRACTICE)
    others = start_quiz(BOB, COURSE, quiz_lesson(), QuizMode.TEST)
    person = User.objects.create(username="alice")
    assert adopt_quiz_attempts("alice", person.pk) == 1
    assert get_run(Visitor(user_id=person.pk), COURSE, run.pk) == run
    assert get_run(BOB, COURSE, others.pk) == others
    with pytest.raises(AttemptNotFound):
        get_run(ALICE, COURSE, run.pk)


def _posed(row: QuestionAnswer) -> Posed:
    posed = quiz_marking.pose_row(COURSE, row)
    assert posed is not None
    return posed
