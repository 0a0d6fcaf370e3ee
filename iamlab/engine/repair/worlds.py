"""Organizations in which drafts have been applied, to be asked what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iamlab.engine.documents import PolicyType, TextEdit, apply_edits
from iamlab.engine.evaluation import (
    Account,
    Attachment,
    Layer,
    Policy,
    Request,
    Snapshot,
    replace_policy,
)
from iamlab.engine.repair.shapes import Draft

NEW_KEY = "new"
"""The key of a policy that is proposed and does not exist yet."""

_TYPES = {
    Layer.RESOURCE: PolicyType.RESOURCE,
    Layer.IDENTITY: PolicyType.IDENTITY,
    Layer.SESSION: PolicyType.SESSION,
    Layer.SCP: PolicyType.SCP,
}


@dataclass(frozen=True, slots=True)
class World:
    """An organization and a request about it."""

    snapshot: Snapshot
    request: Request


def apply_drafts(world: World, drafts: Sequence[Draft]) -> World | None:
    """Return the world with all drafts applied, or None when two of them edit the same place."""
    edits: dict[str, tuple[Policy, list[TextEdit]]] = {}
    for draft in drafts:
        if draft.policy is not None:
            edits.setdefault(draft.policy.key, (draft.policy, []))[1].extend(draft.edits)
        elif draft.document:
            world = _add_document(world, draft)
        else:
            context = {**world.request.context, **draft.context}
            world = replace(world, request=replace(world.request, context=context))
    for policy, changes in edits.values():
        try:
            text = apply_edits(policy.text, dict.fromkeys(changes))
        except ValueError:
            return None
        world = _replace_text(world, policy.key, text)
    return world


def _replace_text(world: World, key: str, text: str) -> World:
    """Put another text in a policy, be it of the organization or passed with the request."""
    request = world.request
    passed = (*request.session_policies, *request.endpoint_policies)
    if not any(policy.key == key for policy in passed):
        return World(replace_policy(world.snapshot, key, text), request)

    def swap(policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
        return tuple(
            replace(policy, text=text) if policy.key == key else policy for policy in policies
        )

    session, endpoint = swap(request.session_policies), swap(request.endpoint_policies)
    request = replace(request, session_policies=session, endpoint_policies=endpoint)
    return World(world.snapshot, request)


def _add_document(world: World, draft: Draft) -> World:
    snapshot, request = world.snapshot, world.request
    kind = _TYPES[draft.layer]
    identity = snapshot.identities.get(draft.place)
    if draft.layer is Layer.RESOURCE and identity is not None:
        kind = PolicyType.TRUST
    policy = Policy(f"{NEW_KEY}/{draft.layer}/{draft.place}", "new policy", kind, draft.document)
    if draft.layer is Layer.SESSION:
        return World(snapshot, replace(request, session_policies=(policy,)))
    if draft.layer is Layer.SCP:
        return World(_attach_scp(snapshot, draft.place, policy), request)
    if draft.layer is Layer.RESOURCE:
        resource = replace(snapshot.resources[draft.place], policy=policy)
        resources = {**snapshot.resources, draft.place: resource}
        return World(replace(snapshot, resources=resources), request)
    if identity is None:
        return world
    holder = replace(identity, policies=(*identity.policies, Attachment(policy)))
    identities = {**snapshot.identities, draft.place: holder}
    return World(replace(snapshot, identities=identities), request)


def _attach_scp(snapshot: Snapshot, target: str, policy: Policy) -> Snapshot:
    """Attach an SCP to a root, unit or account, for every account below it."""

    def attached(account: Account) -> Account:
        levels = tuple(
            replace(level, policies=(*level.policies, policy)) if level.target == target else level
            for level in account.scp_levels
        )
        return replace(account, scp_levels=levels)

    accounts = {name: attached(account) for name, account in snapshot.accounts.items()}
    return replace(snapshot, accounts=accounts)
