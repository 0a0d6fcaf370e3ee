"""Suggests policy variables such as `${aws:username}` (G2, C12)."""

from __future__ import annotations

from iamlab.engine.catalog import global_condition_keys
from iamlab.engine.completion.place import Place
from iamlab.engine.completion.ranking import sift
from iamlab.engine.completion.scene import Scene
from iamlab.engine.completion.shapes import Offer, SuggestionKind
from iamlab.engine.completion.words import ESCAPES
from iamlab.engine.conditions import read_operator

# What policies are made personal with; other single-valued keys follow.
_FAMILIAR = (
    "aws:username",
    "aws:userid",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:PrincipalTag/",
    "aws:ResourceTag/",
    "aws:SourceIdentity",
)
_TAGGED = "${"
_COLONS_BEFORE_RESOURCE = 5


def takes_variables(place: Place, text: str, start: int) -> bool:
    """Tell whether a variable that begins at `start` would work there, the Version aside.

    It does in the sixth field of a Resource (R6) and in values of the operators that know
    variables, and nowhere else (C12).
    """
    match place.path:
        case ("Statement", "Resource" | "NotResource") if place.token is not None:
            return text.count(":", place.token.start, start) >= _COLONS_BEFORE_RESOURCE
        case ("Statement", "Condition", name, _):
            operator = read_operator(name)
            return operator is not None and operator.row.variables
    return False


def variables_inside(scene: Scene, typed: str) -> list[Offer]:
    """Return what may stand at a `${` that was typed; none where the Version has no variables."""
    if not scene.has_variables:
        return []
    offers = [_bare(offer) for offer in variable_offers(scene)]
    offers += [
        Offer(escape, escape, SuggestionKind.VARIABLE, "escape", words, 3)
        for escape, words in ESCAPES.items()
    ]
    query = typed.removeprefix("${").strip()
    return sift(offers, query, lambda offer: offer.label[2:-1]) or sift(
        offers, query, lambda offer: offer.label.rpartition(":")[2]
    )


def variable_offers(scene: Scene, *, familiar_only: bool = False) -> list[Offer]:
    """Return variables as whole values: the single-valued global keys, the useful ones first."""
    keys = {
        key.template.partition(_TAGGED)[0]: key
        for key in global_condition_keys()
        if not key.multivalued
    }
    further = () if familiar_only else (name for name in keys if name not in _FAMILIAR)
    ordered = [*_FAMILIAR, *further]
    offers = []
    for name in ordered:
        key = keys[name]
        tags = tuple(scene.names.tags) or ("TagKey",)
        for spelled in (name + tag for tag in tags) if name.endswith("/") else (name,):
            label = "${" + spelled + "}"
            offers.append(
                Offer(
                    label,
                    f'"{label}"',
                    SuggestionKind.VARIABLE,
                    "variable",
                    f"{key.description} {key.presence}".strip(),
                    1 if name in _FAMILIAR else 2,
                )
            )
    return offers


def _bare(offer: Offer) -> Offer:
    """The offer without quotes, for the middle of a string."""
    return Offer(offer.label, offer.label, offer.kind, offer.detail, offer.description, offer.rank)
