"""Regions as values of conditions."""

from __future__ import annotations

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.looking import deny, mended, spots


@pytest.mark.parametrize(
    ("operator", "key", "values", "expected"),
    [
        ("StringEquals", "aws:RequestedRegion", ["eu-west-1", "eu-wst-1"], ["eu-wst-1"]),
        ("StringNotEquals", "AWS:requestedregion", "useast1", ["useast1"]),
        ("StringEquals", "aws:RequestedRegion", "EU-WEST-1", ["EU-WEST-1"]),
        ("StringEqualsIgnoreCase", "aws:RequestedRegion", "EU-WEST-1", []),
        ("StringLike", "aws:RequestedRegion", ["eu-*", "*", "us-gov-*"], []),
        ("StringLike", "aws:RequestedRegion", "mars-*", ["mars-*"]),
        ("StringEquals", "aws:RequestedRegion", "${aws:PrincipalTag/Region}", []),
        ("ForAnyValue:StringEquals", "secretsmanager:AddReplicaRegions", "eu-1", ["eu-1"]),
        ("StringEquals", "ec2:Region", "eu-west-1a", ["eu-west-1a"]),
        ("StringEquals", "aws:PrincipalTag/Region", "mars", []),
        ("Null", "aws:RequestedRegion", "true", []),
    ],
)
def test_regions_in_conditions(
    operator: str, key: str, values: str | list[str], expected: list[str]
) -> None:
    statement = deny("ec2:*", Condition={operator: {key: values}})
    assert spots("INVALID_REGION", statement) == expected
    assert spots("INVALID_REGION", statement, type=PolicyType.SCP) == expected


def test_region_in_a_condition_is_mended() -> None:
    statement = deny("ec2:*", Condition={"StringEquals": {"aws:RequestedRegion": "EU-WEST-1"}})
    after = mended("INVALID_REGION", statement)
    assert after[0]["Condition"]["StringEquals"]["aws:RequestedRegion"] == "eu-west-1"
