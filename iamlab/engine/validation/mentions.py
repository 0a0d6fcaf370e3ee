"""Where a statement mentions an action, and how several actions stand in a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from iamlab.engine.documents import Path, Span
from iamlab.engine.matching import compile_action
from iamlab.engine.validation.subject import StatementView

_NAMED = 3
_FAMILIAR = {
    service: number
    for number, service in enumerate(
        (
            *("iam", "sts", "s3", "ec2", "lambda", "kms", "secretsmanager", "ssm", "dynamodb"),
            *("rds", "cloudformation", "ecs", "sqs", "sns", "codebuild", "glue", "sagemaker"),
        )
    )
}


def place_of(statement: StatementView, action: str) -> tuple[Span, Path]:
    """Return the place of the entry that lets an action in: of Action, or the key NotAction."""
    lowered = action.lower()
    for entry in statement.entries("Action"):
        if compile_action(entry.text).matches(lowered):
            return entry.span, statement.path_to("Action", entry)
    member = statement.element("NotAction") or statement.element("Action")
    if member is None:
        return statement.source.span, statement.path
    return member.key.span, (*statement.path, member.key.text)


def known_first(actions: Sequence[str]) -> list[str]:
    """Return the actions to name for all: at most three, those of well-known services first.

    `actions` are in alphabetical order, and may be thousands.
    """
    found: list[str] = []
    for service in _FAMILIAR:
        start = bisect_left(actions, f"{service}:")
        near = actions[start : start + _NAMED]
        found += [action for action in near if action.startswith(f"{service}:")]
        if len(found) >= _NAMED:
            return found[:_NAMED]
    others = (action for action in actions if action.partition(":")[0] not in _FAMILIAR)
    return [*found, *islice(others, _NAMED - len(found))]


def familiarity(action: str) -> tuple[int, str]:
    """The order in which actions are named; smaller is better known."""
    return _FAMILIAR.get(action.partition(":")[0], len(_FAMILIAR)), action


def listing(texts: Sequence[str]) -> str:
    """Join actions, in alphabetical order, for a sentence: `a`, `b`, `c` and 12 more."""
    shown = [f"`{text}`" for text in known_first(texts)]
    return join_and(shown, len(texts) - len(shown))


def join_and(parts: Sequence[str], more: int = 0) -> str:
    """Join parts of a sentence with commas and a last `and`; `more` counts what is left out."""
    items = [*parts, f"{more:,} more"] if more else list(parts)
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} and {items[-1]}"
