"""Looks at one policy for the tests of single checks: what is marked, and what a repair makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from iamlab.engine import Finding, PolicyType, apply_edits
from iamlab.engine.validation import validate

BASE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-receipts/*"}
SHARED = {**BASE, "Principal": {"AWS": "arn:aws:iam::222233334444:role/reader"}}
ROOMY = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": "arn:aws:iam::222233334444:root"},
}
GUARD = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def statement_of(policy_type: PolicyType, **changes: Any) -> dict[str, Any]:
    """A statement without fault for a policy type, with some elements changed."""
    base: Mapping[str, Any] = BASE
    if policy_type is PolicyType.TRUST:
        base = ROOMY
    elif policy_type in (PolicyType.RESOURCE, PolicyType.ENDPOINT):
        base = SHARED
    elif policy_type is PolicyType.RCP:
        base = {**GUARD, "Principal": "*"}
    elif policy_type is PolicyType.SCP:
        base = GUARD
    return {**base, **changes}


def policy(*statements: Any, **elements: Any) -> str:
    """The text of a policy of 2012 with these statements; `elements` go beside them."""
    document = {"Version": "2012-10-17", **elements, "Statement": list(statements)}
    return json.dumps(document, indent=2, ensure_ascii=False)


def found(text: str, code: str, policy_type: PolicyType = PolicyType.IDENTITY) -> list[Finding]:
    """The findings of one code."""
    return [item for item in validate(text, policy_type) if item.code == code]


def marked(text: str, code: str, policy_type: PolicyType = PolicyType.IDENTITY) -> list[str]:
    """The pieces of the text that the findings of one code mark."""
    spans = [finding.span for finding in found(text, code, policy_type)]
    return [text[span.start.offset : span.end.offset] for span in spans]


def repaired(text: str, code: str, policy_type: PolicyType = PolicyType.IDENTITY) -> str | None:
    """The text after the repair of the first finding of a code; None when it has none."""
    repair = found(text, code, policy_type)[0].repair
    return None if repair is None else apply_edits(text, repair.edits)


def mended(text: str, code: str, policy_type: PolicyType = PolicyType.IDENTITY) -> Any:
    """The JSON of the text after the repair of the first finding of a code."""
    result = repaired(text, code, policy_type)
    assert result is not None, code
    return json.loads(result)
