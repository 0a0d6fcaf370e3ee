"""Comparisons of what anybody at all may do with one resource, and of who is let in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from iamlab.engine.catalog import actions_for_arn
from iamlab.engine.comparison.access import settle, start_clock
from iamlab.engine.comparison.duel import Duel
from iamlab.engine.comparison.shapes import LIMIT, NO_WIDER, Comparison, Ignored, Outcome
from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.evaluation import Attachment, Identity, Policy, Snapshot
from iamlab.engine.evaluation.case import TRUST_ACTIONS, is_role
from iamlab.engine.evaluation.compiled import CompiledStatement, compile_policy
from iamlab.engine.matching import ACCOUNT_ID

STRANGER = "999988887777"
"""An account that nobody mentions, for somebody whom nobody knows."""

_OTHER_SERVICE = "events.amazonaws.com"
_EVERYTHING = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
)
_NOBODY = '{"Version":"2012-10-17","Statement":[]}'
_NOTHING = Ignored()
_ORGANIZATION = frozenset({"aws:principalorgid", "aws:principalorgpaths"})
_NOT_A_STRANGERS = _ORGANIZATION | {
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourcevpcarn",
    "aws:vpcsourceip",
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
}
_STRANGERS_CONTEXT = (("aws:SourceIp", "198.18.7.7"), ("aws:ViaAWSService", "false"))
"""What a stranger cannot choose. The address is one that nobody owns; a range that holds it holds
nearly every address."""


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A caller to ask as, with the keys of theirs that may be anything."""

    principal: str
    open_keys: frozenset[str] = frozenset()


def compare_resource(
    candidate: Snapshot,
    reference: Snapshot,
    resource: str,
    *,
    ignoring: Ignored = _NOTHING,
    limit: float = LIMIT,
) -> Comparison:
    """Return whether anybody may do more with a resource in the candidate than in the reference.

    `resource` is the ARN of a resource or role that has a policy of its own in either snapshot. All
    known principals are asked, those that the policies name, people of an account that nobody
    mentions who may do everything there, services, and somebody who has not signed in.
    """
    left = start_clock(limit)
    actions = _actions(resource)
    both = (candidate, reference)
    texts = [text for snapshot in both for text in _texts(snapshot, resource)]
    people = list(_everybody(both, texts))
    extended = tuple(_with_outsiders(snapshot, people) for snapshot in both)
    undecided = NO_WIDER
    for somebody in people:
        duel = Duel(
            extended[0],
            extended[1],
            somebody.principal,
            ignoring,
            within=resource,
            actions=actions,
            open_keys=somebody.open_keys,
        )
        found = settle(duel, left)
        if found.outcome is Outcome.WIDER:
            return found
        if found.outcome is Outcome.UNKNOWN:
            undecided = found
    return undecided


def public_access(
    snapshot: Snapshot, resource: str, *, ignoring: Ignored = _NOTHING, limit: float = LIMIT
) -> Comparison:
    """Return whether anyone at all may do something with a resource: WIDER, with the request.

    Anyone is somebody who has not signed in, and somebody of an account that nobody mentions. They
    may choose what callers choose, such as a user agent, but no address, network or organization.
    """
    left = start_clock(limit)
    closed = _without_policy(snapshot, resource)
    strangers = [_Somebody("anonymous"), _Somebody(_user(STRANGER))]
    both = tuple(_with_outsiders(item, strangers) for item in (snapshot, closed))
    undecided = NO_WIDER
    for somebody in strangers:
        duel = Duel(
            both[0],
            both[1],
            somebody.principal,
            ignoring,
            within=resource,
            actions=_actions(resource),
            closed_keys=_NOT_A_STRANGERS,
            given=_STRANGERS_CONTEXT,
        )
        found = settle(duel, left)
        if found.outcome is Outcome.WIDER:
            return found
        if found.outcome is Outcome.UNKNOWN:
            undecided = found
    return undecided


def _actions(resource: str) -> frozenset[str]:
    found = {action.name for action in actions_for_arn(resource)}
    fields = split_arn(resource)
    if fields is not None and fields[2] == "s3" and "/" not in fields[5]:
        found |= {action.name for action in actions_for_arn(f"{resource}/key")}
    if is_role(resource):
        found = {name for name in found if name.lower() in TRUST_ACTIONS}
    return frozenset(found)


def _texts(snapshot: Snapshot, resource: str) -> Iterator[tuple[str, PolicyType]]:
    role = snapshot.identities.get(resource)
    if role is not None and role.trust is not None:
        yield role.trust.text, PolicyType.TRUST
    found = snapshot.resources.get(resource)
    if found is not None and found.policy is not None:
        yield found.policy.text, found.policy.type
    for account in snapshot.accounts.values():
        for level in account.rcp_levels:
            for policy in level.policies:
                yield policy.text, policy.type


def _everybody(
    snapshots: tuple[Snapshot, Snapshot], texts: list[tuple[str, PolicyType]]
) -> Iterator[_Somebody]:
    seen: set[str] = set()
    for somebody in (*_known(snapshots), *_named(texts), *_others()):
        if somebody.principal not in seen:
            seen.add(somebody.principal)
            yield somebody


