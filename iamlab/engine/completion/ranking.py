"""How well typed letters fit a name: its beginning, its humps, or somewhere within."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from iamlab.engine.completion.shapes import Offer

_LONGEST = 48  # letters, of names and of what was typed, that are compared by humps
_LONGEST_NAME = 128

BEGINS, HUMPS, WITHIN = 0, 1, 2


def closeness(name: str, typed: str) -> int | None:
    """Return how well `typed` fits `name`, 0 being best, or None when it does not fit.

    Letter case is ignored. `gob` fits `GetObject` by its humps; several words must all occur.
    """
    lowered, wanted = name.lower(), typed.lower()
    if lowered.startswith(wanted):
        return BEGINS
    if _fits_humps(name, wanted):
        return HUMPS
    words = wanted.split()
    return WITHIN if words and all(word in lowered for word in words) else None


def sift(
    offers: Sequence[Offer], typed: str, part: Callable[[Offer], str] | None = None
) -> list[Offer]:
    """Return the offers that fit what was typed: by rank, then by closeness, else as they came.

    `part` gives the part of an offer that is compared; without it that is the label.
    """
    names = [part(offer) if part else offer.label for offer in offers]
    fitting = [
        (offers[number].rank, near, number)
        for number, name in enumerate(names)
        if (near := closeness(name, typed)) is not None
    ]
    return [offers[number] for _, _, number in sorted(fitting)]


def _fits_humps(name: str, wanted: str) -> bool:
    """Whether each letter of `wanted` follows the one before it or begins a later word."""
    if not (wanted.isalnum() and wanted.isascii() and name.isascii()):
        return False
    if len(wanted) > _LONGEST or len(name) > _LONGEST_NAME:
        return False
    lowered = name.lower()
    capitals = [place for place, letter in enumerate(name) if letter.isupper()]
    places = {place + 1 for place in (0, *capitals) if lowered[place : place + 1] == wanted[0]}
    for letter in wanted[1:]:
        if not places:
            return False
        first = min(places)
        following = {place + 1 for place in places if lowered[place : place + 1] == letter}
        begun = {place + 1 for place in capitals if place >= first and lowered[place] == letter}
        places = following | begun
    return bool(places)
