"""From a preset question to the request that the evaluator takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from iamlab.engine.documents import PolicyType
from iamlab.engine.evaluation.practice import practice_context
from iamlab.engine.evaluation.request import Request
from iamlab.engine.evaluation.snapshot import Policy, Snapshot
from iamlab.engine.scenarios.keys import question_key
from iamlab.engine.scenarios.names import resolve_principal, resolve_resource
from iamlab.engine.scenarios.shapes import PassedPolicy, Question


def plain_request(snapshot: Snapshot, question: Question) -> Request:
    """Return a question as a request with names in full and only the context that it states.

    Raises RequestError when a name means nothing.
    """
    parent = question.parent
    return Request(
        principal=resolve_principal(snapshot, question.principal),
        action=question.action,
        resource=resolve_resource(snapshot, question.resource),
        context=dict(question.context),
        parent=None if parent is None else resolve_principal(snapshot, parent),
        session_policies=_passed(question.id, "session", question.session_policies),
        endpoint_policies=_passed(question.id, "endpoint", question.endpoint_policies),
    )


def make_request(snapshot: Snapshot, question: Question) -> Request:
    """Return a question as a request with the context that AWS would send besides.

    What the question states wins. Raises RequestError as `plain_request` does, and when the
    principal cannot call AWS.
    """
    request = plain_request(snapshot, question)
    context = {**practice_context(snapshot, request), **request.context}
    return replace(request, context=context)


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
