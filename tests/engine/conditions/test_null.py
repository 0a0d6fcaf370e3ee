"""The Null operator (C6)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome, compile_check
from iamlab.engine.matching import Context, ContextValue

Decide = Callable[..., bool]


@pytest.mark.parametrize(
    ("values", "value", "expected"),
    [
        (["true"], None, True),
        (["false"], None, False),
        (["true"], "x", False),
        (["false"], "x", True),
        (["TRUE"], None, True),
        (["False"], "x", True),
        (["true", "false"], None, True),
        (["true", "false"], "x", True),
        (["yes"], None, False),
        (["yes"], "x", False),
        ([], None, False),
        ([], "x", False),
        (["true"], "", True),
        (["false"], "", False),
        (["false"], False, True),
    ],
)
def test_null_tests_presence_c3_c6_g7(
    values: list[str], value: ContextValue | None, expected: bool, decide: Decide
) -> None:
    assert decide("Null", values, value) is expected


def test_null_needs_no_set_operator_for_a_multivalued_key_c5() -> None:
    check = compile_check("Null", "aws:TagKeys", ["false"], variables=True)
    assert check.matches(Context({"aws:TagKeys": ["a", "b"]}))
    assert check.matches(Context({"aws:TagKeys": ["", "b"]}))
    assert not check.matches(Context({"aws:TagKeys": []}))


@pytest.mark.parametrize("value", [None, "x", ""])
@pytest.mark.parametrize("wanted", [["true"], ["false"], []])
def test_null_under_a_set_operator_is_constant_c6(
    wanted: list[str], value: str | None, decide: Decide
) -> None:
    assert decide("ForAllValues:Null", wanted, value)
    assert not decide("ForAnyValue:Null", wanted, value)


@pytest.mark.parametrize("operator", ["NullIfExists", "nullifexists", "ForAllValues:NullIfExists"])
@pytest.mark.parametrize("value", [None, "x"])
def test_null_if_exists_is_invalid_and_never_matches_c6(
    operator: str, value: str | None, decide: Decide
) -> None:
    problem = compile_check(operator, "aws:username", ["true"], variables=True).problem
    assert problem is not None
    assert "invalid" in problem
    assert not decide(operator, ["true"], value)


def test_an_empty_value_is_flagged_c6(explain: Callable[..., ConditionOutcome]) -> None:
    assert explain("Null", ["true"], "").notes == ("C6",)
    assert explain("Null", ["true"], None).notes == ()
