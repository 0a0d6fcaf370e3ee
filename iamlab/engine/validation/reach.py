"""Does one document, by itself and whatever the context, allow an action on one resource?"""

from __future__ import annotations

from iamlab.engine.matching import Context, compile_resource
from iamlab.engine.validation.limits import is_unlimited, makes_exceptions
from iamlab.engine.validation.subject import StatementView, Subject


def allowing(subject: Subject, action: str, arn: str, context: Context) -> StatementView | None:
    """Return the first Allow without a limit that covers `action` on `arn`, None if there is none.

    A Deny of the same document takes it away; `context` resolves variables in resources.
    """
    about = [
        statement
        for statement in subject.statements
        if statement.source.skipped is None
        and statement.reaches(action)
        and _covers(subject, statement, arn, context)
    ]
    for statement in about:
        if statement.denies and (is_unlimited(statement) or makes_exceptions(statement)):
            return None
    granting = (item for item in about if item.allows and is_unlimited(item))
    return next(granting, None)


def _covers(subject: Subject, statement: StatementView, arn: str, context: Context) -> bool:
    variables = subject.document.variables_enabled

    def named(name: str) -> bool:
        return any(
            compile_resource(entry.text, variables=variables).matches(arn, context)
            for entry in statement.entries(name)
        )

    if statement.source.resources is not None:
        return named("Resource")
    return statement.source.not_resources is not None and not named("NotResource")
