"""Texts that patterns tell apart: for every set of patterns that can match together, one text.

The patterns run side by side as automata over all texts of a form. What comes out is exact: two
texts with the same set are matched alike by every pattern, so one of them stands for all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase, digits

from iamlab.engine.comparison.shapes import OUT_OF_TIME, Undecided
from iamlab.engine.matching.wildcards import Token, Wild

Atom = tuple[str, str, bool]
"""The letters that one place takes (none: every letter but those of the second text), and whether
it may take any number of them, also none."""

Pattern = tuple[Atom, ...]
Clock = Callable[[], float]
"""Returns the seconds that are left."""

ANYTHING: Pattern = (("", "", True),)
SOMETHING: Pattern = (("", "", False), ("", "", True))

_MOST_STATES = 8_000
_BETWEEN_LOOKS = 64
_UNUSED = ascii_lowercase + digits + "-_.~=+@%&$#!<>|;()[]{}"


def exactly(text: str) -> Pattern:
    """Return the pattern of one text."""
    return tuple((letter, "", False) for letter in text)


def ignoring_case(text: str) -> Pattern:
    """Return the pattern of one text in any letter case."""
    return tuple(("".join({letter.lower(), letter.upper()}), "", False) for letter in text)


def of_tokens(tokens: Iterable[Token], left_out: str = "") -> Pattern:
    """Return the pattern of literal text and wildcards, which take all but the `left_out`."""
    atoms: list[Atom] = []
    for token in tokens:
        if isinstance(token, Wild):
            atoms.append(("", left_out, token is Wild.STAR))
        else:
            atoms.extend(exactly(token))
    return tuple(atoms)


def hole(left_out: str) -> Pattern:
    """Return the pattern of one letter or more."""
    return (("", left_out, False), ("", left_out, True))


class _Machine:
    """One pattern with the places reached as bits of a number; the last bit is its end."""

    __slots__ = ("_accepted", "_pattern", "_repeats", "final")

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self._repeats = sum(1 << place for place, atom in enumerate(pattern) if atom[2])
        self._accepted: dict[str, int] = {}
        self.final = 1 << len(pattern)

    def start(self) -> int:
        return self._closed(1)

    def step(self, places: int, letter: str) -> int:
        accepted = self._accepted.get(letter)
        if accepted is None:
            accepted = self._accepted[letter] = sum(
                1 << place
                for place, (letters, left_out, _) in enumerate(self._pattern)
                if (letter in letters if letters else letter not in left_out)
            )
        moving = places & accepted
        if not moving:
            return 0
        return self._closed((moving & ~self._repeats) << 1 | (moving & self._repeats))

    def waited(self, places: int) -> Iterator[str]:
        """Yield the letters that make a difference at some place."""
        while places:
            bit = places & -places
            places ^= bit
            if bit != self.final:
                letters, left_out, _ = self._pattern[bit.bit_length() - 1]
                yield letters or left_out

    def letters(self) -> Iterator[str]:
        """Yield every letter that the pattern mentions."""
        for letters, left_out, _ in self._pattern:
            yield from letters or left_out

    def matches(self, text: str) -> bool:
        places = self.start()
        for letter in text:
            places = self.step(places, letter)
        return bool(places & self.final)

    def _closed(self, places: int) -> int:
        """Add the places behind a repetition: it may also stand for nothing."""
        while True:
            more = places | (places & self._repeats) << 1
            if more == places:
                return places
            places = more


def matches(pattern: Pattern, text: str) -> bool:
    """Tell whether a text is of a form."""
    return _Machine(pattern).matches(text)


def telling_texts(
    form: Pattern, patterns: Sequence[Pattern], nice: Iterable[str], left: Clock
) -> tuple[str, ...]:
    """Return one text of a form for each set of patterns that can match together.

    The shortest, or the first of the `nice` ones that shows the same. Raises Undecided when the
    patterns are too tangled, or time runs out.
    """
    distinct = tuple(dict.fromkeys(patterns))
    return _telling(form, distinct, tuple(dict.fromkeys(nice)), _Left(left))


class _Left:
    """A clock that does not count in what is remembered."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Left)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2048)
def _telling(
    form: Pattern, patterns: tuple[Pattern, ...], nice: tuple[str, ...], left: _Left
) -> tuple[str, ...]:
    machines = [_Machine(form), *(_Machine(pattern) for pattern in patterns)]
    found: dict[tuple[bool, ...], str] = {}
    for state, text in _reached(machines, left.clock):
        if state[0] & machines[0].final:
            found.setdefault(_ends(machines, state), text)
    better: dict[tuple[bool, ...], str] = {}
    for text in nice:
        ends = tuple(machine.matches(text) for machine in machines)
        if ends[0]:
            better.setdefault(ends[1:], text)
    return tuple(better.get(ends, text) for ends, text in found.items())


def _ends(machines: list[_Machine], state: tuple[int, ...]) -> tuple[bool, ...]:
    pairs = zip(machines[1:], state[1:], strict=True)
    return tuple(bool(places & machine.final) for machine, places in pairs)


def _reached(machines: list[_Machine], left: Clock) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield every state that the machines can be in together, with a shortest text to it."""
    other = _unused(machines)
    start = tuple(machine.start() for machine in machines)
    texts = {start: ""}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        text = texts[state]
        yield state, text
        for letter in _letters(machines, state, other):
            following = machines[0].step(state[0], letter)
            if not following:
                continue
            reached = (
                following,
                *(m.step(places, letter) for m, places in zip(machines[1:], state[1:], strict=True)),
            )
            if reached in texts:
                continue
            if len(texts) >= _MOST_STATES:
                raise Undecided("The patterns overlap in too many ways.")
            if len(texts) % _BETWEEN_LOOKS == 0 and left() <= 0:
                raise Undecided(OUT_OF_TIME)
            texts[reached] = text + letter
            queue.append(reached)


def _letters(machines: list[_Machine], state: tuple[int, ...], other: str) -> list[str]:
    waited: set[str] = set()
    for machine, places in zip(machines, state, strict=True):
        for letters in machine.waited(places):
            waited.update(letters)
    waited.discard(other)
    return [other, *sorted(waited)]


def _unused(machines: list[_Machine]) -> str:
    """Return a letter that stands for all those that no pattern mentions."""
    used = {letter for machine in machines for letter in machine.letters()}
    for letter in _UNUSED:
        if letter not in used:
            return letter
    raise Undecided("The patterns use every letter there is.")
