"""What an edit of a policy changes: the requests that are answered otherwise before and after."""

from iamlab.engine.changes.asking import MOST_ASKED, changed_requests
from iamlab.engine.changes.probes import Plan, Probe, plan_probes
from iamlab.engine.changes.shapes import ChangedRequest, Changes
from iamlab.engine.changes.values import depends_on_caller, meeting_value

__all__ = [
    "MOST_ASKED",
    "ChangedRequest",
    "Changes",
    "Plan",
    "Probe",
    "changed_requests",
    "depends_on_caller",
    "meeting_value",
    "plan_probes",
]
