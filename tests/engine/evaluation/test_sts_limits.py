"""Limits of STS calls: asking above one is an error, not a clamp (S5, S6, S13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from iamlab.engine.documents import PolicyType
from iamlab.engine.errors import RequestError
from iamlab.engine.evaluation import Authorizer, Identity, Request, Snapshot, Verdict

from .organizations import ALLOW_ALL, HOME, OBJECT, SESSION, USER, Organization, policy

TARGET = f"arn:aws:iam::{HOME}:role/Target"
TRUST = policy(
    "trust",
    PolicyType.TRUST,
    (
        {
            "Effect": "Allow",
            "Principal": {"AWS": HOME, "Service": "ec2.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        },
    ),
)


def organization(longest: int = 7_200) -> Snapshot:
    snapshot = Organization(identity=((ALLOW_ALL,),)).snapshot()
    role = Identity(TARGET, trust=TRUST, max_session_duration=longest)
    return replace(snapshot, identities=dict(snapshot.identities) | {TARGET: role})


def ask(context: dict[str, Any], principal: str = USER, **rest: Any) -> Verdict:
    longest = rest.pop("longest", 7_200)
    request = Request(principal, "sts:AssumeRole", TARGET, context=context, **rest)
    return Authorizer(organization(longest)).decide(request).verdict


@pytest.mark.parametrize("seconds", [900, 3_600, 7_200, "7200"])
def test_a_duration_within_the_limits_is_answered(seconds: Any) -> None:
    """S5: 15 minutes to the role's maximum."""
    assert ask({"sts:DurationSeconds": seconds}) is Verdict.ALLOWED


@pytest.mark.parametrize("seconds", [0, 899, 7_201, 43_200, "99999999999999999999"])
def test_a_duration_beyond_the_limits_is_an_error(seconds: Any) -> None:
    """S5."""
    with pytest.raises(RequestError, match="DurationSeconds"):
        ask({"sts:DurationSeconds": seconds})


def test_the_roles_own_maximum_counts() -> None:
    """S5: 1 to 12 hours."""
    assert ask({"sts:DurationSeconds": 43_200}, longest=43_200) is Verdict.ALLOWED


def test_a_chained_session_lasts_one_hour_at_most() -> None:
    """S5: whatever the role's maximum."""
    assert ask({"sts:DurationSeconds": 3_600}, SESSION, longest=43_200) is Verdict.ALLOWED
    with pytest.raises(RequestError, match="3600"):
        ask({"sts:DurationSeconds": 3_601}, SESSION, longest=43_200)


def test_the_roles_maximum_does_not_bind_services() -> None:
    """S5."""
    assert ask({"sts:DurationSeconds": 21_600}, "ec2.amazonaws.com") is Verdict.ALLOWED


@pytest.mark.parametrize("length", [2, 1_224])
def test_an_external_id_of_a_legal_length_is_answered(length: int) -> None:
    """S13."""
    assert ask({"sts:ExternalId": "x" * length}) is Verdict.ALLOWED


@pytest.mark.parametrize("length", [0, 1, 1_225])
def test_an_external_id_of_an_illegal_length_is_an_error(length: int) -> None:
    """S13: 2 to 1,224 characters."""
    with pytest.raises(RequestError, match="ExternalId"):
        ask({"sts:ExternalId": "x" * length})


def test_fifty_session_tags_are_answered() -> None:
    """S6."""
    assert ask({"aws:TagKeys": [f"k{number}" for number in range(50)]}) is Verdict.ALLOWED


def test_more_than_fifty_session_tags_are_an_error() -> None:
    """S6."""
    with pytest.raises(RequestError, match="50"):
        ask({"aws:TagKeys": [f"k{number}" for number in range(51)]})


def test_the_longest_tag_is_answered() -> None:
    """S6: key 128, value 256."""
    assert ask({"aws:RequestTag/" + "k" * 128: "v" * 256}) is Verdict.ALLOWED


@pytest.mark.parametrize(("key", "value"), [("k" * 129, "v"), ("k", "v" * 257)])
@pytest.mark.parametrize("prefix", ["aws:RequestTag/", "AWS:requesttag/"])
def test_a_longer_tag_is_an_error(prefix: str, key: str, value: str) -> None:
    """S6."""
    with pytest.raises(RequestError, match="tag"):
        ask({prefix + key: value})


def test_the_error_names_the_context() -> None:
    """A RequestError says which part of the request is at fault."""
    with pytest.raises(RequestError) as caught:
        ask({"sts:DurationSeconds": 1})
    assert caught.value.field == "context"


def test_a_limit_is_checked_again_on_every_request() -> None:
    """S5: also when the same call was answered before."""
    authorizer = Authorizer(organization())
    fine = Request(USER, "sts:AssumeRole", TARGET, context={"sts:DurationSeconds": 900})
    assert authorizer.decide(fine).verdict is Verdict.ALLOWED
    with pytest.raises(RequestError):
        authorizer.decide(replace(fine, context={"sts:DurationSeconds": 899}))
    with pytest.raises(RequestError):
        authorizer.explain(replace(fine, context={"sts:DurationSeconds": 899}))


def test_other_calls_have_no_such_limits() -> None:
    """S5: they are limits of sessions."""
    request = Request(USER, "s3:GetObject", OBJECT, context={"sts:DurationSeconds": 1})
    assert Authorizer(organization()).decide(request).verdict is Verdict.ALLOWED
