"""Checks of Principal and NotPrincipal as elements: their shape, their keys, where they belong."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import (
    Finding,
    Json,
    Member,
    NodeKind,
    PolicyType,
    Repair,
    Severity,
    TextEdit,
)
from iamlab.engine.documents.grammar import PRINCIPAL_KINDS, suggest
from iamlab.engine.validation.assuming import suits
from iamlab.engine.validation.examples import allow, deny, example
from iamlab.engine.validation.principal_names import fits_kind
from iamlab.engine.validation.principal_places import ANYONE
from iamlab.engine.validation.registry import (
    IDENTITY_TYPES,
    RCP,
    RESOURCE_TYPES,
    TRUST,
    Found,
    check,
    reported_by_reader,
)
from iamlab.engine.validation.subject import StatementView, Subject

_ONLY_RESOURCE = frozenset({PolicyType.RESOURCE})
_ONLY_ENDPOINT = frozenset({PolicyType.ENDPOINT})
_WITH_PRINCIPAL = RESOURCE_TYPES | TRUST | RCP
_ELEMENTS = ("Principal", "NotPrincipal")
_READER: dict[str, Json] = {"AWS": "arn:aws:iam::111122223333:role/reader"}
_RECEIPTS = "arn:aws:s3:::acme-receipts/*"


def _kind_for(subject: Subject, statement: StatementView, texts: list[str]) -> str | None:
    """The one type of principal that all texts can stand under, with no new mistake."""
    for kind in PRINCIPAL_KINDS:
        if all(fits_kind(kind, text) for text in texts):
            return kind if _can_hold(subject, statement, kind, texts) else None
    return None


def _can_hold(subject: Subject, statement: StatementView, kind: str, texts: list[str]) -> bool:
    """Whether the texts can move to a type without being refused there for another reason."""
    if subject.type is not PolicyType.TRUST:
        return kind != "Federated"
    return all(suits(statement, kind, text) for text in texts)


def _wrap(subject: Subject, finding: Finding) -> Repair | None:
    """Put a bare text, or a list of them, under its type of principal."""
    for statement in subject.statements:
        for name in _ELEMENTS:
            member = statement.element(name)
            if member is None or member.value.span != finding.span:
                continue
            texts = [node.text for node in member.value.items or (member.value,)]
            if subject.type is PolicyType.RCP:
                return None
            if set(texts) == {ANYONE} and subject.type is not PolicyType.TRUST:
                return subject.replace("Write the star alone", finding.span, ANYONE)
            kind = _kind_for(subject, statement, texts) if all(texts) else None
            if kind is None:
                return None
            start, end = finding.span.start.offset, finding.span.end.offset
            edits = (TextEdit(start, start, f'{{"{kind}": '), TextEdit(end, end, "}"))
            return subject.join(f"Put it under {kind}", edits)
    return None


reported_by_reader(
    "INVALID_PRINCIPAL_FORMAT",
    Severity.ERROR,
    theme="principals",
    tier=1,
    types=_WITH_PRINCIPAL,
    title="Principal is neither a star nor an object",
    why="AWS cannot tell whether a bare name is an account, a service or a provider, so it refuses "
    "the policy.",
    bad=example(
        allow("s3:GetObject", _RECEIPTS, Principal="arn:aws:iam::111122223333:role/reader"),
        type=PolicyType.RESOURCE,
    ),
    good=example(allow("s3:GetObject", _RECEIPTS, Principal=_READER), type=PolicyType.RESOURCE),
    mend=_wrap,
)


def _holder(subject: Subject, finding: Finding) -> tuple[StatementView, Member, Member] | None:
    """The statement, the element and the member whose key a finding is about."""
    for statement in subject.statements:
        for name in _ELEMENTS:
            element = statement.element(name)
            for member in element.value.members if element is not None else ():
                if element is not None and member.key.span == finding.span:
                    return statement, element, member
    return None


def _rename_kind(subject: Subject, finding: Finding) -> Repair | None:
    """Give the key the name that its spelling, or else what stands under it, suggests."""
    held = _holder(subject, finding)
    if held is None:
        return None
    statement, element, member = held
    texts = [node.text for node in member.value.items or (member.value,)]
    kind = suggest(member.key.text, PRINCIPAL_KINDS)
    if kind is None and ANYONE in texts:
        return None  # now it means nobody; that it should mean everyone is not for us to guess
    if kind is None or not all(fits_kind(kind, text) for text in texts):
        kind = _kind_for(subject, statement, texts)
    if kind is None or not _can_hold(subject, statement, kind, texts):
        return None
    if kind in {other.key.text for other in element.value.members}:
        return None
    return subject.rename(f"Use {kind}", member.key.span, kind)


reported_by_reader(
    "INVALID_PRINCIPAL_KEY",
    Severity.ERROR,
    theme="principals",
    tier=1,
    types=_WITH_PRINCIPAL,
    title="Principal uses an unknown type of principal",
    why="Only `AWS`, `Service`, `Federated` and `CanonicalUser` are types of principal, and names "
    "under any other key match nobody.",
    bad=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Principal={"aws": "arn:aws:iam::111122223333:role/reader"},
        ),
        type=PolicyType.RESOURCE,
    ),
    good=example(
        allow("s3:GetObject", _RECEIPTS, Principal=_READER),
        type=PolicyType.RESOURCE,
    ),
    mend=_rename_kind,
)


def _remove(subject: Subject, finding: Finding) -> Repair | None:
    """Take out the element that a finding is about."""
    return subject.remove(f"Remove {finding.path[-1]}", finding.span)


reported_by_reader(
    "UNSUPPORTED_PRINCIPAL",
    Severity.ERROR,
    theme="principals",
    tier=1,
    types=IDENTITY_TYPES,
    title="An identity-based policy names a principal",
    why="An identity-based policy governs whoever it is attached to, so AWS refuses one that also "
    "says for whom it is.",
    bad=example(allow("s3:GetObject", _RECEIPTS, Principal=_READER)),
    good=example(allow("s3:GetObject", _RECEIPTS)),
    mend=_remove,
)

reported_by_reader(
    "UNSUPPORTED_NOT_PRINCIPAL",
    Severity.ERROR,
    theme="principals",
    tier=2,
    types=_ONLY_ENDPOINT,
    title="A VPC endpoint policy uses NotPrincipal",
    why="An endpoint policy names its callers with `Principal` and conditions, so what is written "
    "in `NotPrincipal` cannot be relied on.",
    bad=example(
        deny("s3:*", NotPrincipal=_READER),
        type=PolicyType.ENDPOINT,
    ),
    good=example(
        allow(
            "s3:*",
            Principal="*",
            Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/reader"}},
        ),
        type=PolicyType.ENDPOINT,
    ),
    link="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    own=True,
)


@check(
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
    Severity.ERROR,
    tier=2,
    types=RESOURCE_TYPES,
    title="A federated principal outside a role trust policy",
    why="Identity providers vouch for people only while these assume a role, so no other kind of "
    "policy can name a provider.",
    bad=example(
        allow("s3:GetObject", _RECEIPTS, Principal={"Federated": "accounts.google.com"}),
        type=PolicyType.RESOURCE,
    ),
    good=example(allow("s3:GetObject", _RECEIPTS, Principal=_READER), type=PolicyType.RESOURCE),
)
def federated_principal_not_supported(subject: Subject) -> Iterator[Found]:
    """Find Federated in policies of resources and endpoints."""
    for statement in subject.statements:
        for name in _ELEMENTS:
            element = statement.element(name)
            for member in element.value.members if element is not None else ():
                if member.key.text == "Federated" and member.value.kind is not NodeKind.MISSING:
                    message = (
                        "`Federated` works only in role trust policies. Let people of the provider "
                        "assume a role, and name that role under `AWS`."
                    )
                    path = (*statement.path, name, "Federated")
                    yield Found(message, member.key.span, path)


@check(
    "ALLOW_WITH_NOT_PRINCIPAL",
    Severity.SECURITY_WARNING,
    tier=1,
    types=_ONLY_RESOURCE,
    title="Allow with NotPrincipal",
    why="`Allow` with `NotPrincipal` grants to everyone who is not listed, strangers and anonymous "
    "callers included.",
    bad=example(allow("s3:GetObject", _RECEIPTS, NotPrincipal=_READER), type=PolicyType.RESOURCE),
    good=example(allow("s3:GetObject", _RECEIPTS, Principal=_READER), type=PolicyType.RESOURCE),
)
def allow_with_not_principal(subject: Subject) -> Iterator[Found]:
    """Find Allow statements that name only whom they do not mean."""
    for statement in subject.statements:
        element = statement.element("NotPrincipal")
        if element is not None and statement.allows:
            message = (
                "This allows everyone but the listed principals, anonymous callers included. Name "
                "in `Principal` whom you mean."
            )
            yield Found(message, element.key.span, (*statement.path, "NotPrincipal"))
