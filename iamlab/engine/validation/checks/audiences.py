"""Checks of how the audience of an OIDC token is tested: it has one value only."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import Quantifier, read_operator
from iamlab.engine.documents import ConditionTest, Json, Member, Repair, Severity
from iamlab.engine.documents import PolicyType as Type
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.assuming import WITH_WEB_IDENTITY
from iamlab.engine.validation.examples import Example, example
from iamlab.engine.validation.registry import TRUST, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_GOOGLE = "accounts.google.com"


def _trust(operator: str) -> Example:
    condition: Json = {operator: {f"{_GOOGLE}:aud": "66677788899900pro0"}}
    statement: dict[str, Json] = {
        "Effect": "Allow",
        "Principal": {"Federated": _GOOGLE},
        "Action": WITH_WEB_IDENTITY,
        "Condition": condition,
    }
    return example(statement, type=Type.TRUST)


@check(
    "CONFIRM_AUDIENCE_CLAIM_TYPE",
    Severity.SUGGESTION,
    tier=3,
    types=TRUST,
    title="The audience of a token is tested as a set",
    why="The audience of a token is one value for AWS, and `ForAllValues` is also true for a token "
    "that has none.",
    bad=_trust("ForAllValues:StringEquals"),
    good=_trust("StringEquals"),
)
def confirm_audience_claim_type(subject: Subject) -> Iterator[Found]:
    """Find `ForAllValues` on the audience."""
    yield from _audience_as_set(
        subject, Quantifier.ALL, "which is also true for a token without an audience"
    )


@check(
    "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
    Severity.SECURITY_WARNING,
    tier=3,
    types=TRUST,
    title="The audience of a token is tested with ForAnyValue",
    why="The audience of a token is one value for AWS, and with `ForAnyValue` a token for several "
    "audiences would pass if only one is right.",
    bad=_trust("ForAnyValue:StringEquals"),
    good=_trust("StringEquals"),
)
def foranyvalue_with_audience_claim_type(subject: Subject) -> Iterator[Found]:
    """Find `ForAnyValue` on the audience."""
    yield from _audience_as_set(
        subject, Quantifier.ANY, "which is meant for keys with several values"
    )


def _audience_as_set(subject: Subject, quantifier: Quantifier, meaning: str) -> Iterator[Found]:
    for statement in subject.statements:
        for test in statement.source.conditions:
            prefix, _, claim = test.key.text.lower().rpartition(":")
            operator = read_operator(test.operator.text)
            if claim != "aud" or "." not in prefix or operator is None:
                continue
            if operator.quantifier is not quantifier:
                continue
            plain = operator.name.partition(":")[2]
            message = (
                f"{show(test.key.text)} has one value, but the test uses `{quantifier}`, "
                f"{meaning}. Use `{plain}`."
            )
            path = (*statement.path, "Condition", test.operator.text)
            repair = _without_prefix(subject, statement, test, plain)
            yield Found(message, test.operator.span, path, repair)


def _without_prefix(
    subject: Subject, statement: StatementView, test: ConditionTest, plain: str
) -> Repair | None:
    """Rename the operator when nothing else stands under it and no block has the name."""
    condition = statement.element("Condition")
    blocks = condition.value.members if condition is not None else ()
    block: Member | None = None
    for other in blocks:
        if other.key.text.lower() == plain.lower():
            return None
        if other.key.span == test.operator.span:
            block = other
    if block is None or len(block.value.members) != 1:
        return None
    return subject.rename(f"Use {plain}", test.operator.span, plain)
