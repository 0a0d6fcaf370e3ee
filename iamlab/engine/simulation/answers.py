"""Answers lines of the `simulate` format."""

from __future__ import annotations

from typing import Any

from iamlab.engine.catalog import action_exists, suggest_actions
from iamlab.engine.errors import AuthenticationError, DocumentError, RequestError
from iamlab.engine.evaluation import (
    Authorizer,
    NearestMiss,
    Policy,
    Report,
    Request,
)
from iamlab.engine.evaluation.case import role_arn_in
from iamlab.engine.evaluation.compiled import compile_policy
from iamlab.engine.evaluation.plan import unreadable
from iamlab.engine.simulation.layers import build_snapshot, place_of, request_policies
from iamlab.engine.simulation.raw_json import NULL
from iamlab.engine.simulation.reading import Line, read_id, read_line, split_line
from iamlab.engine.simulation.traces import finding_as_data, trace_as_data

_KEPT_AUTHORIZERS = 512

Answer = dict[str, Any]


class Simulator:
    """Answers one line after another; lines that share policies share their compiled form."""

    def __init__(self, *, trace: bool = False) -> None:
        self._trace = trace
        self._known: dict[tuple[object, ...], tuple[Authorizer, list[Answer]]] = {}

    def answer(self, text: str, number: int, time: float | None = None) -> tuple[Answer, bool]:
        """Answer one line; the second value is False when it could not be answered.

        `number` is the line's, from 1; `time` the instant of the request in epoch seconds. Nothing
        raises: what is wrong with a line is its answer.
        """
        identifier: Any = None
        try:
            members, twice = split_line(text)
            if twice != "id":
                identifier = read_id(members.pop("id", NULL))
            if twice is not None:
                raise RequestError(twice, "stands twice")
            return self._answer(identifier, read_line(members), time), True
        except RecursionError:
            deep = RequestError("line", "is nested too deeply")
            return _error(identifier, deep, number), False
        except (RequestError, DocumentError, AuthenticationError) as error:
            return _error(identifier, error, number), False

    def _answer(self, identifier: Any, line: Line, time: float | None) -> Answer:
        shape = line.request
        session, endpoint = request_policies(line.handed_in)
        request = Request(
            principal=shape.principal,
            action=shape.action,
            resource=shape.resource,
            resource_account=shape.resource_account,
            context=shape.context or {},
            time=time,
            parent=shape.parent,
            session_policies=session,
            endpoint_policies=endpoint,
            credentials=shape.credentials,
        )
        authorizer, warnings = self._authorizer(line, request)
        report = authorizer.report(request)
        answer = _answer(identifier, report, warnings + _unknown_action(shape.action))
        if self._trace:
            answer["trace"] = trace_as_data(authorizer.explain(request))
        return answer

    def _authorizer(self, line: Line, request: Request) -> tuple[Authorizer, list[Answer]]:
        role = role_arn_in(request.context, request.principal)
        # Only what `build_snapshot` looks at counts, so that many questions share an Authorizer.
        handed_in = line.handed_in
        owner, held = None, None
        if handed_in.resource_policy is not None or handed_in.resource_control_policies:
            owner = (request.resource, request.resource_account)
        if handed_in.resource_policy is not None:
            held = request.action.lower()
        key = (line.key, request.principal, role, owner, held)
        found = self._known.get(key)
        if found is None:
            snapshot = build_snapshot(request, line.handed_in)
            policies = [*snapshot.policies().values()]
            policies += [*request.session_policies, *request.endpoint_policies]
            found = (Authorizer(snapshot), _warnings(policies))
            if len(self._known) >= _KEPT_AUTHORIZERS:
                self._known.clear()
            self._known[key] = found
        return found


def _answer(identifier: Any, report: Report, warnings: list[Answer]) -> Answer:
    decision = report.decision
    return {
        "id": identifier,
        "decision": decision.verdict.value,
        "reason": decision.reason.value,
        "layer": decision.layer.value,
        "matched_statements": [
            {
                "layer": item.layer.value,
                "policy": item.policy,
                "index": item.index,
                "sid": item.sid,
                "effect": item.effect,
            }
            for item in decision.matched
        ],
        "nearest_miss": _miss(report.nearest_miss),
        "missing_context_keys": list(decision.missing_keys),
        "message": report.message or None,
        "warnings": warnings,
    }


def _miss(miss: NearestMiss | None) -> Answer | None:
    if miss is None or miss.policy is None:
        return None
    return {
        "layer": miss.layer.value,
        "policy": miss.policy.name,
        "index": miss.index,
        "element": miss.element,
        "why": miss.why,
    }


def _warnings(policies: list[Policy]) -> list[Answer]:
    """Return the findings of every policy. Raises RequestError for an unreadable one (G10)."""
    warnings: list[Answer] = []
    for policy in policies:
        compiled = compile_policy(policy.text, policy.type)
        if not compiled.document.readable:
            problem = unreadable(policy, compiled.document)
            raise RequestError(place_of(policy), str(problem))
        warnings.extend(finding_as_data(policy, finding) for finding in compiled.findings)
    return warnings


def _unknown_action(action: str) -> list[Answer]:
    if action_exists(action):
        return []
    near = suggest_actions(action, 1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return [
        {
            "layer": None,
            "policy": None,
            "code": "INVALID_ACTION",
            "severity": "WARNING",
            "message": f"The catalog has no action `{action}`{hint}",
        }
    ]


def _error(
    identifier: Any, error: RequestError | DocumentError | AuthenticationError, number: int
) -> Answer:
    code = error.code if isinstance(error, AuthenticationError) else RequestError.code
    message = str(error)
    if isinstance(error, RequestError):
        field = error.field
        if field in ("principal", "action", "resource", "resource_account", "context"):
            field = f"request.{field}"
        message = f"{field}: {message}"
    return {"id": identifier, "error": {"code": code, "message": message, "line": number}}
