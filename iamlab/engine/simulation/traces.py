"""A trace as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from iamlab.engine.documents import Finding, PolicyType, Span
from iamlab.engine.evaluation import (
    ElementTrace,
    LayerTrace,
    NearestMiss,
    Policy,
    PolicyTrace,
    StatementTrace,
    Trace,
)


def trace_as_data(trace: Trace) -> dict[str, Any]:
    """Return a trace as nested dicts and lists; places are `[line, column]` pairs from 1."""
    return {
        "summary": trace.summary,
        "principal": trace.caller.arn,
        "action": trace.action,
        "resource": trace.resource,
        "owner": trace.owner,
        "same_account": trace.same_account,
        "context": {name: list(values) for name, values in trace.context.items()},
        "layers": [_layer(layer) for layer in trace.layers],
        "nearest_misses": [_miss(miss) for miss in trace.misses],
        "notes": [{"rule": note.rule, "text": note.text} for note in trace.notes],
    }


def finding_as_data(policy: Policy, finding: Finding) -> dict[str, Any]:
    """Return a finding with the policy that it is about."""
    return {
        "layer": "resource" if policy.type is PolicyType.TRUST else policy.type.value,
        "policy": policy.name,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "line": finding.span.start.line,
        "column": finding.span.start.column,
    }


def _layer(layer: LayerTrace) -> dict[str, Any]:
    return {
        "layer": layer.layer.value,
        "says": layer.says,
        "why": layer.why,
        "decides": layer.decides,
        "levels": [
            {
                "target": level.target,
                "says": level.says,
                "policies": [_policy(policy) for policy in level.policies],
            }
            for level in layer.levels
        ],
    }


def _policy(policy: PolicyTrace) -> dict[str, Any]:
    return {
        "policy": policy.policy.name,
        "via": policy.via or None,
        "statements": [_statement(statement) for statement in policy.statements],
    }


def _statement(statement: StatementTrace) -> dict[str, Any]:
    return {
        "index": statement.index,
        "sid": statement.sid,
        "effect": statement.effect or None,
        "matched": statement.matched,
        "skipped": statement.skipped,
        "span": _span(statement.span),
        "elements": [_element(element) for element in statement.elements],
    }


def _element(element: ElementTrace) -> dict[str, Any]:
    return {
        "element": element.name,
        "matched": element.matched,
        "wanted": element.wanted,
        "got": element.got,
        "why": element.why,
        "span": _span(element.span),
    }


def _miss(miss: NearestMiss) -> dict[str, Any]:
    return {
        "layer": miss.layer.value,
        "level": miss.level or None,
        "policy": miss.policy.name if miss.policy is not None else None,
        "index": miss.index if miss.policy is not None else None,
        "element": miss.element,
        "wanted": miss.wanted,
        "got": miss.got,
        "why": miss.why,
        "span": _span(miss.span),
    }


def _span(span: Span | None) -> dict[str, list[int]] | None:
    if span is None:
        return None
    return {
        "start": [span.start.line, span.start.column],
        "end": [span.end.line, span.end.column],
    }
