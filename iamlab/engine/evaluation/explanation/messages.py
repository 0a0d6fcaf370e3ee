"""AWS's own access-denied sentence (M7).

Source: AWS, "Troubleshoot access denied error messages".
"""

from __future__ import annotations

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.trace import Decision
from iamlab.engine.evaluation.words import Layer, Verdict

_KINDS = {
    Layer.RCP: "resource control policy",
    Layer.SCP: "service control policy",
    Layer.ENDPOINT: "VPC endpoint policy",
    Layer.RESOURCE: "resource-based policy",
    Layer.IDENTITY: "identity-based policy",
    Layer.BOUNDARY: "permissions boundary",
    Layer.SESSION: "session policy",
}

_ARTICLES = {"identity-based policy": "an", "role trust policy": "the"}


def access_denied_message(case: Case, decision: Decision) -> str:
    """Return the message that AWS would show, or an empty text for an allowed request."""
    if decision.verdict is Verdict.ALLOWED:
        return ""
    caller, action = case.caller, case.action
    opening = f"User: {caller.arn} is not authorized to perform: {action}"
    if case.target != "*" or case.resource != "*":
        opening += f" on resource: {case.resource}"
    if decision.layer is Layer.SERVICE:
        return opening
    kind = _KINDS[decision.layer]
    if decision.layer is Layer.RESOURCE and case.is_trust:
        kind = "role trust policy"
    if decision.verdict is Verdict.EXPLICIT_DENY:
        return f"{opening} with an explicit deny in {_ARTICLES.get(kind, 'a')} {kind}"
    return f"{opening} because no {kind} allows the {action} action"
