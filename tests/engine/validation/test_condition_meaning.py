"""What the checks of conditions claim, and what their repairs keep, held against the engine."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import PolicyType, apply_edits
from iamlab.engine.conditions import compile_check, operators
from iamlab.engine.documents import parse_json, read_tree
from iamlab.engine.matching import Context
from iamlab.engine.validation import NOWHERE
from iamlab.engine.validation.condition_views import conditions
from iamlab.engine.validation.subject import Subject
from tests.engine.validation.looking import allow, findings, write

OPERATORS = [
    f"{prefix}{row.name}{suffix}"
    for row in operators()
    for prefix in ("", "ForAllValues:", "ForAnyValue:")
    for suffix in ("", "IfExists")
    if (row.name, suffix) != ("Null", "IfExists")
]


def matches(condition: dict[str, dict[str, Any]], context: dict[str, Any]) -> bool:
    """Whether a request with these keys meets a whole Condition."""
    request = Context(context)
    return all(
        compile_check(
            operator, key, [value] if isinstance(value, str) else value, variables=True
        ).matches(request)
        for operator, block in condition.items()
        for key, value in block.items()
    )


def repaired(code: str, condition: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The Condition after the repair of the one finding of a check; empty when it is gone."""
    statement = allow("s3:ListBucket", Condition=condition)
    (found,) = findings(code, statement)
    assert found.repair is not None
    document = json.loads(apply_edits(write(statement), found.repair.edits))
    after: dict[str, dict[str, Any]] = document["Statement"][0].get("Condition", {})
    return after


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("value", ["true", "false"])
def test_what_a_request_without_the_key_gets(operator: str, value: str) -> None:
    text = write(allow("*", Condition={operator: {"example:key": value}}))
    tree = parse_json(text)
    subject = Subject(tree, read_tree(tree, PolicyType.IDENTITY), NOWHERE)
    (view,) = conditions(subject)
    assert view.without_key is matches({operator: {"example:key": value}}, {})


STARRED = [
    ("EQUIVALENT_TO_NULL_FALSE", "StringLike", "s3:prefix"),
    ("EQUIVALENT_TO_NULL_FALSE", "ForAnyValue:StringLike", "aws:TagKeys"),
    ("EQUIVALENT_TO_NULL_TRUE", "StringNotLike", "s3:prefix"),
    ("EQUIVALENT_TO_NULL_TRUE", "ForAllValues:StringNotLike", "aws:TagKeys"),
    ("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", "StringLikeIfExists", "s3:prefix"),
    ("REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", "ForAllValues:StringLike", "aws:TagKeys"),
]


@pytest.mark.parametrize(("code", "operator", "key"), STARRED)
@pytest.mark.parametrize("present", [None, "x", "home/ana", ["a", "b"]])
def test_a_star_written_clearly_means_the_same(
    code: str, operator: str, key: str, present: Any
) -> None:
    if isinstance(present, list) and key != "aws:TagKeys":
        present = "a"
    context = {} if present is None else {key: present}
    before = {operator: {key: "*"}}
    assert matches(repaired(code, before), context) is matches(before, context)


@pytest.mark.parametrize(
    "operator", ["ForAnyValue:StringNotLike", "ForAnyValue:StringNotLikeIfExists"]
)
@pytest.mark.parametrize("context", [{}, {"aws:TagKeys": ["a"]}, {"aws:TagKeys": ["a", "b"]}])
def test_a_dead_statement_matches_nothing(operator: str, context: dict[str, Any]) -> None:
    condition = {operator: {"aws:TagKeys": "*"}}
    statement = allow("*", Condition=condition)
    assert findings("REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", statement)
    assert not matches(condition, context)


@pytest.mark.parametrize("address", ["203.0.113.7", "203.0.113.200", "203.0.112.7", "2001:db8::1"])
@pytest.mark.parametrize("operator", ["IpAddress", "NotIpAddress"])
def test_a_tidied_range_holds_the_same_addresses(operator: str, address: str) -> None:
    before = {operator: {"aws:SourceIp": "203.0.113.7/24"}}
    after = repaired("IMPROVE_IP_RANGE", before)
    context = {"aws:SourceIp": address}
    assert matches(after, context) is matches(before, context)


@pytest.mark.parametrize("address", ["203.0.113.7", "198.51.100.1"])
@pytest.mark.parametrize(
    ("operator", "code"),
    [
        ("IpAddress", "PRIVATE_IP_ADDRESS_SUBSET"),
        ("NotIpAddress", "PRIVATE_NOT_IP_ADDRESS_SUBSET"),
    ],
)
def test_without_private_ranges_public_callers_get_the_same(
    operator: str, code: str, address: str
) -> None:
    before = {operator: {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]}}
    context = {"aws:SourceIp": address}
    assert matches(repaired(code, before), context) is matches(before, context)


@pytest.mark.parametrize("number", ["9", "10", "11", "49.5", "50", "51"])
@pytest.mark.parametrize("comparison", ["LessThan", "LessThanEquals", "GreaterThan"])
def test_the_deciding_limit_decides_alone(comparison: str, number: str) -> None:
    before = {f"Numeric{comparison}": {"s3:max-keys": ["10", "50"]}}
    after = repaired("REDUNDANT_CONDITION_VALUE_NUM", before)
    context = {"s3:max-keys": number}
    assert matches(after, context) is matches(before, context)


@pytest.mark.parametrize("moment", ["2026-12-30T23:59:59Z", "2026-12-31T00:00:00Z"])
def test_a_calendar_date_is_the_same_moment(moment: str) -> None:
    before = {"DateLessThan": {"aws:CurrentTime": "1798675200"}}
    after = repaired("INVALID_DATE_VALUE", before)
    context = {"aws:CurrentTime": moment}
    assert matches(after, context) is matches(before, context)


@pytest.mark.parametrize(
    ("code", "before", "context"),
    [
        (
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            {"StringEquals": {"s3:prefix": "home/*"}},
            {"s3:prefix": "home/ana"},
        ),
        ("MISSING_QUALIFIER", {"StringEquals": {"aws:CalledVia": "x"}}, {"aws:CalledVia": ["x"]}),
    ],
)
def test_a_repair_lets_through_what_was_meant(
    code: str, before: dict[str, dict[str, Any]], context: dict[str, Any]
) -> None:
    assert not matches(before, context)
    assert matches(repaired(code, before), context)


def test_string_like_admits_what_arn_like_does_not() -> None:
    code = "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"
    before = {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/app"}}
    after = repaired(code, before)
    meant = {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}
    crossing = {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/x:role/app"}
    assert matches(before, meant)
    assert matches(after, meant)
    assert matches(before, crossing)
    assert not matches(after, crossing)


def test_a_guard_under_for_all_values_vanishes_without_its_key() -> None:
    before = {"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    after = repaired("FORALLVALUES_WITH_SINGLE_VALUED_KEY", before)
    assert matches(before, {})
    assert not matches(after, {})
    assert matches(after, {"aws:PrincipalOrgID": "o-a1b2c3d4e5"})


def test_bool_misses_requests_without_a_second_factor_and_bool_if_exists_does_not() -> None:
    before = {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
    assert not matches(before, {})
    assert matches({"BoolIfExists": before["Bool"]}, {})
