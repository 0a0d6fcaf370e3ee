"""Skills: what an answer does to a card, and what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from iamlab.sandbox.services.errors import VisitorUnknown
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import QuestionAnswer, QuizAttempt, QuizMode
from lessons.services.skills import (
    DAILY_CAP,
    count_due,
    due_skills,
    recall,
    record,
    reviewed_today,
    skill_cards,
)

pytestmark = pytest.mark.django_db

COURSE = "iam-foundations"
ALICE = Visitor(key="alice")
BOB = Visitor(key="bob")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_right_answer_returns_later_than_a_wrong_one() -> None:
    (right,) = record(ALICE, COURSE, ["decisions"], right=True, now=MONDAY)
    (wrong,) = record(ALICE, COURSE, ["arns"], right=False, now=MONDAY)
    assert right.due_at > wrong.due_at > MONDAY


def test_a_right_guess_returns_sooner_than_a_certain_answer() -> None:
    (guess,) = record(ALICE, COURSE, ["a"], right=True, confidence=1, now=MONDAY)
    (sure,) = record(ALICE, COURSE, ["b"], right=True, confidence=3, now=MONDAY)
    assert guess.due_at < sure.due_at


def test_a_skill_never_returns_on_the_same_day() -> None:
    (card,) = record(ALICE, COURSE, ["decisions"], right=False, now=MONDAY)
    assert card.due_at - MONDAY >= timedelta(days=1)


def test_answers_right_again_and_again_return_at_growing_intervals() -> None:
    now, intervals = MONDAY, []
    for _ in range(4):
        (card,) = record(ALICE, COURSE, ["decisions"], right=True, now=now)
        intervals.append(card.due_at - now)
        now = card.due_at
    assert intervals == sorted(set(intervals))


def test_one_answer_counts_for_each_of_its_skills_once() -> None:
    record(ALICE, COURSE, ["decisions", "arns", "decisions"], right=True, now=MONDAY)
    cards = skill_cards(ALICE, COURSE)
    assert {name: (card.right, card.wrong) for name, card in cards.items()} == {
        "decisions": (1, 0),
        "arns": (1, 0),
    }


def test_a_classmates_cards_are_their_own() -> None:
    record(ALICE, COURSE, ["decisions"], right=True, now=MONDAY)
    assert skill_cards(BOB, COURSE) == {}
    assert count_due(BOB, COURSE, MONDAY + timedelta(days=90)) == 0


def test_nothing_is_recorded_for_somebody_without_a_session() -> None:
    with pytest.raises(VisitorUnknown):
        record(Visitor(), COURSE, ["decisions"], right=True, now=MONDAY)


def test_what_is_due_comes_with_the_most_forgotten_first() -> None:
    record(ALICE, COURSE, ["fresh"], right=True, confidence=3, now=MONDAY)
    record(ALICE, COURSE, ["shaky"], right=False, now=MONDAY)
    later = MONDAY + timedelta(days=60)
    due = due_skills(ALICE, COURSE, later)
    assert [card.skill for card in due] == ["shaky", "fresh"]
    assert recall(due[0], later) < recall(due[1], later)


def test_nothing_is_due_before_its_day() -> None:
    (card,) = record(ALICE, COURSE, ["decisions"], right=True, now=MONDAY)
    assert due_skills(ALICE, COURSE, card.due_at - timedelta(seconds=1)) == []
    assert count_due(ALICE, COURSE, card.due_at) == 1


def test_a_backlog_is_capped() -> None:
    for number in range(DAILY_CAP + 5):
        record(ALICE, COURSE, [f"skill-{number}"], right=False, now=MONDAY)
    later = MONDAY + timedelta(days=7)
    assert len(due_skills(ALICE, COURSE, later)) == DAILY_CAP
    assert count_due(ALICE, COURSE, later) == DAILY_CAP


def test_reviews_answered_today_count_towards_the_cap_and_yesterdays_do_not() -> None:
    for number in range(DAILY_CAP):
        record(ALICE, COURSE, [f"skill-{number}"], right=False, now=MONDAY)
    later = MONDAY + timedelta(days=7)
    run = QuizAttempt.objects.create(visitor_key="alice", course=COURSE, mode=QuizMode.REVIEW)
    for position, moment in enumerate([later, later - timedelta(hours=10), None]):
        QuestionAnswer.objects.create(
            attempt=run, position=position, question="q", kind="verdict", submitted_at=moment
        )
    assert reviewed_today(ALICE, COURSE, later) == 1
    assert count_due(ALICE, COURSE, later) == DAILY_CAP - 1
    assert len(due_skills(ALICE, COURSE, later)) == DAILY_CAP - 1
