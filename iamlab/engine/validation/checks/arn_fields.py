"""Checks of the Region and the account in ARNs, and of Regions in conditions."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.catalog import holds_region, regions, suggest_region
from iamlab.engine.documents import Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import compile_glob
from iamlab.engine.validation.arn_entries import (
    faults_of,
    is_open,
    resource_arns,
    with_fields,
)
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.registry import EVERY_TYPE, WITH_RESOURCES, Found, check
from iamlab.engine.validation.subject import Subject

# What stands for the account in ARNs of things that AWS itself provides.
_AWS_ACCOUNTS = frozenset({"aws", "offering"})
# A key's ARN without its account, as an AWS managed policy writes it: it matches nothing.
_IN_MANAGED_POLICIES = frozenset({"arn:aws:kms:*::*"})


@check(
    "INVALID_ARN_ACCOUNT",
    Severity.ERROR,
    tier=1,
    types=WITH_RESOURCES,
    title="The account in the ARN is not 12 digits",
    why="Accounts are named by their 12-digit ID, never by an alias or with hyphens, so any other "
    "text matches no resource.",
    bad=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:1111-2222-3333:jobs")),
    good=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs")),
)
def invalid_arn_account(subject: Subject) -> Iterator[Found]:
    """Find account fields that are neither 12 digits nor open."""
    for statement, name, entry, fields in resource_arns(subject):
        account = fields[4]
        if not account or is_open(account) or account in _AWS_ACCOUNTS:
            continue
        if _is_account(account) or faults_of(entry.text).extra_account:
            continue
        message = f"{show(account)} is not an account ID, which has exactly 12 digits."
        digits = account.replace("-", "").replace(" ", "")
        repair = None
        if _is_account(digits):
            fixed = with_fields(fields, account=digits)
            repair = subject.replace(f"Use {digits}", entry.span, fixed)
        elif digits.isascii() and digits.isdigit() and len(digits) < 12:
            message += " Were leading zeros lost?"
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


def _is_account(text: str) -> bool:
    return len(text) == 12 and text.isascii() and text.isdigit()


@check(
    "ARN_ACCOUNT_NOT_ALLOWED",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The ARN must leave the account empty",
    why="Some ARNs, those of S3 buckets above all, carry no account, and with one filled in they "
    "match nothing.",
    bad=example(allow("s3:ListBucket", "arn:aws:s3::111122223333:acme-receipts")),
    good=example(allow("s3:ListBucket", "arn:aws:s3:::acme-receipts")),
)
def arn_account_not_allowed(subject: Subject) -> Iterator[Found]:
    """Find accounts in ARNs whose documented form has none."""
    for statement, name, entry, fields in resource_arns(subject):
        if not faults_of(entry.text).extra_account:
            continue
        message = (
            f"{show(entry.text)} names the account {show(fields[4])}, but this kind of ARN has "
            "none: leave the field empty and keep its colons."
        )
        fixed = with_fields(fields, account="")
        repair = subject.replace("Leave the account empty", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "ARN_REGION_NOT_ALLOWED",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The ARN must leave the Region empty",
    why="Resources that belong to no Region, those of IAM and S3 buckets for example, have no "
    "Region in their ARN, and with one filled in it matches nothing.",
    bad=example(allow("iam:GetUser", "arn:aws:iam:us-east-1:111122223333:user/alice")),
    good=example(allow("iam:GetUser", "arn:aws:iam::111122223333:user/alice")),
)
def arn_region_not_allowed(subject: Subject) -> Iterator[Found]:
    """Find Regions in ARNs whose documented form has none."""
    for statement, name, entry, fields in resource_arns(subject):
        if not faults_of(entry.text).extra_region:
            continue
        message = (
            f"{show(entry.text)} names the Region {show(fields[3])}, but this kind of ARN has "
            "none: leave the field empty and keep its colons."
        )
        fixed = with_fields(fields, region="")
        repair = subject.replace("Leave the Region empty", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "MISSING_ARN_REGION",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The ARN lacks its Region",
    why="An empty Region does not mean every Region: the ARN of such a resource always has one, so "
    "nothing matches.",
    bad=example(allow("sqs:SendMessage", "arn:aws:sqs::111122223333:jobs")),
    good=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs")),
)
def missing_arn_region(subject: Subject) -> Iterator[Found]:
    """Find ARNs without the Region that their documented form has."""
    for statement, name, entry, fields in resource_arns(subject):
        if not faults_of(entry.text).missing_region:
            continue
        message = (
            f"{show(entry.text)} has no Region, but this kind of ARN needs one: name it, or write "
            "`*` for every Region."
        )
        fixed = with_fields(fields, region="*")
        repair = subject.replace("Write * for every Region", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "MISSING_ARN_ACCOUNT",
    Severity.ERROR,
    tier=2,
    types=WITH_RESOURCES,
    title="The ARN lacks its account",
    why="An empty account does not mean your own: the ARN of such a resource always has one, so "
    "nothing matches.",
    bad=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1::jobs")),
    good=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs")),
)
def missing_arn_account(subject: Subject) -> Iterator[Found]:
    """Find ARNs without the account that their documented form has."""
    for statement, name, entry, fields in resource_arns(subject):
        if not faults_of(entry.text).missing_account or entry.text in _IN_MANAGED_POLICIES:
            continue
        message = (
            f"{show(entry.text)} has no account, but this kind of ARN needs one: write the "
            "12-digit ID, or `*`."
        )
        account = subject.setting.account
        repair = None
        if account:
            fixed = with_fields(fields, account=account)
            repair = subject.replace(f"Use the account {account}", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "INVALID_ARN_REGION",
    Severity.ERROR,
    tier=3,
    types=WITH_RESOURCES,
    title="The ARN names a Region that does not exist",
    why="Region codes must be written exactly, and under a wrong one no resource is found.",
    bad=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-wst-1:111122223333:jobs")),
    good=example(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs")),
)
def invalid_arn_region(subject: Subject) -> Iterator[Found]:
    """Find Regions that AWS does not have, such as an Availability Zone."""
    for statement, name, entry, fields in resource_arns(subject):
        region = fields[3]
        if not region or region in regions() or faults_of(entry.text).extra_region:
            continue
        if "${" in region or _names_regions(region):
            continue
        message, meant = _unknown_region(region)
        repair = None
        if meant:
            fixed = with_fields(fields, region=meant)
            repair = subject.replace(f"Use {meant}", entry.span, fixed)
        yield Found(message, entry.span, statement.path_to(name, entry), repair)


@check(
    "INVALID_REGION",
    Severity.ERROR,
    tier=2,
    types=EVERY_TYPE,
    title="The condition names a Region that does not exist",
    why="A Region guard compares codes letter by letter, so a wrong code lets nothing through, or "
    "with a negated operator everything.",
    bad=example(
        deny("ec2:*", Condition={"StringNotEquals": {"aws:RequestedRegion": ["eu-west1"]}})
    ),
    good=example(
        deny("ec2:*", Condition={"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}})
    ),
)
def invalid_region(subject: Subject) -> Iterator[Found]:
    """Find values of Region keys, `aws:RequestedRegion` above all, that are no Region."""
    for statement in subject.statements:
        for test in statement.source.conditions:
            operator = test.operator.text.lower()
            if not holds_region(test.key.text) or "string" not in operator:
                continue
            path = (*statement.path, "Condition", test.operator.text, test.key.text)
            for value in test.values:
                text = value.text.lower() if "ignorecase" in operator else value.text
                # Wildcards under an operator that takes none are another check's business.
                if "${" in text or text in regions() or _names_regions(text):
                    continue
                message, meant = _unknown_region(value.text)
                repair = subject.replace(f"Use {meant}", value.span, meant) if meant else None
                yield Found(message, value.span, path, repair)


def _names_regions(text: str) -> bool:
    """Tell whether a pattern with wildcards matches some Region, or is too long to ask."""
    if not ("*" in text or "?" in text):
        return False
    matches = compile_glob(text).matches
    return any(matches(region) for region in regions())


def _unknown_region(text: str) -> tuple[str, str | None]:
    """Say that a text is no Region; the second part is the Region that it probably means."""
    if "*" in text or "?" in text:
        return f"{show(text)} matches none of AWS's Regions.", None
    meant = suggest_region(text)
    message = f"{show(text)} is not a Region."
    if meant and text[:-1] == meant:
        message = f"{show(text)} is an Availability Zone, not a Region."
    return (f"{message} Did you mean `{meant}`?" if meant else message), meant
