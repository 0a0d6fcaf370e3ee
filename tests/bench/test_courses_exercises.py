"""How long checking an exercise takes: the judging itself, and the page around it.

Read the medians as milliseconds for one check. "All shipped" goes through every exercise of the
course with its start, its solution and each of its wrong solutions, once each; its maximum is the
slowest check of the course.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from lessons.content.exercises import ExerciseVariant
from lessons.judging.exercises import Judgement, judge
from lessons.services.courses import get_course

pytestmark = pytest.mark.bench

EXERCISE = "lambda-reads-bucket"
PAGE = f"/exercises/{EXERCISE}/"
HTMX = {"HX-Request": "true"}


def _every_text() -> Iterator[tuple[ExerciseVariant, Mapping[str, str]]]:
    for exercise in get_course().exercises.values():
        variant = exercise.variant(0)
        yield variant, variant.starter
        yield variant, variant.reference
        for wrong in variant.wrong:
            yield variant, {**variant.reference, **wrong.texts}


def _too_wide() -> dict[str, str]:
    variant = get_course().exercises[EXERCISE].variant(0)
    wide = variant.reference["read"].replace("/incoming/*", "/*")
    return {**variant.reference, "read": wide}


def test_all_shipped(benchmark: BenchmarkFixture) -> None:
    """Every exercise of the course, solved, wrong and untouched; each round is another one."""
    course = get_course()
    texts = list(_every_text())
    judge(*texts[0], course)  # reads the catalog
    following = itertools.cycle(texts)

    def check() -> Judgement:
        variant, sent = next(following)
        return judge(variant, sent, course)

    judgement = benchmark.pedantic(check, rounds=len(texts))  # type: ignore[no-untyped-call]
    assert judgement.results


def test_over_grant(benchmark: BenchmarkFixture) -> None:
    """A solution that is too wide: its witness is found, and the beliefs behind it looked for."""
    course = get_course()
    variant = course.exercises[EXERCISE].variant(0)
    wide = _too_wide()
    spaces = itertools.count(1)

    def check() -> Judgement:
        return judge(variant, {**wide, "read": wide["read"] + " " * next(spaces)}, course)

    assert not benchmark(check).solved


@pytest.mark.django_db
def test_check_page(benchmark: BenchmarkFixture) -> None:
    """A press of Check: judged, kept as an attempt, and answered with every check."""
    client, spaces = Client(), itertools.count(1)
    wide = _too_wide()

    def press() -> bytes:
        data = {
            "variant": "0",
            "text-trust": wide["trust"],
            "text-read": wide["read"] + " " * (next(spaces) % 900),
        }
        return client.post(f"{PAGE}check/", data, headers=HTMX).content

    assert b"Proven over all possible requests" in benchmark(press)


@pytest.mark.django_db
def test_workbench_page(benchmark: BenchmarkFixture) -> None:
    """The exercise's page with an attempt and its result."""
    client = Client()
    wide = _too_wide()
    client.post(f"{PAGE}check/", {f"text-{name}": text for name, text in wide.items()})
    assert benchmark(lambda: client.get(PAGE).status_code) == 200


@pytest.mark.django_db
def test_list_page(benchmark: BenchmarkFixture) -> None:
    """The list of all exercises."""
    client = Client()
    assert benchmark(lambda: client.get("/exercises/").status_code) == 200
