"""Checks of empty lists and objects."""

from __future__ import annotations

from iamlab.engine.documents import Finding, Json, PolicyType, Repair, Severity
from iamlab.engine.validation.examples import Example, allow, example
from iamlab.engine.validation.places import find_member
from iamlab.engine.validation.registry import (
    EVERY_TYPE,
    RESOURCE_TYPES,
    TRUST,
    WITH_RESOURCES,
    reported_by_reader,
)
from iamlab.engine.validation.subject import Subject

_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html"
)
_RECEIPTS = "arn:aws:s3:::acme-receipts/*"
_GOOD = example(allow("s3:GetObject", _RECEIPTS))
_WITH_PRINCIPALS = RESOURCE_TYPES | TRUST | {PolicyType.RCP}
_READER = "arn:aws:iam::222233334444:role/reader"
_GOOD_PRINCIPAL = example(
    allow("s3:GetObject", _RECEIPTS, Principal={"AWS": _READER}), type=PolicyType.RESOURCE
)


def _tagging(operator: str, values: list[str]) -> Example:
    return example(allow("ec2:CreateTags", Condition={operator: {"aws:TagKeys": [*values]}}))


def _comparing(operator: str, values: list[str]) -> Example:
    block: Json = {"aws:PrincipalTag/team": [*values]}
    return example(allow("s3:GetObject", _RECEIPTS, Condition={operator: block}))


def _mend_empty_object(subject: Subject, finding: Finding) -> Repair | None:
    """Remove what tests nothing: the operator, or Condition when nothing else stands in it."""
    found = find_member(subject, finding.span)
    if found is None:
        return None
    holder, member = found
    if member.key.text != "Condition" and len(holder.members) == 1:
        outer = find_member(subject, holder.span)
        return subject.remove("Remove the condition", outer[1].span) if outer else None
    return subject.remove(f"Remove {_cut(member.key.text)}", member.span)


def _cut(name: str) -> str:
    return name if 0 < len(name) <= 50 else "the empty object"


reported_by_reader(
    "EMPTY_ARRAY_STATEMENT",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=2,
    types=EVERY_TYPE,
    title="The policy has an empty list of statements",
    why="A policy without any statement neither allows nor denies anything.",
    bad=example(Statement=[]),
    good=_GOOD,
    link=_PAGE,
    own=True,
)

reported_by_reader(
    "EMPTY_ARRAY_ACTION",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=1,
    types=EVERY_TYPE,
    title="The list of actions is empty",
    why="An empty `Action` matches nothing, so the statement does nothing, while an empty "
    "`NotAction` matches every action there is.",
    bad=example(allow([], _RECEIPTS)),
    good=_GOOD,
)

reported_by_reader(
    "EMPTY_ARRAY_RESOURCE",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=1,
    types=WITH_RESOURCES,
    title="The list of resources is empty",
    why="An empty `Resource` matches nothing, so the statement does nothing, while an empty "
    "`NotResource` matches every resource there is.",
    bad=example(allow("s3:GetObject", [])),
    good=_GOOD,
)

reported_by_reader(
    "EMPTY_ARRAY_PRINCIPAL",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=2,
    types=_WITH_PRINCIPALS,
    title="The list of principals is empty",
    why="A statement whose `Principal` names nobody matches no request.",
    bad=example(allow("s3:GetObject", _RECEIPTS, Principal={"AWS": []}), type=PolicyType.RESOURCE),
    good=_GOOD_PRINCIPAL,
)

reported_by_reader(
    "EMPTY_OBJECT_PRINCIPAL",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=2,
    types=_WITH_PRINCIPALS,
    title="The Principal is an empty object",
    why="A statement whose `Principal` names nobody matches no request.",
    bad=example(allow("s3:GetObject", _RECEIPTS, Principal={}), type=PolicyType.RESOURCE),
    good=_GOOD_PRINCIPAL,
)

reported_by_reader(
    "EMPTY_OBJECT_CONDITION",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=2,
    types=EVERY_TYPE,
    title="The condition is empty",
    why="An empty condition tests nothing, so the statement holds for every request although it "
    "looks as if something limited it.",
    bad=example(allow("s3:GetObject", _RECEIPTS, Condition={"StringEquals": {}})),
    good=_GOOD,
    mend=_mend_empty_object,
)

reported_by_reader(
    "EMPTY_ARRAY_CONDITION",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=2,
    types=EVERY_TYPE,
    title="The condition key has no values",
    why="No value equals one of an empty list, so the condition never holds, or always under a "
    "negated operator such as `StringNotEquals`.",
    bad=_comparing("StringEquals", []),
    good=_comparing("StringEquals", ["finance"]),
)

reported_by_reader(
    "EMPTY_ARRAY_CONDITION_FORALLVALUES",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=3,
    types=EVERY_TYPE,
    title="The condition key has no values under ForAllValues",
    why="With no value listed, `ForAllValues` holds only for requests that lack the key.",
    bad=_tagging("ForAllValues:StringEquals", []),
    good=_tagging("ForAllValues:StringEquals", ["team", "stage"]),
)

reported_by_reader(
    "EMPTY_ARRAY_CONDITION_FORANYVALUE",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=3,
    types=EVERY_TYPE,
    title="The condition key has no values under ForAnyValue",
    why="With no value listed, `ForAnyValue` never holds, so the statement never matches.",
    bad=_tagging("ForAnyValue:StringEquals", []),
    good=_tagging("ForAnyValue:StringEquals", ["team"]),
)

reported_by_reader(
    "EMPTY_ARRAY_CONDITION_IFEXISTS",
    Severity.SUGGESTION,
    theme="empty_elements",
    tier=3,
    types=EVERY_TYPE,
    title="The condition key has no values under IfExists",
    why="With no value listed, an operator with `IfExists` holds only for requests that lack the "
    "key.",
    bad=_comparing("StringEqualsIfExists", []),
    good=_comparing("StringEqualsIfExists", ["finance"]),
)
