"""What signing up keeps of the work that a session has done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseWork
from lessons.services.exercise_work import (
    Found,
    check,
    find_exercise,
    get_attempt,
    list_attempts,
    list_work,
    open_hint,
    save_draft,
)
from lessons.services.exercises import adopt_exercise_work

pytestmark = pytest.mark.django_db

ALICE = Visitor(key="alice")
BOB = Visitor(key="bob")


@pytest.fixture
def found() -> Found:
    return find_exercise("lambda-reads-bucket")


def reference(found: Found) -> dict[str, str]:
    return dict(found.exercise.variant(0).reference)


def starter(found: Found) -> dict[str, str]:
    return dict(found.exercise.variant(0).starter)


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("alice")


def test_a_sessions_work_becomes_the_persons(found: Found, person: User) -> None:
    attempt = check(ALICE, found, 0, reference(found)).attempt
    assert adopt_exercise_work("alice", person.pk) == 1
    assert list_work(ALICE, found) == []
    assert get_attempt(Visitor(user_id=person.pk), found, attempt.pk) == attempt


def test_two_works_on_one_variant_become_one(found: Found, person: User) -> None:
    own = Visitor(user_id=person.pk)
    check(own, found, 0, starter(found))
    open_hint(own, found, 0, 1)
    solved = check(ALICE, found, 0, reference(found)).attempt
    adopt_exercise_work("alice", person.pk)
    (work,) = list_work(own, found)
    assert work.texts == reference(found)
    assert work.best_points == solved.points
    assert work.solved_at is not None
    assert work.hints_opened == 1
    assert [item.number for item in list_attempts(work)] == [2, 1]
    assert ExerciseWork.objects.count() == 1


def test_the_draft_that_got_further_stays(found: Found, person: User) -> None:
    own = Visitor(user_id=person.pk)
    check(own, found, 0, reference(found))
    check(ALICE, found, 0, starter(found))
    adopt_exercise_work("alice", person.pk)
    (work,) = list_work(own, found)
    assert work.texts == reference(found)
    assert len(list_attempts(work)) == 2


def test_variants_that_differ_are_both_kept(found: Found, person: User) -> None:
    own = Visitor(user_id=person.pk)
    save_draft(own, found, 1, {})
    save_draft(ALICE, found, 0, {})
    adopt_exercise_work("alice", person.pk)
    assert {work.seed for work in list_work(own, found)} == {0, 1}


def test_another_sessions_work_stays_where_it_is(found: Found, person: User) -> None:
    save_draft(BOB, found, 0, {})
    assert adopt_exercise_work("alice", person.pk) == 0
    assert len(list_work(BOB, found)) == 1
