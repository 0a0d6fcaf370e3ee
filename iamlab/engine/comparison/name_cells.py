"""Which patterns can match a name together: every such set, with a shortest name that shows it.

The patterns of policies run side by side over all names that a template allows, as automata. Exact,
and much faster for this than a solver.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase, digits

from iamlab.engine.comparison.shapes import Undecided
from iamlab.engine.matching.wildcards import Token, Wild

_MOST_STATES = 6_000
_MOST_STEPS = 200_000  # of one automaton by one letter: well below a second
_SPECIAL = "/: "

# An atom is one literal character, or a class (what it leaves out) that may repeat.
_Atom = tuple[str, str, bool]
_Places = frozenset[int]
Template = tuple[tuple[str, str], ...]
"""Literal texts and holes in turn: `("lit", text)`, or `("hole", characters left out)`."""


@dataclass(frozen=True, slots=True)
class NameCell:
    """A set of names that the same patterns match; `matched` are their numbers."""

    matched: frozenset[int]
    name: str


def name_cells(template: Template, patterns: list[tuple[Token, ...]]) -> list[NameCell]:
    """Return the cells of all names of a template, those with the shortest names first.

    Raises Undecided when the patterns are too many or too tangled.
    """
    automata = [_of_template(template), *(_of_glob(tokens) for tokens in patterns)]
    start = tuple(_closed(automaton, {0}) for automaton in automata)
    other = _unused(automata)
    names: dict[tuple[_Places, ...], str] = {start: ""}
    queue = deque([start])
    cells: dict[frozenset[int], str] = {}
    steps = 0
    while queue:
        state = queue.popleft()
        name = names[state]
        if len(automata[0]) in state[0]:
            matched = frozenset(
                number
                for number, (automaton, places) in enumerate(
                    zip(automata[1:], state[1:], strict=True)
                )
                if len(automaton) in places
            )
            cells.setdefault(matched, name)
        for letter in _letters(automata, state, other):
            steps += len(automata)
            following = tuple(
                _step(automaton, places, letter)
                for automaton, places in zip(automata, state, strict=True)
            )
            if following[0] and following not in names:
                if len(names) >= _MOST_STATES or steps > _MOST_STEPS:
                    raise Undecided("The patterns of resources overlap in too many ways.")
                names[following] = name + letter
                queue.append(following)
    return [NameCell(matched, name) for matched, name in cells.items()]


def _of_glob(tokens: Iterable[Token]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for token in tokens:
        if isinstance(token, Wild):
            atoms.append(("", "", token is Wild.STAR))
        else:
            atoms.extend((letter, "", False) for letter in token)
    return atoms


def _of_template(template: Template) -> list[_Atom]:
    atoms: list[_Atom] = []
    for kind, text in template:
        if kind == "lit":
            atoms.extend((letter, "", False) for letter in text)
        else:
            atoms += [("", text, False), ("", text, True)]
    return atoms


def _closed(automaton: list[_Atom], places: set[int]) -> _Places:
    """Add what lies behind a repetition: it may also stand for nothing."""
    found = set(places)
    for place in places:
        following = place
        while following < len(automaton) and automaton[following][2]:
            following += 1
            found.add(following)
    return frozenset(found)


def _step(automaton: list[_Atom], places: _Places, letter: str) -> _Places:
    reached: set[int] = set()
    for place in places:
        if place == len(automaton):
            continue
        literal, left_out, repeats = automaton[place]
        if (literal and literal != letter) or letter in left_out:
            continue
        reached.add(place if repeats else place + 1)
    return _closed(automaton, reached) if reached else frozenset()


def _letters(automata: list[list[_Atom]], state: tuple[_Places, ...], other: str) -> Iterator[str]:
    """Yield the characters that some automaton waits for, and one that none does."""
    waited = {
        automaton[place][0]
        for automaton, places in zip(automata, state, strict=True)
        for place in places
        if place < len(automaton)
    }
    yield other
    yield from sorted((waited | set(_SPECIAL)) - {""})


def _unused(automata: list[list[_Atom]]) -> str:
    used = {literal for automaton in automata for literal, _, _ in automaton}
    for letter in ascii_lowercase + digits + "-_.~=+@%&$#!<>|;()[]{}":
        if letter not in used:
            return letter
    raise Undecided("The patterns of resources use every character there is.")
