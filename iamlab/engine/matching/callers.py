"""Who calls: the kinds of principal, and every name under which a policy can mean them (section 4).

Source: AWS, "IAM JSON policy elements: Principal" and "IAM identifiers".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from iamlab.engine.documents import split_arn
from iamlab.engine.errors import RequestError

ACCOUNT_ID = re.compile(r"[0-9]{12}", re.ASCII)
_SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(\.cn)?", re.ASCII)
_PARTITION = re.compile(r"aws[a-z-]*", re.ASCII)
_IDENTITY_PROVIDERS = frozenset(
    {
        "accounts.google.com",
        "cognito-identity.amazonaws.com",
        "graph.facebook.com",
        "www.amazon.com",
    }
)
PROVIDER_KINDS = {"sts:assumerolewithwebidentity": "oidc", "sts:assumerolewithsaml": "saml"}
"""The kind of provider whose token an unsigned call carries instead of a signature (S4)."""

WEB_IDENTITY_ACTIONS = frozenset(PROVIDER_KINDS)


class CallerKind(StrEnum):
    """The kinds of caller of the table in E4."""

    USER = "user"
    ROLE = "role"
    FEDERATED_USER = "federated user"
    ROOT = "root user"
    SERVICE = "AWS service"
    ANONYMOUS = "anonymous"
    WEB_IDENTITY = "identity provider"


@dataclass(frozen=True, slots=True)
class Caller:
    """A principal that makes a request.

    `arn` is how AWS names it in a message (the session, not the role). `identity_arn` is the IAM
    user or role whose policies apply, or None. `parent_arn` is the user or root behind a federated
    session when that is known (P9). `direct`, `parents` and `accounts` are the texts of an AWS
    principal entry that match it, by kind of match. `provider_kind` tells of a call without a
    signature whether it brings an `oidc` or a `saml` token, if any. `services` are the service
    principals that match it though it is no service: none, by AWS's rules.
    """

    kind: CallerKind
    arn: str
    partition: str = "aws"
    account: str | None = None
    identity_arn: str | None = None
    session_name: str | None = None
    parent_arn: str | None = None
    unique_id: str | None = None
    canonical_id: str | None = None
    service_linked: bool = False
    provider_kind: str = ""
    direct: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    @property
    def signed(self) -> bool:
        """Whether the request carries a signature, so that AWS knows the principal."""
        return self.kind not in (CallerKind.ANONYMOUS, CallerKind.WEB_IDENTITY)

    @property
    def name(self) -> str:
        """The last part of the name: the user, the role, or the session behind a federated user."""
        federated = self.kind is CallerKind.FEDERATED_USER
        arn = self.arn if federated else self.identity_arn or self.arn
        return arn.rsplit("/", 1)[-1]

    @property
    def noun(self) -> str:
        """Short words for a sentence, such as `role/receipt-reader` or `lambda.amazonaws.com`."""
        if self.kind in (CallerKind.USER, CallerKind.ROLE):
            return f"{self.kind}/{self.name}"
        if self.kind is CallerKind.FEDERATED_USER:
            return f"federated-user/{self.name}"
        if self.kind is CallerKind.WEB_IDENTITY:
            return self.arn.rpartition("-provider/")[2]
        return "the root user" if self.kind is CallerKind.ROOT else self.arn


@dataclass(frozen=True, slots=True)
class KnownIdentity:
    """What the organization knows about a user or role: its full ARN and unique identifier."""

    arn: str
    unique_id: str | None = None


def describe_caller(
    principal: str,
    *,
    action_lower: str = "",
    role_arn: str | None = None,
    parent: str | None = None,
    known: KnownIdentity | None = None,
    canonical_id: str | None = None,
) -> Caller:
    """Work out who a principal is.

    `role_arn` is the full ARN of the role behind an assumed-role session, path included (P8);
    without it the role is taken to have no path. `parent` is the user or root behind a federated
    user (P9). `known` adds the unique identifier. Raises RequestError when the text is not a
    principal that can call AWS.
    """
    if principal == "anonymous":
        kind = PROVIDER_KINDS.get(action_lower, "")
        return Caller(CallerKind.ANONYMOUS, principal, provider_kind=kind)
    if action_lower in WEB_IDENTITY_ACTIONS and _is_provider(principal):
        return _web_identity(principal)
    if _SERVICE.fullmatch(principal):
        return Caller(CallerKind.SERVICE, principal, direct=frozenset({principal}))
    fields = split_arn(principal)
    if fields is None or fields[0] != "arn" or not _PARTITION.fullmatch(fields[1]):
        raise RequestError("principal", _not_a_principal(principal))
    _, partition, service, _, account, name = fields
    if not ACCOUNT_ID.fullmatch(account):
        raise RequestError(
            "principal",
            f"the account field of `{principal}` is `{account}`; it must be 12 digits",
        )
    home = _Home(partition, account, canonical_id)
    kind, _, rest = name.partition("/")
    if service == "iam" and name == "root":
        return home.root(principal)
    if service == "iam" and kind == "user" and rest:
        return home.user(principal, known)
    if service == "iam" and kind == "role" and rest:
        return home.role(principal, known, None)
    if service == "sts" and kind == "assumed-role" and re.fullmatch("[^/]+/[^/]+", rest):
        role, session = rest.split("/")
        arn = role_arn or (known.arn if known else f"arn:{partition}:iam::{account}:role/{role}")
        return home.role(arn, known, session)
    if service == "sts" and kind == "federated-user" and rest:
        return home.federated_user(principal, parent, known)
    raise RequestError("principal", _not_a_principal(principal))


@dataclass(frozen=True, slots=True)
class _Home:
    """The account of a caller, and the callers that can live in it."""

    partition: str
    account: str
    canonical_id: str | None

    def root(self, arn: str) -> Caller:
        return Caller(
            CallerKind.ROOT,
            arn,
            self.partition,
            self.account,
            unique_id=self.account,
            canonical_id=self.canonical_id,
            accounts=self._entries(),
        )

    def user(self, arn: str, known: KnownIdentity | None) -> Caller:
        unique_id = known.unique_id if known else None
        return Caller(
            CallerKind.USER,
            arn,
            self.partition,
            self.account,
            identity_arn=arn,
            unique_id=unique_id,
            canonical_id=self.canonical_id,
            direct=_present(arn, unique_id),
            accounts=self._entries(),
        )

    def role(self, role_arn: str, known: KnownIdentity | None, session: str | None) -> Caller:
        unique_id = known.unique_id if known else None
        arn = role_arn
        if session is not None:
            name = role_arn.rsplit("/", 1)[-1]
            arn = f"arn:{self.partition}:sts::{self.account}:assumed-role/{name}/{session}"
        return Caller(
            CallerKind.ROLE,
            arn,
            self.partition,
            self.account,
            identity_arn=role_arn,
            session_name=session,
            unique_id=unique_id,
            canonical_id=self.canonical_id,
            service_linked=":role/aws-service-role/" in role_arn,
            direct=_present(arn if session is not None else None),
            parents=_present(role_arn, unique_id),
            accounts=self._entries(),
        )

    def federated_user(self, arn: str, parent: str | None, known: KnownIdentity | None) -> Caller:
        if parent is not None:
            self._check_parent(parent)
        user = parent if parent is not None and not parent.endswith(":root") else None
        unique_id = known.unique_id if known is not None and known.arn == user else None
        return Caller(
            CallerKind.FEDERATED_USER,
            arn,
            self.partition,
            self.account,
            identity_arn=user,
            session_name=arn.rsplit("/", 1)[-1],
            parent_arn=parent,
            canonical_id=self.canonical_id,
            direct=_present(arn),
            parents=_present(user, unique_id),
            accounts=self._entries(),
        )

    def _check_parent(self, parent: str) -> None:
        fields = split_arn(parent)
        own = fields is not None and fields[:3] == ("arn", self.partition, "iam")
        if (
            fields is None
            or not own
            or fields[4] != self.account
            or not (fields[5] == "root" or fields[5].startswith("user/"))
        ):
            raise RequestError(
                "parent",
                f"`{parent}` cannot stand behind this session; give the ARN of a user or of root "
                f"in account {self.account}",
            )

    def _entries(self) -> frozenset[str]:
        return frozenset({self.account, f"arn:{self.partition}:iam::{self.account}:root"})


def _web_identity(principal: str) -> Caller:
    fields = split_arn(principal)
    if fields is None:
        return Caller(CallerKind.WEB_IDENTITY, principal, direct=frozenset({principal}))
    return Caller(
        CallerKind.WEB_IDENTITY, principal, fields[1], fields[4], direct=frozenset({principal})
    )


def token_call(principal: str) -> str | None:
    """Return the only call that a provider's token is good for (S4); None for other principals."""
    if not _is_provider(principal):
        return None
    is_saml = ":saml-provider/" in principal
    return "sts:AssumeRoleWithSAML" if is_saml else "sts:AssumeRoleWithWebIdentity"


def _is_provider(principal: str) -> bool:
    fields = split_arn(principal)
    if fields is None:
        return principal in _IDENTITY_PROVIDERS
    return fields[2] == "iam" and fields[5].startswith(("oidc-provider/", "saml-provider/"))


def _present(*texts: str | None) -> frozenset[str]:
    return frozenset(text for text in texts if text is not None)


def _not_a_principal(principal: str) -> str:
    return (
        f"`{principal}` cannot call AWS; give the ARN of a user, a role, an assumed-role session, "
        "a federated user or an account's root, a service such as `lambda.amazonaws.com`, "
        "or `anonymous`"
    )
