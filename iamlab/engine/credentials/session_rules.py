"""What STS refuses to put into a session: calls, tags, source identities and session policies.

Source: section 8, S3 to S7; AWS, "Compare AWS STS credentials", "Pass session tags in AWS STS".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iamlab.engine.credentials.credentials import (
    PROVIDER_KINDS,
    ROLE_KINDS,
    Credential,
    Session,
    SessionKind,
)
from iamlab.engine.credentials.errors import Location
from iamlab.engine.credentials.limits import TASK_POLICIES
from iamlab.engine.credentials.shapes import SessionShape
from iamlab.engine.documents import PolicyType, parse_policy
from iamlab.engine.evaluation.sts_limits import LONGEST_TAG_KEY, LONGEST_TAG_VALUE, MOST_TAGS
from iamlab.engine.matching import Caller, CallerKind

USERS = frozenset({CallerKind.USER, CallerKind.ROOT})
"""Callers with keys of their own."""

_TAGGED_KINDS = ROLE_KINDS | {SessionKind.FEDERATION_TOKEN}

Complaint = tuple[Location, str]
"""Where within the session an author went wrong, and how."""


def inherited_by(
    kind: SessionKind, source: Credential | None
) -> tuple[Mapping[str, str], str | None]:
    """Return the tags and the source identity that a role chain passes down (S6)."""
    if kind is not SessionKind.ASSUME_ROLE or not isinstance(source, Session):
        return {}, None
    tags = {key: value for key, value in source.tags.items() if key in source.transitive}
    return tags, source.source_identity


def call_complaints(
    session: Session, maker: Caller | None, shape: SessionShape
) -> Iterator[Complaint]:
    """Yield why this source cannot make this call; `maker` is who the source speaks for."""
    kind = session.kind
    if (kind in PROVIDER_KINDS) != (shape.provider is not None):
        if kind in PROVIDER_KINDS:
            yield ("provider",), f"{kind.value} exchanges the token of an identity provider"
        else:
            yield ("provider",), f"{kind.value} is signed with credentials: give `by`"
        return
    if shape.service is not None and kind is not SessionKind.ASSUME_ROLE:
        yield ("service",), "a service delivers sessions of AssumeRole only"
    user = maker is not None and maker.kind in USERS
    if session.mfa and not (user and kind in (SessionKind.ASSUME_ROLE, SessionKind.SESSION_TOKEN)):
        yield ("mfa",), "only a user gives an MFA code, with AssumeRole or GetSessionToken"
    root = maker is not None and maker.kind is CallerKind.ROOT
    if root and kind is SessionKind.ASSUME_ROLE:
        yield ("by",), "the root user cannot assume roles (E13)"
    if root and kind is SessionKind.ASSUME_ROOT:
        yield ("by",), "AssumeRoot takes a user or role of the management account, not root"


def tag_complaints(session: Session, source: Credential | None) -> Iterator[Complaint]:
    """Yield what is wrong with the session tags (S6)."""
    tags = session.passed_tags
    if tags and session.kind not in _TAGGED_KINDS:
        yield ("tags",), f"{session.kind.value} takes no session tags"
    if len(session.tags) > MOST_TAGS:
        yield ("tags",), f"a session can carry {MOST_TAGS} tags, not {len(session.tags)} (S6)"
    inherited, _ = inherited_by(session.kind, source)
    taken = {key.lower() for key in inherited}
    for key, value in tags.items():
        if not 1 <= len(key) <= LONGEST_TAG_KEY or len(value) > LONGEST_TAG_VALUE:
            yield ("tags", key), "a tag's key has 1 to 128 characters, its value 256 at most (S6)"
        if key.lower() in taken:
            yield (
                ("tags", key),
                "the tag is there already, or an earlier session passes it down (S6)",
            )
        taken.add(key.lower())
    passed_down = session.transitive - set(inherited)
    if passed_down and session.kind is SessionKind.FEDERATION_TOKEN:
        yield ("transitive",), "the tags of a federated user are not passed down"
    for key in sorted(passed_down - set(tags)):
        yield ("transitive",), f"there is no tag `{key}`"


def policy_complaints(session: Session) -> Iterator[Complaint]:
    """Yield what is wrong with the session policies, or with the task policy of AssumeRoot."""
    given = session.session_policies
    if session.kind is SessionKind.ASSUME_ROOT:
        if [policy.name in TASK_POLICIES for policy in given] != [True]:
            names = ", ".join(sorted(TASK_POLICIES))
            yield ("session_policies",), f"AssumeRoot takes exactly one task policy: {names}"
    elif given and session.kind is SessionKind.SESSION_TOKEN:
        yield ("session_policies",), "GetSessionToken takes no session policies"
    for index, policy in enumerate(given):
        if not parse_policy(policy.text, PolicyType.SESSION).readable:
            yield ("session_policies", index, "document"), "it cannot be read as a policy"


def source_identity_complaints(session: Session, source: Credential | None) -> Iterator[Complaint]:
    """Yield what is wrong with the source identity: once set, it stays along the chain (S6)."""
    passed = session.passed_source_identity
    _, inherited = inherited_by(session.kind, source)
    if passed is not None and session.kind not in ROLE_KINDS:
        yield ("source_identity",), f"{session.kind.value} takes no source identity"
    elif passed is not None and inherited is not None and passed != inherited:
        yield (
            ("source_identity",),
            f"the chain's source identity is `{inherited}` and cannot be changed",
        )
