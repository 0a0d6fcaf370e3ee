"""Repairs of findings in the policy pane, without scripts: whose policy, and what stays."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from iamlab.sandbox.models import Sandbox

KEY = "222233334444/policy/ReceiptAccess"
TYPO = (
    '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:SendMessages", '
    '"Resource": "arn:aws:sqs:eu-west-1:222233334444:receipt-failures"}}'
)
pytestmark = pytest.mark.usefixtures("acme")


def send(client: Client, repair: str = "0", **fields: str) -> tuple[int, str]:
    data = {"scenario": "acme", "policy": KEY, "base_version": "2", "text": TYPO, "repair": repair}
    answer = client.post("/lab/policy/repair/", {**data, **fields})
    return answer.status_code, unescape(answer.content.decode())


def number_of(client: Client, label: str) -> str:
    """The number of the finding whose repair is called so, as the page gives it."""
    data = {"text": TYPO, "type": "identity", "policy": KEY}
    content = unescape(client.post("/lab/policy/check/", data).content.decode())
    found = re.search(rf'value="(\d+)"[^>]*>{re.escape(label)}</button>', content)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("who", ["alice", "bob", "stranger"])
def test_anybody_mends_a_text_and_nothing_is_stored(
    who: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    status, content = send(client, number_of(client, "Use sqs:SendMessage"))
    assert status == 200
    assert '"sqs:SendMessage"' in content
    assert "sqs:SendMessages" not in content
    assert "not saved yet" in content
    assert Sandbox.objects.filter(is_template=False).count() == 0


def test_repair_of_another_text_changes_nothing(stranger: Client) -> None:
    status, content = send(stranger, "50")
    assert status == 200
    assert "sqs:SendMessages" in content
    assert "Nothing was changed" in content


def test_unknown_policy_is_not_found(stranger: Client) -> None:
    assert send(stranger, policy="222233334444/policy/Nope")[0] == 404


def test_unknown_scenario_is_not_found(stranger: Client) -> None:
    assert send(stranger, scenario="nope")[0] == 404


@pytest.mark.parametrize("number", ["", "-1", "one", "10001"])
def test_number_that_is_none_is_refused(stranger: Client, number: str) -> None:
    assert send(stranger, number)[0] == 400


def test_text_over_the_limit_is_refused(stranger: Client) -> None:
    assert send(stranger, text="[" + " " * 131_072)[0] == 413


def test_form_of_another_site_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client)[0] == 403


def test_repair_is_for_posts_only(stranger: Client) -> None:
    assert stranger.get("/lab/policy/repair/").status_code == 405
