"""The export: everything of one learner's, nothing of anybody else's, and never too much."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.services.access import open_sandbox, own_sandbox
from iamlab.sandbox.services.errors import VisitorUnknown
from iamlab.sandbox.services.policies import get_policy, save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import QuizMode
from lessons.services import export
from lessons.services.export import export_progress
from lessons.services.progress_file import ProgressFile
from lessons.services.skills import record
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
from tests.sandbox.organizations import DENY_ALL_TEXT, READ, organization_files

pytestmark = pytest.mark.django_db

ALICE = Visitor(key="alice")
DAY = timedelta(days=1)


def learn(visitor: Visitor, mark: str) -> None:
    """Do some of everything, with a mark in all that is written."""
    read(visitor, course().lessons[0])
    predict(visitor, course().lessons[0].slug, right=False, block=mark, beliefs=["scp-grants"])
    attempt(work_on(visitor, "two-gates", texts={"draft": mark}), text=f"attempt of {mark}")
    answer(begin(visitor, QuizMode.TEST, quiz="organizations"), right=True)
    record(visitor, COURSE, ["decisions"], right=True, now=MONDAY)


def test_everything_that_was_done_is_in_it() -> None:
    load_scenario("shop", organization_files(users=1))
    learn(ALICE, "hers")
    own_sandbox(ALICE, "shop")
    version = get_policy(open_sandbox(ALICE, "shop"), READ).version
    save_policy(ALICE, "shop", READ, DENY_ALL_TEXT, base_version=version)
    file = export_progress(ALICE, COURSE, now=MONDAY)
    assert (file.version, file.exported_at, file.course) == (1, MONDAY, COURSE)
    assert [item.lesson for item in file.lessons] == [course().lessons[0].slug]
    (predicted,) = file.predictions
    assert (predicted.answer, predicted.is_right) == ({"choice": "allowed"}, False)
    assert predicted.misconceptions == ["scp-grants"]
    (exercise,) = file.exercises
    assert (exercise.exercise, exercise.draft) == ("two-gates", {"draft": "hers"})
    assert [item.texts for item in exercise.attempts] == [{"read": "attempt of hers"}]
    (run,) = file.runs
    assert (run.quiz, run.mode, [item.is_right for item in run.answers]) == (
        "organizations",
        "test",
        [True],
    )
    (skill,) = file.skills
    assert (skill.skill, skill.right, skill.wrong) == ("decisions", 1, 0)
    (organization,) = file.organizations
    assert organization.edited_policies == {READ: DENY_ALL_TEXT}
    assert file.left_out.model_dump() == {"texts": 0, "answers": 0, "attempts": 0}


def test_the_file_can_be_read_again() -> None:
    learn(ALICE, "hers")
    file = export_progress(ALICE, COURSE)
    assert ProgressFile.model_validate_json(file.model_dump_json()) == file


@pytest.mark.parametrize("other", ["session", "person"])
def test_nobody_elses_is_in_it(other: str) -> None:
    learn(ALICE, "hers")
    learn(Visitor(key="bob") if other == "session" else person("bob"), "bobs")
    text = export_progress(ALICE, COURSE).model_dump_json()
    assert "hers" in text
    assert "bobs" not in text
    assert all(
        len(json.loads(text)[part]) == 1
        for part in ("lessons", "predictions", "exercises", "runs", "skills")
    )


def test_somebody_without_a_session_has_nothing_to_export() -> None:
    with pytest.raises(VisitorUnknown):
        export_progress(Visitor(), COURSE)


def test_of_too_many_attempts_the_newest_keep_their_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_TEXTS", 1_000)
    work = work_on(ALICE, "two-gates", texts={"read": "x" * 100})
    for day in range(4):
        attempt(work, text=f"{day}" * 300, at=MONDAY + day * DAY)
    file = export_progress(ALICE, COURSE)
    assert file.exercises[0].draft == {"read": "x" * 100}
    kept = [item.texts is not None for item in file.exercises[0].attempts]
    assert kept == [False, False, True, True]
    assert file.left_out.texts == 2


def test_a_classmates_texts_take_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_TEXTS", 500)
    attempt(work_on(ALICE, "two-gates"), text="x" * 300)
    attempt(work_on(Visitor(key="bob"), "two-gates"), text="x" * 300, at=MONDAY + DAY)
    file = export_progress(ALICE, COURSE)
    assert file.exercises[0].attempts[0].texts == {"read": "x" * 300}
    assert file.left_out.texts == 0


def test_of_too_many_rows_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_ROWS", 3)
    old, new = begin(ALICE), begin(ALICE)
    for run in (old, new):
        for _ in range(2):
            answer(run, right=True)
    work = work_on(ALICE, "two-gates")
    for day in range(5):
        attempt(work, at=MONDAY + day * DAY)
    file = export_progress(ALICE, COURSE)
    assert [[item.position for item in run.answers] for run in file.runs] == [[2], [1, 2]]
    assert [item.number for item in file.exercises[0].attempts] == [3, 4, 5]
    assert (file.left_out.answers, file.left_out.attempts) == (1, 2)


def test_a_long_answer_without_room_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MAX_ANSWERS", 100)
    row = answer(begin(ALICE), right=True)
    row.answer = {"text": "x" * 200}
    row.save()
    file = export_progress(ALICE, COURSE)
    assert file.runs[0].answers[0].answer is None
    assert file.left_out.answers == 1


def test_queries_do_not_grow_with_what_was_done(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        attempt(work_on(ALICE, "two-gates", seed=number))
        answer(begin(ALICE), right=True)
    with django_assert_max_num_queries(13):
        export_progress(ALICE, COURSE)
