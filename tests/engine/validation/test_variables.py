"""Policy variables: how they are written, and where they may stand (C12, G2)."""

from __future__ import annotations

import json
import time
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlab.engine import PolicyType
from iamlab.engine.documents import parse_json, read_tree
from iamlab.engine.matching import parse_template
from iamlab.engine.validation import all_checks
from iamlab.engine.validation.subject import NOWHERE, Subject
from iamlab.engine.validation.variables import Fault, variables_of
from tests.engine.validation.marking import (
    BASE,
    found,
    marked,
    mended,
    policy,
    repaired,
    statement_of,
)

HOME = "arn:aws:s3:::acme-home/"
THEMES = ("variables", "variable_places", "permissive_values")
MALFORMED = (
    "MISSING_BRACE_IN_VARIABLE",
    "MISSING_QUOTE_IN_VARIABLE",
    "UNSUPPORTED_SPACE_IN_VARIABLE",
    "EMPTY_VARIABLE",
)


def on(resource: Any, **changes: Any) -> str:
    return policy({**BASE, "Resource": resource, **changes})


def compared(operator: str, key: str, value: Any) -> str:
    return policy({**BASE, "Condition": {operator: {key: value}}})


# How they are written


@pytest.mark.parametrize(
    "text",
    [
        "${aws:username}",
        "${AWS:UserName}",
        "${aws:PrincipalTag/team}",
        "${aws:PrincipalTag/team, 'common'}",
        "${aws:PrincipalTag/team,'two words'}",
        "${aws:PrincipalTag/team, ''}",
        "${aws:PrincipalTag/team, 'a}b'}",
        "${aws:PrincipalTag/team, 'a,b'}",
        "${*}",
        "${?}",
        "${$}",
        "${$}{x}",
        "${*}${aws:username}",
        "$aws:username",
        "{aws:username}",
        "$ {aws:username}",
        "a$",
        "100%{}",
    ],
)
@pytest.mark.parametrize("code", MALFORMED)
def test_well_formed_variables_and_mere_characters_are_silent(text: str, code: str) -> None:
    assert not found(on(f"{HOME}{text}/*"), code)
    assert not found(compared("StringLike", "s3:prefix", ["x", text]), code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("${aws:username", "MISSING_BRACE_IN_VARIABLE"),
        ("${aws:username/${aws:userid}", "MISSING_BRACE_IN_VARIABLE"),
        ("${", "MISSING_BRACE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team, 'common", "MISSING_BRACE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team, common}", "MISSING_QUOTE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team, 'common}", "MISSING_QUOTE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team, common'}", "MISSING_QUOTE_IN_VARIABLE"),
        ('${aws:PrincipalTag/team, "common"}', "MISSING_QUOTE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team,}", "MISSING_QUOTE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team, '}", "MISSING_QUOTE_IN_VARIABLE"),
        ("${aws:PrincipalTag/team, 'a'b'}", "MISSING_QUOTE_IN_VARIABLE"),
        ("${ aws:username}", "UNSUPPORTED_SPACE_IN_VARIABLE"),
        ("${aws:username }", "UNSUPPORTED_SPACE_IN_VARIABLE"),
        ("${aws: username}", "UNSUPPORTED_SPACE_IN_VARIABLE"),
        ("${aws:PrincipalTag/cost center}", "UNSUPPORTED_SPACE_IN_VARIABLE"),
        ("${aws:username , 'x'}", "UNSUPPORTED_SPACE_IN_VARIABLE"),
        ("${}", "EMPTY_VARIABLE"),
        ("${  }", "EMPTY_VARIABLE"),
        ("${, 'common'}", "EMPTY_VARIABLE"),
    ],
)
def test_a_malformed_variable_has_exactly_one_fault(text: str, code: str) -> None:
    for document in (on(f"{HOME}{text}"), compared("StringLike", "s3:prefix", text)):
        assert [item for item in MALFORMED if found(document, item)] == [code]
        assert len(found(document, code)) == 1


