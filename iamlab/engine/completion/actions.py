"""Suggests actions: services, the actions of one, and wildcards over several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iamlab.engine.catalog import (
    Action,
    find_action,
    rcp_supports,
    resource_types_for_arn,
    search_actions,
    service_exists,
    services,
)
from iamlab.engine.catalog.actions import actions_of
from iamlab.engine.catalog.search import FAMILIAR
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind, value_offer
from iamlab.engine.completion.words import plain
from iamlab.engine.documents import PolicyType
from iamlab.engine.matching import expand_action

_FAMILIAR = {service: number for number, service in enumerate(FAMILIAR)}
# What learners mean first, of the services that have hundreds.
_FAMILIAR_NAMES = """
s3:GetObject s3:PutObject s3:DeleteObject s3:ListBucket s3:ListAllMyBuckets
iam:PassRole iam:GetRole iam:GetUser iam:ListUsers iam:CreateRole iam:AttachRolePolicy
sts:AssumeRole sts:TagSession
ec2:DescribeInstances ec2:RunInstances ec2:StartInstances ec2:StopInstances
ec2:TerminateInstances ec2:CreateTags
lambda:InvokeFunction lambda:GetFunction lambda:UpdateFunctionCode
dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:Query
dynamodb:Scan
kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:DescribeKey
sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes
sns:Publish sns:Subscribe
logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents
secretsmanager:GetSecretValue ssm:GetParameter ssm:GetParameters
"""
_FAMILIAR_ACTIONS = frozenset(_FAMILIAR_NAMES.split())
_MOST_FOUND = 30
_SHORTEST_WORD = 3
_TRUST_ACTIONS = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "sts:SetContext",
)


def action_offers(scene: Scene) -> list[Offer]:
    """Return services until one is named, then its actions; those in the list are left out."""
    taken = {text.lower() for text in scene.siblings()}
    query = scene.query
    if scene.type is PolicyType.TRUST:
        trusted = (action for name in _TRUST_ACTIONS if (action := find_action(name)))
        offers = sift([_action(item) for item in trusted], query) or _of_service(query, scene)
    elif ":" in query:
        offers = _of_service(query, scene)
    else:
        offers = [*_services(query, scene), *_by_word(query, scene)]
    return [offer for offer in offers if offer.label.lower() not in taken]


def _of_service(query: str, scene: Scene) -> list[Offer]:
    prefix, _, name = query.partition(":")
    table = actions_of(prefix.lower()) if prefix.isascii() else {}
    fitting = _fitting_services(scene)
    about = scene.names.about if prefix.lower() in fitting else ""
    found = sift(
        [_action(action, 1 + _misses(action, about)) for action in _short_first(table.values())],
        name,
        lambda offer: offer.label.partition(":")[2],
    )
    patterns = list(_wildcards(prefix.lower(), name))
    # A whole name that other names begin with is meant as such.
    return [*found[:1], *patterns, *found[1:]] if find_action(query) else [*patterns, *found]


def _short_first(actions: Iterable[Action]) -> list[Action]:
    """Familiar actions, then the plain one before its variants: `GetTags` before `GetTagsFor`."""
    return sorted(
        actions,
        key=lambda action: (action.name not in _FAMILIAR_ACTIONS, len(action.name), action.name),
    )


def _misses(action: Action, arn: str) -> int:
    """1 for an action that has nothing to do with the resource that the policy hangs on."""
    if not arn:
        return 0
    own = {kind.arn_template for kind in resource_types_for_arn(arn)}
    return 0 if any(_extends(kind.arn_template, own) for kind in action.resource_types) else 1


def _extends(template: str, owners: set[str]) -> bool:
    return any(template.startswith(owner) for owner in owners)


def _wildcards(prefix: str, name: str) -> Iterator[Offer]:
    """Give the pattern that the typed beginning makes, when it covers two actions or more."""
    start = name.rstrip("*")
    if not start or "*" in start or "?" in start:
        return
    covered = expand_action(f"{prefix}:{start}*")
    if len(covered) < 2:
        return
    spelled = min(covered).partition(":")[2][: len(start)]
    label = f"{prefix}:{spelled}*"
    samples = sorted(covered, key=lambda item: (len(item), item))[:3]
    words = ", ".join(sample.partition(":")[2] for sample in samples)
    more = f" and {len(covered) - 3} more" if len(covered) > 3 else ""
    detail = f"{len(covered)} actions"
    yield value_offer(label, SuggestionKind.WILDCARD, detail, f"{words}{more}.")


def _services(query: str, scene: Scene) -> list[Offer]:
    fitting = _fitting_services(scene)
    ordered = sorted(services(), key=lambda item: (_FAMILIAR.get(item.prefix, 99), item.prefix))
    offers = [
        Offer(
            f"{service.prefix}:",
            f'"{service.prefix}:"',
            SuggestionKind.SERVICE,
            service.name,
            "Fits the resource." if service.prefix in fitting else "",
            0 if not fitting or service.prefix in fitting else 1,
            goes_on=True,
            select=(len(service.prefix) + 2, len(service.prefix) + 2),
        )
        for service in ordered
        if scene.type is not PolicyType.RCP or rcp_supports(service.prefix)
    ]
    by_prefix = sift(offers, query)
    if not query:
        return by_prefix
    # Of an empty query everything begins alike; of a word, the display name counts too.
    named = sift(offers, query, lambda offer: offer.detail)
    return list(dict.fromkeys([*by_prefix, *named]))


def _by_word(query: str, scene: Scene) -> list[Offer]:
    if len(query) < _SHORTEST_WORD:
        return []
    found = search_actions(query, resource_arn=scene.names.about or None, limit=_MOST_FOUND)
    return [
        _action(action)
        for action in found
        if scene.type is not PolicyType.RCP or rcp_supports(action.service)
    ]


def _fitting_services(scene: Scene) -> frozenset[str]:
    if not scene.names.about:
        return frozenset()
    owner = scene.names.about.split(":", 3)[2:3]
    return frozenset(name for name in owner if service_exists(name))


def _action(action: Action, rank: int = 1) -> Offer:
    return value_offer(
        action.name,
        SuggestionKind.ACTION,
        action.access_level,
        plain(action.description),
        rank=rank,
    )
