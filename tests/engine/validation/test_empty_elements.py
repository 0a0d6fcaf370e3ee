"""Empty lists and objects, and condition keys that repeat themselves."""

from __future__ import annotations

from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.marking import (
    BASE,
    SHARED,
    found,
    marked,
    mended,
    policy,
    repaired,
    statement_of,
)

RESOURCE = PolicyType.RESOURCE
ORGANIZATION = {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}


@pytest.mark.parametrize("policy_type", PolicyType)
def test_an_empty_list_of_statements_is_reported_everywhere(policy_type: PolicyType) -> None:
    assert marked(policy(), "EMPTY_ARRAY_STATEMENT", policy_type) == ["[]"]
    assert not found(policy(statement_of(policy_type)), "EMPTY_ARRAY_STATEMENT", policy_type)


@pytest.mark.parametrize(
    ("element", "code"),
    [
        ("Action", "EMPTY_ARRAY_ACTION"),
        ("NotAction", "EMPTY_ARRAY_ACTION"),
        ("Resource", "EMPTY_ARRAY_RESOURCE"),
        ("NotResource", "EMPTY_ARRAY_RESOURCE"),
    ],
)
def test_an_empty_list_says_what_it_matches(element: str, code: str) -> None:
    statement = dict(BASE)
    del statement[element.removeprefix("Not")]
    text = policy({**statement, element: []})
    (finding,) = found(text, code)
    everything = element.startswith("Not")
    assert ("matches everything" in finding.message) == everything
    assert finding.path == ("Statement", 0, element)
    assert finding.repair is None


@pytest.mark.parametrize("policy_type", [RESOURCE, PolicyType.TRUST, PolicyType.ENDPOINT])
@pytest.mark.parametrize(
    ("principal", "code"),
    [({}, "EMPTY_OBJECT_PRINCIPAL"), ({"Service": []}, "EMPTY_ARRAY_PRINCIPAL")],
)
def test_a_principal_that_is_nobody(
    policy_type: PolicyType, principal: dict[str, Any], code: str
) -> None:
    text = policy(statement_of(policy_type, Principal=principal))
    assert len(found(text, code, policy_type)) == 1


def test_where_principal_is_ignored_its_emptiness_is_too() -> None:
    text = policy({**BASE, "Principal": {}})
    assert not found(text, "EMPTY_OBJECT_PRINCIPAL")


# EMPTY_OBJECT_CONDITION


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, None),
        ({"StringEquals": {}}, None),
        ({"StringEquals": {}, "StringLike": ORGANIZATION}, {"StringLike": ORGANIZATION}),
        ({"StringLike": ORGANIZATION, "Condition": {}}, {"StringLike": ORGANIZATION}),
    ],
)
def test_what_tests_nothing_is_removed(condition: Any, expected: Any) -> None:
    after = mended(policy({**BASE, "Condition": condition}), "EMPTY_OBJECT_CONDITION")
    assert after["Statement"][0].get("Condition") == expected


# EMPTY_ARRAY_CONDITION and its three relatives


@pytest.mark.parametrize(
    ("operator", "code", "meaning"),
    [
        ("StringEquals", "EMPTY_ARRAY_CONDITION", "never matches"),
        ("NumericLessThan", "EMPTY_ARRAY_CONDITION", "never matches"),
        ("StringNotEquals", "EMPTY_ARRAY_CONDITION", "always matches"),
        ("NotIpAddress", "EMPTY_ARRAY_CONDITION", "always matches"),
        ("StringEqualsIfExists", "EMPTY_ARRAY_CONDITION_IFEXISTS", "only when the key is absent"),
        ("stringlikeifexists", "EMPTY_ARRAY_CONDITION_IFEXISTS", "only when the key is absent"),
        ("ForAllValues:StringLike", "EMPTY_ARRAY_CONDITION_FORALLVALUES",
         "only when the key is absent"),
        ("forallvalues:StringLikeIfExists", "EMPTY_ARRAY_CONDITION_FORALLVALUES",
         "only when the key is absent"),
        ("ForAnyValue:StringLike", "EMPTY_ARRAY_CONDITION_FORANYVALUE", "never matches"),
        ("ForAnyValue:StringNotLike", "EMPTY_ARRAY_CONDITION_FORANYVALUE", "never matches"),
    ],
)  # fmt: skip
def test_an_empty_list_of_values_means_what_the_operator_makes_of_it(
    operator: str, code: str, meaning: str
) -> None:
    text = policy({**BASE, "Condition": {operator: {"aws:TagKeys": []}}})
    (finding,) = found(text, code)
    assert meaning in finding.message
    assert finding.repair is None
    others = {"", "_IFEXISTS", "_FORALLVALUES", "_FORANYVALUE"}
    for other in others - {code.removeprefix("EMPTY_ARRAY_CONDITION")}:
        assert not found(text, f"EMPTY_ARRAY_CONDITION{other}")


@pytest.mark.parametrize("value", ["", "x", ["x"], [""]])
def test_an_empty_value_is_no_empty_list(value: Any) -> None:
    text = policy({**BASE, "Condition": {"StringEquals": {"aws:PrincipalOrgID": value}}})
    assert not found(text, "EMPTY_ARRAY_CONDITION")


# INVALID_CONDITION_DATA_TYPE


def test_mixed_values_are_all_put_in_quotes() -> None:
    values = [10, "20", 3.50, True]
    text = policy({**BASE, "Condition": {"NumericEquals": {"s3:max-keys": values}}})
    assert len(marked(text, "INVALID_CONDITION_DATA_TYPE")) == 1
    after = mended(text, "INVALID_CONDITION_DATA_TYPE")["Statement"][0]["Condition"]
    assert after == {"NumericEquals": {"s3:max-keys": ["10", "20", "3.5", "true"]}}


@pytest.mark.parametrize("values", [[1, 2.5], [True, False], ["1", "x"], [1], []])
def test_values_of_one_kind_are_fine(values: list[Any]) -> None:
    text = policy({**BASE, "Condition": {"NumericEquals": {"s3:max-keys": values}}})
    assert not found(text, "INVALID_CONDITION_DATA_TYPE")


# DUPLICATE_KEYS_WITH_DIFFERENT_CASE


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("a", "a", True), (["a", "b"], ["b", "a"], True), ("a", ["a"], True), ("a", "b", False),
     ("1", 1, False), (["a"], ["a", "b"], False)],
)  # fmt: skip
def test_the_second_spelling_is_removed_when_it_says_the_same(
    first: Any, second: Any, joined: bool
) -> None:
    block = {"aws:username": first, "AWS:UserName": second}
    text = policy({**BASE, "Condition": {"StringEquals": block}})
    assert marked(text, "DUPLICATE_KEYS_WITH_DIFFERENT_CASE") == ['"AWS:UserName"']
    if joined:
        after = mended(text, "DUPLICATE_KEYS_WITH_DIFFERENT_CASE")["Statement"][0]["Condition"]
        assert after == {"StringEquals": {"aws:username": first}}
    else:
        assert repaired(text, "DUPLICATE_KEYS_WITH_DIFFERENT_CASE") is None


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:username": "a"}, "StringLike": {"aws:UserName": "a"}},
        {"StringEquals": {"aws:PrincipalTag/a": "x", "aws:PrincipalTag/b": "x"}},
    ],
)
def test_keys_of_different_blocks_or_names_are_fine(condition: Any) -> None:
    text = policy({**SHARED, "Condition": condition})
    assert not found(text, "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", RESOURCE)
