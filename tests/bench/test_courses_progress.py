"""How long the progress of a diligent learner takes: 10,000 answers, 2,000 attempts, every lesson.

Read the medians as milliseconds of server time for one page, templates included; the export is a
file of several megabytes.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.sandbox.services.visitors import Visitor
from lessons.models import ExerciseAttempt, QuestionAnswer
from lessons.services.courses import get_course
from lessons.services.skills import record
from tests.lessons.services.learning import COURSE, begin, predict, read, work_on

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

_RUNS, _ANSWERS = 500, 20
_ATTEMPTS = 2_000
_DAYS = 58


@pytest.fixture
def diligent(client: Client) -> Client:
    """The browser of somebody who learned for two months."""
    session = client.session
    session["visitor"] = "diligent"
    session.save()
    learn(Visitor(key="diligent"))
    return client


def learn(visitor: Visitor) -> None:
    course, now = get_course(), timezone.now()
    questions, beliefs = list(course.questions.values()), list(course.misconceptions)
    for number, lesson in enumerate(course.lessons):
        read(visitor, lesson, at=now - timedelta(days=number))
        predict(visitor, lesson.slug, right=False, beliefs=beliefs[number : number + 2], at=now)
    for number in range(_RUNS):
        at = now - timedelta(days=_DAYS * number / _RUNS)
        lesson = course.lessons[number % len(course.lessons)]
        run = begin(visitor, quiz=lesson.slug, at=at, finished=True)
        QuestionAnswer.objects.bulk_create(
            QuestionAnswer(
                attempt=run,
                position=position,
                question=source.id,
                kind=source.shape.kind,
                skills=list(source.shape.skills),
                answer={"choice": "allowed"},
                submitted_at=at,
                is_right=position % 3 > 0,
                misconceptions=[] if position % 3 else beliefs[position % 7 : position % 7 + 2],
            )
            for position in range(_ANSWERS)
            for source in [questions[(number + position) % len(questions)]]
        )
    works = [work_on(visitor, exercise, at=now) for exercise in course.exercises]
    ExerciseAttempt.objects.bulk_create(
        ExerciseAttempt(
            work=works[number % len(works)],
            number=number,
            texts={"policy": "x" * 2_000},
            misconception=beliefs[number % len(beliefs)],
        )
        for number in range(_ATTEMPTS)
    )
    for skill in course.shape.skills:
        record(visitor, COURSE, [skill.id], right=True, now=now - timedelta(days=9))


def test_progress_page(benchmark: BenchmarkFixture, diligent: Client) -> None:
    page = benchmark(lambda: diligent.get("/progress/").content)
    assert b"The belief that costs you most" in page


def test_page_with_reviews_in_its_bar(benchmark: BenchmarkFixture, diligent: Client) -> None:
    page = benchmark(lambda: diligent.get("/progress/deleted/").content)
    assert b"topbar-review" in page


def test_export(benchmark: BenchmarkFixture, diligent: Client) -> None:
    response = benchmark(lambda: diligent.get("/progress/export/"))
    assert response.status_code == 200
