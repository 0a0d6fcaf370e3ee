"""Who may come to a resource: known principals, those that policies mean, strangers, services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from iamlab.engine.comparison.caller_names import (
    STRANGER,
    callers_by_arn,
    filled_account,
    session_of,
    user_of,
)
from iamlab.engine.comparison.shapes import Undecided
from iamlab.engine.documents import PolicyType, split_arn
from iamlab.engine.evaluation import Attachment, Identity, Policy, Snapshot
from iamlab.engine.evaluation.case import is_role
from iamlab.engine.evaluation.compiled import CompiledStatement, compile_policy

_OTHER_SERVICE = "events.amazonaws.com"
_EVERYTHING = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
)
_ELSEWHERE = frozenset({"aws:principalorgid", "aws:principalorgpaths", "aws:principaltag/"})
"""What somebody of an account that we do not know may have: any organization, any tags."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A caller to ask as, with the keys of theirs that may be anything.

    Whom the snapshots do not know may do everything at home, or nothing when `powerless`.
    """

    principal: str
    open_keys: frozenset[str] = frozenset()
    powerless: bool = False


def everybody(snapshots: tuple[Snapshot, Snapshot], resource: str) -> list[Somebody]:
    """Return who may come to a resource, each once. Raises Undecided for too many patterns."""
    texts = [text for snapshot in snapshots for text in _texts(snapshot, resource)]
    names = (
        *_known(snapshots),
        *_named(texts, _canonical_ids(snapshots)),
        *callers_by_arn(_principal_checks(texts), _accounts(snapshots)),
        "anonymous",
        user_of(STRANGER),
        session_of(f"arn:aws:iam::{STRANGER}:role/anybody", "anybody"),
        _OTHER_SERVICE,
    )
    people = [_somebody(snapshots, name) for name in dict.fromkeys(names)]
    home = _owner(snapshots, resource)
    newcomers = [one for one in people if _is_new(snapshots, one, home)]
    return [*people, *(replace(one, powerless=True) for one in newcomers)]


def _owner(snapshots: tuple[Snapshot, Snapshot], resource: str) -> str:
    """Return the account of a resource that a snapshot knows, or of a role."""
    for snapshot in snapshots:
        if resource in snapshot.resources:
            return snapshot.resources[resource].account
    fields = split_arn(resource)
    return fields[4] if fields is not None else ""


def _is_new(snapshots: tuple[Snapshot, Snapshot], one: Somebody, home: str) -> bool:
    """Tell whether somebody is unknown in the resource's own account, whose policy is enough.

    Others need a policy of their own besides, so as powerless people they are let in nowhere.
    """
    fields = split_arn(one.principal)
    return (
        fields is not None
        and fields[4] == home
        and all(_unknown_identity(snapshot, one.principal) for snapshot in snapshots)
    )


def strangers_of(snapshots: tuple[Snapshot, ...]) -> list[Somebody]:
    """Return somebody who has not signed in, and somebody of an account that nobody mentions."""
    return [_somebody(snapshots, name) for name in ("anonymous", user_of(STRANGER))]


def _somebody(snapshots: tuple[Snapshot, ...], principal: str) -> Somebody:
    fields = split_arn(principal)
    known = fields is None or any(fields[4] in snapshot.accounts for snapshot in snapshots)
    known = known or any(principal in snapshot.identities for snapshot in snapshots)
    return Somebody(principal, frozenset() if known else _ELSEWHERE)


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


def _canonical_ids(snapshots: tuple[Snapshot, Snapshot]) -> frozenset[str | None]:
    accounts = snapshots[0].accounts.values()
    return frozenset(account.canonical_id for account in accounts)


def _accounts(snapshots: tuple[Snapshot, Snapshot]) -> list[str]:
    return [account for snapshot in snapshots for account in snapshot.accounts]


def _known(snapshots: tuple[Snapshot, Snapshot]) -> Iterator[str]:
    for arn in snapshots[0].identities:
        yield session_of(arn, "anybody") if is_role(arn) else arn
    for account in snapshots[0].accounts:
        yield f"arn:aws:iam::{account}:root"


def _statements(texts: Iterable[tuple[str, PolicyType]]) -> Iterator[CompiledStatement]:
    for text, kind in texts:
        yield from compile_policy(text, kind).statements


def _named(texts: list[tuple[str, PolicyType]], known: frozenset[str | None]) -> Iterator[str]:
    """Yield callers for the principals that statements name, in Principal or in conditions.

    `known` are the canonical IDs of known accounts. Raises Undecided for another.
    """
    for statement in _statements(texts):
        source = statement.source
        for entry in (*(source.principals or ()), *(source.not_principals or ())):
            if entry.kind == "CanonicalUser" and entry.text not in known:
                raise Undecided("Nobody knows whose account a canonical user ID means.")
            yield from _meant(entry.kind, entry.text)
        for check in statement.checks:
            for value in check.values:
                if check.key_lower == "aws:principalaccount" and filled_account(value):
                    yield user_of(filled_account(value))
                elif check.key_lower == "aws:principalservicename":
                    yield from (value,) if value.endswith(".amazonaws.com") else ()


def _principal_checks(texts: list[tuple[str, PolicyType]]) -> list[tuple[str, bool]]:
    """Return the patterns of `aws:PrincipalArn`, and whether each is matched field by field."""
    return [
        (value, check.operator.rpartition(":")[2].startswith("Arn"))
        for statement in _statements(texts)
        for check in statement.checks
        if check.key_lower == "aws:principalarn"
        for value in check.values
    ]


def _meant(kind: str, text: str) -> Iterator[str]:
    if kind in ("Service", "Federated"):
        yield text
    if filled_account(text) == text and text:
        yield user_of(text)
    fields = split_arn(text)
    if fields is None or filled_account(fields[4]) != fields[4] or not fields[4]:
        return
    if fields[5] == "root":
        yield from (user_of(fields[4]), text)
    elif fields[5].startswith("role/"):
        yield from (session_of(text, "anybody"), session_of(text, "somebody-else"))
    elif fields[5].startswith("assumed-role/"):
        role = fields[5].split("/")[1]
        yield from (text, session_of(f"arn:aws:iam::{fields[4]}:role/{role}", "somebody-else"))
    elif fields[5].startswith(("user/", "federated-user/")):
        yield text


def with_outsider(snapshot: Snapshot, principal: str, *, powerless: bool = False) -> Snapshot:
    """Return the snapshot with the user or role behind a principal that it does not know.

    `principal` is the ARN of a user, role or session; for others, and for known ones, the snapshot
    comes back as it is. An outsider may do everything at home, or nothing when `powerless`: what
    remains hangs on the organization, on its resource and trust policies, SCPs and RCPs.
    """
    arn = _unknown_identity(snapshot, principal)
    if arn is None:
        return snapshot
    found = Identity(arn) if powerless else _administrator(arn)
    return replace(snapshot, identities={**snapshot.identities, arn: found})


def _unknown_identity(snapshot: Snapshot, principal: str) -> str | None:
    arn = _identity_of(principal)
    if arn is None or _knows(snapshot.identities, arn, by_name=arn != principal):
        return None
    return arn


def _identity_of(principal: str) -> str | None:
    """Return the ARN of the user or role behind a principal, None where there is neither."""
    fields = split_arn(principal)
    if fields is None or fields[2] not in ("iam", "sts"):
        return None
    kind, _, name = fields[5].partition("/")
    if kind == "assumed-role":
        return f"arn:{fields[1]}:iam::{fields[4]}:role/{name.partition('/')[0]}"
    return principal if kind in ("user", "role") else None


def _knows(identities: Mapping[str, Identity], arn: str, *, by_name: bool) -> bool:
    """Tell whether an identity is there; that of a session is known by its name, not its path."""
    if arn in identities:
        return True
    head, _, name = arn.partition(":role/")
    return by_name and any(
        item.startswith(f"{head}:role/") and item.endswith(f"/{name}") for item in identities
    )


def _administrator(arn: str) -> Identity:
    policy = Policy(f"{arn}/everything", "everything at home", PolicyType.IDENTITY, _EVERYTHING)
    return Identity(arn, policies=(Attachment(policy),))
