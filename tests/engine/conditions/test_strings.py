"""The String operators (table of section 5, C1, C2)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]


@pytest.mark.parametrize(
    ("operator", "values", "value", "expected"),
    [
        ("StringEquals", ["finance"], "finance", True),
        ("StringEquals", ["finance"], "Finance", False),
        ("StringEquals", ["finance"], "finance ", False),
        ("StringEquals", [""], "", True),
        ("StringEquals", ["web", "finance"], "finance", True),
        ("StringEquals", ["web", "finance"], "audit", False),
        ("StringEquals", ["fin*"], "finance", False),
        ("StringEquals", ["fin*"], "fin*", True),
        ("StringEquals", ["f?n"], "fan", False),
        ("StringEqualsIgnoreCase", ["finance"], "FINANCE", True),
        ("StringEqualsIgnoreCase", ["straße"], "STRASSE", True),
        ("StringEqualsIgnoreCase", ["fin*"], "FINANCE", False),
        ("StringLike", ["fin*"], "finance", True),
        ("StringLike", ["fin*"], "Finance", False),
        ("StringLike", ["fin*"], "fin", True),
        ("StringLike", ["f?n"], "fan", True),
        ("StringLike", ["f?n"], "fn", False),
        ("StringLike", ["f?n"], "fain", False),
        ("StringLike", ["*"], "", True),
        ("StringLike", ["?*"], "", False),
        ("StringLike", ["a.c"], "abc", False),
        ("StringLike", ["home/*"], "home/ana/x:y\nz", True),
        ("StringLike", ["x*", "*z"], "abz", True),
        ("StringLike", ["arn:aws:*:role/x"], "arn:aws:iam::1:role/x", True),
    ],
)
def test_positive_operators_need_one_matching_value_c1(
    operator: str, values: list[str], value: str, expected: bool, decide: Decide
) -> None:
    assert decide(operator, values, value) is expected


@pytest.mark.parametrize(
    ("operator", "values", "value", "expected"),
    [
        ("StringNotEquals", ["web", "audit"], "finance", True),
        ("StringNotEquals", ["web", "audit"], "audit", False),
        ("StringNotEquals", ["web"], "Web", True),
        ("StringNotEqualsIgnoreCase", ["web", "audit"], "AUDIT", False),
        ("StringNotEqualsIgnoreCase", ["web", "audit"], "finance", True),
        ("StringNotLike", ["w*", "a*"], "finance", True),
        ("StringNotLike", ["w*", "a*"], "audit", False),
        ("StringNotLike", ["w*"], "Web", True),
    ],
)
def test_negated_operators_need_no_matching_value_c1_w13(
    operator: str, values: list[str], value: str, expected: bool, decide: Decide
) -> None:
    assert decide(operator, values, value) is expected


def test_a_star_under_string_equals_is_explained_q18(explain: Explain) -> None:
    outcome = explain("StringEquals", ["fin*"], "finance")
    assert outcome.wanted == 'StringEquals example:Key = "fin*"'
    assert outcome.got == '"finance"'
    assert outcome.why == (
        "StringEquals compares letter by letter: `*` is only a star here; "
        "StringLike makes it a wildcard."
    )


@pytest.mark.parametrize(("operator", "value"), [("StringEquals", "web"), ("StringLike", "w*")])
def test_wrong_case_is_explained_c2(operator: str, value: str, explain: Explain) -> None:
    outcome = explain(operator, [value], "Web")
    assert not outcome.matched
    assert "differ only in case" in outcome.why


def test_wanted_lists_the_values_with_or_c1(explain: Explain) -> None:
    outcome = explain("StringEquals", ["finance", "audit"], "web")
    assert outcome.wanted == 'StringEquals example:Key = "finance" or "audit"'
    assert outcome.why == "`web` differs from `finance` and `audit`."


def test_wanted_lists_the_values_of_a_negated_operator_with_nor_c1(explain: Explain) -> None:
    outcome = explain("StringNotEquals", ["finance", "audit"], "audit")
    assert outcome.wanted == 'StringNotEquals example:Key = "finance" nor "audit"'
    assert "`audit` equals `audit`" in outcome.why


def test_the_spelling_of_the_operator_is_mended_in_messages(explain: Explain) -> None:
    outcome = explain("STRINGequalsIFEXISTS", ["web"], "web")
    assert outcome.matched
    assert outcome.wanted.startswith("StringEqualsIfExists ")
