"""Can one field of an ARN pattern meet one field of an ARN template? (R1, R5)

A pattern holds `*`, `?` and `${...}`, a template placeholders such as `${BucketName}`; the question
is whether one text fits both. Both sides are followed at once, with the places reached in the
template as bits of a number: one step for each character of the pattern, however many wildcards
there are. Source: AWS, "IAM JSON policy elements: Resource".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from iamlab.engine.matching.variables import Variable, parse_template
from iamlab.engine.matching.wildcards import Wild

_HOLE = re.compile(r"(\$\{[^}]*\}|\*)")
# Variables whose values are names and numbers without a slash.
_WITHOUT_SLASH = frozenset(
    {
        *("aws:username", "aws:userid", "aws:principalaccount", "aws:principalorgid"),
        *("aws:requestedregion", "aws:resourceaccount", "aws:sourceaccount", "aws:sourcevpc"),
        *("aws:sourcevpce", "aws:resourceorgid", "cognito-identity.amazonaws.com:sub"),
    }
)


@lru_cache(maxsize=8192)
def field_meets(part: str, wanted: str) -> bool:
    """Tell whether a field of a pattern and a field of a template have a text in common.

    A placeholder takes one character or more, a `*` on either side any number. In a template that
    is one bare placeholder, such as a bucket's name, it takes no slash; elsewhere it may, as the
    names of log groups, roles with paths and secrets do.
    """
    if part == wanted or part == "*":
        return True
    machine = _machine(wanted)
    places = _close(1, machine)
    for token in parse_template(part, enabled=True).tokens:
        if token is Wild.STAR:
            places = _everything_behind(places, machine)
        elif token is Wild.ANY:
            places = _step(places, ~0, machine)
        elif isinstance(token, Variable):
            places = _variable(places, token, machine)
        else:
            for character in token:
                places = _step(places, machine.steps.get(character, 0), machine, character)
                if not places:
                    return False
        if not places:
            return False
    return bool(places & machine.final)


@dataclass(frozen=True, slots=True)
class _Machine:
    """One field of a template as places: bit i of each number speaks of the piece behind place i.

    `steps` are the pieces that take exactly one character, by that character; `any_step` those
    that take any, `loops` those that take any number. In a `closed` field placeholders take no
    slash. `slashes` are the pieces that are a slash, `final` the bit of the end.
    """

    steps: dict[str, int]
    any_step: int
    loops: int
    closed: bool
    final: int

    @property
    def slashes(self) -> int:
        return self.steps.get("/", 0)


@cache
def _machine(field: str) -> _Machine:
    """Make one field of a template ready."""
    steps: dict[str, int] = {}
    any_step = loops = 0
    place = 1
    holes = 0
    for piece in _HOLE.split(field):
        if _HOLE.fullmatch(piece):
            holes += 1
            if piece != "*":
                any_step |= place
                place <<= 1
            loops |= place
            place <<= 1
            continue
        for character in piece:
            steps[character] = steps.get(character, 0) | place
            place <<= 1
    bare = holes == 1 and field.startswith("${") and field.endswith("}")
    return _Machine(steps, any_step, loops, bare and not field.endswith("Arn}"), place)


def _step(places: int, literal: int, machine: _Machine, character: str = "") -> int:
    if machine.closed and character == "/":
        return 0
    moving = places & (literal | machine.any_step) & ~machine.loops & ~machine.final
    return _close(moving << 1 | places & machine.loops, machine)


def _close(places: int, machine: _Machine) -> int:
    """Add the places that are reached without a character: a loop may take none."""
    while True:
        more = places | (places & machine.loops) << 1
        if more == places:
            return places
        places = more


def _everything_behind(places: int, machine: _Machine) -> int:
    """A star of the pattern takes whatever the template wants: all places from the first on."""
    first = places & -places
    return (machine.final << 1) - first


def _variable(places: int, variable: Variable, machine: _Machine) -> int:
    """A variable is as good as a star, but some have values without a slash."""
    if variable.key.lower() not in _WITHOUT_SLASH:
        return _everything_behind(places, machine)
    while True:
        more = places | (places & ~machine.slashes & ~machine.final) << 1
        if more == places:
            return places
        places = more
