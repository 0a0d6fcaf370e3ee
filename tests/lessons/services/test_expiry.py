"""The work of sessions that are over goes; everybody else's stays."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.access import own_sandbox
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import BlockAnswer, ExerciseWork, LessonVisit, QuizAttempt, SkillCard
from lessons.services.deletion import Kept, count_kept
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

LONG_AGO, MONTHS = 400, 100


def leave(visitor: Visitor, days: int) -> None:
    """Make all of a visitor's as old as that."""
    then = timezone.now() - timedelta(days=days)
    own = visitor.ownership()
    Sandbox.objects.filter(**own).update(updated_at=then)
    LessonVisit.objects.filter(**own).update(seen_at=then)
    BlockAnswer.objects.filter(**own).update(answered_at=then)
    ExerciseWork.objects.filter(**own).update(updated_at=then)
    QuizAttempt.objects.filter(**own).update(updated_at=then)
    SkillCard.objects.filter(**own).update(reviewed_at=then)


def learn(visitor: Visitor) -> None:
    read(visitor, course().lessons[0])
    predict(visitor, "a-lesson", right=True)
    attempt(work_on(visitor, "an-exercise"))
    answer(begin(visitor), right=True)
    record(visitor, COURSE, ["a", "b"], right=True)
    own_sandbox(visitor, "shop")


def clear(*options: str) -> str:
    out = StringIO()
    call_command("clear_visitors", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def cast() -> dict[str, Visitor]:
    load_scenario("shop", organization_files(users=1))
    cast = {"gone": Visitor(key="gone"), "here": Visitor(key="here"), "alice": person("alice")}
    for visitor in cast.values():
        learn(visitor)
    leave(cast["gone"], LONG_AGO)
    leave(cast["alice"], LONG_AGO)
    return cast


def test_what_a_lost_session_left_goes_and_nothing_else(cast: dict[str, Visitor]) -> None:
    before = {name: count_kept(visitor) for name, visitor in cast.items()}
    assert before["gone"].total > 5
    assert "1 anonymous learner who did nothing for 90 days" in clear()
    assert count_kept(cast["gone"]) == Kept()
    assert count_kept(cast["here"]) == before["here"]
    assert count_kept(cast["alice"]) == before["alice"]
    assert Sandbox.objects.filter(is_template=True).exists()
    assert "0 anonymous learners" in clear()


def test_one_use_keeps_it_all(cast: dict[str, Visitor]) -> None:
    SkillCard.objects.filter(visitor_key="gone").update(reviewed_at=timezone.now())
    before = count_kept(cast["gone"])
    clear()
    assert count_kept(cast["gone"]) == before


def test_the_days_can_be_more_but_not_fewer_than_a_session_lasts(cast: dict[str, Visitor]) -> None:
    leave(cast["gone"], MONTHS)
    assert "0 anonymous learners" in clear("--days", "200")
    with pytest.raises(CommandError, match="last 90 days"):
        clear("--days", "30")
    assert "1 anonymous learner" in clear("--days", "95")


def test_expired_sessions_go_as_well() -> None:
    now = timezone.now()
    Session.objects.create(session_key="a", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="b", expire_date=now + timedelta(days=1))
    clear()
    assert [item.session_key for item in Session.objects.all()] == ["b"]
