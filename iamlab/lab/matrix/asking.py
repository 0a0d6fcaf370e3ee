"""The requests of a matrix: what AWS would send with each, and what the learner changes in that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from iamlab.engine import Request, Snapshot, practice_context

Context = Mapping[str, str | list[str]]

_PASS_ROLE = "iam:passrole"  # noqa: S105 - no secret


@dataclass(frozen=True, slots=True)
class Practice:
    """Makes requests in one organization.

    `connection` are keys of the connection and the sign-in, which an AWS service has no part in;
    `stated` are keys that the learner states for every request, and they win.
    """

    snapshot: Snapshot
    connection: Context
    stated: Context
    _kept: dict[tuple[str, str, str], Mapping[str, Any]] = field(default_factory=dict)

    def overrides(self, principal: str) -> Context:
        """Return the keys in which a principal's requests differ from a practice request."""
        if principal.endswith(".amazonaws.com"):
            return self.stated
        signed = principal.startswith("arn:") and "-provider/" not in principal
        connection = {
            name: value
            for name, value in self.connection.items()
            if signed or name != "aws:MultiFactorAuthPresent"
        }
        return {**connection, **self.stated}

    def request(self, principal: str, action: str, resource: str) -> Request:
        """Return the request with its context. Raises RequestError for one that nobody can make."""
        request = Request(principal, action, resource, context=self.overrides(principal))
        # The context hangs on the action by its service alone, but for the role that is passed.
        lowered = action.lower()
        what = lowered if lowered == _PASS_ROLE else lowered.partition(":")[0]
        if principal.startswith("arn:") and "-provider/" in principal:
            what = lowered  # a provider can ask for some actions only
        key = (principal, what, resource)
        context = self._kept.get(key)
        if context is None:
            context = {**practice_context(self.snapshot, request), **request.context}
            self._kept[key] = context
        return replace(request, context=context)
