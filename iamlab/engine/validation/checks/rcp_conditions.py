"""Checks of whom a resource control policy denies besides the callers that it is written for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from iamlab.engine.documents import ConditionTest, Json, PolicyType, Repair, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_meaning import (
    asks_presence,
    demands,
    is_flag,
    passes_without_key,
)
from iamlab.engine.validation.condition_repairs import add_condition
from iamlab.engine.validation.examples import Example, deny, example
from iamlab.engine.validation.registry import RCP, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_IS_SERVICE = "aws:PrincipalIsAWSService"
_OUR_ORG: Json = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}

_PRINCIPAL_KEYS = ("aws:principalaccount", "aws:principalarn", "aws:principalorgid")
_PRINCIPAL_PREFIXES = ("aws:principalorgpaths", "aws:principaltag/")
_SOURCE_ORG_KEYS = ("aws:sourceorgid", "aws:sourceorgpaths")
_SOURCE_KEYS = (*_SOURCE_ORG_KEYS, "aws:sourceaccount", "aws:sourcearn")


def _rcp(condition: Json) -> Example:
    return example(deny("s3:*", Principal="*", Condition=condition), type=PolicyType.RCP)


def _is_principal_key(key: str) -> bool:
    return key in _PRINCIPAL_KEYS or key.startswith(_PRINCIPAL_PREFIXES)


@check(
    "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
    Severity.WARNING,
    tier=2,
    types=RCP,
    title="The Deny also hits AWS services that act for you",
    why="A service that calls as itself has no `aws:PrincipalOrgID` or the like, so a Deny for "
    "callers without the right value stops it too.",
    bad=_rcp(_OUR_ORG),
    good=_rcp(
        {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        }
    ),
)
def rcp_missing_related_principal_condition_key(subject: Subject) -> Iterator[Found]:
    """Find Deny statements for callers that lack a principal key, without sparing services."""

    def spares_services(test: ConditionTest) -> bool:
        asked = _is_principal_key(test.key.text.lower()) and (demands(test) or asks_presence(test))
        return asked or is_flag(test, _IS_SERVICE.lower(), "false")

    for statement, test in _denied_without(subject, _is_principal_key, spares_services):
        message = (
            f"{show(test.key.text)} is absent when an AWS service calls, so this also denies the "
            f"services that act for you. Add `BoolIfExists` with `{_IS_SERVICE}` `false`."
        )
        repair = add_condition(
            subject, statement, "Spare AWS services", "BoolIfExists", _IS_SERVICE, "false"
        )
        yield _at_key(statement, test, message, repair)


@check(
    "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
    Severity.WARNING,
    tier=3,
    types=RCP,
    title="The Deny also hits callers that are no AWS service",
    why="Only services send `aws:SourceOrgID` and its relatives, so a Deny for requests without "
    "the right value stops ordinary users and roles too.",
    bad=_rcp(
        {
            "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"},
            "Null": {"aws:SourceAccount": "false"},
        }
    ),
    good=_rcp(
        {
            "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"},
            "Null": {"aws:SourceAccount": "false"},
            "Bool": {"aws:PrincipalIsAWSService": "true"},
        }
    ),
)
def rcp_missing_related_service_principal_condition_key(subject: Subject) -> Iterator[Found]:
    """Find Deny statements for calls that lack a source key, not limited to AWS services."""

    def only_services(test: ConditionTest) -> bool:
        return is_flag(test, _IS_SERVICE.lower(), "true")

    for statement, test in _denied_without(subject, _SOURCE_KEYS.__contains__, only_services):
        message = (
            f"{show(test.key.text)} comes only with calls of AWS services, so this may deny users "
            f"and roles as well. Add `Bool` with `{_IS_SERVICE}` `true`."
        )
        repair = add_condition(
            subject, statement, "Only for AWS services", "Bool", _IS_SERVICE, "true"
        )
        yield _at_key(statement, test, message, repair)


@check(
    "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
    Severity.WARNING,
    tier=3,
    types=RCP,
    title="The Deny also hits service calls that have no source",
    why="A service that calls for no account's resource sends no source at all, so a Deny for "
    "requests from outside the organization stops it too.",
    bad=_rcp(
        {
            "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"},
            "Bool": {"aws:PrincipalIsAWSService": "true"},
        }
    ),
    good=_rcp(
        {
            "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"},
            "Null": {"aws:SourceAccount": "false"},
            "Bool": {"aws:PrincipalIsAWSService": "true"},
        }
    ),
)
def rcp_missing_service_condition_key_null_check(subject: Subject) -> Iterator[Found]:
    """Find Deny statements on the source's organization that do not ask for a source first."""

    def asks_source(test: ConditionTest) -> bool:
        known = test.key.text.lower() in ("aws:sourceaccount", "aws:sourcearn")
        return known and (asks_presence(test) or demands(test))

    for statement, test in _denied_without(subject, _SOURCE_ORG_KEYS.__contains__, asks_source):
        message = (
            f"{show(test.key.text)} is absent when a service calls for nobody's resource, and then "
            "this denies. Add `Null` with `aws:SourceAccount` `false`."
        )
        repair = add_condition(
            subject, statement, "Ask for a source first", "Null", "aws:SourceAccount", "false"
        )
        yield _at_key(statement, test, message, repair)


def _denied_without(
    subject: Subject,
    about: Callable[[str], bool],
    spares: Callable[[ConditionTest], bool],
) -> Iterator[tuple[StatementView, ConditionTest]]:
    """Yield Deny statements with their first test that requests without its key pass.

    `about` tells the keys meant, by their small letters; a test that `spares` holds makes up for
    it.
    """
    for statement in subject.statements:
        conditions = statement.source.conditions
        if not statement.denies or any(map(spares, conditions)):
            continue
        for test in conditions:
            if about(test.key.text.lower()) and passes_without_key(test):
                yield statement, test
                break


def _at_key(
    statement: StatementView, test: ConditionTest, message: str, repair: Repair | None
) -> Found:
    path = (*statement.path, "Condition", test.operator.text, test.key.text)
    return Found(message, test.key.span, path, repair)
