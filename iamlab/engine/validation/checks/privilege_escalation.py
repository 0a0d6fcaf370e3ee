"""Checks for ways to more rights than the policy means to grant.

Only identity-based policies grant: a boundary, an SCP or a session policy opens no way. What comes
together only with another policy of the same user or role cannot be seen in one document.
"""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Severity
from iamlab.engine.validation.escalation_paths import Escalation, EscalationPath
from iamlab.engine.validation.escalations import open_paths
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.mentions import familiarity, join_and, place_of
from iamlab.engine.validation.registry import GRANTING_TYPES, Found, check
from iamlab.engine.validation.subject import Subject

_SHOWN = 3
_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"


def _report(subject: Subject, group: Escalation, effect: str) -> Iterator[Found]:
    for item in open_paths(subject):
        if item.group is not group:
            continue
        paths = sorted(item.paths, key=lambda path: familiarity(path.actions[-1]))
        span, path = place_of(item.statement, paths[0].actions[0])
        yield Found(_sentence(paths, group, effect), span, path)


def _sentence(paths: list[EscalationPath], group: Escalation, effect: str) -> str:
    start = 1 if group is Escalation.PASSED_ROLE else 0
    shown = [_together(path.actions[start:]) for path in paths[:_SHOWN]]
    subject = join_and(shown, len(paths) - len(shown))
    one = len(paths) == 1 and len(paths[0].actions) == start + 1
    provided = f", provided that {paths[0].note}" if len(paths) == 1 and paths[0].note else ""
    return effect.format(subject=subject, lets="lets" if one else "let", provided=provided)


def _together(actions: tuple[str, ...]) -> str:
    return " + ".join(f"`{action}`" for action in actions)


@check(
    "PRIVILEGE_ESCALATION_BY_SELF_GRANT",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    title="The holder can grant themselves any permission",
    why="Whoever can write or attach policies to themselves is an administrator, whatever the rest "
    "of the policy says.",
    bad=example(allow("iam:PutUserPolicy")),
    good=example(allow("iam:PutUserPolicy", "arn:aws:iam::111122223333:user/reports-bot")),
    link=f"{_GUIDE}/access_policies_boundaries.html",
    own=True,
)
def privilege_escalation_by_self_grant(subject: Subject) -> Iterator[Found]:
    """Find rights over policies, groups and attachments that reach the holder's own."""
    effect = (
        "{subject} {lets} whoever holds this policy give themselves any permission{provided}. "
        "Name resources that are not their own, or demand a permissions boundary by a condition."
    )
    return _report(subject, Escalation.SELF_GRANT, effect)


@check(
    "PRIVILEGE_ESCALATION_THROUGH_OTHER_PRINCIPAL",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    title="The holder can take over any user or role",
    why="Whoever can make keys or passwords for a stronger user, or let themselves into a stronger "
    "role, has its rights.",
    bad=example(allow("iam:CreateAccessKey")),
    good=example(allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}")),
    link=f"{_GUIDE}/best-practices.html",
    own=True,
)
def privilege_escalation_through_other_principal(subject: Subject) -> Iterator[Found]:
    """Find rights over the credentials of users and the trust of roles."""
    effect = (
        "{subject} {lets} whoever holds this policy act as any user or role of the account"
        "{provided}. Name the users and roles that are meant."
    )
    return _report(subject, Escalation.OTHER_PRINCIPAL, effect)


@check(
    "PRIVILEGE_ESCALATION_BY_PASSING_ROLE",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    title="The holder can run code with any role",
    why="Whoever may pass any role and start something that runs with it has the rights of the "
    "strongest role that the service may use.",
    bad=example(allow(["iam:PassRole", "lambda:CreateFunction"])),
    good=example(
        allow("iam:PassRole", "arn:aws:iam::111122223333:role/report-builder"),
        allow("lambda:CreateFunction"),
    ),
    link=f"{_GUIDE}/id_roles_use_passrole.html",
    own=True,
)
def privilege_escalation_by_passing_role(subject: Subject) -> Iterator[Found]:
    """Find `iam:PassRole` on every role beside the start of something that runs with a role."""
    effect = (
        "Together with `iam:PassRole` on every role, {subject} {lets} whoever holds this policy "
        "work with the rights of any role that trusts the service{provided}. Name the roles."
    )
    return _report(subject, Escalation.PASSED_ROLE, effect)


@check(
    "PRIVILEGE_ESCALATION_THROUGH_EXISTING_RESOURCE",
    Severity.SECURITY_WARNING,
    tier=2,
    types=GRANTING_TYPES,
    title="The holder can use the roles of resources that exist",
    why="Whoever can change or enter what already runs with a strong role works with the rights of "
    "that role.",
    bad=example(allow("lambda:UpdateFunctionCode")),
    good=example(
        allow(
            "lambda:UpdateFunctionCode",
            "arn:aws:lambda:eu-west-1:111122223333:function:report-builder",
        )
    ),
    link=f"{_GUIDE}/best-practices.html",
    own=True,
)
def privilege_escalation_through_existing_resource(subject: Subject) -> Iterator[Found]:
    """Find rights to change or enter functions, instances, stacks and the like, on all of them."""
    effect = (
        "{subject} {lets} whoever holds this policy work with the rights of any role that such a "
        "resource already has{provided}. Name the resources that are meant."
    )
    return _report(subject, Escalation.EXISTING_RESOURCE, effect)
