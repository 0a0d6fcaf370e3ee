"""The belief that explains most wrong answers: it fades with time and with right answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.services.visitors import Visitor
from lessons.services.misconceptions import WeakestBelief, weakest_belief
from tests.lessons.services.learning import (
    MONDAY,
    answer,
    attempt,
    begin,
    course,
    predict,
    work_on,
)

pytestmark = pytest.mark.django_db

ALICE = Visitor(key="alice")
BOB = Visitor(key="bob")
DAY = timedelta(days=1)
ONE, TWO = "first-match-wins", "scp-grants"


def weakest(days: float = 0, visitor: Visitor = ALICE) -> WeakestBelief | None:
    """Return the weakest belief, some days after Monday."""
    return weakest_belief(visitor, course(), MONDAY + days * DAY)


def weakest_id(days: float = 0) -> str:
    """Return the ID of Alice's weakest belief, empty for none."""
    found = weakest(days)
    return "" if found is None else found.misconception.id


def test_nobody_has_a_weakest_belief_before_a_wrong_answer() -> None:
    answer(begin(ALICE), right=True)
    assert weakest() is None
    assert weakest(visitor=Visitor()) is None


def test_the_belief_behind_most_wrong_answers_is_found() -> None:
    run = begin(ALICE)
    for belief in (ONE, TWO, ONE):
        answer(run, right=False, beliefs=[belief], skills=["decisions"])
    found = weakest()
    assert found is not None
    assert found.misconception is course().misconceptions[ONE]
    assert found.times == 2
    assert found.remedy is course().lesson(course().misconceptions[ONE].remedy)
    assert found.skill == "decisions"


def test_a_belief_that_alone_explains_an_answer_beats_one_of_three() -> None:
    run = begin(ALICE)
    answer(run, right=False, beliefs=["allow-beats-deny", "boundary-grants", ONE])
    answer(run, right=False, beliefs=[TWO], skills=["scps"])
    assert weakest_id() == TWO


def test_predictions_and_exercises_count_as_well() -> None:
    predict(ALICE, "organizations", right=False, beliefs=[TWO])
    assert weakest_id() == TWO
    attempt(work_on(ALICE, "two-gates"), belief=ONE)
    attempt(work_on(ALICE, "make-one-deny-win"), belief=ONE)
    assert weakest_id() == ONE


def test_pressing_check_again_and_again_is_one_mistake() -> None:
    work = work_on(ALICE, "two-gates")
    for minutes in range(9):
        attempt(work, belief=ONE, at=MONDAY + timedelta(minutes=minutes))
    run = begin(ALICE)
    for _ in range(2):
        answer(run, right=False, beliefs=[TWO], skills=["scps"])
    assert weakest_id() == TWO


def test_later_right_answers_about_the_skill_refute_a_belief() -> None:
    run = begin(ALICE)
    answer(run, right=False, beliefs=[ONE], skills=["decisions"])
    answer(run, right=False, beliefs=[TWO], skills=["scps"], at=MONDAY - DAY)
    assert weakest_id(1) == ONE
    answer(run, right=True, skills=["decisions"], at=MONDAY + DAY)
    assert weakest_id(1) == TWO


def test_right_answers_given_before_refute_nothing() -> None:
    run = begin(ALICE)
    for _ in range(5):
        answer(run, right=True, at=MONDAY - DAY)
    answer(run, right=False, beliefs=[ONE])
    assert weakest_id() == ONE


def test_a_belief_refuted_often_enough_is_gone() -> None:
    run = begin(ALICE)
    answer(run, right=False, beliefs=[ONE])
    for _ in range(3):
        answer(run, right=True, at=MONDAY + DAY)
    assert weakest(1) is None


def test_solving_the_exercise_refutes_what_its_attempts_believed() -> None:
    skills = course().exercises["two-gates"].shape.skills
    work = work_on(ALICE, "two-gates", solved_at=MONDAY + DAY)
    attempt(work, belief=ONE)
    answer(begin(ALICE), right=False, beliefs=[TWO], skills=["scps"], at=MONDAY - DAY)
    assert "scps" not in skills
    assert weakest_id(1) == TWO


def test_an_old_belief_fades_and_is_forgotten() -> None:
    run = begin(ALICE)
    answer(run, right=False, beliefs=[ONE])
    answer(run, right=False, beliefs=[ONE])
    answer(run, right=False, beliefs=[TWO], skills=["scps"], at=MONDAY + 20 * DAY)
    assert weakest_id(20) == TWO
    assert weakest(61) is None


def test_a_guess_says_less_than_a_certain_answer() -> None:
    run = begin(ALICE)
    answer(run, right=False, beliefs=[ONE], confidence=1)
    answer(run, right=False, beliefs=[TWO], skills=["scps"], confidence=3)
    assert weakest_id() == TWO


def test_a_belief_that_the_course_no_longer_has_is_left_out() -> None:
    answer(begin(ALICE), right=False, beliefs=["what-once-was-here"])
    assert weakest() is None


def test_a_classmates_answers_are_their_own() -> None:
    answer(begin(BOB), right=False, beliefs=[ONE])
    predict(BOB, "organizations", right=False, beliefs=[ONE])
    attempt(work_on(BOB, "two-gates"), belief=ONE)
    assert weakest() is None


def test_it_takes_four_queries_however_much_was_answered(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        run = begin(ALICE)
        for _ in range(5):
            answer(run, right=False, beliefs=[ONE])
    with django_assert_num_queries(4):
        assert weakest_id() == ONE
    with django_assert_num_queries(0):
        weakest(visitor=Visitor())
