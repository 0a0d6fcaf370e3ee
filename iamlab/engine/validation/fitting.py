"""Which actions of a statement can meet which of its resources (R4, R5)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from iamlab.engine.catalog import Action, arn_templates_of, find_action, kinds_by_arn_service
from iamlab.engine.matching import expand_action, misfits, split_arn_pattern
from iamlab.engine.validation.arn_entries import is_open
from iamlab.engine.validation.subject import StatementView

Kind = tuple[str, str]
"""A resource type by action prefix and name, such as `("s3", "bucket")`."""

# Faults of these fields have checks of their own: the kind of resource is clear all the same.
_ELSEWHERE = frozenset({"partition", "region", "account"})


@lru_cache(maxsize=4096)
def kinds_named(entry: str) -> frozenset[Kind] | None:
    """Return the resource types that a Resource entry can name, or None when that is unknown.

    Unknown are `*`, what is no ARN, and ARNs in no form that AWS documents.
    """
    fields = split_arn_pattern(entry)
    if fields is None or is_open(fields[2]):
        return None
    found = frozenset(
        (kind.service, kind.name)
        for kind in kinds_by_arn_service(fields[2].lower())
        if any(misfits(entry, item) <= _ELSEWHERE for item in arn_templates_of(kind))
    )
    return found or None


def action_fits(action: Action, entry: str) -> bool:
    """Tell whether a request for the action can name a resource of a Resource entry.

    An action without resource types fits `*` alone (R4). What is unknown is taken to fit.
    """
    if entry == "*":
        return True
    if not action.resource_types:
        return False
    kinds = kinds_named(entry)
    return kinds is None or any(
        (kind.service, kind.name) in kinds or ":${Vendor}:" in kind.arn_template
        for kind in action.resource_types
    )


@lru_cache(maxsize=1024)
def actions_named(pattern: str) -> tuple[Action, ...]:
    """Return the actions that an Action entry covers, in name order."""
    found = (find_action(name) for name in sorted(expand_action(pattern)))
    return tuple(action for action in found if action is not None)


def entry_fits(pattern: str, resources: Iterable[str]) -> bool:
    """Tell whether some action of an Action entry fits some Resource entry."""
    return any(_pair_fits(pattern, resource) for resource in resources)


@lru_cache(maxsize=16384)
def _pair_fits(pattern: str, resource: str) -> bool:
    if resource == "*":
        return True
    return any(action_fits(action, resource) for action in actions_named(pattern))


def resource_texts(statement: StatementView) -> tuple[str, ...]:
    """Return the texts of Resource; none when the statement has NotResource."""
    return tuple(dict.fromkeys(entry.text for entry in statement.entries("Resource")))


def is_granted_elsewhere(
    action: str, statement: StatementView, others: Iterable[StatementView]
) -> bool:
    """Tell whether another statement of the same Effect names the action with what fits it."""
    for other in others:
        if other is statement or other.source.effect != statement.source.effect:
            continue
        if other.source.actions is not None and action in other.listed_actions:
            if other.source.not_resources is not None:
                return True
            if entry_fits(action, resource_texts(other)):
                return True
    return False


def in_words(names: Iterable[str], most: int = 3) -> str:
    """Return names in backticks for a sentence: `a`, `b` and 4 more."""
    shown = [f"`{name}`" for name in names]
    rest = len(shown) - most
    if rest > 1:
        return f"{', '.join(shown[:most])} and {rest} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
