"""Checks of the Version element."""

from __future__ import annotations

from collections.abc import Iterator

from iamlab.engine.documents import Severity
from iamlab.engine.documents.policies import VERSION_WITH_VARIABLES
from iamlab.engine.validation.examples import allow, example
from iamlab.engine.validation.grammar_repairs import mend_version
from iamlab.engine.validation.registry import (
    EVERY_TYPE,
    GUARDRAIL_TYPES,
    Found,
    check,
    reported_by_reader,
)
from iamlab.engine.validation.subject import Subject

_PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html"
_OLD_VERSION = "2008-10-17"
_STATEMENT = allow("s3:GetObject", "arn:aws:s3:::acme-home/alice/*")
_GOOD = example(_STATEMENT)


reported_by_reader(
    "INVALID_VERSION",
    Severity.ERROR,
    theme="versions",
    tier=1,
    types=EVERY_TYPE,
    title="There is no such version of the policy language",
    why="`Version` names the policy language, not the day on which the policy was written, and "
    "`2012-10-17` is its current version.",
    bad=example(_STATEMENT, version="2024-05-01"),
    good=_GOOD,
    mend=mend_version,
)

reported_by_reader(
    "MISSING_VERSION",
    Severity.WARNING,
    theme="versions",
    tier=1,
    types=EVERY_TYPE,
    title="The policy has no Version",
    why="Without `Version` the policy is read in the language of 2008, in which policy variables "
    "such as `${aws:username}` are plain text.",
    bad=example(_STATEMENT, version=None),
    good=_GOOD,
    mend=mend_version,
)


@check(
    "OLD_VERSION",
    Severity.SUGGESTION,
    tier=1,
    types=EVERY_TYPE - GUARDRAIL_TYPES,
    title="The policy uses the policy language of 2008",
    why="The language of 2008 has no policy variables, so a `${aws:username}` that somebody adds "
    "later would silently match nothing.",
    bad=example(_STATEMENT, version=_OLD_VERSION),
    good=_GOOD,
    link=_PAGE,
    own=True,
)
def old_version(subject: Subject) -> Iterator[Found]:
    """Find documents in the language of 2008; guardrails must not be, which the reader says."""
    root = subject.tree.root
    node = root.get("Version") if root is not None else None
    if node is None or subject.document.version != _OLD_VERSION:
        return
    message = (
        f"`{_OLD_VERSION}` is the old version of the policy language, without policy variables; "
        f"write `{VERSION_WITH_VARIABLES}`."
    )
    yield Found(message, node.span, ("Version",), mend_version(subject))
