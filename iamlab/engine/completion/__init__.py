"""Completion and hover: what may be written at a place of a policy text, and what stands there."""

from iamlab.engine.completion.completing import DEFAULT_LIMIT, complete
from iamlab.engine.completion.hovering import hover
from iamlab.engine.completion.names import NamedAccount, Names, names_of
from iamlab.engine.completion.shapes import Completion, Hover, Suggestion, SuggestionKind

__all__ = [
    "DEFAULT_LIMIT",
    "Completion",
    "Hover",
    "NamedAccount",
    "Names",
    "Suggestion",
    "SuggestionKind",
    "complete",
    "hover",
    "names_of",
]
