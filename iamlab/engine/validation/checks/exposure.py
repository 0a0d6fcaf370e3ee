"""Checks for Allows that give away data, credentials or resources without naming any.

Each looks for actions granted on every resource of a kind, without a condition that limits them
and without a Deny that covers them. Only identity-based policies grant, so only they are judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Severity
from iamlab.engine.validation.access_levels import exposing_actions, scopable_changes
from iamlab.engine.validation.credentials import EXPOSING_ACTIONS
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.grants import grants_of
from iamlab.engine.validation.mentions import known_first, listing, place_of
from iamlab.engine.validation.registry import GRANTING_TYPES, Found, check
from iamlab.engine.validation.subject import Subject

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
_LEAST_PRIVILEGE = f"{_GUIDE}/best-practices.html#grant-least-privilege"
_LEVELS = f"{_GUIDE}/access_policies_understand-policy-summary-access-level-summaries.html"

_READS = frozenset(
    {
        "dynamodb:Scan",
        "ebs:GetSnapshotBlock",
        "s3:GetObject",
        "secretsmanager:BatchGetSecretValue",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:GetParametersByPath",
    }
)


def _report(
    subject: Subject, wanted: frozenset[str], effect: str, *, star_only: bool = False
) -> Iterator[Found]:
    for statement, actions in grants_of(subject).open(wanted, star_only=star_only):
        span, path = place_of(statement, known_first(actions)[0])
        one = len(actions) == 1
        message = effect.format(actions=listing(actions), s="s" if one else "")
        yield Found(message, span, path)


@check(
    "DATA_EXFILTRATION",
    Severity.WARNING,
    tier=1,
    types=GRANTING_TYPES,
    title="All data of a kind can be read",
    why="Whoever gets hold of these credentials can copy every object, secret or parameter of the "
    "account, not just what the work needs.",
    bad=example(allow("s3:GetObject", "*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
    link=_LEAST_PRIVILEGE,
    own=True,
)
def data_exfiltration(subject: Subject) -> Iterator[Found]:
    """Find reads of stored data that are granted on everything."""
    effect = (
        "{actions} read{s} the data of every resource here, secrets and backups included. "
        "Name the buckets, secrets, parameters or tables that are meant."
    )
    return _report(subject, _READS, effect)


@check(
    "CREDENTIALS_EXPOSURE",
    Severity.SECURITY_WARNING,
    tier=1,
    types=GRANTING_TYPES,
    title="Credentials of others can be obtained",
    why="Passwords, keys and tokens go on working wherever they are copied to, with the rights of "
    "whoever they belong to.",
    bad=example(allow(["redshift:GetClusterCredentials", "ec2:GetPasswordData"])),
    good=example(
        allow(
            "redshift:GetClusterCredentials",
            "arn:aws:redshift:eu-west-1:111122223333:dbuser:reports/analyst",
        )
    ),
    link=f"{_GUIDE}/best-practices.html",
    own=True,
)
def credentials_exposure(subject: Subject) -> Iterator[Found]:
    """Find actions that give or set credentials, granted on everything."""
    effect = (
        "{actions} give{s} credentials of any such user, role or resource to whoever holds this "
        "policy. Name those that are meant."
    )
    return _report(subject, EXPOSING_ACTIONS, effect)


@check(
    "RESOURCE_EXPOSURE",
    Severity.WARNING,
    tier=1,
    types=GRANTING_TYPES,
    title="Access to everything can be handed out",
    why="Actions that manage permissions decide who else gets in, so on every resource they are "
    "the keys to the account.",
    bad=example(allow(["s3:PutBucketAcl", "s3:PutBucketPolicy"])),
    good=example(allow("s3:PutBucketPolicy", "arn:aws:s3:::acme-receipts")),
    link=_LEVELS,
    own=True,
)
def resource_exposure(subject: Subject) -> Iterator[Found]:
    """Find actions that manage permissions, granted on everything."""
    effect = (
        "{actions} can change who has access to every resource here. "
        "Name the resources, or leave this to administrators."
    )
    return _report(subject, exposing_actions(), effect)


@check(
    "INFRASTRUCTURE_MODIFICATION",
    Severity.SUGGESTION,
    tier=2,
    types=GRANTING_TYPES,
    title="Every resource of a kind can be changed",
    why="A mistake or a stolen key can then change or delete all resources of the account, though "
    "these actions could be limited to some.",
    bad=example(allow(["ec2:TerminateInstances", "ec2:StopInstances"])),
    good=example(
        allow("ec2:TerminateInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc12345")
    ),
    link=_LEAST_PRIVILEGE,
    own=True,
)
def infrastructure_modification(subject: Subject) -> Iterator[Found]:
    """Find changes that could be limited to some resources, granted on `*`."""
    effect = (
        "{actions} can change every resource, since `Resource` is `*`. "
        "These actions can be limited to the ARNs of the resources that are meant."
    )
    return _report(subject, scopable_changes(), effect, star_only=True)
