"""The list of exercises and the workbench, as pages that work without scripts."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lessons.models import ExerciseAttempt, ExerciseWork
from lessons.services.courses import get_course
from tests.lessons.views.exercise_pages import (
    EXERCISE,
    NOTHING,
    PAGE,
    form,
    person,
    post,
    variant,
    words,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_every_exercise_and_suggests_one() -> None:
    response = Client().get("/exercises/")
    page = response.content.decode()
    assert response.status_code == 200
    for exercise in get_course().exercises:
        assert f'href="/exercises/{exercise}/"' in page
    assert "Next for you" in page
    assert "0 of" in words(response)


def test_reading_keeps_nothing(client: Client) -> None:
    for address in ("/exercises/", PAGE, f"{PAGE}?variant=3"):
        assert client.get(address).status_code == 200
    assert not client.cookies.get("sessionid")
    assert not ExerciseWork.objects.exists()


def test_the_workbench_has_the_task_a_field_for_each_policy_and_the_checks() -> None:
    response = Client().get(PAGE)
    page = response.content.decode()
    assert variant().shape.title in page
    for name in variant().places:
        assert f'name="text-{name}"' in page
    assert "nothing else can;" in page
    assert "It grants nothing beyond the task" in page
    assert "Open hint 1" in page


def test_a_hidden_check_keeps_its_title_to_itself() -> None:
    title = next(item.title for item in variant().shape.checks if item.id == "not-ec2")
    for response in (Client().get(PAGE), post(Client(), "check", form(), headers={})):
        assert title not in response.content.decode()
    assert "A hidden check" in words(Client().get(PAGE))


def test_another_variant_has_other_names() -> None:
    assert variant(0).task != variant(1).task
    page = Client().get(f"{PAGE}?variant=1").content.decode()
    assert variant(1).shape.checks[2].ask.resource.split(":::")[1].split("/")[0] in page  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["-1", "10000", "x", "9" * 30])
def test_there_is_no_variant_of_a_strange_number(number: str) -> None:
    assert Client().get(PAGE, {"variant": number}).status_code == 404
    assert post(Client(), "check", form(variant=number)).status_code == 404


@pytest.mark.parametrize("deed", ["", "check/", "live/", "hint/", "solution/", "attempts/1/"])
def test_an_unknown_exercise_is_a_404(deed: str) -> None:
    client = Client()
    address = f"/exercises/no-such-exercise/{deed}"
    sent = client.post(address) if deed in ("check/", "live/", "hint/") else client.get(address)
    assert sent.status_code == 404


@pytest.mark.parametrize(
    "deed", ["check", "live", "hint", "give-up", "variant", "start-over", "draft", "compare"]
)
def test_what_changes_something_is_posted(deed: str) -> None:
    assert Client().get(f"{PAGE}{deed}/").status_code == 405


def test_without_scripts_a_check_leads_back_to_the_page_with_its_result(client: Client) -> None:
    response = post(client, "check", form())
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?variant=0&show=result#checks"
    page = client.get(response["Location"])
    text = words(page)
    assert "1st attempt" in text
    assert "Not yet: the function can assume the role" in text
    assert "Implicit deny" in text
    assert f"/attempts/{ExerciseAttempt.objects.get().pk}/trace/assume/" in page.content.decode()


def test_the_draft_is_in_the_fields_when_one_comes_back(client: Client) -> None:
    post(client, "check", form({"read": NOTHING + "\n\n "}))
    page = client.get(PAGE)
    assert page.context["sheets"][1].text == NOTHING + "\n\n "


def test_line_ends_are_kept_as_typed(client: Client) -> None:
    post(client, "draft", form({"read": "{\r\n}\r\n"}))
    assert ExerciseWork.objects.get().texts["read"] == "{\n}\n"


def test_a_text_that_is_too_long_comes_back_with_what_is_wrong(client: Client) -> None:
    response = post(client, "check", form({"read": "x" * 40_001}))
    assert response.status_code == 422
    assert "The limit is 40,000" in words(response)
    assert "x" * 40_001 in response.content.decode()
    assert not ExerciseAttempt.objects.exists()


def test_solving_leads_on(client: Client) -> None:
    post(client, "check", form(variant().reference))
    response = client.get(PAGE)
    page = response.content.decode()
    assert "11 of 11 points" in words(response)
    assert f"/attempts/{ExerciseAttempt.objects.get().pk}/" in page
    assert "/solution/?variant=0" in page
    assert "Next: " in page
    listed = words(client.get("/exercises/"))
    assert "1 of" in listed


def test_queries_do_not_grow_with_the_attempts(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    alice = person("alice")
    for number in range(12):
        post(alice, "check", form({"read": NOTHING + " " * number}))
    alice.get(PAGE)
    with django_assert_max_num_queries(7):
        assert alice.get(PAGE).status_code == 200
    with django_assert_max_num_queries(4):
        assert alice.get("/exercises/").status_code == 200
    assert ExerciseAttempt.objects.filter(work__exercise=EXERCISE).count() == 12
