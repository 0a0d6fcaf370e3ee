"""The resource-based policy: of a bucket, a queue, a key, or a role's trust policy (E9 to E12).

Source: AWS, "Identity-based policies and resource-based policies".
"""

from __future__ import annotations

from iamlab.engine.evaluation.case import Case
from iamlab.engine.evaluation.layers.holdings import Holdings, one_level
from iamlab.engine.evaluation.rules import EvaluationRules
from iamlab.engine.evaluation.snapshot import Attachment


def gather_resource(case: Case, rules: EvaluationRules) -> Holdings:
    """Gather the resource's own policy, if it has one."""
    if case.resource_policy is None:
        if case.holder is None:
            return Holdings(absent="No resource-based policy is known for this resource")
        return Holdings(absent=f"{case.holder.name or case.holder.arn} has no policy of its own")
    name = case.holder.name or case.holder.arn if case.holder is not None else case.resource
    return one_level(name, (Attachment(case.resource_policy),))
