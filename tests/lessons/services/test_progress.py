"""A learner's progress on one page: lessons, skills and what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import QuizMode, SkillCard
from lessons.services.progress import ProgressPage, SkillProgress, count_reviews, progress_page
from lessons.services.quiz_draws import questions_by_skill
from lessons.services.skills import DAILY_CAP, recall, record
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

pytestmark = pytest.mark.django_db

ALICE = Visitor(key="alice")
BOB = Visitor(key="bob")
DAY = timedelta(days=1)


def page(visitor: Visitor = ALICE, days: float = 0) -> ProgressPage:
    """Return somebody's page, some days after Monday."""
    return progress_page(visitor, course(), MONDAY + days * DAY)


def skill(name: str, days: float = 0) -> SkillProgress:
    """Return one of Alice's skills, some days after Monday."""
    return next(item for item in page(days=days).skills if item.id == name)


# ---------- Nothing yet ----------


@pytest.mark.parametrize("visitor", [Visitor(), ALICE])
def test_the_page_of_somebody_new_is_empty_and_begins_with_the_first_lesson(
    visitor: Visitor,
) -> None:
    shown = page(visitor)
    assert shown.is_empty
    assert shown.skills == ()
    assert shown.belief is None
    assert shown.next.address == f"/course/{course().lessons[0].slug}/"
    assert shown.minutes_left == sum(item.text.head.minutes for item in course().lessons)


def test_a_strangers_page_costs_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        page(Visitor())


# ---------- Lessons ----------


