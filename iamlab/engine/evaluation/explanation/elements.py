"""One element of one statement against a request, with the sentence that a person needs.

The comparisons are those of `compiled.py`; this module only finds words for them.
"""

from __future__ import annotations

from iamlab.engine.conditions import ConditionCheck
from iamlab.engine.documents import ConditionTest, Span, split_arn
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.explanation.diagnosis import (
    diagnose_action,
    diagnose_principal,
    diagnose_resource,
)
from iamlab.engine.evaluation.plan import names_caller
from iamlab.engine.evaluation.trace import ElementTrace
from iamlab.engine.evaluation.words import Layer
from iamlab.engine.matching import (
    ActionPattern,
    Caller,
    Context,
    MatchKind,
    missing_from_chain,
)

_SHOWN_VALUES = 6


def trace_action(statement: CompiledStatement, action: str) -> ElementTrace:
    """Compare Action or NotAction with an action, given as `service:Name` in any case."""
    source = statement.source
    matched = statement.covers_action(action.lower())
    if source.not_actions is not None and statement.not_actions is not None:
        entries = [entry.text for entry in source.not_actions]
        excepting = _first(entries, statement.not_actions, action.lower())
        why = (
            f"NotAction covers everything but its list, and `{action}` is not in it."
            if matched
            else f"`{excepting}` is in the list, and NotAction covers everything but its list."
        )
        return _element(statement, "NotAction", matched, entries, action, why)
    entries = [entry.text for entry in source.actions or source.not_actions or ()]
    if matched:
        pattern = _first(entries, statement.actions or (), action.lower())
        why = _covered(pattern, action)
    else:
        why = diagnose_action(entries, action)
    name = "NotAction" if source.not_actions is not None else "Action"
    return _element(statement, name, matched, entries, action, why)


def trace_resource(
    statement: CompiledStatement, action: str, asked: str, target: str, context: Context
) -> ElementTrace:
    """Compare Resource or NotResource with what the request names."""
    source = statement.source
    matched = statement.covers_resource(target, context)
    if source.not_resources is not None:
        entries = [entry.text for entry in source.not_resources]
        notes = _not_resource_notes(statement, target, context) if matched else ()
        why = _not_resource_why(statement, matched, target, context)
        return _element(statement, "NotResource", matched, entries, target, why, notes)
    if source.resources is None:
        why = (
            "No Resource is given, so the policy is about the resource that it hangs on."
            if matched
            else "The statement names no Resource, so it is about nothing."
        )
        return ElementTrace("Resource", None if matched else False, "", target, why, source.span)
    entries = [entry.text for entry in source.resources]
    if matched:
        why = _resource_covered(statement, target, context)
    else:
        why = diagnose_resource(entries, action, asked, target, _unresolved(statement, context))
    return _element(statement, "Resource", matched, entries, target, why)


def trace_principal(statement: CompiledStatement, layer: Layer, case: Case) -> ElementTrace:
    """Compare Principal or NotPrincipal with the caller."""
    source, caller = statement.source, case.caller
    kind = names_caller(statement, layer, case)
    matched = kind is not MatchKind.NONE
    if source.not_principals is not None:
        entries = [entry.text for entry in source.not_principals]
        why = _not_principal_why(statement, case, matched)
        notes = ("P6",) if statement.deny and matched else ()
        return _element(statement, "NotPrincipal", matched, entries, caller.arn, why, notes)
    entries = [entry.text for entry in source.principals or ()]
    if layer is Layer.IDENTITY:
        why = "The policy hangs on the caller, so it speaks of the caller."
    elif matched:
        why = _PRINCIPAL_WHY[kind]
    elif case.crosses_partitions:
        why = f"The caller is of partition `{caller.partition}`; trust never crosses partitions."
    else:
        why = diagnose_principal(source.principals, caller)
    return _element(statement, "Principal", matched, entries, caller.arn, why)


