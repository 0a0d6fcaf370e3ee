"""What a description is made of: words, code, and long lists that the page folds away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine.description.unfolding import Unfolding


class PartKind(StrEnum):
    """`words` is prose, `code` quotes the policy, `list` stands for entries too many to say."""

    WORDS = "words"
    CODE = "code"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a sentence.

    The text of a `code` part is what the policy holds, never cut. A `list` part reads `14 listed
    values`, and `entries` are those, as the policy holds them. `unfolding` tells the actions behind
    a wildcard or a list of actions.
    """

    kind: PartKind
    text: str
    entries: tuple[str, ...] = ()
    unfolding: Unfolding | None = None


Phrase = tuple[Part, ...]


def say(*pieces: str | Part | Phrase) -> Phrase:
    """Return the pieces as one phrase; plain text is words, and neighboring words are joined."""
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            piece = (Part(PartKind.WORDS, piece),) if piece else ()
        for part in (piece,) if isinstance(piece, Part) else piece:
            if parts and part.kind is PartKind.WORDS and parts[-1].kind is PartKind.WORDS:
                parts[-1] = Part(PartKind.WORDS, parts[-1].text + part.text)
            else:
                parts.append(part)
    return tuple(parts)


def code(text: str, unfolding: Unfolding | None = None) -> Part:
    """Return a quotation from the policy."""
    return Part(PartKind.CODE, text, unfolding=unfolding)


def value(text: str) -> Part:
    """Return a quotation, or words for a text that is empty and would not show."""
    return code(text) if text else Part(PartKind.WORDS, "the empty text")


def long_list(noun: str, entries: Sequence[str], unfolding: Unfolding | None = None) -> Part:
    """Return the part that stands for many entries; `noun` is a plural such as `values`."""
    text = f"{len(entries):,} listed {noun}"
    return Part(PartKind.LIST, text, tuple(entries), unfolding)


def void_entries(void: Sequence[str], alone: str, several: str) -> Phrase:
    """Return ` (of which ... covers no action)`, or nothing; a list must not seem to cover more."""
    if not void:
        return ()
    shown = series([say(value(text)) for text in void], "and")
    return say(" (of which ", shown, " ", alone if len(void) == 1 else several, ")")


def series(phrases: Sequence[Phrase], conjunction: str) -> Phrase:
    """Join phrases as `a, b and c`."""
    if len(phrases) < 2:
        return say(*phrases)
    pieces: list[str | Phrase] = []
    for index, phrase in enumerate(phrases):
        if index:
            pieces.append(f" {conjunction} " if index == len(phrases) - 1 else ", ")
        pieces.append(phrase)
    return say(*pieces)


def quoted(text: str) -> Phrase:
    """Return a sentence of the engine, whose code stands in backticks, as a phrase."""
    pieces = text.split("`")
    return say(*(code(piece) if index % 2 else piece for index, piece in enumerate(pieces)))


def plain_text(phrase: Phrase) -> str:
    """Return a phrase as text with the code in backticks."""
    return "".join(f"`{part.text}`" if part.kind is PartKind.CODE else part.text for part in phrase)
