"""Policies as an evaluator with a rule wrong reads them: the same statements, meaning other things.

A statement may come out twice: as what it is, and as the permission that it is taken for besides.
Source: section 10; AWS, "IAM JSON policy elements reference".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import lru_cache

from iamlab.engine.conditions import compile_check
from iamlab.engine.documents import Entry, PolicyDocument, PolicyType, Statement
from iamlab.engine.evaluation.compiled import CompiledPolicy, CompiledStatement, compile_policy
from iamlab.engine.evaluation.readings import Reading
from iamlab.engine.matching import (
    ActionPattern,
    Caller,
    Context,
    MatchKind,
    ResourcePattern,
    ResourceReading,
    compile_action,
    compile_cased_action,
    compile_misread,
    match_principal_patterns,
    match_principals,
)

_KEPT_POLICIES = 2048
_ASSUME, _PASS = "sts:assumerole", "iam:passrole"


class Twist(Enum):
    """What a statement is taken for.

    NONE: what it is. LIST_DENIED: an Allow with NotAction, as a Deny of its list. LIST_ALLOWED: a
    Deny with NotAction, as an Allow of its list. UNMET_ALLOWED: a Deny with conditions, as an Allow
    where they are not met.
    """

    NONE = auto()
    LIST_DENIED = auto()
    LIST_ALLOWED = auto()
    UNMET_ALLOWED = auto()


class MisreadStatement(CompiledStatement):
    """One statement under a reading that is not AWS's; `twist` is what it is taken for."""

    __slots__ = ("reading", "stands_for_passing", "twist")

    def __init__(
        self, statement: Statement, document: PolicyDocument, reading: Reading, twist: Twist
    ) -> None:
        super().__init__(statement, document)
        rules = reading.statements
        variables = document.variables_enabled or not rules.variables_need_version
        self.reading = rules
        self.twist = twist
        self.resources = _resources(statement.resources, variables, reading.resources)
        self.not_resources = _resources(statement.not_resources, variables, reading.resources)
        self.checks = tuple(
            compile_check(
                test.operator.text,
                test.key.text,
                tuple(value.text for value in test.values),
                variables=variables,
                reading=reading.conditions,
            )
            for test in statement.conditions
        )
        self.actions = _actions(statement.actions, rules.action_case_counts)
        self.not_actions = _actions(statement.not_actions, rules.action_case_counts)
        if twist in (Twist.LIST_DENIED, Twist.LIST_ALLOWED):
            self.actions, self.not_actions = self.not_actions, None
        if twist is not Twist.NONE:
            self.deny = twist is Twist.LIST_DENIED
            self.effect = "Deny" if self.deny else "Allow"
        granting = document.type is PolicyType.IDENTITY and not self.deny
        self.stands_for_passing = rules.pass_role_assumes and granting
        self.find_patterns()

    def covers_action(self, action_lower: str) -> bool:
        """Tell whether the evaluator takes an action as covered."""
        if super().covers_action(action_lower):
            return True
        passing = self.stands_for_passing and action_lower == _ASSUME
        return passing and super().covers_action(_PASS)

    def names(self, caller: Caller, *, bounded: bool) -> MatchKind:
        """Tell how the evaluator takes the statement to mean the caller."""
        principals, others = self.source.principals, self.source.not_principals
        if self.names_principals and principals is not None and self.reading.principal_wildcards:
            return match_principal_patterns(principals, caller)
        kind = super().names(caller, bounded=bounded)
        if self.deny and others is not None and not self.reading.not_principal_needs_chain:
            named = match_principals(others, caller) is not MatchKind.NONE
            return MatchKind.NONE if named else kind
        return kind

    def holds(self, resource: str, context: Context) -> bool:
        """Tell whether the parts that the context decides match, by this reading."""
        met = self.joins(check.matches(context) for check in self.checks)
        return met and (self.fixed_resources or self.covers_resource(resource, context))

    def joins(self, outcomes: Iterable[bool]) -> bool:
        """Tell whether conditions with these outcomes let the statement apply."""
        found = list(outcomes)
        one_is_enough = not self.reading.every_condition_counts and bool(found)
        met = any(found) if one_is_enough else all(found)
        return not met if self.twist is Twist.UNMET_ALLOWED else met


@lru_cache(maxsize=_KEPT_POLICIES)
def compile_as_read(text: str, policy_type: PolicyType, reading: Reading) -> CompiledPolicy:
    """Compile a policy text under a reading; an unreadable one has no statements."""
    plain = compile_policy(text, policy_type)
    statements = tuple(
        MisreadStatement(item.source, plain.document, reading, twist)
        for item in plain.statements
        for twist in _twists(item.source, reading)
    )
    return CompiledPolicy(plain.document, plain.findings, statements, {})


def _twists(statement: Statement, reading: Reading) -> Iterator[Twist]:
    """Yield what a statement is taken for, one after the other."""
    rules = reading.statements
    deny, lists = statement.effect == "Deny", statement.not_actions is not None
    yield Twist.LIST_DENIED if lists and not deny and rules.not_action_denies else Twist.NONE
    if deny and lists and rules.deny_not_action_grants:
        yield Twist.LIST_ALLOWED
    if deny and statement.conditions and rules.unmet_deny_allows:
        yield Twist.UNMET_ALLOWED


def _actions(entries: tuple[Entry, ...] | None, cased: bool) -> tuple[ActionPattern, ...] | None:
    if entries is None:
        return None
    return tuple(
        compile_cased_action(entry.text) if cased else compile_action(entry.text)
        for entry in entries
    )


def _resources(
    entries: tuple[Entry, ...] | None, variables: bool, reading: ResourceReading
) -> tuple[ResourcePattern, ...] | None:
    if entries is None:
        return None
    return tuple(
        pattern
        for entry in entries
        for pattern in compile_misread(entry.text, variables=variables, reading=reading)
    )
