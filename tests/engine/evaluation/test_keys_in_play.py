"""Which condition keys and variables can bear on a request, for a person who asks (X0)."""

from __future__ import annotations

from typing import Any

from iamlab.engine.evaluation import Authorizer, replace_policy

from .organizations import OBJECT, SESSION, USER, Organization, allow, deny


def keys_in_play(organization: Organization, **asked: Any) -> tuple[str, ...]:
    request = organization.request(**asked)
    return Authorizer(organization.snapshot()).keys_in_play(request)


def test_keys_in_play_are_those_of_conditions_and_variables() -> None:
    """X0: what a person who asks may want to set."""
    organization = Organization(
        identity=(
            (
                allow(
                    Resource="arn:aws:s3:::acme/home/${aws:username}/*",
                    Condition={
                        "StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"},
                        "Bool": {"aws:SecureTransport": "true"},
                    },
                ),
            ),
        )
    )
    assert sorted(keys_in_play(organization)) == [
        "aws:PrincipalTag/vpc",
        "aws:SecureTransport",
        "aws:SourceVpc",
        "aws:username",
    ]


def test_a_key_is_listed_once_whatever_its_case() -> None:
    """C2."""
    organization = Organization(
        identity=(
            (
                allow(Condition={"Bool": {"aws:SecureTransport": "true"}}),
                deny(Condition={"Bool": {"AWS:securetransport": "false"}}),
            ),
        )
    )
    assert keys_in_play(organization) == ("aws:SecureTransport",)


def test_statements_about_other_actions_bring_no_keys() -> None:
    """X0."""
    tested = {"Bool": {"aws:SecureTransport": "true"}}
    organization = Organization(identity=((allow(Action="s3:PutObject", Condition=tested),),))
    assert keys_in_play(organization) == ()
    assert keys_in_play(organization, action="s3:PutObject") == ("aws:SecureTransport",)


def test_statements_about_other_callers_bring_no_keys() -> None:
    """X0."""
    tested = {"Bool": {"aws:SecureTransport": "true"}}
    organization = Organization(resource=(allow(Principal={"AWS": SESSION}, Condition=tested),))
    assert keys_in_play(organization, principal=USER) == ()
    assert keys_in_play(organization, principal=SESSION) == ("aws:SecureTransport",)


def test_a_variable_of_the_old_version_is_no_key() -> None:
    """G2."""
    organization = Organization(identity=((allow(Resource=OBJECT + "${aws:username}"),),))
    text = organization.snapshot().policies()["identity/0"].text
    snapshot = replace_policy(
        organization.snapshot(), "identity/0", text.replace("2012-10-17", "2008-10-17")
    )
    assert Authorizer(snapshot).keys_in_play(organization.request()) == ()
    assert keys_in_play(organization) == ("aws:username",)
