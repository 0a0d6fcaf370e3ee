"""How long the pages take on the server: a question, and a large matrix.

Read the medians as milliseconds of server time for one page, templates included.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from iamlab.engine import actions_for_arn
from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.scenarios import SHIPPED, load_scenario, read_folder

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

ACCOUNT = "222233334444"
RECEIPT_ACCESS = f"{ACCOUNT}/policy/ReceiptAccess"
_USERS = 200
_ACTIONS = 40


@pytest.fixture
def acme() -> Sandbox:
    return load_scenario("acme", read_folder(SHIPPED / "acme"))[0]


def _question(number: int) -> dict[str, Any]:
    return {
        "scenario": "acme",
        "principal": "production/session/receipt-reader/fn",
        "action": "s3:GetObject",
        "resource": f"arn:aws:s3:::acme-receipts/incoming/{number}.pdf",
        "key": "",
        "value": "",
        "shown": "",
    }


def test_question(benchmark: BenchmarkFixture, acme: Sandbox) -> None:
    """A question of the lab's form, about an object that nobody asked about before."""
    client, numbers = Client(), itertools.count()
    headers = {"HX-Request": "true"}

    def ask() -> bytes:
        return client.post("/lab/answer/", _question(next(numbers)), headers=headers).content

    assert b"implicitDeny" in benchmark(ask)


def test_question_with_draft(benchmark: BenchmarkFixture, acme: Sandbox) -> None:
    """The same while the learner types: each round has another text of the policy."""
    client, numbers = Client(), itertools.count()
    headers = {"HX-Request": "true"}

    def ask() -> bytes:
        number = next(numbers)
        text = json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Sid": f"Draft{number}",
                    "Effect": "Allow",
                    "Action": "s3:GetObject",
                    "Resource": "*",
                },
            },
            indent=2,
        )
        fields = _question(number) | {"drafts": json.dumps({RECEIPT_ACCESS: text})}
        return client.post("/lab/answer/", fields, headers=headers).content

    assert b'data-verdict="allowed"' in benchmark(ask)


def test_lab_page(benchmark: BenchmarkFixture, acme: Sandbox) -> None:
    client = Client()
    assert b"acme-receipts" in benchmark(lambda: client.get("/lab/").content)


def test_matrix_200_by_40(benchmark: BenchmarkFixture) -> None:
    """8,000 questions about one table: 200 users, each with a policy of its own."""
    load_scenario("crowd", {"organization.yaml": json.dumps(_crowd())})
    client = Client()
    names = [action.name for action in actions_for_arn(_TABLE)][:_ACTIONS]
    assert len(names) == _ACTIONS
    query = {"scenario": "crowd", "resource": _TABLE, "actions": "all"}
    page = benchmark(lambda: client.get("/who-can/", query).content.decode())
    assert page.count('class="cell"') >= _USERS * _ACTIONS


_TABLE = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"


def _crowd() -> dict[str, Any]:
    def policy(number: int) -> dict[str, Any]:
        return {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": ["dynamodb:Get*", "dynamodb:Query"], "Resource": "*"},
                {
                    "Effect": "Deny",
                    "Action": f"dynamodb:*{'Item' if number % 2 else 'Table'}",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalTag/team": f"team-{number}"}},
                },
            ],
        }

    return {
        "title": "A crowd",
        "summary": "Two hundred users and a table.",
        "accounts": [
            {
                "id": ACCOUNT,
                "name": "crowd",
                "users": [
                    {
                        "name": f"user-{number}",
                        "tags": {"team": "web"},
                        "inline": {"own": policy(number)},
                    }
                    for number in range(_USERS)
                ],
                "resources": [{"arn": _TABLE, "name": "orders"}],
            }
        ],
    }
