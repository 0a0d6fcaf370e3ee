"""What learners do with exercises: drafts, attempts, hints, variants, solutions."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from iamlab.sandbox.services.errors import VisitorUnknown
from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseAttempt, SkillCard
from lessons.services import exercise_grading, exercise_work
from lessons.services.courses import get_course
from lessons.services.errors import AnswerRefused, AttemptNotFound, ExerciseNotFound
from lessons.services.exercise_grading import GradingFailed, grade
from lessons.services.exercise_work import (
    MAX_TEXT,
    Found,
    check,
    find_exercise,
    first_seed,
    get_attempt,
    give_up,
    list_attempts,
    list_work,
    open_hint,
    restore_attempt,
    save_draft,
    start_over,
    start_variant,
)
from lessons.services.exercises import (
    compare_with_reference,
    compare_with_start,
    list_states,
    suggest_next,
)

pytestmark = pytest.mark.django_db

ALICE = Visitor(key="alice")
BOB = Visitor(key="bob")
EXERCISE = "lambda-reads-bucket"
NOTHING = '{"Version": "2012-10-17", "Statement": []}'


@pytest.fixture
def found() -> Found:
    return find_exercise(EXERCISE)


def reference(found: Found, seed: int = 0) -> dict[str, str]:
    return dict(found.exercise.variant(seed).reference)


def texts(found: Found, **changes: str) -> dict[str, str]:
    return {**found.exercise.variant(0).starter, **changes}


def solve(visitor: Visitor, found: Found, seed: int = 0) -> ExerciseAttempt:
    return check(visitor, found, seed, reference(found, seed)).attempt


# ---------- Drafts and attempts ----------


def test_an_unknown_exercise_is_not_found() -> None:
    with pytest.raises(ExerciseNotFound):
        find_exercise("no-such-exercise")


def test_nothing_is_kept_for_somebody_without_a_session(found: Found) -> None:
    with pytest.raises(VisitorUnknown):
        save_draft(Visitor(), found, 0, texts(found))
    assert list_work(Visitor(), found) == []


def test_a_draft_is_kept_and_makes_no_attempt(found: Found) -> None:
    save_draft(ALICE, found, 0, texts(found, read='{"half'))
    (work,) = list_work(ALICE, found)
    assert work.texts["read"] == '{"half'
    assert list_attempts(work) == []
    assert list_work(BOB, found) == []


def test_a_policy_that_was_not_sent_is_kept_as_it_starts(found: Found) -> None:
    work = save_draft(ALICE, found, 0, {"read": "x", "no-such-policy": "y"})
    assert work.texts == texts(found, read="x")


@pytest.mark.parametrize("text", ["x" * (MAX_TEXT + 1), "a\x00b", "\ud800"])
def test_a_text_that_cannot_be_kept_is_refused(found: Found, text: str) -> None:
    for deed in (save_draft, check):
        with pytest.raises(AnswerRefused):
            deed(ALICE, found, 0, texts(found, read=text))
    assert list_work(ALICE, found) == []


def test_an_attempt_keeps_its_text_and_its_results(found: Found) -> None:
    sent = texts(found, read=NOTHING)
    attempt = check(ALICE, found, 0, sent).attempt
    kept = ExerciseAttempt.objects.get(pk=attempt.pk)
    assert kept.texts == sent
    assert {item["id"] for item in kept.results} == {
        check.id for check in found.exercise.shape.checks
    }
    assert kept.points == sum(item["points"] for item in kept.results)
    assert kept.solved is False


def test_attempts_are_numbered_and_the_best_points_stay(found: Found) -> None:
    best = solve(ALICE, found)
    worse = check(ALICE, found, 0, texts(found)).attempt
    (work,) = list_work(ALICE, found)
    assert [best.number, worse.number] == [1, 2]
    assert work.best_points == best.points > worse.points
    assert [item.number for item in list_attempts(work)] == [2, 1]


def test_the_same_text_twice_is_one_attempt(found: Found) -> None:
    first = check(ALICE, found, 0, texts(found)).attempt
    again = check(ALICE, found, 0, texts(found)).attempt
    assert again == first


def test_old_attempts_go_and_the_solving_one_stays(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exercise_work, "MAX_ATTEMPTS", 3)
    solving = solve(ALICE, found)
    for number in range(6):
        check(ALICE, found, 0, texts(found, read=NOTHING + " " * number))
    (work,) = list_work(ALICE, found)
    kept = list_attempts(work)
    assert len(kept) == 3
    assert solving in kept
    assert [item.number for item in kept] == [7, 6, 1]


def test_restoring_an_attempt_makes_its_text_the_draft(found: Found) -> None:
    attempt = solve(ALICE, found)
    save_draft(ALICE, found, 0, texts(found))
    assert restore_attempt(ALICE, found, attempt.pk).texts == reference(found)


def test_starting_over_puts_the_draft_back_and_keeps_attempts(found: Found) -> None:
    solve(ALICE, found)
    work = start_over(ALICE, found, 0)
    assert work.texts == texts(found)
    assert len(list_attempts(work)) == 1


def test_a_strangers_attempt_is_not_found(found: Found) -> None:
    attempt = solve(ALICE, found)
    assert get_attempt(ALICE, found, attempt.pk) == attempt
    for visitor in (BOB, Visitor()):
        with pytest.raises(AttemptNotFound):
            get_attempt(visitor, found, attempt.pk)
    with pytest.raises(AttemptNotFound):
        get_attempt(ALICE, found, 10**30)


# ---------- Solving, giving up, and what skills learn ----------


def test_solving_is_noted_once_and_teaches_the_skills(found: Found) -> None:
    first = check(ALICE, found, 0, reference(found))
    assert first.first_solved
    again = check(ALICE, found, 0, {k: v + "\n" for k, v in reference(found).items()})
    assert not again.first_solved
    cards = SkillCard.objects.filter(visitor_key="alice")
    assert {card.skill for card in cards} == set(found.exercise.shape.skills)
    assert {card.right for card in cards} == {1}


def test_a_failed_attempt_teaches_nothing_yet(found: Found) -> None:
    check(ALICE, found, 0, texts(found))
    assert not SkillCard.objects.exists()


def test_giving_up_counts_as_not_known_and_only_once(found: Found) -> None:
    give_up(ALICE, found, 0)
    work = give_up(ALICE, found, 0)
    assert work.given_up_at is not None
    assert set(SkillCard.objects.values_list("right", "wrong")) == {(0, 1)}


def test_solving_with_the_solution_in_sight_proves_nothing(found: Found) -> None:
    give_up(ALICE, found, 0)
    assert check(ALICE, found, 0, reference(found)).work.solved_at is not None
    assert set(SkillCard.objects.values_list("right", "wrong")) == {(0, 1)}


def test_giving_up_after_solving_changes_nothing(found: Found) -> None:
    solve(ALICE, found)
    assert give_up(ALICE, found, 0).given_up_at is None


# ---------- Hints and variants ----------


def test_hints_open_one_after_another_and_stay_open(found: Found) -> None:
    with pytest.raises(AnswerRefused):
        open_hint(ALICE, found, 0, 2)
    assert open_hint(ALICE, found, 0, 1).hints_opened == 1
    assert open_hint(ALICE, found, 0, 2).hints_opened == 2
    assert open_hint(ALICE, found, 0, 1).hints_opened == 2
    assert open_hint(ALICE, found, 0, 3).hints_opened == 3
    with pytest.raises(AnswerRefused):
        open_hint(ALICE, found, 0, 4)


def test_a_new_variant_differs_and_keeps_the_old_one(found: Found) -> None:
    solve(ALICE, found)
    work = start_variant(ALICE, found)
    assert work.seed == 1
    assert found.exercise.variant(1).task != found.exercise.variant(0).task
    newest, oldest = list_work(ALICE, found)
    assert (newest.seed, oldest.seed) == (1, 0)
    assert oldest.solved_at is not None
    assert newest.solved_at is None
    assert start_variant(ALICE, found).seed == 2


def test_a_solution_of_one_variant_does_not_solve_another(found: Found) -> None:
    assert not check(ALICE, found, 1, reference(found, 0)).attempt.solved
    assert check(ALICE, found, 1, reference(found, 1)).attempt.solved


def test_variants_are_bounded(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercise_work, "MAX_VARIANTS", 2)
    start_variant(ALICE, found)
    start_variant(ALICE, found)
    with pytest.raises(AnswerRefused):
        start_variant(ALICE, found)


def test_somebody_with_an_account_begins_with_a_variant_of_their_own(found: Found) -> None:
    seeds = {first_seed(Visitor(user_id=number), found.exercise) for number in range(40)}
    assert seeds == {0, 1, 2, 3}
    assert first_seed(ALICE, found.exercise) == 0


# ---------- The grader ----------


def _break(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise ZeroDivisionError("the grader's own fault")

    exercise_grading._judged.cache_clear()
    monkeypatch.setattr(exercise_grading, "judge", fail)


def test_a_crash_of_the_grader_keeps_the_attempt_and_is_logged(
    found: Found, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _break(monkeypatch)
    sent = texts(found, read=NOTHING)
    with caplog.at_level(logging.ERROR, "lessons.services.exercise_grading"):
        checked = check(ALICE, found, 0, sent)
    assert checked.judgement is None
    assert "the grader's own fault" in caplog.text
    kept = ExerciseAttempt.objects.get(pk=checked.attempt.pk)
    assert kept.texts == sent
    assert kept.results == []
    assert list_work(ALICE, found)[0].texts == sent


def test_what_crashed_is_judged_anew_when_it_is_checked_again(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _break(patch)
        check(ALICE, found, 0, reference(found))
    checked = check(ALICE, found, 0, reference(found))
    assert checked.attempt.solved
    assert checked.attempt.number == 2


def test_every_fault_of_the_grader_is_the_same_error(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break(monkeypatch)
    with pytest.raises(GradingFailed) as caught:
        grade(found.course, found.exercise, 0, texts(found))
    assert caught.value.code == "GRADING_FAILED"


# ---------- The list, and comparisons ----------


def test_the_list_says_how_far_one_got() -> None:
    found = find_exercise(EXERCISE)
    course = get_course()

    def state() -> tuple[str, int]:
        states = [state for item in list_states(ALICE, course) for state in item.states]
        (mine,) = (item for item in states if item.exercise.id == EXERCISE)
        return mine.word, mine.best

    assert state() == ("open", 0)
    begun = check(ALICE, found, 0, texts(found)).attempt
    assert state() == ("started", begun.points)
    give_up(ALICE, found, 0)
    assert state()[0] == "solution seen"
    solved = solve(ALICE, found, 1)
    assert state() == ("solved", solved.points)


def test_every_exercise_of_the_course_is_listed() -> None:
    course = get_course()
    listed = [state.exercise.id for item in list_states(ALICE, course) for state in item.states]
    assert listed == list(course.exercises)


def test_what_is_begun_is_suggested_first_and_then_what_is_open() -> None:
    course = get_course()
    first, last = next(iter(course.exercises)), list(course.exercises)[-1]
    suggested = suggest_next(list_states(ALICE, course))
    assert suggested is not None
    assert suggested.exercise.id == first
    found = find_exercise(last)
    save_draft(ALICE, found, 0, {})
    suggested = suggest_next(list_states(ALICE, course))
    assert suggested is not None
    assert suggested.exercise.id == last


def test_nothing_is_suggested_when_all_is_solved() -> None:
    assert suggest_next([]) is None


def test_the_way_from_the_start_is_shown(found: Found) -> None:
    variant = found.exercise.variant(0)
    compared = compare_with_start(variant, texts(found, read=NOTHING))
    by_name = {item.name: item for item in compared}
    assert by_name["trust"].difference.same
    assert by_name["read"].difference.added == 1


def test_requests_that_only_the_author_allows_are_found(found: Found) -> None:
    variant = found.exercise.variant(0)
    solution = compare_with_reference(found.course, variant, variant.starter)
    assert solution.meaning.opened.count > 0
    assert solution.meaning.closed.count == 0
    assert not solution.same
    assert solution.proven == "Yours allows nothing that the author’s does not, but less."


def test_requests_that_only_the_learner_allows_are_found(found: Found) -> None:
    variant = found.exercise.variant(0)
    wide = {**variant.reference, "read": variant.reference["read"].replace("/incoming/", "/")}
    assert wide != variant.reference
    solution = compare_with_reference(found.course, variant, wide)
    assert solution.meaning.closed.count > 0
    assert solution.meaning.opened.count == 0
    assert solution.proven == "Yours allows all that the author’s does, and more."


def test_another_way_to_write_the_solution_is_proven_to_be_the_same(found: Found) -> None:
    variant = found.exercise.variant(0)
    other = variant.reference["read"].replace("s3:GetObject", "S3:getOBJECT")
    solution = compare_with_reference(found.course, variant, {**variant.reference, "read": other})
    assert not solution.same
    assert "exactly what the author’s does" in solution.proven
    assert solution.meaning.same


def test_a_text_that_cannot_be_read_is_compared_by_its_lines(found: Found) -> None:
    solution = compare_with_reference(
        found.course, found.exercise.variant(0), texts(found, read="{")
    )
    assert solution.meaning.problem
