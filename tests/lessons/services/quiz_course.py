"""A small course with a quiz that draws from banks, and how somebody answers in it."""

from __future__ import annotations

from functools import cache

from iamlab.sandbox.services.visitors import Visitor
from lessons.content.course import Course, Lesson
from lessons.content.loading import read_course
from lessons.judging.questions import Answer, answers_for_tests, is_complete
from lessons.models import QuestionAnswer, QuizAttempt
from lessons.services.course_files import read_course_files
from lessons.services.quiz_marking import pose_row
from tests.lessons.judging.questions.courses import FOLDER

ALICE = Visitor(key="alice")
BOB = Visitor(key="bob")

_COURSE = """
title: Quizzes
summary: A course that only the tests of quizzes take.
category: Tests
level: beginner
categories:
  - {id: tests, title: Tests}
lessons: [01-first]
skills:
  - {id: basics, title: Basics}
  - {id: extras, title: Extras}
  - {id: rare, title: Rarities}
  - {id: unasked, title: Never asked}
"""

_QUIZ = """
title: First questions
questions:
  - id: own-choice
    kind: choice
    title: "Which is number {number}?"
    skills: [extras]
    params:
      number: {range: [1, 40]}
    options:
      - {text: "This, {number}", right: true, say: "Yes."}
      - {text: "That, {number}", say: "No.", misconception: groups-call}
    why: It says so.
  - {draw: 3, bank: every-kind}
  - {draw: 1, bank: pool, skills: [rare]}
"""

_OPTIONS = """
    options:
      - {text: One, right: true, say: "Yes."}
      - {text: Two, say: "No."}
    why: It says so."""

_POOL = f"""
title: A pool
questions:
  - id: pool-both
    kind: choice
    title: One of both
    skills: [extras, rare]{_OPTIONS}
  - id: pool-rare
    kind: choice
    title: One that is rare
    skills: [rare]{_OPTIONS}
"""


@cache
def quiz_course() -> Course:
    """Return the course."""
    files = {
        **read_course_files(FOLDER),
        "course.yaml": _COURSE,
        "01-first/quiz.yaml": _QUIZ,
        "banks/pool.yaml": _POOL,
    }
    return read_course("quizzes", files)


def quiz_lesson() -> Lesson:
    """Return its lesson, the one with the quiz."""
    return quiz_course().lessons[0]


def right_answer(row: QuestionAnswer, course: Course | None = None) -> Answer:
    """Return a right answer to a run's question."""
    posed = pose_row(course or quiz_course(), row)
    assert posed is not None
    return answers_for_tests(posed).right


def wrong_answer(row: QuestionAnswer, course: Course | None = None) -> Answer:
    """Return a wrong answer to a run's question, one that somebody could send in."""
    posed = pose_row(course or quiz_course(), row)
    assert posed is not None
    return next(answer for answer in answers_for_tests(posed).wrong if is_complete(posed, answer))


def rows_of(run: QuizAttempt) -> list[QuestionAnswer]:
    """Return the questions of a run as the database has them now."""
    rows = list(QuestionAnswer.objects.filter(attempt=run))
    for row in rows:
        row.attempt = run
    return rows


def one_question(owner: Visitor, question: str, mode: str = "practice") -> QuestionAnswer:
    """Return the only question of a run through the quiz, which asks for what a test needs."""
    source = quiz_course().questions[question]
    run = QuizAttempt.objects.create(**owner.ownership(), course="quizzes", quiz="first", mode=mode)
    return QuestionAnswer.objects.create(
        attempt=run,
        position=1,
        question=question,
        kind=source.shape.kind,
        skills=list(source.shape.skills),
    )
