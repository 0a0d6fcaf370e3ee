"""Checks of the service field of ARNs."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import closed_service, service_exists, suggest_service
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.arn_entries import (
    ArnFaults,
    faults_of,
    is_open,
    resource_arns,
    templates_of_service,
    with_fields,
)
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.registry import WITH_RESOURCES, Found, check
from iamlab.engine.validation.subject import Subject


@check(
    "INVALID_ARN_SERVICE_CASE",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The service in the ARN is not in lower case",
    why="Letter case counts in an ARN, unlike in an action, and services are always in lower case.",
    bad=example(allow("s3:GetObject", "arn:aws:S3:::acme-receipts/*")),
    good=example(allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*")),
)
def invalid_arn_service_case(subject: Subject) -> Iterator[Found]:
    """Find service fields with capitals (R2)."""
    for statement, name, entry, fields in resource_arns(subject):
        service = fields[2]
        if "${" in service or service == service.lower():
            continue
        message = (
            f"The service in {show(entry.text)} must be in lower case: {show(service.lower())}."
        )
        fixed = with_fields(fields, service=service.lower())
        repair = subject.replace("Use lower case", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "UNKNOWN_SERVICE_IN_ARN",
    Severity.WARNING,
    tier=2,
    types=WITH_RESOURCES,
    own=True,
    link="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    title="No service has this name in ARNs",
    why="The third field of an ARN names the service, and with a wrong name the ARN matches "
    "nothing.",
    bad=example(allow("dynamodb:Scan", "arn:aws:dynamo:eu-west-1:111122223333:table/Orders")),
    good=example(allow("dynamodb:Scan", "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders")),
)
def unknown_service_in_arn(subject: Subject) -> Iterator[Found]:
    """Find service fields that are neither in a documented ARN nor the prefix of a service."""
    for statement, name, entry, fields in resource_arns(subject):
        service = fields[2].lower()
        if is_open(service) or templates_of_service(service) or service_exists(service):
            continue
        if closed_service(service):
            continue
        message = f"{show(fields[2])} is the name of no AWS service, so this ARN matches nothing."
        meant = suggest_service(service)
        repair = None
        if meant and faults_of(fixed := with_fields(fields, service=meant)) == ArnFaults():
            message += f" Did you mean `{meant}`?"
            repair = subject.replace(f"Use {meant}", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)
