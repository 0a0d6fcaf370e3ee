"""The form of the names in a space: literal pieces, and holes between them."""

from __future__ import annotations

from iamlab.engine.comparison.name_cells import Template
from iamlab.engine.comparison.spaces import Space
from iamlab.engine.comparison.terms import Term, Terms

_SEPARATORS = "/: "


def plain_form(space: Space) -> Template:
    """Return the form for automata."""
    pieces = space.pieces
    parts: list[tuple[str, str]] = [("lit", pieces[0])]
    for number in range(1, len(pieces)):
        parts += [("hole", _left_out(pieces, number)), ("lit", pieces[number])]
    return tuple(parts)


def form_of(terms: Terms, space: Space) -> Term:
    """Return the form as a pattern for the solver."""
    pieces = space.pieces
    holes = {"": terms.printable, ":": terms.field, _SEPARATORS: terms.name}
    patterns = [terms.literal(pieces[0])]
    for number in range(1, len(pieces)):
        patterns += [holes[_left_out(pieces, number)], terms.literal(pieces[number])]
    return terms.join(patterns)


def _left_out(pieces: tuple[str, ...], number: int) -> str:
    """Return the characters that the hole before a piece of a template does not hold.

    The last hole behind some literal text takes anything: keys of objects, roles with paths.
    """
    is_last = number == len(pieces) - 1
    if is_last and not pieces[number] and any(pieces[:-1]):
        return ""
    if pieces[number].startswith(":"):
        return ":"
    return _SEPARATORS
