"""Condition keys as policies write them: global, of services, of providers; type and number."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iamlab.engine.catalog import (
    condition_key,
    condition_keys_for_action,
    global_condition_keys,
    is_multivalued,
    services,
)
from iamlab.engine.catalog.source import condition_key_rows


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("aws:SourceIp", "aws:SourceIp", "IPAddress"),
        ("AWS:SOURCEIP", "aws:SourceIp", "IPAddress"),
        ("aws:VpcSourceIp", "aws:VpcSourceIp", "IPAddress"),
        ("aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourcePrivateIPv4", "IPAddress"),
        ("aws:PrincipalArn", "aws:PrincipalArn", "ARN"),
        ("aws:SourceArn", "aws:SourceArn", "ARN"),
        ("aws:CurrentTime", "aws:CurrentTime", "Date"),
        ("aws:EpochTime", "aws:EpochTime", "Date"),
        ("aws:TokenIssueTime", "aws:TokenIssueTime", "Date"),
        ("aws:MultiFactorAuthAge", "aws:MultiFactorAuthAge", "Numeric"),
        ("aws:MultiFactorAuthPresent", "aws:MultiFactorAuthPresent", "Bool"),
        ("aws:securetransport", "aws:SecureTransport", "Bool"),
        ("aws:UserId", "aws:userid", "String"),
        ("aws:Username", "aws:username", "String"),
        ("aws:SourceOrgID", "aws:SourceOrgID", "String"),
        ("aws:AssumedRoot", "aws:AssumedRoot", "Bool"),
        ("s3:prefix", "s3:prefix", "String"),
        ("s3:Max-Keys", "s3:max-keys", "Numeric"),
        ("iam:passedtoservice", "iam:PassedToService", "String"),
        ("sts:ExternalId", "sts:ExternalId", "String"),
        ("ec2:SourceInstanceARN", "ec2:SourceInstanceARN", "ARN"),
        ("saml:aud", "saml:aud", "String"),
    ],
)
def test_a_key_is_found_in_any_letter_case(written: str, name: str, kind: str) -> None:
    key = condition_key(written)

    assert key is not None
    assert (key.name, key.type) == (name, kind)


@pytest.mark.parametrize(
    ("written", "name", "template"),
    [
        ("aws:resourcetag/Team", "aws:ResourceTag/Team", "aws:ResourceTag/${TagKey}"),
        ("aws:PrincipalTag/a/b:c", "aws:PrincipalTag/a/b:c", "aws:PrincipalTag/${TagKey}"),
        ("aws:RequestTag/équipe", "aws:RequestTag/équipe", "aws:RequestTag/${TagKey}"),
        ("S3:existingobjecttag/Env", "s3:ExistingObjectTag/Env", "s3:ExistingObjectTag/<key>"),
        (
            "secretsmanager:resourcetag/Env",
            "secretsmanager:ResourceTag/Env",
            "secretsmanager:ResourceTag/tag-key",
        ),
        (
            "kms:encryptioncontext:App",
            "kms:EncryptionContext:App",
            "kms:EncryptionContext:${EncryptionContextKey}",
        ),
        (
            "token.actions.acme.ghe.com:repository",
            "token.actions.acme.ghe.com:repository",
            "token.actions.${Domain}.ghe.com:repository",
        ),
    ],
)
def test_a_template_is_resolved_and_keeps_what_was_written(
    written: str, name: str, template: str
) -> None:
    key = condition_key(written)

    assert key is not None
    assert (key.name, key.template) == (name, template)


@pytest.mark.parametrize("claim", ["aud", "sub", "amr", "email", "oaud"])
@pytest.mark.parametrize(
    "provider",
    [
        "token.actions.githubusercontent.com",
        "accounts.google.com",
        "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE0123",
        "login.acme.example",
    ],
)
def test_any_provider_has_the_standard_claims(provider: str, claim: str) -> None:
    key = condition_key(f"{provider}:{claim}")

    assert key is not None
    assert key.name == f"{provider}:{claim}"
    assert key.multivalued is (claim == "amr")


@pytest.mark.parametrize(
    "written",
    [
        "",
        ":",
        "aws",
        "aws:",
        "SourceIp",
        "aws:SourceIP4",
        "aws:NoSuchKey",
        "aws:ResourceTag",
        "aws:ResourceTag/",
        "aws:PrincipalTags/team",
        "s3:NoSuchKey",
        "s3:ExistingObjectTag",
        "s3:ExistingObjectTag/",
        "nosuchservice:Key",
        "nosuchservice:aud",
        "login.acme.example:nosuchclaim",
        ".:sub",
        "../metadata:version",
        "\u212ams:ViaService",
        "s3:max-\u212aeys",
    ],
)
def test_what_is_no_key_is_not_found(written: str) -> None:
    assert condition_key(written) is None
    assert not is_multivalued(written)


@pytest.mark.parametrize(
    "key",
    [
        "aws:tagkeys",
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
        "aws:resourceorgpaths",
        "aws:sourceorgpaths",
        "aws:vpceorgpaths",
        "dynamodb:leadingkeys",
        "dynamodb:attributes",
        "sts:transitivetagkeys",
        "s3:requestobjecttagkeys",
        "saml:edupersonaffiliation",
        "cognito-identity.amazonaws.com:amr",
        "login.acme.example:amr",
    ],
)
def test_some_keys_hold_several_values(key: str) -> None:
    assert is_multivalued(key)


@pytest.mark.parametrize(
    "key",
    [
        "aws:principalorgid",
        "aws:calledviafirst",
        "aws:sourceip",
        "aws:principaltag/team",
        "aws:requesttag/team",
        "s3:existingobjecttag/env",
        "s3:prefix",
        "saml:aud",
        "token.actions.githubusercontent.com:sub",
        "nosuch:key",
    ],
)
def test_other_keys_hold_one_value(key: str) -> None:
    assert not is_multivalued(key)


def test_global_keys_say_what_they_hold_and_when_they_come() -> None:
    keys = global_condition_keys()

    assert len({key.name.lower() for key in keys}) == len(keys)
    for key in keys:
        assert key.name.startswith("aws:")
        assert re.fullmatch(r"[A-Z].*\.", key.description)
        assert re.fullmatch(r"[A-Z].*\.", key.presence)


def test_every_global_key_of_the_2023_guide_is_there() -> None:
    guide = """
        CalledVia PrincipalOrgPaths PrincipalServiceNamesList ResourceOrgPaths TagKeys
        CalledViaFirst CalledViaLast Ec2InstanceSourceVpc FederatedProvider PrincipalAccount
        PrincipalOrgID PrincipalServiceName PrincipalTag/x PrincipalType referer RequestedRegion
        RequestTag/x ResourceAccount ResourceOrgID ResourceTag/x SourceAccount SourceIdentity
        SourceVpc SourceVpce UserAgent userid username CurrentTime EpochTime TokenIssueTime
        MultiFactorAuthAge MultiFactorAuthPresent PrincipalIsAWSService SecureTransport
        ViaAWSService Ec2InstanceSourcePrivateIPv4 SourceIp VpcSourceIp PrincipalArn SourceArn
    """
    names = guide.split()

    assert len(names) == 40
    assert [name for name in names if condition_key(f"aws:{name}") is None] == []


def test_keys_for_an_action_join_those_of_its_resources() -> None:
    keys = {key.name for key in condition_keys_for_action("s3:getobject")}

    assert {"s3:ExistingObjectTag/<key>", "aws:ResourceTag/${TagKey}", "s3:authType"} <= keys
    assert "s3:prefix" not in keys
    assert "s3:prefix" in {key.name for key in condition_keys_for_action("s3:ListBucket")}


def test_global_keys_of_an_action_say_when_they_come() -> None:
    keys = {key.name: key for key in condition_keys_for_action("s3:CreateBucket")}

    assert keys["aws:TagKeys"].multivalued
    assert keys["aws:TagKeys"].presence


def test_pass_role_can_be_limited_to_a_service() -> None:
    keys = {key.name for key in condition_keys_for_action("iam:PassRole")}

    assert "iam:PassedToService" in keys


def test_an_unknown_action_has_no_keys() -> None:
    assert condition_keys_for_action("s3:NoSuchAction") == ()


def test_every_key_that_aws_lists_is_found() -> None:
    """Guards the table of keys that only other services list against new data."""
    listed = {
        row["key"] for service in services() for row in condition_key_rows(service.prefix).values()
    }

    assert sorted(name for name in listed if condition_key(name) is None) == []


@given(
    st.text()
    | st.builds("{}:{}".format, st.sampled_from(["aws", "s3", "kms", "sts", "a.b"]), st.text())
)
@example("\x00:\x00")
@example("../x:y")
@example("aws:ResourceTag/\ud800")
@example("aws:ResourceTag/\n")
def test_no_text_makes_a_lookup_fail(written: str) -> None:
    key = condition_key(written)

    assert is_multivalued(written) is (key is not None and key.multivalued)


@given(st.text(min_size=1))
def test_a_tag_key_is_kept_as_written(tag: str) -> None:
    key = condition_key(f"aws:requesttag/{tag}")

    assert key is not None
    assert key.name == f"aws:RequestTag/{tag}"