def test_a_lesson_shows_what_is_left_of_it() -> None:
    lesson = course().lessons[0]
    read(ALICE, lesson, parts=1)
    shown = page()
    row = shown.lessons[0]
    total = row.row.progress.total
    assert not shown.is_empty
    assert len(row.row.progress.read) == 1
    assert row.minutes_left == -(-lesson.text.head.minutes * (total - 1) // total)
    assert shown.overview.finished == 0
    read(ALICE, lesson)
    assert page().lessons[0].minutes_left == 0
    assert page().overview.finished == 1


def test_solved_exercises_are_counted() -> None:
    first = next(iter(course().exercises))
    work_on(ALICE, first, solved_at=MONDAY)
    assert (page().solved, page().exercises) == (1, len(course().exercises))


# ---------- Skills ----------


def test_a_skill_is_as_strong_as_it_is_remembered_and_answered_rightly() -> None:
    for right in (True, True, False):
        (card,) = record(ALICE, COURSE, ["decisions"], right=right, now=MONDAY)
    shown = skill("decisions", days=3)
    assert shown.strength == pytest.approx(recall(card, MONDAY + 3 * DAY) * 3 / 5)
    assert (shown.right, shown.wrong) == (2, 1)


def test_one_right_answer_is_not_strength_and_one_wrong_one_is_weakness() -> None:
    record(ALICE, COURSE, ["decisions"], right=True, now=MONDAY)
    record(ALICE, COURSE, ["arns"], right=False, now=MONDAY)
    assert skill("decisions").word == "fair"
    assert skill("arns").word == "weak"


def test_right_answers_on_many_days_make_a_skill_strong_and_time_makes_it_fade() -> None:
    for day in range(0, 40, 8):
        record(ALICE, COURSE, ["decisions"], right=True, now=MONDAY + day * DAY)
    assert skill("decisions", days=32).word == "strong"
    assert skill("decisions", days=2000).strength < skill("decisions", days=32).strength


def test_skills_stand_in_the_courses_order_and_the_others_are_named() -> None:
    taught = [item.id for item in course().shape.skills]
    record(ALICE, COURSE, [taught[3], taught[0]], right=True, now=MONDAY)
    record(ALICE, COURSE, ["a-skill-of-old"], right=True, now=MONDAY)
    shown = page()
    assert [item.id for item in shown.skills] == [taught[0], taught[3]]
    assert len(shown.unmet) == len(taught) - 2


def test_a_due_date_is_told_in_words() -> None:
    (card,) = record(ALICE, COURSE, ["decisions"], right=False, now=MONDAY)
    assert card.due_at.date() == (MONDAY + DAY).date()
    assert (skill("decisions").due, skill("decisions").is_due) == ("tomorrow", False)
    assert skill("decisions", days=1).is_due


# ---------- What is due ----------


def make_due(visitor: Visitor, count: int) -> None:
    """Let so many skills that questions ask about be due since Monday."""
    for name in list(questions_by_skill(course()))[:count]:
        SkillCard.objects.create(
            **visitor.ownership(),
            course=COURSE,
            skill=name,
            card=record(Visitor(key="somebody"), COURSE, [name], right=False, now=MONDAY)[0].card,
            due_at=MONDAY,
            reviewed_at=MONDAY - DAY,
        )


def test_what_is_due_is_counted_and_capped() -> None:
    assert len(questions_by_skill(course())) >= DAILY_CAP + 2
    make_due(ALICE, DAILY_CAP + 2)
    assert count_reviews(ALICE, COURSE, MONDAY) == DAILY_CAP
    shown = page()
    assert (shown.due, shown.waiting) == (DAILY_CAP, 2)


def test_reviews_of_today_leave_less_to_do() -> None:
    make_due(ALICE, DAILY_CAP)
    run = begin(ALICE, QuizMode.REVIEW, finished=True)
    for _ in range(DAILY_CAP):
        answer(run, right=True, at=MONDAY)
    assert count_reviews(ALICE, COURSE, MONDAY) == 0
    assert (page().due, page().waiting) == (0, DAILY_CAP)
    assert count_reviews(ALICE, COURSE, MONDAY + DAY) == DAILY_CAP


def test_a_skill_that_no_question_asks_about_is_not_due() -> None:
    SkillCard.objects.create(
        visitor_key="alice", course=COURSE, skill="of-old", due_at=MONDAY, reviewed_at=MONDAY
    )
    assert count_reviews(ALICE, COURSE, MONDAY) == 0
    assert page().due == 0


def test_counting_costs_one_query_while_nothing_is_due(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert count_reviews(Visitor(), COURSE, MONDAY) == 0
    with django_assert_num_queries(1):
        assert count_reviews(ALICE, COURSE, MONDAY) == 0
    make_due(ALICE, 2)
    with django_assert_num_queries(2):
        assert count_reviews(ALICE, COURSE, MONDAY) == 2


# ---------- What was done ----------


def test_what_was_done_last_comes_first() -> None:
    lesson, exercise = course().lessons[0], next(iter(course().exercises))
    read(ALICE, lesson, at=MONDAY)
    attempt(work_on(ALICE, exercise, at=MONDAY + 2 * DAY))
    run = begin(ALICE, quiz=lesson.slug, at=MONDAY + DAY, finished=True)
    answer(run, right=True)
    answer(run, right=False)
    deeds = page(days=3).deeds
    assert [(deed.kind, deed.words) for deed in deeds] == [
        ("exercise", "one attempt"),
        ("quiz", "1 of 2 right"),
        ("lesson", "read to its end"),
    ]
    assert deeds[0].address == f"/exercises/{exercise}/"


def test_what_the_course_no_longer_has_is_left_out() -> None:
    work_on(ALICE, "an-exercise-of-old")
    assert page().deeds == ()
    assert page().next.kind == "lesson"


# ---------- Whose it is ----------


def test_a_classmates_progress_is_their_own() -> None:
    for visitor in (ALICE, person("tara")):
        read(visitor, course().lessons[0])
        predict(visitor, course().lessons[0].slug, right=False, beliefs=["first-match-wins"])
        attempt(work_on(visitor, next(iter(course().exercises))))
        answer(begin(visitor), right=False, beliefs=["first-match-wins"])
        make_due(visitor, 3)
    for other in (BOB, person("bob"), Visitor()):
        assert page(other).is_empty
        assert page(other).belief is None
        assert (page(other).due, page(other).next.kind) == (0, "lesson")


def test_queries_do_not_grow_with_what_was_done(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_due(ALICE, 4)
    for number, exercise in enumerate(course().exercises):
        attempt(work_on(ALICE, exercise, seed=number))
    for lesson in course().lessons:
        read(ALICE, lesson)
        run = begin(ALICE, quiz=lesson.slug)
        answer(run, right=False, beliefs=["first-match-wins"])
    with django_assert_max_num_queries(18):
        page()
