"""The keys of policies: the names that drafts, rows and addresses use for them. A contract."""

from __future__ import annotations

from typing import Literal

Owner = Literal["user", "role", "group"]


def scp_key(name: str) -> str:
    """Return the key of a service control policy."""
    return f"scp/{name}"


def rcp_key(name: str) -> str:
    """Return the key of a resource control policy."""
    return f"rcp/{name}"


def managed_key(account: str, name: str) -> str:
    """Return the key of a customer managed policy; `account` is 12 digits."""
    return f"{account}/policy/{name}"


def aws_managed_key(name: str) -> str:
    """Return the key of an AWS managed policy, which belongs to no account."""
    return f"aws/policy/{name}"


def inline_key(account: str, owner: Owner, owner_name: str, name: str) -> str:
    """Return the key of an inline policy of a user, role or group."""
    return f"{account}/{owner}/{owner_name}/inline/{name}"


def trust_key(account: str, role: str) -> str:
    """Return the key of a role's trust policy."""
    return f"{account}/role/{role}/trust"


def resource_key(arn: str) -> str:
    """Return the key of a resource's own policy."""
    return f"resource/{arn}"


def question_key(question: str, layer: Literal["session", "endpoint"], name: str) -> str:
    """Return the key of a session or endpoint policy that a preset question brings along."""
    return f"question/{question}/{layer}/{name}"
