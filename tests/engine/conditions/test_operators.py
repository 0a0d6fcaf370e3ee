"""The table of operators (section 5)."""

import pytest

from iamlab.engine.conditions import compile_check, operators
from iamlab.engine.matching import Context

COMPARISONS = (
    "Equals",
    "NotEquals",
    "LessThan",
    "LessThanEquals",
    "GreaterThan",
    "GreaterThanEquals",
)
NAMES = {
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    *(f"Numeric{suffix}" for suffix in COMPARISONS),
    *(f"Date{suffix}" for suffix in COMPARISONS),
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnNotEquals",
    "ArnLike",
    "ArnNotLike",
    "Null",
}


def test_every_operator_of_aws_is_listed_once() -> None:
    names = [row.name for row in operators()]
    assert len(names) == len(NAMES)
    assert set(names) == NAMES


def test_wildcards_and_variables_follow_the_table() -> None:
    assert {row.name for row in operators() if row.wildcards} == {
        "StringLike",
        "StringNotLike",
        "ArnEquals",
        "ArnNotEquals",
        "ArnLike",
        "ArnNotLike",
    }
    variables = {name for name in NAMES if name.startswith(("String", "Arn"))} | {"Bool"}
    assert {row.name for row in operators() if row.variables} == variables


def test_every_operator_is_described_in_one_sentence() -> None:
    for row in operators():
        assert row.description.endswith(".")
        assert row.description.count(". ") == 0


@pytest.mark.parametrize("name", sorted(NAMES))
def test_names_ignore_case_and_are_mended(name: str) -> None:
    check = compile_check(name.swapcase(), "k:k", ["x"], variables=True)
    assert check.operator == name
    assert check.problem is None


@pytest.mark.parametrize(
    ("operator", "hint"),
    [
        ("StringEqual", "did you mean `StringEquals`?"),
        ("StringEqualsIfExist", "is not a condition operator"),
        ("ArnLikes", "did you mean `ArnLike`?"),
        ("NotExists", "is not a condition operator"),
        ("String Equals", "is not a condition operator"),
        ("StringLi\u212ae", "is not a condition operator"),
        ("IfExists", "is not a condition operator"),
    ],
)
def test_an_unknown_operator_is_a_problem_and_never_matches(operator: str, hint: str) -> None:
    check = compile_check(operator, "k:k", ["x"], variables=True)
    assert check.operator == operator
    assert check.problem is not None
    assert hint in check.problem
    for context in (Context(), Context({"k:k": "x"})):
        assert not check.matches(context)
        assert check.explain(context).why == check.problem
        assert check.missing(context) == ()


def test_a_check_keeps_what_the_policy_says() -> None:
    check = compile_check("StringEquals", "AWS:Username", ["ana", "bob"], variables=True)
    assert (check.key, check.key_lower) == ("AWS:Username", "aws:username")
    assert check.values == ("ana", "bob")
    assert check == compile_check("StringEquals", "AWS:Username", ["ana", "bob"], variables=True)
