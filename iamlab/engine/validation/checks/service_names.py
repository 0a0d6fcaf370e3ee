"""Checks of how the names of AWS services are written, under Service and in conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iamlab.engine.catalog import principal_services
from iamlab.engine.conditions import Family, read_operator
from iamlab.engine.documents import ConditionTest, Entry, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.principal_names import is_service_principal
from iamlab.engine.validation.principal_places import principals
from iamlab.engine.validation.registry import EVERY_TYPE, Found, check
from iamlab.engine.validation.subject import Subject

_VIA_SERVICE = "kms:viaservice"
_SERVICE_KEYS = frozenset(
    {
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "iam:awsservicename",
        "iam:passedtoservice",
        _VIA_SERVICE,
    }
)
_REGION = re.compile(r"[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]{1,2}", re.ASCII)


@check(
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="The name of a service is not written as AWS writes it",
    why="A service principal is a host name in small letters such as `lambda.amazonaws.com`, and "
    "any other spelling names no service.",
    bad=example(allow("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "ec2"}})),
    good=example(
        allow(
            "iam:PassRole",
            "arn:aws:iam::111122223333:role/web",
            Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        )
    ),
)
def invalid_service_principal_format(subject: Subject) -> Iterator[Found]:
    """Find misspelled services under Service and as values of the keys that hold services."""
    for principal in principals(subject, "Principal", "NotPrincipal"):
        if principal.kind == "Service" and _is_wrong(principal.text):
            yield _malformed(subject, Entry(principal.text, principal.span), principal.path)
    for statement in subject.statements:
        for test in statement.source.conditions:
            key = test.key.text.lower()
            if key not in _SERVICE_KEYS or not _compares_text(test):
                continue
            path = (*statement.path, "Condition", test.operator.text, test.key.text)
            for value in test.values:
                if _is_wrong(value.text):
                    yield _malformed(subject, value, path, regional=key == _VIA_SERVICE)
                elif key == _VIA_SERVICE and _lacks_region(value.text):
                    message = (
                        f"{show(value.text)} names no Region, but `kms:ViaService` always does: "
                        "write `s3.eu-west-1.amazonaws.com`, with your service and Region."
                    )
                    yield Found(message, value.span, path)


def _compares_text(test: ConditionTest) -> bool:
    operator = read_operator(test.operator.text)
    return operator is not None and operator.row.family is Family.STRING


def _is_wrong(text: str) -> bool:
    if "*" in text or "?" in text or "${" in text:
        return False
    return not is_service_principal(text)


def _lacks_region(text: str) -> bool:
    if "*" in text or "?" in text or "${" in text:
        return False
    return not any(_REGION.fullmatch(label) for label in text.split("."))


def _malformed(
    subject: Subject, entry: Entry, path: tuple[str | int, ...], *, regional: bool = False
) -> Found:
    near = None if regional else _meant(entry.text)
    message = f"{show(entry.text)} is not written as a service principal, such as"
    if near is None:
        sample = "s3.eu-west-1.amazonaws.com" if regional else "lambda.amazonaws.com"
        return Found(f"{message} `{sample}`, so it names no service.", entry.span, path)
    repair = subject.replace(f"Use {near}"[:60], entry.span, near)
    return Found(f"{message} `{near}`, so it names no service.", entry.span, path, repair)


def _meant(text: str) -> str | None:
    """The service principal that a text is but for letter case, blanks or the domain."""
    if len(text) > 60:
        return None
    lowered = text.strip().lower().removeprefix("https://").rstrip("/")
    if is_service_principal(lowered):
        return lowered
    known = f"{lowered.partition('.')[0]}.amazonaws.com"
    return known if known in principal_services() else None
