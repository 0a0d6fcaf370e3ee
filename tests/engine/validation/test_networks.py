"""Checks of VPCs and VPC endpoints in conditions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.validation.looking import allow, deny, findings, message, spots

VPC = "INVALID_VPC_FORMAT"
ENDPOINT = "INVALID_VPCE_FORMAT"
PAIR = "MISSING_PAIRED_CONDITION_KEYS"


def spots_of(code: str, key: str, value: Any, operator: str = "StringEquals") -> list[str]:
    return spots(code, allow("s3:GetObject", Condition={operator: {key: value}}))


@pytest.mark.parametrize("hexes", ["1a2b3c4d", "0123456789abcdef0", "ABCDEFGH"])
def test_eight_or_seventeen_characters(hexes: str) -> None:
    assert spots_of(VPC, "aws:SourceVpc", f"vpc-{hexes}") == []
    assert spots_of(ENDPOINT, "aws:SourceVpce", f"vpce-{hexes}") == []


@pytest.mark.parametrize(
    "rest", ["", "1a2b3c4", "1a2b3c4d5", "0123456789abcdef01", "1a2b-c4d", "é" * 8]
)
def test_any_other_form(rest: str) -> None:
    assert len(spots_of(VPC, "aws:SourceVpc", f"vpc-{rest}")) == 1
    assert len(spots_of(ENDPOINT, "aws:sourcevpce", f"vpce-{rest}")) == 1


def test_vpc_and_endpoint_are_told_apart() -> None:
    assert spots_of(VPC, "aws:SourceVpc", "vpce-1a2b3c4d") == ["vpce-1a2b3c4d"]
    assert spots_of(ENDPOINT, "aws:SourceVpce", "vpc-1a2b3c4d") == ["vpc-1a2b3c4d"]


@pytest.mark.parametrize("value", ["vpc-*", "${aws:PrincipalTag/vpc}", "vpc-1a2b3c4?", "*"])
def test_patterns_and_variables_are_left_alone(value: str) -> None:
    assert spots_of(VPC, "aws:SourceVpc", value, "StringLike") == []


def test_only_wrong_values_under_string_operators_are_marked() -> None:
    values = ["vpc-1a2b3c4d", "my-vpc"]
    assert spots_of(VPC, "aws:SourceVpc", values, "StringNotEqualsIfExists") == ["my-vpc"]
    assert spots_of(VPC, "aws:SourceVpc", "false", "Null") == []
    assert spots_of(VPC, "aws:SourceVpcArn", "my-vpc") == []


@pytest.mark.parametrize("key", ["aws:SourceVpc", "aws:sourcevpce", "aws:SourceVpcArn"])
def test_an_address_in_a_vpc_beside_its_vpc(key: str) -> None:
    condition = {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {key: "x"}}
    assert not findings(PAIR, allow("s3:GetObject", Condition=condition))


def test_an_address_in_a_vpc_alone() -> None:
    lonely = {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}
    assert spots(PAIR, allow("s3:GetObject", Condition=lonely)) == ["aws:VpcSourceIp"]
    outside = {"NotIpAddress": {"aws:vpcsourceip": "10.0.0.0/8"}}
    assert spots(PAIR, deny("s3:*", Condition=outside)) == ["aws:vpcsourceip"]
    assert "`aws:SourceVpc`" in message(PAIR, allow("s3:GetObject", Condition=lonely))


def test_the_vpc_must_be_in_the_same_statement() -> None:
    lonely = {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}
    other = {"StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}}
    statements = (allow("s3:GetObject", Condition=lonely), allow("s3:PutObject", Condition=other))
    assert spots(PAIR, *statements) == ["aws:VpcSourceIp"]


def test_asking_whether_the_key_is_there_needs_no_partner() -> None:
    assert not findings(PAIR, deny("s3:*", Condition={"Null": {"aws:VpcSourceIp": "true"}}))
