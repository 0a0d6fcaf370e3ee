"""Elements that are missing, misspelled, in the wrong place or of the wrong kind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from iamlab.engine import PolicyType
from tests.engine.validation.marking import (
    BASE,
    ROOMY,
    SHARED,
    found,
    marked,
    mended,
    policy,
    repaired,
    statement_of,
)

IDENTITY, RESOURCE, TRUST = PolicyType.IDENTITY, PolicyType.RESOURCE, PolicyType.TRUST
SCP, RCP, ENDPOINT = PolicyType.SCP, PolicyType.RCP, PolicyType.ENDPOINT
TYPE, ELEMENT = "DATA_TYPE_MISMATCH", "INVALID_POLICY_ELEMENT"
CODES = (
    TYPE,
    ELEMENT,
    "INVALID_EFFECT",
    "MISSING_EFFECT",
    "MISSING_ACTION",
    "MISSING_STATEMENT",
    "MISSING_RESOURCE",
    "MISSING_PRINCIPAL",
    "UNSUPPORTED_ELEMENT_COMBINATION",
)


@pytest.mark.parametrize("policy_type", PolicyType)
@pytest.mark.parametrize("code", CODES)
def test_a_well_formed_statement_is_silent(policy_type: PolicyType, code: str) -> None:
    assert not found(policy(statement_of(policy_type)), code, policy_type)


# DATA_TYPE_MISMATCH


@pytest.mark.parametrize(
    ("element", "value", "expected"),
    [
        ("Sid", 7, "7"),
        ("Sid", True, "true"),
        ("Principal", {"AWS": 222233334444}, {"AWS": "222233334444"}),
        ("Principal", {"AWS": ["arn:aws:iam::111122223333:root", 222233334444]},
         {"AWS": ["arn:aws:iam::111122223333:root", "222233334444"]}),
        ("Action", ["s3:GetObject", None], ["s3:GetObject"]),
        ("Condition", [{"Bool": {"aws:SecureTransport": "true"}}],
         {"Bool": {"aws:SecureTransport": "true"}}),
        ("Condition", {"Bool": [{"aws:SecureTransport": "true"}]},
         {"Bool": {"aws:SecureTransport": "true"}}),
        ("Condition", {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", None]}},
         {"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}}),
    ],
)  # fmt: skip
def test_a_value_that_can_mean_one_thing_is_rewritten(
    element: str, value: Any, expected: Any
) -> None:
    after = mended(policy({**SHARED, element: value}), TYPE, RESOURCE)
    assert after["Statement"][0][element] == expected


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("Sid", -1),
        ("Sid", {}),
        ("Effect", True),
        ("Action", 5),
        ("Action", {"s3": "GetObject"}),
        ("Resource", [["arn:aws:s3:::acme-receipts"]]),
        ("Principal", {"AWS": 42}),
        ("Condition", "aws:SecureTransport"),
        ("Condition", [{"Bool": {"a:b": "true"}}, {"Null": {"a:b": "true"}}]),
        ("Condition", {"StringEquals": {"aws:PrincipalOrgID": [["o-a1b2c3d4e5"]]}}),
        ("Condition", {"StringEquals": {"aws:PrincipalOrgID": None}}),
    ],
)
def test_a_value_that_could_mean_anything_is_left(element: str, value: Any) -> None:
    assert repaired(policy({**SHARED, element: value}), TYPE, RESOURCE) is None


def test_a_version_that_is_no_string_becomes_the_current_one() -> None:
    assert mended(policy(BASE, Version=2012), TYPE)["Version"] == "2012-10-17"


@pytest.mark.parametrize(
    "text", ["[]", '"x"', "null", '{"Statement": ["x"]}', '{"Statement": [null]}']
)
def test_what_is_no_policy_at_all_has_no_repair(text: str) -> None:
    assert repaired(text, TYPE) is None


# INVALID_POLICY_ELEMENT


@pytest.mark.parametrize(
    ("name", "element"),
    [("actions", "Action"), ("ACTION", "Action"), ("NotActions", "NotAction")],
)
def test_a_misspelled_element_is_renamed(name: str, element: str) -> None:
    statement = {key: value for key, value in BASE.items() if key != "Action"}
    text = policy({**statement, name: "s3:GetObject"})
    assert marked(text, ELEMENT) == [f'"{name}"']
    assert mended(text, ELEMENT)["Statement"][0][element] == "s3:GetObject"


@pytest.mark.parametrize("name", ["actions", "NotActions"])
def test_no_element_is_renamed_to_one_that_is_there_or_excluded(name: str) -> None:
    assert repaired(policy({**BASE, name: "s3:PutObject"}), ELEMENT) is None


@pytest.mark.parametrize(
    ("policy_type", "name"),
    [(IDENTITY, "principal"), (SCP, "Principals"), (TRUST, "resource"), (IDENTITY, "Comment")],
)
def test_what_the_type_does_not_take_is_removed(policy_type: PolicyType, name: str) -> None:
    statement = statement_of(policy_type)
    after = mended(policy({**statement, name: "*"}), ELEMENT, policy_type)
    assert after["Statement"] == [statement]


def test_a_misspelled_principal_is_renamed_where_there_is_one() -> None:
    statement = {**BASE, "principal": SHARED["Principal"]}
    assert mended(policy(statement), ELEMENT, RESOURCE)["Statement"][0] == SHARED


@pytest.mark.parametrize(
    ("policy_type", "reported"),
    [
        (IDENTITY, True),
        (SCP, True),
        (RCP, True),
        (RESOURCE, False),
        (TRUST, False),
        (ENDPOINT, False),
    ],
)
def test_id_is_removed_where_it_does_not_belong(policy_type: PolicyType, reported: bool) -> None:
    text = policy(statement_of(policy_type), Id="Team")
    assert marked(text, ELEMENT, policy_type) == (['"Id"'] if reported else [])
    if reported:
        assert "Id" not in mended(text, ELEMENT, policy_type)


def test_a_version_inside_a_statement_goes_when_the_document_has_one() -> None:
    statement = {**BASE, "Version": "2012-10-17"}
    assert mended(policy(statement), ELEMENT)["Statement"] == [BASE]
    assert repaired(json.dumps({"Statement": [statement]}), ELEMENT) is None


def test_an_element_beside_the_statements_is_left_to_the_writer() -> None:
    assert repaired(policy(BASE, Effect="Allow"), ELEMENT) is None


def test_a_long_or_odd_name_has_a_short_label() -> None:
    for name in ("x" * 500, "", " \n ", "é" * 80):
        (finding,) = found(policy({**BASE, name: 1}), ELEMENT)
        assert finding.repair is not None
        assert len(finding.repair.label) <= 60


# INVALID_EFFECT


@pytest.mark.parametrize(
    ("effect", "expected"),
    [("allow", "Allow"), ("DENY", "Deny"), ("Allows", "Allow"), ("Denied", None), ("Permit", None),
     ("", None)],
)  # fmt: skip
def test_an_effect_close_to_a_real_one_is_corrected(effect: str, expected: str | None) -> None:
    text = policy({**BASE, "Effect": effect})
    assert marked(text, "INVALID_EFFECT") == [json.dumps(effect)]
    if expected is None:
        assert repaired(text, "INVALID_EFFECT") is None
    else:
        assert mended(text, "INVALID_EFFECT")["Statement"][0]["Effect"] == expected


def test_a_resource_control_policy_is_not_made_to_allow() -> None:
    for effect, offered in (("allow", False), ("deny", True)):
        text = policy(statement_of(RCP, Effect=effect))
        assert (repaired(text, "INVALID_EFFECT", RCP) is not None) == offered


# What is missing


@pytest.mark.parametrize(
    ("policy_type", "name", "code"),
    [
        (IDENTITY, "Effect", "MISSING_EFFECT"),
        (TRUST, "Effect", "MISSING_EFFECT"),
        (SCP, "Action", "MISSING_ACTION"),
        (TRUST, "Action", "MISSING_ACTION"),
        (PolicyType.BOUNDARY, "Resource", "MISSING_RESOURCE"),
        (RCP, "Resource", "MISSING_RESOURCE"),
        (ENDPOINT, "Resource", "MISSING_RESOURCE"),
        (RESOURCE, "Principal", "MISSING_PRINCIPAL"),
        (TRUST, "Principal", "MISSING_PRINCIPAL"),
    ],
)
def test_what_is_missing_is_reported_without_a_guess(
    policy_type: PolicyType, name: str, code: str
) -> None:
    statement = statement_of(policy_type)
    del statement[name]
    text = policy(statement)
    assert [item.path for item in found(text, code, policy_type)] == [("Statement", 0)]
    assert repaired(text, code, policy_type) is None


@pytest.mark.parametrize(
    ("policy_type", "opposite"),
    [(IDENTITY, "NotAction"), (IDENTITY, "NotResource"), (RESOURCE, "NotPrincipal")],
)
def test_an_opposite_counts_as_the_element(policy_type: PolicyType, opposite: str) -> None:
    name = opposite.removeprefix("Not")
    statement = statement_of(policy_type)
    statement[opposite] = statement.pop(name)
    assert not found(policy(statement), f"MISSING_{name.upper()}", policy_type)


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ("s3:ListAllMyBuckets", "*"),
        (["s3:ListAllMyBuckets", "iam:GetAccountSummary"], "*"),
        (["s3:ListAllMyBuckets", "s3:GetObject"], None),
        ("s3:GetObject", None),
        ("s3:*", None),
        ("s3:Nonsense", None),
        ([], None),
    ],
)
def test_a_star_is_added_only_for_actions_that_know_no_resource(
    actions: Any, expected: str | None
) -> None:
    text = policy({"Effect": "Allow", "Action": actions})
    if expected is None:
        assert repaired(text, "MISSING_RESOURCE") is None
    else:
        assert mended(text, "MISSING_RESOURCE")["Statement"][0]["Resource"] == expected


def test_no_resource_is_added_beside_a_misspelled_one() -> None:
    statement = {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "resource": "*"}
    assert repaired(policy(statement), "MISSING_RESOURCE") is None


def test_a_resource_policy_without_resource_is_only_warned_about() -> None:
    statement = {key: value for key, value in SHARED.items() if key != "Resource"}
    assert [f.severity for f in found(policy(statement), "MISSING_RESOURCE", RESOURCE)] == [
        "WARNING"
    ]


@pytest.mark.parametrize("policy_type", [RCP, ENDPOINT])
def test_the_principal_that_is_assumed_anyway_is_written_down(policy_type: PolicyType) -> None:
    statement = statement_of(policy_type)
    del statement["Principal"]
    text = policy(statement)
    after = mended(text, "MISSING_PRINCIPAL", policy_type)["Statement"][0]
    assert after == {**statement, "Principal": "*"}
    assert list(after)[:2] == ["Effect", "Principal"]


# MISSING_STATEMENT


def test_elements_at_the_top_are_gathered_in_a_statement() -> None:
    text = (
        '{\n  "Version": "2012-10-17",\n  "Effect": "Allow",\n  "Action": [\n'
        '    "s3:GetObject"\n  ],\n  "Resource": "arn:aws:s3:::acme-receipts/*"\n}'
    )
    assert repaired(text, "MISSING_STATEMENT") == (
        '{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Effect": "Allow",\n'
        '    "Action": [\n      "s3:GetObject"\n    ],\n'
        '    "Resource": "arn:aws:s3:::acme-receipts/*"\n  }\n}'
    )


def test_elements_on_one_line_are_gathered_too() -> None:
    text = json.dumps({"Version": "2012-10-17", **ROOMY})
    expected = {"Version": "2012-10-17", "Statement": ROOMY}
    assert mended(text, "MISSING_STATEMENT", TRUST) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"Version": "2012-10-17"}',
        '{"Effect": "Allow", "Action": "s3:GetObject"}',
        '{"Effect": "Allow", "Action": "s3:*", "Version": "2012-10-17", "Resource": "*"}',
    ],
)
def test_what_is_no_whole_statement_is_not_gathered(text: str) -> None:
    assert repaired(text, "MISSING_STATEMENT") is None


# UNSUPPORTED_ELEMENT_COMBINATION


@pytest.mark.parametrize("name", ["Action", "Resource", "Principal"])
def test_the_second_of_two_opposites_is_marked(name: str) -> None:
    text = policy({**SHARED, f"Not{name}": SHARED[name]})
    (piece,) = marked(text, "UNSUPPORTED_ELEMENT_COMBINATION", RESOURCE)
    assert piece.startswith(f'"Not{name}"')
    assert repaired(text, "UNSUPPORTED_ELEMENT_COMBINATION", RESOURCE) is None
