"""Policies made ready for many questions: patterns compiled once, statements found by action.

A text is compiled once per process and kept (least recently used goes first), so thousands of
principals that share a policy share its compiled form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from iamlab.engine.conditions import ConditionCheck, compile_check
from iamlab.engine.documents import (
    Entry,
    Finding,
    PolicyDocument,
    PolicyType,
    Severity,
    Statement,
    parse_policy,
)
from iamlab.engine.matching import (
    ActionPattern,
    Caller,
    Context,
    MatchKind,
    ResourcePattern,
    compile_action,
    compile_resource,
    match_not_principals,
    match_principals,
)

_KEPT_POLICIES = 8192
_KEPT_ACTIONS = 4096
_PRINCIPAL_TYPES = frozenset(
    {PolicyType.RESOURCE, PolicyType.TRUST, PolicyType.RCP, PolicyType.ENDPOINT}
)
_OWN_RESOURCE_TYPES = frozenset({PolicyType.RESOURCE, PolicyType.TRUST})
"""Policies that hang on a resource: without a Resource element they mean just that one (R9)."""


class CompiledStatement:
    """One statement with its patterns compiled.

    `conditional` tells whether the match depends on the request's context, through a Condition or
    a variable in a resource. `patterns` are those of Resource or NotResource, and
    `fixed_resources` tells that none of them holds a variable.
    """

    __slots__ = (
        "actions",
        "checks",
        "conditional",
        "deny",
        "effect",
        "fixed_resources",
        "lowered_keys",
        "names_principals",
        "not_actions",
        "not_resources",
        "own_resource",
        "patterns",
        "resources",
        "source",
    )

    def __init__(self, statement: Statement, document: PolicyDocument) -> None:
        variables = document.variables_enabled
        self.source = statement
        self.deny = statement.effect == "Deny"
        self.effect = "Deny" if self.deny else "Allow"
        self.actions = _compile_actions(statement.actions)
        self.not_actions = _compile_actions(statement.not_actions)
        self.resources = _compile_resources(statement.resources, variables)
        self.not_resources = _compile_resources(statement.not_resources, variables)
        self.own_resource = document.type in _OWN_RESOURCE_TYPES
        self.names_principals = document.type in _PRINCIPAL_TYPES
        self.checks: tuple[ConditionCheck, ...] = tuple(
            compile_check(
                test.operator.text,
                test.key.text,
                tuple(value.text for value in test.values),
                variables=variables,
            )
            for test in statement.conditions
        )
        self.find_patterns()

    def find_patterns(self) -> None:
        """Work out what follows from the resources and the checks."""
        self.patterns = (self.resources or ()) + (self.not_resources or ())
        self.fixed_resources = all(item.matcher is not None for item in self.patterns)
        self.conditional = bool(self.checks) or not self.fixed_resources
        self.lowered_keys = tuple(dict.fromkeys(name.lower() for name in self.keys))

    @property
    def keys(self) -> tuple[str, ...]:
        """The condition keys and the policy variables that the statement mentions."""
        templates = [pattern.tail for pattern in self.patterns]
        names = [check.key for check in self.checks]
        for check in self.checks:
            templates.extend(check.templates)
        names.extend(variable.key for template in templates for variable in template.variables)
        return tuple(names)

    def covers_action(self, action_lower: str) -> bool:
        """Tell whether Action or NotAction covers a lower-case `service:name` (A4)."""
        if self.actions is not None:
            return any(pattern.matches(action_lower) for pattern in self.actions)
        if self.not_actions is not None:
            return not any(pattern.matches(action_lower) for pattern in self.not_actions)
        return False

    def names(self, caller: Caller, *, bounded: bool) -> MatchKind:
        """Tell how the statement means the caller; a policy that names nobody means everybody."""
        if not self.names_principals:
            return MatchKind.DIRECT
        if self.source.principals is not None:
            return match_principals(self.source.principals, caller)
        if self.source.not_principals is not None:
            return match_not_principals(
                self.source.not_principals, caller, deny=self.deny, bounded=bounded
            )
        return MatchKind.NONE

    def covers_resource(self, resource: str, context: Context) -> bool:
        """Tell whether Resource or NotResource covers a resource (R3); `*` is no particular one."""
        if self.resources is not None:
            return any(pattern.matches(resource, context) for pattern in self.resources)
        if self.not_resources is not None:
            return not any(pattern.matches(resource, context) for pattern in self.not_resources)
        return self.own_resource

    def may_cover_resource(self, resource: str) -> bool:
        """Tell whether Resource or NotResource can cover a resource in some context (R6)."""
        if self.resources is not None:
            return any(
                pattern.matcher is None or pattern.matcher(resource) for pattern in self.resources
            )
        if self.not_resources is not None:
            return not any(
                pattern.matcher is not None and pattern.matcher(resource)
                for pattern in self.not_resources
            )
        return self.own_resource

    def holds(self, resource: str, context: Context) -> bool:
        """Tell whether the parts that the context decides match: variables and conditions (C1).

        With `fixed_resources` the resource is known to be covered and is not looked at again.
        """
        for check in self.checks:
            if not check.matches(context):
                return False
        return self.fixed_resources or self.covers_resource(resource, context)

    def joins(self, outcomes: Iterable[bool]) -> bool:
        """Tell whether conditions with these outcomes let the statement apply: all must (C1)."""
        return all(outcomes)

    def missing(self, resource: str, context: Context) -> tuple[str, ...]:
        """Return the context keys that the statement asks for and the request lacks (X0).

        The keys of a Condition count only if the resource is covered, or would be but for a
        variable that has no value.
        """
        for lowered in self.lowered_keys:
            if lowered not in context:
                break
        else:
            return ()
        names = [name for pattern in self.patterns for name in pattern.absent(context)]
        if names or self.fixed_resources or self.covers_resource(resource, context):
            for check in self.checks:
                names.extend(check.missing(context))
        return tuple(names)


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A document with its statements compiled; ill-formed statements are left out (G10).

    `findings` are the document's, and those about condition operators.
    """

    document: PolicyDocument
    findings: tuple[Finding, ...]
    statements: tuple[CompiledStatement, ...]
    by_action: dict[str, tuple[CompiledStatement, ...]]

    def about(self, action_lower: str) -> tuple[CompiledStatement, ...]:
        """Return the statements whose Action or NotAction covers an action."""
        found = self.by_action.get(action_lower)
        if found is None:
            found = tuple(item for item in self.statements if item.covers_action(action_lower))
            if len(self.by_action) >= _KEPT_ACTIONS:
                self.by_action.clear()
            self.by_action[action_lower] = found
        return found


