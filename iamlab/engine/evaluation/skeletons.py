"""The part of a trace that no context can change, built once for a plan and a resource."""

from __future__ import annotations

from dataclasses import dataclass, field

from iamlab.engine.documents import ConditionTest, Finding, Statement
from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.compiled import CompiledStatement
from iamlab.engine.evaluation.elements import (
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
    PolicyTrace,
    StatementTrace,
)
from iamlab.engine.evaluation.words import POLICY_LAYERS, Layer
from iamlab.engine.matching import Context

_KEPT_OUTCOMES = 256
_NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class StatementSkeleton:
    """A statement with its fixed elements traced; `settled` is the whole trace if all are fixed."""

    compiled: CompiledStatement
    case: Case
    fixed: tuple[ElementTrace, ...]
    settled: StatementTrace | None
    outcomes: dict[tuple[int, tuple[str, ...] | None], ElementTrace] = field(default_factory=dict)

    def trace(self, context: Context) -> StatementTrace:
        """Return the statement's trace for one request's context."""
        if self.settled is not None:
            return self.settled
        elements = list(self.fixed)
        if not self.compiled.fixed_resources:
            case = self.case
            elements.append(
                trace_resource(self.compiled, case.action, case.resource, case.target, context)
            )
        tests = self.compiled.source.conditions
        for index, check in enumerate(self.compiled.checks):
            values = context.get(check.key_lower)
            if all(template.fixed for template in check.templates):
                element = self.outcomes.get((index, values))
                if element is None:
                    element = self._remember(index, values, tests[index], context)
            else:
                element = trace_condition(tests[index], check, context)
            elements.append(element)
        return _finish(self.compiled.source, self.compiled.effect, elements)

    def _remember(
        self,
        index: int,
        values: tuple[str, ...] | None,
        test: ConditionTest,
        context: Context,
    ) -> ElementTrace:
        element = trace_condition(test, self.compiled.checks[index], context)
        if len(self.outcomes) >= _KEPT_OUTCOMES:
            self.outcomes.clear()
        self.outcomes[index, values] = element
        return element


@dataclass(frozen=True, slots=True)
class PolicySkeleton:
    """A policy with its statements; `settled` is the whole trace if no context can change it."""

    attachment: Attachment
    statements: tuple[StatementSkeleton | StatementTrace, ...]
    findings: tuple[Finding, ...]
    settled: PolicyTrace | None

    def trace(self, context: Context) -> PolicyTrace:
        """Return the policy's trace for one request's context."""
        if self.settled is not None:
            return self.settled
        statements = tuple(
            item if isinstance(item, StatementTrace) else item.trace(context)
            for item in self.statements
        )
        return PolicyTrace(self.attachment.policy, self.attachment.via, statements, self.findings)


@dataclass(frozen=True, slots=True)
class LevelSkeleton:
    """The policies of one level."""

    holding: Holding
    policies: tuple[PolicySkeleton, ...]
    settled: LevelTrace | None = None

    def trace(self, context: Context) -> LevelTrace:
        """Return the level's trace for one request's context."""
        if self.settled is not None:
            return self.settled
        policies = tuple(policy.trace(context) for policy in self.policies)
        return _level_trace(self.holding, policies)


Skeleton = dict[Layer, tuple[LevelSkeleton, ...]]


def build_skeleton(plan: Plan) -> Skeleton:
    """Trace everything about a plan's case that does not depend on the request's context."""
    return {
        layer: tuple(
            _level(level, plan.case, layer is Layer.ENDPOINT)
            for level in plan.holdings[layer].levels
        )
        for layer in POLICY_LAYERS
    }


def _level(holding: Holding, case: Case, endpoint: bool) -> LevelSkeleton:
    policies = tuple(_policy(item, case, endpoint) for item in holding.policies)
    settled = [policy.settled for policy in policies if policy.settled is not None]
    if len(settled) < len(policies):
        return LevelSkeleton(holding, policies)
    return LevelSkeleton(holding, policies, _level_trace(holding, tuple(settled)))


def _policy(attachment: Attachment, case: Case, endpoint: bool) -> PolicySkeleton:
    compiled = readable(attachment)
    by_index = {item.source.index: item for item in compiled.statements}
    statements: list[StatementSkeleton | StatementTrace] = []
    for source in compiled.document.statements:
        statement = by_index.get(source.index)
        if statement is None:
            statements.append(_skipped(source))
        else:
            skeleton = _statement(statement, case, endpoint)
            statements.append(skeleton.settled or skeleton)
    settled = tuple(item for item in statements if isinstance(item, StatementTrace))
    findings = compiled.findings
    whole = None
    if len(settled) == len(statements):
        whole = PolicyTrace(attachment.policy, attachment.via, settled, findings)
    return PolicySkeleton(attachment, tuple(statements), findings, whole)


def _statement(statement: CompiledStatement, case: Case, endpoint: bool) -> StatementSkeleton:
    elements: list[ElementTrace] = []
    if statement.names_principals:
        elements.append(trace_principal(statement, case, endpoint))
    elements.append(trace_action(statement, case.action))
    if statement.fixed_resources:
        elements.append(
            trace_resource(statement, case.action, case.resource, case.target, _NO_CONTEXT)
        )
    settled = None
    if not statement.conditional:
        settled = _finish(statement.source, statement.effect, elements)
    return StatementSkeleton(statement, case, tuple(elements), settled)


def _finish(source: Statement, effect: str, elements: list[ElementTrace]) -> StatementTrace:
    matched = all(element.matched is not False for element in elements)
    return StatementTrace(source.index, source.sid, effect, matched, tuple(elements), source.span)


def _skipped(source: Statement) -> StatementTrace:
    return StatementTrace(
        source.index, source.sid, source.effect or "", False, (), source.span, source.skipped
    )


def _level_trace(holding: Holding, policies: tuple[PolicyTrace, ...]) -> LevelTrace:
    allows = holding.implicit_allow
    for policy in policies:
        for statement in policy.statements:
            if statement.matched:
                if statement.effect == "Deny":
                    return LevelTrace(holding.target, holding.name, "deny", policies)
                allows = True
    says = "allow" if allows else "silent"
    return LevelTrace(holding.target, holding.name, says, policies)
