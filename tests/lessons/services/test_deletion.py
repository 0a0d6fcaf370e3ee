"""Deletion takes all of one learner's, and nothing of anybody else's."""

from __future__ import annotations

import pytest

from iamlab.sandbox.models import Policy, Sandbox
from iamlab.sandbox.services.access import own_sandbox
from iamlab.sandbox.services.errors import VisitorUnknown
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseAttempt, QuestionAnswer
from lessons.services.deletion import Kept, count_kept, delete_progress
from lessons.services.skills import record
from tests.lessons.services.learning import (
    COURSE,
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

FULL = Kept(lessons=1, predictions=1, exercises=1, runs=1, skills=2, organizations=1)


@pytest.fixture
def cast() -> list[Visitor]:
    """A session, another one, and two people, each with some of everything."""
    load_scenario("shop", organization_files(users=1))
    visitors = [Visitor(key="alice"), Visitor(key="bob"), person("alice"), person("bob")]
    for visitor in visitors:
        read(visitor, course().lessons[0])
        predict(visitor, "a-lesson", right=True)
        attempt(work_on(visitor, "an-exercise"))
        answer(begin(visitor), right=True)
        record(visitor, COURSE, ["decisions", "arns"], right=True)
        own_sandbox(visitor, "shop")
    return visitors


def test_everything_is_counted(cast: list[Visitor]) -> None:
    assert [count_kept(visitor) for visitor in cast] == [FULL] * 4
    assert FULL.total == 7
    assert count_kept(Visitor()) == Kept()


@pytest.mark.parametrize("who", range(4))
def test_one_learners_goes_and_the_others_stays(who: int, cast: list[Visitor]) -> None:
    policies = Policy.objects.count()
    assert delete_progress(cast[who]) == FULL
    assert count_kept(cast[who]) == Kept()
    assert [count_kept(visitor) for visitor in cast[:who] + cast[who + 1 :]] == [FULL] * 3
    assert ExerciseAttempt.objects.count() == QuestionAnswer.objects.count() == 3
    assert Sandbox.objects.filter(is_template=True).count() == 1
    assert Policy.objects.count() == policies * 4 // 5


def test_deleting_again_deletes_nothing(cast: list[Visitor]) -> None:
    delete_progress(cast[0])
    assert delete_progress(cast[0]) == Kept()


def test_there_is_nothing_to_delete_of_somebody_without_a_session(cast: list[Visitor]) -> None:
    with pytest.raises(VisitorUnknown):
        delete_progress(Visitor())
    assert [count_kept(visitor) for visitor in cast] == [FULL] * 4
