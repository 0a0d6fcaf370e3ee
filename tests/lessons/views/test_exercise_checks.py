"""Checking an exercise: the fragments for htmx, hidden checks, and a grader that fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lessons.models import ExerciseAttempt, ExerciseWork
from lessons.services import exercise_grading, exercise_rows
from tests.lessons.views.exercise_pages import (
    HTMX,
    NOTHING,
    form,
    person,
    post,
    variant,
    words,
)

pytestmark = pytest.mark.django_db


def wide() -> dict[str, str]:
    """Return a solution that reads every folder."""
    reference = variant().reference
    return {**reference, "read": reference["read"].replace("/incoming/*", "/*")}


def open_trust() -> dict[str, str]:
    """Return a solution that another service can assume the role of."""
    reference = variant().reference
    other = reference["trust"].replace("lambda.amazonaws.com", "ec2.amazonaws.com")
    return {**reference, "trust": other}


def test_every_check_says_passed_or_failed(client: Client) -> None:
    response = post(client, "check", form(wide()), headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('data-result="pass"') == 4
    assert page.count('data-result="fail"') == 1
    assert "7 of 11 points" in words(response)
    assert "<html" not in page


def test_an_over_grant_shows_the_request_that_proves_it(client: Client) -> None:
    response = post(client, "check", form(wide()), headers=HTMX)
    text = words(response)
    assert "Proven over all possible requests." in text
    assert "s3:GetObject" in text
    row = next(row for row in response.context["rows"] if row.id == "ceiling")
    assert row.asked.resource.startswith("arn:aws:s3:::acme-")
    assert "/incoming/" not in row.asked.resource
    assert row.decision.verdict == "allowed"
    assert row.intended.verdict == "implicitDeny"
    assert "It can also do s3:GetObject" in text  # the author's feedback


def test_a_failed_hidden_check_says_no_more_than_that(client: Client) -> None:
    response = post(client, "check", form(open_trust()), headers=HTMX)
    text = words(response)
    row = next(row for row in response.context["rows"] if row.id == "not-ec2")
    assert row.result == "fail"
    assert (row.title, row.asked, row.trace, row.feedback) == ("", None, None, "")
    assert "ec2.amazonaws.com" not in response.content.decode().split("check-ceiling")[0]
    assert "Not yet: a hidden check" in text
    attempt = ExerciseAttempt.objects.get()
    trace = client.get(f"/exercises/{attempt.work.exercise}/attempts/{attempt.pk}/trace/not-ec2/")
    assert trace.status_code == 404


def test_a_live_check_keeps_the_draft_and_makes_no_attempt(client: Client) -> None:
    response = post(client, "live", form(wide()), headers=HTMX)
    assert response.status_code == 200
    assert ExerciseWork.objects.get().texts == wide()
    assert not ExerciseAttempt.objects.exists()
    assert "not counted" in words(response)


def test_a_live_check_leaves_hidden_checks_out(client: Client) -> None:
    response = post(client, "live", form(variant().reference), headers=HTMX)
    row = next(row for row in response.context["rows"] if row.id == "not-ec2")
    assert (row.result, row.points) == ("none", 0)
    assert "10 of 11 points" in words(response)
    assert "Next: <a" in response.content.decode()  # not solved before Check is pressed


def test_while_a_text_cannot_be_read_the_results_stay(client: Client) -> None:
    response = post(client, "live", form({"read": '{"Version": }'}), headers=HTMX)
    assert response["HX-Retarget"] == "#checks-notice"
    assert "line 1" in words(response)
    assert ExerciseWork.objects.get().texts["read"] == '{"Version": }'


def test_a_check_of_an_unreadable_text_is_an_attempt_without_points(client: Client) -> None:
    response = post(client, "check", form({"read": "{"}), headers=HTMX)
    assert "Nothing can be checked until it can be read." in words(response)
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.texts["read"]) == (0, "{")


def test_findings_come_with_every_check(client: Client) -> None:
    typo = wide()["read"].replace("GetObject", "GetObjekt")
    response = post(client, "live", form({**wide(), "read": typo}), headers=HTMX)
    page = response.content.decode()
    assert 'id="findings-read" hx-swap-oob="true"' in page
    assert "GetObjekt" in page


def test_a_misconception_that_explains_the_failure_is_named(client: Client) -> None:
    # An Allow and a Deny on the same thing: right only for somebody who thinks that Allow wins.
    both = (
        variant()
        .reference["read"]
        .replace(
            '"Statement": {',
            '"Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}, {',
        )
    )
    both = both.rstrip()[:-1].rstrip() + "]\n}\n"
    response = post(client, "check", form({**variant().reference, "read": both}), headers=HTMX)
    assert ExerciseAttempt.objects.get().misconception == "allow-beats-deny"
    assert "It would work if AWS thought so" in words(response)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "page"])
def test_a_crash_while_results_are_shown_loses_nothing(
    client: Client, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(exercise_rows, "Evaluators", fail)
    response = post(client, "check", form({"read": NOTHING}), headers=headers, follow=True)
    assert response.status_code == 200
    assert "We could not check this. Your text is saved" in words(response)
    kept = ExerciseAttempt.objects.get()
    assert kept.texts["read"] == NOTHING
    live = post(client, "live", form({"read": NOTHING + " "}), headers=HTMX)
    assert "We could not check this." in words(live)
    for page in (f"attempts/{kept.pk}/", ""):
        shown = client.get(f"/exercises/lambda-reads-bucket/{page}")
        assert shown.status_code == 200
        assert "We could not check this." in words(shown)


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "page"])
def test_a_crash_of_the_grader_loses_nothing(
    client: Client, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("broken")

    exercise_grading._judged.cache_clear()
    monkeypatch.setattr(exercise_grading, "judge", fail)
    typed = NOTHING + " typed"
    response = post(client, "check", form({"read": typed}), headers=headers)
    assert response.status_code == 200  # with a 500, Django would not keep a new session
    assert "We could not check this. Your text is saved" in words(response)
    assert "broken" not in words(response)
    assert ExerciseAttempt.objects.get().texts["read"] == typed
    assert ExerciseWork.objects.get().texts["read"] == typed
    again = post(client, "live", form({"read": typed + "!"}), headers=HTMX)
    assert "We could not check this." in words(again)
    assert ExerciseWork.objects.get().texts["read"] == typed + "!"
    assert "could not be checked" in words(client.get("/exercises/lambda-reads-bucket/"))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"variant": "0"},
        {"variant": "0", "text-read": ""},
        {"variant": "0", "text-read": "\x00"},
        {"variant": "0", "text-read": "{" * 3000},
        {"variant": "0", "text-nobody": "x", "text-": "y"},
        {"variant": ["0", "1"], "text-read": ["{}", "[]"]},
    ],
)
@pytest.mark.parametrize("deed", ["check", "live", "compare", "start-over", "draft", "give-up"])
def test_nothing_that_is_sent_is_an_error_of_ours(
    client: Client, deed: str, data: dict[str, Any]
) -> None:
    assert post(client, deed, data).status_code < 500
    assert post(client, deed, data, headers=HTMX).status_code < 500


def test_queries_of_a_check_do_not_grow(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    alice = person("alice")
    for number in range(6):
        post(alice, "check", form({"read": NOTHING + " " * number}), headers=HTMX)
    with django_assert_max_num_queries(16):
        post(alice, "check", form({"read": NOTHING + "\n"}), headers=HTMX)
    with django_assert_max_num_queries(11):
        post(alice, "live", form({"read": NOTHING + "\n\n"}), headers=HTMX)
