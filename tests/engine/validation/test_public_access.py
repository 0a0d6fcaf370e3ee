"""Resource policies that let everyone in, and conditions that keep strangers out."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.principal_policies import (
    BUILDER,
    RESOURCE,
    TRUST,
    findings,
    grant,
    spots,
    trust,
)

CODE = "INTERNET_ACCESSIBLE"
ORG = "o-a1b2c3d4e5"
INSIDE = {"StringEquals": {"aws:PrincipalOrgID": ORG}}


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": [BUILDER, "*"]}, ["*"]])
def test_star_lets_everyone_in(principal: Any) -> None:
    assert spots(CODE, RESOURCE, grant(principal)) == ["*"]


@pytest.mark.parametrize(
    "principal", [{"AWS": BUILDER}, {"Service": "s3.amazonaws.com"}, {"CanonicalUser": "*"}, {}]
)
def test_named_principals_are_not_everyone(principal: Any) -> None:
    assert findings(CODE, RESOURCE, grant(principal)) == []


def test_deny_lets_nobody_in() -> None:
    assert findings(CODE, RESOURCE, grant("*", Effect="Deny")) == []


def test_star_is_usual_in_endpoint_policies_and_another_matter_in_trust_policies() -> None:
    assert findings(CODE, PolicyType.ENDPOINT, grant("*")) == []
    assert findings(CODE, TRUST, trust({"AWS": "*"})) == []


@pytest.mark.parametrize(
    "condition",
    [
        INSIDE,
        {"StringEquals": {"AWS:principalORGid": [ORG, "o-zzzzzzzzzz"]}},
        {"StringLike": {"aws:PrincipalOrgPaths": f"{ORG}/*"}},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{ORG}/r-ab12/ou-1/*"}},
        {"StringEquals": {"aws:PrincipalAccount": "111122223333"}},
        {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}},
        {"ArnEquals": {"aws:PrincipalArn": BUILDER}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}},
        {"StringEquals": {"aws:SourceOwner": "111122223333"}},
        {"StringEquals": {"kms:CallerAccount": "111122223333"}},
        {"StringLike": {"aws:userid": "AROADBQP57FF2AEXAMPLE:*"}},
        {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}},
        {"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}},
        {"StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}},
        {"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}},
        {"Bool": {"aws:PrincipalIsAWSService": "true"}},
        # One limiting test among others is enough: all must hold.
        {"StringEquals": {"aws:PrincipalOrgID": ORG}, "Bool": {"aws:SecureTransport": "true"}},
        # A star is no wildcard here, so nobody gets in.
        {"StringEquals": {"aws:PrincipalOrgID": "*"}},
    ],
)
def test_condition_that_names_callers_or_networks_limits(condition: Any) -> None:
    assert findings(CODE, RESOURCE, grant("*", Condition=condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"Bool": {"aws:SecureTransport": "true"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": ORG}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": ORG}},
        {"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": f"{ORG}/"}},
        {"Null": {"aws:PrincipalOrgID": "false"}},
        {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        {"StringLike": {"aws:PrincipalOrgID": "*"}},
        {"StringEquals": {"aws:PrincipalOrgID": "${aws:PrincipalOrgID}"}},
        {"StringLike": {"aws:PrincipalAccount": "1111*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}},
        {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}},
        {"ArnLike": {"aws:SourceArn": "*"}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}},
        {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "::/0"]}},
        {"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}},
        {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
        {"StringLike": {"aws:SourceVpce": "vpce-*"}},
        {"StringLike": {"aws:userid": "*:bob"}},
        {"StringEquals": {"aws:UserAgent": "acme"}},
        {"StringEquals": {"aws:Referer": "https://acme.example"}},
        {"Bool": {"aws:PrincipalIsAWSService": "false"}},
    ],
)
def test_condition_that_strangers_can_meet_does_not_limit(condition: Any) -> None:
    assert spots(CODE, RESOURCE, grant("*", Condition=condition)) == ["*"]


OUTSIDERS = {"StringNotEquals": {"aws:PrincipalOrgID": ORG}}
SPARING = OUTSIDERS | {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}


@pytest.mark.parametrize(
    "denial",
    [
        grant("*", Effect="Deny", Condition=OUTSIDERS),
        grant("*", Effect="Deny", Action="s3:*", Resource="*", Condition=SPARING),
        grant({"AWS": "*"}, Effect="Deny", Action="*", Resource="*", Condition=OUTSIDERS),
        grant(
            "*",
            Effect="Deny",
            Condition={"NotIpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}},
        ),
    ],
)
def test_denial_of_everybody_else_keeps_strangers_out(denial: Any) -> None:
    assert findings(CODE, RESOURCE, grant("*"), denial) == []
    assert findings(CODE, RESOURCE, denial, grant("*")) == []


@pytest.mark.parametrize(
    "denial",
    [
        grant("*", Effect="Deny", Action="s3:PutObject", Condition=OUTSIDERS),
        grant("*", Effect="Deny", Resource="arn:aws:s3:::other/*", Condition=OUTSIDERS),
        grant({"AWS": BUILDER}, Effect="Deny", Condition=OUTSIDERS),
        # Holds only for outsiders without TLS.
        grant("*", Effect="Deny", Condition=OUTSIDERS | {"Bool": {"aws:SecureTransport": "false"}}),
        grant("*", Effect="Deny", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-zzzzzzzz"}}),
        grant("*", Effect="Deny", Condition={"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
        grant("*", Effect="Deny", Condition={"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}),
        grant("*", Effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}}),
    ],
)
def test_denial_of_something_else_leaves_the_door_open(denial: Any) -> None:
    assert spots(CODE, RESOURCE, grant("*"), denial) == ["*"]
