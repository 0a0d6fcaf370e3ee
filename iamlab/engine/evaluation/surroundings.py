"""The context keys that follow from the request itself (X0), and those of a practice request.

Source: AWS, "AWS global condition context keys".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from iamlab.engine.conditions import parse_instant
from iamlab.engine.documents import split_arn
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.rules import AWS_RULES, EvaluationRules
from iamlab.engine.matching import Caller, CallerKind, Context, ContextValue

_TYPES = {
    CallerKind.USER: "User",
    CallerKind.ROLE: "AssumedRole",
    CallerKind.FEDERATED_USER: "FederatedUser",
    CallerKind.ROOT: "Account",
    CallerKind.ANONYMOUS: "Anonymous",
}
_TEMPORARY = frozenset({CallerKind.ROLE, CallerKind.FEDERATED_USER})
TIME_KEYS = ("aws:CurrentTime", "aws:EpochTime")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def caller_keys(caller: Caller, rules: EvaluationRules = AWS_RULES) -> dict[str, ContextValue]:
    """Return the keys that follow from who calls."""
    keys: dict[str, ContextValue] = {"aws:ViaAWSService": "false"}
    if caller.kind in _TYPES:
        keys["aws:PrincipalType"] = _TYPES[caller.kind]
    if caller.kind is CallerKind.ANONYMOUS:
        keys["aws:PrincipalAccount"] = "anonymous"
        keys["aws:userid"] = "anonymous"
    if caller.signed:
        keys["aws:PrincipalIsAWSService"] = "true" if caller.kind is CallerKind.SERVICE else "false"
    if caller.kind is CallerKind.SERVICE:
        keys["aws:PrincipalServiceName"] = caller.arn
        keys["aws:PrincipalServiceNamesList"] = [caller.arn]
    elif caller.signed and caller.account is not None:
        keys["aws:PrincipalAccount"] = caller.account
        by_role = rules.principal_arn_names_role
        keys["aws:PrincipalArn"] = _principal_arn(caller) if by_role else caller.arn
    named = caller.kind is CallerKind.ROLE and rules.username_for_roles
    if caller.kind is CallerKind.USER or named:
        keys["aws:username"] = caller.name
    if caller.kind in _TEMPORARY:
        keys["aws:MultiFactorAuthPresent"] = "false"
    user_id = _user_id(caller)
    if user_id is not None:
        keys["aws:userid"] = user_id
    return keys


def surroundings_of(case: Case, rules: EvaluationRules = AWS_RULES) -> dict[str, ContextValue]:
    """Return the keys that follow from a case: from its caller and from the resource's owner."""
    keys = caller_keys(case.caller, rules)
    if case.owner is not None:
        keys["aws:ResourceAccount"] = case.owner
    return keys


def region_key(case: Case) -> dict[str, ContextValue]:
    """Return the key that follows from the Region in the resource's ARN, if it has one."""
    fields = split_arn(case.resource)
    return {"aws:RequestedRegion": fields[3]} if fields is not None and fields[3] else {}


def fill_context(surroundings: Context, request: Request) -> Context:
    """Return the request's whole context: what it supplies wins over what follows (X0)."""
    context = surroundings.extended(request.context)
    fill_time(context, request.time)
    return context


def written_names(names: Iterable[str]) -> dict[str, str]:
    """Map lower-case names of keys to how they are written."""
    return {name.lower(): name for name in names}


def fill_time(context: Context, time: float | None) -> None:
    """Set `aws:CurrentTime` and `aws:EpochTime` to one instant; either one sets the other."""
    current, epoch = context.single("aws:currenttime"), context.single("aws:epochtime")
    if current is None and epoch is None:
        if time is not None:
            context.set("aws:EpochTime", str(int(time)))
            context.set("aws:CurrentTime", _written(int(time)))
        return
    if current is not None and epoch is not None:
        return
    instant = parse_instant(current if current is not None else epoch or "")
    if instant is None:
        return
    if epoch is None:
        context.set("aws:EpochTime", str(int(instant)))
    else:
        context.set("aws:CurrentTime", _written(int(instant)))


@lru_cache(maxsize=64)
def _written(seconds: int) -> str:
    try:
        instant = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return str(seconds)
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _principal_arn(caller: Caller) -> str:
    """Return the ARN that policies see: of the role, not of its session (W7)."""
    if caller.kind in (CallerKind.ROLE, CallerKind.USER) and caller.identity_arn is not None:
        return caller.identity_arn
    return caller.arn


def _user_id(caller: Caller) -> str | None:
    if caller.kind is CallerKind.ROOT:
        return caller.account
    if caller.kind is CallerKind.FEDERATED_USER:
        return f"{caller.account}:{caller.session_name}"
    if caller.unique_id is None:
        return None
    if caller.kind is CallerKind.ROLE:
        return f"{caller.unique_id}:{caller.session_name}" if caller.session_name else None
    return caller.unique_id
