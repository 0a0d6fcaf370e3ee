"""Service and resource control policies: what they may hold, and whom they hit besides."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.principal_policies import (
    BUILDER,
    RCP,
    errors,
    findings,
    grant,
    mended,
    spots,
)

SERVICES = "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY"
PEOPLE = "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY"
NO_SOURCE = "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK"
ORG = "o-a1b2c3d4e5"


def deny(action: Any = "s3:*", **more: Any) -> dict[str, Any]:
    more = {"Principal": "*", **more}
    return {"Effect": "Deny", "Action": action, "Resource": "*", **more}


@pytest.mark.parametrize("name", ["Principal", "NotPrincipal"])
def test_scp_loses_its_principal(name: str) -> None:
    statement = {"Effect": "Deny", name: "*", "Action": "s3:*", "Resource": "*"}
    fixed = mended("SCP_SYNTAX_ERROR_PRINCIPAL", PolicyType.SCP, statement)
    assert fixed == [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]
    assert errors(PolicyType.SCP, *fixed) == set()


@pytest.mark.parametrize("principal", [{"AWS": "*"}, {"AWS": ["*"]}, ["*"]])
def test_rcp_principal_becomes_the_bare_star(principal: Any) -> None:
    fixed = mended("RCP_SYNTAX_ERROR_PRINCIPAL", RCP, deny(Principal=principal))
    assert fixed[0]["Principal"] == "*"
    assert errors(RCP, *fixed) == set()


@pytest.mark.parametrize("principal", [{"AWS": BUILDER}, {"AWS": ["*", BUILDER]}, {}])
def test_rcp_that_names_somebody_needs_judgment(principal: Any) -> None:
    assert len(findings("RCP_SYNTAX_ERROR_PRINCIPAL", RCP, deny(Principal=principal))) == 1
    assert mended("RCP_SYNTAX_ERROR_PRINCIPAL", RCP, deny(Principal=principal)) is None


def test_rcp_of_aws_is_left_alone() -> None:
    full = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    assert errors(RCP, full) == set()


def test_rcp_may_only_deny() -> None:
    assert len(findings("RCP_SYNTAX_ERROR_ALLOW", RCP, grant("*"))) == 1
    assert findings("RCP_SYNTAX_ERROR_ALLOW", RCP, deny()) == []


@pytest.mark.parametrize(
    ("action", "wrong"),
    [
        ("s3:GetObject", []),
        (["sts:AssumeRole", "kms:*", "SQS:SendMessage", "secretsmanager:Get*"], []),
        ("ec2:RunInstances", ["ec2:RunInstances"]),
        (["s3:*", "iam:*", "EC2:*"], ["iam:*", "EC2:*"]),
        ("*", ["*"]),  # reported by reading the policy
        ("s3", []),  # no action at all, which other checks report
        ("nosuchservice:*", []),
    ],
)
def test_rcp_reaches_some_services_only(action: Any, wrong: list[str]) -> None:
    assert spots("RCP_SYNTAX_ERROR_ACTION", RCP, deny(action)) == wrong


def test_unreached_action_is_removed_while_others_stay() -> None:
    code = "RCP_SYNTAX_ERROR_ACTION"
    assert mended(code, RCP, deny(["s3:*", "iam:*"]))[0]["Action"] == ["s3:*"]
    assert mended(code, RCP, deny(["iam:*"])) is None


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG}},
        {"StringNotEquals": {"aws:principalorgid": ORG}},
        {"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": f"{ORG}/*"}},
        {"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}},
        {"ArnNotLike": {"aws:PrincipalArn": BUILDER}},
        {"StringNotEquals": {"aws:PrincipalTag/team": "data"}},
        {"Null": {"aws:PrincipalOrgID": "true"}},
        # `true` limits the Deny to services instead of sparing them.
        {
            "StringNotEquals": {"aws:PrincipalOrgID": ORG},
            "Bool": {"aws:PrincipalIsAWSService": "true"},
        },
    ],
)
def test_principal_key_that_services_lack_denies_them(condition: dict[str, Any]) -> None:
    assert len(findings(SERVICES, RCP, deny(Condition=condition))) == 1


@pytest.mark.parametrize(
    "condition",
    [
        {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
        {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG},
            "Bool": {"AWS:principalisawsservice": False},
        },
        # A demanded key of the principal is one that services do not have.
        {
            "StringNotEquals": {"aws:PrincipalOrgID": ORG},
            "StringEquals": {"aws:PrincipalAccount": "444455556666"},
        },
        {"StringEquals": {"aws:PrincipalAccount": "444455556666"}},
        {
            "StringNotEquals": {"aws:PrincipalOrgID": ORG},
            "Null": {"aws:PrincipalOrgID": "false"},
        },
        {"StringNotEquals": {"aws:ResourceOrgID": ORG}},
        {"BoolIfExists": {"aws:SecureTransport": "false"}},
    ],
)
def test_services_are_spared(condition: dict[str, Any]) -> None:
    assert findings(SERVICES, RCP, deny(Condition=condition)) == []


def test_services_are_spared_by_the_repair() -> None:
    statement = deny(
        Condition={
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG},
            "BoolIfExists": {"aws:SecureTransport": "true"},
        }
    )
    assert mended(SERVICES, RCP, statement)[0]["Condition"]["BoolIfExists"] == {
        "aws:SecureTransport": "true",
        "aws:PrincipalIsAWSService": "false",
    }


def test_contrary_test_of_the_flag_gets_no_repair() -> None:
    statement = deny(
        Condition={
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "true"},
        }
    )
    assert len(findings(SERVICES, RCP, statement)) == 1
    assert mended(SERVICES, RCP, statement) is None


FROM_OUTSIDE = {"StringNotEqualsIfExists": {"aws:SourceOrgID": ORG}}
HAS_SOURCE = {"Null": {"aws:SourceAccount": "false"}}
IS_SERVICE = {"Bool": {"aws:PrincipalIsAWSService": "true"}}


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        (FROM_OUTSIDE, {PEOPLE, NO_SOURCE}),
        (FROM_OUTSIDE | HAS_SOURCE, {PEOPLE}),
        (FROM_OUTSIDE | IS_SERVICE, {NO_SOURCE}),
        (FROM_OUTSIDE | HAS_SOURCE | IS_SERVICE, set()),
        (FROM_OUTSIDE | {"Null": {"aws:SourceArn": "false"}} | IS_SERVICE, set()),
        (FROM_OUTSIDE | {"Null": {"aws:SourceAccount": "true"}} | IS_SERVICE, {NO_SOURCE}),
        ({"StringEquals": {"aws:SourceOrgID": ORG}}, set()),
        ({"StringNotEquals": {"aws:SourceAccount": "111122223333"}}, {PEOPLE}),
        ({"ArnNotLike": {"aws:SourceArn": "arn:aws:s3:::acme-receipts"}}, {PEOPLE}),
    ],
)
def test_source_keys_are_for_calls_of_services(condition: Any, codes: set[str]) -> None:
    statement = deny(Condition=condition)
    assert {code for code in (PEOPLE, NO_SOURCE) if findings(code, RCP, statement)} == codes


def test_repairs_of_source_keys_make_the_form_that_aws_gives() -> None:
    statement = deny(Condition=FROM_OUTSIDE)
    limited = mended(PEOPLE, RCP, statement)
    done = mended(NO_SOURCE, RCP, *limited)
    assert done[0]["Condition"] == FROM_OUTSIDE | IS_SERVICE | HAS_SOURCE


def test_other_policies_are_not_asked() -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": FROM_OUTSIDE}
    assert findings(PEOPLE, PolicyType.SCP, statement) == []
