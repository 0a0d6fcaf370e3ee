"""Actions by name: facts that AWS documents, letter case (A1), access levels (E16), `*` (R4)."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iamlab.engine.catalog import action_exists, find_action, services, takes_resource
from iamlab.engine.catalog.actions import actions_of

LEVELS = {"Read", "List", "Write", "Tagging", "Permissions management"}
KELVIN_SIGN = "\u212a"


def test_get_object_reads_objects() -> None:
    action = find_action("s3:GetObject")

    assert action is not None
    assert action.service == "s3"
    assert action.access_level == "Read"
    assert "object" in {kind.name for kind in action.resource_types}
    assert "bucket" not in {kind.name for kind in action.resource_types}


@pytest.mark.parametrize("name", ["s3:getobject", "S3:GetObject", "S3:GETOBJECT"])
def test_a_name_is_found_in_any_letter_case(name: str) -> None:
    action = find_action(name)

    assert action is not None
    assert action.name == "s3:GetObject"


@pytest.mark.parametrize(
    "name",
    [
        "",
        ":",
        "*",
        "s3",
        "s3:",
        "s3:*",
        "GetObject",
        "s3:GetObjects",
        " s3:GetObject",
        "s3:GetObject:x",
        "s3:ListObjectsV2",
        "nosuchservice:GetObject",
        "../services:x",
        "s3/../s3:GetObject",
        f"{KELVIN_SIGN}ms:Decrypt",
        f"s3:Get{KELVIN_SIGN}",
    ],
)
def test_what_is_no_action_is_not_found(name: str) -> None:
    assert find_action(name) is None
    assert not action_exists(name)


@pytest.mark.parametrize(
    "name",
    ["iam:PassRole", "iam:CreateAccessKey", "iam:CreateRole", "sts:AssumeRole", "s3:PutObject"],
)
def test_pass_role_and_its_like_are_plain_writes(name: str) -> None:
    action = find_action(name)

    assert action is not None
    assert action.access_levels == ("Write",)


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("iam:AttachRolePolicy", ("Permissions management", "Write")),
        ("s3:PutBucketPolicy", ("Permissions management", "Write")),
        ("kms:PutKeyPolicy", ("Permissions management", "Write")),
        ("iam:TagRole", ("Tagging", "Write")),
        ("s3:ListBucket", ("List",)),
        ("iam:GetRole", ("Read",)),
    ],
)
def test_an_access_level_of_several_words_is_split_at_commas(
    name: str, levels: tuple[str, ...]
) -> None:
    action = find_action(name)

    assert action is not None
    assert action.access_levels == levels


@pytest.mark.parametrize(
    "name",
    [
        "s3:ListAllMyBuckets",
        "S3:listallmybuckets",
        "ec2:DescribeInstances",
        "kms:ListKeys",
        "sts:GetCallerIdentity",
        "iam:ListRoles",
        "iam:GetAccountSummary",
    ],
)
def test_actions_on_everything_take_no_resource(name: str) -> None:
    assert not takes_resource(name)


@pytest.mark.parametrize(
    "name",
    [
        "s3:GetObject",
        "s3:ListBucket",
        "iam:PassRole",
        "sts:AssumeRole",
        "kms:Decrypt",
        "lambda:InvokeFunction",
    ],
)
def test_actions_on_a_resource_take_one(name: str) -> None:
    assert takes_resource(name)


@pytest.mark.parametrize("name", ["s3:NoSuchThing", "nosuch:Thing", "", "anything at all"])
def test_an_unknown_action_is_taken_to_have_resources(name: str) -> None:
    assert takes_resource(name)


def test_pass_role_always_names_a_role() -> None:
    action = find_action("iam:PassRole")

    assert action is not None
    assert [kind.name for kind in action.required_resource_types] == ["role"]


def test_either_kind_of_object_will_do_for_get_object() -> None:
    """No single type is required: the object is in a bucket or behind an access point."""
    action = find_action("s3:GetObject")

    assert action is not None
    assert action.required_resource_types == ()
    assert {kind.name for kind in action.resource_types} == {"object", "accesspointobject"}


def test_keys_of_the_resource_type_count_as_keys_of_the_action() -> None:
    action = find_action("s3:GetObject")

    assert action is not None
    assert "s3:ExistingObjectTag/<key>" in action.condition_keys
    assert "aws:ResourceTag/${TagKey}" in action.condition_keys
    assert len(action.condition_keys) == len(set(action.condition_keys))


def test_a_description_is_one_line() -> None:
    action = find_action("iam:PassRole")

    assert action is not None
    assert action.description == "Grants permission to pass a role to a service"


def test_every_action_of_every_service_can_be_built() -> None:
    count = 0
    for service in services():
        for action in actions_of(service.prefix).values():
            assert action.name.startswith(f"{service.prefix}:")
            assert set(action.access_levels) <= LEVELS
            assert set(action.required_resource_types) <= set(action.resource_types)
            count += 1
    assert count > 20_000


def test_an_action_cannot_be_changed() -> None:
    action = find_action("s3:GetObject")

    with pytest.raises(AttributeError):
        action.access_level = "Write"  # type: ignore[misc, union-attr]


@given(st.text() | st.from_regex(r"[a-z0-9./-]{0,12}:[A-Za-z*]{0,12}"))
@example("\x00:\x00")
@example("../../metadata:version")
@example("\ud800:x")
def test_no_text_makes_a_lookup_fail(name: str) -> None:
    assert action_exists(name) == (find_action(name) is not None)
    assert takes_resource(name) in (True, False)
