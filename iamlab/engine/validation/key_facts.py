"""What the catalog says about condition keys: which actions support them, and what is uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType

from iamlab.engine.catalog import (
    ConditionKey,
    action_names_of,
    condition_key,
    condition_keys_for_action,
    global_condition_keys,
    service_exists,
    services,
)
from iamlab.engine.documents import Entry
from iamlab.engine.matching import expand_action
from iamlab.engine.validation.condition_views import ConditionView
from iamlab.engine.validation.subject import StatementView

ALWAYS_PRESENT = frozenset(
    {
        "aws:currenttime",
        "aws:epochtime",
        "aws:principaltype",
        "aws:requestedregion",
        "aws:securetransport",
        "aws:userid",
    }
)
"""Global keys that every request carries ("Availability" in the guide of global keys)."""

CALLER_KEYS = frozenset(
    {
        "ec2:roledelivery",
        "ec2:sourceinstancearn",
        "glue:credentialissuingservice",
        "glue:roleassumedby",
        "lambda:sourcefunctionarn",
        "ssm:sourceinstancearn",
    }
)
"""Keys of a service that describe the caller's session and so come with actions of any service."""

_UNLISTED = frozenset(
    {
        "aws:ismcpserviceaction",
        "aws:principalorgmasteraccountid",
        "deepracer:multiuser",
        "deepracer:usertoken",
        "lakeformation:gluearn",
    }
)
"""Keys that AWS's own managed policies test although no page of AWS lists them."""

_WELL_LISTED = frozenset(
    {"dynamodb", "iam", "kms", "lambda", "organizations", "s3", "secretsmanager", "sns", "sqs"}
)
"""Services whose reference of keys and actions AWS's own managed policies never contradict."""

_SESSION_ACTIONS = frozenset({"sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"})
"""Permissions that are checked within a call of AssumeRole, with the keys of that call."""

# The guides of several services test it on deleting service-linked roles as well.
_DOUBTFUL = frozenset({"iam:awsservicename"})

_WHO_CALLS = (
    *("aws:principal", "aws:source", "aws:userid", "aws:vpce"),
    *("kms:calleraccount", "sts:externalid"),
)
_TAG_OF_CALLER = "aws:principaltag/"

_NEGLIGIBLE = 10  # one in ten
_LONGEST_NAME = 128


def is_unlisted(key_lower: str) -> bool:
    """Tell whether a key exists although the catalog lacks it."""
    return key_lower in _UNLISTED


def is_well_listed(key: ConditionKey) -> bool:
    """Tell whether AWS's list of the actions that support a key can be relied on."""
    return _prefix(key.template) in _WELL_LISTED and key.template.lower() not in _DOUBTFUL


def tells_callers_apart(key_lower: str) -> bool:
    """Tell whether a key says who calls, or from where, so that a star for its value is a hole."""
    prefix = key_lower.partition(":")[0]
    by_aws = key_lower.startswith(_WHO_CALLS) and not key_lower.startswith(_TAG_OF_CALLER)
    return by_aws or "." in prefix or prefix == "saml"


def has_listed_actions(key: ConditionKey) -> bool:
    """Tell whether AWS lists which actions support this key.

    Not of global keys, nor of keys of the caller's session, nor of identity providers' claims; and
    of some services' keys the list is empty although they work.
    """
    prefix, template = _prefix(key.template), key.template.lower()
    if prefix == "aws" or not service_exists(prefix) or template in CALLER_KEYS:
        return False
    return bool(supporters(prefix, template))


def supporters(service: str, template: str) -> frozenset[str]:
    """Return the actions of a service that support a key, by the key's lower-cased template."""
    return _supporters(service).get(template, frozenset())


def unsupported(actions: frozenset[str], key: ConditionKey) -> frozenset[str]:
    """Return those of some actions of one service that do not support a key."""
    return _unsupported(actions, key.template.lower())


