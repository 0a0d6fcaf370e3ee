"""The policy pane: what it shows of a policy, and what it says to a wrong address."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from iamlab.lab.panes import policy_pane
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.errors import PolicyNotFound, VersionNotFound

READ = "222233334444/policy/ReceiptAccess"
ROLE = "arn:aws:iam::222233334444:role/receipt-reader"
TRUST = "222233334444/role/receipt-reader/trust"
PANE = "/lab/policy/"
HTMX = {"HX-Request": "true"}


def test_pane_has_tabs_over_the_policies_of_its_only_holder(acme: Sandbox) -> None:
    holder = policy_pane(acme, READ).holder
    assert (holder.id, holder.name, holder.place) == (ROLE, "receipt-reader", "role in production")
    assert [tab.label for tab in holder.tabs] == ["Trust", "ReceiptAccess", "write-own-logs"]
    assert holder.lacks_boundary


def test_pane_of_a_policy_with_many_holders_shows_the_one_that_is_asked_for(acme: Sandbox) -> None:
    key = "scp/FullAWSAccess"
    assert policy_pane(acme, key).holder.kind == "policy"
    holders = policy_pane(acme, key).holders
    assert len(holders) > 1
    assert policy_pane(acme, key, holder=holders[1].id).holder == holders[1]


def test_pane_says_where_a_policy_is_attached(acme: Sandbox) -> None:
    assert policy_pane(acme, READ).attachment == "On 1 role"
    assert policy_pane(acme, TRUST).attachment == "Part of role receipt-reader"
    assert policy_pane(acme, "scp/RegionLock").attachment == "Attached to Root"


def test_pane_shows_a_draft_and_its_findings(acme: Sandbox) -> None:
    pane = policy_pane(acme, READ, {READ: '{"Version": '})
    assert pane.unsaved
    assert pane.text == '{"Version": '
    assert pane.findings[0].span.start.line == 1


def test_pane_of_an_older_version_is_to_read_and_ignores_the_draft(acme: Sandbox) -> None:
    pane = policy_pane(acme, READ, {READ: "{}"}, version=1)
    assert (pane.shown.number, pane.current.number) == (1, 2)
    assert not pane.editable
    assert pane.text == pane.versions[1].text


def test_policy_of_aws_is_to_read(acme: Sandbox) -> None:
    pane = policy_pane(acme, "aws/policy/AdministratorAccess")
    assert pane.managed_by_aws
    assert not pane.editable


def test_pane_refuses_unknown_policies_and_versions(acme: Sandbox) -> None:
    with pytest.raises(PolicyNotFound):
        policy_pane(acme, "222233334444/policy/Nothing")
    with pytest.raises(VersionNotFound):
        policy_pane(acme, READ, version=9)


def test_htmx_gets_the_fragment_and_a_browser_a_page(stranger: Client, acme: Sandbox) -> None:
    query = {"scenario": "acme", "policy": READ}
    fragment = stranger.get(PANE, query, headers=HTMX)
    page = stranger.get(PANE, query)
    assert fragment.content.lstrip().startswith(b'<div id="policy-pane"')
    assert page.content.startswith(b"<!doctype html>")
    assert b'<textarea class="policy-text" id="policy-text" name="text"' in page.content


def test_pane_on_the_lab_page_puts_its_policy_into_the_address(
    stranger: Client, acme: Sandbox
) -> None:
    headers = {**HTMX, "HX-Current-URL": "http://testserver/lab/?action=s3%3AGetObject&policy=x"}
    answer = stranger.get(PANE, {"policy": TRUST}, headers=headers)
    address = answer["HX-Replace-Url"]
    assert address.startswith("/lab/?action=s3%3AGetObject&")
    assert "policy=222233334444%2Frole%2Freceipt-reader%2Ftrust" in address


def test_text_is_escaped_and_keeps_its_first_line_empty(alice: Client, acme: Sandbox) -> None:
    text = '\n{"Version": "2012-10-17", "Id": "</textarea><b>", "Statement": []}'
    data = {"policy": READ, "text": text, "base_version": 2}
    alice.post("/lab/policy/save/", data)
    shown = alice.get(PANE, {"policy": READ}).content.decode()
    assert ">\n\n{&quot;Version&quot;" in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({}, 400, "does not say which policy"),
        ({"policy": "x" * 3000}, 400, "at most 2200 characters"),
        ({"policy": "a\x00b"}, 400, "Null characters"),
        ({"policy": READ, "scenario": "../etc"}, 400, "Scenario"),
        ({"policy": READ, "scenario": "nowhere"}, 404, "no scenario called"),
        ({"policy": "222233334444/policy/Nothing"}, 404, "has no policy"),
        ({"policy": READ, "version": "nine"}, 400, "Version"),
        ({"policy": READ, "version": "9" * 40}, 400, "Version"),
        ({"policy": READ, "version": "9"}, 404, "has no version 9"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_wrong_address_is_answered_with_a_sentence(
    stranger: Client,
    acme: Sandbox,
    query: dict[str, str],
    status: int,
    words: str,
    headers: dict[str, str],
) -> None:
    answer = stranger.get(PANE, query, headers=headers)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_pane_costs_a_few_queries_whatever_the_size(
    stranger: Client, acme: Sandbox, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    stranger.get(PANE, {"policy": READ}, headers=HTMX)
    with django_assert_max_num_queries(6):
        stranger.get(PANE, {"policy": READ}, headers=HTMX)


def test_looking_makes_no_copy_and_no_session(stranger: Client, acme: Sandbox) -> None:
    answer = stranger.get(PANE, {"policy": READ})
    assert "sessionid" not in answer.cookies
    assert Sandbox.objects.count() == 1
