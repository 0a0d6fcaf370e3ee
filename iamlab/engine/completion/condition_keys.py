"""Suggests condition operators and the keys that they may test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iamlab.engine.catalog import (
    ConditionKey,
    ConditionType,
    condition_key,
    condition_keys_for_action,
    global_condition_keys,
)
from iamlab.engine.completion.elements import key_offer
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind, quoted
from iamlab.engine.completion.words import plain
from iamlab.engine.conditions import Family, Operator, operators, read_operator
from iamlab.engine.documents import PolicyType

_MOST_ACTIONS = 300
_HOLE = re.compile(r"\$\{[^}]*\}|<[^>]*>|(?<=/)tag-key$")
_TAG_KEYS = ("aws:PrincipalTag/", "aws:ResourceTag/", "aws:RequestTag/")

_FITTING: dict[ConditionType, tuple[Family, ...]] = {
    "String": (Family.STRING,),
    "ARN": (Family.ARN, Family.STRING),
    "Bool": (Family.BOOLEAN,),
    "Date": (Family.DATE, Family.NUMERIC),
    "Numeric": (Family.NUMERIC,),
    "IPAddress": (Family.IP_ADDRESS,),
    "Binary": (Family.BINARY,),
}
_USUAL: dict[ConditionType, str] = {
    "String": "StringEquals",
    "ARN": "ArnLike",
    "Bool": "Bool",
    "Date": "DateLessThan",
    "Numeric": "NumericLessThanEquals",
    "IPAddress": "IpAddress",
    "Binary": "BinaryEquals",
}
# What most conditions test; these come before the other global keys.
_FAMILIAR = (
    "aws:PrincipalOrgID",
    "aws:SourceIp",
    "aws:SecureTransport",
    "aws:MultiFactorAuthPresent",
    "aws:RequestedRegion",
    "aws:PrincipalArn",
    "aws:PrincipalTag/",
    "aws:ResourceTag/",
    "aws:RequestTag/",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceVpce",
    "aws:SourceVpc",
    "aws:username",
)

_COMMON = (
    "StringEquals",
    "StringLike",
    "Bool",
    "IpAddress",
    "ArnLike",
    "DateLessThan",
    "NumericLessThanEquals",
    "Null",
)

# The common operators, then keys, then what is needed less often.
_OWN, _USED_OFTEN, _GLOBAL = 1, 1, 4
_RARE, _NEGATED, _SET, _IF_EXISTS = 2, 3, 4, 5
_SECOND_CHOICE, _UNFIT = 3, 10


def operator_offers(scene: Scene) -> list[Offer]:
    """Return operators, and keys with the operator that suits them, for a Condition.

    Where a block already has keys, operators that fit their types come first.
    """
    taken = {text.lower() for text in scene.siblings()}
    held = _keys_at_cursor(scene)
    offers = [offer for offer in _operators(scene, held) if offer.label.lower() not in taken]
    if not held:
        offers += _keys_with_operator(scene, taken)
    return sift(offers, scene.query, _without_prefix if ":" not in scene.query else None)


def key_offers(scene: Scene) -> list[Offer]:
    """Return the keys that fit the operator around: those of the statement's actions first."""
    operator = read_operator(scene.place.path[-1])
    row = operator.row if operator is not None else None
    taken = {text.lower() for text in scene.siblings()}
    offers = [
        _key(scene, name, key, rank)
        for name, key, rank in _keys(scene)
        if name.lower() not in taken and _fits(key, row)
    ]
    return sift(offers, scene.query, _without_prefix if ":" not in scene.query else None)


def fits_type(key: ConditionKey, family: Family) -> bool:
    """Tell whether an operator of a family compares values of the key's type (section 5)."""
    return family is Family.NULL or family in _FITTING[key.type]


def usual_operator(key: ConditionKey) -> str:
    """Return the operator that one would choose first for a key."""
    return f"ForAnyValue:{_USUAL[key.type]}" if key.multivalued else _USUAL[key.type]


def _without_prefix(offer: Offer) -> str:
    """`tag` finds `aws:PrincipalTag`, and `String` finds operators, by the same rule."""
    return offer.label.rpartition(":")[2] if offer.kind is SuggestionKind.KEY else offer.label


def _keys_at_cursor(scene: Scene) -> list[ConditionKey]:
    """The keys in the block whose operator is written at the cursor."""
    block = next(
        (
            pair.value
            for pair in (scene.place.container.pairs if scene.place.container else ())
            if pair.key is scene.place.token and pair.value is not None
        ),
        None,
    )
    if scene.place.token is None or block is None:
        return []
    found = (condition_key(key.text) for key in block.names())
    return [key for key in found if key is not None]


