"""Rights over a bucket's settings that amount to rights over its objects, and who has which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from iamlab.engine.documents import split_arn
from iamlab.engine.matching import compile_glob
from iamlab.engine.validation.grants import Grants, grants_of
from iamlab.engine.validation.subject import StatementView, Subject

_OPENING = ("s3:PutBucketAcl", "s3:PutBucketPolicy")
_OBJECT_RIGHTS = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")
PAIRS = (
    *((setting, right) for setting in _OPENING for right in _OBJECT_RIGHTS),
    ("s3:PutLifecycleConfiguration", "s3:DeleteObject"),
)
"""Seven pairs: with the first, one comes by the second without being granted it."""

_SETTINGS = frozenset(setting for setting, _ in PAIRS)
# Names are compared pairwise, so only so many are.
_MOST_BUCKETS = 30
_MOST_STATEMENTS = 30


@dataclass(frozen=True, slots=True)
class HiddenRight:
    """A statement that grants `setting` on a bucket whose objects `rights` are not granted."""

    statement: StatementView
    setting: str
    rights: tuple[str, ...]


def hidden_rights(subject: Subject) -> Iterator[HiddenRight]:
    """Yield, statement by statement, the settings that give rights which nothing grants."""
    grants = grants_of(subject)
    buckets = {right: _granted_buckets(subject, right) for right in _OBJECT_RIGHTS}
    for statement, settings in islice(grants.any(_SETTINGS), _MOST_STATEMENTS):
        named = _buckets(statement)
        for setting in settings:
            rights = tuple(
                right
                for other, right in PAIRS
                if other == setting and not _overlap(named, buckets[right])
            )
            if rights and not _is_forbidden(grants, rights):
                yield HiddenRight(statement, setting, rights)


def _granted_buckets(subject: Subject, right: str) -> tuple[str, ...]:
    """The buckets whose objects any Allow is about, with a condition or not."""
    wanted = frozenset({right})
    return tuple(
        bucket
        for statement in subject.statements
        if statement.allows and statement.reached(wanted)
        for bucket in _buckets(statement)
    )


def _is_forbidden(grants: Grants, rights: tuple[str, ...]) -> bool:
    """Whether Denies keep all the rights away, so that a changed setting gives none of them."""
    return not grants.undenied(frozenset(rights))


def _buckets(statement: StatementView) -> tuple[str, ...]:
    """The names of buckets, wildcards included; NotResource counts as all."""
    if statement.source.resources is None:
        return ("*",)
    entries = statement.entries("Resource")[:_MOST_BUCKETS]
    return tuple(dict.fromkeys(_bucket(entry.text) for entry in entries))


def _bucket(entry: str) -> str:
    fields = split_arn(entry)
    return entry if fields is None else fields[5].partition("/")[0]


def _overlap(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether a name of the one can be a name of the other."""
    return any(
        compile_glob(one).matches(other) or compile_glob(other).matches(one)
        for one in some
        for other in others[:_MOST_BUCKETS]
    )
