"""Which paths to more rights does a document open, and by which statement?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from iamlab.engine.validation.escalation_paths import (
    ESCALATING_ACTIONS,
    ESCALATION_PATHS,
    Escalation,
    EscalationPath,
)
from iamlab.engine.validation.grants import Grants, grants_of
from iamlab.engine.validation.subject import StatementView, Subject

# Rights over one's own user that are rights over everything.
_ON_ONESELF = frozenset({"iam:AttachUserPolicy", "iam:PutUserPolicy"})


@dataclass(frozen=True, slots=True)
class OpenPaths:
    """The paths of one group that start with what one statement grants."""

    statement: StatementView
    group: Escalation
    paths: tuple[EscalationPath, ...]


@lru_cache(maxsize=4)
def open_paths(subject: Subject) -> tuple[OpenPaths, ...]:
    """Return the paths that the document opens, statement by statement.

    The first action of a path must be granted on every resource of its kind. So must the others,
    except beside `iam:PassRole`: a role is as strong in a new function of a prescribed name.
    Of paths within each other only the smallest are returned. Rights that come together only with
    another policy of the same principal cannot be seen in one document.
    """
    return tuple(_find(grants_of(subject)))


def _find(grants: Grants) -> Iterator[OpenPaths]:
    opened = list(grants.open(ESCALATING_ACTIONS, on_oneself=_ON_ONESELF))
    everywhere = {action for _, actions in opened for action in actions}
    somewhere = everywhere
    if "iam:PassRole" in everywhere:
        somewhere = {action for _, given in grants.any(ESCALATING_ACTIONS) for action in given}
    known: dict[tuple[str, ...], list[tuple[Escalation, tuple[EscalationPath, ...]]]] = {}
    for statement, actions in opened:
        if actions not in known:
            known[actions] = list(_paths_from(actions, everywhere, somewhere))
        for group, paths in known[actions]:
            yield OpenPaths(statement, group, paths)


def _paths_from(
    given: tuple[str, ...], everywhere: set[str], somewhere: set[str]
) -> Iterator[tuple[Escalation, tuple[EscalationPath, ...]]]:
    for group, rows in _ALARMS.items():
        beside = somewhere if group is Escalation.PASSED_ROLE else everywhere
        found = [path for path in rows if _is_open(path, given, beside)]
        if found:
            yield group, tuple(_smallest(found))


def _is_open(path: EscalationPath, given: tuple[str, ...], beside: set[str]) -> bool:
    return path.actions[0] in given and beside.issuperset(path.actions[1:])


def _smallest(paths: list[EscalationPath]) -> Iterator[EscalationPath]:
    sets = [frozenset(path.actions) for path in paths]
    for path, actions in zip(paths, sets, strict=True):
        if not any(other < actions for other in sets):
            yield path


# Where every action must be open, the minimal paths say it all. A role is passed beside others
# that need not be, so there the larger ones count too.
_ALARMS = {
    group: [
        path
        for path in ESCALATION_PATHS
        if path.group is group and (path.minimal or group is Escalation.PASSED_ROLE)
    ]
    for group in Escalation
}
