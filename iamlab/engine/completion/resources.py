"""Suggests resources: those of the sandbox that fit the statement's actions, then ARN formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iamlab.engine.catalog import Action, ResourceType, find_action, resource_types_for_arn
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind, quoted, value_offer
from iamlab.engine.documents import PolicyType, split_arn

_HOLE = re.compile(r"\$\{([^}]*)\}")
_EXAMPLE_ACCOUNT = "111122223333"
_DEFAULT_REGION = "us-east-1"
_MOST_UNKNOWN = 2000
_GUARDRAILS = (PolicyType.SCP, PolicyType.RCP)

_OWN, _INSIDE, _OTHER, _FORMAT, _STAR = range(5)


def resource_offers(scene: Scene) -> list[Offer]:
    """Return what fits the actions of the statement; all of the sandbox while they are unknown.

    `*` is offered only for actions that take no resource (R4), and in guardrails.
    """
    names = scene.actions()
    taken = set(scene.siblings())
    if names is None:
        offers = list(_any_resource(scene))
        if scene.type in _GUARDRAILS:
            offers.append(_star("any resource", "", _STAR))
    else:
        actions = [action for name in sorted(names) if (action := find_action(name))]
        kinds = _kinds(actions)
        offers = [*_own(scene, kinds), *_inside(scene, kinds), *_formats(scene, kinds)]
        offers += _stars(actions, scene)
    seen = {offer.label: offer for offer in reversed(offers)}
    return sift(
        [offer for offer in offers if offer.label not in taken and seen[offer.label] is offer],
        scene.query,
    )


def _kinds(actions: Iterable[Action]) -> dict[str, ResourceType]:
    """The resource types of the actions by ARN template, those that requests must name first.

    Shorter templates come before longer ones: a bucket before its access points.
    """
    required: dict[str, bool] = {}
    kinds: dict[str, ResourceType] = {}
    for action in actions:
        for kind in action.resource_types:
            must = kind in action.required_resource_types
            for template in kind.arn_template.split(", "):
                kinds.setdefault(template, kind)
                required[template] = required.get(template, False) or must
    ordered = sorted(kinds, key=lambda template: (not required[template], len(template)))
    return {template: kinds[template] for template in ordered}


def _candidates(scene: Scene) -> Iterator[str]:
    """ARNs of the sandbox; in a policy that hangs on a resource only that one."""
    if scene.names.about:
        yield scene.names.about
    else:
        yield from scene.names.resources
        yield from scene.names.identities
        yield from scene.names.policies


def _own(scene: Scene, kinds: dict[str, ResourceType]) -> Iterator[Offer]:
    for arn in _candidates(scene):
        for kind in resource_types_for_arn(arn):
            if any(template in kinds for template in kind.arn_template.split(", ")):
                yield _named(scene, arn, kind.name, _OWN)
                break


def _inside(scene: Scene, kinds: dict[str, ResourceType]) -> Iterator[Offer]:
    """What lies inside a resource of the sandbox, such as the objects of a bucket."""
    for arn in _candidates(scene):
        owners = {kind.arn_template for kind in resource_types_for_arn(arn)}
        for template, kind in kinds.items():
            for owner in owners:
                rest = template[len(owner) :]
                if template.startswith(owner) and rest[:1] in ("/", ":"):
                    inner = arn + _HOLE.sub("*", rest)
                    yield _named(scene, inner, f"{kind.name} in {_name(scene, arn)}", _INSIDE)


def _any_resource(scene: Scene) -> Iterator[Offer]:
    for number, arn in enumerate(_candidates(scene)):
        if number >= _MOST_UNKNOWN:
            return
        kinds = resource_types_for_arn(arn)
        yield _named(scene, arn, kinds[0].name if kinds else "resource", _OTHER)


def _formats(scene: Scene, kinds: dict[str, ResourceType]) -> Iterator[Offer]:
    """The ARN formats, with the first part that is still a placeholder selected."""
    for template, kind in kinds.items():
        text = _fill(scene, template)
        hole = _HOLE.search(text)
        label = _HOLE.sub(r"\1", text)
        select = None
        if hole is not None:
            first = hole.start() + 1  # behind the quote
            select = (first, first + len(hole.group(1)))
        yield Offer(
            label,
            quoted(label),
            SuggestionKind.TEMPLATE,
            kind.name,
            f"Put your own in the place of {_joined(_HOLE.findall(text))}.",
            _FORMAT,
            select=select,
        )


def _joined(holes: list[str]) -> str:
    names = [f"`{hole}`" for hole in dict.fromkeys(holes)]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "nothing"


def _fill(scene: Scene, template: str) -> str:
    regions, accounts = scene.names.regions, scene.names.accounts
    account = scene.names.home or (accounts[0].id if accounts else _EXAMPLE_ACCOUNT)
    fields = {
        "Partition": "aws",
        "Region": regions[0] if regions else _DEFAULT_REGION,
        "Account": account,
    }

    def known(match: re.Match[str]) -> str:
        return fields.get(match.group(1), match.group())

    return _HOLE.sub(known, template)


def _stars(actions: list[Action], scene: Scene) -> Iterator[Offer]:
    without = [action.name for action in actions if not action.resource_types]
    if without:
        some = without[0] if len(without) == 1 else f"{without[0]} and {len(without) - 1} more"
        alone = len(without) == len(actions)
        words = f"{some} cannot be narrowed to a resource and needs this."
        yield _star("no resource in particular", words, _OWN if alone else _STAR)
    elif scene.type in _GUARDRAILS:
        yield _star("any resource", "", _STAR)


def _star(detail: str, words: str, rank: int) -> Offer:
    return value_offer("*", SuggestionKind.RESOURCE, detail, words, rank=rank)


def _named(scene: Scene, arn: str, detail: str, rank: int) -> Offer:
    fields = split_arn(arn)
    account = fields[4] if fields else ""
    owner = scene.names.account_name(account)
    words = f"In account {owner or account}." if account else ""
    return value_offer(arn, SuggestionKind.RESOURCE, detail, words, rank=rank)


def _name(scene: Scene, arn: str) -> str:
    return scene.names.resources.get(arn) or arn.rpartition(":")[2]
