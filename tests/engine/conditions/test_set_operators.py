"""ForAllValues and ForAnyValue, and multivalued keys without them (C4, C5, C6)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome, compile_check
from iamlab.engine.matching import Context

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]


def _decide(operator: str, values: list[str], request: list[str], key: str = "aws:TagKeys") -> bool:
    check = compile_check(operator, key, values, variables=True)
    context = Context({key: request})
    assert check.explain(context).matched == check.matches(context)
    return check.matches(context)


@pytest.mark.parametrize(
    ("operator", "request_values", "expected"),
    [
        ("ForAllValues:StringEquals", ["team", "env"], True),
        ("ForAllValues:StringEquals", ["team"], True),
        ("ForAllValues:StringEquals", ["team", "cost"], False),
        ("ForAllValues:StringEquals", ["cost"], False),
        ("ForAnyValue:StringEquals", ["team", "cost"], True),
        ("ForAnyValue:StringEquals", ["cost", "owner"], False),
        ("ForAllValues:StringNotEquals", ["cost", "owner"], True),
        ("ForAllValues:StringNotEquals", ["cost", "team"], False),
        ("ForAnyValue:StringNotEquals", ["team", "cost"], True),
        ("ForAnyValue:StringNotEquals", ["team", "env"], False),
        ("ForAllValues:StringLike", ["TEAM"], False),
        ("ForAllValues:StringEqualsIgnoreCase", ["TEAM", "Env"], True),
        ("FORALLVALUES:stringequals", ["team", "cost"], False),
        ("foranyvalue:STRINGEQUALS", ["team", "cost"], True),
    ],
)
def test_values_are_quantified_c4(operator: str, request_values: list[str], expected: bool) -> None:
    assert _decide(operator, ["team", "env"], request_values) is expected


def test_set_operators_work_for_every_family_c4() -> None:
    assert _decide("ForAllValues:NumericLessThan", ["10"], ["1", "9"], "k:n")
    assert not _decide("ForAllValues:NumericLessThan", ["10"], ["1", "10"], "k:n")
    assert _decide("ForAnyValue:DateGreaterThan", ["2026"], ["2025", "2027"], "k:d")
    assert _decide("ForAnyValue:IpAddress", ["10.0.0.0/8"], ["10.1.1.1", "192.0.2.1"], "k:i")
    assert not _decide("ForAllValues:IpAddress", ["10.0.0.0/8"], ["10.1.1.1", "192.0.2.1"], "k:i")
    assert _decide("ForAllValues:ArnNotLike", ["arn:aws:s3:::*"], ["x", "arn:aws:sns:::y"], "k:a")
    assert _decide("ForAnyValue:Bool", ["true"], ["false", "true"], "k:b")


@pytest.mark.parametrize("request_values", [["a"], ["b"], ["a", "b"]])
@pytest.mark.parametrize(
    "operator", ["StringEquals", "StringNotEquals", "StringEqualsIfExists", "StringNotLikeIfExists"]
)
def test_a_multivalued_key_without_set_operator_never_matches_c5(
    operator: str, request_values: list[str]
) -> None:
    check = compile_check(operator, "aws:TAGKEYS", ["a"], variables=True)
    outcome = check.explain(Context({"aws:TagKeys": request_values}))
    assert not outcome.matched
    assert outcome.notes == ("C5",)


def test_a_multivalued_key_that_is_absent_follows_the_table_c3_c5() -> None:
    for operator, expected in (
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIfExists", True),
    ):
        check = compile_check(operator, "aws:CalledVia", ["a"], variables=True)
        assert check.matches(Context()) is expected


def test_several_request_values_make_any_key_multivalued_c5() -> None:
    assert not _decide("StringEquals", ["a"], ["a", "b"], "k:unknown")
    assert not _decide("StringNotEquals", ["x"], ["a", "b"], "k:unknown")
    assert _decide("StringEquals", ["a"], ["a"], "k:unknown")


def test_a_single_valued_key_is_a_set_of_one_c5(decide: Decide) -> None:
    assert decide("ForAllValues:StringEquals", ["x"], "x")
    assert not decide("ForAllValues:StringEquals", ["x"], "y")
    assert decide("ForAnyValue:StringEquals", ["x"], "x")
    assert not decide("ForAnyValue:StringEquals", ["x"], "y")


def test_an_empty_value_is_absent_for_for_all_values_c6(explain: Explain) -> None:
    outcome = explain("ForAllValues:StringEquals", ["x"], "")
    assert outcome.matched
    assert outcome.notes == ("C6",)
    assert not explain("ForAnyValue:StringEquals", ["x"], "").matched


def test_an_empty_value_beside_others_is_a_value_c6() -> None:
    assert not _decide("ForAllValues:StringEquals", ["x"], ["x", ""])


def test_the_value_that_fails_for_all_values_is_named_c4() -> None:
    check = compile_check("ForAllValues:StringEquals", "aws:TagKeys", ["team"], variables=True)
    outcome = check.explain(Context({"aws:TagKeys": ["team", "cost"]}))
    assert outcome.got == '"team" and "cost"'
    assert "`cost` does not: `cost` differs from `team`." in outcome.why


def test_the_value_that_saves_for_any_value_is_named_c4() -> None:
    check = compile_check("ForAnyValue:StringEquals", "aws:TagKeys", ["team"], variables=True)
    outcome = check.explain(Context({"aws:TagKeys": ["cost", "team"]}))
    assert "`team` satisfies StringEquals" in outcome.why


@pytest.mark.parametrize(
    "operator",
    ["ForSomeValues:StringEquals", "ForAllValues", "ForAllValues:", ":StringEquals", ""],
)
def test_other_prefixes_are_problems(operator: str) -> None:
    check = compile_check(operator, "aws:TagKeys", ["a"], variables=True)
    assert check.problem
    assert not check.matches(Context({"aws:TagKeys": ["a"]}))
    assert not check.matches(Context())
