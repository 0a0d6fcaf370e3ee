"""Checks of `iam:CreateServiceLinkedRole`: each such role lets a service act in the account.

Only Allow statements count, each by itself. AWS names no condition key as a cure, though its own
guides limit the service with `iam:AWSServiceName`: then the finding is only a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import ConditionTest, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_meaning import demands
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import IDENTITY_TYPES, Found, check
from iamlab.engine.validation.role_grants import (
    CREATE_SERVICE_LINKED_ROLE,
    Way,
    grants_on_open_roles,
    grants_on_other_resources,
    leaves_linked_service_open,
)
from iamlab.engine.validation.subject import Subject

_ROLES = "arn:aws:iam::111122223333:role/aws-service-role"
_ECS = f"{_ROLES}/ecs.amazonaws.com/AWSServiceRoleForECS"
_GOOD = example(allow("iam:CreateServiceLinkedRole", _ECS))
_CURE = "Name the role: `arn:aws:iam::ACCOUNT:role/aws-service-role/SERVICE.amazonaws.com/NAME`."


def _on_open_roles(subject: Subject, way: Way, reach: str) -> Iterator[Found]:
    grants = grants_on_open_roles(
        subject, CREATE_SERVICE_LINKED_ROLE, way, leaves_linked_service_open
    )
    for grant in grants:
        if grant.wide is None:
            continue
        span, path = grant.place()
        if any(map(_names_service, grant.statement.source.conditions)):
            message = (
                "Only the condition says which service-linked role this is about; the resource "
                f"leaves it open. {_CURE}"
            )
            yield Found(message, span, path, severity=Severity.SUGGESTION)
            continue
        message = (
            f"{reach} creating service-linked roles of more than one service, since "
            f"{show(grant.wide.text)} leaves the service open. {_CURE}"
        )
        yield Found(message, span, path)


def _names_service(test: ConditionTest) -> bool:
    """Whether a test lets only services through that it names without a wildcard."""
    return (
        test.key.text.lower() == "iam:awsservicename"
        and demands(test)
        and all("*" not in value.text and "?" not in value.text for value in test.values)
    )


def _on_other_resources(subject: Subject, way: Way, reach: str) -> Iterator[Found]:
    for grant in grants_on_other_resources(subject, CREATE_SERVICE_LINKED_ROLE, way):
        span, path = grant.place()
        message = (
            f"{reach} creating every service-linked role that `NotResource` does not list. "
            "Use `Resource` with the ARNs of the roles instead."
        )
        yield Found(message, span, path)


@check(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    Severity.WARNING,
    tier=2,
    types=IDENTITY_TYPES,
    title="Service-linked roles of several services can be created",
    why="A service-linked role gives a service rights in the account that nobody may have meant it "
    "to have.",
    bad=example(allow("iam:CreateServiceLinkedRole", "*")),
    good=_GOOD,
)
def create_slr_with_star_in_resource(subject: Subject) -> Iterator[Found]:
    """Find `iam:CreateServiceLinkedRole`, written out, on a Resource that leaves services open."""
    return _on_open_roles(subject, Way.NAMED, "This allows")


@check(
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
    Severity.WARNING,
    tier=2,
    types=IDENTITY_TYPES,
    title="A wildcard action lets service-linked roles be created",
    why="A wildcard such as `iam:Create*` brings in `iam:CreateServiceLinkedRole` unseen, so "
    "services can be given rights that nobody meant them to have.",
    bad=example(allow("iam:Create*", "*")),
    good=_GOOD,
)
def create_slr_with_star_in_action_and_resource(subject: Subject) -> Iterator[Found]:
    """Find wildcard actions that cover it, on a Resource that leaves services open."""
    reach = "The wildcard covers `iam:CreateServiceLinkedRole` and allows"
    return _on_open_roles(subject, Way.WILDCARD, reach)


@check(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    Severity.WARNING,
    tier=3,
    types=IDENTITY_TYPES,
    title="NotAction lets service-linked roles be created",
    why="An Allow with NotAction grants all that it does not list, so the creation of any "
    "service-linked role slips in.",
    bad=example({"Effect": "Allow", "NotAction": "organizations:*", "Resource": "*"}),
    good=example(
        {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"},
    ),
)
def create_slr_with_star_in_resource_and_not_action(subject: Subject) -> Iterator[Found]:
    """Find NotAction that leaves it in, on a Resource that leaves services open."""
    reach = "`NotAction` does not list `iam:CreateServiceLinkedRole`, so this allows"
    return _on_open_roles(subject, Way.NOT_ACTION, reach)


@check(
    "CREATE_SLR_WITH_NOT_RESOURCE",
    Severity.WARNING,
    tier=3,
    types=IDENTITY_TYPES,
    title="All service-linked roles but a few can be created",
    why="NotResource leaves every service-linked role open that it does not list, those of future "
    "services included.",
    bad=example({"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": _ECS}),
    good=_GOOD,
)
def create_slr_with_not_resource(subject: Subject) -> Iterator[Found]:
    """Find `iam:CreateServiceLinkedRole`, written out, with NotResource."""
    return _on_other_resources(subject, Way.NAMED, "This allows")


@check(
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    Severity.WARNING,
    tier=3,
    types=IDENTITY_TYPES,
    title="A wildcard action lets all service-linked roles but a few be created",
    why="A wildcard brings in `iam:CreateServiceLinkedRole` unseen, and NotResource leaves every "
    "role open that it does not list.",
    bad=example({"Effect": "Allow", "Action": "iam:Create*", "NotResource": _ECS}),
    good=_GOOD,
)
def create_slr_with_star_in_action_and_not_resource(subject: Subject) -> Iterator[Found]:
    """Find wildcard actions that cover it, with NotResource."""
    reach = "The wildcard covers `iam:CreateServiceLinkedRole` and allows"
    return _on_other_resources(subject, Way.WILDCARD, reach)


@check(
    "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    Severity.WARNING,
    tier=3,
    types=IDENTITY_TYPES,
    title="NotAction and NotResource let service-linked roles be created",
    why="NotAction grants all that it does not list, the creation of service-linked roles "
    "included, and NotResource leaves every role open that it does not list.",
    bad=example({"Effect": "Allow", "NotAction": "organizations:*", "NotResource": _ECS}),
    good=_GOOD,
)
def create_slr_with_not_action_and_not_resource(subject: Subject) -> Iterator[Found]:
    """Find NotAction that leaves it in, with NotResource."""
    reach = "`NotAction` does not list `iam:CreateServiceLinkedRole`, so this allows"
    return _on_other_resources(subject, Way.NOT_ACTION, reach)
