"""What completion and hover hand out: suggestions for a stretch of text, and explanations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SuggestionKind(StrEnum):
    """What a suggestion is, in a word for the list."""

    DOCUMENT = "document"
    ELEMENT = "element"
    VALUE = "value"
    SERVICE = "service"
    ACTION = "action"
    WILDCARD = "wildcard"
    RESOURCE = "resource"
    TEMPLATE = "ARN format"
    OPERATOR = "operator"
    KEY = "condition key"
    VARIABLE = "variable"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to insert.

    `insert` replaces the completion's span; commas, quotes and line breaks that the place needs
    are part of it. `label` is what a list shows and what typed letters are compared with,
    `detail` a word or two beside it, `description` one sentence. After inserting, the text from
    `select_start` to `select_end` (offsets into `insert`, often equal) is selected. `goes_on`
    says that the new place deserves suggestions of its own.
    """

    label: str
    insert: str
    kind: SuggestionKind
    detail: str
    description: str
    select_start: int
    select_end: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """Suggestions for the text from `start` to `end` (offsets in code points), best first.

    `total` counts the suggestions before the limit was applied.
    """

    start: int
    end: int
    suggestions: tuple[Suggestion, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Hover:
    """What stands from `start` to `end`: its name, what it is, and sentences about it.

    `title` is the text as AWS spells it and `kind` says what it is, such as `Action`. Sentences
    show words of policies in backticks. `link` is AWS's page about it, empty when none is known.
    """

    start: int
    end: int
    title: str
    kind: str
    sentences: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion before it is fitted to its place: `text` has quotes, but no comma around it.

    A lower `rank` comes first. `select` are offsets into `text`; None puts the cursor at its end.
    """

    label: str
    text: str
    kind: SuggestionKind
    detail: str = ""
    description: str = ""
    rank: int = 0
    goes_on: bool = False
    select: tuple[int, int] | None = None


def quoted(text: str) -> str:
    """Return the text as a JSON string, what is not ASCII left as it is."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def value_offer(
    label: str,
    kind: SuggestionKind,
    detail: str = "",
    description: str = "",
    *,
    rank: int = 0,
    goes_on: bool = False,
) -> Offer:
    """Return the offer of a string; the cursor stays before its closing quote when it goes on."""
    text = quoted(label)
    select = (len(text) - 1, len(text) - 1) if goes_on else None
    return Offer(label, text, kind, detail, description, rank, goes_on, select)
