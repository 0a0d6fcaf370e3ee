"""Signing up keeps all that a session has done; signing in merges it with what was there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from iamlab.sandbox.services.access import find_own, own_sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import BlockAnswer, ExerciseWork, LessonVisit, QuizAttempt, SkillCard
from lessons.services import adoption
from lessons.services.adoption import Adopted, adopt_everything
from lessons.services.skills import record, skill_cards
from tests.lessons.services.learning import (
    COURSE,
    MONDAY,
    answer,
    attempt,
    begin,
    course,
    person,
    predict,
    read,
    work_on,
)
from tests.sandbox.organizations import organization_files

pytestmark = pytest.mark.django_db

SESSION = Visitor(key="a-session")
OTHER = Visitor(key="another-session")
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def alice(db: None) -> Visitor:
    """Alice, who has an account."""
    return person("alice")


def adopt(alice: Visitor) -> Adopted:
    """Let the session become Alice."""
    assert alice.user_id is not None
    return adopt_everything("a-session", alice.user_id)


def test_signing_up_carries_everything_over(alice: Visitor) -> None:
    load_scenario("shop", organization_files(users=1))
    own_sandbox(SESSION, "shop")
    read(SESSION, course().lessons[0])
    predict(SESSION, "a-lesson", right=True)
    attempt(work_on(SESSION, "an-exercise"))
    answer(begin(SESSION), right=True)
    record(SESSION, COURSE, ["decisions", "arns"], right=True, now=MONDAY)
    assert adopt(alice) == Adopted(sandboxes=1, lessons=1, answers=1, exercises=1, runs=1, skills=2)
    assert find_own(alice, "shop") is not None
    for model in (LessonVisit, BlockAnswer, ExerciseWork, QuizAttempt, SkillCard):
        owners = set(model._default_manager.values_list("owner_id", "visitor_key"))
        assert owners == {(alice.user_id, None)}, model


def test_what_was_adopted_is_not_adopted_again(alice: Visitor) -> None:
    read(SESSION, course().lessons[0])
    record(SESSION, COURSE, ["decisions"], right=True, now=MONDAY)
    adopt(alice)
    assert adopt(alice) == Adopted(0, 0, 0, 0, 0, 0)
    assert skill_cards(alice, COURSE)["decisions"].right == 1


def test_another_session_and_a_classmate_keep_what_is_theirs(alice: Visitor) -> None:
    bob = person("bob")
    for visitor in (OTHER, bob):
        read(visitor, course().lessons[0])
        predict(visitor, "a-lesson", right=True)
        record(visitor, COURSE, ["decisions"], right=True, now=MONDAY)
    read(SESSION, course().lessons[0])
    adopt(alice)
    for visitor in (OTHER, bob):
        assert LessonVisit.objects.filter(**visitor.ownership()).count() == 1
        assert BlockAnswer.objects.filter(**visitor.ownership()).count() == 1
        assert len(skill_cards(visitor, COURSE)) == 1


def test_the_parts_read_are_united_and_the_earlier_dates_stay(alice: Visitor) -> None:
    lesson = course().lessons[0]
    read(SESSION, lesson, at=MONDAY)
    read(alice, lesson, parts=1, at=TUESDAY)
    adopt(alice)
    visit = LessonVisit.objects.get()
    assert visit.owner_id == alice.user_id
    assert len(visit.parts) == len(set(visit.parts)) > 1
    assert (visit.opened_at, visit.finished_at, visit.seen_at) == (MONDAY, MONDAY, TUESDAY)


@pytest.mark.parametrize(("first", "second"), [(SESSION, None), (None, SESSION)])
def test_the_first_answer_in_a_lesson_stays(
    first: Visitor | None, second: Visitor | None, alice: Visitor
) -> None:
    predict(first or alice, "a-lesson", right=False, at=MONDAY)
    predict(second or alice, "a-lesson", right=True, at=TUESDAY)
    adopt(alice)
    row = BlockAnswer.objects.get()
    assert (row.owner_id, row.is_right, row.answered_at) == (alice.user_id, False, MONDAY)


def test_answers_in_different_blocks_are_both_kept(alice: Visitor) -> None:
    predict(alice, "a-lesson", right=False, block="one")
    predict(SESSION, "a-lesson", right=True, block="two")
    adopt(alice)
    assert BlockAnswer.objects.filter(owner_id=alice.user_id).count() == 2


@pytest.mark.parametrize(("session_day", "own_day"), [(TUESDAY, MONDAY), (MONDAY, TUESDAY)])
def test_the_card_reviewed_last_stays_and_answers_add_up(
    session_day: Any, own_day: Any, alice: Visitor
) -> None:
    (own,) = record(alice, COURSE, ["decisions"], right=False, now=own_day)
    (other,) = record(SESSION, COURSE, ["decisions"], right=True, now=session_day)
    last = max(own, other, key=lambda card: card.reviewed_at)
    adopt(alice)
    card = SkillCard.objects.get()
    assert (card.due_at, card.reviewed_at) == (last.due_at, last.reviewed_at)
    assert card.card["stability"] == last.card["stability"]
    assert (card.right, card.wrong) == (1, 1)
    record(alice, COURSE, ["decisions"], right=True, now=TUESDAY + timedelta(days=1))
    assert SkillCard.objects.get().right == 2


def test_it_is_all_or_nothing(alice: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    read(SESSION, course().lessons[0])

    def fail(*arguments: object) -> int:
        raise IntegrityError

    monkeypatch.setattr(adoption, "_adopt_cards", fail)
    with pytest.raises(IntegrityError):
        adopt(alice)
    assert LessonVisit.objects.get().visitor_key == "a-session"