def trace_condition(test: ConditionTest, check: ConditionCheck, context: Context) -> ElementTrace:
    """Compare one condition key with the request's context."""
    outcome = check.explain(context)
    return ElementTrace(
        "Condition",
        outcome.matched,
        outcome.wanted,
        outcome.got,
        outcome.why,
        test.span,
        outcome.notes,
    )


_PRINCIPAL_WHY = {
    MatchKind.DIRECT: "The statement means this very caller.",
    MatchKind.PARENT: "The statement names the role or user behind the session.",
    MatchKind.ACCOUNT: "The statement names the caller's account, which decides who in it may.",
}


def _element(
    statement: CompiledStatement,
    name: str,
    matched: bool,
    entries: list[str],
    got: str,
    why: str,
    notes: tuple[str, ...] = (),
) -> ElementTrace:
    span: Span | None = statement.source.element_spans.get(name)
    return ElementTrace(name, matched, listed(entries), got, why, span, notes)


def listed(entries: list[str]) -> str:
    """Write a list of texts for a narrow column, the first few in full."""
    shown = ", ".join(entries[:_SHOWN_VALUES])
    rest = len(entries) - _SHOWN_VALUES
    return f"{shown} and {rest} more" if rest > 0 else shown or "an empty list"


def _first(entries: list[str], patterns: tuple[ActionPattern, ...], action_lower: str) -> str:
    for entry, pattern in zip(entries, patterns, strict=True):
        if pattern.matches(action_lower):
            return entry
    return ""


def _covered(pattern: str, action: str) -> str:
    if pattern == "*":
        return "`*` covers every action."
    if not pattern:
        return f"`iam:PassRole` counts as `{action}`."
    if "*" in pattern or "?" in pattern:
        return f"`{pattern}` covers `{action}`."
    return "The same action."


def _resource_covered(statement: CompiledStatement, target: str, context: Context) -> str:
    for pattern in statement.resources or ():
        if pattern.matches(target, context):
            if pattern.everything:
                return "`*` covers every resource."
            if pattern.matcher is None:
                return f"`{pattern.source}` covers it once its variables are filled in."
            if pattern.source != target:
                return f"`{pattern.source}` covers it."
    return "The same resource."


def _unresolved(statement: CompiledStatement, context: Context) -> tuple[str, ...]:
    return tuple(name for pattern in statement.patterns for name in pattern.unresolved(context))


def _not_resource_notes(
    statement: CompiledStatement, target: str, context: Context
) -> tuple[str, ...]:
    if _unresolved(statement, context):
        return ("R6",)
    asked = split_arn(target)
    listed_services = {
        fields[2] for pattern in statement.patterns if (fields := split_arn(pattern.source))
    }
    return ("R8",) if asked is not None and asked[2] not in listed_services else ()


def _not_resource_why(
    statement: CompiledStatement, matched: bool, target: str, context: Context
) -> str:
    if not matched:
        return "It is in the list, and NotResource covers everything but its list."
    unresolved = _unresolved(statement, context)
    if unresolved:
        return (
            f"`${{{unresolved[0]}}}` has no value here, so that entry exempts nothing, "
            "and NotResource covers the resource."
        )
    return "NotResource covers everything but its list, and this resource is not in it."


def _not_principal_why(statement: CompiledStatement, case: Case, matched: bool) -> str:
    entries = statement.source.not_principals or ()
    if not statement.deny:
        return (
            "Nobody in the list is the caller, and NotPrincipal means everybody else."
            if matched
            else "The caller is in the list, and NotPrincipal means everybody else."
        )
    missing = missing_from_chain(entries, case.caller)
    if not matched and missing:
        return "The caller is in the list, so the Deny spares it."
    if not matched:
        return "The caller and its whole chain are in the list, so the Deny spares it."
    if case.bounded:
        return (
            "A Deny with NotPrincipal hits every caller that has a permissions boundary, "
            "whoever is listed."
        )
    return _not_spared(missing, case.caller)


def _not_spared(missing: tuple[str, ...], caller: Caller) -> str:
    names = ", ".join(f"`{name}`" for name in missing) or f"`{caller.arn}`"
    return f"To be spared by a Deny with NotPrincipal, the list would also have to name {names}."
