"""The one next step: what was begun, what is due, what comes next in the course."""

from __future__ import annotations

from datetime import timedelta

import pytest

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Lesson
from lessons.models import ExerciseWork, QuestionAnswer, QuizMode
from lessons.services.next_step import NextStep
from lessons.services.progress import progress_page
from lessons.services.quiz_draws import questions_by_skill
from lessons.services.reading import read_lesson_text
from lessons.services.skills import record
from tests.lessons.services.learning import COURSE, MONDAY, answer, begin, course, read, work_on

pytestmark = pytest.mark.django_db

ALICE = Visitor(key="alice")
DAY = timedelta(days=1)


def step(days: float = 0) -> NextStep:
    """Return Alice's next step, some days after Monday."""
    return progress_page(ALICE, course(), MONDAY + days * DAY).next


def lesson_with_work() -> Lesson:
    """Return the first lesson with exercises and a quiz."""
    return next(item for item in course().lessons if item.exercises and item.quiz)


def make_due() -> None:
    """Let a skill be due on Tuesday."""
    record(ALICE, COURSE, [next(iter(questions_by_skill(course())))], right=False, now=MONDAY)


def test_an_exercise_in_hand_comes_before_what_is_due() -> None:
    make_due()
    exercise = next(iter(course().exercises))
    work_on(ALICE, exercise)
    found = step(1)
    assert (found.kind, found.address) == ("exercise", f"/exercises/{exercise}/")
    assert "in the middle" in found.why


@pytest.mark.parametrize("end", ["solved_at", "given_up_at"])
def test_an_exercise_at_its_end_is_not_in_hand(end: str) -> None:
    work = work_on(ALICE, next(iter(course().exercises)))
    ExerciseWork.objects.filter(pk=work.pk).update(**{end: MONDAY})
    assert step().kind == "lesson"


def test_an_exercise_solved_in_another_variant_is_not_in_hand() -> None:
    exercise = next(iter(course().exercises))
    work_on(ALICE, exercise, solved_at=MONDAY)
    work_on(ALICE, exercise, seed=1)
    assert step().kind == "lesson"


def test_what_was_left_for_weeks_is_not_in_hand() -> None:
    work_on(ALICE, next(iter(course().exercises)))
    assert step(13).kind == "exercise"
    assert step(15).kind == "lesson"


def test_an_unfinished_quiz_is_gone_on_with() -> None:
    lesson = lesson_with_work()
    run = begin(ALICE, quiz=lesson.slug)
    QuestionAnswer.objects.create(attempt=run, position=1, question="q", kind="verdict")
    assert step().kind == "lesson"  # nothing was answered in it yet
    answer(run, right=True)
    found = step()
    assert lesson.quiz is not None
    assert (found.kind, found.title) == ("run", lesson.quiz.title)
    assert found.address == f"/quizzes/run/{run.pk}/"


def test_of_an_exercise_and_a_quiz_the_one_touched_last_counts() -> None:
    work_on(ALICE, next(iter(course().exercises)), at=MONDAY)
    answer(begin(ALICE, quiz=lesson_with_work().slug, at=MONDAY + DAY), right=True)
    assert step(2).kind == "run"


def test_practice_without_end_is_never_left_unfinished() -> None:
    answer(begin(ALICE, QuizMode.PRACTICE), right=True)
    assert step().kind == "lesson"


def test_a_review_of_yesterday_is_not_gone_on_with() -> None:
    answer(begin(ALICE, QuizMode.REVIEW), right=True)
    assert step().kind == "run"
    assert step(1).kind == "lesson"


def test_what_is_due_comes_before_reading() -> None:
    read(ALICE, course().lessons[0], parts=1)
    make_due()
    assert step().kind == "lesson"
    found = step(1)
    assert (found.kind, found.title, found.address) == ("review", "One skill is due", "/review/")


def test_the_lesson_begun_is_read_on_at_its_next_part() -> None:
    lesson = course().lessons[2]
    read(ALICE, lesson, parts=2)
    part = read_lesson_text(lesson).parts[2]
    found = step()
    assert (found.kind, found.title) == ("lesson", part.text)
    assert found.address == f"/course/{lesson.slug}/#{part.anchor}"
    assert found.why.startswith("Part 3 of ")


def test_after_a_lesson_come_its_exercises_then_its_quiz_then_the_next_lesson() -> None:
    lesson = lesson_with_work()
    earlier = course().lessons[: course().lessons.index(lesson)]
    for number, item in enumerate((*earlier, lesson)):
        read(ALICE, item, at=MONDAY + number * DAY)
    seen = []
    for exercise in lesson.exercises:
        seen.append(step(9).address)
        work_on(ALICE, exercise.id, solved_at=MONDAY)
    assert seen == [f"/exercises/{item.id}/" for item in lesson.exercises]
    assert step(9).address == f"/quizzes/{lesson.slug}/"
    begin(ALICE, quiz=lesson.slug, finished=True)
    following = course().lessons[len(earlier) + 1]
    assert (step(9).kind, step(9).title) == ("lesson", following.title)


def read_all() -> None:
    """Let Alice have read every lesson and begun every exercise, long ago, but for the last one."""
    for number, lesson in enumerate(course().lessons):
        read(ALICE, lesson, at=MONDAY + number * DAY)
        if lesson.quiz is not None:
            begin(ALICE, quiz=lesson.slug, finished=True)
    for exercise in list(course().exercises)[1:]:
        work_on(ALICE, exercise, solved_at=MONDAY)


def test_what_was_left_out_comes_after_the_last_lesson() -> None:
    read_all()
    assert step(30).address == f"/exercises/{next(iter(course().exercises))}/"


def test_in_the_end_the_weakest_skill_is_practiced() -> None:
    read_all()
    work_on(ALICE, next(iter(course().exercises)), solved_at=MONDAY)
    assert step(1).address == "/course/"
    strong, weak = list(questions_by_skill(course()))[:2]
    record(ALICE, COURSE, [strong], right=True, confidence=3, now=MONDAY)
    record(ALICE, COURSE, [weak], right=False, now=MONDAY)
    found = step()
    assert (found.kind, found.address) == ("practice", f"/practice/?skill={weak}")
