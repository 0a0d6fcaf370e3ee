"""The Numeric operators (C7)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]


@pytest.mark.parametrize(
    ("operator", "below", "same", "above"),
    [
        ("NumericEquals", False, True, False),
        ("NumericNotEquals", True, False, True),
        ("NumericLessThan", True, False, False),
        ("NumericLessThanEquals", True, True, False),
        ("NumericGreaterThan", False, False, True),
        ("NumericGreaterThanEquals", False, True, True),
    ],
)
def test_numbers_compare_by_size_c7(
    operator: str, below: bool, same: bool, above: bool, decide: Decide
) -> None:
    assert decide(operator, ["10"], 9) is below
    assert decide(operator, ["10"], 10) is same
    assert decide(operator, ["10"], 100) is above


@pytest.mark.parametrize(
    ("policy", "request_value"),
    [
        ("10", "10.0"),
        ("10.50", "10.5"),
        ("1e3", "1000"),
        ("-0", "0"),
        ("-2.5", -2.5),
        ("007", 7),
        ("0.1", 0.1),
        (
            "10000000000000000000000000000000000000001",
            "10000000000000000000000000000000000000001.0",
        ),
    ],
)
def test_equal_numbers_may_be_written_differently_c7(
    policy: str, request_value: str | float, decide: Decide
) -> None:
    assert decide("NumericEquals", [policy], request_value)
    assert not decide("NumericNotEquals", [policy], request_value)


def test_numbers_are_compared_exactly_c7(decide: Decide) -> None:
    assert not decide("NumericEquals", ["10000000000000000000000000000001"], "1e31")
    assert not decide("NumericEquals", ["0.3"], "0.30000000000000000000000000000000000001")


UNREADABLE = ["abc", "", " 1", "1 ", "1,000", "0x10", "1_000", "٣", "NaN", "Infinity", "1e", "--1"]


@pytest.mark.parametrize("text", [*UNREADABLE, "2026-01-01T00:00:00Z", "9" * 5000, "1e99999999"])
@pytest.mark.parametrize("operator", ["NumericEquals", "NumericNotEquals", "NumericLessThan"])
def test_an_unreadable_operand_fails_even_negated_c7(
    operator: str, text: str, explain: Explain
) -> None:
    for outcome in (explain(operator, [text], 5), explain(operator, ["5"], text)):
        assert not outcome.matched
        assert outcome.notes == ("C7",)
        assert "is not a number" in outcome.why


def test_one_readable_value_is_enough_for_a_positive_operator_c1_c7(decide: Decide) -> None:
    assert decide("NumericEquals", ["abc", "5"], 5)


def test_one_unreadable_value_spoils_a_negated_operator_c7(decide: Decide) -> None:
    assert not decide("NumericNotEquals", ["abc", "5"], 6)


def test_several_values_of_a_negated_operator_are_nor_c1(decide: Decide) -> None:
    assert decide("NumericNotEquals", ["5", "6"], 7)
    assert not decide("NumericNotEquals", ["5", "6"], 6)


def test_numeric_operators_read_epoch_time_c8(decide: Decide) -> None:
    assert decide("NumericLessThan", ["1700000001"], 1700000000)


def test_if_exists_keeps_its_operator_w20(decide: Decide) -> None:
    assert decide("NumericEqualsIfExists", ["5"], 5)
    assert not decide("NumericEqualsIfExists", ["5"], 6)
    assert decide("NumericEqualsIfExists", ["5"], None)


def test_a_failed_comparison_says_how(explain: Explain) -> None:
    assert explain("NumericLessThan", ["10"], 20).why == "`20` is not less than `10`."