def test_each_malformed_variable_of_a_value_is_reported() -> None:
    text = on([f"{HOME}${{}}/${{ }}", f"{HOME}${{aws:username}}/${{}}"])
    assert [item.path[-1] for item in found(text, "EMPTY_VARIABLE")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (MALFORMED[0], "${aws:username/*", "${aws:username}/*"),
        (MALFORMED[0], "${aws:username-x/${aws:userid}", "${aws:username}-x/${aws:userid}"),
        (MALFORMED[0], "${aws:PrincipalTag/team/*", None),
        (MALFORMED[0], "${aws:nothing/*", None),
        (MALFORMED[0], "${username", None),
        (
            MALFORMED[1],
            "${aws:PrincipalTag/team, common}/*",
            "${aws:PrincipalTag/team, 'common'}/*",
        ),
        (MALFORMED[1], "${aws:PrincipalTag/team, 'common}", "${aws:PrincipalTag/team, 'common'}"),
        (
            MALFORMED[1],
            '${aws:PrincipalTag/team,"two words"}',
            "${aws:PrincipalTag/team, 'two words'}",
        ),
        (MALFORMED[1], "${aws:PrincipalTag/team, it's}", None),
        (MALFORMED[2], "a/${ aws:username }/*", "a/${aws:username}/*"),
        (MALFORMED[2], "${aws: user name}", "${aws:username}"),
        (MALFORMED[2], "${aws:username , 'two words'}", "${aws:username, 'two words'}"),
        (MALFORMED[2], "${aws:PrincipalTag/ team }", "${aws:PrincipalTag/team}"),
        (MALFORMED[2], "${aws:PrincipalTag/cost center}", None),
        (MALFORMED[3], "${}", None),
    ],
)
def test_repairs_of_malformed_variables(code: str, before: str, after: str | None) -> None:
    text = compared("StringLike", "s3:prefix", [before])
    if after is None:
        assert repaired(text, code) is None
    else:
        expected = {"StringLike": {"s3:prefix": [after]}}
        assert mended(text, code)["Statement"][0]["Condition"] == expected


PIECES = st.lists(
    st.sampled_from(["${", "}", "aws:username", "/", ",", "'", " ", "*", "$", "x", "\n", "é"]),
    max_size=14,
).map("".join)


@given(PIECES)
def test_variables_cover_every_opening_once_and_in_order(text: str) -> None:
    end = 0
    for use in variables_of(text):
        assert end <= use.start < use.end <= len(text)
        assert text[use.start : use.start + 2] == "${"
        assert "${" not in text[end : use.start]
        end = use.end
    assert "${" not in text[end:]


@given(PIECES)
def test_what_the_evaluator_fills_in_is_well_formed_here(text: str) -> None:
    """The evaluator forgives spaces; whatever else it takes as a variable has no fault."""
    forgiven = (Fault.NONE, Fault.SPACE)
    keys = [variable.key for variable in parse_template(text, enabled=True).variables]
    names = [use.name.strip() for use in variables_of(text) if use.fault in forgiven]
    assert [key for key in keys if key not in names] == []


# Where they may stand


@pytest.mark.parametrize(
    ("element", "value"),
    [("Action", "s3:${aws:username}"), ("NotAction", ["s3:GetObject", "${aws:username}:Get"])],
)
def test_actions_take_no_variable(element: str, value: Any) -> None:
    statement = {key: item for key, item in BASE.items() if key != "Action"}
    text = policy({**statement, element: value})
    (piece,) = marked(text, "VARIABLE_UNSUPPORTED_IN_ELEMENT")
    assert "${aws:username}" in piece


@pytest.mark.parametrize("policy_type", [PolicyType.RESOURCE, PolicyType.TRUST])
def test_principals_take_no_variable(policy_type: PolicyType) -> None:
    principal = {"AWS": "arn:aws:iam::222233334444:user/${aws:username}"}
    text = policy(statement_of(policy_type, Principal=principal))
    assert marked(text, "VARIABLE_UNSUPPORTED_IN_ELEMENT", policy_type) == [
        '"arn:aws:iam::222233334444:user/${aws:username}"'
    ]


def test_condition_keys_take_no_variable() -> None:
    text = compared("StringEquals", "aws:ResourceTag/${aws:username}", "x")
    assert marked(text, "VARIABLE_UNSUPPORTED_IN_ELEMENT") == ['"aws:ResourceTag/${aws:username}"']


@pytest.mark.parametrize("element", ["Resource", "NotResource"])
def test_resources_and_condition_values_take_variables(element: str) -> None:
    statement = {key: item for key, item in BASE.items() if key != "Resource"}
    condition = {"StringEquals": {"aws:ResourceTag/owner": "${aws:username}"}}
    text = policy({**statement, element: f"{HOME}${{aws:username}}/*", "Condition": condition})
    assert not found(text, "VARIABLE_UNSUPPORTED_IN_ELEMENT")


