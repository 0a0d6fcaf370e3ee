"""What an identity-based policy grants for certain: its Allows without a limit, less its Denies.

A Deny takes away only what it covers: it must be about every resource of the kind that the Allow
opens, and hold without condition, or with such as only spare some requests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache

from iamlab.engine.documents import split_arn
from iamlab.engine.validation.arn_entries import MOST_ARNS
from iamlab.engine.validation.limits import is_unlimited, makes_exceptions
from iamlab.engine.validation.openness import covered_kinds, kinds_of, services_of
from iamlab.engine.validation.subject import StatementView, Subject

Granted = tuple[StatementView, tuple[str, ...]]
_Blocked = dict[str, set[str]]
_NOTHING: frozenset[str] = frozenset()

# Each Deny of some resources costs work for each action asked about; real policies have few.
_MOST_DENIES = 40
_MANY = 200

_USERNAME = re.compile(r"\$\{aws:username\}", re.IGNORECASE)


class Grants:
    """The grants of one document, with or without those of statements that allow everything."""

    def __init__(self, subject: Subject, *, administrators: bool = True) -> None:
        read = [
            statement
            for statement in subject.statements
            if statement.source.skipped is None and _has_resources(statement)
        ]
        denies = [
            statement
            for statement in read
            if statement.denies and (is_unlimited(statement) or makes_exceptions(statement))
        ]
        self._variables = subject.document.variables_enabled
        self._allows = [
            item
            for item in read
            if item.allows and is_unlimited(item) and (administrators or not item.is_full_admin)
        ]
        self._denies = [item for item in denies if _names_everything(item)]
        self._narrow_denies = [item for item in denies if not _names_everything(item)]

    def undenied(self, wanted: frozenset[str]) -> frozenset[str]:
        """Return those of `wanted` that no Deny takes away on all resources."""
        return self._left(wanted, _NOTHING)[0]

    def open(
        self,
        wanted: frozenset[str],
        *,
        on_oneself: frozenset[str] = _NOTHING,
        star_only: bool = False,
    ) -> Iterator[Granted]:
        """Yield each Allow with those of `wanted` that it grants on every resource of a kind.

        The actions come in alphabetical order. An action without resource types counts as soon
        as it is granted, and one of `on_oneself` when it is granted on `user/${aws:username}`.
        With `star_only` nothing but the bare `*` in Resource counts as every resource.
        """
        left, blocked = self._left(wanted, on_oneself)
        for statement in self._allows:
            if names_star(statement):
                found = statement.reached(left)
            elif star_only:
                continue
            else:
                found = self._open_actions(statement, statement.reached(left), blocked, on_oneself)
            if found:
                yield statement, _in_order(found, left)

    def any(self, wanted: frozenset[str]) -> Iterator[Granted]:
        """Yield each Allow with those of `wanted` that it grants on any resource at all."""
        left = self.undenied(wanted)
        for statement in self._allows:
            found = statement.reached(left)
            if not names_star(statement) and statement.source.resources is not None:
                services = _services(statement)
                found = frozenset(
                    item for item in found if not services.isdisjoint(services_of(item))
                )
            if found:
                yield statement, _in_order(found, left)

    def _open_actions(
        self,
        statement: StatementView,
        actions: frozenset[str],
        blocked: _Blocked,
        on_oneself: frozenset[str],
    ) -> frozenset[str]:
        if not actions:
            return actions
        listed = statement.source.resources is not None
        kinds = self._covered(statement)
        own = self._covered(statement, oneself=True) if listed and on_oneself else kinds
        if listed and not own:
            return _NOTHING
        return frozenset(
            action
            for action in actions
            if any(
                (kind in (own if action in on_oneself else kinds)) is listed
                and kind not in blocked.get(action, ())
                for kind in kinds_of(action)
            )
        )

    def _left(
        self, wanted: frozenset[str], on_oneself: frozenset[str]
    ) -> tuple[frozenset[str], _Blocked]:
        """Take from `wanted` what is wholly denied; say which kinds are denied for the others."""
        left = set(wanted)
        for statement in self._denies:
            if statement.source.actions is None:
                left &= statement.listed_actions
            else:
                left -= statement.listed_actions
        blocked = self._blocked(frozenset(left), on_oneself)
        left.difference_update(
            action for action, kinds in blocked.items() if kinds.issuperset(kinds_of(action))
        )
        return frozenset(left), blocked

    def _blocked(self, actions: frozenset[str], on_oneself: frozenset[str]) -> _Blocked:
        """The kinds that Denies of some resources cover, or of which they leave little."""
        blocked: _Blocked = defaultdict(set)
        for statement in self._narrow_denies[:_MOST_DENIES]:
            listed = statement.source.resources is not None
            kinds = self._covered(statement)
            if listed and not kinds:
                continue
            spared = kinds if listed else self._covered(statement, oneself=True)
            for action in statement.reached(actions):
                about = spared if action in on_oneself else kinds
                blocked[action].update(
                    kind for kind in kinds_of(action) if (kind in about) is listed
                )
        return blocked

    def _covered(self, statement: StatementView, *, oneself: bool = False) -> frozenset[str]:
        """The kinds that Resource, or NotResource, covers wholly.

        With `oneself` an entry for one's own user stands for all users.
        """
        entries = _resources(statement)
        if oneself and self._variables:
            entries = [_USERNAME.sub("*", entry) for entry in entries]
        return _NOTHING.union(*map(covered_kinds, entries))


@lru_cache(maxsize=4)
def grants_of(subject: Subject) -> Grants:
    """Return the grants of a document that checks have to speak of; several ask for the same.

    Of statements that allow everything FULL_ADMIN speaks.
    """
    return Grants(subject, administrators=False)


def _in_order(found: Collection[str], among: frozenset[str]) -> tuple[str, ...]:
    """Sort some of a few or of thousands of actions; the order of the thousands is remembered."""
    if len(found) < _MANY:
        return tuple(sorted(found))
    return tuple(action for action in _sorted(among) if action in found)


@lru_cache(maxsize=8)
def _sorted(actions: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(actions))


def names_star(statement: StatementView) -> bool:
    """Tell whether Resource holds the bare `*`."""
    return any(entry.text == "*" for entry in statement.entries("Resource"))


def _has_resources(statement: StatementView) -> bool:
    """Whether the statement can be about any resource at all."""
    if statement.source.not_resources is None:
        return bool(statement.entries("Resource"))
    return all(entry.text != "*" for entry in statement.entries("NotResource"))


def _names_everything(statement: StatementView) -> bool:
    return names_star(statement) or statement.source.not_resources == ()


def _resources(statement: StatementView) -> list[str]:
    source = statement.source
    entries = source.resources if source.resources is not None else source.not_resources
    return [entry.text for entry in (entries or ())[:MOST_ARNS]]


def _services(statement: StatementView) -> frozenset[str]:
    """The services in the ARNs of Resource, as written; one with a wildcard names none."""
    fields = (split_arn(entry) for entry in _resources(statement))
    return frozenset(item[2] for item in fields if item is not None)
