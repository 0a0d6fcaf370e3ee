"""Resource types: which kinds of resource an ARN can be, by the ARN templates that AWS lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from iamlab.engine.catalog import source
from iamlab.engine.catalog.arn_templates import ArnTemplate, Closeness, read_template
from iamlab.engine.catalog.shapes import ResourceType

# The longest ARNs in use (S3 objects) stay well below; longer text is not worth matching.
_LONGEST_ARN = 2048

# Spellings that requests carry and the reference leaves out of the type that its actions name:
# a function is invoked by version or alias too, an ECS task's ARN names its cluster, a change set
# needs the macros of its template, the root of an API has no path, a WebSocket route no method, and
# what AWS itself provides in every account (documents, views) belongs to none.
_FURTHER_TEMPLATES = {
    ("cloudformation", "stack"): (
        "arn:${Partition}:cloudformation:${Region}:aws:transform/${TransformName}",
        "arn:${Partition}:cloudformation:${Region}:${Account}:transform/${TransformName}",
    ),
    ("execute-api", "execute-api-general"): (
        "arn:${Partition}:execute-api:${Region}:${Account}:${ApiId}/${Stage}/${Method}/",
        "arn:${Partition}:execute-api:${Region}:${Account}:${ApiId}/${Stage}/${RouteKey}",
    ),
    ("lambda", "function"): (
        "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}:${Qualifier}",
    ),
    ("resource-explorer-2", "view"): (
        "arn:${Partition}:resource-explorer-2:${Region}::view/${ManagedViewName}/service-view",
    ),
    ("ssm", "automation-definition"): (
        "arn:${Partition}:ssm:${Region}::automation-definition/${AutomationDefinitionName}:${VersionId}",
    ),
    ("ssm", "document"): ("arn:${Partition}:ssm:${Region}::document/${DocumentName}",),
    ("ssm", "parameter"): ("arn:${Partition}:ssm:${Region}::parameter/aws/${PublicParameterName}",),
    ("ssm", "task"): ("arn:${Partition}:ecs:${Region}:${Account}:task/${ClusterName}/${TaskId}",),
}


@cache
def resource_types_of(service: str) -> Mapping[str, ResourceType]:
    """Return the resource types of a known service by lower-cased name."""
    return MappingProxyType(
        {
            key: ResourceType(service, row["key"], row["arn"], tuple(row.get("conditionKeys", ())))
            for key, row in source.resource_type_rows(service).items()
        }
    )


@lru_cache(maxsize=1024)
def resource_types_for_arn(arn: str) -> tuple[ResourceType, ...]:
    """Return the resource types whose ARN template describes `arn`, own service first.

    Every service's types are asked, since several name resources of another (`ssm` names
    buckets). Text that is no ARN has none. A bucket's template never describes an object.
    """
    fields = arn.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn" or len(arn) > _LONGEST_ARN:
        return ()
    owner = fields[2]
    found: list[ResourceType] = []
    floor = Closeness(exact=False, literals=0)
    for service, templates in _templates_by_service(owner).items():
        hits = [(near, kind) for kind, item in templates if (near := item.match(fields))]
        if not hits:
            continue
        best = max(near for near, _ in hits)
        if service == owner:
            floor = best
        if best.exact or best >= floor:
            found += [kind for near, kind in hits if near == best or near.exact]
    return tuple(dict.fromkeys(found))


def kinds_by_arn_service(arn_service: str) -> tuple[ResourceType, ...]:
    """Return the resource types, of any service, whose ARN has this service field; maybe none."""
    return _kinds_by_arn_service().get(arn_service, ())


def _templates_by_service(
    arn_service: str,
) -> Mapping[str, tuple[tuple[ResourceType, ArnTemplate], ...]]:
    if arn_service not in _kinds_by_arn_service():
        return {}
    return _read_templates(arn_service)


@cache
def _read_templates(
    arn_service: str,
) -> Mapping[str, tuple[tuple[ResourceType, ArnTemplate], ...]]:
    kinds = _kinds_by_arn_service()[arn_service]
    # The service that owns the ARN goes first: its best match sets the bar for the others.
    prefixes = sorted(
        {kind.service for kind in kinds}, key=lambda name: (name != arn_service, name)
    )
    return MappingProxyType(
        {
            prefix: tuple(
                (kind, read_template(text))
                for kind in kinds
                if kind.service == prefix
                for text in arn_templates_of(kind)
            )
            for prefix in prefixes
        }
    )


@cache
def _kinds_by_arn_service() -> Mapping[str, tuple[ResourceType, ...]]:
    index: dict[str, list[ResourceType]] = {}
    for service in source.service_names():
        for kind in resource_types_of(service).values():
            arn_service = kind.arn_template.split(":", 3)[2]
            # AWS Backup's recovery points carry any vendor; only its own are recognizable.
            if arn_service.startswith("$"):
                arn_service = service
            index.setdefault(arn_service, []).append(kind)
    return MappingProxyType({name: tuple(kinds) for name, kinds in index.items()})


@cache
def arn_templates_of(kind: ResourceType) -> tuple[str, ...]:
    """Return the ARN templates of a resource type: the reference's, and spellings it leaves out."""
    # A few types (API Gateway, Lex) have two templates, with a comma between them.
    return (*kind.arn_template.split(", "), *_FURTHER_TEMPLATES.get((kind.service, kind.name), ()))
