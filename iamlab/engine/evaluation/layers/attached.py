"""Identity-based policies and the permissions boundary of the caller (E8).

Source: AWS, "Identity-based policies", "Permissions boundaries for IAM entities".
"""

from __future__ import annotations

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.layers.holdings import Holdings, one_level
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Attachment
from iamlab.engine.matching import CallerKind


def gather_identity(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the policies attached to the user or role, those of a user's groups included."""
    if case.caller.kind is CallerKind.ROOT:
        return Holdings(absent="The root user needs no identity-based policy")
    if case.acts_as_root:
        return Holdings(absent="The session of the root user needs no identity-based policy")
    if case.identity is None:
        return one_level("The caller's account", ())
    policies = case.identity.policies
    if rules.trust_policy_grants and case.identity.trust is not None:
        policies += (Attachment(case.identity.trust, "trust policy"),)
    if case.namesake is not None:
        policies += case.namesake.policies
    return one_level(case.caller.noun, policies)


def gather_boundary(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the permissions boundary, if the user or role has one."""
    if case.acts_as_root:
        return Holdings(absent="A session of the root user has no permissions boundary")
    if case.identity is None or case.identity.boundary is None:
        return Holdings(absent=f"{case.caller.noun} has no permissions boundary")
    return one_level(case.caller.noun, (Attachment(case.identity.boundary),))
