"""Traces of one question's statements, kept for as long as the context keys they test are alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from iamlab.engine.documents import Statement
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.explanation.elements import (
    trace_action,
    trace_condition,
    trace_principal,
    trace_resource,
)
from iamlab.engine.evaluation.layers import Holding
from iamlab.engine.evaluation.plan import Plan, readable
from iamlab.engine.evaluation.snapshot import Attachment
from iamlab.engine.evaluation.trace import (
    ElementTrace,
    LevelTrace,
    MatchedStatement,
    PolicyTrace,
    StatementTrace,
)
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer
from iamlab.engine.matching import Context

_KEPT = 64
_NO_CONTEXT = Context()

Values = tuple[tuple[str, ...] | None, ...]
_Kept = TypeVar("_Kept")


class Remembered:
    """Values worked out for one combination of context values, forgotten when there are many."""

    __slots__ = ("_kept", "_keys")

    def __init__(self, lowered_keys: tuple[str, ...]) -> None:
        self._keys = lowered_keys
        self._kept: dict[object, object] = {}

    def get(self, part: str, context: Context, work_out: Callable[[], _Kept]) -> _Kept:
        """Return a part of the story for a context, working it out at most once."""
        key = (part, tuple(map(context.get, self._keys)))
        found = self._kept.get(key)
        if found is None:
            found = work_out()
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found  # type: ignore[return-value]  # what stands under a part's name is its kind


class StatementTracer:
    """A statement about one case: elements that no context changes are traced once."""

    __slots__ = ("_case", "_compiled", "_fixed", "_remembered")

    def __init__(self, compiled: CompiledStatement, case: Case, layer: Layer) -> None:
        self._compiled = compiled
        self._case = case
        self._remembered = Remembered(compiled.lowered_keys)
        self._fixed: list[ElementTrace] = []
        if compiled.names_principals:
            self._fixed.append(trace_principal(compiled, layer, case))
        self._fixed.append(trace_action(compiled, case.action))
        if compiled.fixed_resources:
            self._fixed.append(
                trace_resource(compiled, case.action, case.resource, case.target, _NO_CONTEXT)
            )

    def trace(self, context: Context) -> StatementTrace:
        """Return the statement's trace for one request's context."""
        return self._remembered.get("statement", context, lambda: self._trace(context))

    def _trace(self, context: Context) -> StatementTrace:
        elements, case, source = list(self._fixed), self._case, self._compiled.source
        if not self._compiled.fixed_resources:
            elements.append(
                trace_resource(self._compiled, case.action, case.resource, case.target, context)
            )
        matched = all(element.matched is not False for element in elements)
        conditions = [
            trace_condition(test, check, context)
            for test, check in zip(source.conditions, self._compiled.checks, strict=True)
        ]
        matched = matched and self._compiled.joins([bool(item.matched) for item in conditions])
        elements.extend(conditions)
        return StatementTrace(
            source.index,
            source.sid,
            self._compiled.effect,
            matched,
            tuple(elements),
            source.span,
        )


class Skeleton:
    """The statements of every layer of one question, and the stories told about them so far."""

    __slots__ = ("_layers", "remembered")

    def __init__(self, plan: Plan) -> None:
        keys: dict[str, None] = {}
        self._layers = {
            layer: [
                (level, [_tracers(item, plan, layer, keys) for item in level.policies])
                for level in plan.holdings[layer].levels
            ]
            for layer in POLICY_LAYERS
        }
        self.remembered = Remembered(tuple(keys))

    def levels(
        self, layer: Layer, context: Context, overruled: tuple[MatchedStatement, ...] = ()
    ) -> tuple[LevelTrace, ...]:
        """Return the traces of a layer's levels for one request's context.

        What the `overruled` statements say does not count.
        """
        silenced = frozenset(
            (item.policy_key, item.index, item.effect) for item in overruled if item.layer is layer
        )
        return tuple(
            _level_trace(
                holding,
                tuple(
                    _policy_trace(attachment, tracers, context)
                    for attachment, tracers in zip(holding.policies, policies, strict=True)
                )
                + tuple(PolicyTrace(item.policy, item.via, (), off=True) for item in holding.off),
                silenced,
            )
            for holding, policies in self._layers[layer]
        )


_Tracers = list[StatementTracer | Statement]


def _tracers(attachment: Attachment, plan: Plan, layer: Layer, keys: dict[str, None]) -> _Tracers:
    compiled = readable(attachment, plan.reading)
    by_index: dict[int, list[CompiledStatement]] = {}
    for item in compiled.statements:
        by_index.setdefault(item.source.index, []).append(item)
    tracers: _Tracers = []
    for source in compiled.document.statements:
        statements = by_index.get(source.index)
        if statements is None:
            tracers.append(source)
            continue
        for statement in statements:
            keys.update(dict.fromkeys(statement.lowered_keys))
            tracers.append(StatementTracer(statement, plan.case, layer))
    return tracers


def _policy_trace(attachment: Attachment, tracers: _Tracers, context: Context) -> PolicyTrace:
    statements = tuple(
        _skipped(item) if isinstance(item, Statement) else item.trace(context) for item in tracers
    )
    findings = readable(attachment).findings
    return PolicyTrace(attachment.policy, attachment.via, statements, findings)


def _skipped(source: Statement) -> StatementTrace:
    return StatementTrace(
        source.index, source.sid, source.effect or "", False, (), source.span, source.skipped
    )


def _level_trace(
    holding: Holding,
    policies: tuple[PolicyTrace, ...],
    silenced: frozenset[tuple[str, int, str]],
) -> LevelTrace:
    matched = {
        statement.effect
        for policy in policies
        for statement in policy.statements
        if statement.matched
        and (policy.policy.key, statement.index, statement.effect) not in silenced
    }
    says = "allow" if holding.implicit_allow or "Allow" in matched else "silent"
    if "Deny" in matched:
        says = "deny"
    return LevelTrace(holding.target, holding.name, says, policies)
