"""The section "How to allow this": its proposals, as a fragment and as a page without scripts."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from iamlab.engine import Authorizer, TextEdit, apply_edits
from iamlab.lab.questions import LabQuestion, lab_request
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.snapshots import snapshot_of

KEY = "222233334444/policy/ReceiptAccess"
OBJECT = "arn:aws:s3:::acme-receipts/incoming/0192.pdf"
QUESTION: dict[str, Any] = {
    "scenario": "acme",
    "principal": "production/session/receipt-reader/fn",
    "action": "s3:GetObject",
    "resource": OBJECT,
    "key": [""],
    "value": [""],
    "shown": [""],
}
BUTTON = re.compile(
    r'data-repair="([^"]*)" data-repair-policy="([^"]*)" data-repair-name="([^"]*)" '
    r'data-repair-text="([^"]*)"'
)


def propose(client: Client, **changes: Any) -> HttpResponse:
    response = client.post("/lab/repairs/", {**QUESTION, **changes}, headers={"HX-Request": "true"})
    assert isinstance(response, HttpResponse)
    return response


def buttons(response: HttpResponse) -> list[tuple[list[tuple[int, int, str]], str, str, str]]:
    """Return edits, policy key, name and new text of each proposal that can be applied."""
    found = BUTTON.findall(response.content.decode())
    parts = [tuple(map(html.unescape, item)) for item in found]
    return [(json.loads(edits), key, name, text) for edits, key, name, text in parts]


def allowed(sandbox: Sandbox, drafts: dict[str, str], question: dict[str, Any] = QUESTION) -> bool:
    snapshot = snapshot_of(sandbox, drafts)
    names = ("principal", "action", "resource")
    request, _ = lab_request(snapshot, LabQuestion(**{n: question[n] for n in names}), ())
    return Authorizer(snapshot).decide(request).verdict.value == "allowed"


def test_answer_of_a_denial_asks_for_proposals_by_itself(acme: Sandbox, stranger: Client) -> None:
    answer = stranger.post("/lab/answer/", QUESTION, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "How to allow this" in text
    assert 'hx-post="/lab/repairs/" hx-trigger="load"' in text


def test_half_typed_policy_of_somebody_else_does_no_harm(acme: Sandbox, stranger: Client) -> None:
    question = {
        "principal": "production/session/production-reader/ana",
        "resource": "arn:aws:s3:::acme-receipts/payouts/2026-03.csv",
        "drafts": json.dumps({KEY: '{"Version": "2012-'}),
    }
    assert len(buttons(propose(stranger, **question))) >= 2


def test_shared_answer_is_to_read_only(acme: Sandbox, alice: Client, stranger: Client) -> None:
    stored = snapshot_of(acme).policies()[KEY].text
    drafts = json.dumps({KEY: stored.replace("s3:GetObjectTagging", "s3:GetObjectAcl")})
    sent = QUESTION | {"drafts": drafts}
    text = alice.post("/lab/share/", sent, headers={"HX-Request": "true"}).content.decode()
    found = re.search('value="http://testserver(/lab/q/[^"]+)"', text)
    assert found is not None
    page = stranger.get(found[1]).content.decode()
    assert "Implicit deny" in page
    assert "How to allow this" not in page


def test_answer_of_an_allowed_request_asks_for_none(acme: Sandbox, stranger: Client) -> None:
    question = QUESTION | {"action": "sts:GetCallerIdentity", "resource": "*"}
    answer = stranger.post("/lab/answer/", question, headers={"HX-Request": "true"})
    assert "How to allow this" not in answer.content.decode()


def test_each_button_carries_edits_that_allow_the_request(acme: Sandbox, stranger: Client) -> None:
    stored = snapshot_of(acme).policies()[KEY].text
    found = buttons(propose(stranger))
    assert len(found) == 3
    for edits, key, name, text in found:
        assert (key, name) == (KEY, "ReceiptAccess")
        assert text.replace("\r\n", "\n") != stored
        assert allowed(acme, {key: text})
        assert edits


def test_fragment_shows_the_edit_what_it_opens_and_the_verdict_after(
    acme: Sandbox, stranger: Client
) -> None:
    text = propose(stranger).content.decode()
    assert "Name the object instead of its bucket" in text
    assert (
        "with: </span>&quot;Resource&quot;: &quot;arn:aws:s3:::acme-receipts/incoming/0192.pdf"
        in text
    )
    assert "ReceiptAccess, line 22" in text
    assert "s3:<wbr>GetObjectTagging" in text, "the statement allows a second action"
    assert 'data-verdict="allowed"' in text


def test_proposals_are_about_the_unsaved_text(acme: Sandbox, stranger: Client) -> None:
    stored = snapshot_of(acme).policies()[KEY].text
    draft = stored.replace('"s3:GetObject",', '"s3:GetObjects",')
    found = buttons(propose(stranger, drafts=json.dumps({KEY: draft})))
    _, key, _, text = found[0]
    assert allowed(acme, {key: text})
    assert not allowed(acme, {key: draft})


def test_missing_key_is_a_link_that_asks_with_it(acme: Sandbox, stranger: Client) -> None:
    question = {
        "principal": "management/user/iris",
        "action": "sts:AssumeRole",
        "resource": "production/role/administrator",
    }
    text = propose(stranger, **question).content.decode()
    assert "Sign in with MFA" in text
    assert 'data-repair-context="aws:MultiFactorAuthPresent=true"' in text
    assert "ctx=aws:MultiFactorAuthPresent%3Dtrue" in text


def test_explicit_deny_is_narrowed_with_a_warning(acme: Sandbox, stranger: Client) -> None:
    question = {
        "principal": "production/session/production-reader/ana",
        "resource": "arn:aws:s3:::acme-receipts/payouts/2026-03.csv",
    }
    text = propose(stranger, **question).content.decode()
    assert "a Deny matches" in text
    assert "PayoutsAreForFinance</code> is there to deny" in text


def test_passed_policy_says_why_it_cannot_be_edited(acme: Sandbox, stranger: Client) -> None:
    question = {
        "principal": "production/session/production-reader/ana",
        "with": ["question/reader-with-log-session/session/logs-only"],
    }
    response = propose(stranger, **question)
    assert "comes with the question and cannot be edited here" in response.content.decode()
    assert buttons(response) == []


def test_page_without_scripts_shows_the_section(acme: Sandbox, stranger: Client) -> None:
    query = {name: QUESTION[name] for name in ("scenario", "principal", "action", "resource")}
    plain = stranger.get("/lab/", query).content.decode()
    assert 'form="question" name="repairs" value="1">Suggest repairs' in plain
    text = stranger.get("/lab/", query | {"repairs": "1"}).content.decode()
    assert "Name the object instead of its bucket" in text
    assert 'hx-post="/lab/repairs/"' not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"principal": "nobody/at/all"},
        {"action": "not an action"},
        {"resource": "not-an-arn"},
        {"drafts": "{"},
        {"drafts": json.dumps({KEY: "{"})},
        {"drafts": json.dumps({KEY: "x" * 200_000})},
        {"key": ["a"], "value": [], "shown": []},
        {"principal": "x" * 5_000},
        {"account": "12"},
        {"principal": ""},
        {"scenario": "no-such"},
    ],
    ids=str,
)
def test_bad_input_gets_a_sentence(
    acme: Sandbox, stranger: Client, changes: dict[str, Any]
) -> None:
    response = propose(stranger, **changes)
    assert response.status_code in (200, 404, 422)
    assert "data-repair=" not in response.content.decode()


def test_get_is_refused(stranger: Client) -> None:
    assert stranger.get("/lab/repairs/").status_code == 405


def test_edits_and_text_say_the_same(acme: Sandbox, stranger: Client) -> None:
    stored = snapshot_of(acme).policies()[KEY].text
    for edits, _, _, text in buttons(propose(stranger)):
        made = apply_edits(stored, [TextEdit(*edit) for edit in edits])
        assert made.strip() == text.strip()
