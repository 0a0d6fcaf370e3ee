"""What a practice organization adds to a request before it asks (section 6, X0, X4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation import Request, Snapshot, practice_context

from .organizations import (
    BUCKET,
    HOME,
    OBJECT,
    ROLE,
    ROOT,
    SESSION,
    STRANGER,
    USER,
    Organization,
    allow,
)

FUNCTION = f"arn:aws:lambda:eu-central-1:{HOME}:function:resize"
PATH = "o-a1b2c3d4e5/r-ab12/ou-ab12-work1234/"


def organization() -> Snapshot:
    """Return a member account with tags on the user, the role, the bucket and the function."""
    snapshot = Organization().snapshot()
    home = replace(snapshot.accounts[HOME], organization_id="o-a1b2c3d4e5", organization_path=PATH)
    identities = {
        arn: replace(identity, tags={"team": "web"})
        for arn, identity in snapshot.identities.items()
    }
    bucket = replace(snapshot.resources[BUCKET], tags={"class": "secret"})
    function = replace(bucket, arn=FUNCTION)
    return Snapshot(
        dict(snapshot.accounts) | {HOME: home}, identities, {BUCKET: bucket, FUNCTION: function}
    )


def context_of(
    principal: str = USER,
    action: str = "s3:GetObject",
    resource: str = OBJECT,
    context: dict[str, Any] | None = None,
    **rest: Any,
) -> dict[str, Any]:
    request = Request(principal, action, resource, context=context or {}, **rest)
    return practice_context(organization(), request)


@pytest.mark.parametrize("key", ["aws:SecureTransport", "aws:SourceIp", "aws:UserAgent"])
@pytest.mark.parametrize("principal", [USER, SESSION, ROOT, STRANGER, "anonymous"])
def test_people_come_over_a_connection(principal: str, key: str) -> None:
    """X table: SecureTransport and UserAgent always, SourceIp unless through an endpoint."""
    assert context_of(principal)[key]


def test_the_connection_is_encrypted() -> None:
    """X table."""
    assert context_of()["aws:SecureTransport"] == "true"


def test_no_address_comes_through_an_endpoint() -> None:
    """X table: aws:SourceIp unless via VPC endpoint."""
    open_policy = (allow(Principal="*"),)
    endpoint = Organization(endpoint=open_policy).request().endpoint_policies
    keys = context_of(endpoint_policies=endpoint)
    assert "aws:SourceIp" not in keys
    assert "aws:SecureTransport" in keys


def test_what_the_request_supplies_is_not_added_again() -> None:
    """X0: never over a supplied value, whatever its case."""
    keys = context_of(context={"AWS:sourceip": "198.51.100.9"})
    assert "aws:sourceip" not in {name.lower() for name in keys}


@pytest.mark.parametrize("principal", [USER, ROLE, SESSION])
def test_tags_of_a_user_or_role_are_principal_tags(principal: str) -> None:
    """X table: tagged user or role."""
    assert context_of(principal)["aws:PrincipalTag/team"] == "web"


@pytest.mark.parametrize("principal", [ROOT, "anonymous", "lambda.amazonaws.com"])
def test_a_caller_without_tags_has_no_principal_tags(principal: str) -> None:
    """X4 and X table."""
    assert not any(name.startswith("aws:PrincipalTag/") for name in context_of(principal))


@pytest.mark.parametrize("principal", [USER, SESSION, ROOT])
def test_a_member_of_an_organization_says_so(principal: str) -> None:
    """X table: PrincipalOrgID, and PrincipalOrgPaths with several values and a slash at the end."""
    keys = context_of(principal)
    assert keys["aws:PrincipalOrgID"] == "o-a1b2c3d4e5"
    assert keys["aws:PrincipalOrgPaths"] == [PATH]


@pytest.mark.parametrize("principal", [STRANGER, "anonymous", "lambda.amazonaws.com"])
def test_others_have_no_organization(principal: str) -> None:
    """X4: service principals lack PrincipalOrgID."""
    assert not any(name.startswith("aws:PrincipalOrg") for name in context_of(principal))


@pytest.mark.parametrize("principal", [USER, STRANGER, "anonymous"])
def test_the_owner_in_an_organization_is_named_to_everyone(principal: str) -> None:
    """X table: ResourceOrgID and ResourceOrgPaths if the owner is a member."""
    keys = context_of(principal)
    assert keys["aws:ResourceOrgID"] == "o-a1b2c3d4e5"
    assert keys["aws:ResourceOrgPaths"] == [PATH]


def test_tags_of_a_resource_are_resource_tags_where_the_service_supports_them() -> None:
    """X table: tagged resource, supporting service."""
    keys = context_of(action="lambda:InvokeFunction", resource=FUNCTION)
    assert keys["aws:ResourceTag/class"] == "secret"


def test_tags_of_a_bucket_do_not_reach_the_request() -> None:
    """X table: S3 sends bucket tags only once ABAC is switched on for the bucket."""
    assert not any(name.startswith("aws:ResourceTag/") for name in context_of(resource=BUCKET))


@pytest.mark.parametrize("action", ["iam:ListUsers", "organizations:ListRoots"])
def test_a_global_service_reports_its_one_region(action: str) -> None:
    """X table: global services report us-east-1."""
    assert context_of(action=action, resource="*")["aws:RequestedRegion"] == "us-east-1"


def test_a_regional_arn_names_the_region_itself() -> None:
    """X0: the evaluator adds RequestedRegion when the ARN has a Region."""
    keys = context_of(action="lambda:InvokeFunction", resource=FUNCTION)
    assert "aws:RequestedRegion" not in keys


@pytest.mark.parametrize(
    "key",
    [
        "aws:PrincipalArn",
        "aws:PrincipalAccount",
        "aws:username",
        "aws:userid",
        "aws:ResourceAccount",
        "aws:MultiFactorAuthPresent",
    ],
)
def test_what_follows_from_the_request_is_left_to_the_evaluator(key: str) -> None:
    """X0."""
    assert key not in context_of()


def test_a_question_that_cannot_be_asked_is_refused() -> None:
    """RequestError, like the evaluator."""
    with pytest.raises(RequestError):
        context_of(principal="nobody")
