"""Checks of `iam:PassRole`: whoever passes a role to a service acts with the rights of that role.

Only Allow statements count, each by itself: AWS looks at no Deny elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Json, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.limits import limits_to_services
from iamlab.engine.validation.registry import IDENTITY_TYPES, Found, check
from iamlab.engine.validation.role_grants import (
    PASS_ROLE,
    Way,
    grants_on_open_roles,
    grants_on_other_resources,
    leaves_role_open,
)
from iamlab.engine.validation.subject import Subject

_ROLE = "arn:aws:iam::111122223333:role/report-builder"
_TO_LAMBDA: Json = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
_GOOD = example(allow("iam:PassRole", _ROLE, Condition=_TO_LAMBDA))
_CURE = "Name the roles, or name the services with the condition key `iam:PassedToService`."


def _on_open_roles(subject: Subject, way: Way, reach: str) -> Iterator[Found]:
    for grant in grants_on_open_roles(subject, PASS_ROLE, way, leaves_role_open):
        if grant.wide is None or limits_to_services(grant.statement):
            continue
        span, path = grant.place()
        resource = (
            "any role" if grant.wide.text == "*" else f"every role of {show(grant.wide.text)}"
        )
        message = f"{reach} passing {resource} to any service, even one with more rights. {_CURE}"
        yield Found(message, span, path)


def _on_other_resources(subject: Subject, way: Way, reach: str) -> Iterator[Found]:
    for grant in grants_on_other_resources(subject, PASS_ROLE, way):
        span, path = grant.place()
        message = (
            f"{reach} passing every role that `NotResource` does not list, also those that are "
            "created later. Use `Resource` with the ARNs of the roles instead."
        )
        yield Found(message, span, path)


@check(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    Severity.SECURITY_WARNING,
    tier=1,
    types=IDENTITY_TYPES,
    title="Roles with any rights can be passed to any service",
    why="Whoever may pass a strong role to a service, and use that service, has all the rights of "
    "the role.",
    bad=example(allow("iam:PassRole", "*")),
    good=_GOOD,
)
def pass_role_with_star_in_resource(subject: Subject) -> Iterator[Found]:
    """Find `iam:PassRole`, written out, on a Resource with a wildcard."""
    return _on_open_roles(subject, Way.NAMED, "This allows")


@check(
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    Severity.SECURITY_WARNING,
    tier=1,
    types=IDENTITY_TYPES,
    title="A wildcard action lets roles be passed to any service",
    why="A wildcard such as `iam:*` brings in `iam:PassRole` unseen, and with it the rights of "
    "every role that the resource covers.",
    bad=example(allow("iam:*", "*")),
    good=_GOOD,
)
def pass_role_with_star_in_action_and_resource(subject: Subject) -> Iterator[Found]:
    """Find wildcard actions that cover `iam:PassRole` on a Resource with a wildcard."""
    return _on_open_roles(subject, Way.WILDCARD, "The wildcard covers `iam:PassRole` and allows")


@check(
    "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    Severity.SECURITY_WARNING,
    tier=1,
    types=IDENTITY_TYPES,
    title="NotAction lets roles be passed to any service",
    why="An Allow with NotAction grants all that it does not list, so `iam:PassRole` slips in with "
    "the rights of every role that the resource covers.",
    bad=example({"Effect": "Allow", "NotAction": "organizations:*", "Resource": "*"}),
    good=example(
        {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"},
    ),
)
def pass_role_with_star_in_resource_and_not_action(subject: Subject) -> Iterator[Found]:
    """Find NotAction that leaves `iam:PassRole` in, on a Resource with a wildcard."""
    reach = "`NotAction` does not list `iam:PassRole`, so this allows"
    return _on_open_roles(subject, Way.NOT_ACTION, reach)


@check(
    "PASS_ROLE_WITH_NOT_RESOURCE",
    Severity.SECURITY_WARNING,
    tier=2,
    types=IDENTITY_TYPES,
    title="All roles but a few can be passed",
    why="NotResource leaves every role open that it does not list, and whoever passes a strong "
    "role to a service has all its rights.",
    bad=example({"Effect": "Allow", "Action": "iam:PassRole", "NotResource": _ROLE}),
    good=_GOOD,
)
def pass_role_with_not_resource(subject: Subject) -> Iterator[Found]:
    """Find `iam:PassRole`, written out, with NotResource."""
    return _on_other_resources(subject, Way.NAMED, "This allows")


@check(
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    Severity.SECURITY_WARNING,
    tier=2,
    types=IDENTITY_TYPES,
    title="A wildcard action lets all roles but a few be passed",
    why="A wildcard such as `iam:*` brings in `iam:PassRole` unseen, and NotResource leaves every "
    "role open that it does not list.",
    bad=example({"Effect": "Allow", "Action": "iam:Pass*", "NotResource": _ROLE}),
    good=_GOOD,
)
def pass_role_with_star_in_action_and_not_resource(subject: Subject) -> Iterator[Found]:
    """Find wildcard actions that cover `iam:PassRole`, with NotResource."""
    reach = "The wildcard covers `iam:PassRole` and allows"
    return _on_other_resources(subject, Way.WILDCARD, reach)


@check(
    "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    Severity.SECURITY_WARNING,
    tier=2,
    types=IDENTITY_TYPES,
    title="NotAction and NotResource let all roles but a few be passed",
    why="NotAction grants all that it does not list, `iam:PassRole` included, and NotResource "
    "leaves every role open that it does not list.",
    bad=example({"Effect": "Allow", "NotAction": "organizations:*", "NotResource": _ROLE}),
    good=_GOOD,
)
def pass_role_with_not_action_and_not_resource(subject: Subject) -> Iterator[Found]:
    """Find NotAction that leaves `iam:PassRole` in, with NotResource."""
    reach = "`NotAction` does not list `iam:PassRole`, so this allows"
    return _on_other_resources(subject, Way.NOT_ACTION, reach)
