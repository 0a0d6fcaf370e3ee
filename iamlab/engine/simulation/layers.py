"""One question with every policy handed in: no organization is known beyond the question itself."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.evaluation import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    Request,
    Resource,
    Snapshot,
)
from iamlab.engine.evaluation.case import TRUST_ACTIONS, is_role, role_arn_in
from iamlab.engine.matching import ACCOUNT_ID


@dataclass(frozen=True, slots=True)
class NamedText:
    """A policy as it is handed in: its name and its JSON text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TargetTexts:
    """One level of SCPs or RCPs; an empty one is a level without any policy."""

    target: str
    policies: tuple[NamedText, ...]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """All policies of one question, layer by layer; an empty layer does not apply."""

    identity_policies: tuple[NamedText, ...] = ()
    permissions_boundary: NamedText | None = None
    session_policies: tuple[NamedText, ...] = ()
    resource_policy: NamedText | None = None
    service_control_policies: tuple[TargetTexts, ...] = ()
    resource_control_policies: tuple[TargetTexts, ...] = ()
    endpoint_policies: tuple[NamedText, ...] = ()


def build_snapshot(request: Request, handed_in: HandedIn) -> Snapshot:
    """Return the smallest organization in which the policies stand where they were handed in."""
    caller_account = _account_of(request.principal)
    owner = request.resource_account or _account_of(request.resource) or caller_account
    accounts: dict[str, Account] = {}
    scps = _levels("scp", PolicyType.SCP, handed_in.service_control_policies)
    rcps = _levels("rcp", PolicyType.RCP, handed_in.resource_control_policies)
    if caller_account is not None and scps:
        accounts[caller_account] = Account(caller_account, scp_levels=scps)
    if rcps:
        # Nobody can tell who owns a bucket that an anonymous caller asks for: "" stands for that.
        known = accounts.get(owner or "", Account(owner or ""))
        accounts[known.id] = Account(known.id, scp_levels=known.scp_levels, rcp_levels=rcps)
    identities = _identities(request, handed_in)
    return Snapshot(accounts, identities, _resources(request, handed_in, owner))


def request_policies(
    handed_in: HandedIn,
) -> tuple[tuple[Policy, ...], tuple[Policy, ...]]:
    """Return the session policies and the endpoint policies, which belong to the request."""
    return (
        tuple(
            _policy(f"session/{index}", item, PolicyType.SESSION)
            for index, item in enumerate(handed_in.session_policies)
        ),
        tuple(
            _policy(f"endpoint/{index}", item, PolicyType.ENDPOINT)
            for index, item in enumerate(handed_in.endpoint_policies)
        ),
    )


def place_of(policy: Policy) -> str:
    """Return where in a line a policy's document stands, such as `identity_policies[0].document`.

    It is read from the policy's key, which `build_snapshot` and `request_policies` have given it.
    """
    kind, *numbers = policy.key.split("/")
    place = _PLACES[kind] + "".join(f"[{number}]" for number in numbers[:1])
    return place + "".join(f".policies[{number}]" for number in numbers[1:]) + ".document"


_PLACES = {
    "identity": "identity_policies",
    "boundary": "permissions_boundary",
    "session": "session_policies",
    "resource": "resource_policy",
    "scp": "service_control_policies",
    "rcp": "resource_control_policies",
    "endpoint": "endpoint_policies",
}


def _identities(request: Request, handed_in: HandedIn) -> dict[str, Identity]:
    arn = _identity_arn(request)
    if arn is None:
        return {}
    boundary = handed_in.permissions_boundary
    return {
        arn: Identity(
            arn,
            policies=tuple(
                Attachment(_policy(f"identity/{index}", item, PolicyType.IDENTITY))
                for index, item in enumerate(handed_in.identity_policies)
            ),
            boundary=_policy("boundary", boundary, PolicyType.BOUNDARY) if boundary else None,
        )
    }


def _resources(request: Request, handed_in: HandedIn, owner: str | None) -> dict[str, Resource]:
    if handed_in.resource_policy is None:
        return {}
    trust = request.action.lower() in TRUST_ACTIONS and is_role(request.resource)
    kind = PolicyType.TRUST if trust else PolicyType.RESOURCE
    policy = _policy("resource", handed_in.resource_policy, kind)
    return {request.resource: Resource(request.resource, owner or "", policy=policy)}


def _identity_arn(request: Request) -> str | None:
    """Return the ARN under which the caller's policies are kept: of the role for its sessions."""
    fields = split_arn(request.principal)
    if fields is None:
        return None
    kind, _, rest = fields[5].partition("/")
    if kind != "assumed-role":
        return request.principal
    named = role_arn_in(request.context, request.principal)
    role = rest.partition("/")[0]
    return named or f"arn:{fields[1]}:iam::{fields[4]}:role/{role}"


def _account_of(arn: str) -> str | None:
    fields = split_arn(arn)
    return fields[4] if fields is not None and ACCOUNT_ID.fullmatch(fields[4]) else None


def _levels(
    prefix: str, policy_type: PolicyType, levels: tuple[TargetTexts, ...]
) -> tuple[Level, ...]:
    return tuple(
        Level(
            level.target,
            level.target,
            tuple(
                _policy(f"{prefix}/{place}/{index}", item, policy_type)
                for index, item in enumerate(level.policies)
            ),
        )
        for place, level in enumerate(levels)
    )


def _policy(key: str, item: NamedText, policy_type: PolicyType) -> Policy:
    return Policy(key, item.name, policy_type, item.text)
