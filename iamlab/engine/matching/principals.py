"""Whom do Principal and NotPrincipal mean? (section 4, rules P1 to P9)

Source: AWS, "IAM JSON policy elements: Principal" and "… NotPrincipal".
"""

from __future__ import annotations

from enum import IntEnum

from iamlab.engine.documents import PrincipalEntry
from iamlab.engine.matching.callers import Caller, CallerKind
from iamlab.engine.matching.wildcards import Glob, compile_glob

_OWN_KINDS = {CallerKind.SERVICE: "Service", CallerKind.WEB_IDENTITY: "Federated"}
"""The kind of entry that lists a caller in NotPrincipal, for those whom `AWS` does not name."""


class MatchKind(IntEnum):
    """How a statement names the caller; a higher one bypasses more of the identity side (E9)."""

    NONE = 0
    ACCOUNT = 1
    PARENT = 2
    DIRECT = 3


def match_entry(entry: PrincipalEntry, caller: Caller) -> MatchKind:
    """Tell how one entry of Principal names the caller, if at all."""
    if entry.kind == "*" or (entry.kind == "AWS" and entry.text == "*"):
        return MatchKind.DIRECT
    if entry.kind == "AWS":
        return _match_aws(entry.text, caller)
    if entry.kind == "Service":
        found = caller.kind is CallerKind.SERVICE and entry.text in caller.direct
        return MatchKind.DIRECT if found or entry.text in caller.services else MatchKind.NONE
    if entry.kind == "Federated":
        return _match_provider(entry.text, caller)
    if entry.kind == "CanonicalUser":
        found = caller.canonical_id is not None and entry.text == caller.canonical_id
        return MatchKind.ACCOUNT if found else MatchKind.NONE
    return MatchKind.NONE


def match_principals(entries: tuple[PrincipalEntry, ...], caller: Caller) -> MatchKind:
    """Tell how a Principal element names the caller: DIRECT before PARENT before ACCOUNT (P1)."""
    return max((match_entry(entry, caller) for entry in entries), default=MatchKind.NONE)


def match_principal_patterns(entries: tuple[PrincipalEntry, ...], caller: Caller) -> MatchKind:
    """Match as if `*` and `?` were wildcards inside an ARN too; AWS has no such thing (P2)."""
    kind = match_principals(entries, caller)
    for entry in entries:
        if entry.kind == "AWS" and entry.text != "*":
            kind = max(kind, _match_pattern(compile_glob(entry.text), caller))
    return kind


def match_not_principals(
    entries: tuple[PrincipalEntry, ...], caller: Caller, *, deny: bool, bounded: bool
) -> MatchKind:
    """Tell whether a NotPrincipal element applies to the caller (P6).

    `deny` is the statement's Effect, `bounded` whether the caller has a permissions boundary. What
    applies, applies as DIRECT.
    """
    if any(entry.text == "*" for entry in entries):
        return MatchKind.NONE
    if not deny:
        named = match_principals(entries, caller) is not MatchKind.NONE
        return MatchKind.NONE if named else MatchKind.DIRECT
    if bounded or missing_from_chain(entries, caller):
        return MatchKind.DIRECT
    return MatchKind.NONE


def missing_from_chain(entries: tuple[PrincipalEntry, ...], caller: Caller) -> tuple[str, ...]:
    """Return the names of the caller's chain that a NotPrincipal does not list (P6)."""
    kind = _OWN_KINDS.get(caller.kind, "AWS")
    return tuple(
        name
        for name, accepted in _chain(caller)
        if not any(entry.text in accepted and entry.kind == kind for entry in entries)
    )


def _match_provider(text: str, caller: Caller) -> MatchKind:
    """Match a provider by its name, or any of its kind for a token that does not tell (S4)."""
    if caller.kind is CallerKind.WEB_IDENTITY:
        return MatchKind.DIRECT if text in caller.direct else MatchKind.NONE
    if not caller.provider_kind:
        return MatchKind.NONE
    saml = ":saml-provider/" in text
    return MatchKind.DIRECT if saml == (caller.provider_kind == "saml") else MatchKind.NONE


def _match_aws(text: str, caller: Caller) -> MatchKind:
    if caller.kind in (CallerKind.SERVICE, CallerKind.WEB_IDENTITY):
        return MatchKind.NONE
    if text in caller.direct:
        return MatchKind.DIRECT
    if text in caller.parents:
        return MatchKind.PARENT
    return MatchKind.ACCOUNT if text in caller.accounts else MatchKind.NONE


def _match_pattern(glob: Glob, caller: Caller) -> MatchKind:
    names = (
        (MatchKind.DIRECT, caller.direct),
        (MatchKind.PARENT, caller.parents),
        (MatchKind.ACCOUNT, caller.accounts),
    )
    if caller.kind in (CallerKind.SERVICE, CallerKind.WEB_IDENTITY):
        return MatchKind.NONE
    return next(
        (kind for kind, texts in names if any(map(glob.matches, texts))),
        MatchKind.NONE,
    )


def _chain(caller: Caller) -> list[tuple[str, frozenset[str]]]:
    """List who must be named for a Deny with NotPrincipal to spare the caller."""
    if caller.kind is CallerKind.ANONYMOUS:
        return [("anonymous", frozenset())]
    chain: list[tuple[str, frozenset[str]]] = []
    if caller.direct:
        chain.append((caller.arn, caller.direct))
    if caller.parents:
        parent = caller.identity_arn or caller.arn
        chain.append((parent, caller.parents))
    if caller.accounts:
        chain.append((f"arn:{caller.partition}:iam::{caller.account}:root", caller.accounts))
    return chain
