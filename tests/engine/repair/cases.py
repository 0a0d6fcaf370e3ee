"""What a repair case is, and the requests and statements that many cases share.

Each `top` was written from the rules before any code ran: the layer, the kind of edit, and the
statements (or the keys) that it must leave behind. The rule is named where it is not plain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    ELSEWHERE,
    NADIA,
    OBJECT,
    SAMPLE,
    Layers,
    Statement,
    Texts,
    allow,
)

Asked = tuple[Any, ...]

"""Principal, action, resource and perhaps a context."""


@dataclass(frozen=True)
class Top:
    """The first proposal of one blocking layer.

    `becomes` are the statements of the edited policy, or of the new document; `context` the keys
    that are added to the request instead. No kind: nothing can be proposed.
    """

    layer: str
    kind: str = ""
    becomes: list[Statement] | None = None
    context: dict[str, str] | None = None
    version: str | None = None


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    id: str
    layers: Layers
    asked: Asked
    tops: list[Top]
    must_deny: list[Asked] = field(default_factory=list)
    stays_allowed: list[Asked] = field(default_factory=list)

    def __str__(self) -> str:
        return self.id


ALL = allow("*", "*")

READS: Asked = (ANA, "s3:GetObject", OBJECT)

OTHER_OBJECTS: list[Asked] = [
    (ANA, "s3:GetObject", f"{BUCKET}/incoming/b.pdf"),
    (ANA, "s3:GetObject", SAMPLE),
    (ANA, "s3:GetObject", ELSEWHERE),
]

OTHER_ACTIONS: list[Asked] = [
    (ANA, "s3:PutObject", OBJECT),
    (ANA, "s3:DeleteObject", OBJECT),
    (ANA, "s3:ListBucket", BUCKET),
]

BEN_READS: Asked = (BEN, "s3:GetObject", OBJECT)

STRANGERS: list[Asked] = [BEN_READS, ("anonymous", "s3:GetObject", OBJECT)]

EXACT = allow("s3:GetObject", OBJECT)

MFA_TRUE = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}

EVERYBODY_IN_IDENTITY = [*OTHER_OBJECTS, *OTHER_ACTIONS, *STRANGERS]

NADIA_READS: Asked = (NADIA, "s3:GetObject", OBJECT)

OTHER_READERS: list[Asked] = [
    BEN_READS,
    ("anonymous", "s3:GetObject", OBJECT),
    (NADIA, "s3:GetObject", SAMPLE),
    (NADIA, "s3:PutObject", OBJECT),
]


def to(principal: Any, action: Texts, resource: Texts | None = None, **more: Any) -> Statement:
    """Return an Allow of a resource-based policy."""
    made = allow(action, resource, **more)
    return {"Effect": "Allow", "Principal": principal, **made}


def identity(
    id: str,
    statements: list[Statement] | str,
    asked: Asked,
    kind: str,
    becomes: list[Statement],
    must_deny: list[Asked],
    stays: list[Asked] | None = None,
) -> Case:
    """Return a case in which Ana's own policy is what lacks something."""
    top = Top("identity", kind, becomes)
    return Case(id, Layers(identity=statements), asked, [top], must_deny, stays or [])
