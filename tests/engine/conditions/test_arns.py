"""The ARN operators (C11, R1)."""

from collections.abc import Callable

import pytest

from iamlab.engine.conditions import ConditionOutcome

Decide = Callable[..., bool]
Explain = Callable[..., ConditionOutcome]

ROLE = "arn:aws:iam::111122223333:role/app/reader"


@pytest.mark.parametrize("suffix", ["Equals", "Like"])
@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        (ROLE, ROLE, True),
        (ROLE, ROLE.replace("reader", "Reader"), False),
        ("arn:aws:iam::*:role/*", ROLE, True),
        ("arn:aws:iam::111122223333:role/*", ROLE, True),
        ("arn:aws:iam::11112222333?:role/app/reader", ROLE, True),
        ("arn:*:*:*:*:*", ROLE, True),
        ("arn:aws:iam::*:user/*", ROLE, False),
        ("arn:aws:iam:*:role/app/reader", ROLE, False),
        ("arn:aws:*:role/app/reader", ROLE, False),
        ("arn:aws:iam::*", ROLE, False),
        ("arn:*", ROLE, False),
        ("*", ROLE, False),
        ("arn:aws:iam*:role/app/reader:x:y", ROLE, False),
        ("arn:aws:sns:*:*:a*z", "arn:aws:sns:us-east-1:111122223333:a:b/c:z", True),
        ("arn:aws:iam::111122223333:role", ROLE, False),
        ("arn:AWS:iam::111122223333:role/app/reader", ROLE, False),
        ("arn:*:*:*:*:*", "not an arn", False),
        ("arn:*:*:*:*:*", "urn:aws:iam::111122223333:role/x", False),
        ("arn:*:*:*:*:*", "arn:aws:iam::111122223333", False),
        ("not an arn", "not an arn", False),
        ("", "", False),
        ("*:aws:iam::*:role/*", ROLE, False),
    ],
)
def test_six_fields_are_matched_one_by_one_c11_w11(
    suffix: str, pattern: str, value: str, fits: bool, decide: Decide
) -> None:
    assert decide(f"Arn{suffix}", [pattern], value) is fits
    assert decide(f"ArnNot{suffix}", [pattern], value) is not fits


def test_values_are_alternatives_and_negated_ones_exclusions_c1(decide: Decide) -> None:
    patterns = ["arn:aws:iam::*:user/*", "arn:aws:iam::*:role/*"]
    assert decide("ArnLike", patterns, ROLE)
    assert not decide("ArnNotLike", patterns, ROLE)


def test_string_like_crosses_colons_where_arn_like_cannot_c11(
    decide: Decide, explain: Explain
) -> None:
    pattern = "arn:aws:iam:*:*:role/app/reader"
    crossing = "arn:aws:iam:us-east-1:1:2:role/app/reader"
    assert decide("StringLike", [pattern], crossing)
    outcome = explain("ArnLike", [pattern], crossing)
    assert not outcome.matched
    assert "unlike under StringLike" in outcome.why


def test_the_field_that_differs_is_named(explain: Explain) -> None:
    why = explain("ArnLike", ["arn:aws:iam::444455556666:role/*"], ROLE).why
    assert "the account field is `111122223333`, not `444455556666`" in why


def test_a_short_pattern_is_explained_r7(explain: Explain) -> None:
    outcome = explain("ArnLike", ["*"], ROLE)
    assert "not an ARN pattern of six fields" in outcome.why
    assert outcome.notes == ("R7",)


def test_a_value_that_is_no_arn_is_explained_c11(explain: Explain) -> None:
    assert "is not an ARN" in explain("ArnNotLike", [ROLE], "reader").why
