"""Checks of the form of the ARNs in Resource and NotResource: shape, partition, service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.catalog import (
    partitions,
    regions,
    suggest_partition,
)
from iamlab.engine.documents import Entry, Repair, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import split_arn_pattern
from iamlab.engine.validation.arn_entries import (
    complete,
    correct_type_word,
    faults_of,
    is_open,
    resource_arns,
    resource_entries,
    spoken,
    templates_of_service,
    with_fields,
)
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import WITH_RESOURCES, Found, check
from iamlab.engine.validation.subject import Subject

_WORD = re.compile(r"/?[A-Za-z-]+")
# Services whose ARN forms AWS documents in full; elsewhere an unknown form is only a warning.
_WELL_DOCUMENTED = frozenset(
    {
        *("dynamodb", "ec2", "ecr", "ecs", "eks", "events", "iam", "kinesis", "kms", "lambda"),
        *("logs", "rds", "route53", "s3", "secretsmanager", "sns", "sqs", "states"),
    }
)
# Resource parts that AWS's own managed policies carry although they fit no documented form.
_IN_MANAGED_POLICIES = frozenset(
    {
        ("ec2", "vpc-endpoint:*"),
        ("kms", ":*"),
        ("logs", "/aws-glue/*"),
        ("logs", "/aws/lambda/AmazonSecurityLake*"),
        ("secretsmanager", "sqlworkbench!*"),
        ("states", "statemachine:*sagemaker*"),
    }
)


@check(
    "INVALID_ARN_PREFIX",
    Severity.ERROR,
    tier=1,
    types=WITH_RESOURCES,
    title="The resource is not an ARN",
    why="Resources are named by ARN, so anything else, the plain name of a bucket for example, "
    "matches nothing, and AWS refuses the policy.",
    bad=example(allow("s3:GetObject", "acme-receipts/*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def invalid_arn_prefix(subject: Subject) -> Iterator[Found]:
    """Find entries that are neither `*` nor begin with `arn:` (R7)."""
    for statement, name, entry in resource_entries(subject):
        if entry.text.startswith("arn:"):
            continue
        message = f"{show(entry.text)} is not an ARN: write `*`, or an ARN that begins with `arn:`."
        meant = _as_arn(entry.text)
        repair = None
        if meant:
            message = f"{show(entry.text)} is not an ARN. Did you mean {show(meant)}?"
            repair = subject.replace("Write it as an ARN", entry.span, meant)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _as_arn(text: str) -> str:
    """The ARN that a text means beyond doubt: wrong case, white space, `s3://`, no `arn:`."""
    plain = text.strip()
    if plain[:5].lower() == "s3://" and len(plain) > 5:
        return f"arn:aws:s3:::{plain[5:]}"
    if plain[:4].lower() == "arn:":
        candidate = f"arn:{plain[4:]}"
    else:
        candidate = f"arn:{plain}"
    fields = split_arn_pattern(candidate)
    return candidate if fields is not None and fields[1] in partitions() else ""


@check(
    "MISSING_ARN_FIELD",
    Severity.ERROR,
    tier=1,
    types=WITH_RESOURCES,
    title="The ARN has too few fields",
    why="An ARN has six fields with five colons between them, empty ones included, and with fewer "
    "it names nothing.",
    bad=example(allow("s3:ListBucket", "arn:aws:s3:acme-receipts")),
    good=example(allow("s3:ListBucket", "arn:aws:s3:::acme-receipts")),
)
def missing_arn_field(subject: Subject) -> Iterator[Found]:
    """Find ARNs with fewer than six fields (R7)."""
    for statement, name, entry in resource_entries(subject):
        if not entry.text.startswith("arn:") or split_arn_pattern(entry.text) is not None:
            continue
        message = (
            f"{show(entry.text)} has too few fields: an ARN reads "
            "`arn:partition:service:region:account:resource`, and fields that stay empty keep "
            "their colons."
        )
        whole = complete(entry.text)
        repair = subject.replace("Add the missing colons", entry.span, whole) if whole else None
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "INVALID_PARTITION",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The partition of the ARN is wrong",
    why="The second field of an ARN is one of a few partitions, each with Regions of its own, and "
    "under a wrong one no resource is found.",
    bad=example(allow("s3:GetObject", "arn:amazon:s3:::acme-receipts/*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def invalid_partition(subject: Subject) -> Iterator[Found]:
    """Find partitions that don't exist, and Regions of another partition."""
    for statement, name, entry, fields in resource_arns(subject):
        partition, region = fields[1], fields[3]
        home = regions().get(region)
        meant = None
        if is_open(partition) or (partition in partitions() and home in (None, partition)):
            continue
        if partition in partitions():
            message = f"The Region `{region}` is in the partition `{home}`, not `{partition}`."
            meant = home
        else:
            message = f"{show(partition)} is not a partition; for most accounts it is `aws`."
            if not partition:
                message = "The partition of the ARN is empty; for most accounts it is `aws`."
            meant = home or suggest_partition(partition) or ("aws" if not partition else None)
        repair = None
        if meant:
            fixed = with_fields(fields, partition=meant)
            repair = subject.replace(f"Use the partition {meant}", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "INVALID_ARN_RESOURCE",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The last part of the ARN has no form that the service uses",
    why="Each service has its own forms for the last part of an ARN, and a text in another form "
    "names nothing.",
    bad=example(
        allow("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function/thumbnails")
    ),
    good=example(
        allow("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:thumbnails")
    ),
)
def invalid_arn_resource(subject: Subject) -> Iterator[Found]:
    """Find resource parts that fit no documented ARN format of their service."""
    for statement, name, entry, fields in resource_arns(subject):
        if not faults_of(entry.text).resource:
            continue
        service, resource = fields[2].lower(), fields[5]
        sure = service in _WELL_DOCUMENTED and (service, resource) not in _IN_MANAGED_POLICIES
        message, repair = _resource_message(subject, entry, service)
        severity = None if sure else Severity.WARNING
        yield Found(message, entry.span, statement.path_to(name, entry), repair, severity)


def _resource_message(subject: Subject, entry: Entry, service: str) -> tuple[str, Repair | None]:
    message = f"{show(entry.text)} fits no ARN form that AWS documents for `{service}`."
    fixed = correct_type_word(entry.text)
    if fixed:
        repair = subject.replace("Use the documented form", entry.span, fixed)
        return f"{message} Did you mean {show(fixed)}?", repair
    forms = [f"`{spoken(item)}`" for item in _nearest_forms(service, entry.text)]
    return f"{message} Its forms are, for example, {' and '.join(forms)}.", None


def _nearest_forms(service: str, text: str) -> list[str]:
    """Two forms of the service: those that begin with the same word first, then the shortest."""
    word = _WORD.match(text.split(":", 5)[5])

    def far(template: str) -> tuple[bool, int]:
        resource = template.split(":", 5)[5]
        return not (word and resource.startswith(word[0])), len(resource)

    return sorted(templates_of_service(service), key=far)[:2]
