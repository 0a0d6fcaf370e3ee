"""What the name of a principal says: an account, a user, a role, a service or a provider.

Source: "AWS JSON policy elements: Principal" and "IAM identifiers" in the IAM User Guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from iamlab.engine.documents import split_arn

_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
_PARTITION = re.compile(r"aws[a-z-]{0,20}", re.ASCII)
_UNIQUE_ID = re.compile(r"(AIDA|AROA)[A-Z0-9]{12,28}", re.ASCII)
_CANONICAL = re.compile(r"[0-9a-f]{64}", re.ASCII)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}", re.ASCII)
_PROVIDER = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:(oidc|saml)-provider/([^/].*)", re.ASCII)
_LONGEST = 600

BUILT_IN_PROVIDERS = (
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
)
"""The web identity providers that AWS knows without a provider ARN."""

SERVICE_SUFFIXES = (
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".aws.internal",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
)
"""How the names of service principals end, in the partitions of AWS."""


class Form(StrEnum):
    """What a text under `AWS` names."""

    ANYONE = "everyone"
    ACCOUNT = "account"
    USER = "user"
    ROLE = "role"
    SESSION = "role session"
    FEDERATED_USER = "federated user"
    USER_ID = "unique ID of a user"
    ROLE_ID = "unique ID of a role"
    ORIGIN = "CloudFront origin access identity"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AwsName:
    """A text under `AWS`; `name` is that of the user or role, without its path."""

    form: Form
    partition: str = ""
    account: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider; `address` is a host, perhaps with a path, or a SAML provider's name."""

    saml: bool
    address: str
    arn: bool


_UNKNOWN = AwsName(Form.UNKNOWN)
_ORIGIN_USER = "user/CloudFront Origin Access Identity "
_KINDS = {
    ("iam", "user"): Form.USER,
    ("iam", "role"): Form.ROLE,
    ("sts", "assumed-role"): Form.SESSION,
    ("sts", "federated-user"): Form.FEDERATED_USER,
}


@lru_cache(maxsize=1024)
def read_aws_name(text: str) -> AwsName:
    """Tell what a text under `AWS` names; any text may be given."""
    if text == "*":
        return AwsName(Form.ANYONE)
    if _ACCOUNT.fullmatch(text):
        return AwsName(Form.ACCOUNT, account=text)
    found = _UNIQUE_ID.fullmatch(text)
    if found:
        return AwsName(Form.USER_ID if found[1] == "AIDA" else Form.ROLE_ID)
    fields = split_arn(text) if len(text) <= _LONGEST else None
    return _UNKNOWN if fields is None else _read_arn(*fields)


def _read_arn(_: str, partition: str, service: str, region: str, owner: str, rest: str) -> AwsName:
    if not _PARTITION.fullmatch(partition) or region:
        return _UNKNOWN
    if service == "iam" and owner == "cloudfront" and rest.startswith(_ORIGIN_USER):
        return AwsName(Form.ORIGIN, partition)
    if not _ACCOUNT.fullmatch(owner):
        return _UNKNOWN
    if service == "iam" and rest == "root":
        return AwsName(Form.ACCOUNT, partition, owner)
    kind, _, path = rest.partition("/")
    form = _KINDS.get((service, kind))
    if form is None or not path or path.endswith("/"):
        return _UNKNOWN
    if form is Form.SESSION:
        role, slash, session = path.partition("/")
        return AwsName(form, partition, owner, role) if slash and "/" not in session else _UNKNOWN
    return AwsName(form, partition, owner, path.rpartition("/")[2])


@lru_cache(maxsize=1024)
def read_provider(text: str) -> Provider | None:
    """Read a text under `Federated`: a provider's ARN or the domain name of one; or None."""
    if len(text) > _LONGEST:
        return None
    found = _PROVIDER.fullmatch(text)
    if found is None:
        return Provider(saml=False, address=text, arn=False) if _is_host(text.lower()) else None
    saml, address = found[1] == "saml", found[2]
    host = address.partition("/")[0]
    if not saml and not _is_host(host.lower()):
        return None
    return Provider(saml, address, arn=True)


def is_service_principal(text: str) -> bool:
    """Tell whether a text is written as service principals are: `lambda.amazonaws.com`."""
    # Alexa's skills call AWS Lambda under names of another domain.
    alexa = text.startswith("alexa-") and text.endswith(".amazon.com")
    return _is_host(text) and (alexa or text.endswith(SERVICE_SUFFIXES))


def is_canonical_id(text: str) -> bool:
    """Tell whether a text is written as the canonical ID of an account is, in Amazon S3."""
    return _CANONICAL.fullmatch(text) is not None


def fits_kind(kind: str, text: str) -> bool:
    """Tell whether a text is one that may stand under a type of principal, such as `Service`."""
    if kind == "AWS":
        return read_aws_name(text).form is not Form.UNKNOWN
    if kind == "Service":
        return is_service_principal(text)
    if kind == "Federated":
        return read_provider(text) is not None
    return kind == "CanonicalUser" and is_canonical_id(text)


def _is_host(text: str) -> bool:
    labels = text.split(".") if len(text) <= 255 else []
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
