"""Checks of the single names under Principal and NotPrincipal: wildcards, leftovers, typos."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from iamlab.engine.catalog import principal_services, service_exists
from iamlab.engine.documents import Json, PolicyType, Repair, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.principal_names import (
    BUILT_IN_PROVIDERS,
    Form,
    is_canonical_id,
    is_service_principal,
    read_aws_name,
    read_provider,
)
from iamlab.engine.validation.principal_places import PlacedPrincipal, principals
from iamlab.engine.validation.registry import RESOURCE_TYPES, TRUST, Found, check
from iamlab.engine.validation.subject import Subject

_WITH_NAMES = RESOURCE_TYPES | TRUST
_ELEMENTS = ("Principal", "NotPrincipal")
_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"
)
_READER: dict[str, Json] = {"AWS": "arn:aws:iam::111122223333:role/reader"}
_DOMAIN = ".amazonaws.com"
_SHORTEST, _LONGEST = 4, 40
_MOST_SERVICES = 40  # a misspelled name is compared with all known ones, so only so many are


def _resource_example(principal: Json) -> dict[str, Json]:
    return allow("s3:GetObject", "arn:aws:s3:::acme-receipts/*", Principal=principal)


@check(
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    Severity.ERROR,
    tier=1,
    types=_WITH_NAMES,
    title="A wildcard inside the name of a principal",
    why="Only `*` alone is a wildcard in `Principal`, so a name with `*` or `?` in it is plain "
    "text that no principal has.",
    bad=example(
        _resource_example({"AWS": "arn:aws:iam::111122223333:role/team-*"}),
        type=PolicyType.RESOURCE,
    ),
    good=example(
        allow(
            "s3:GetObject",
            "arn:aws:s3:::acme-receipts/*",
            Principal={"AWS": "111122223333"},
            Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/team-*"}},
        ),
        type=PolicyType.RESOURCE,
    ),
)
def unsupported_wildcard_in_principal(subject: Subject) -> Iterator[Found]:
    """Find names with `*` or `?` that are not the one star that means everyone."""
    for principal in principals(subject, *_ELEMENTS):
        if principal.is_anyone or not ("*" in principal.text or "?" in principal.text):
            continue
        if principal.kind == "AWS":
            end = (
                "inside a name it matches nobody. Name the account, and test `aws:PrincipalArn` "
                "with `ArnLike`."
            )
        else:
            end = f"`{principal.kind}` takes whole names only. Write each one out."
        shown = show(principal.text)
        yield Found(f"{shown} holds a wildcard, but {end}", principal.span, principal.path)


@check(
    "INVALID_ROLE_REFERENCE",
    Severity.WARNING,
    tier=2,
    types=_WITH_NAMES,
    title="The unique ID of a role instead of its ARN",
    why="AWS shows the unique ID of a role once the role is deleted, and a new role of the same "
    "name has another ID, which the policy does not mean.",
    bad=example(_resource_example({"AWS": "AROADBQP57FF2AEXAMPLE"}), type=PolicyType.RESOURCE),
    good=example(
        _resource_example({"AWS": "arn:aws:iam::111122223333:role/reader"}),
        type=PolicyType.RESOURCE,
    ),
)
def invalid_role_reference(subject: Subject) -> Iterator[Found]:
    """Find unique IDs of roles."""
    yield from _references(subject, Form.ROLE_ID, "role")


@check(
    "INVALID_USER_REFERENCE",
    Severity.WARNING,
    tier=2,
    types=_WITH_NAMES,
    title="The unique ID of a user instead of its ARN",
    why="AWS shows the unique ID of a user once the user is deleted, and a new user of the same "
    "name has another ID, which the policy does not mean.",
    bad=example(_resource_example({"AWS": "AIDADBQP57FF2AEXAMPLE"}), type=PolicyType.RESOURCE),
    good=example(
        _resource_example({"AWS": "arn:aws:iam::111122223333:user/reader"}),
        type=PolicyType.RESOURCE,
    ),
)
def invalid_user_reference(subject: Subject) -> Iterator[Found]:
    """Find unique IDs of users."""
    yield from _references(subject, Form.USER_ID, "user")


def _references(subject: Subject, form: Form, noun: str) -> Iterator[Found]:
    for principal in principals(subject, *_ELEMENTS):
        if principal.kind == "AWS" and read_aws_name(principal.text).form is form:
            message = (
                f"{show(principal.text)} is the unique ID of a {noun}, probably a deleted one. "
                f"Write the ARN of the {noun} that you mean, or remove the entry."
            )
            yield Found(message, principal.span, principal.path)


@check(
    "UNKNOWN_PRINCIPAL",
    Severity.WARNING,
    tier=2,
    types=_WITH_NAMES,
    title="A principal that AWS does not know",
    why="A name in no form that AWS knows matches nobody, and most services refuse a policy that "
    "holds one.",
    bad=example(_resource_example({"AWS": "1111-2222-3333"}), type=PolicyType.RESOURCE),
    good=example(_resource_example(_READER), type=PolicyType.RESOURCE),
    link=_PAGE,
    own=True,
)
def unknown_principal(subject: Subject) -> Iterator[Found]:
    """Find names in no form that their type of principal takes, and services with a typo."""
    services = 0
    for principal in principals(subject, *_ELEMENTS):
        if "*" in principal.text or "?" in principal.text or "${" in principal.text:
            continue
        if principal.kind == "AWS":
            found = _look_at_aws(subject, principal)
        elif principal.kind == "Service":
            services += 1
            found = _look_at_service(subject, principal) if services <= _MOST_SERVICES else None
        elif principal.kind == "Federated" and subject.type is PolicyType.TRUST:
            found = _look_at_provider(principal)
        elif principal.kind == "CanonicalUser" and not is_canonical_id(principal.text):
            found = _found(principal, "is no canonical user ID, which has 64 hexadecimal digits.")
        else:
            found = None
        if found is not None:
            yield found


def _found(principal: PlacedPrincipal, end: str, repair: Repair | None = None) -> Found:
    return Found(f"{show(principal.text)} {end}", principal.span, principal.path, repair)


def _look_at_aws(subject: Subject, principal: PlacedPrincipal) -> Found | None:
    text = principal.text
    if read_aws_name(text).form is not Form.UNKNOWN:
        return None
    digits = text.replace("-", "").replace(" ", "")
    if len(text) <= _LONGEST and digits.isascii() and digits.isdigit():
        if len(digits) != 12:
            return _found(principal, "is not an account ID, which has 12 digits.")
        repair = subject.replace(f"Use {digits}", principal.span, digits)
        return _found(principal, f"is not how AWS writes an account ID. Write `{digits}`.", repair)
    if is_service_principal(text):
        return _found(principal, "is a service; it belongs under `Service`, not under `AWS`.")
    if ":oidc-provider/" in text or ":saml-provider/" in text:
        return _found(principal, "is an identity provider; it belongs under `Federated`.")
    for noun, part in (("A group", ":group/"), ("An instance profile", ":instance-profile/")):
        if part in text:
            return _found(principal, f"cannot be a principal. {noun} does not call AWS itself.")
    return _found(
        principal,
        "is not an account ID or the ARN of an account, user, role or session, so it matches "
        "nobody.",
    )


def _look_at_service(subject: Subject, principal: PlacedPrincipal) -> Found | None:
    near = _near_service(principal.text)
    if near is None:
        return None
    repair = subject.replace(f"Use {near}", principal.span, near)
    return _found(principal, f"is no service principal we know. Did you mean `{near}`?", repair)


@lru_cache(maxsize=512)
def _near_service(text: str) -> str | None:
    """The service principal that a name misspells; only names with one label before the domain."""
    label = text.removesuffix(_DOMAIN)
    if label == text or "." in label or not _SHORTEST <= len(label) <= _LONGEST:
        return None
    if text in principal_services() or service_exists(label):
        return None
    known = [name.removesuffix(_DOMAIN) for name in principal_services()]
    near = get_close_matches(label, known, n=1, cutoff=0.85)
    # A longer name can be that of a newer service, as `securityhubv2` is.
    return near[0] + _DOMAIN if near and not label.startswith(near[0]) else None


def _look_at_provider(principal: PlacedPrincipal) -> Found | None:
    provider = read_provider(principal.text)
    if provider is None or provider.arn or provider.address in BUILT_IN_PROVIDERS:
        return None
    if provider.address.startswith("cognito-identity-"):  # GovCloud has its own
        return None
    return _found(
        principal,
        "is not one of the providers that AWS knows by their domain. Write the ARN of the OIDC "
        "provider in your account.",
    )
