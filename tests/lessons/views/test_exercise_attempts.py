"""Attempts, their traces and who may see them: the owner, and nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from lessons.models import ExerciseAttempt, ExerciseWork
from lessons.services.courses import get_course
from tests.lessons.views.exercise_pages import (
    HTMX,
    PAGE,
    form,
    person,
    post,
    variant,
    words,
)

pytestmark = pytest.mark.django_db


def attempt_of(client: Client, texts: dict[str, str] | None = None) -> ExerciseAttempt:
    post(client, "check", form(texts))
    return ExerciseAttempt.objects.latest("pk")


def test_an_attempt_has_a_page_with_its_text_and_its_results(client: Client) -> None:
    attempt = attempt_of(client, {"read": variant().reference["read"]})
    response = client.get(f"{PAGE}attempts/{attempt.pk}/")
    text = words(response)
    assert response.status_code == 200
    assert "ReadIncoming" in text
    assert "only in this attempt (+)" in text
    assert "Not yet: the function can assume the role" in text


def test_a_solution_has_a_permanent_address(client: Client) -> None:
    attempt = attempt_of(client, dict(variant().reference))
    address = f"{PAGE}attempts/{attempt.pk}/"
    assert address in client.get(PAGE).content.decode()
    post(client, "start-over", form())
    assert "11 of 11 points" in words(client.get(address))


def test_a_trace_opens_as_a_fragment_and_as_a_page(client: Client) -> None:
    attempt = attempt_of(client)
    address = f"{PAGE}attempts/{attempt.pk}/trace/assume/"
    fragment = client.get(address, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert 'data-verdict="implicitDeny"' in fragment
    page = client.get(address)
    text = words(page)
    assert "How it was decided" in text
    assert "lambda.amazonaws.com" in text
    assert "<html" in page.content.decode()


def test_a_trace_points_at_the_exercises_own_policies_only(client: Client) -> None:
    attempt = attempt_of(client, dict(variant().reference) | {"read": variant().starter["read"]})
    fragment = client.get(f"{PAGE}attempts/{attempt.pk}/trace/read/", headers=HTMX)
    page = fragment.content.decode()
    assert 'href="#policy-read"' in page
    assert "/lab/" not in page


def test_the_trace_of_a_draft_is_shown_and_nothing_is_kept(client: Client) -> None:
    for headers in (HTMX, {}):
        response = post(client, "trace", form(check="assume"), headers=headers)
        assert response.status_code == 200
        assert "How it was decided" in words(response)
    assert not ExerciseWork.objects.exists()


@pytest.mark.parametrize("check", ["clean", "no-such-check", "not-ec2"])
def test_there_is_no_trace_where_no_request_fails(client: Client, check: str) -> None:
    attempt = attempt_of(client)
    assert client.get(f"{PAGE}attempts/{attempt.pk}/trace/{check}/").status_code == 404
    assert post(client, "trace", form(check=check)).status_code == 404
    assert post(client, "trace", form(check="a b")).status_code == 404


def test_an_attempts_text_can_be_taken_up_again(client: Client) -> None:
    attempt = attempt_of(client, dict(variant().reference))
    post(client, "check", form())
    response = client.post(f"{PAGE}attempts/{attempt.pk}/restore/")
    assert response.status_code == 302
    assert ExerciseWork.objects.get().texts == dict(variant().reference)
    assert "your draft again" in words(client.get(response["Location"]))


@pytest.mark.parametrize("place", ["", "trace/assume/", "restore/"])
def test_an_attempt_is_its_owners_alone(place: str) -> None:
    alice = person("alice")
    attempt = attempt_of(alice)
    address = f"{PAGE}attempts/{attempt.pk}/{place}"

    def ask(client: Client) -> int:
        send = client.post if place == "restore/" else client.get
        return send(address).status_code

    assert ask(Client()) == 404  # a stranger
    assert ask(person("bob")) == 404  # a classmate
    session = Client()
    attempt_of(session)
    assert ask(session) == 404  # somebody with a session of their own
    assert ask(alice) in (200, 302)
    assert ExerciseWork.objects.filter(texts=variant().reference).count() == 0


def test_an_attempt_belongs_to_its_exercise(client: Client) -> None:
    attempt = attempt_of(client)
    other = "/exercises/pass-one-role-only/"
    assert client.get(f"{other}attempts/{attempt.pk}/").status_code == 404
    assert client.get(f"{PAGE}attempts/{10**25}/").status_code == 404


def test_work_is_ones_own() -> None:
    alice, bob = person("alice"), person("bob")
    post(alice, "check", form(variant().reference))
    assert bob.get(f"{PAGE}?variant=0").context["work"] is None
    assert bob.get(f"{PAGE}solution/?variant=0").status_code == 404
    assert alice.get(f"{PAGE}solution/?variant=0").status_code == 200


def test_a_trace_points_at_the_policies_to_read_as_well(client: Client) -> None:
    page = "/exercises/make-one-deny-win/"
    shown = get_course().exercises["make-one-deny-win"].shape.show
    workbench = client.get(page).content.decode()
    for number in range(1, len(shown) + 1):
        assert f'id="shown-{number}"' in workbench
    client.post(f"{page}check/", {"variant": "0"})
    attempt = ExerciseAttempt.objects.get()
    failed = next(item["id"] for item in attempt.results if not item["passed"])
    trace = client.get(f"{page}attempts/{attempt.pk}/trace/{failed}/").content.decode()
    for place in ("shown-1", "policy-"):
        assert f'id="{place}' in trace
