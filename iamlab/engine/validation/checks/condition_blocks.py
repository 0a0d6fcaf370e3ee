"""Checks of one condition block: its keys, and the kinds of a key's values."""

from __future__ import annotations

from iamlab.engine.documents import Finding, JsonNode, NodeKind, Repair, Severity
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.places import find_member
from iamlab.engine.validation.registry import EVERY_TYPE, reported_by_reader
from iamlab.engine.validation.subject import Subject

_RECEIPTS = "arn:aws:s3:::acme-receipts/*"


def _mend_kinds(subject: Subject, finding: Finding) -> Repair | None:
    """Write all values as strings, which mean the same as numbers and true/false."""
    items = subject.editor.node(finding.span).items
    plain = [item for item in items if item.kind in (NodeKind.NUMBER, NodeKind.BOOLEAN)]
    edits = [edit for item in plain for edit in subject.editor.replace(item.span, item.text)]
    return subject.join("Put all values in double quotes", edits)


def _mend_case(subject: Subject, finding: Finding) -> Repair | None:
    """Remove the second of two keys whose values are the same."""
    found = find_member(subject, finding.span)
    if found is None:
        return None
    holder, member = found
    name = member.key.text.lower()
    first = next(item for item in holder.members if item.key.text.lower() == name)
    same = _texts(first.value) == _texts(member.value)
    return subject.remove("Remove the second one", member.span) if same else None


def _texts(node: JsonNode) -> list[tuple[NodeKind, str]]:
    return sorted((item.kind, item.text) for item in (node.items or (node,)))


reported_by_reader(
    "INVALID_CONDITION_DATA_TYPE",
    Severity.ERROR,
    theme="condition_blocks",
    tier=2,
    types=EVERY_TYPE,
    title="The values of a condition key are of different kinds",
    why="AWS takes the values of one key either all as strings, all as numbers or all as "
    "true/false, and refuses a mixture.",
    bad=example(
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::acme-receipts",
            Condition={"NumericEquals": {"s3:max-keys": [10, "100"]}},
        )
    ),
    good=example(
        allow(
            "s3:ListBucket",
            "arn:aws:s3:::acme-receipts",
            Condition={"NumericEquals": {"s3:max-keys": ["10", "100"]}},
        )
    ),
    mend=_mend_kinds,
)

reported_by_reader(
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    Severity.ERROR,
    theme="condition_blocks",
    tier=2,
    types=EVERY_TYPE,
    title="A condition key appears twice, in different letter case",
    why="Names of condition keys ignore case, so AWS sees one key twice under one operator and "
    "refuses the policy.",
    bad=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Condition={
                "StringEquals": {
                    "aws:PrincipalTag/team": "finance",
                    "aws:principaltag/Team": "finance",
                }
            },
        )
    ),
    good=example(
        allow(
            "s3:GetObject",
            _RECEIPTS,
            Condition={"StringEquals": {"aws:PrincipalTag/team": "finance"}},
        )
    ),
    mend=_mend_case,
)
