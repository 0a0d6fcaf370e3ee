"""The door of completion: what may be written at an offset of a policy text."""

from __future__ import annotations

from iamlab.engine.completion.actions import action_offers
from iamlab.engine.completion.condition_keys import key_offers, operator_offers
from iamlab.engine.completion.condition_values import value_offers
from iamlab.engine.completion.elements import (
    document_element_offers,
    document_offers,
    fixed_value_offers,
    kind_offers,
    object_offers,
    principal_value_offers,
    sid_offers,
    statement_element_offers,
    statement_offers,
)
from iamlab.engine.completion.names import NO_NAMES, Names
from iamlab.engine.completion.place import Place, Role, find_place, variable_at
from iamlab.engine.completion.principals import principal_offers
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.resources import resource_offers
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Completion, Offer, Suggestion
from iamlab.engine.completion.variables import takes_variables, variables_inside
from iamlab.engine.documents import MAX_LENGTH, PolicyType

DEFAULT_LIMIT = 60


def complete(
    text: str,
    offset: int,
    policy_type: PolicyType,
    names: Names = NO_NAMES,
    *,
    limit: int = DEFAULT_LIMIT,
) -> Completion:
    """Return what may be written at `offset` (code points; put right when it is out of range).

    The text may be half typed or broken in any way. Texts over `MAX_LENGTH` get no suggestions.
    """
    offset = min(max(offset, 0), len(text))
    if len(text) > MAX_LENGTH:
        return Completion(offset, offset)
    place = find_place(text, offset)
    scene = Scene(place, policy_type, names)
    variable = variable_at(text, place, offset)
    if variable is not None and takes_variables(place, text, variable[0]):
        start, end = variable
        offers = variables_inside(scene, text[start:offset])
        found = tuple(_bare(offer) for offer in offers[:limit])
        return Completion(start, end, found, len(offers))
    offers = _offers(scene, text)
    found = tuple(_fit(offer, place) for offer in offers[:limit])
    return Completion(place.start, place.end, found, len(offers))


def _offers(scene: Scene, text: str) -> list[Offer]:
    place = scene.place
    if place.role is Role.DOCUMENT:
        token = place.token
        alone = text.strip() == (text[token.start : token.end] if token else "")
        return sift(list(document_offers(scene)), place.typed) if alone else []
    if place.role is Role.KEY:
        return _keys(scene)
    if place.role is Role.VALUE:
        return _values(scene)
    return []


def _keys(scene: Scene) -> list[Offer]:
    match scene.place.path:
        case ():
            return sift(list(document_element_offers(scene)), scene.query)
        case ("Statement",):
            return sift(list(statement_element_offers(scene)), scene.query)
        case ("Statement", "Principal" | "NotPrincipal"):
            return sift(list(kind_offers(scene)), scene.query)
        case ("Statement", "Condition"):
            return operator_offers(scene)
        case ("Statement", "Condition", _):
            return key_offers(scene)
    return []


def _values(scene: Scene) -> list[Offer]:
    match scene.place.path:
        case ("Version",) | ("Statement", "Effect"):
            return sift(list(fixed_value_offers(scene)), scene.query)
        case ("Statement",):
            return sift(list(statement_offers(scene)), scene.query)
        case ("Statement", "Sid"):
            return sift(list(sid_offers(scene)), scene.query)
        case ("Statement", "Action" | "NotAction"):
            return action_offers(scene)
        case ("Statement", "Resource" | "NotResource"):
            return resource_offers(scene)
        case ("Statement", "Principal" | "NotPrincipal"):
            return sift(list(principal_value_offers(scene)), scene.query)
        case ("Statement", "Principal" | "NotPrincipal", _):
            return principal_offers(scene)
        case ("Statement", "Condition") | ("Statement", "Condition", _):
            return sift(list(object_offers(scene)), scene.query)
        case ("Statement", "Condition", _, _):
            return value_offers(scene)
    return []


def _fit(offer: Offer, place: Place) -> Suggestion:
    """Indent an offer as its place is, and put the punctuation around it that lacks there."""
    newline = "\n" + place.indent
    text = offer.text.replace("\n", newline)
    first, last = offer.select or (len(offer.text), len(offer.text))
    shift = len(place.lead)
    return Suggestion(
        label=offer.label,
        insert=place.lead + text + place.tail,
        kind=offer.kind,
        detail=offer.detail,
        description=offer.description,
        select_start=shift + len(offer.text[:first].replace("\n", newline)),
        select_end=shift + len(offer.text[:last].replace("\n", newline)),
        goes_on=offer.goes_on,
    )


def _bare(offer: Offer) -> Suggestion:
    end = len(offer.text)
    return Suggestion(
        offer.label, offer.text, offer.kind, offer.detail, offer.description, end, end, False
    )
