"""Scenarios: starting organizations as files, and the snapshots that they describe."""

from iamlab.engine.scenarios import keys
from iamlab.engine.scenarios.asking import make_request, plain_request
from iamlab.engine.scenarios.building import build_snapshot, entity_arn, levels_above, managed_arn
from iamlab.engine.scenarios.documents import Document
from iamlab.engine.scenarios.errors import Problem, ScenarioError
from iamlab.engine.scenarios.loading import read_scenario, scenario_from_mapping
from iamlab.engine.scenarios.names import resolve_principal, resolve_resource, short_name
from iamlab.engine.scenarios.shapes import (
    AccountShape,
    Group,
    Guardrail,
    InstanceProfile,
    ManagedPolicy,
    OidcProvider,
    Organization,
    PassedPolicy,
    Question,
    ResourceShape,
    Role,
    Scenario,
    Start,
    Unit,
    User,
)

__all__ = [
    "AccountShape",
    "Document",
    "Group",
    "Guardrail",
    "InstanceProfile",
    "ManagedPolicy",
    "OidcProvider",
    "Organization",
    "PassedPolicy",
    "Problem",
    "Question",
    "ResourceShape",
    "Role",
    "Scenario",
    "ScenarioError",
    "Start",
    "Unit",
    "User",
    "build_snapshot",
    "entity_arn",
    "keys",
    "levels_above",
    "make_request",
    "managed_arn",
    "plain_request",
    "read_scenario",
    "resolve_principal",
    "resolve_resource",
    "scenario_from_mapping",
    "short_name",
]
