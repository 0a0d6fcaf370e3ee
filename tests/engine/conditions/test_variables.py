"""Policy variables in condition values (C12, C13, G2, R6)."""

import pytest

from iamlab.engine.conditions import ConditionOutcome, compile_check
from iamlab.engine.matching import Context, ContextValue

KEY = "s3:prefix"


def _explain(
    operator: str,
    values: list[str],
    value: ContextValue,
    *,
    variables: bool = True,
    **request: ContextValue,
) -> ConditionOutcome:
    check = compile_check(operator, KEY, values, variables=variables)
    names = {f"aws:{name}": given for name, given in request.items()}
    context = Context({KEY: value, **names})
    outcome = check.explain(context)
    assert outcome.matched == check.matches(context)
    return outcome


@pytest.mark.parametrize(
    ("operator", "pattern", "value", "expected"),
    [
        ("StringEquals", "${aws:username}", "ana", True),
        ("StringEquals", "${AWS:UserName}", "ana", True),
        ("StringEquals", "home/${aws:username}/", "home/ana/", True),
        ("StringEquals", "${aws:username}", "bob", False),
        ("StringNotEquals", "${aws:username}", "ana", False),
        ("StringNotEquals", "${aws:username}", "bob", True),
        ("StringEqualsIgnoreCase", "${aws:username}", "ANA", True),
        ("StringLike", "home/${aws:username}/*", "home/ana/x/y", True),
        ("StringLike", "home/${aws:username}/*", "home/bob/x", False),
        ("StringNotLike", "home/${aws:username}/*", "home/bob/x", True),
        ("ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::1:user/ana", True),
        ("ArnEquals", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::1:user/bob", False),
        ("ArnNotLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::1:user/bob", True),
    ],
)
def test_variables_are_filled_in_c12(
    operator: str, pattern: str, value: str, expected: bool
) -> None:
    assert _explain(operator, [pattern], value, username="ana").matched is expected


def test_bool_takes_variables_and_says_that_sources_disagree_c12() -> None:
    outcome = _explain("Bool", ["${aws:ViaAWSService}"], "true", ViaAWSService=True)
    assert outcome.matched
    assert outcome.notes == ("C12",)
    assert not _explain("Bool", ["${aws:ViaAWSService}"], "true", ViaAWSService=False).matched


@pytest.mark.parametrize(
    ("operator", "value", "key"),
    [
        ("NumericEquals", "5", 5),
        ("DateEquals", "2026", "2026"),
        ("IpAddress", "10.0.0.1", "10.0.0.1"),
        ("BinaryEquals", "YQ==", "YQ=="),
    ],
)
def test_the_other_families_take_no_variables_c12(
    operator: str, value: str, key: ContextValue
) -> None:
    assert _explain(operator, [value], key).matched
    assert not _explain(operator, ["${aws:username}"], key, username=value).matched


def test_version_2008_leaves_variables_as_text_g2_w18() -> None:
    text = "home/${aws:username}"
    outcome = _explain("StringEquals", [text], "home/ana", variables=False, username="ana")
    assert not outcome.matched
    assert "Version 2012-10-17" in outcome.why
    assert _explain("StringEquals", [text], text, variables=False, username="ana").matched


@pytest.mark.parametrize("star", ["*", "?"])
def test_a_star_that_a_variable_brings_in_is_literal_c12_w19(star: str) -> None:
    outcome = _explain("StringLike", ["${aws:username}x"], "ax", username=star)
    assert not outcome.matched
    assert outcome.notes == ("C12",)
    assert _explain("StringLike", ["${aws:username}x"], f"{star}x", username=star).matched
    arn = _explain(
        "ArnLike", ["arn:aws:iam::1:user/${aws:username}"], "arn:aws:iam::1:user/a", username=star
    )
    assert not arn.matched


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("a${*}", "a*", True),
        ("a${*}", "ab", False),
        ("a${?}", "a?", True),
        ("a${?}", "ab", False),
        ("${$}{aws:username}", "${aws:username}", True),
        ("a${*}*", "a*bc", True),
    ],
)
def test_escapes_stand_for_themselves_c12(pattern: str, value: str, expected: bool) -> None:
    assert _explain("StringLike", [pattern], value).matched is expected


def test_a_default_fills_in_for_an_absent_key_c12() -> None:
    pattern = ["home/${aws:username, 'guest'}"]
    assert _explain("StringEquals", pattern, "home/guest").matched
    assert _explain("StringEquals", pattern, "home/ana", username="ana").matched
    assert not _explain("StringEquals", pattern, "home/guest", username="ana").matched


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIgnoreCase", False),
        ("StringNotEqualsIgnoreCase", True),
        ("StringLike", False),
        ("StringNotLike", True),
        ("ArnLike", False),
        ("ArnNotLike", True),
        ("ArnEquals", False),
        ("ArnNotEquals", True),
        ("Bool", False),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", True),
        ("ForAllValues:StringEquals", False),
        ("ForAllValues:StringNotEquals", True),
    ],
)
def test_a_variable_without_value_matches_nothing_c13_w14(operator: str, expected: bool) -> None:
    arn = operator.startswith("Arn")
    value = "arn:aws:iam::1:user/" if arn else "true"
    outcome = _explain(operator, [f"{value}${{aws:username}}"], value)
    assert outcome.matched is expected
    assert outcome.notes[-1] == "C13"


def test_other_values_still_count_beside_a_variable_without_value_c13() -> None:
    values = ["${aws:username}", "ana"]
    assert _explain("StringEquals", values, "ana").matched
    assert not _explain("StringNotEquals", values, "ana").matched
    assert _explain("StringNotEquals", values, "bob").matched


def test_a_multivalued_key_fills_in_no_variable_c12() -> None:
    outcome = _explain("StringEquals", ["${aws:TagKeys}"], "a", TagKeys=["a"])
    assert not outcome.matched
    assert "multivalued" in outcome.why


def test_a_role_session_has_no_user_name_q23() -> None:
    outcome = _explain("StringLike", ["${aws:username}/*"], "ana/x", PrincipalType="AssumedRole")
    assert outcome.why == (
        "`${aws:username}` has no value for a role session, so this value can match nothing."
    )


def test_missing_names_the_variables_that_the_request_lacks() -> None:
    values = ["${aws:username}", "${aws:username}/${aws:PrincipalTag/team}"]
    check = compile_check("StringLike", KEY, values, variables=True)
    assert check.missing(Context()) == (KEY, "aws:username", "aws:PrincipalTag/team")
    assert check.missing(Context({KEY: "x", "aws:username": "ana"})) == ("aws:PrincipalTag/team",)
    plain = compile_check("StringLike", KEY, values, variables=False)
    assert plain.missing(Context({KEY: "x"})) == ()


def test_an_operator_without_variables_lacks_none_c12() -> None:
    check = compile_check("NumericEquals", KEY, ["${aws:username}"], variables=True)
    assert check.missing(Context({KEY: 1})) == ()


@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals"])
def test_several_request_values_never_match_a_variable_without_set_operator_c5(
    operator: str,
) -> None:
    for name in ("a", "x"):
        assert not _explain(operator, ["${aws:username}"], ["a", "b"], username=name).matched


def test_a_whole_arn_may_come_from_a_variable_c12() -> None:
    arn = "arn:aws:sns:us-east-1:111122223333:alerts"
    assert _explain("ArnEquals", ["${aws:SourceArn}"], arn, SourceArn=arn).matched
    assert not _explain("ArnEquals", ["${aws:SourceArn}"], arn, SourceArn="alerts").matched
