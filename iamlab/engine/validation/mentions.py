"""Where a statement mentions an action, and how several actions stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

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
    """Return the actions to name for all: at most three, those of well-known services first."""
    return nsmallest(_NAMED, actions, key=familiarity)


def familiarity(action: str) -> tuple[int, str]:
    """The order in which actions are named; smaller is better known."""
    return _FAMILIAR.get(action.partition(":")[0], len(_FAMILIAR)), action


def listing(texts: Sequence[str]) -> str:
    """Join actions for a sentence, at most three of them: `a`, `b`, `c` and 12 more."""
    shown = [f"`{text}`" for text in known_first(texts)]
    return join_and(shown, len(texts) - len(shown))


def join_and(parts: Sequence[str], more: int = 0) -> str:
    """Join parts of a sentence with commas and a last `and`; `more` counts what is left out."""
    items = [*parts, f"{more:,} more"] if more else list(parts)
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} and {items[-1]}"
