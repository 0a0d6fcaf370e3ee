"""Who is asking: a person with an account, or a browser session."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.sandbox.models import Sandbox
from iamlab.sandbox.services.errors import VisitorUnknown


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person (`user_id`) or a browser session (`key`, at most 64 characters).

    A person's rows are found by the account alone, whatever the session. With neither, a visitor
    reads the templates and owns nothing.
    """

    user_id: int | None = None
    key: str | None = None

    @property
    def known(self) -> bool:
        """Whether there is anything to own a sandbox by."""
        return self.user_id is not None or bool(self.key)

    def owns(self, sandbox: Sandbox) -> bool:
        """Whether the sandbox is this visitor's own copy."""
        if self.user_id is not None:
            return sandbox.owner_id == self.user_id
        return bool(self.key) and sandbox.visitor_key == self.key

    def ownership(self) -> dict[str, int | str]:
        """Return the column and the value that mark this visitor's sandboxes.

        Raises VisitorUnknown for a visitor with neither account nor session.
        """
        if self.user_id is not None:
            return {"owner_id": self.user_id}
        if self.key:
            return {"visitor_key": self.key}
        raise VisitorUnknown
