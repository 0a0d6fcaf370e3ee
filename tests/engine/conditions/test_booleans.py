"""The Bool operator (C9)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome

Decide = Callable[..., bool]


@pytest.mark.parametrize(
    ("values", "value", "expected"),
    [
        (["true"], True, True),
        (["true"], False, False),
        (["false"], False, True),
        (["TRUE"], "true", True),
        (["true"], "True", True),
        (["false"], "true", False),
        (["true", "false"], "false", True),
        (["yes"], "yes", False),
        (["1"], "1", False),
        (["true"], "1", False),
        (["true"], "", False),
        ([" true"], "true", False),
        (["falſe"], "false", False),
        (["*"], "true", False),
    ],
)
def test_only_true_and_false_match_in_any_case_c9(
    values: list[str], value: str | bool, expected: bool, decide: Decide
) -> None:
    assert decide("Bool", values, value) is expected


def test_an_absent_mfa_key_is_not_false_q20(decide: Decide) -> None:
    assert not decide("Bool", ["false"], None)
    assert decide("BoolIfExists", ["false"], None)


def test_a_value_that_is_no_truth_is_explained(
    explain: Callable[..., ConditionOutcome],
) -> None:
    assert "neither `true` nor `false`" in explain("Bool", ["yes"], "true").why
    assert "neither `true` nor `false`" in explain("Bool", ["true"], "yes").why
