"""Which policies differ between two organizations, and which of their statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from iamlab.engine.documents import Entry, PrincipalEntry
from iamlab.engine.evaluation import Policy, Snapshot
from iamlab.engine.evaluation.compiled import CompiledStatement, compile_policy
from iamlab.engine.evaluation.plan import unreadable
from iamlab.engine.matching import expand_actions

Meaning: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """An organization, and the policies that are passed with a request to it."""

    snapshot: Snapshot
    passed: tuple[Policy, ...] = ()

    def policies(self) -> Mapping[str, Policy]:
        """Return every policy of this side by its key."""
        return {**self.snapshot.policies(), **{policy.key: policy for policy in self.passed}}

    @property
    def passed_keys(self) -> frozenset[str]:
        """The keys of the policies that come with the request."""
        return frozenset(policy.key for policy in self.passed)


@dataclass(frozen=True, slots=True)
class Difference:
    """A policy with another text before and after: the statements that only one side has.

    Statements that mean the same, whatever their order, layout and Sid, are left out.
    """

    key: str
    before: tuple[CompiledStatement, ...]
    after: tuple[CompiledStatement, ...]

    @property
    def statements(self) -> tuple[CompiledStatement, ...]:
        """The statements of both sides."""
        return self.before + self.after


def find_differences(before: Side, after: Side) -> tuple[Difference, ...]:
    """Return every policy that differs. Raises DocumentError when one cannot be read (G10)."""
    olds, news = before.policies(), after.policies()
    found = []
    for key in dict.fromkeys((*olds, *news)):
        old, new = olds.get(key), news.get(key)
        if old is not None and new is not None and old.text == new.text:
            continue
        difference = _difference(key, _statements(old), _statements(new))
        if difference.statements:
            found.append(difference)
    return tuple(found)


def meaning_of(statement: CompiledStatement) -> Meaning:
    """Return all that a statement says, without its Sid, order and layout."""
    source = statement.source
    return (
        *circumstances_of(statement),
        _texts(source.actions, lower=True),
        _texts(source.not_actions, lower=True),
        *places_of(statement),
    )


def circumstances_of(statement: CompiledStatement) -> Meaning:
    """Return whom a statement concerns and when: Effect, Principal, Condition.

    A Resource with a variable in it depends on the request too, so it belongs here as well.
    """
    source = statement.source
    said: Meaning = (
        statement.effect,
        _principals(source.principals),
        _principals(source.not_principals),
        frozenset(
            (check.operator, check.key_lower, check.values, check.variables)
            for check in statement.checks
        ),
    )
    return said if statement.fixed_resources else (*said, *places_of(statement))


def actions_of(statement: CompiledStatement, everything: frozenset[str]) -> frozenset[str]:
    """Return the canonical names of the actions that a statement covers; `everything` lists all."""
    source = statement.source
    if source.actions is not None:
        return expand_actions(tuple(entry.text for entry in source.actions))
    if source.not_actions is not None:
        return everything - expand_actions(tuple(entry.text for entry in source.not_actions))
    return frozenset()


def _statements(policy: Policy | None) -> tuple[CompiledStatement, ...]:
    if policy is None:
        return ()
    compiled = compile_policy(policy.text, policy.type)
    if not compiled.document.readable:
        raise unreadable(policy, compiled.document)
    return compiled.statements


def _difference(
    key: str, before: tuple[CompiledStatement, ...], after: tuple[CompiledStatement, ...]
) -> Difference:
    olds = {meaning_of(statement): statement for statement in before}
    news = {meaning_of(statement): statement for statement in after}
    return Difference(
        key,
        tuple(item for meaning, item in olds.items() if meaning not in news),
        tuple(item for meaning, item in news.items() if meaning not in olds),
    )


def places_of(statement: CompiledStatement) -> Meaning:
    """Return the Resource or NotResource of a statement."""
    source = statement.source
    return _texts(source.resources), _texts(source.not_resources), statement.fixed_resources


def _texts(entries: Iterable[Entry] | None, *, lower: bool = False) -> frozenset[str] | None:
    if entries is None:
        return None
    return frozenset(entry.text.lower() if lower else entry.text for entry in entries)


def _principals(entries: Iterable[PrincipalEntry] | None) -> frozenset[tuple[str, str]] | None:
    return None if entries is None else frozenset((entry.kind, entry.text) for entry in entries)
