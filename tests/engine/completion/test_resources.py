"""Resources: what the statement's actions work on, by AWS's ARN formats (R4, R5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iamlab.engine import PolicyType
from tests.engine.completion.places import (
    BUCKET,
    GROUP,
    HOME,
    NAMES,
    POLICY,
    QUEUE,
    ROLE,
    TABLE,
    USER,
    accept,
    labels,
    statement,
    suggested,
)


def resource_labels(actions: str, typed: str = "") -> list[str]:
    return labels(statement(f'"Action": {actions}, "Resource": "{typed}|"'))


@pytest.mark.parametrize(
    ("action", "first"),
    [
        ('"s3:GetObject"', f"{BUCKET}/*"),
        ('"s3:ListBucket"', BUCKET),
        ('"sqs:SendMessage"', QUEUE),
        ('"dynamodb:GetItem"', TABLE),
        ('"sts:AssumeRole"', ROLE),
        ('"iam:PassRole"', ROLE),
        ('"iam:GetUser"', USER),
        ('"iam:AddUserToGroup"', GROUP),
        ('["s3:Get*"]', BUCKET),
    ],
)
def test_resource_of_the_sandbox_that_the_action_fits_comes_first(action: str, first: str) -> None:
    assert resource_labels(action)[0] == first


def test_object_actions_do_not_get_the_bucket_itself() -> None:
    found = resource_labels('"s3:GetObject"')
    assert BUCKET not in found
    assert QUEUE not in found


def test_both_kinds_for_actions_of_both_kinds() -> None:
    found = resource_labels('["s3:GetObject", "s3:ListBucket"]')
    assert found[:2] == [BUCKET, f"{BUCKET}/*"]


def test_actions_count_that_stand_below_the_cursor() -> None:
    text = '{"Statement": {"Resource": "|", "Action": ["sqs:SendMessage"]}}'
    assert labels(text)[0] == QUEUE


def test_format_is_filled_with_region_and_account_and_selects_the_first_name() -> None:
    marked = statement('"Action": "sns:Publish", "Resource": "|"')
    assert labels(marked) == [f"arn:aws:sns:eu-west-1:{HOME}:TopicName"]
    accepted = accept(marked, f"arn:aws:sns:eu-west-1:{HOME}:TopicName")
    assert f'"arn:aws:sns:eu-west-1:{HOME}:|TopicName|"' in accepted


def test_star_only_for_actions_that_take_no_resource() -> None:
    assert resource_labels('"s3:ListAllMyBuckets"') == ["*"]
    assert "*" not in resource_labels('"s3:GetObject"')
    both = resource_labels('["s3:GetObject", "s3:ListAllMyBuckets"]')
    assert both[-1] == "*"
    star = suggested(
        statement('"Action": ["s3:GetObject", "s3:ListAllMyBuckets"], "Resource": "|"')
    ).suggestions[-1]
    assert "s3:ListAllMyBuckets" in star.description


def test_guardrails_may_be_about_everything() -> None:
    marked = statement('"Action": "s3:GetObject", "Resource": "|"')
    assert "*" in labels(marked, PolicyType.SCP)


def test_unknown_actions_leave_everything_possible() -> None:
    for action in ('""', '"*"', '"nosuch:Thing"'):
        found = resource_labels(action)
        assert {BUCKET, QUEUE, TABLE, ROLE} <= set(found)
        assert "*" not in found


def test_policy_on_a_resource_is_about_that_resource() -> None:
    names = replace(NAMES, about=BUCKET)
    marked = statement('"Action": "s3:GetObject", "Resource": "|"')
    found = labels(marked, PolicyType.RESOURCE, names)
    assert found[0] == f"{BUCKET}/*"


def test_resources_are_found_by_any_part() -> None:
    assert resource_labels('"*"', "uploads") == [QUEUE]
    assert resource_labels('"s3:GetObject"', "receipts") == [f"{BUCKET}/*"]


def test_listed_resources_are_not_offered_again() -> None:
    marked = statement(f'"Action": "s3:ListBucket", "Resource": ["{BUCKET}", "|"]')
    assert BUCKET not in labels(marked)


def test_variables_inside_a_resource() -> None:
    marked = statement(f'"Action": "s3:GetObject", "Resource": "{BUCKET}/${{aws:us|"')
    assert labels(marked)[0] == "${aws:username}"
    assert accept(marked, "${aws:username}") == statement(
        f'"Action": "s3:GetObject", "Resource": "{BUCKET}/${{aws:username}}|"'
    )
    closed = statement(f'"Action": "s3:GetObject", "Resource": "{BUCKET}/${{|}}/*"')
    assert accept(closed, "${aws:userid}") == statement(
        f'"Action": "s3:GetObject", "Resource": "{BUCKET}/${{aws:userid}}|/*"'
    )


def test_tags_of_the_sandbox_are_variables() -> None:
    assert "${aws:PrincipalTag/team}" in labels(statement(f'"Resource": "{BUCKET}/${{|"'))


@pytest.mark.parametrize("version", ["2008-10-17", ""])
def test_no_variables_where_the_version_has_none(version: str) -> None:
    assert labels(statement(f'"Resource": "{BUCKET}/${{|"', version)) == []


@pytest.mark.parametrize(
    "body",
    [
        '"Resource": "arn:aws:s3:${|"',  # only the sixth field (R6)
        '"Action": "s3:${|"',
        '"Principal": {"AWS": "${|"}',
        '"Condition": {"IpAddress": {"aws:SourceIp": "${|"}}',
    ],
)
def test_no_variables_where_they_do_not_work(body: str) -> None:
    assert not [label for label in labels(statement(body)) if label.startswith("${")]


def test_managed_policies_are_resources_of_the_actions_on_them() -> None:
    assert resource_labels('"iam:GetPolicy"')[0] == POLICY
