"""Suggestions for a name that is no action: the action that was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from iamlab.engine.catalog import source
from iamlab.engine.catalog.actions import action_exists, actions_of
from iamlab.engine.catalog.api_names import ACTIONS_OF_OPERATION, SERVICE_NICKNAMES
from iamlab.engine.catalog.search import names_by_action

_LONGEST_NAME = 128
_TYPO = 0.8
_VERB = re.compile(r"[A-Z][a-z]+|[a-z]+")
_SIMILAR = 0.65


def suggest_actions(name: str, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` canonical actions that `name` may have meant, likeliest first.

    Knows API operations with another permission (`s3:ListObjectsV2` needs `s3:ListBucket`, A5),
    typing errors in either part, and right names under a wrong service. Nothing is suggested for
    an action that exists, nor for text with wildcards or far too long.
    """
    lowered = name.lower()
    if len(name) > _LONGEST_NAME or "*" in name or "?" in name or action_exists(name):
        return ()
    service, colon, action = lowered.rpartition(":")
    service = SERVICE_NICKNAMES.get(service, service)
    operation = f"{service}:{action}" if colon else f"s3:{action}"
    known = ACTIONS_OF_OPERATION.get(operation) or ACTIONS_OF_OPERATION.get(f"{operation}s")
    if known:
        return known[:limit]
    found: list[str] = []
    if service in source.service_names():
        found += _near(service, action, _TYPO)
        found += _elsewhere(service, action)
        found += _near(service, action, _SIMILAR)
    else:
        found += _elsewhere(service, action)
        for close in get_close_matches(service, list(source.service_names()), n=2, cutoff=_SIMILAR):
            found += _near(close, action, _TYPO)
    return tuple(dict.fromkeys(found))[:limit]


def actions_of_operation(name: str) -> tuple[str, ...]:
    """Return the actions that AWS checks for an API operation with a permission of another name.

    `s3:CopyObject` needs `s3:GetObject` and `s3:PutObject` (A5); none for any other text.
    """
    return ACTIONS_OF_OPERATION.get(name.lower(), ())


def suggest_service(prefix: str) -> str | None:
    """Return the action prefix that an unknown one probably means (`s33`, `stepfunctions`)."""
    lowered = prefix.lower()
    if len(prefix) > _LONGEST_NAME or lowered in source.service_names():
        return None
    if lowered in SERVICE_NICKNAMES:
        return SERVICE_NICKNAMES[lowered]
    near = get_close_matches(lowered, list(source.service_names()), n=1, cutoff=_TYPO)
    return near[0] if near else None


def _near(service: str, action: str, cutoff: float) -> Iterable[str]:
    """Similar names of a service; a name that begins with a verb keeps it: no List becomes Put."""
    known = actions_of(service)
    verb = max((word for word in _verbs(service) if action.startswith(word)), key=len, default="")
    names = [full.partition(":")[2] for full in known]
    names = [name for name in names if name.startswith(verb)]
    matches = get_close_matches(action, names, n=3, cutoff=cutoff)
    return [known[f"{service}:{match}"].name for match in matches]


@cache
def _verbs(service: str) -> frozenset[str]:
    """The words with which the service's actions begin, in lower case: `get`, `put`, `list`."""
    names = (action.name.partition(":")[2] for action in actions_of(service).values())
    found = (_VERB.match(name) for name in names)
    return frozenset(word[0].lower() for word in found if word is not None)


def _elsewhere(service: str, action: str) -> list[str]:
    """The same name under other services, the most similar prefix first, then familiar ones."""
    full_names = names_by_action().get(action, ())
    similar = {full: _similarity(full.partition(":")[0], service) for full in full_names}
    return sorted(full_names, key=lambda full: -similar[full])


def _similarity(one: str, other: str) -> float:
    ratio = SequenceMatcher(None, one, other).ratio()
    return ratio if ratio >= _SIMILAR else 0.0