# VARIABLE_UNSUPPORTED_IN_VERSION


@pytest.mark.parametrize("policy_type", PolicyType)
@pytest.mark.parametrize("version", [None, "2008-10-17"])
def test_variables_need_the_version_of_2012(policy_type: PolicyType, version: str | None) -> None:
    condition = {"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team}"}}
    document = {"Version": version, "Statement": statement_of(policy_type, Condition=condition)}
    if version is None:
        del document["Version"]
    text = json.dumps(document)
    code = "VARIABLE_UNSUPPORTED_IN_VERSION"
    assert marked(text, code, policy_type) == ['"${aws:ResourceTag/team}"']
    after = mended(text, code, policy_type)
    assert after == {"Version": "2012-10-17", "Statement": document["Statement"]}


def test_every_value_with_a_variable_is_marked_once() -> None:
    resources = [f"{HOME}${{aws:username}}/${{aws:userid}}", f"{HOME}all", f"{HOME}${{*}}"]
    text = json.dumps({"Statement": {**BASE, "Resource": resources}})
    paths = [item.path for item in found(text, "VARIABLE_UNSUPPORTED_IN_VERSION")]
    assert paths == [("Statement", "Resource", 0), ("Statement", "Resource", 2)]


@pytest.mark.parametrize("version", ["2012-10-17", "2012-10-18", "", 2008, None])
def test_only_a_missing_or_old_version_is_blamed(version: Any) -> None:
    text = on(f"{HOME}${{aws:username}}/*").replace('"2012-10-17"', json.dumps(version))
    assert not found(text, "VARIABLE_UNSUPPORTED_IN_VERSION")


@pytest.mark.parametrize(
    ("text", "reported"),
    [("${}", False), ("${ }", False), ("${aws:username", True), ("${ aws:username}", True)],
)
def test_what_is_meant_as_a_variable_counts_before_it_is_mended(text: str, reported: bool) -> None:
    document = on(f"{HOME}{text}").replace("2012", "2008")
    assert bool(found(document, "VARIABLE_UNSUPPORTED_IN_VERSION")) == reported


@pytest.mark.parametrize("value", ["${a:b}", "${", "${}", "${a:b, c}", "${*}", "${a,'}"])
def test_long_lists_of_variables_are_checked_soon(value: str) -> None:
    condition = {"StringLike": {"aws:userid": [value] * 3_000}}
    text = on([value] * 3_000 + [value * 3_000], Condition=condition).replace("2012", "2008")
    tree = parse_json(json.dumps(json.loads(text)))
    document = read_tree(tree, PolicyType.IDENTITY)
    assert document.readable
    start = time.process_time()
    for check in all_checks():
        if (
            check.theme in ("variables", "variable_places", "permissive_values")
            and check.find is not None
        ):
            list(islice(check.find(Subject(tree, document, NOWHERE)), 25))
    assert time.process_time() - start < 5


# INVALID_VARIABLE_FOR_OPERATOR


@pytest.mark.parametrize(
    ("operator", "reported"),
    [
        ("StringEquals", False),
        ("StringNotLikeIfExists", False),
        ("ForAnyValue:StringEqualsIgnoreCase", False),
        ("ArnLike", False),
        ("ArnNotEqualsIfExists", False),
        ("Bool", False),
        ("NumericEquals", True),
        ("NumericLessThanEqualsIfExists", True),
        ("DateGreaterThan", True),
        ("IpAddress", True),
        ("NotIpAddress", True),
        ("BinaryEquals", True),
        ("Null", True),
        ("StringSame", False),
    ],
)
def test_only_some_operators_take_variables(operator: str, reported: bool) -> None:
    """Bool takes them by AWS's current pages, though the older ones disagree (section 5)."""
    text = compared(operator, "aws:SourceIp", ["x", "${aws:PrincipalTag/x}"])
    expected = ['"${aws:PrincipalTag/x}"'] if reported else []
    assert marked(text, "INVALID_VARIABLE_FOR_OPERATOR") == expected


def test_a_value_without_variable_is_fine_under_any_operator() -> None:
    text = compared("NumericEquals", "s3:max-keys", ["10", "$10", "${"])
    assert not found(text, "INVALID_VARIABLE_FOR_OPERATOR")
