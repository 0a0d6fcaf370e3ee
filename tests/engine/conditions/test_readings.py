"""Conditions as an evaluator with a rule wrong reads them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine.conditions import ConditionReading, compile_check, operators
from iamlab.engine.matching import Context

TAG, TAGS, MFA = "aws:PrincipalTag/team", "aws:TagKeys", "aws:MultiFactorAuthPresent"
SWITCHES = tuple(field.name for field in fields(ConditionReading))
READINGS = st.sets(st.sampled_from(SWITCHES), max_size=3).map(
    lambda names: ConditionReading(
        **{name: not getattr(ConditionReading(), name) for name in names}
    )
)
VALUES = st.sampled_from(["", "a", "A", "b", "a*", "*", "true", "false", "5", "${aws:username}"])
OPERATORS = st.builds(
    lambda prefix, row, suffix: prefix + row.name + suffix,
    st.sampled_from(["", "", "ForAllValues:", "ForAnyValue:"]),
    st.sampled_from(operators()),
    st.sampled_from(["", "", "IfExists"]),
)
CONTEXTS = st.dictionaries(
    st.sampled_from([TAG, TAGS, MFA, "aws:username"]),
    VALUES | st.lists(VALUES, max_size=3),
)


def matches(
    operator: str, key: str, values: list[str], context: dict[str, Any], **switches: bool
) -> bool:
    reading = ConditionReading(**switches)
    check = compile_check(operator, key, values, variables=True, reading=reading)
    asked = Context(context)
    outcome = check.explain(asked)
    assert outcome.matched is check.matches(asked)
    assert outcome.why
    return outcome.matched


@given(
    OPERATORS, st.sampled_from([TAG, TAGS, MFA]), st.lists(VALUES, max_size=3), CONTEXTS, READINGS
)
def test_an_explanation_tells_the_outcome(
    operator: str,
    key: str,
    values: list[str],
    context: dict[str, Any],
    reading: ConditionReading,
) -> None:
    """M2, for every evaluator."""
    check = compile_check(operator, key, values, variables=True, reading=reading)
    outcome = check.explain(Context(context))
    assert outcome.matched is check.matches(Context(context))
    if check.problem is None:
        assert outcome.why


CASES = [
    ("string_equals_wildcards", "StringEquals", TAG, ["web-*"], {TAG: "web-eu"}, False, True),
    ("string_equals_wildcards", "StringNotEquals", TAG, ["web-*"], {TAG: "web-eu"}, True, False),
    ("string_equals_wildcards", "StringEqualsIfExists", TAG, ["w*"], {TAG: "web"}, False, True),
    ("string_equals_wildcards", "StringEquals", TAG, ["ops-*"], {TAG: "web-eu"}, False, False),
    ("string_equals_case_counts", "StringEquals", TAG, ["Web"], {TAG: "web"}, False, True),
    ("string_equals_case_counts", "StringNotEquals", TAG, ["Web"], {TAG: "web"}, True, False),
    ("string_equals_case_counts", "StringLike", TAG, ["Web"], {TAG: "web"}, False, False),
    ("absent_key_meets_negated", "StringNotEquals", TAG, ["web"], {}, True, False),
    ("absent_key_meets_negated", "NotIpAddress", "aws:SourceIp", ["10.0.0.0/8"], {}, True, False),
    ("absent_key_meets_negated", "StringNotEqualsIfExists", TAG, ["web"], {}, True, True),
    ("absent_key_meets_negated", "ForAllValues:StringNotEquals", TAGS, ["a"], {}, True, True),
    ("absent_key_meets_negated", "Null", TAG, ["true"], {}, True, True),
    ("absent_key_is_ignored", "StringEquals", TAG, ["web"], {}, False, True),
    ("absent_key_is_ignored", "Bool", MFA, ["true"], {}, False, True),
    ("absent_key_is_ignored", "ForAnyValue:StringEquals", TAGS, ["a"], {}, False, False),
    ("absent_key_is_ignored", "Null", TAG, ["false"], {}, False, False),
    ("absent_key_is_ignored", "StringEquals", TAG, ["web"], {TAG: "ops"}, False, False),
    ("absent_bool_is_false", "Bool", MFA, ["false"], {}, False, True),
    ("absent_bool_is_false", "Bool", MFA, ["true"], {}, False, False),
    ("absent_bool_is_false", "BoolIfExists", MFA, ["true"], {}, True, True),
    ("absent_bool_is_false", "StringEquals", MFA, ["false"], {}, False, False),
    ("if_exists_needs_key", "BoolIfExists", MFA, ["false"], {}, True, False),
    ("if_exists_needs_key", "StringNotEqualsIfExists", TAG, ["web"], {}, True, False),
    ("if_exists_needs_key", "StringNotEquals", TAG, ["web"], {}, True, True),
    ("if_exists_needs_key", "StringEqualsIfExists", TAG, ["web"], {TAG: "web"}, True, True),
    ("for_all_values_needs_value", "ForAllValues:StringEquals", TAGS, ["a"], {}, True, False),
    (
        "for_all_values_needs_value",
        "ForAllValues:StringEquals",
        TAGS,
        ["a"],
        {TAGS: [""]},
        True,
        False,
    ),
    (
        "for_all_values_needs_value",
        "ForAllValues:StringEquals",
        TAGS,
        ["a"],
        {TAGS: ["a"]},
        True,
        True,
    ),
    ("for_all_values_needs_value", "ForAnyValue:StringEquals", TAGS, ["a"], {}, False, False),
    (
        "for_all_values_wants_all_listed",
        "ForAllValues:StringEquals",
        TAGS,
        ["a", "b"],
        {TAGS: ["a"]},
        True,
        False,
    ),
    (
        "for_all_values_wants_all_listed",
        "ForAllValues:StringEquals",
        TAGS,
        ["a", "b"],
        {TAGS: ["b", "a"]},
        True,
        True,
    ),
    (
        "for_all_values_wants_all_listed",
        "ForAllValues:StringEquals",
        TAGS,
        ["a"],
        {TAGS: ["a", "c"]},
        False,
        True,
    ),
    ("for_all_values_wants_all_listed", "ForAllValues:StringEquals", TAGS, ["a"], {}, True, False),
    (
        "for_all_values_wants_all_listed",
        "ForAnyValue:StringEquals",
        TAGS,
        ["a", "b"],
        {TAGS: ["a"]},
        True,
        True,
    ),
    ("negated_list_is_or", "StringNotEquals", TAG, ["a", "b"], {TAG: "a"}, False, True),
    ("negated_list_is_or", "StringNotEquals", TAG, ["a"], {TAG: "a"}, False, False),
    ("negated_list_is_or", "StringNotEquals", TAG, ["a", "b"], {TAG: "c"}, True, True),
    (
        "negated_list_is_or",
        "ArnNotLike",
        "aws:PrincipalArn",
        ["arn:aws:iam::*:user/a", "arn:aws:iam::*:user/b"],
        {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/a"},
        False,
        True,
    ),
    ("negated_list_is_or", "StringEquals", TAG, ["a", "b"], {TAG: "a"}, True, True),
]


@pytest.mark.parametrize(
    ("switch", "operator", "key", "values", "context", "right", "wrong"), CASES
)
def test_one_rule_wrong(
    switch: str,
    operator: str,
    key: str,
    values: list[str],
    context: dict[str, Any],
    right: bool,
    wrong: bool,
) -> None:
    """C1, C3, C4 and the table of section 5; the last two are AWS's outcome and the believer's."""
    turned = {switch: not getattr(ConditionReading(), switch)}
    assert matches(operator, key, values, context) is right
    assert matches(operator, key, values, context, **turned) is wrong


def test_every_switch_matters_somewhere_and_somewhere_not() -> None:
    for switch in SWITCHES:
        differing = {case[5] is not case[6] for case in CASES if case[0] == switch}
        assert differing == {True, False}, switch
