"""Alice, her classmate and a stranger at the addresses that help to write: nobody sees her copy."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from iamlab.sandbox.models import Sandbox

KEY = "222233334444/policy/ReceiptAccess"
OPEN = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::acme-receipts/*",
        },
    }
)
QUESTION = {
    "scenario": "acme",
    "principal": "production/session/receipt-reader/fn",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::acme-receipts/incoming/0192.pdf",
}
WHO = ["alice", "bob", "stranger"]


@pytest.fixture
def saved(acme: Sandbox, alice: Client) -> None:
    """Alice's own copy, in which the function may read."""
    fields = {"scenario": "acme", "policy": KEY, "base_version": "2", "text": OPEN}
    assert alice.post("/lab/policy/save/", fields).status_code == 302


def client_of(who: str, request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(who)
    return client


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("who", WHO)
def test_repairs_are_about_one_s_own_organization(who: str, request: pytest.FixtureRequest) -> None:
    answer = client_of(who, request).post("/lab/repairs/", QUESTION)
    assert answer.status_code == 200
    assert (b"acme-receipts/incoming/0192.pdf" in answer.content) is (who != "alice")


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("who", WHO)
def test_versions_are_compared_by_their_owner_only(
    who: str, request: pytest.FixtureRequest
) -> None:
    fields = {"scenario": "acme", "policy": KEY, "old": "2", "new": "3"}
    answer = client_of(who, request).post("/lab/policy/compare/", fields)
    assert answer.status_code == (200 if who == "alice" else 404)


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/lab/policy/check/", {"text": OPEN}),
        ("/lab/policy/words/", {"text": OPEN}),
        ("/lab/policy/complete/", {"text": "{", "offset": "1"}),
        ("/lab/policy/hover/", {"text": OPEN, "offset": "5"}),
        ("/check/", {"text": OPEN}),
    ],
)
def test_anybody_is_helped_and_nothing_is_stored(
    who: str, address: str, fields: dict[str, str], request: pytest.FixtureRequest
) -> None:
    before = Sandbox.objects.count()
    data = {"type": "identity", "scenario": "acme", "policy": KEY, **fields}
    answer = client_of(who, request).post(address, data)
    assert answer.status_code == 200
    assert Sandbox.objects.count() == before


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("address", ["/checks/", "/checks/invalid-action/", "/check/"])
def test_reference_is_for_everybody(who: str, address: str, request: pytest.FixtureRequest) -> None:
    assert client_of(who, request).get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/check/",
        "/lab/repairs/",
        "/lab/policy/check/",
        "/lab/policy/words/",
        "/lab/policy/repair/",
        "/lab/policy/complete/",
        "/lab/policy/hover/",
        "/lab/policy/compare/",
    ],
)
def test_forms_of_other_sites_are_refused(address: str, db: None) -> None:
    assert Client(enforce_csrf_checks=True).post(address, {"text": "{}"}).status_code == 403
