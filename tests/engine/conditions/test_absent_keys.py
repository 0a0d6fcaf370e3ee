"""What every form of operator says of a key that the request lacks (C3, C14, G7)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome, Family, Operator, compile_check, operators
from iamlab.engine.matching import Context

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]

NULLABLE = [row for row in operators() if row.family is not Family.NULL]
NEGATED = {
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
    "NumericNotEquals",
    "DateNotEquals",
    "NotIpAddress",
    "ArnNotEquals",
    "ArnNotLike",
}


def test_the_negated_operators_are_the_ones_that_aws_names_with_not() -> None:
    assert {row.name for row in operators() if row.negated} == NEGATED


@pytest.mark.parametrize("row", NULLABLE, ids=lambda row: row.name)
def test_table_of_absent_keys_c3_w14_w15(row: Operator, decide: Decide) -> None:
    for values in (["x"], ["1", "arn:aws:s3:::b"]):
        assert decide(row.name, values, None) is (row.name in NEGATED)
        assert decide(f"{row.name}IfExists", values, None)
        assert decide(f"ForAllValues:{row.name}", values, None)
        assert decide(f"ForAllValues:{row.name}IfExists", values, None)
        assert not decide(f"ForAnyValue:{row.name}", values, None)
        assert not decide(f"ForAnyValue:{row.name}IfExists", values, None)


@pytest.mark.parametrize("row", NULLABLE, ids=lambda row: row.name)
def test_an_empty_list_of_request_values_is_absent_c4(row: Operator) -> None:
    for prefix, expected in (
        ("", row.name in NEGATED),
        ("ForAllValues:", True),
        ("ForAnyValue:", False),
    ):
        check = compile_check(f"{prefix}{row.name}", "aws:TagKeys", ["x"], variables=True)
        assert check.matches(Context({"aws:TagKeys": []})) is expected


@pytest.mark.parametrize("row", NULLABLE, ids=lambda row: row.name)
def test_if_exists_changes_nothing_for_a_present_key_c14(row: Operator, decide: Decide) -> None:
    for value in ("x", "1", "true", "10.0.0.1", "2026", "arn:aws:s3:::b", ""):
        for values in (["x"], ["1"], ["true"], ["10.0.0.0/8"], ["arn:aws:s3:::*"]):
            plain = decide(row.name, values, value)
            assert decide(f"{row.name}IfExists", values, value) is plain


@pytest.mark.parametrize("row", NULLABLE, ids=lambda row: row.name)
def test_an_empty_list_of_policy_values_g7(row: Operator, decide: Decide) -> None:
    name, negated = row.name, row.name in NEGATED
    for value in ("x", "1"):
        assert decide(name, [], value) is negated
        assert decide(f"{name}IfExists", [], value) is negated
        assert decide(f"ForAllValues:{name}", [], value) is negated
    assert decide(name, [], None) is negated
    assert decide(f"{name}IfExists", [], None)
    assert decide(f"ForAllValues:{name}", [], None)
    assert not decide(f"ForAnyValue:{name}", [], None)
    if not negated:
        assert not decide(f"ForAnyValue:{name}", [], "x")


def test_a_negated_operator_without_values_is_flagged_g7(explain: Explain) -> None:
    outcome = explain("StringNotEquals", [], "x")
    assert outcome.matched
    assert outcome.notes == ("G7",)
    assert outcome.wanted.endswith("= an empty list")


def test_a_present_empty_value_is_not_absent_for_plain_operators_c6(decide: Decide) -> None:
    assert not decide("StringEqualsIfExists", ["x"], "")
    assert not decide("StringNotEquals", [""], "")


@pytest.mark.parametrize(
    ("operator", "sentence"),
    [
        ("StringNotLike", "The key is absent, and a negated operator matches an absent key."),
        (
            "BoolIfExists",
            "The key is absent, and an operator with `IfExists` matches an absent key.",
        ),
        ("StringEquals", "The key is absent, and StringEquals needs a value."),
        (
            "ForAllValues:StringNotEquals",
            "The key is absent, and ForAllValues holds when there is no value to test.",
        ),
        (
            "ForAnyValue:StringNotEquals",
            "The key is absent, and ForAnyValue needs at least one value that matches.",
        ),
    ],
)
def test_an_absent_key_is_explained_q19_q21(operator: str, sentence: str, explain: Explain) -> None:
    outcome = explain(operator, ["x"], None)
    assert (outcome.got, outcome.why, outcome.notes) == ("absent", sentence, ())


def test_for_any_value_if_exists_is_flagged_as_disputed_c3(explain: Explain) -> None:
    assert explain("ForAnyValue:StringEqualsIfExists", ["x"], None).notes == ("C3",)


def test_missing_names_the_absent_key_as_the_policy_writes_it() -> None:
    check = compile_check("StringEquals", "AWS:PrincipalTag/Team", ["x"], variables=True)
    assert check.missing(Context()) == ("AWS:PrincipalTag/Team",)
    assert check.missing(Context({"aws:principaltag/team": "y"})) == ()