@lru_cache(maxsize=_KEPT_POLICIES)
def compile_policy(text: str, policy_type: PolicyType) -> CompiledPolicy:
    """Compile a policy text; an unreadable one has no statements, and its findings say why."""
    document = parse_policy(text, policy_type)
    statements = tuple(
        CompiledStatement(statement, document)
        for statement in document.statements
        if statement.skipped is None
    )
    findings = document.findings + tuple(
        finding for statement in statements for finding in _operator_findings(statement)
    )
    return CompiledPolicy(document, findings, statements if document.readable else (), {})


def _operator_findings(statement: CompiledStatement) -> list[Finding]:
    """Report the operators that do not exist; a condition under one never matches."""
    findings: list[Finding] = []
    for test, check in zip(statement.source.conditions, statement.checks, strict=True):
        if check.problem is not None:
            null = test.operator.text.lower() == "nullifexists"
            findings.append(
                Finding(
                    "NULL_WITH_IF_EXISTS" if null else "INVALID_CONDITION_OPERATOR",
                    Severity.ERROR,
                    check.problem,
                    test.operator.span,
                    ("Statement", statement.source.index, "Condition", test.operator.text),
                )
            )
    return findings


def _compile_actions(entries: tuple[Entry, ...] | None) -> tuple[ActionPattern, ...] | None:
    if entries is None:
        return None
    return tuple(compile_action(entry.text) for entry in entries)


def _compile_resources(
    entries: tuple[Entry, ...] | None, variables: bool
) -> tuple[ResourcePattern, ...] | None:
    if entries is None:
        return None
    return tuple(compile_resource(entry.text, variables=variables) for entry in entries)
