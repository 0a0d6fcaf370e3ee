"""Every shipped solution, right or wrong, through the real pages."""

from __future__ import annotations

import pytest
from django.test import Client

from lessons.models import ExerciseAttempt
from lessons.services.courses import DEFAULT_COURSE, SHIPPED, get_course
from tests.lessons.views.exercise_pages import HTMX, words

pytestmark = pytest.mark.django_db

EXERCISES = sorted(path.name for path in (SHIPPED / DEFAULT_COURSE).glob("*/exercises/*/"))


def send(client: Client, exercise: str, texts: dict[str, str], seed: int) -> str:
    data = {"variant": seed, **{f"text-{name}": text for name, text in texts.items()}}
    response = client.post(f"/exercises/{exercise}/check/", data, headers=HTMX)
    assert response.status_code == 200
    return words(response)


def compact(text: str) -> str:
    return "".join(text.split())


def test_the_course_has_exercises() -> None:
    assert EXERCISES
    assert set(EXERCISES) == set(get_course().exercises)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_authors_solution_solves_it(exercise: str, client: Client) -> None:
    for seed in (0, 1):
        variant = get_course().exercises[exercise].variant(seed)
        page = send(client, exercise, dict(variant.reference), seed)
        attempt = ExerciseAttempt.objects.latest("pk")
        assert attempt.solved, attempt.results
        assert "Solved" in page


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_start_does_not_solve_it(exercise: str, client: Client) -> None:
    variant = get_course().exercises[exercise].variant(0)
    send(client, exercise, dict(variant.starter), 0)
    assert not ExerciseAttempt.objects.get().solved


@pytest.mark.parametrize("exercise", EXERCISES)
def test_each_wrong_solution_gets_its_own_feedback(exercise: str, client: Client) -> None:
    variant = get_course().exercises[exercise].variant(0)
    assert variant.wrong
    for wrong in variant.wrong:
        page = send(client, exercise, {**variant.reference, **wrong.texts}, 0)
        attempt = ExerciseAttempt.objects.latest("pk")
        assert not attempt.solved, wrong.name
        assert attempt.feedback == wrong.feedback, wrong.name
        rule = next(item for item in variant.shape.feedback if item.id == wrong.feedback)
        beginning = rule.say.partition("{")[0].replace("`", "")[:60]
        assert compact(beginning) in compact(page), wrong.name


def test_a_pattern_that_is_too_wide_shows_somebody_who_is_not_there_yet(client: Client) -> None:
    """All that exists is right; the witness is a role that somebody may make tomorrow."""
    exercise = "ticket-a-star-that-is-a-star"
    variant = get_course().exercises[exercise].variant(0)
    wide = variant.reference["bucket"].replace("role/app-*", "role/ap*")
    page = send(client, exercise, {"bucket": wide}, 0)
    results = ExerciseAttempt.objects.get().results
    assert [item["id"] for item in results if not item["passed"]] == ["no-more"]
    assert "app/ session/ apother/ anybody" in page
    assert "Nobody has made this role yet. Whoever makes it gets in." in page
    assert not ExerciseAttempt.objects.get().misconception  # nobody's belief: they made a slip
    data = {"variant": 0, "text-bucket": wide}
    client.post(f"/exercises/{exercise}/give-up/", data)
    solution = words(client.get(f"/exercises/{exercise}/solution/"))
    assert "With yours app/ session/ apother/ anybody can do s3: GetObject on" in solution
