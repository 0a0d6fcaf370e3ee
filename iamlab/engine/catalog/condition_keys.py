"""Condition keys: global, of a service, and of identity providers, as policies write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from string import ascii_lowercase, ascii_uppercase
from types import MappingProxyType

from iamlab.engine.catalog import source
from iamlab.engine.catalog.actions import find_action
from iamlab.engine.catalog.global_keys import GLOBAL_KEYS
from iamlab.engine.catalog.shapes import CONDITION_TYPES, ConditionKey

# AWS spells placeholders in several ways: ${TagKey}, <key>, and a plain tag-key at the end.
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$")

# An OpenID Connect provider's keys begin with its address: a host, perhaps with a path.
_PROVIDER = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[^:]*)?")

# Keys of a service that only other services list.
_FURTHER_LISTS = {
    "ec2": ("ec2-instance-connect",),
    "iot": ("iotjobsdata",),
    "identitystore": ("q",),
}

# A tag key may hold any letter, AWS's own part may not, and str.lower turns the Kelvin sign to k.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)

# "Available keys for AWS OIDC federation" in the IAM User Guide, for every provider.
_CLAIMS: Mapping[str, tuple[str, bool]] = {
    "amr": ("How the person signed in, as the identity provider says.", True),
    "aud": ("Audience of the token: the client that it was issued for.", False),
    "email": ("Email address in the token.", False),
    "oaud": ("Other audience of the token.", False),
    "sub": ("Subject of the token: whom it is about.", False),
}
_CLAIM_PRESENCE = "When a role is assumed with a token of this identity provider."


def condition_key(name: str) -> ConditionKey | None:
    """Return the key that `name` means in a policy, or None; letter case is ignored (C2).

    Finds `aws:resourcetag/team`, `s3:ExistingObjectTag/env` and
    `token.actions.githubusercontent.com:sub`. Any text may be asked for; nothing is raised.
    """
    lowered = _lower(name)
    found = _listed(lowered)
    if found is None:
        return _provider_claim(name)
    if found.template.lower() == lowered:
        return found
    return replace(found, name=_fill(found.template, name))


def is_multivalued(key_lower: str) -> bool:
    """Tell whether the key may hold several values in one request (C5); case is ignored.

    Unknown keys hold one. Any text may be asked for; nothing is raised.
    """
    found = _listed(_lower(key_lower)) or _provider_claim(key_lower)
    return found is not None and found.multivalued


def key_prefix_exists(prefix: str) -> bool:
    """Tell whether keys may begin with this prefix: `aws`, a service, or an identity provider.

    Letter case is ignored; every address with a dot may be a provider's.
    """
    return _table_for(_lower(prefix)) is not None


def condition_keys_for_action(name: str) -> tuple[ConditionKey, ...]:
    """Return the keys that AWS lists for an action, templates unresolved; none when unknown.

    The keys of the action, of its resource types as the action names them, and of those resource
    types themselves. Global keys that come with every request are not repeated here.
    """
    action = find_action(name)
    if action is None:
        return ()
    own = _table((action.service,)).exact
    # The service's own list goes before others: another may give the same key another type.
    found = (
        (None if key.startswith("aws:") else own.get(key.lower())) or condition_key(key)
        for key in action.condition_keys
    )
    return tuple(key for key in found if key is not None)


def global_condition_keys() -> tuple[ConditionKey, ...]:
    """Return every global key (`aws:...`), grouped as AWS's guide groups them."""
    return GLOBAL_KEYS


@dataclass(frozen=True, slots=True)
class _KeyTable:
    """Keys by lower-cased name, and the templates among them as patterns of lower-cased names."""

    exact: Mapping[str, ConditionKey]
    templates: tuple[tuple[re.Pattern[str], ConditionKey], ...]

    def find(self, lowered: str) -> ConditionKey | None:
        known = self.exact.get(lowered)
        if known is not None:
            return known
        for pattern, key in self.templates:
            if pattern.fullmatch(lowered):
                return key
        return None


def _lower(name: str) -> str:
    return name.lower() if name.isascii() else name.translate(_LOWER)


def _listed(lowered: str) -> ConditionKey | None:
    prefix, colon, _ = lowered.partition(":")
    table = _table_for(prefix) if colon else None
    return table.find(lowered) if table else None


def _table_for(prefix: str) -> _KeyTable | None:
    if prefix == "aws":
        return _global_table()
    if prefix in source.service_names():
        return _table((prefix, *_FURTHER_LISTS.get(prefix, ())))
    lists = source.foreign_key_prefixes().get(prefix)
    if lists:
        return _table(lists)
    # Providers with a placeholder in their address, such as GitHub Enterprise, are listed by STS.
    return _table(("sts",)) if "." in prefix else None


@cache
def _global_table() -> _KeyTable:
    return _make_table(GLOBAL_KEYS)


@cache
def _table(services: tuple[str, ...]) -> _KeyTable:
    return _make_table(
        _build(row) for service in services for row in source.condition_key_rows(service).values()
    )


def _make_table(keys: Iterable[ConditionKey]) -> _KeyTable:
    exact: dict[str, ConditionKey] = {}
    for key in keys:
        exact.setdefault(key.template.lower(), key)
    templates = tuple(
        (_pattern(key.template), key) for key in exact.values() if _PLACEHOLDER.search(key.template)
    )
    return _KeyTable(MappingProxyType(exact), templates)


def _build(row: source.ConditionKeyRow) -> ConditionKey:
    kind = row["type"]
    return ConditionKey(
        name=row["key"],
        description=source.one_line(row["description"]),
        type=CONDITION_TYPES[kind.removeprefix("ArrayOf")],
        # The reference calls Amazon Cognito's amr a String; by the IAM User Guide it holds several.
        multivalued=kind.startswith("ArrayOf") or row["key"].endswith(":amr"),
        template=row["key"],
    )


def _pattern(template: str) -> re.Pattern[str]:
    """Turn a template into a pattern: inside a provider's address a hole stops at the colon."""
    prefix, _, rest = template.lower().partition(":")
    holes = (("[^:]+", prefix), (".+", rest))
    sides = (hole.join(map(re.escape, _PLACEHOLDER.split(side))) for hole, side in holes)
    return re.compile(":".join(sides), re.DOTALL)


def _fill(template: str, name: str) -> str:
    """Return `name` in AWS's spelling up to the first placeholder, as written from there on."""
    hole = _PLACEHOLDER.search(template)
    start = hole.start() if hole else len(template)
    return template[:start] + name[start:]


def _provider_claim(name: str) -> ConditionKey | None:
    prefix, _, claim = name.rpartition(":")
    known = _CLAIMS.get(claim.lower())
    if known is None or not _PROVIDER.fullmatch(prefix):
        return None
    description, multivalued = known
    return ConditionKey(
        name=f"{prefix}:{claim.lower()}",
        description=description,
        type="String",
        multivalued=multivalued,
        template="${Provider}:" + claim.lower(),
        presence=_CLAIM_PRESENCE,
    )
