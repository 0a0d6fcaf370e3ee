"""Whom a role lets in: everyone, other accounts, and code on AWS's computers."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import Severity
from iamlab.engine.validation import Setting
from tests.engine.validation.principal_policies import BUILDER, TRUST, findings, spots, trust

ANYONE = "ASSUMABLE_BY_ANY_PRINCIPAL"
CONDITIONAL = "ASSUMABLE_BY_ANY_PRINCIPAL_WITH_CONDITIONS"
FOREIGN = "ASSUMABLE_BY_CROSS_ACCOUNT_PRINCIPAL"
COMPUTE = "ASSUMABLE_BY_COMPUTE_SERVICE"
EXTERNAL_ID = {"StringEquals": {"sts:ExternalId": "acme-7f3c2b9e"}}
INSIDE = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
OURS = Setting(account="111122223333", known_accounts=frozenset({"222233334444"}))


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": [BUILDER, "*"]}])
@pytest.mark.parametrize("action", ["sts:AssumeRole", "sts:*", ["sts:TagSession", "sts:Assume*"]])
def test_star_lets_everyone_assume(principal: Any, action: Any) -> None:
    assert spots(ANYONE, TRUST, trust(principal, action)) == ["*"]
    assert findings(CONDITIONAL, TRUST, trust(principal, action)) == []


@pytest.mark.parametrize(
    "statement",
    [
        trust({"AWS": BUILDER}),
        trust({"AWS": "*"}, Effect="Deny"),
        trust({"AWS": "*"}, "sts:TagSession"),
        trust({"Service": "ec2.amazonaws.com"}),
    ],
)
def test_nobody_unnamed_gets_in(statement: Any) -> None:
    assert findings(ANYONE, TRUST, statement) == []
    assert findings(CONDITIONAL, TRUST, statement) == []


def test_empty_condition_is_none() -> None:
    assert spots(ANYONE, TRUST, trust({"AWS": "*"}, Condition={})) == ["*"]


@pytest.mark.parametrize(
    ("condition", "severity"),
    [
        (EXTERNAL_ID, Severity.WARNING),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, Severity.WARNING),
        ({"StringEquals": {"aws:PrincipalTag/team": "data"}}, Severity.WARNING),
        (INSIDE, Severity.SUGGESTION),
        ({"ArnLike": {"aws:PrincipalArn": f"{BUILDER}*"}}, Severity.SUGGESTION),
    ],
)
def test_condition_decides_how_bad_a_star_is(condition: Any, severity: Severity) -> None:
    statement = trust({"AWS": "*"}, Condition=condition)
    assert [item.severity for item in findings(CONDITIONAL, TRUST, statement)] == [severity]
    assert findings(ANYONE, TRUST, statement) == []


@pytest.mark.parametrize(
    "name",
    [
        "444455556666",
        "arn:aws:iam::444455556666:root",
        "arn:aws:iam::444455556666:role/audit",
        "arn:aws:sts::444455556666:assumed-role/audit/nadia",
    ],
)
def test_strange_account_is_reported(name: str) -> None:
    statement = trust({"AWS": [BUILDER, name, "222233334444"]})
    assert spots(FOREIGN, TRUST, statement, setting=OURS) == [name]


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": BUILDER},
        {"AWS": "111122223333"},
        {"AWS": "arn:aws:iam::222233334444:root"},
        {"AWS": "*"},
        {"AWS": "AROADBQP57FF2AEXAMPLE"},
        {"AWS": "arn:aws:iam::*:root"},
        {"Service": "ec2.amazonaws.com"},
        {"Federated": "arn:aws:iam::444455556666:saml-provider/acme"},
    ],
)
def test_own_known_and_unnamed_accounts_are_not_strange(principal: Any) -> None:
    assert findings(FOREIGN, TRUST, trust(principal), setting=OURS) == []


def test_without_an_account_nothing_is_strange() -> None:
    assert findings(FOREIGN, TRUST, trust({"AWS": "444455556666"})) == []


def test_external_id_makes_it_a_suggestion() -> None:
    partner = trust({"AWS": "444455556666"}, Condition=EXTERNAL_ID)
    assert [item.severity for item in findings(FOREIGN, TRUST, partner, setting=OURS)] == [
        Severity.SUGGESTION
    ]
    escaping = {"StringEqualsIfExists": {"sts:ExternalId": "acme-7f3c2b9e"}}
    careless = trust({"AWS": "444455556666"}, Condition=escaping)
    assert [item.severity for item in findings(FOREIGN, TRUST, careless, setting=OURS)] == [
        Severity.WARNING
    ]


def test_denied_account_does_not_get_in() -> None:
    assert (
        findings(FOREIGN, TRUST, trust({"AWS": "444455556666"}, Effect="Deny"), setting=OURS) == []
    )


@pytest.mark.parametrize("name", ["ec2", "ecs-tasks", "eks", "lambda", "pods.eks"])
def test_services_that_run_code_are_named(name: str) -> None:
    service = f"{name}.amazonaws.com"
    assert spots(COMPUTE, TRUST, trust({"Service": service})) == [service]


@pytest.mark.parametrize("name", ["cloudtrail", "s3", "ecs", "vpc-flow-logs", "scheduler"])
def test_other_services_run_no_code_of_yours(name: str) -> None:
    assert findings(COMPUTE, TRUST, trust({"Service": f"{name}.amazonaws.com"})) == []
