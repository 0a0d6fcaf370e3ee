"""Policies in plain words: what each statement does, and what its wildcards cover."""

from iamlab.engine.description.phrases import Part, PartKind, Phrase, plain_text
from iamlab.engine.description.policies import (
    PolicyDescription,
    StatementDescription,
    describe_policy,
)
from iamlab.engine.description.unfolding import ACCESS_LEVELS, LevelGroup, Unfolding

__all__ = [
    "ACCESS_LEVELS",
    "LevelGroup",
    "Part",
    "PartKind",
    "Phrase",
    "PolicyDescription",
    "StatementDescription",
    "Unfolding",
    "describe_policy",
    "plain_text",
]
