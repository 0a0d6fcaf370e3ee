"""The two kinds of credentials: access keys that last, and STS sessions that end (section 8).

Source: AWS, "Manage access keys for IAM users", "Compare AWS STS credentials".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from iamlab.engine.evaluation.snapshot import Policy
from iamlab.engine.matching import ContextValue

_NOTHING: Mapping[str, str] = MappingProxyType({})


class SessionKind(StrEnum):
    """The STS call that a session comes from."""

    ASSUME_ROLE = "AssumeRole"
    WEB_IDENTITY = "AssumeRoleWithWebIdentity"
    SAML = "AssumeRoleWithSAML"
    SESSION_TOKEN = "GetSessionToken"  # noqa: S105 - the name of a call
    FEDERATION_TOKEN = "GetFederationToken"  # noqa: S105 - the name of a call
    ASSUME_ROOT = "AssumeRoot"

    @property
    def action(self) -> str:
        """The action of the call, such as `sts:AssumeRole`."""
        return f"sts:{self.value}"


ROLE_KINDS = frozenset({SessionKind.ASSUME_ROLE, SessionKind.WEB_IDENTITY, SessionKind.SAML})
"""Sessions of a role."""

PROVIDER_KINDS = frozenset({SessionKind.WEB_IDENTITY, SessionKind.SAML})
"""Sessions that a token of an identity provider is exchanged for: nobody signs the call (S4)."""


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A long-term key (`AKIA…`) of a user or of root (S8).

    `owner` is the ARN of the user or root; `issued_at` is in epoch seconds, like every instant.
    """

    id: str
    name: str
    owner: str
    issued_at: int

    @property
    def principal(self) -> str:
        """The ARN that a request with this key comes from."""
        return self.owner


@dataclass(frozen=True, slots=True)
class Session:
    """Temporary credentials (`ASIA…`): from `issued_at`, for `duration` seconds and no longer.

    `principal` is who they speak for: an assumed-role session, a user, a federated user or root.
    `identity` is the role or user (or root) whose policies apply. `source` is what the STS call was
    signed with: the ID of a credential, else the service that delivers the credentials or the
    identity provider. `tags` and `source_identity` include what a role chain passes down (S6);
    `transitive` are the keys of tags that the next session inherits. `mfa` tells whether a code was
    given with the call. `context` is what else the call carried. `stolen` marks a session that
    whoever stole its source has made.
    """

    id: str
    name: str
    kind: SessionKind
    principal: str
    identity: str
    source: str
    issued_at: int
    duration: int
    chained: bool = False
    mfa: bool = False
    stolen: bool = False
    tags: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    passed_tags: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    transitive: frozenset[str] = frozenset()
    source_identity: str | None = None
    passed_source_identity: str | None = None
    session_policies: tuple[Policy, ...] = ()
    context: Mapping[str, ContextValue] = field(default_factory=lambda: _NOTHING)

    @property
    def expires_at(self) -> int:
        """The first instant at which AWS refuses them."""
        return self.issued_at + self.duration


Credential = AccessKey | Session
