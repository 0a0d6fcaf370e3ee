"""Where a service departs from the common evaluation: one table, a row each (E12 to E16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from iamlab.engine.catalog import find_action
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.public_access import is_public
from iamlab.engine.evaluation.words import Reason
from iamlab.engine.matching import CallerKind


class Effect(Enum):
    """What an exception does to the evaluation.

    ALWAYS_ALLOWED: no policy has any effect. REFUSED: denied whatever allows it, once an explicit
    deny is ruled out. POLICY_IGNORED: the resource-based policy is not consulted.
    POLICY_MANDATORY: without the resource-based policy's Allow nothing else counts.
    BOUNDARY_CAPS: a boundary limits even what the resource-based policy grants directly.
    """

    ALWAYS_ALLOWED = auto()
    REFUSED = auto()
    POLICY_IGNORED = auto()
    POLICY_MANDATORY = auto()
    BOUNDARY_CAPS = auto()


@dataclass(frozen=True, slots=True)
class ServiceException:
    """One row: when it applies, what it does, and how to say so."""

    rule: str
    applies: Callable[[Case], bool]
    effect: Effect
    says: str
    reason: Reason | None = None


_BUCKET_POLICY_ACTIONS = frozenset(
    {"s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy"}
)
_SERVICE_LINKED_ROLE_ACTIONS = frozenset(
    f"iam:{name}"
    for name in (
        "attachrolepolicy",
        "detachrolepolicy",
        "putrolepolicy",
        "deleterolepolicy",
        "putrolepermissionsboundary",
        "deleterolepermissionsboundary",
        "updateassumerolepolicy",
        "createrole",
        "deleterole",
    )
)
_READING = frozenset({"Read", "List"})


def _asks_who_it_is(case: Case) -> bool:
    return case.action_lower == "sts:getcalleridentity" and case.caller.signed


def _may_get_session_token(case: Case) -> bool:
    return case.action_lower == "sts:getsessiontoken" and case.caller.kind in (
        CallerKind.USER,
        CallerKind.ROOT,
    )


def _may_not_get_session_token(case: Case) -> bool:
    return case.action_lower == "sts:getsessiontoken" and not _may_get_session_token(case)


def _root_assumes_role(case: Case) -> bool:
    return case.action_lower == "sts:assumerole" and case.caller.kind is CallerKind.ROOT


def _owner_root_mends_bucket_policy(case: Case) -> bool:
    return (
        case.caller.kind is CallerKind.ROOT
        and case.same_account
        and case.action_lower in _BUCKET_POLICY_ACTIONS
    )


def _is_shut_out_of_public_bucket(case: Case) -> bool:
    return (
        case.service == "s3"
        and case.holder is not None
        and case.holder.restrict_public_buckets
        and case.resource_policy is not None
        and not case.same_account
        and case.caller.kind is not CallerKind.SERVICE
        and is_public(case.resource_policy.text)
    )


def _passes_foreign_role(case: Case) -> bool:
    return (
        case.action_lower == "iam:passrole"
        and case.caller.account is not None
        and case.owner is not None
        and not case.same_account
    )


def _changes_protected_resource(case: Case) -> bool:
    if case.caller.kind is CallerKind.SERVICE or case.caller.service_linked:
        return False
    fields = split_arn(case.target)
    if fields is None:
        return False
    name = fields[5]
    if case.service == "iam" and fields[2] == "iam":
        if name.startswith("role/aws-service-role/"):
            return case.action_lower in _SERVICE_LINKED_ROLE_ACTIONS
        managed = fields[4] == "aws" and name.startswith("policy/")
        return (managed or name.startswith("role/aws-reserved/")) and _writes(case)
    if case.service == "kms" and fields[2] == "kms":
        return name.startswith("alias/aws/") and _writes(case)
    return False


def _writes(case: Case) -> bool:
    action = find_action(case.action_lower)
    return action is not None and not _READING.issuperset(action.access_levels)


EXCEPTIONS = (
    ServiceException(
        "E14",
        _asks_who_it_is,
        Effect.ALWAYS_ALLOWED,
        "Every signed caller may ask who it is; no policy has any effect on sts:GetCallerIdentity.",
        Reason.ALWAYS_ALLOWED,
    ),
    ServiceException(
        "E14",
        _may_get_session_token,
        Effect.ALWAYS_ALLOWED,
        "A user may always ask for a session of its own; no policy has any effect on "
        "sts:GetSessionToken.",
        Reason.ALWAYS_ALLOWED,
    ),
    ServiceException(
        "E14",
        _may_not_get_session_token,
        Effect.REFUSED,
        "Only IAM users and the root user can call sts:GetSessionToken.",
        Reason.CALLER_CANNOT_GET_SESSION_TOKEN,
    ),
    ServiceException(
        "E13",
        _root_assumes_role,
        Effect.REFUSED,
        "The root user cannot call sts:AssumeRole, whatever a trust policy says.",
        Reason.ROOT_CANNOT_ASSUME_ROLES,
    ),
    ServiceException(
        "E16",
        _changes_protected_resource,
        Effect.REFUSED,
        "AWS itself keeps this resource; no customer can change it. "
        "The service often answers with an error of its own, such as UnmodifiableEntity.",
        Reason.PROTECTED_RESOURCE,
    ),
    ServiceException(
        "S11",
        _passes_foreign_role,
        Effect.REFUSED,
        "A role can be passed only to a service of its own account.",
        Reason.PASS_ROLE_ACROSS_ACCOUNTS,
    ),
    ServiceException(
        "E15",
        _is_shut_out_of_public_bucket,
        Effect.REFUSED,
        "The bucket restricts public access: while its policy is public, only principals of its "
        "own account and AWS services get in.",
        Reason.RESTRICT_PUBLIC_BUCKETS,
    ),
    ServiceException(
        "E13",
        _owner_root_mends_bucket_policy,
        Effect.POLICY_IGNORED,
        "The root user of the bucket's account can always read, replace or delete the bucket "
        "policy, so that a mistake in it can be mended.",
    ),
    ServiceException(
        "E12",
        lambda case: case.is_key,
        Effect.POLICY_MANDATORY,
        "A KMS key obeys its key policy first: without an Allow there, nothing else counts.",
    ),
    ServiceException(
        "E12",
        lambda case: case.is_trust,
        Effect.POLICY_MANDATORY,
        "A role obeys its trust policy first: without an Allow there, nobody can assume it.",
    ),
    ServiceException(
        "S1",
        lambda case: case.is_trust,
        Effect.BOUNDARY_CAPS,
        "A permissions boundary must allow sts:AssumeRole even when the trust policy names the "
        "caller.",
    ),
)
"""Every exception, in the order in which it is looked for."""


_SERVICES = ("iam", "kms", "s3", "sts")
"""The services of which an action can meet an exception; no row applies to any other."""

Effects = Mapping[Effect, ServiceException]
"""The rows that apply to a case, by what they do; of two that do the same, the first."""

_NO_EFFECTS: Effects = MappingProxyType({})


def find_effects(case: Case) -> Effects:
    """Return the rows that apply to a case."""
    if case.service not in _SERVICES:
        return _NO_EFFECTS
    return {row.effect: row for row in reversed(EXCEPTIONS) if row.applies(case)}
