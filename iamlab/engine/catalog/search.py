"""Search over all actions for a picker: any words, best match first, within milliseconds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from iamlab.engine.catalog import source
from iamlab.engine.catalog.actions import actions_of, find_action
from iamlab.engine.catalog.resource_types import resource_types_for_arn
from iamlab.engine.catalog.shapes import Action

# What learners mean first: equally good matches are listed in this order of services.
FAMILIAR = (
    *(
        "s3",
        "iam",
        "sts",
        "ec2",
        "lambda",
        "dynamodb",
        "kms",
        "sqs",
        "sns",
        "logs",
        "secretsmanager",
    ),
    *("ssm", "cloudwatch", "cloudtrail", "cloudformation", "organizations", "events", "ecs", "ecr"),
    *("eks", "rds", "states", "apigateway", "execute-api", "route53", "cloudfront", "codebuild"),
)
_MOST_WORDS = 5
# Ranking costs microseconds per action; of a broader query the first in the index are ranked.
_MOST_RANKED = 800

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def search_actions(
    query: str, *, resource_arn: str | None = None, limit: int = 30
) -> tuple[Action, ...]:
    """Return up to `limit` actions in which every word of `query` occurs, best first.

    Words are found in the service prefix, the action's name, the service's name and the
    description, in any letter case. Exact names come first, then names that begin with the word,
    then words within the name (`object` in `GetObject`), then any other place. Actions that fit
    `resource_arn` precede all others; an empty query lists those, or else the familiar services.
    """
    words = query.lower().replace("*", " ").split()[:_MOST_WORDS]
    everything = range(len(_index().names))
    if resource_arn is None:
        ordered = _best(everything, words, limit)
    else:
        fitting = _fitting(resource_arn)
        ordered = _best(sorted(fitting), words, limit)
        if len(ordered) < limit and words:
            others = [i for i in everything if i not in fitting]
            ordered += _best(others, words, limit - len(ordered))
    found = (find_action(_index().names[i]) for i in ordered)
    return tuple(action for action in found if action is not None)


@lru_cache(maxsize=256)
def actions_for_arn(arn: str) -> tuple[Action, ...]:
    """Return the actions that have a resource type whose ARN template describes `arn` (R5).

    For text that is no ARN there are none. Familiar services come first, then by name.
    """
    kinds = resource_types_for_arn(arn)
    familiar = {service: number for number, service in enumerate(FAMILIAR)}
    services = sorted({kind.service for kind in kinds}, key=lambda s: (familiar.get(s, 99), s))
    return tuple(
        action
        for service in services
        for _, action in sorted(actions_of(service).items())
        if any(kind in kinds for kind in action.resource_types)
    )


def fits(action: Action, arn: str) -> bool:
    """Tell whether a request for `action` may name the resource `arn`.

    An action without resource types fits `*` only (R4), and an action that has some does not fit
    `*`.
    """
    if arn == "*":
        return not action.resource_types
    kinds = resource_types_for_arn(arn)
    return any(kind in kinds for kind in action.resource_types)


def names_by_action() -> Mapping[str, tuple[str, ...]]:
    """Return the full names of the actions that share a name, by the lower-cased name alone."""
    return _index().by_action


class _Index:
    r"""All actions as text: `names` canonical, `heads` and `abouts` lower case, made for ranking.

    A head reads `\ns3:getobject\n s3 get object`: line breaks bound the name, a space stands
    before each word. An about holds the service's name and the description. Familiar services
    come first, and shorter names within a service: equally good matches keep this order.
    `unscoped` numbers the actions without resource types.
    """

    __slots__ = ("abouts", "by_action", "heads", "names", "numbers", "unscoped")

    def __init__(self) -> None:
        services = source.service_names()
        self.names: list[str] = []
        self.heads: list[str] = []
        self.abouts: list[str] = []
        shared: dict[str, list[str]] = {}
        unscoped: list[int] = []
        for service in dict.fromkeys((*FAMILIAR, *services)):
            rows = source.action_rows(service)
            for key in sorted(rows, key=lambda key: (len(key), key)):
                row = rows[key]
                name = f"{service}:{row['name']}"
                parts = " ".join(_PART.findall(row["name"]))
                self.names.append(name)
                self.heads.append(f"\n{name}\n {service} {parts}".lower())
                about = row["description"].removeprefix("Grants permission to ")
                self.abouts.append(f" {services[service]} {about}".lower())
                if not row["resourceTypes"]:
                    unscoped.append(len(self.names) - 1)
                shared.setdefault(key, []).append(name)
        self.numbers = {name: number for number, name in enumerate(self.names)}
        self.unscoped = frozenset(unscoped)
        self.by_action: Mapping[str, tuple[str, ...]] = {
            key: tuple(names) for key, names in shared.items()
        }


@cache
def _index() -> _Index:
    return _Index()


@lru_cache(maxsize=256)
def _fitting(arn: str) -> frozenset[int]:
    if arn == "*":
        return _index().unscoped
    numbers = _index().numbers
    return frozenset(numbers[action.name] for action in actions_for_arn(arn))


def _best(candidates: Sequence[int], words: list[str], limit: int) -> list[int]:
    """Return the best `limit` of the candidates (ascending) in which every word occurs."""
    if not words:
        return list(candidates[:limit])
    heads, abouts = _index().heads, _index().abouts
    named: Sequence[int] = candidates
    for word in words:
        named = [i for i in named if word in heads[i]]
    best = _rank(_narrow(named, words, limit), words)[:limit]
    if len(best) < limit:
        taken = set(named)
        hits: Sequence[int] = candidates
        for word in words:
            hits = [i for i in hits if word in abouts[i] or word in heads[i]]
        rest = [i for i in hits if i not in taken][:_MOST_RANKED]
        best += _rank(rest, words)[: limit - len(best)]
    return best


def _narrow(hits: Sequence[int], words: list[str], limit: int) -> Sequence[int]:
    """Keep the stronger hits of a broad query: exact names, then words that begin with it."""
    heads = _index().heads
    for start in (f" {words[0]}", f":{words[0]}"):
        if len(hits) <= _MOST_RANKED:
            return hits
        fewer = [i for i in hits if start in heads[i]]
        if len(fewer) >= limit:
            hits = fewer
    exact = [i for i in hits if f":{words[0]}\n" in heads[i]]
    return [*exact, *(i for i in hits[:_MOST_RANKED] if i not in exact)]


def _rank(hits: Sequence[int], words: list[str]) -> list[int]:
    heads, abouts = _index().heads, _index().abouts
    ranked = [(sum(_distance(heads[i], abouts[i], word) for word in words), i) for i in hits]
    return [i for _, i in sorted(ranked)]


def _distance(head: str, about: str, word: str) -> int:
    if word not in head:
        return 4 if f" {word}" in about else 5
    if f":{word}\n" in head or f"\n{word}\n" in head or f"\n{word}:" in head:
        return 0
    if f":{word}" in head or f"\n{word}" in head:
        return 1
    return 2 if f" {word}" in head else 3
