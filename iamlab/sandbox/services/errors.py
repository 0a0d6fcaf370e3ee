"""What the services raise; only views turn these into responses.

SandboxError
├── SandboxNotFound       no such sandbox, or a stranger's: the two look the same
├── ScenarioNotFound      no scenario of that name is loaded
├── ScenarioRefused       scenario files that contradict themselves
├── VisitorUnknown        a write by somebody who has neither an account nor a session
├── PolicyNotFound        no policy of that key in this sandbox
├── VersionNotFound       no such version of the policy
├── PolicyRefused         a text that is not stored
├── EditConflict          somebody saved the policy in the meantime
├── PrincipalNotFound     a principal that this organization does not have
├── QuestionRefused       a question that is too large to share
└── SharedNotFound        no shared question behind this link
"""

# ruff: noqa: N818 - these say what happened; the word Error would add nothing.
from __future__ import annotations

from difflib import unified_diff

from iamlab.engine import Finding
from iamlab.sandbox.models import PolicyVersion

_MAX_DIFF_LINES = 4000


class SandboxError(Exception):
    """Base of everything the services raise; `code` is stable, the message is for people."""

    code = "SANDBOX_ERROR"


class SandboxNotFound(SandboxError):
    """No such sandbox for this visitor; a stranger's is not told apart from none."""

    code = "SANDBOX_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no such practice organization.")


class ScenarioNotFound(SandboxError):
    """No scenario of that name is loaded."""

    code = "SCENARIO_NOT_FOUND"

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is no scenario called “{slug}”.")


class ScenarioRefused(SandboxError):
    """Scenario files that cannot become an organization; the message says which part and why."""

    code = "SCENARIO_REFUSED"


class VisitorUnknown(SandboxError):
    """A write by somebody who has neither an account nor a session to keep it under."""

    code = "VISITOR_UNKNOWN"

    def __init__(self) -> None:
        super().__init__("Your browser keeps no session, so there is nowhere to keep your copy.")


class PolicyNotFound(SandboxError):
    """No policy of that key in this sandbox."""

    code = "POLICY_NOT_FOUND"

    def __init__(self, key: str) -> None:
        super().__init__(f"This practice organization has no policy “{key}”.")


class VersionNotFound(SandboxError):
    """No such version of the policy: it never was, or it was too old to keep."""

    code = "VERSION_NOT_FOUND"

    def __init__(self, key: str, number: int) -> None:
        super().__init__(f"“{key}” has no version {number}.")


class PolicyRefused(SandboxError):
    """A policy text that is not stored; `findings` say where it cannot be read."""

    def __init__(self, code: str, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.findings = findings


class EditConflict(SandboxError):
    """The policy was saved by another tab since the editor opened it; nothing was stored.

    `current` is the version in force now, `text` what the second tab wanted to save and `diff`
    the way from the one to the other in unified form (empty when the texts are too long for it).
    """

    code = "EDIT_CONFLICT"

    def __init__(self, key: str, current: PolicyVersion, text: str) -> None:
        super().__init__(
            f"“{key}” was saved as version {current.number} since you opened it. "
            "Nothing was overwritten, and your text is still here."
        )
        self.key = key
        self.current = current
        self.text = text

    @property
    def diff(self) -> str:
        """The unified difference from the stored text to the one that was not saved."""
        theirs, mine = self.current.text.splitlines(), self.text.splitlines()
        if max(len(theirs), len(mine)) > _MAX_DIFF_LINES:
            return ""
        lines = unified_diff(
            theirs, mine, f"version {self.current.number}, stored", "your text", lineterm=""
        )
        return "\n".join(lines)


class PrincipalNotFound(SandboxError):
    """A principal of an account here that this organization does not have."""

    code = "PRINCIPAL_NOT_FOUND"


class QuestionRefused(SandboxError):
    """A question that is not shared, because it is too large or says nothing."""

    code = "QUESTION_REFUSED"


class SharedNotFound(SandboxError):
    """No shared question behind this link."""

    code = "SHARED_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no shared question behind this link.")
