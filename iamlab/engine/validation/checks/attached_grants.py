"""Checks of what a policy grants on who holds it, and on what must be guarded."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import find_action
from iamlab.engine.documents import Severity, split_arn
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import Context
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.mentions import listing, place_of
from iamlab.engine.validation.reach import allowing
from iamlab.engine.validation.registry import GRANTING_TYPES, Found, check
from iamlab.engine.validation.subject import Setting, StatementView, Subject

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
_ROLE = "arn:aws:iam::222233334444:role/deployer"
_SECRET = "arn:aws:s3:::acme-payroll/salaries.csv"  # noqa: S105 - an ARN
_OF_USERS = ("iam:AttachUserPolicy", "iam:PutUserPolicy")
_OF_ROLES = ("iam:AttachRolePolicy", "iam:PutRolePolicy")
_OF_POLICIES = ("iam:CreatePolicyVersion",)


@check(
    "ADMIN_BY_SELF_GRANT",
    Severity.SECURITY_WARNING,
    tier=2,
    types=GRANTING_TYPES,
    title="Who holds the policy can give it any permission",
    why="Whoever may write their own policies is an administrator in all but name, however little "
    "the policies say today.",
    bad=example(
        allow("iam:PutRolePolicy", "arn:aws:iam::222233334444:role/*"),
        setting=Setting(holders=(_ROLE,)),
    ),
    good=example(
        allow("iam:PutRolePolicy", "arn:aws:iam::222233334444:role/apps/*"),
        setting=Setting(holders=(_ROLE,)),
    ),
    link=f"{_GUIDE}/access_policies_boundaries.html",
    own=True,
)
def admin_by_self_grant(subject: Subject) -> Iterator[Found]:
    """Find rights to write the policies of who holds this one; the setting names them."""
    for arn, actions in _own_parts(subject.setting):
        fields = split_arn(arn)
        name = fields[5].rpartition("/")[2] if fields is not None else ""
        context = Context({"aws:username": name})
        found = [(action, allowing(subject, action, arn, context)) for action in actions]
        granted = [(action, item) for action, item in found if _is_partial(item)]
        if not granted:
            continue
        action, statement = granted[0]
        if statement is None:  # _is_partial leaves none of these
            continue
        message = (
            f"{listing([item for item, _ in granted])} reach {show(arn)}, which holds or is this "
            "policy, so its holder can add any permission. Name other roles, users and policies, "
            "or demand a permissions boundary by a condition."
        )
        yield Found(message, *place_of(statement, action))


def _own_parts(setting: Setting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the ARNs that this policy speaks for, with the actions that rewrite their rights."""
    for arn in setting.holders:
        fields = split_arn(arn)
        kind = fields[5].partition("/")[0] if fields is not None else ""
        if kind == "user":
            yield arn, _OF_USERS
        elif kind == "role":
            yield arn, _OF_ROLES
    if setting.policy and setting.holders:
        yield setting.policy, _OF_POLICIES


def _is_partial(statement: StatementView | None) -> bool:
    """Whether a statement grants something, and not everything: FULL_ADMIN says that."""
    return statement is not None and not statement.is_full_admin


@check(
    "SENSITIVE_ACCESS",
    Severity.WARNING,
    tier=3,
    types=GRANTING_TYPES,
    title="Something that must be guarded is allowed",
    why="Some resources, such as salaries or backups, deserve a second look at every policy that "
    "reaches them.",
    bad=example(
        allow("s3:GetObject", "arn:aws:s3:::acme-*/*"),
        setting=Setting(sensitive=(("s3:GetObject", _SECRET),)),
    ),
    good=example(
        allow("s3:GetObject", "arn:aws:s3:::acme-*/*"),
        deny("s3:GetObject", "arn:aws:s3:::acme-payroll/*"),
        setting=Setting(sensitive=(("s3:GetObject", _SECRET),)),
    ),
    link=f"{_GUIDE}/best-practices.html#grant-least-privilege",
    own=True,
)
def sensitive_access(subject: Subject) -> Iterator[Found]:
    """Find what the setting asks to guard and this policy allows."""
    for wanted, arn in subject.setting.sensitive:
        action = find_action(wanted)
        if action is None:
            continue
        statement = allowing(subject, action.name, arn, Context())
        if statement is not None:
            message = (
                f"`{action.name}` is allowed on {show(arn)}, which is to be guarded. Leave it out "
                "or deny it, unless that is meant."
            )
            yield Found(message, *place_of(statement, action.name))
