"""Is a bucket policy public, in the sense of S3 Block Public Access? (E15)

Source: AWS, "Blocking public access to your Amazon S3 storage", "The meaning of public".
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from iamlab.engine.documents import PolicyType, Statement, parse_policy

_NARROWING_KEYS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)
_NARROWING_OPERATORS = frozenset(
    {"stringequals", "stringlike", "arnequals", "arnlike", "ipaddress", "stringequalsignorecase"}
)
_WIDEST_IPV4_PREFIX = 8
_WIDEST_IPV6_PREFIX = 32


@lru_cache(maxsize=512)
def is_public(text: str) -> bool:
    """Tell whether a bucket policy grants something to the whole world."""
    document = parse_policy(text, PolicyType.RESOURCE)
    return any(
        statement.effect == "Allow" and statement.skipped is None and _is_open(statement)
        for statement in document.statements
    )


def _is_open(statement: Statement) -> bool:
    if statement.not_principals is None and not any(
        entry.kind == "*" or (entry.kind == "AWS" and entry.text == "*")
        for entry in statement.principals or ()
    ):
        return False
    return not any(
        test.operator.text.lower().removeprefix("foranyvalue:") in _NARROWING_OPERATORS
        and test.key.text.lower() in _NARROWING_KEYS
        and all(_is_fixed(test.key.text.lower(), value.text) for value in test.values)
        for test in statement.conditions
    )


def _is_fixed(key: str, value: str) -> bool:
    """Tell whether a value names someone in particular: no wildcard, no variable, no wide range."""
    if key == "aws:sourceip":
        try:
            network = ipaddress.ip_network(value, strict=False)
        except ValueError:
            return False
        widest = _WIDEST_IPV4_PREFIX if network.version == 4 else _WIDEST_IPV6_PREFIX
        return network.prefixlen >= widest
    if key == "s3:dataaccesspointarn":
        # The name may be a pattern as long as the account is fixed.
        value = ":".join(value.split(":")[:5])
    return not any(character in value for character in "*?") and "${" not in value
