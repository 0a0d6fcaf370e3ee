"""What the elements, values and principal kinds of a policy mean, in a sentence or two each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "Version": "The version of the policy language, not of this policy. "
        "Only `2012-10-17` has policy variables; without it, `2008-10-17` is meant.",
        "Id": "A name for the policy as a whole. It changes nothing.",
        "Statement": "What the policy says: one statement or a list. Each stands for itself, "
        "and one `Deny` that matches beats every `Allow`.",
        "Sid": "A name for the statement. It changes nothing.",
        "Effect": "Whether requests that match are allowed or denied. "
        "There is no default: it must be `Allow` or `Deny`.",
        "Principal": "Whose requests the statement is about.",
        "NotPrincipal": "The statement is about everybody except these.",
        "Action": "The actions that the statement is about. `*` stands for any text.",
        "NotAction": "The statement is about every action except these, in every service.",
        "Resource": "The resources that the statement is about, as ARNs. `*` stands for any text.",
        "NotResource": "The statement is about every resource except these.",
        "Condition": "Further tests. All of them must hold for the statement to match.",
    }
)

EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "Allow": "Lets matching requests through, unless a `Deny` matches too or a guardrail "
        "around it does not allow them.",
        "Deny": "Refuses matching requests, whatever else allows them.",
    }
)

VERSIONS: Mapping[str, str] = MappingProxyType(
    {
        "2012-10-17": "The current policy language, with policy variables.",
        "2008-10-17": "The older policy language: `${...}` is plain text in it.",
    }
)

PRINCIPAL_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "AWS": "Accounts, users, roles and role sessions, by ARN or account ID.",
        "Service": "AWS services, by names such as `lambda.amazonaws.com`.",
        "Federated": "Identity providers that vouch for people or jobs from outside AWS.",
        "CanonicalUser": "An account by its canonical user ID, for Amazon S3.",
    }
)

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "String": "text",
        "ARN": "an ARN",
        "Bool": "`true` or `false`",
        "Date": "a date and time",
        "Numeric": "a number",
        "IPAddress": "an IP address",
        "Binary": "bytes in base64",
    }
)

ESCAPES: Mapping[str, str] = MappingProxyType(
    {"${*}": "A real star.", "${?}": "A real question mark.", "${$}": "A real dollar sign."}
)


def plain(description: str) -> str:
    """Return AWS's description of an action or key as a sentence."""
    phrase = description.removeprefix("Grants permission to ").strip()
    phrase = f"{phrase[:1].upper()}{phrase[1:]}"
    return phrase if phrase.endswith((".", "!", "?")) or not phrase else f"{phrase}."
