"""Quoted texts filled in: variables take their values, and wildcards are told from plain stars."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Letters = list[tuple[str, bool]]
"""The characters of a text, each with whether it is a wildcard."""

Context = Mapping[str, tuple[str, ...]]

_REFERENCE = re.compile(r"\$\{[^{}]*\}")
_SPACES = re.compile(r"^\$\{\s*|\s*\}$|\s*,\s*(?=')")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence says that a variable stands for: a key's value, else its default."""

    key: str | None
    default: str | None


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables that the end of a sentence explains; any other `${...}` is plain text."""

    meanings: Mapping[str, Meaning] = field(default_factory=dict)

    def fill(self, text: str, context: Context, *, wild: bool) -> Letters | None:
        """Return a quoted text as it counts for one request, None when it equals nothing."""
        letters: Letters = []
        position = 0
        for found in _REFERENCE.finditer(text):
            meaning = self.meanings.get(tidy(found[0]))
            if meaning is None:
                continue
            letters += plain(text[position : found.start()], wild=wild)
            position = found.end()
            values = context.get((meaning.key or "").lower(), ())
            value = values[0] if len(values) == 1 else meaning.default
            if value is None:
                return None
            letters += plain(value, wild=False)
        return letters + plain(text[position:], wild=wild)


def tidy(reference: str) -> str:
    """Return `${key, 'default'}` without spaces that say nothing."""
    return _SPACES.sub(
        lambda found: found[0].strip() + (" " if found[0].strip() == "," else ""), reference
    )


def plain(text: str, *, wild: bool) -> Letters:
    """Return the characters of a text; `wild` makes wildcards of its `*` and `?`."""
    return [(letter, wild and letter in "*?") for letter in text]


def fits(letters: Letters, text: str) -> bool:
    """Tell whether a whole text fits: `*` is any text, `?` any one character."""
    wanted = "".join(
        {"*": ".*", "?": "."}[letter] if wild else re.escape(letter) for letter, wild in letters
    )
    return re.fullmatch(wanted, text, re.DOTALL) is not None


def glob(pattern: str, text: str) -> bool:
    """Tell whether a text fits a pattern without variables."""
    return fits(plain(pattern, wild=True), text)


def fields(letters: Letters) -> list[Letters] | None:
    """Cut an ARN at its first five colons; None when it is no ARN."""
    cut: list[Letters] = [[]]
    for letter, wild in letters:
        if letter == ":" and len(cut) < 6:
            cut.append([])
        else:
            cut[-1].append((letter, wild))
    return cut if len(cut) == 6 and cut[0] == plain("arn", wild=False) else None


def arn_fits(pattern: Letters, arn: str) -> bool:
    """Tell whether an ARN fits a pattern field by field."""
    wanted, given = fields(pattern), fields(plain(arn, wild=False))
    if wanted is None or given is None:
        return False
    return all(
        fits(part, "".join(letter for letter, _ in field))
        for part, field in zip(wanted, given, strict=True)
    )
