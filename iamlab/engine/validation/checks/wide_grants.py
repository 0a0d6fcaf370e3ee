"""Checks of Allow statements of identity policies that open more than their author may see."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import Action, ResourceType, arn_templates_of
from iamlab.engine.documents import Entry, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import EVERY_ACTION, covers
from iamlab.engine.validation.action_entries import Naming, naming_of
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.fitting import (
    actions_named,
    in_words,
    is_mostly_limitable,
    resource_texts,
)
from iamlab.engine.validation.registry import GRANTING_TYPES, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
_RESOURCE_PAGE = f"{_GUIDE}reference_policies_elements_resource.html"
_LEAST_PRIVILEGE = f"{_GUIDE}best-practices.html#grant-least-privilege"


@check(
    "FULL_ADMIN",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    own=True,
    link=_LEAST_PRIVILEGE,
    title="Every action on every resource",
    why="Whoever has this policy can do anything in the account, give the same to others and "
    "remove the traces.",
    bad=example(allow("*", "*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def full_admin(subject: Subject) -> Iterator[Found]:
    """Find statements that allow `*` on `*`."""
    for statement in subject.statements:
        if not statement.is_full_admin:
            continue
        entry = next(item for item in statement.entries("Action") if item.text in EVERY_ACTION)
        limit, severity = "", None
        if statement.source.conditions:
            limit, severity = ", as long as its `Condition` holds", Severity.WARNING
        message = (
            f"This allows every action on every resource{limit}: full administration. Whoever has "
            "it can read all data, give anybody any access and delete everything."
        )
        path = statement.path_to("Action", entry)
        yield Found(message, entry.span, path, severity=severity)


@check(
    "SERVICE_WILDCARD",
    Severity.WARNING,
    tier=1,
    types=GRANTING_TYPES,
    own=True,
    link=_LEAST_PRIVILEGE,
    title="Every action of a service",
    why="A wildcard for a whole service also allows its most dangerous actions, and those that AWS "
    "adds later.",
    bad=example(allow("dynamodb:*", "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders")),
    good=example(allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders")),
)
def service_wildcard(subject: Subject) -> Iterator[Found]:
    """Find Allow statements without a Condition that name all actions of a service."""
    for statement in subject.statements:
        if not statement.allows or statement.source.conditions or statement.is_full_admin:
            continue
        wide = [entry for entry in statement.entries("Action") if _is_whole_service(entry.text)]
        if not wide:
            continue
        entry = wide[0]
        if len(wide) > 1:
            names = in_words(dict.fromkeys(item.text for item in wide))
            message = f"{names} allow all actions of their services."
        elif entry.text in EVERY_ACTION:
            message = f"{show(entry.text)} allows all actions of every service."
        else:
            number = len(actions_named(entry.text))
            message = f"{show(entry.text)} allows all {number} actions of the service."
        message += " List the ones that are needed."
        yield Found(message, entry.span, statement.path_to("Action", entry))


def _is_whole_service(text: str) -> bool:
    """Tell whether an action entry is `*` or `service:*`."""
    stars = text.endswith("*") and text.rstrip("*").endswith(":")
    return text in EVERY_ACTION or (stars and bool(actions_named(text)))


@check(
    "NOTACTION_WITH_ALLOW",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    own=True,
    link=f"{_GUIDE}reference_policies_elements_notaction.html",
    title="Allow with NotAction grants everything else",
    why="`NotAction` with `Allow` is not a list of what is forbidden: it allows every other action "
    "of every service, those that AWS adds later too.",
    bad=example({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
    good=example(allow("s3:*", "*"), deny("iam:*")),
)
def notaction_with_allow(subject: Subject) -> Iterator[Found]:
    """Find Allow statements with NotAction (A4)."""
    for statement in subject.statements:
        member = statement.element("NotAction")
        if not statement.allows or member is None or statement.source.not_actions is None:
            continue
        number = len(statement.actions)
        allowed = "1 action" if number == 1 else f"{number:,} actions"
        message = (
            f"This allows {allowed}: all of AWS's except those listed. "
            "List in `Action` what is needed; to forbid the others, use a `Deny`."
        )
        yield Found(message, member.key.span, (*statement.path, "NotAction"))


@check(
    "NOTRESOURCE_WITH_ALLOW",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    own=True,
    link=f"{_GUIDE}reference_policies_elements_notresource.html",
    title="Allow with NotResource grants everything else",
    why="`NotResource` with `Allow` opens every resource that is not listed, those made later and "
    "those of other services too.",
    bad=example(
        {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::payroll/*"}
    ),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def notresource_with_allow(subject: Subject) -> Iterator[Found]:
    """Find Allow statements with NotResource."""
    for statement in subject.statements:
        member = statement.element("NotResource")
        if not statement.allows or member is None or statement.source.not_resources is None:
            continue
        message = (
            "This allows its actions on every resource except those listed. List in `Resource` "
            "what is needed; to forbid the others, use a `Deny`."
        )
        yield Found(message, member.key.span, (*statement.path, "NotResource"))


@check(
    "RESOURCE_STAR",
    Severity.SUGGESTION,
    tier=1,
    types=GRANTING_TYPES,
    own=True,
    link=_RESOURCE_PAGE,
    title="Actions that could be limited are allowed on every resource",
    why="An action that works on named resources can be limited to those that are needed, so that "
    "a mistake or a stolen key reaches no further.",
    bad=example(allow("s3:GetObject", "*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def resource_star(subject: Subject) -> Iterator[Found]:
    """Find Allow statements without a Condition that put `*` where ARNs could stand (R4)."""
    for statement in subject.statements:
        star = _star(statement)
        if star is None or statement.source.conditions or statement.is_full_admin:
            continue
        limitable = [
            entry.text
            for entry in statement.entries("Action")
            if naming_of(entry.text) is Naming.KNOWN and is_mostly_limitable(entry.text)
        ]
        if not limitable:
            continue
        message = (
            f"{in_words(limitable)} could be limited to named resources, but `*` allows "
            "every one. Write the ARNs that are needed."
        )
        yield Found(message, star.span, statement.path_to("Resource", star))


def _star(statement: StatementView) -> Entry | None:
    """The `*` among the resources of an Allow statement."""
    if not statement.allows:
        return None
    stars = (entry for entry in statement.entries("Resource") if entry.text == "*")
    return next(stars, None)


@check(
    "RESOURCE_EFFECTIVELY_STAR",
    Severity.SUGGESTION,
    tier=2,
    types=GRANTING_TYPES,
    own=True,
    link=_RESOURCE_PAGE,
    title="The ARNs together mean every resource",
    why="ARNs that name everything an action can work on look like a limit and are none.",
    bad=example(allow("s3:GetObject", "arn:aws:s3:::*/*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def resource_effectively_star(subject: Subject) -> Iterator[Found]:
    """Find Allow statements whose ARNs cover every form that their actions can name."""
    for statement in subject.statements:
        resources = resource_texts(statement)
        if not statement.allows or not resources or "*" in resources:
            continue
        wide = tuple(text for text in resources if "*" in text)
        if not wide or statement.source.conditions or not statement.entries("Action"):
            continue
        if not _cover_everything(statement, wide):
            continue
        entry = next(item for item in statement.entries("Resource") if item.text in wide)
        names = in_words(item.text for item in statement.entries("Action"))
        means = "is all" if len(wide) == 1 else "and the other patterns here are all"
        message = (
            f"{show(entry.text)} {means} that {names} can work on: that limits nothing more than "
            "`*` does."
        )
        yield Found(message, entry.span, statement.path_to("Resource", entry))


def _cover_everything(statement: StatementView, wide: tuple[str, ...]) -> bool:
    seen = False
    for entry in statement.entries("Action"):
        if entry.text in EVERY_ACTION:
            return False
        for action in actions_named(entry.text):
            for kind in _main_kinds(action):
                if not any(covers(text, arn_templates_of(kind)[0]) for text in wide):
                    return False
                seen = True
    return seen


def _main_kinds(action: Action) -> tuple[ResourceType, ...]:
    """The resource types of an action; access points, S3's other way to its objects, left out."""
    kinds = action.resource_types
    return tuple(kind for kind in kinds if "accesspoint" not in kind.name) or kinds
