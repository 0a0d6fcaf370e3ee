"""Checks of rights over the policies that hang on resources: with them one lets anybody in."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Severity, split_arn
from iamlab.engine.validation.bucket_rights import hidden_rights
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.grants import grants_of
from iamlab.engine.validation.mentions import known_first, listing, place_of
from iamlab.engine.validation.registry import GRANTING_TYPES, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html"

_OPENERS = frozenset(
    {
        "kms:PutKeyPolicy",
        "s3:PutBucketPolicy",
        "secretsmanager:PutResourcePolicy",
        "sns:AddPermission",
        "sns:SetTopicAttributes",
        "sqs:AddPermission",
        "sqs:SetQueueAttributes",
    }
)

_BUCKET_OPENERS = frozenset({"s3:PutBucketPolicy"})


@check(
    "RESOURCE_POLICY_CAN_BE_OPENED",
    Severity.WARNING,
    tier=2,
    types=GRANTING_TYPES,
    title="The policies of resources can be rewritten",
    why="Who writes the policy of a bucket, key, queue, topic or secret decides who gets in, "
    "other accounts and the public included.",
    bad=example(allow(["s3:PutBucketPolicy", "kms:PutKeyPolicy"])),
    good=example(
        allow(["s3:GetBucketPolicy", "kms:GetKeyPolicy"]),
        allow("s3:PutObject", "arn:aws:s3:::acme-receipts/*"),
    ),
    link=_PAGE,
    own=True,
)
def resource_policy_can_be_opened(subject: Subject) -> Iterator[Found]:
    """Find rights to rewrite resource policies; on named resources only a suggestion."""
    grants = grants_of(subject)
    everywhere = {id(statement) for statement, _ in grants.open(_OPENERS)}
    for statement, granted in grants.any(_OPENERS):
        actions = granted
        if _names_objects_only(statement):
            actions = tuple(action for action in granted if action not in _BUCKET_OPENERS)
        if not actions:
            continue
        span, path = place_of(statement, known_first(actions)[0])
        wide = id(statement) in everywhere
        which = "every such resource" if wide else "the resources named here"
        message = (
            f"With {listing(actions)}, the policies of {which} can be rewritten so that anybody "
            "gets in. Grant this only to those who manage access."
        )
        yield Found(message, span, path, severity=None if wide else Severity.SUGGESTION)


def _names_objects_only(statement: StatementView) -> bool:
    """Whether the ARNs of S3 all have a slash, as those of objects do and of buckets never."""
    fields = [split_arn(entry.text) for entry in statement.entries("Resource")]
    named = [item[5] for item in fields if item is not None and item[2] == "s3"]
    return bool(named) and all("/" in text for text in named) and len(named) == len(fields)


@check(
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION",
    Severity.SECURITY_WARNING,
    tier=2,
    types=GRANTING_TYPES,
    title="A bucket's settings give rights to its objects that are not granted",
    why="Who writes a bucket's policy or ACL can grant themselves its objects, and who writes its "
    "lifecycle rules can have them deleted.",
    bad=example(allow("s3:PutBucketPolicy", "arn:aws:s3:::acme-receipts")),
    good=example(
        allow(
            ["s3:PutBucketPolicy", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            ["arn:aws:s3:::acme-receipts", "arn:aws:s3:::acme-receipts/*"],
        )
    ),
    link=_PAGE,
    own=True,
)
def resource_policy_privilege_escalation(subject: Subject) -> Iterator[Found]:
    """Find settings of buckets that lead to rights over objects which no statement grants."""
    for item in hidden_rights(subject):
        span, path = place_of(item.statement, item.setting)
        message = (
            f"`{item.setting}` is a way to {listing(item.rights)} on the bucket's objects, which "
            "this policy does not grant. Grant those openly, or leave the setting out."
        )
        yield Found(message, span, path)
