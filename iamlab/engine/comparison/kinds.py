"""Actions that no policy tells apart: one of each kind stands for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from iamlab.engine.catalog import (
    condition_keys_for_action,
    find_action,
    rcp_supports,
    takes_resource,
)
from iamlab.engine.catalog.resource_types import arn_templates_of
from iamlab.engine.comparison.standing import actions_of
from iamlab.engine.evaluation.case import TRUST_ACTIONS
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.practice import GLOBAL_SERVICES

_ASKED_FOR = ("aws:requesttag/", "aws:tagkeys")
_TOKEN_CALL = "sts:AssumeRoleWithWebIdentity"  # noqa: S105 - the name of a call
"""It carries every claim of its token, such as `token.actions.githubusercontent.com:sub`."""


def representatives(
    actions: Iterable[str], statements: list[CompiledStatement], apart: frozenset[str]
) -> Iterator[str]:
    """Yield one action of each kind, those that people know first.

    `apart` are the services with resources that are looked at one by one.
    """
    seen: set[object] = set()
    for action, kind in _kinds(actions, statements, apart):
        if kind not in seen:
            seen.add(kind)
            yield action


def counted_kinds(
    actions: Iterable[str], statements: list[CompiledStatement], apart: frozenset[str]
) -> dict[str, int]:
    """Return one action of each kind with the number of actions that it stands for."""
    counts = Counter[object]()
    first: dict[object, str] = {}
    for action, kind in _kinds(actions, statements, apart):
        counts[kind] += 1
        first.setdefault(kind, action)
    return {action: counts[kind] for kind, action in first.items()}


def _kinds(
    actions: Iterable[str], statements: list[CompiledStatement], apart: frozenset[str]
) -> Iterator[tuple[str, object]]:
    sets = [(statement, actions_of(statement)) for statement in statements]
    for action in sorted(actions, key=_familiarity):
        covering = tuple(number for number, (_, names) in enumerate(sets) if action in names)
        yield action, (covering, _kind(action, [sets[number][0] for number in covering], apart))


def tells_apart(action: str, statements: Iterable[CompiledStatement]) -> bool:
    """Tell whether a statement about an action matches some of its resources and not others."""
    found = find_action(action)
    if found is None:
        return False
    services = {
        text.split(":", 3)[2] for kind in found.resource_types for text in arn_templates_of(kind)
    }
    return any(action in actions_of(item) and _tells_apart(item, services) for item in statements)


def offers(action: str, lowered: str) -> bool:
    """Tell whether a request for an action can carry a key, by its lower-case name."""
    if action == _TOKEN_CALL and "." in lowered.partition(":")[0]:
        return True
    return _is_offered(lowered, _offered(action))


def _kind(action: str, statements: list[CompiledStatement], apart: frozenset[str]) -> object:
    """Return what else tells actions apart: their resources, and the keys that they offer.

    `apart` are the services with resources that are looked at one by one. Where no pattern tells
    resources from one another, only what an ARN says of Region and account counts.
    """
    names = {name.lower() for statement in statements for name in statement.keys}
    offered = _offered(action) if names else frozenset()
    keys = frozenset(name for name in names if _is_offered(name, offered))
    special = _special(action, "aws:requestedregion" in keys)
    found = find_action(action)
    if found is None or not takes_resource(action):
        return keys, special, False
    texts = [text for kind in found.resource_types for text in arn_templates_of(kind)]
    services = {text.split(":", 3)[2] for text in texts}
    if services & apart or any(_tells_apart(item, services) for item in statements):
        return keys, special, tuple(sorted(texts))
    return (
        keys,
        special,
        frozenset(tuple(bool(part) for part in text.split(":")[3:5]) for text in texts),
    )


def _special(action: str, by_region: bool) -> object:
    """Return how the evaluator itself tells an action from others (E6, E12 to E16)."""
    service = action.partition(":")[0]
    known = find_action(action)
    alone = service in ("sts", "kms") or action.lower() in TRUST_ACTIONS
    if service == "s3":
        alone = action.endswith("BucketPolicy")
    if service == "iam" and known is not None:
        alone = any(kind.name == "role" for kind in known.resource_types)
    return (
        action if alone else "",
        known.access_levels if known is not None and service == "iam" else None,
        rcp_supports(service),
        by_region and service in GLOBAL_SERVICES,
    )


def _tells_apart(statement: CompiledStatement, services: set[str]) -> bool:
    """Whether a pattern of the statement matches some ARNs of these services and not others."""
    for pattern in statement.patterns:
        if pattern.everything or pattern.heads is None:
            continue
        if any("$" in service or pattern.heads[2].matches(service) for service in services):
            return True
    return False


@lru_cache(maxsize=32_768)
def _offered(action: str) -> frozenset[str]:
    names = {key.name.lower() for key in condition_keys_for_action(action)}
    return frozenset(name.partition("$")[0].removesuffix("tag-key") for name in names)


def _is_offered(lowered: str, offered: frozenset[str]) -> bool:
    if lowered.startswith("aws:") and not lowered.startswith(_ASKED_FOR):
        return True
    open_ended = ("/", ":")
    return lowered in offered or any(
        name.endswith(open_ended) and lowered.startswith(name) for name in offered
    )


def _familiarity(action: str) -> tuple[int, int, str]:
    """Order actions so that a witness is one that people know."""
    name = action.partition(":")[2]
    verbs = ("Get", "Put", "Delete", "List", "Create", "Update", "Describe")
    rank = next((n for n, verb in enumerate(verbs) if name.startswith(verb)), len(verbs))
    return rank, len(name), action
