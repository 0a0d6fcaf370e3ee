"""Session policies: passed when a role is assumed or a user is federated; they only take away (S7).

Source: AWS, "Session policies".
"""

from __future__ import annotations

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.layers.holdings import Holdings, one_level
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Attachment
from iamlab.engine.matching import CallerKind


def gather_session(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the session policies; a federated user without one may do nothing (E8)."""
    policies = tuple(Attachment(policy) for policy in case.session_policies)
    required = case.caller.kind is CallerKind.FEDERATED_USER and rules.absent_session_fails
    if not policies and not required:
        return Holdings(absent="No session policy was passed when the session began")
    return one_level(case.caller.noun, policies)
