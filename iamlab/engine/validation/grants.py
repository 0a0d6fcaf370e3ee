"""What an identity-based policy grants for certain: its Allows without a limit, less its Denies.

A Deny takes away only what it covers: it must be about every resource of the kind that the Allow
opens, and hold without condition, or with such as only spare some requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from iamlab.engine.validation.limits import is_unlimited, makes_exceptions
from iamlab.engine.validation.openness import covers, kinds_of, touches
from iamlab.engine.validation.subject import StatementView, Subject

Granted = tuple[StatementView, tuple[str, ...]]

# Each entry costs some work for each action asked about; policies within AWS's limits have fewer.
_MOST_ENTRIES = 60
_MOST_DENIES = 60

_USERNAME = re.compile(r"\$\{aws:username\}", re.IGNORECASE)


def reached(statement: StatementView, wanted: frozenset[str]) -> frozenset[str]:
    """Return those of `wanted` that the statement's Action or NotAction covers."""
    if statement.source.actions is None:
        if statement.source.not_actions is None:
            return frozenset()
        return wanted - statement.listed_actions
    return wanted & statement.listed_actions


class Grants:
    """The grants of one document."""

    def __init__(self, subject: Subject) -> None:
        read = [
            statement
            for statement in subject.statements
            if statement.source.skipped is None
            and (statement.entries("Resource") or statement.source.not_resources is not None)
        ]
        denies = [
            statement
            for statement in read
            if statement.denies and (is_unlimited(statement) or makes_exceptions(statement))
        ]
        self._variables = subject.document.variables_enabled
        self._allows = [item for item in read if item.allows and is_unlimited(item)]
        self._denies = [item for item in denies if _names_everything(item)]
        self._narrow_denies = [item for item in denies if not _names_everything(item)]

    def undenied(self, wanted: frozenset[str]) -> frozenset[str]:
        """Return those of `wanted` that no Deny takes away on all resources."""
        left = set(wanted)
        for statement in self._denies:
            if statement.source.actions is None:
                left &= statement.listed_actions
            else:
                left -= statement.listed_actions
        return frozenset(left)

    def open(
        self, wanted: frozenset[str], on_oneself: frozenset[str] = frozenset()
    ) -> Iterator[Granted]:
        """Yield each Allow with those of `wanted` that it grants on every resource of a kind.

        The actions come in alphabetical order. An action without resource types counts as soon
        as it is granted, and one of `on_oneself` when it is granted on `user/${aws:username}`.
        """
        left = self.undenied(wanted)
        for statement in self._allows:
            found = reached(statement, left)
            sure = found - self._narrowed(found) if _names_everything(statement) else frozenset()
            found = sure.union(
                action
                for action in found - sure
                if self._is_open(statement, action, oneself=action in on_oneself)
            )
            if found:
                yield statement, tuple(sorted(found))

    def any(self, wanted: frozenset[str]) -> Iterator[Granted]:
        """Yield each Allow with those of `wanted` that it grants on any resource at all."""
        left = self.undenied(wanted)
        for statement in self._allows:
            found = [item for item in reached(statement, left) if self._is_granted(statement, item)]
            if found:
                yield statement, tuple(sorted(found))

    def _narrowed(self, actions: frozenset[str]) -> frozenset[str]:
        """Return those of `actions` that a Deny of some resources is about."""
        denies = self._narrow_denies[:_MOST_DENIES]
        return frozenset().union(*(reached(statement, actions) for statement in denies))

    def _is_granted(self, statement: StatementView, action: str) -> bool:
        kinds = kinds_of(action)
        entries = _resources(statement)
        if statement.source.resources is not None and not any(
            touches(entry, kind) for entry in entries for kind in kinds
        ):
            return False
        return any(not self._is_denied(action, kind) for kind in kinds)

    def _is_open(self, statement: StatementView, action: str, *, oneself: bool) -> bool:
        return any(
            self._about(statement, kind, oneself=oneself and statement.source.resources is not None)
            and not self._is_denied(action, kind, oneself=oneself)
            for kind in kinds_of(action)
        )

    def _is_denied(self, action: str, kind: str, *, oneself: bool = False) -> bool:
        """Whether a Deny that does not name everything covers the kind, or leaves little of it."""
        one = frozenset({action})
        return any(
            reached(statement, one)
            and self._about(statement, kind, oneself=oneself and statement.source.resources is None)
            for statement in self._narrow_denies[:_MOST_DENIES]
        )

    def _about(self, statement: StatementView, kind: str, *, oneself: bool) -> bool:
        """Whether a statement is about a kind as a whole, a part left out by NotResource aside.

        With `oneself` an entry for one's own user stands for all users.
        """
        entries = _resources(statement)
        if oneself and self._variables:
            entries = [_USERNAME.sub("*", entry) for entry in entries]
        listed = statement.source.resources is not None
        return any(covers(entry, kind) for entry in entries) is listed


@lru_cache(maxsize=4)
def grants_of(subject: Subject) -> Grants:
    """Return the grants of a document; several checks ask about the same one."""
    return Grants(subject)


def names_star(statement: StatementView) -> bool:
    """Tell whether Resource holds the bare `*`."""
    return any(entry.text == "*" for entry in statement.entries("Resource"))


def _names_everything(statement: StatementView) -> bool:
    return names_star(statement) or statement.source.not_resources == ()


def _resources(statement: StatementView) -> list[str]:
    source = statement.source
    entries = source.resources if source.resources is not None else source.not_resources
    return [entry.text for entry in (entries or ())[:_MOST_ENTRIES]]
