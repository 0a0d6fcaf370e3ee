"""Which actions of a statement can meet which of its resources (R4, R5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from iamlab.engine.catalog import Action, arn_templates_of, find_action, kinds_by_arn_service
from iamlab.engine.matching import (
    EVERY_ACTION,
    LONGEST_ARN,
    expand_action,
    misfits,
    split_arn_pattern,
    starts_alike,
)
from iamlab.engine.validation.arn_entries import MOST_ARNS, is_open
from iamlab.engine.validation.subject import StatementView

Kind = tuple[str, str]
"""A resource type by action prefix and name, such as `("s3", "bucket")`."""

_MOST_STATEMENTS = 60
# Faults of these fields have checks of their own: the kind of resource is clear all the same.
_ELSEWHERE = frozenset({"partition", "region", "account"})


def kinds_named(entry: str) -> frozenset[Kind] | None:
    """Return the resource types that a Resource entry can name, or None when that is unknown.

    Unknown are `*`, what is no ARN, and ARNs in no form that AWS documents.
    """
    return None if len(entry) > LONGEST_ARN else _kinds_named(entry)


@lru_cache(maxsize=4096)
def _kinds_named(entry: str) -> frozenset[Kind] | None:
    fields = split_arn_pattern(entry)
    if fields is None or is_open(fields[2]):
        return None
    found = frozenset(
        (kind.service, kind.name)
        for kind in kinds_by_arn_service(fields[2].lower())
        for template in arn_templates_of(kind)
        if starts_alike(fields[5], template) and misfits(entry, template) <= _ELSEWHERE
    )
    return found or None


@dataclass(frozen=True, slots=True)
class Reach:
    """What the Resource entries of a statement can name; `anything` when that is not known."""

    star: bool
    anything: bool
    kinds: frozenset[Kind]

    def fits(self, action: Action) -> bool:
        """Tell whether a request for the action can name one of the resources.

        An action without resource types fits `*` alone (R4). What is unknown is taken to fit.
        """
        if self.star or not action.resource_types:
            return self.star
        return self.anything or any(
            (kind.service, kind.name) in self.kinds or ":${Vendor}:" in kind.arn_template
            for kind in action.resource_types
        )


def reach_of(resources: Iterable[str]) -> Reach:
    """Return what some Resource entries can name together."""
    texts = tuple(resources)
    named = [kinds_named(text) for text in texts if text != "*"]
    return Reach(
        star="*" in texts,
        anything=None in named,
        kinds=frozenset().union(*(kinds for kinds in named if kinds is not None)),
    )


@lru_cache(maxsize=1024)
def actions_named(pattern: str) -> tuple[Action, ...]:
    """Return the actions that an Action entry covers, in name order."""
    found = (find_action(name) for name in sorted(expand_action(pattern)))
    return tuple(action for action in found if action is not None)


def entry_fits(pattern: str, reach: Reach) -> bool:
    """Tell whether some action of an Action entry fits what the Resource entries can name."""
    if reach.star or pattern in EVERY_ACTION:
        return True
    return any(reach.fits(action) for action in actions_named(pattern))


def resource_texts(statement: StatementView) -> tuple[str, ...]:
    """Return the texts of Resource; none when the statement has NotResource, or too many ARNs."""
    texts = tuple(dict.fromkeys(entry.text for entry in statement.entries("Resource")))
    return texts if len(texts) <= MOST_ARNS else ()


def is_granted_elsewhere(
    action: str, statement: StatementView, others: Iterable[StatementView]
) -> bool:
    """Tell whether another statement of the same Effect names the action with what fits it."""
    for other in islice(others, _MOST_STATEMENTS):
        if other is statement or other.source.effect != statement.source.effect:
            continue
        if other.source.actions is not None and action in other.listed_actions:
            if other.source.not_resources is not None:
                return True
            if entry_fits(action, reach_of(resource_texts(other))):
                return True
    return False


def in_words(names: Iterable[str], most: int = 3) -> str:
    """Return names in backticks for a sentence: `a`, `b` and 4 more."""
    shown = [f"`{name}`" for name in names]
    rest = len(shown) - most
    if rest > 1:
        return f"{', '.join(shown[:most])} and {rest} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


@lru_cache(maxsize=1024)
def is_mostly_limitable(text: str) -> bool:
    """Tell whether at least half of the actions that an entry covers work on named resources.

    `ec2:Describe*` is not: all but a few of its actions know nothing but `*`.
    """
    covered = actions_named(text)
    limitable = sum(bool(action.resource_types) for action in covered)
    return limitable > 0 and 2 * limitable >= len(covered)
