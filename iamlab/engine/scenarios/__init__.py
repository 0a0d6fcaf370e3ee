"""Scenarios: starting organizations as files, and the snapshots that they describe."""

from iamlab.engine.scenarios import keys
from iamlab.engine.scenarios.asking import make_request, plain_request
from iamlab.engine.scenarios.building import build_snapshot, entity_arn, levels_above, managed_arn
from iamlab.engine.scenarios.documents import Document, DocumentField
from iamlab.engine.scenarios.errors import Problem, ScenarioError
from iamlab.engine.scenarios.loading import (
    field_path,
    plain_message,
    read_scenario,
    scenario_from_mapping,
)
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
    Shape,
    Single,
    Slug,
    Start,
    Text,
    Unit,
    User,
)
from iamlab.engine.scenarios.yaml_text import Location, compose_yaml, line_of, load_yaml

__all__ = [
    "AccountShape",
    "Document",
    "DocumentField",
    "Group",
    "Guardrail",
    "InstanceProfile",
    "Location",
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
    "Shape",
    "Single",
    "Slug",
    "Start",
    "Text",
    "Unit",
    "User",
    "build_snapshot",
    "compose_yaml",
    "entity_arn",
    "field_path",
    "keys",
    "levels_above",
    "line_of",
    "load_yaml",
    "make_request",
    "managed_arn",
    "plain_message",
    "plain_request",
    "read_scenario",
    "resolve_principal",
    "resolve_resource",
    "scenario_from_mapping",
    "short_name",
]