def _unsupported(actions: frozenset[str], template: str) -> frozenset[str]:
    if not actions:
        return actions
    service = _prefix(next(iter(actions)))
    return actions - supporters(service, template) - _SESSION_ACTIONS


def strangers(view: ConditionView) -> tuple[str, ...]:
    """Return the actions spelled out in a statement whose requests never carry the tested key."""
    if view.key is None or not has_listed_actions(view.key):
        return ()
    return _strangers(view.statement, view.key.template.lower())


@lru_cache(maxsize=256)
def _strangers(statement: StatementView, template: str) -> tuple[str, ...]:
    return tuple(
        entry.text
        for entry in statement.entries("Action")
        if "*" not in entry.text
        and "?" not in entry.text
        and _unsupported(expand_action(entry.text), template)
    )


def partial_entries(view: ConditionView) -> tuple[Entry, ...]:
    """Return the Action entries of one service whose wildcards cover actions without the key.

    A few odd actions among many that know the key, as of `s3:*` and `s3:TlsVersion`, don't count.
    """
    if view.key is None or not has_listed_actions(view.key):
        return ()
    return _partial_entries(view.statement, view.key.template.lower())


@lru_cache(maxsize=256)
def _partial_entries(statement: StatementView, template: str) -> tuple[Entry, ...]:
    found = []
    for entry in statement.entries("Action"):
        service, _, name = entry.text.partition(":")
        if "*" in service or "?" in service or not ("*" in name or "?" in name):
            continue
        covered = expand_action(entry.text)
        if len(_unsupported(covered, template)) * _NEGLIGIBLE > len(covered):
            found.append(entry)
    return tuple(found)


def only_supporter(key: ConditionKey) -> str | None:
    """Return the one action of the key's own service that supports it, if it is just one."""
    found = supporters(_prefix(key.template), key.template.lower())
    return next(iter(found)) if len(found) == 1 else None


def lacks_tag_key(name: str) -> bool:
    """Tell whether a name is that of a tag condition key without its slash and tag key."""
    if len(name) > _LONGEST_NAME or "tag" not in name.lower():
        return False
    base = name.rstrip("/")
    found = condition_key(f"{base}/Tag")
    return condition_key(name) is None and found is not None and found.template != found.name


def suggest_key(name: str) -> str | None:
    """Return the condition key that an unknown one probably meant, or None."""
    if len(name) > _LONGEST_NAME:
        return None
    prefix, _, rest = name.rpartition(":")
    prefix = prefix.lower()
    for moved in (f"aws:{rest}", f"{prefix}:{rest}"):
        found = condition_key(moved)
        if found is not None:
            return found.name
    known = _names_of(prefix)
    lowered = {key.lower(): key for key in known if "{" not in key and "<" not in key}
    close = get_close_matches(name.lower(), lowered, n=1, cutoff=0.75)
    return lowered[close[0]] if close else None


def suggest_prefix(prefix: str) -> str | None:
    """Return the service prefix that an unknown one probably meant, or None."""
    if len(prefix) > _LONGEST_NAME:
        return None
    known = [service.prefix for service in services()]
    close = get_close_matches(prefix.lower(), known, n=1, cutoff=0.7)
    return close[0] if close else None


@cache
def _names_of(prefix: str) -> tuple[str, ...]:
    if prefix == "aws":
        return tuple(key.name for key in global_condition_keys())
    found = {
        key.template
        for action in action_names_of(prefix).values()
        for key in condition_keys_for_action(action)
    }
    return tuple(sorted(name for name in found if name.lower().startswith(f"{prefix}:")))


@cache
def _supporters(service: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for action in action_names_of(service).values():
        for key in condition_keys_for_action(action):
            found.setdefault(key.template.lower(), set()).add(action)
    return MappingProxyType({template: frozenset(names) for template, names in found.items()})


@lru_cache(maxsize=4096)
def _prefix(name: str) -> str:
    return name.partition(":")[0].lower()
