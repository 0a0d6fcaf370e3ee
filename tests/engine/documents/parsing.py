"""Policies as Python values for the tests of reading, and short words for what comes back."""

from __future__ import annotations

import json
from typing import Any

from iamlab.engine.documents import PolicyDocument, PolicyType, Statement, parse_policy

BASE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
WITH_PRINCIPAL = {**BASE, "Principal": "*"}


def parse(document: Any, policy_type: PolicyType = PolicyType.IDENTITY) -> PolicyDocument:
    return parse_policy(json.dumps(document), policy_type)


def parse_one(
    statement: Any, policy_type: PolicyType = PolicyType.IDENTITY
) -> tuple[Statement, list[str]]:
    """One statement in a document without fault, and the codes of its findings."""
    document = parse({"Version": "2012-10-17", "Statement": [statement]}, policy_type)
    assert document.readable
    return document.statements[0], codes(document)


def codes(document: PolicyDocument) -> list[str]:
    return [finding.code for finding in document.findings]


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in WITH_PRINCIPAL.items() if name not in names}


def texts(entries: tuple[Any, ...] | None) -> list[str] | None:
    return None if entries is None else [entry.text for entry in entries]
