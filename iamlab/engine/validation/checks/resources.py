"""Checks of whether actions and resources of a statement go together."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Entry, Severity
from iamlab.engine.documents.elements import show
from iamlab.engine.matching import expand_action
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.fitting import (
    in_words,
    is_granted_elsewhere,
    kinds_named,
    resource_texts,
)
from iamlab.engine.validation.misfits import explain, mend, misfit_entries, suggest
from iamlab.engine.validation.registry import WITH_RESOURCES, Found, check
from iamlab.engine.validation.subject import StatementView, Subject

_RESOURCE_PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"
)
_S3_PAGE = (
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html"
)
_BUCKET = "arn:aws:s3:::acme-receipts"
_OBJECT_ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
_LISTING = "s3:ListBucket"


@check(
    "RESOURCE_MISMATCH",
    Severity.WARNING,
    tier=1,
    types=WITH_RESOURCES,
    own=True,
    link=_RESOURCE_PAGE,
    title="The action does not work on any of these resources",
    why="Each action works on certain kinds of resource, so paired with another kind, such as "
    "`s3:GetObject` with a bucket instead of its objects, it has no effect.",
    bad=example(allow(["s3:ListBucket", "s3:GetObject"], _BUCKET)),
    good=example(allow(["s3:ListBucket", "s3:GetObject"], [_BUCKET, f"{_BUCKET}/*"])),
)
def resource_mismatch(subject: Subject) -> Iterator[Found]:
    """Find actions whose resource types none of the statement's ARNs can name (R4, R5)."""
    for misfit in misfit_entries(subject):
        meant = suggest(misfit) if misfit.kinds else {}
        entry = misfit.entries[0]
        yield Found(
            explain(misfit, meant),
            entry.span,
            misfit.statement.path_to("Action", entry),
            mend(subject, misfit, meant),
        )


@check(
    "RESOURCE_PARTLY_MISMATCHED",
    Severity.SUGGESTION,
    tier=1,
    types=WITH_RESOURCES,
    own=True,
    link=_S3_PAGE,
    title="A wildcard action reaches only the bucket, or only its objects",
    why="`s3:*` holds actions on buckets and actions on objects, and each kind needs an ARN of its "
    "own.",
    bad=example(allow("s3:*", f"{_BUCKET}/*")),
    good=example(allow("s3:*", [_BUCKET, f"{_BUCKET}/*"])),
)
def resource_partly_mismatched(subject: Subject) -> Iterator[Found]:
    """Find S3 wildcards that name listing or objects which no resource is there for (R5)."""
    for statement in subject.statements:
        resources = resource_texts(statement)
        named = [kinds_named(text) for text in resources]
        if not named or any(kinds is None for kinds in named):
            continue
        kinds = frozenset().union(*(item for item in named if item is not None))
        for entry in statement.entries("Action"):
            if "*" not in entry.text or not entry.text.lower().startswith("s3:"):
                continue
            found = _one_sided(subject, statement, entry, kinds)
            if found is not None:
                yield found


def _one_sided(
    subject: Subject, statement: StatementView, entry: Entry, kinds: frozenset[tuple[str, str]]
) -> Found | None:
    names = expand_action(entry.text)
    bucket, objects = ("s3", "bucket") in kinds, ("s3", "object") in kinds
    if bucket and not objects:
        lost = [name for name in _OBJECT_ACTIONS if name in names]
        lacking, near = "the objects in the bucket", "/*"
    elif objects and not bucket:
        lost = [_LISTING] if _LISTING in names else []
        lacking, near = "the bucket itself", ""
    else:
        return None
    lost = [name for name in lost if not is_granted_elsewhere(name, statement, subject.statements)]
    texts = [text for text in resource_texts(statement) if ":s3:::" in text]
    member = statement.element("Resource")
    if not lost or not texts or member is None:
        return None
    message = (
        f"{show(entry.text)} takes in {in_words(lost)}, but nothing here names {lacking}, so "
        f"that part has no effect. Add {show(_sibling(texts[0], near))} if you want it."
    )
    repair = subject.add_item(
        "Add the objects" if near else "Add the bucket",
        member.value.span,
        _sibling(texts[0], near),
    )
    return Found(message, entry.span, statement.path_to("Action", entry), repair)


def _sibling(text: str, ending: str) -> str:
    """A bucket's objects, or the bucket of an object's ARN."""
    return f"{text}{ending}" if ending else text.partition("/")[0]
