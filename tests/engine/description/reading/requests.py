"""What a sentence is asked about: one request, with all that a reader can know of its caller."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ROLE_SESSION = re.compile(r"arn:aws:sts::([0-9]{12}):assumed-role/([^/]+)/(.+)")
_IDENTITY = re.compile(r"arn:aws:iam::([0-9]{12}):(user|role)/(.+)")
_FEDERATED = re.compile(r"arn:aws:sts::([0-9]{12}):federated-user/(.+)")
_ROOT = re.compile(r"arn:aws:iam::([0-9]{12}):root")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks; `role` is behind a session and `parent` behind a federated user, as ARNs.

    `provider` is the identity provider that vouches for a caller who has no signature.
    """

    principal: str
    role: str = ""
    parent: str = ""
    unique_id: str = ""
    canonical_id: str = ""
    provider: str = ""
    bounded: bool = False
    counts_for_account: bool = True

    @property
    def account(self) -> str:
        """The account of a signed caller, else nothing."""
        for pattern in (_ROLE_SESSION, _IDENTITY, _FEDERATED, _ROOT):
            found = pattern.fullmatch(self.principal)
            if found:
                return found[1]
        return ""

    @property
    def service(self) -> str:
        """The name of an AWS service that calls for itself."""
        return self.principal if self.principal.endswith(".amazonaws.com") else ""

    @property
    def chain(self) -> tuple[str, ...]:
        """The ARNs that the caller goes by, narrow ones first; its account is not among them."""
        if self.service or self.provider or self.principal == "anonymous":
            return ()
        if _ROOT.fullmatch(self.principal):
            return ()
        return tuple(item for item in (self.principal, self.role or self.parent) if item)


@dataclass(frozen=True, slots=True)
class Question:
    """One request: `target` is an ARN, or `*` for an action on nothing in particular.

    `context` has lower-case keys, each with one value or more.
    """

    caller: Caller
    action: str
    target: str
    context: Mapping[str, tuple[str, ...]]
