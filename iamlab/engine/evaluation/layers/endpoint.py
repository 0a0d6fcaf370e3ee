"""The policy of the VPC endpoint that a request comes through (E7).

Source: AWS, "Control access to VPC endpoints using endpoint policies".
"""

from __future__ import annotations

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.layers.holdings import Holdings, one_level
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Attachment


def gather_endpoint(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the endpoint policies of a request that comes through an endpoint."""
    if not case.endpoint_policies:
        return Holdings(absent="The request does not come through a VPC endpoint")
    policies = tuple(Attachment(policy) for policy in case.endpoint_policies)
    return one_level("VPC endpoint", policies)
