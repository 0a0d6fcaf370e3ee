"""Checks of whom a role lets in: everyone, other accounts, and code on AWS's computers."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Json, Severity
from iamlab.engine.documents import PolicyType as Type
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.assuming import ASSUME_ROLE
from iamlab.engine.validation.caller_limits import limits_callers
from iamlab.engine.validation.condition_meaning import demands
from iamlab.engine.validation.examples import Example, example
from iamlab.engine.validation.principal_names import read_aws_name
from iamlab.engine.validation.principal_places import PlacedPrincipal, principals_of
from iamlab.engine.validation.registry import TRUST, Found, check
from iamlab.engine.validation.subject import NOWHERE, Setting, StatementView, Subject

_TRUST_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html"
)
_THIRD_PARTY_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"
)
_SERVICE_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html"
_OWN = "111122223333"
_OTHER = "444455556666"
_COMPUTE = {
    "ec2.amazonaws.com": "an EC2 instance",
    "ecs-tasks.amazonaws.com": "an ECS task",
    "eks.amazonaws.com": "an EKS cluster",
    "lambda.amazonaws.com": "a Lambda function",
    "pods.eks.amazonaws.com": "a pod of EKS",
}


def _trust(principal: Json, setting: Setting = NOWHERE, condition: Json = None) -> Example:
    statement: dict[str, Json] = {
        "Effect": "Allow",
        "Principal": principal,
        "Action": ASSUME_ROLE,
    }
    if condition is not None:
        statement["Condition"] = condition
    return example(statement, type=Type.TRUST, setting=setting)


_BUILDER = _trust({"AWS": f"arn:aws:iam::{_OWN}:role/builder"})


def _assumed(subject: Subject) -> Iterator[tuple[StatementView, PlacedPrincipal]]:
    """Yield whom a statement lets assume the role with `sts:AssumeRole`."""
    for statement in subject.statements:
        if statement.allows and statement.reaches(ASSUME_ROLE):
            for principal in principals_of(statement):
                yield statement, principal


@check(
    "ASSUMABLE_BY_ANY_PRINCIPAL",
    Severity.SECURITY_WARNING,
    tier=1,
    types=TRUST,
    title="Any AWS account can assume the role",
    why="With `*` under `AWS` and no condition, every user and role of every AWS account can get "
    "the permissions of this role.",
    bad=_trust({"AWS": "*"}),
    good=_BUILDER,
    link=_TRUST_PAGE,
    own=True,
)
def assumable_by_any_principal(subject: Subject) -> Iterator[Found]:
    """Find trust in everyone without any condition."""
    for statement, principal in _assumed(subject):
        if principal.is_anyone and not statement.source.conditions:
            message = (
                "`*` lets any user or role of any AWS account assume this role. Name the accounts, "
                "roles or users that you trust."
            )
            yield Found(message, principal.span, principal.path)


@check(
    "ASSUMABLE_BY_ANY_PRINCIPAL_WITH_CONDITIONS",
    Severity.WARNING,
    tier=1,
    types=TRUST,
    title="Only a condition keeps strangers from the role",
    why="With `*` under `AWS` the condition alone decides who gets in, so one mistake in it opens "
    "the role to every AWS account.",
    bad=_trust({"AWS": "*"}, condition={"StringEquals": {"sts:ExternalId": "acme-7f3c2b9e"}}),
    good=_BUILDER,
    link=_TRUST_PAGE,
    own=True,
)
def assumable_by_any_principal_with_conditions(subject: Subject) -> Iterator[Found]:
    """Find trust in everyone under a condition; one that names callers makes it a suggestion."""
    for statement, principal in _assumed(subject):
        if not principal.is_anyone or not statement.source.conditions:
            continue
        if limits_callers(statement):
            message = (
                "Only the condition says whom `*` means here. Where you can, name accounts or "
                "roles as well, so that two mistakes are needed to open the role."
            )
            yield Found(message, principal.span, principal.path, severity=Severity.SUGGESTION)
            continue
        message = (
            "The condition does not say who may assume this role, so callers of any AWS account "
            "who meet it can. Name them, or test `aws:PrincipalOrgID` or `aws:PrincipalArn`."
        )
        yield Found(message, principal.span, principal.path)


@check(
    "ASSUMABLE_BY_CROSS_ACCOUNT_PRINCIPAL",
    Severity.WARNING,
    tier=1,
    types=TRUST,
    title="Another account can assume the role",
    why="Administrators of another account decide which of its users can assume the role, and you "
    "see neither their policies nor their mistakes.",
    bad=_trust({"AWS": _OTHER}, Setting(account=_OWN)),
    good=_trust({"AWS": _OTHER}, Setting(account=_OWN, known_accounts=frozenset({_OTHER}))),
    link=_THIRD_PARTY_PAGE,
    own=True,
)
def assumable_by_cross_account_principal(subject: Subject) -> Iterator[Found]:
    """Find trust in accounts that are neither the role's own nor known; an ExternalId calms."""
    setting = subject.setting
    if not setting.account:
        return
    for statement, principal in _assumed(subject):
        account = read_aws_name(principal.text).account if principal.kind == "AWS" else ""
        if account in ("", setting.account) or account in setting.known_accounts:
            continue
        which = "the account" if account == principal.text else f"account `{account}`"
        message = (
            f"{show(principal.text)} can assume this role, but {which} is neither yours nor known."
        )
        if _asks_external_id(statement):
            message += " The external ID guards it; confirm that you trust the account."
            yield Found(message, principal.span, principal.path, severity=Severity.SUGGESTION)
        else:
            message += " If it is a partner's, test the `sts:ExternalId` that they send."
            yield Found(message, principal.span, principal.path)


def _asks_external_id(statement: StatementView) -> bool:
    return any(
        test.key.text.lower() == "sts:externalid" and demands(test)
        for test in statement.source.conditions
    )


@check(
    "ASSUMABLE_BY_COMPUTE_SERVICE",
    Severity.SUGGESTION,
    tier=2,
    types=TRUST,
    title="Whoever controls the code gets the role",
    why="People who can run or change code on the service act with the permissions of this role, "
    "whatever their own are.",
    bad=_trust({"Service": "ec2.amazonaws.com"}),
    good=_trust({"Service": "cloudtrail.amazonaws.com"}),
    link=_SERVICE_PAGE,
    own=True,
)
def assumable_by_compute_service(subject: Subject) -> Iterator[Found]:
    """Find trust in the services that run their customers' code."""
    for _, principal in _assumed(subject):
        place = _COMPUTE.get(principal.text) if principal.kind == "Service" else None
        if place is not None:
            message = (
                f"Code on {place} gets this role. Give it no more than that code needs, and watch "
                "who can change it and who has `iam:PassRole` for the role."
            )
            yield Found(message, principal.span, principal.path)
