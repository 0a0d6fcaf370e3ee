"""A question: may this principal do this action on this resource, in this context?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from iamlab.engine.evaluation.snapshot import Policy
from iamlab.engine.matching import ContextValue

_NO_CONTEXT: Mapping[str, ContextValue] = MappingProxyType({})


class CredentialState(StrEnum):
    """Whether AWS accepts the caller's credentials at all (E1)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Request:
    """One authorization question.

    principal: ARN of a user, role, assumed-role session, federated user or root; a service such as
        `lambda.amazonaws.com`; an identity provider for AssumeRoleWith*; or `anonymous`.
    action: `service:Name`, in any case.
    resource: an ARN, or `*` for an action on nothing in particular.
    resource_account: 12 digits; by default what the organization knows, else what the ARN says,
        else the principal's account.
    context: condition keys to text, number, boolean or a list of them. The engine adds only what
        follows from the rest of the request (X0).
    time: the instant of the request in epoch seconds, for `aws:CurrentTime`; None leaves it out.
    parent: the user or root behind a federated user (P9).
    """

    principal: str
    action: str
    resource: str
    resource_account: str | None = None
    context: Mapping[str, ContextValue] = field(default_factory=lambda: _NO_CONTEXT)
    time: float | None = None
    parent: str | None = None
    session_policies: tuple[Policy, ...] = ()
    endpoint_policies: tuple[Policy, ...] = ()
    credentials: CredentialState = CredentialState.ACTIVE
