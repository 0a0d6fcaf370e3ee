"""Actions: services first, then their actions; letters may be words, humps or a beginning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iamlab.engine import PolicyType, find_action, services
from iamlab.engine.completion import SuggestionKind
from iamlab.engine.completion.ranking import closeness
from tests.engine.completion.places import (
    BUCKET,
    NAMES,
    QUEUE,
    accept,
    labels,
    statement,
    suggested,
)


def action_labels(typed: str, policy_type: PolicyType = PolicyType.IDENTITY) -> list[str]:
    return labels(statement(f'"Action": "{typed}|"'), policy_type)


def test_services_come_first_with_their_names() -> None:
    found = suggested(statement('"Action": "|"')).suggestions
    assert [item.label for item in found] == [
        f"{prefix}:" for prefix in (item.label[:-1] for item in found)
    ]
    assert {item.label[:-1] for item in found} == {service.prefix for service in services()}
    assert found[0].label == "s3:"
    assert found[0].detail == "Amazon S3"
    assert found[0].goes_on


def test_service_is_found_by_its_display_name() -> None:
    assert "secretsmanager:" in action_labels("secrets man")
    assert "elasticloadbalancing:" in action_labels("Elastic Load")


def test_one_letter_in_an_open_string_already_narrows() -> None:
    found = labels('{"Statement": {"Action": "s|')
    assert found[0] == "s3:"
    assert "iam:" in found  # by its display name, behind those that begin so
    assert found.index("sqs:") < found.index("iam:")
    assert "ec2:" not in labels('{"Statement": {"Action": "s3|')


def test_accepting_a_service_leaves_the_cursor_before_the_closing_quote() -> None:
    assert accept(statement('"Action": "s|"'), "s3:") == statement('"Action": "s3:|"')
    assert accept('{"Statement": {"Action": |', "s3:") == '{"Statement": {"Action": "s3:|"'


def test_action_has_its_access_level_and_what_it_does() -> None:
    item = next(
        item
        for item in suggested(statement('"Action": "s3:putobject|"')).suggestions
        if item.label == "s3:PutObject"
    )
    assert item.detail == "Write"
    assert item.description.startswith("Add")
    assert not item.goes_on


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("s3:", "s3:GetObject"),
        ("s3:GetObject", "s3:GetObject"),
        ("s3:gob", "s3:GetObject"),
        ("s3:buckpol", "s3:GetBucketPolicy"),
        ("S3:PUTOBJECT", "s3:PutObject"),
        ("dynamodb:qu", "dynamodb:Query"),
        ("sts:ar", "sts:AssumeRole"),
        ("upload ssh", "iam:UploadSSHPublicKey"),
    ],
)
def test_letters_find_the_action_that_is_meant(typed: str, first: str) -> None:
    found = [label for label in action_labels(typed) if not label.endswith("*")]
    assert found[0] == first


@pytest.mark.parametrize(
    ("name", "typed", "fits"),
    [
        ("GetObject", "geo", True),
        ("GetObject", "go", True),
        ("GetBucketLocation", "getloc", True),
        ("GetObject", "bject", True),
        ("GetObject", "gb", False),
        ("GetObject", "og", False),
        ("GetObject", "getobjects", False),
    ],
)
def test_humps(name: str, typed: str, fits: bool) -> None:
    assert (closeness(name, typed) is not None) is fits


def test_beginning_makes_a_pattern_that_says_what_it_covers() -> None:
    found = suggested(statement('"Action": "s3:get|"')).suggestions
    assert found[0].label == "s3:Get*"
    assert found[0].kind is SuggestionKind.WILDCARD
    exact = [item for item in found if item.label.lower().startswith("s3:get")]
    assert found[0].detail == f"{len(exact) - 1} actions"
    assert "GetObject" in found[0].description


def test_no_pattern_without_a_beginning_or_over_one_action() -> None:
    assert "s3:*" not in action_labels("s3:")
    assert not [label for label in action_labels("s3:ListAllMyB") if "*" in label]


def test_pattern_of_a_whole_name_comes_behind_that_name() -> None:
    found = action_labels("s3:GetObject")
    assert found.index("s3:GetObject") < found.index("s3:GetObject*")


def test_actions_of_the_list_are_not_offered_again() -> None:
    found = labels(statement('"Action": ["s3:GetObject", "s3:|"]'))
    assert "s3:GetObject" not in found
    assert "s3:PutObject" in found


def test_second_action_brings_the_comma() -> None:
    assert accept(statement('"Action": ["s3:GetObject"|]'), "s3:") == statement(
        '"Action": ["s3:GetObject", "s3:|"]'
    )


def test_trust_policy_is_about_assuming_the_role() -> None:
    found = action_labels("", PolicyType.TRUST)
    assert found[0] == "sts:AssumeRole"
    assert all(label.startswith("sts:") for label in found)
    assert "sts:AssumeRoleWithWebIdentity" in found


def test_resource_control_policy_reaches_only_some_services() -> None:
    found = action_labels("", PolicyType.RCP)
    assert "s3:" in found
    assert "ec2:" not in found


def test_policy_on_a_queue_offers_its_service_first() -> None:
    names = replace(NAMES, about=QUEUE)
    found = labels(statement('"Action": "|"'), PolicyType.RESOURCE, names)
    assert found[0] == "sqs:"


def test_policy_on_a_bucket_offers_actions_on_it_before_others() -> None:
    names = replace(NAMES, about=BUCKET)
    found = labels(statement('"Action": "s3:|"'), PolicyType.RESOURCE, names)
    assert found.index("s3:PutBucketPolicy") < found.index("s3:CreateJob")
    assert found.index("s3:GetObject") < found.index("s3:CreateJob")


@pytest.mark.parametrize("typed", ["nosuchservice:Get", "s3:NoSuchAction", "\u212ams:", "::", "*"])
def test_what_aws_does_not_have_finds_nothing_or_real_actions(typed: str) -> None:
    for label in action_labels(typed):
        assert label.endswith((":", "*")) or find_action(label) is not None