def _operators(scene: Scene, held: list[ConditionKey]) -> Iterator[Offer]:
    multivalued = any(key.multivalued for key in held)
    for row in operators():
        rank = max((_misfit(key, row.family) for key in held), default=0)
        if row.name not in _COMMON:
            rank += _NEGATED if row.negated else _RARE
        yield _operator(scene, row.name, row, rank + multivalued)
        if row.family is Family.NULL:
            continue
        yield _operator(scene, f"{row.name}IfExists", row, rank + _IF_EXISTS)
        if row.family in (Family.STRING, Family.ARN):
            for number, quantifier in enumerate(("ForAnyValue", "ForAllValues")):
                shift = 0 if multivalued else _SET + number
                yield _operator(scene, f"{quantifier}:{row.name}", row, rank + shift)


def _misfit(key: ConditionKey, family: Family) -> int:
    """How far behind operators of a family stand for a key: its own family comes first."""
    if not fits_type(key, family):
        return _UNFIT
    return 0 if family in (Family.NULL, _FITTING[key.type][0]) else _SECOND_CHOICE


def _operator(scene: Scene, name: str, row: Operator, rank: int) -> Offer:
    words = row.description
    if name.endswith("IfExists"):
        words = f"{words} A request without the key passes too."
    elif name.startswith("ForAnyValue"):
        words = f"For keys with several values: at least one passes. {words}"
    elif name.startswith("ForAllValues"):
        words = f"For keys with several values: all pass, or there are none. {words}"
    if scene.place.named:
        return Offer(name, quoted(name), SuggestionKind.OPERATOR, row.family, words, rank)
    value = "{\n  |\n}"
    return key_offer(name, value, SuggestionKind.OPERATOR, row.family, words, rank)


def _keys_with_operator(scene: Scene, taken: set[str]) -> Iterator[Offer]:
    for name, key, rank in _keys(scene):
        operator = usual_operator(key)
        if operator.lower() in taken or scene.place.named:
            continue
        offer = key_offer(
            operator,
            f'{{\n  {quoted(name)}: "|"\n}}',
            SuggestionKind.KEY,
            f"{key.type}, with {operator}",
            plain(key.description),
            rank,
        )
        yield Offer(
            name,
            offer.text,
            offer.kind,
            offer.detail,
            offer.description,
            offer.rank,
            offer.goes_on,
            offer.select,
        )


def _key(scene: Scene, name: str, key: ConditionKey, rank: int) -> Offer:
    detail = f"{key.type}, several values" if key.multivalued else key.type
    words = f"{plain(key.description)} {key.presence}".strip()
    if scene.place.named:
        return Offer(name, quoted(name), SuggestionKind.KEY, detail, words, rank)
    return key_offer(name, '"|"', SuggestionKind.KEY, detail, words, rank)


def _keys(scene: Scene) -> Iterator[tuple[str, ConditionKey, int]]:
    """Names of keys with the key behind each and its rank; tag keys as the sandbox has them."""
    seen: set[str] = set()
    for key, rank in (*_provider_keys(scene), *_keys_of_actions(scene), *_global_keys()):
        for name in _spellings(scene, key):
            if name.lower() not in seen:
                seen.add(name.lower())
                yield name, key, rank


def _provider_keys(scene: Scene) -> Iterator[tuple[ConditionKey, int]]:
    """What a token of the statement's OpenID Connect provider says, or of those of the sandbox."""
    if scene.type is not PolicyType.TRUST:
        return
    principal = scene.element("Principal")
    federated = principal.get("Federated") if principal is not None else None
    named = tuple(federated.texts()) if federated is not None else scene.names.providers
    for arn in named:
        _, is_provider, address = arn.partition(":oidc-provider/")
        for claim in ("aud", "sub") if is_provider else ():
            key = condition_key(f"{address}:{claim}")
            if key is not None:
                yield key, _OWN


def _keys_of_actions(scene: Scene) -> Iterator[tuple[ConditionKey, int]]:
    names: Iterable[str] = scene.actions() or ()
    for number, name in enumerate(sorted(names)):
        if number >= _MOST_ACTIONS:
            return
        for key in condition_keys_for_action(name):
            yield key, _OWN


def _global_keys() -> Iterator[tuple[ConditionKey, int]]:
    keys = {key.name.partition("${")[0]: key for key in global_condition_keys()}
    for name in _FAMILIAR:
        yield keys.pop(name), _USED_OFTEN
    for key in keys.values():
        yield key, _GLOBAL


def _spellings(scene: Scene, key: ConditionKey) -> list[str]:
    """A key's name; where it ends in a tag key, once for each tag of the sandbox."""
    hole = _HOLE.search(key.name)
    if hole is None:
        return [key.name]
    start = key.name[: hole.start()]
    if start in _TAG_KEYS and scene.names.tags:
        return [start + tag for tag in scene.names.tags]
    return [_HOLE.sub(lambda match: match.group().strip("${}<>"), key.name)]


def _fits(key: ConditionKey, row: Operator | None) -> bool:
    return row is None or fits_type(key, row.family)
