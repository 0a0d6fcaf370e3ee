"""Questions from the form: with unsaved edits, with errors that keep the last answer, and fast."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services import snapshots
from iamlab.sandbox.services.policies import get_policy, save_policy
from iamlab.sandbox.services.scenarios import load_scenario
from iamlab.sandbox.services.visitors import Visitor
from tests.sandbox.organizations import organization_files

KEY = "222233334444/policy/ReceiptAccess"
EMPTY_ROW = {"key": [""], "value": [""], "shown": [""]}
QUESTION: dict[str, Any] = {
    "scenario": "acme",
    "principal": "production/session/receipt-reader/fn",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/incoming/0192.pdf",
    **EMPTY_ROW,
}
WRONG, RIGHT = '"arn:aws:s3:::acme-receipts"\n    },\n    {\n      "Sid": "TakeUploads"', "*"


def ask(client: Client, current: str = "", **changes: Any) -> HttpResponse:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/lab/{current}"}
    response = client.post("/lab/answer/", {**QUESTION, **changes}, headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def mended(sandbox: Sandbox) -> str:
    """ReceiptAccess with the objects of the bucket in the place of the bucket."""
    text = get_policy(sandbox, KEY).text
    assert WRONG in text
    return text.replace(WRONG, WRONG.replace("acme-receipts", "acme-receipts/*"))


def test_answer_is_a_fragment_with_the_verdict(acme: Sandbox, stranger: Client) -> None:
    response = ask(stranger)
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert 'data-verdict="implicitDeny"' in text
    assert "Nearest miss" in text
    assert 'data-light-auto data-light-policy="222233334444/policy/ReceiptAccess"' in text


def test_unsaved_edit_answers_and_is_named(acme: Sandbox, stranger: Client) -> None:
    text = ask(stranger, drafts=json.dumps({KEY: mended(acme)})).content.decode()
    assert 'id="verdict" data-verdict="allowed"' in text
    assert "Answered with your unsaved edit" in text
    assert "With your edit: Allowed" in text


def test_unsaved_edit_is_kept_nowhere(acme: Sandbox, stranger: Client) -> None:
    ask(stranger, drafts=json.dumps({KEY: mended(acme)}))
    assert 'data-verdict="implicitDeny"' in ask(stranger).content.decode()
    assert Sandbox.objects.count() == 1


def test_draft_equal_to_the_stored_text_is_no_edit(acme: Sandbox, stranger: Client) -> None:
    text = ask(stranger, drafts=json.dumps({KEY: get_policy(acme, KEY).text})).content.decode()
    assert "unsaved edit" not in text


@pytest.mark.parametrize(
    "draft",
    [
        "{",
        "",
        "[]",
        "null",
        '{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}',
        "[" * 1000 + "]" * 1000,
        '{"Statement": "\\u0000\U0001f511"',
    ],
)
def test_unreadable_draft_keeps_the_last_answer(
    acme: Sandbox, stranger: Client, draft: str
) -> None:
    response = ask(stranger, drafts=json.dumps({KEY: draft}))
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#answer-notice"
    text = response.content.decode()
    assert "Your edit can’t be read yet." in text
    assert 'id="verdict"' not in text


@pytest.mark.parametrize(
    "drafts",
    [
        "{",
        "[]",
        '{"a": 1}',
        "[" * 100_000,
        json.dumps({KEY: "x" * 131_073}),
        json.dumps({str(n): "x" * 100_000 for n in range(6)}),
    ],
)
def test_drafts_that_are_no_texts_are_refused(acme: Sandbox, stranger: Client, drafts: str) -> None:
    response = ask(stranger, drafts=drafts)
    assert response.status_code == 422
    assert 'id="verdict"' not in response.content.decode()


def test_a_body_of_two_megabytes_is_refused(acme: Sandbox, stranger: Client) -> None:
    body = "drafts=" + "x" * 2_000_000
    response = stranger.post("/lab/answer/", body, "application/x-www-form-urlencoded")
    assert response.status_code == 413


def test_draft_of_a_policy_that_is_not_here_changes_nothing(
    acme: Sandbox, stranger: Client
) -> None:
    response = ask(stranger, drafts=json.dumps({"no/such/policy": "{"}))
    assert response.status_code == 200


def test_unknown_action_keeps_the_last_answer_and_suggests(acme: Sandbox, stranger: Client) -> None:
    response = ask(stranger, action="s3:GetObjects")
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#answer-notice"
    assert 'data-action="s3:GetObject"' in response.content.decode()


def test_unknown_scenario_is_a_404(acme: Sandbox, stranger: Client) -> None:
    assert ask(stranger, scenario="nowhere").status_code == 404


def test_without_scripts_a_post_goes_to_the_questions_address(
    acme: Sandbox, stranger: Client
) -> None:
    response = stranger.post("/lab/answer/", QUESTION)
    assert response.status_code == 302
    page = stranger.get(response["Location"])
    assert page.context["answer"].trace.decision.reason == "NO_IDENTITY_ALLOW"


# ---------- Address ----------


def test_a_new_question_has_a_new_address(acme: Sandbox, stranger: Client) -> None:
    response = ask(stranger, "?scenario=acme&principal=anonymous&policy=scp/RegionLock")
    assert response["HX-Push-Url"].endswith("&policy=scp%2FRegionLock")
    assert stranger.get(response["HX-Push-Url"]).context["answer"].trace.action == "s3:GetObject"


def test_the_same_question_keeps_its_address(acme: Sandbox, stranger: Client) -> None:
    address = ask(stranger, "?principal=anonymous")["HX-Push-Url"]
    response = ask(stranger, "?" + address.partition("?")[2])
    assert "HX-Push-Url" not in response
    assert "HX-Replace-Url" not in response


def test_rows_are_sent_again_only_when_they_changed(acme: Sandbox, stranger: Client) -> None:
    answer = stranger.get("/lab/").context["answer"]
    sent: dict[str, Any] = {
        "key": [*(row.key for row in answer.rows), ""],
        "value": [*(row.value for row in answer.rows), ""],
        "shown": [*(row.shown for row in answer.rows), ""],
    }
    assert 'id="question-context"' not in ask(stranger, **sent).content.decode()
    assert 'id="question-context"' in ask(stranger).content.decode()


# ---------- Whose organization ----------


def test_each_learner_asks_their_own_copy(
    acme: Sandbox, alice: Client, bob: Client, stranger: Client
) -> None:
    user_id = int(alice.session["_auth_user_id"])
    save_policy(Visitor(user_id=user_id), "acme", KEY, mended(acme), 2)
    assert 'data-verdict="allowed"' in ask(alice).content.decode()
    for other in (bob, stranger):
        assert 'id="verdict" data-verdict="implicitDeny"' in ask(other).content.decode()


# ---------- Speed ----------


def count_queries(client: Client, slug: str, **changes: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        question = {**QUESTION, "scenario": slug, **changes}
        response = client.post("/lab/answer/", question, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("users", [3, 200])
def test_a_question_costs_at_most_twelve_queries_whatever_the_size(
    db: None, stranger: Client, users: int
) -> None:
    files = organization_files(users=users)
    load_scenario("shop", files)
    snapshots._pictures.clear()
    question = {
        "principal": "anonymous",
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::some-bucket/key",
    }
    first = count_queries(stranger, "shop", **question)
    again = count_queries(stranger, "shop", **question)
    assert first <= 12
    assert again <= 2


def test_a_very_long_policy_is_cut_short_but_what_decided_is_shown(
    acme: Sandbox, stranger: Client
) -> None:
    """Ten thousand elements would be a page of megabytes that no browser can show."""
    other = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
    deny = {"Sid": "TheLastOne", "Effect": "Deny", "Action": "*", "Resource": "*"}
    tags = {f"aws:RequestTag/t{number}": "x" for number in range(100)}
    many = {**other, "Action": "s3:GetObject", "Condition": {"StringEquals": tags}}
    long = {"Version": "2012-10-17", "Statement": [many, *[other] * 1200, deny]}
    text = ask(stranger, drafts=json.dumps({KEY: json.dumps(long)})).content.decode()
    assert "Explicit deny" in text
    assert "<code>TheLastOne</code>" in text
    assert "And 1001 more statements, which counted too." in text
    assert "more elements." in text
    assert len(text) < 700_000


def test_question_on_an_own_copy_with_a_passed_policy_costs_twelve_queries(
    acme: Sandbox, stranger: Client
) -> None:
    fields = {"scenario": "acme", "policy": KEY, "text": mended(acme), "base_version": "2"}
    saved = stranger.post("/lab/policy/save/", fields, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    snapshots._pictures.clear()
    with CaptureQueriesContext(connection) as queries:
        response = ask(stranger, **{"with": "question/reader-with-log-session/session/logs-only"})
    assert response.status_code == 200
    assert len(queries) <= 12
