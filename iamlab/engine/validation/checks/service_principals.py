"""Checks of AWS services as principals: for whom they act."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.conditions import Family, read_operator
from iamlab.engine.documents import ConditionTest, Json, PolicyType, Severity, split_arn
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.condition_meaning import demands
from iamlab.engine.validation.condition_repairs import add_condition
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.principal_places import PlacedPrincipal, principals_of
from iamlab.engine.validation.registry import Found, check
from iamlab.engine.validation.subject import Setting, StatementView, Subject

_RESOURCE = frozenset({PolicyType.RESOURCE})
_SOURCE_KEYS = frozenset(
    {
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",  # the older name, still in policies of Amazon SNS
        "lambda:eventsourcetoken",  # what the service gives one skill or function only
    }
)
# The service's own ARN of what it encrypts, with the account in it: as good as a source.
_CONTEXTS = "kms:encryptioncontext:aws:"
_WEAK_KEY = "aws:referer"
_QUEUE = "arn:aws:sqs:eu-west-1:111122223333:uploads"
_S3: dict[str, Json] = {"Service": "s3.amazonaws.com"}
_ONE_ACCOUNT: Json = {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def _queue_example(**more: Json) -> dict[str, Json]:
    return allow("sqs:SendMessage", _QUEUE, Principal=_S3, **more)


@check(
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    Severity.SECURITY_WARNING,
    tier=1,
    types=_RESOURCE,
    title="A service may act here for every AWS customer",
    why="A service calls on behalf of all its customers, so without a condition on the source a "
    "stranger can have it use your resource for them.",
    bad=example(
        _queue_example(), type=PolicyType.RESOURCE, setting=Setting(account="111122223333")
    ),
    good=example(_queue_example(Condition=_ONE_ACCOUNT), type=PolicyType.RESOURCE),
)
def restrict_access_to_service_principal(subject: Subject) -> Iterator[Found]:
    """Find Allow statements for services that no source condition limits."""
    for statement, principal in _open_to_services(subject):
        if _demands_weak_key(statement):
            continue
        message = (
            f"{show(principal.text)} may do this for any AWS customer. Add a condition on "
            "`aws:SourceArn` or `aws:SourceAccount`, so that it acts for your resources only."
        )
        account = subject.setting.account
        repair = None
        if account:
            label = f"Only for account {account}"[:60]
            repair = add_condition(
                subject, statement, label, "StringEquals", "aws:SourceAccount", account
            )
        yield Found(message, principal.span, principal.path, repair)


@check(
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    Severity.SUGGESTION,
    tier=2,
    types=_RESOURCE,
    title="A weak key limits for whom a service acts",
    why="`aws:SourceArn` and `aws:SourceAccount` come from the service itself, while "
    "`aws:Referer` was made for the web pages of browsers.",
    bad=example(
        _queue_example(Condition={"StringEquals": {"aws:Referer": "111122223333"}}),
        type=PolicyType.RESOURCE,
    ),
    good=example(_queue_example(Condition=_ONE_ACCOUNT), type=PolicyType.RESOURCE),
)
def recommended_condition_key_for_service_principal(subject: Subject) -> Iterator[Found]:
    """Find statements for services that only `aws:Referer` limits."""
    for statement, principal in _open_to_services(subject):
        for test in statement.source.conditions:
            if test.key.text.lower() == _WEAK_KEY and demands(test):
                message = (
                    f"{show(test.key.text)} is a weak way to say for whom {show(principal.text)} "
                    "acts. Use `aws:SourceArn` or `aws:SourceAccount`."
                )
                path = (*statement.path, "Condition", test.operator.text, test.key.text)
                yield Found(message, test.key.span, path)


def _open_to_services(subject: Subject) -> Iterator[tuple[StatementView, PlacedPrincipal]]:
    """Yield the Allow statements for services without a source, each with its first service."""
    for statement in subject.statements:
        if not statement.allows or any(map(_limits_source, statement.source.conditions)):
            continue
        for principal in principals_of(statement):
            if principal.kind == "Service":
                yield statement, principal
                break


def _limits_source(test: ConditionTest) -> bool:
    operator = read_operator(test.operator.text)
    if operator is None or operator.row.negated or operator.row.family is Family.NULL:
        return False
    key = test.key.text.lower()
    if key.startswith(_CONTEXTS):
        return bool(test.values) and all(_names_account(value.text) for value in test.values)
    return key in _SOURCE_KEYS and all(value.text != "*" for value in test.values)


def _names_account(text: str) -> bool:
    fields = split_arn(text)
    return fields is not None and len(fields[4]) == 12 and fields[4].isdigit()


def _demands_weak_key(statement: StatementView) -> bool:
    return any(
        test.key.text.lower() == _WEAK_KEY and demands(test) for test in statement.source.conditions
    )


@check(
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    Severity.ERROR,
    tier=3,
    types=_RESOURCE,
    title="A key that the service never sends",
    why="A service is no member of an organization, so a condition on `aws:PrincipalOrgID` never "
    "holds for CloudFront and denies it for good.",
    bad=example(
        allow(
            "s3:GetObject",
            "arn:aws:s3:::acme-receipts/*",
            Principal={"Service": "cloudfront.amazonaws.com"},
            Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
        ),
        type=PolicyType.RESOURCE,
    ),
    good=example(
        allow(
            "s3:GetObject",
            "arn:aws:s3:::acme-receipts/*",
            Principal={"Service": "cloudfront.amazonaws.com"},
            Condition={
                "ArnEquals": {
                    "aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"
                }
            },
        ),
        type=PolicyType.RESOURCE,
    ),
)
def unsupported_condition_key_for_service_principal(subject: Subject) -> Iterator[Found]:
    """Find `aws:PrincipalOrgID` in statements for CloudFront alone, the pair that AWS documents."""
    for statement in subject.statements:
        named = {(item.kind, item.text) for item in principals_of(statement)}
        if named != {("Service", "cloudfront.amazonaws.com")}:
            continue
        for test in statement.source.conditions:
            if test.key.text.lower() == "aws:principalorgid" and demands(test):
                message = (
                    f"`cloudfront.amazonaws.com` never sends {show(test.key.text)}, so this "
                    "statement applies to no request. Test `aws:SourceArn` instead."
                )
                path = (*statement.path, "Condition", test.operator.text, test.key.text)
                yield Found(message, test.key.span, path)
