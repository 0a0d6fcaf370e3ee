"""From a preset question to the request that the evaluator takes."""

from __future__ import annotations

from typing import Literal

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.snapshot import Policy, Snapshot
from iamlab.engine.scenarios.context import practice_context
from iamlab.engine.scenarios.keys import question_key
from iamlab.engine.scenarios.names import resolve_principal, resolve_resource
from iamlab.engine.scenarios.shapes import PassedPolicy, Question


def make_request(snapshot: Snapshot, question: Question) -> Request:
    """Return a question as a request: names in full, and the context that AWS would send.

    What the question says about the context wins. Raises RequestError when a name means nothing.
    """
    principal = resolve_principal(snapshot, question.principal)
    resource = resolve_resource(snapshot, question.resource)
    context = practice_context(
        snapshot,
        principal,
        question.action,
        resource,
        through_endpoint=bool(question.endpoint_policies),
    )
    said = {name.lower() for name in question.context}
    context = {name: value for name, value in context.items() if name.lower() not in said}
    return Request(
        principal=principal,
        action=question.action,
        resource=resource,
        context={**context, **question.context},
        parent=None if question.parent is None else resolve_principal(snapshot, question.parent),
        session_policies=_passed(question.id, "session", question.session_policies),
        endpoint_policies=_passed(question.id, "endpoint", question.endpoint_policies),
    )


def _passed(
    question: str, layer: Literal["session", "endpoint"], policies: list[PassedPolicy]
) -> tuple[Policy, ...]:
    return tuple(
        Policy(
            question_key(question, layer, policy.name),
            policy.name,
            PolicyType(layer),
            policy.document.text,
            origin=f"{layer} policy",
        )
        for policy in policies
    )
