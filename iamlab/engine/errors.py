"""The exceptions that the engine raises; every expected outcome is returned as data instead.

EngineError
├── DocumentError         a text that cannot be read as a policy (G10)
├── RequestError          a question that cannot be asked
├── AuthenticationError   the credentials fail before any policy is read (E1)
└── SnapshotError         an organization that contradicts itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlab.engine.documents.findings import Finding


class EngineError(Exception):
    """Base of everything the engine raises; `code` is stable, the message is for people."""

    code = "ENGINE_ERROR"


class DocumentError(EngineError):
    """A policy text that cannot be read: not JSON, duplicate keys, or no statements (G10)."""

    code = "INVALID_DOCUMENT"

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class RequestError(EngineError):
    """A question that cannot be asked; `field` names the part at fault, such as `action`."""

    code = "INVALID_REQUEST"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class AuthenticationError(EngineError):
    """Credentials that AWS refuses before it reads a policy (E1); `code` is AWS's error name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SnapshotError(EngineError):
    """An organization that contradicts itself; `field` names the part at fault."""

    code = "INVALID_SNAPSHOT"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