def _known(snapshots: tuple[Snapshot, Snapshot]) -> Iterator[_Somebody]:
    for arn in snapshots[0].identities:
        yield _Somebody(_session(arn, "anybody") if is_role(arn) else arn)
    for account in snapshots[0].accounts:
        yield _Somebody(f"arn:aws:iam::{account}:root")


def _others() -> Iterator[_Somebody]:
    yield _Somebody("anonymous")
    yield _Somebody(_user(STRANGER), _ORGANIZATION)
    yield _Somebody(_session(f"arn:aws:iam::{STRANGER}:role/anybody", "anybody"), _ORGANIZATION)
    yield _Somebody(_OTHER_SERVICE)


def _named(texts: list[tuple[str, PolicyType]]) -> Iterator[_Somebody]:
    """Yield callers for the principals that statements name, in Principal or in conditions."""
    for text, kind in texts:
        for statement in compile_policy(text, kind).statements:
            entries = (
                *(statement.source.principals or ()),
                *(statement.source.not_principals or ()),
            )
            for entry in entries:
                yield from _meant(entry.kind, entry.text)
            yield from _tested(statement)


def _tested(statement: CompiledStatement) -> Iterator[_Somebody]:
    for check in statement.checks:
        for value in check.values:
            if check.key_lower == "aws:principalarn":
                yield from _meant("AWS", _filled(value))
            elif check.key_lower == "aws:principalaccount" and ACCOUNT_ID.fullmatch(value):
                yield _Somebody(_user(value), _ORGANIZATION)


def _filled(pattern: str) -> str:
    """Return an ARN that a pattern matches: of a stranger, if it leaves the account open."""
    fields = split_arn(pattern)
    if fields is None:
        return pattern
    account = fields[4] if ACCOUNT_ID.fullmatch(fields[4]) else STRANGER
    name = fields[5].replace("*", "anybody").replace("?", "1")
    return f"arn:aws:{fields[2]}::{account}:{name}"


def _meant(kind: str, text: str) -> Iterator[_Somebody]:
    if kind in ("Service", "Federated"):
        yield _Somebody(text)
        return
    if ACCOUNT_ID.fullmatch(text):
        yield _Somebody(_user(text), _ORGANIZATION)
        return
    fields = split_arn(text)
    if fields is None or not ACCOUNT_ID.fullmatch(fields[4]):
        return
    if fields[5] == "root":
        yield _Somebody(_user(fields[4]), _ORGANIZATION)
        yield _Somebody(text, _ORGANIZATION)
    elif fields[5].startswith("role/"):
        yield _Somebody(_session(text, "anybody"), _ORGANIZATION)
        yield _Somebody(_session(text, "somebody-else"), _ORGANIZATION)
    elif fields[5].startswith("assumed-role/"):
        yield _Somebody(text, _ORGANIZATION)
        role = fields[5].split("/")[1]
        other = f"arn:aws:iam::{fields[4]}:role/{role}"
        yield _Somebody(_session(other, "somebody-else"), _ORGANIZATION)
    elif fields[5].startswith("user/"):
        yield _Somebody(text, _ORGANIZATION)


def _with_outsiders(snapshot: Snapshot, people: Iterable[_Somebody]) -> Snapshot:
    """Return the snapshot with administrators for the principals of accounts it does not know."""
    identities = dict(snapshot.identities)
    for somebody in people:
        fields = split_arn(somebody.principal)
        if fields is None or fields[5] == "root" or fields[2] not in ("iam", "sts"):
            continue
        name = fields[5].split("/")
        arn = somebody.principal
        if name[0] == "assumed-role":
            arn = f"arn:aws:iam::{fields[4]}:role/{name[1]}"
            known = any(
                item.endswith(f"/{name[1]}") and split_arn(item)[4] == fields[4]  # type: ignore[index]
                for item in snapshot.identities
                if is_role(item)
            )
            if known:
                continue
        if arn not in identities and name[0] in ("user", "assumed-role"):
            identities[arn] = _administrator(arn)
    return replace(snapshot, identities=identities)


def _administrator(arn: str) -> Identity:
    policy = Policy(f"{arn}/everything", "everything", PolicyType.IDENTITY, _EVERYTHING)
    return Identity(arn, policies=(Attachment(policy),))


def _without_policy(snapshot: Snapshot, resource: str) -> Snapshot:
    role = snapshot.identities.get(resource)
    if role is not None and role.trust is not None:
        trust = replace(role.trust, text=_NOBODY)
        return replace(
            snapshot, identities={**snapshot.identities, resource: replace(role, trust=trust)}
        )
    found = snapshot.resources.get(resource)
    if found is None:
        return snapshot
    return replace(
        snapshot, resources={**snapshot.resources, resource: replace(found, policy=None)}
    )


def _user(account: str) -> str:
    return f"arn:aws:iam::{account}:user/anybody"


def _session(role: str, name: str) -> str:
    fields = split_arn(role)
    if fields is None:
        return role
    short = fields[5].rsplit("/", 1)[-1]
    return f"arn:aws:sts::{fields[4]}:assumed-role/{short}/{name}"
