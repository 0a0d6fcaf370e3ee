"""Checks of the policy grammar: which elements there are, and what each may hold."""

from __future__ import annotations

from iamlab.engine.documents import PolicyType, Severity
from iamlab.engine.validation.examples import Example, allow, deny, example
from iamlab.engine.validation.grammar_repairs import (
    mend_effect,
    mend_element,
    mend_missing_principal,
    mend_missing_resource,
    mend_missing_statement,
    mend_type,
)
from iamlab.engine.validation.registry import EVERY_TYPE, WITH_RESOURCES, reported_by_reader

_RECEIPTS = "arn:aws:s3:::acme-receipts/*"
_GOOD = example(allow("s3:GetObject", _RECEIPTS))


def _without(name: str) -> Example:
    statement = allow("s3:GetObject", _RECEIPTS)
    del statement[name]
    return example(statement)


reported_by_reader(
    "DATA_TYPE_MISMATCH",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="An element holds the wrong kind of value",
    why="Each element takes strings, lists or objects as the policy grammar says, and AWS refuses "
    "a policy that has another kind of value there.",
    bad=example(
        allow("s3:GetObject", _RECEIPTS, Condition=[{"Bool": {"aws:SecureTransport": True}}])
    ),
    good=example(
        allow("s3:GetObject", _RECEIPTS, Condition={"Bool": {"aws:SecureTransport": True}})
    ),
    mend=mend_type,
)

reported_by_reader(
    "INVALID_POLICY_ELEMENT",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="The policy language has no such element",
    why="Element names are fixed and case-sensitive, and AWS refuses a policy with any other name, "
    "so what is under it is never applied.",
    bad=example({"Effect": "Allow", "Actions": "s3:GetObject", "Resource": _RECEIPTS}),
    good=_GOOD,
    mend=mend_element,
)

reported_by_reader(
    "INVALID_EFFECT",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="The effect is neither Allow nor Deny",
    why="A statement can only allow or deny, and both words are case-sensitive.",
    bad=example({**allow("s3:GetObject", _RECEIPTS), "Effect": "allow"}),
    good=_GOOD,
    mend=mend_effect,
)

reported_by_reader(
    "MISSING_EFFECT",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="The statement has no Effect",
    why="Nothing is assumed in its place: without `Effect` AWS cannot know whether the statement "
    "allows or denies, and refuses the policy.",
    bad=_without("Effect"),
    good=_GOOD,
)

reported_by_reader(
    "MISSING_ACTION",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="The statement has no Action",
    why="A statement without `Action` or `NotAction` is about nothing, and AWS refuses it.",
    bad=_without("Action"),
    good=_GOOD,
)

reported_by_reader(
    "MISSING_STATEMENT",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="The policy has no Statement",
    why="All that a policy allows or denies is in its statements, so without any it says "
    "nothing and AWS refuses it.",
    bad=example(Effect="Allow", Action="s3:GetObject", Resource=_RECEIPTS),
    good=_GOOD,
    mend=mend_missing_statement,
)

reported_by_reader(
    "MISSING_RESOURCE",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=WITH_RESOURCES,
    title="The statement has no Resource",
    why="Every policy but a role trust policy must say which resources a statement is about, with "
    "`*` for actions that know none.",
    bad=example({"Effect": "Allow", "Action": "s3:ListAllMyBuckets"}),
    good=example(allow("s3:ListAllMyBuckets")),
    mend=mend_missing_resource,
)

reported_by_reader(
    "MISSING_PRINCIPAL",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=frozenset({PolicyType.RESOURCE, PolicyType.TRUST, PolicyType.RCP, PolicyType.ENDPOINT}),
    title="The statement has no Principal",
    why="A policy that is attached to a resource must say whom it is for, because nothing else "
    "tells.",
    bad=example(deny("s3:*", _RECEIPTS), type=PolicyType.RCP),
    good=example(deny("s3:*", _RECEIPTS, Principal="*"), type=PolicyType.RCP),
    mend=mend_missing_principal,
)

reported_by_reader(
    "UNSUPPORTED_ELEMENT_COMBINATION",
    Severity.ERROR,
    theme="grammar",
    tier=1,
    types=EVERY_TYPE,
    title="An element together with its opposite",
    why="`Action` and `NotAction`, like the pairs of `Resource` and `Principal`, say two different "
    "things about one question, so a statement may hold only one of the two.",
    bad=example(allow("s3:GetObject", _RECEIPTS, NotAction="s3:DeleteObject")),
    good=_GOOD,
)
