"""The repair cases: what is asked, what must stay denied, and the repair that the rules call for.

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
    GITHUB,
    GUEST,
    HOME,
    INSTANCE,
    KEY,
    NADIA,
    OBJECT,
    OMAR,
    QUEUE,
    READER,
    READING,
    SAMPLE,
    TABLE,
    Layers,
    Statement,
    Texts,
    allow,
    deny,
    text_of,
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


IDENTITY_CASES = [
    identity(
        "action-typo",
        [allow("s3:GetObjects", OBJECT)],
        READS,
        "action name",
        [EXACT],
        EVERYBODY_IN_IDENTITY,
    ),
    identity(
        "action-typo-in-list",
        [allow(["s3:PutObject", "s3:GetObjct"], OBJECT)],
        READS,
        "action name",
        [allow(["s3:PutObject", "s3:GetObject"], OBJECT)],
        [*OTHER_OBJECTS, BEN_READS, (ANA, "s3:DeleteObject", OBJECT)],
        [(ANA, "s3:PutObject", OBJECT)],
    ),
    identity(
        "A5-operation-instead-of-action",
        [allow("s3:ListObjectsV2", BUCKET)],
        (ANA, "s3:ListBucket", BUCKET),
        "action name",
        [allow("s3:ListBucket", BUCKET)],
        [READS, (ANA, "s3:PutBucketPolicy", BUCKET), (BEN, "s3:ListBucket", BUCKET)],
    ),
    identity(
        "A1-action-without-service",
        [allow("GetObject", OBJECT)],
        READS,
        "action name",
        [EXACT],
        EVERYBODY_IN_IDENTITY,
    ),
    identity(
        "service-misspelled",
        [allow("dynamobd:PutItem", TABLE)],
        (ANA, "dynamodb:PutItem", TABLE),
        "action name",
        [allow("dynamodb:PutItem", TABLE)],
        [(ANA, "dynamodb:DeleteItem", TABLE), (BEN, "dynamodb:PutItem", TABLE)],
    ),
    identity(
        "R5-bucket-instead-of-object",
        [allow("s3:GetObject", BUCKET)],
        READS,
        "resource name",
        [EXACT],
        EVERYBODY_IN_IDENTITY,
    ),
    identity(
        "R5-objects-instead-of-bucket",
        [allow("s3:ListBucket", f"{BUCKET}/*")],
        (ANA, "s3:ListBucket", BUCKET),
        "resource name",
        [allow("s3:ListBucket", BUCKET)],
        [READS, (ANA, "s3:ListBucket", "arn:aws:s3:::payroll"), (BEN, "s3:ListBucket", BUCKET)],
    ),
    identity(
        "R5-bucket-that-another-action-needs",
        [allow(["s3:GetObject", "s3:ListBucket"], BUCKET)],
        READS,
        "resource",
        [allow(["s3:GetObject", "s3:ListBucket"], [BUCKET, OBJECT])],
        [*OTHER_OBJECTS, BEN_READS, (ANA, "s3:PutObject", OBJECT)],
        [(ANA, "s3:ListBucket", BUCKET)],
    ),
    identity(
        "region-typo",
        [allow("sqs:SendMessage", QUEUE.replace("eu-west-1", "eu-west-2"))],
        (ANA, "sqs:SendMessage", QUEUE),
        "resource name",
        [allow("sqs:SendMessage", QUEUE)],
        [(ANA, "sqs:DeleteQueue", QUEUE), (BEN, "sqs:SendMessage", QUEUE)],
    ),
    identity(
        "account-typo",
        [allow("dynamodb:GetItem", TABLE.replace(HOME, "111122223334"))],
        (ANA, "dynamodb:GetItem", TABLE),
        "resource name",
        [allow("dynamodb:GetItem", TABLE)],
        [(ANA, "dynamodb:PutItem", TABLE), (ANA, "dynamodb:GetItem", TABLE + "-2")],
    ),
    identity(
        "account-typo-keeps-the-pattern",
        [allow("dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{HOME[:-1]}9:table/rec*")],
        (ANA, "dynamodb:GetItem", TABLE),
        "resource name",
        [allow("dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{HOME}:table/rec*")],
        [(ANA, "dynamodb:GetItem", TABLE.replace("receipts", "payouts"))],
    ),
    identity(
        "R2-wrong-case",
        [allow("s3:GetObject", f"{BUCKET}/Incoming/a.pdf")],
        READS,
        "resource name",
        [EXACT],
        EVERYBODY_IN_IDENTITY,
    ),
    identity(
        "another-action-on-the-same-object",
        [allow("s3:PutObject", OBJECT)],
        READS,
        "action",
        [allow(["s3:PutObject", "s3:GetObject"], OBJECT)],
        [*OTHER_OBJECTS, BEN_READS, (ANA, "s3:DeleteObject", OBJECT)],
        [(ANA, "s3:PutObject", OBJECT)],
    ),
    identity(
        "another-object-for-the-same-action",
        [allow("s3:GetObject", ELSEWHERE)],
        READS,
        "resource",
        [allow("s3:GetObject", [ELSEWHERE, OBJECT])],
        [*OTHER_OBJECTS[:2], *OTHER_ACTIONS, BEN_READS],
        [(ANA, "s3:GetObject", ELSEWHERE)],
    ),
    identity(
        "nothing-like-it-yet",
        [allow("sqs:SendMessage", QUEUE)],
        READS,
        "statement",
        [allow("sqs:SendMessage", QUEUE), EXACT],
        EVERYBODY_IN_IDENTITY,
        [(ANA, "sqs:SendMessage", QUEUE)],
    ),
    identity(
        "action-is-not-added-to-every-resource",
        [allow("s3:GetObjectTagging", "*")],
        READS,
        "statement",
        [allow("s3:GetObjectTagging", "*"), EXACT],
        EVERYBODY_IN_IDENTITY,
    ),
    identity(
        "resource-is-not-added-to-a-whole-service",
        [allow("s3:*", [f"{BUCKET}/mine", f"{BUCKET}/mine/*"])],
        READS,
        "statement",
        [allow("s3:*", [f"{BUCKET}/mine", f"{BUCKET}/mine/*"]), EXACT],
        [*OTHER_OBJECTS, *OTHER_ACTIONS, BEN_READS],
    ),
    identity(
        "two-faults-in-one-statement",
        [allow("s3:GetObjects", BUCKET)],
        READS,
        "action name",
        [EXACT],
        EVERYBODY_IN_IDENTITY,
    ),
    identity(
        "C-wildcard-under-string-equals",
        [allow("s3:ListBucket", BUCKET, Condition={"StringEquals": {"s3:prefix": "incoming/*"}})],
        (ANA, "s3:ListBucket", BUCKET, {"s3:prefix": "incoming/2026/"}),
        "operator",
        [allow("s3:ListBucket", BUCKET, Condition={"StringLike": {"s3:prefix": "incoming/*"}})],
        [
            (ANA, "s3:ListBucket", BUCKET),
            (ANA, "s3:ListBucket", BUCKET, {"s3:prefix": "payouts/"}),
        ],
    ),
    identity(
        "another-value-of-a-condition",
        [allow("s3:ListBucket", BUCKET, Condition={"StringEquals": {"s3:prefix": "incoming/"}})],
        (ANA, "s3:ListBucket", BUCKET, {"s3:prefix": "samples/"}),
        "condition value",
        [
            allow(
                "s3:ListBucket",
                BUCKET,
                Condition={"StringEquals": {"s3:prefix": ["incoming/", "samples/"]}},
            )
        ],
        [(ANA, "s3:ListBucket", BUCKET), (ANA, "s3:ListBucket", BUCKET, {"s3:prefix": "pay/"})],
        [(ANA, "s3:ListBucket", BUCKET, {"s3:prefix": "incoming/"})],
    ),
    identity(
        "C10-another-address",
        [allow("s3:GetObject", OBJECT, Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}})],
        (*READS, {"aws:SourceIp": "203.0.113.7"}),
        "condition value",
        [
            allow(
                "s3:GetObject",
                OBJECT,
                Condition={"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "203.0.113.7"]}},
            )
        ],
        [READS, (*READS, {"aws:SourceIp": "203.0.113.8"})],
        [(*READS, {"aws:SourceIp": "192.0.2.9"})],
    ),
    identity(
        "A4-not-action-names-it",
        [{"Effect": "Allow", "NotAction": ["s3:GetObject", "s3:PutObject"], "Resource": OBJECT}],
        READS,
        "action",
        [{"Effect": "Allow", "NotAction": ["s3:PutObject"], "Resource": OBJECT}],
        [(ANA, "s3:PutObject", OBJECT), *OTHER_OBJECTS],
        [(ANA, "s3:DeleteObject", OBJECT)],
    ),
    identity(
        "R3-not-resource-names-it",
        [{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": [OBJECT, ELSEWHERE]}],
        READS,
        "resource",
        [{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": [ELSEWHERE]}],
        [(ANA, "s3:GetObject", ELSEWHERE), (ANA, "s3:PutObject", OBJECT)],
        [(ANA, "s3:GetObject", SAMPLE)],
    ),
    identity(
        "R4-action-without-resource",
        [allow("ec2:DescribeInstances", "*")],
        (ANA, "ec2:DescribeVolumes", "*"),
        "action",
        [allow(["ec2:DescribeInstances", "ec2:DescribeVolumes"], "*")],
        [(ANA, "ec2:DescribeVpcs", "*"), (BEN, "ec2:DescribeVolumes", "*")],
        [(ANA, "ec2:DescribeInstances", "*")],
    ),
    identity(
        "S11-another-role-to-pass",
        [allow("iam:PassRole", f"arn:aws:iam::{HOME}:role/Writer")],
        (ANA, "iam:PassRole", READER),
        "resource",
        [allow("iam:PassRole", [f"arn:aws:iam::{HOME}:role/Writer", READER])],
        [(ANA, "iam:PassRole", f"arn:aws:iam::{HOME}:role/Admin"), (BEN, "iam:PassRole", READER)],
        [(ANA, "iam:PassRole", f"arn:aws:iam::{HOME}:role/Writer")],
    ),
]

OTHER_IDENTITY_CASES = [
    Case(
        "G2-variable-under-2008",
        Layers(
            identity=text_of([allow("s3:GetObject", f"{BUCKET}/${{aws:username}}/*")], "2008-10-17")
        ),
        (ANA, "s3:GetObject", f"{BUCKET}/ana/a.txt"),
        [
            Top(
                "identity",
                "version",
                [allow("s3:GetObject", f"{BUCKET}/${{aws:username}}/*")],
                version="2012-10-17",
            )
        ],
        [(ANA, "s3:GetObject", f"{BUCKET}/ben/a.txt"), *OTHER_OBJECTS],
    ),
    Case(
        "G2-variable-without-version",
        Layers(identity=text_of([allow("s3:GetObject", f"{BUCKET}/${{aws:username}}/*")], None)),
        (ANA, "s3:GetObject", f"{BUCKET}/ana/a.txt"),
        [
            Top(
                "identity",
                "version",
                [allow("s3:GetObject", f"{BUCKET}/${{aws:username}}/*")],
                version="2012-10-17",
            )
        ],
        [(ANA, "s3:GetObject", f"{BUCKET}/ben/a.txt"), *OTHER_OBJECTS],
    ),
    Case(
        "no-policy-at-all",
        Layers(),
        READS,
        [Top("identity", "document", [EXACT])],
        EVERYBODY_IN_IDENTITY,
    ),
    Case(
        "only-a-policy-of-aws",
        Layers(managed=[allow("s3:PutObject", OBJECT)]),
        READS,
        [Top("identity", "document", [EXACT])],
        [*OTHER_OBJECTS, BEN_READS],
    ),
    Case(
        "C3-key-that-is-absent",
        Layers(identity=[allow("s3:GetObject", OBJECT, Condition=MFA_TRUE)]),
        READS,
        [Top("identity", "context", context={"aws:MultiFactorAuthPresent": "true"})],
        [READS, *OTHER_OBJECTS, *OTHER_ACTIONS],
    ),
    Case(
        "key-that-says-false",
        Layers(identity=[allow("s3:GetObject", OBJECT, Condition=MFA_TRUE)]),
        (*READS, {"aws:MultiFactorAuthPresent": "false"}),
        [Top("identity", "context", context={"aws:MultiFactorAuthPresent": "true"})],
        [READS, *OTHER_OBJECTS],
    ),
    Case(
        "R4-no-resource-to-name",
        Layers(identity=[allow("s3:GetObject", OBJECT)]),
        (ANA, "s3:ListAllMyBuckets", "*"),
        [Top("identity")],
    ),
    Case(
        "boundary-lacks-the-action",
        Layers(identity=[ALL], boundary=[allow(["s3:PutObject", "sqs:*"], "*")]),
        READS,
        [Top("boundary", "action", [allow(["s3:PutObject", "sqs:*", "s3:GetObject"], "*")])],
        [(ANA, "s3:DeleteObject", OBJECT), BEN_READS, (ANA, "ec2:StartInstances", INSTANCE)],
        [(ANA, "s3:PutObject", OBJECT), (ANA, "sqs:SendMessage", QUEUE)],
    ),
    Case(
        "boundary-lacks-the-resource",
        Layers(identity=[ALL], boundary=[allow("s3:*", ELSEWHERE)]),
        READS,
        [Top("boundary", "resource", [allow("s3:*", [ELSEWHERE, OBJECT])])],
        [(ANA, "s3:GetObject", SAMPLE), (ANA, "sqs:SendMessage", QUEUE)],
        [(ANA, "s3:GetObject", ELSEWHERE)],
    ),
    Case(
        "E8-boundary-and-identity",
        Layers(
            identity=[allow("s3:PutObject", OBJECT)], boundary=[allow(["s3:PutObject"], OBJECT)]
        ),
        READS,
        [
            Top("identity", "action", [allow(["s3:PutObject", "s3:GetObject"], OBJECT)]),
            Top("boundary", "action", [allow(["s3:PutObject", "s3:GetObject"], OBJECT)]),
        ],
        [*OTHER_OBJECTS, (ANA, "s3:DeleteObject", OBJECT)],
    ),
    Case(
        "S7-session-policy-lacks-the-action",
        Layers(role=[ALL], trust=[], session=[allow("s3:PutObject", OBJECT)]),
        (READING, "s3:GetObject", OBJECT),
        [Top("session", "action", [allow(["s3:PutObject", "s3:GetObject"], OBJECT)])],
        [(READING, "s3:GetObject", SAMPLE), (READING, "s3:DeleteObject", OBJECT)],
    ),
    Case(
        "E8-federated-user-without-session-policy",
        Layers(identity=[ALL]),
        (GUEST, "s3:GetObject", OBJECT),
        [Top("session", "document", [EXACT])],
        [(GUEST, "s3:GetObject", SAMPLE), (GUEST, "s3:PutObject", OBJECT)],
    ),
]

GUARDRAIL_CASES = [
    Case(
        "E5-scp-lacks-the-action",
        Layers(identity=[ALL], scps=[[allow(["s3:PutObject", "sqs:*"], "*")]]),
        READS,
        [Top("scp", "action", [allow(["s3:PutObject", "sqs:*", "s3:GetObject"], "*")])],
        [(ANA, "s3:DeleteObject", OBJECT), (ANA, "ec2:StartInstances", INSTANCE), BEN_READS],
        [(ANA, "sqs:SendMessage", QUEUE)],
    ),
    Case(
        "E5-two-levels-lack-it",
        Layers(identity=[ALL], scps=[[allow(["sqs:*"], "*")], [allow(["sqs:Send*"], "*")]]),
        READS,
        [
            Top("scp", "action", [allow(["sqs:*", "s3:GetObject"], "*")]),
            Top("scp", "action", [allow(["sqs:Send*", "s3:GetObject"], "*")]),
        ],
        [(ANA, "s3:DeleteObject", OBJECT), BEN_READS],
        [(ANA, "sqs:SendMessage", QUEUE)],
    ),
    Case(
        "E5-level-without-any-scp",
        Layers(identity=[ALL], scps=[[ALL], None]),
        READS,
        [Top("scp", "document", [EXACT])],
        [*OTHER_OBJECTS, *OTHER_ACTIONS, BEN_READS],
    ),
    Case(
        "E7-endpoint-lacks-the-action",
        Layers(identity=[ALL], endpoint=[allow("s3:PutObject", OBJECT, Principal="*")]),
        READS,
        [
            Top(
                "endpoint",
                "action",
                [{**allow(["s3:PutObject", "s3:GetObject"], OBJECT), "Principal": "*"}],
            )
        ],
        [(ANA, "s3:GetObject", SAMPLE), (ANA, "s3:DeleteObject", OBJECT)],
    ),
]

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


RESOURCE_CASES = [
    Case(
        "E10.3-owner-side-names-another",
        Layers(outside=[ALL], bucket=[to({"AWS": BEN}, "s3:GetObject", OBJECT)]),
        NADIA_READS,
        [Top("resource", "principal", [to({"AWS": [BEN, NADIA]}, "s3:GetObject", OBJECT)])],
        [*OTHER_READERS[1:], (ANA, "s3:GetObject", OBJECT)],
        [BEN_READS],
    ),
    Case(
        "E10.3-owner-side-has-no-policy",
        Layers(outside=[ALL]),
        NADIA_READS,
        [Top("resource", "document", [to({"AWS": NADIA}, "s3:GetObject", OBJECT)])],
        OTHER_READERS,
    ),
    Case(
        "E10.2-caller-side-is-missing",
        Layers(
            outside=[allow("sqs:SendMessage", QUEUE)],
            bucket=[to({"AWS": NADIA}, "s3:GetObject", f"{BUCKET}/*")],
        ),
        NADIA_READS,
        [Top("identity", "statement", [allow("sqs:SendMessage", QUEUE), EXACT])],
        OTHER_READERS,
    ),
    Case(
        "E10-both-sides-are-missing",
        Layers(
            outside=[allow("s3:PutObject", OBJECT)],
            bucket=[to({"AWS": NADIA}, "s3:PutObject", OBJECT)],
        ),
        NADIA_READS,
        [
            Top(
                "resource", "action", [to({"AWS": NADIA}, ["s3:PutObject", "s3:GetObject"], OBJECT)]
            ),
            Top("identity", "action", [allow(["s3:PutObject", "s3:GetObject"], OBJECT)]),
        ],
        [BEN_READS, (NADIA, "s3:GetObject", SAMPLE), (NADIA, "s3:DeleteObject", OBJECT)],
        [(NADIA, "s3:PutObject", OBJECT)],
    ),
    Case(
        "P2-principal-misspelled",
        Layers(
            outside=[ALL],
            bucket=[to({"AWS": NADIA.replace("nadia", "nadya")}, "s3:GetObject", OBJECT)],
        ),
        NADIA_READS,
        [Top("resource", "principal name", [to({"AWS": NADIA}, "s3:GetObject", OBJECT)])],
        OTHER_READERS,
    ),
    Case(
        "R5-bucket-in-a-bucket-policy",
        Layers(outside=[ALL], bucket=[to({"AWS": NADIA}, "s3:GetObject", BUCKET)]),
        NADIA_READS,
        [Top("resource", "resource name", [to({"AWS": NADIA}, "s3:GetObject", OBJECT)])],
        OTHER_READERS,
    ),
    Case(
        "E12-key-policy-names-another",
        Layers(identity=[ALL], key=[to({"AWS": BEN}, "kms:Decrypt", KEY)]),
        (ANA, "kms:Decrypt", KEY),
        [Top("resource", "principal", [to({"AWS": [BEN, ANA]}, "kms:Decrypt", KEY)])],
        [(ANA, "kms:Encrypt", KEY), (NADIA, "kms:Decrypt", KEY), (READING, "kms:Decrypt", KEY)],
        [(BEN, "kms:Decrypt", KEY)],
    ),
    Case(
        "E12-key-policy-is-silent",
        Layers(identity=[ALL], key=[to({"AWS": BEN}, "kms:*", "*")]),
        (ANA, "kms:Decrypt", KEY),
        [
            Top(
                "resource",
                "statement",
                [to({"AWS": BEN}, "kms:*", "*"), to({"AWS": ANA}, "kms:Decrypt", KEY)],
            )
        ],
        [(ANA, "kms:Encrypt", KEY), (ANA, "kms:ScheduleKeyDeletion", KEY)],
    ),
    Case(
        "S12-trust-names-another-service",
        Layers(role=[], trust=[to({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole")]),
        ("ec2.amazonaws.com", "sts:AssumeRole", READER),
        [
            Top(
                "resource",
                "principal",
                [to({"Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}, "sts:AssumeRole")],
            )
        ],
        [("ecs-tasks.amazonaws.com", "sts:AssumeRole", READER), (ANA, "sts:AssumeRole", READER)],
        [("lambda.amazonaws.com", "sts:AssumeRole", READER)],
    ),
    Case(
        "S0.4-trust-has-only-services",
        Layers(
            identity=[ALL],
            role=[],
            trust=[to({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole")],
        ),
        (ANA, "sts:AssumeRole", READER),
        [
            Top(
                "resource",
                "principal",
                [to({"Service": "lambda.amazonaws.com", "AWS": ANA}, "sts:AssumeRole")],
            )
        ],
        [(BEN, "sts:AssumeRole", READER), (NADIA, "sts:AssumeRole", READER)],
    ),
    Case(
        "S13-external-id-is-missing",
        Layers(
            outside=[ALL],
            role=[],
            trust=[
                to(
                    {"AWS": NADIA},
                    "sts:AssumeRole",
                    Condition={"StringEquals": {"sts:ExternalId": "acme-7f3c"}},
                )
            ],
        ),
        (NADIA, "sts:AssumeRole", READER),
        [Top("resource", "context", context={"sts:ExternalId": "acme-7f3c"})],
        [(NADIA, "sts:AssumeRole", READER), (BEN, "sts:AssumeRole", READER)],
    ),
    Case(
        "S4-another-branch",
        Layers(
            role=[],
            trust=[
                to(
                    {"Federated": GITHUB},
                    "sts:AssumeRoleWithWebIdentity",
                    Condition={
                        "StringEquals": {"token.actions.githubusercontent.com:sub": "repo:a/b:main"}
                    },
                )
            ],
        ),
        (
            GITHUB,
            "sts:AssumeRoleWithWebIdentity",
            READER,
            {"token.actions.githubusercontent.com:sub": "repo:a/b:next"},
        ),
        [
            Top(
                "resource",
                "condition value",
                [
                    to(
                        {"Federated": GITHUB},
                        "sts:AssumeRoleWithWebIdentity",
                        Condition={
                            "StringEquals": {
                                "token.actions.githubusercontent.com:sub": [
                                    "repo:a/b:main",
                                    "repo:a/b:next",
                                ]
                            }
                        },
                    )
                ],
            )
        ],
        [
            (GITHUB, "sts:AssumeRoleWithWebIdentity", READER),
            (
                GITHUB,
                "sts:AssumeRoleWithWebIdentity",
                READER,
                {"token.actions.githubusercontent.com:sub": "repo:evil/b:main"},
            ),
        ],
        [
            (
                GITHUB,
                "sts:AssumeRoleWithWebIdentity",
                READER,
                {"token.actions.githubusercontent.com:sub": "repo:a/b:main"},
            )
        ],
    ),
    Case(
        "service-is-held-to-its-source",
        Layers(queue=[to({"AWS": BEN}, "sqs:ReceiveMessage", QUEUE)]),
        ("s3.amazonaws.com", "sqs:SendMessage", QUEUE, {"aws:SourceArn": BUCKET}),
        [
            Top(
                "resource",
                "statement",
                [
                    to({"AWS": BEN}, "sqs:ReceiveMessage", QUEUE),
                    to(
                        {"Service": "s3.amazonaws.com"},
                        "sqs:SendMessage",
                        QUEUE,
                        Condition={"ArnEquals": {"aws:SourceArn": BUCKET}},
                    ),
                ],
            )
        ],
        [
            ("s3.amazonaws.com", "sqs:SendMessage", QUEUE, {"aws:SourceArn": "arn:aws:s3:::evil"}),
            ("sns.amazonaws.com", "sqs:SendMessage", QUEUE, {"aws:SourceArn": BUCKET}),
            ("anonymous", "sqs:SendMessage", QUEUE, {"aws:SourceArn": BUCKET}),
        ],
    ),
    Case(
        "nobody-in-particular",
        Layers(bucket=[to({"AWS": BEN}, "s3:GetObject", OBJECT)]),
        ("anonymous", "s3:GetObject", OBJECT),
        [Top("resource")],
    ),
]

BEN_IS_LET_IN = to({"AWS": BEN}, "s3:GetObject", OBJECT)
NADIA_IS_LET_IN = to({"AWS": NADIA}, "s3:GetObject", OBJECT)
SPARE_ANA = {"ArnNotEquals": {"aws:PrincipalArn": ANA}}
OUTSIDE_EUROPE = {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}
NO_TLS = {"Bool": {"aws:SecureTransport": "false"}}

DENY_CASES = [
    Case(
        "plain-deny-in-a-bucket-policy",
        Layers(
            identity=[ALL],
            role=[ALL],
            trust=[],
            bucket=[deny(["s3:GetObject", "s3:PutObject"], OBJECT, Principal="*")],
        ),
        READS,
        [
            Top(
                "resource",
                "except caller",
                [
                    deny(
                        ["s3:GetObject", "s3:PutObject"],
                        OBJECT,
                        Principal="*",
                        Condition=SPARE_ANA,
                    )
                ],
            )
        ],
        [(READING, "s3:GetObject", OBJECT), (READING, "s3:PutObject", OBJECT), BEN_READS],
        [(ANA, "s3:GetObject", SAMPLE)],
    ),
    Case(
        "deny-that-spares-others-already",
        Layers(
            identity=[ALL],
            role=[ALL],
            trust=[],
            bucket=[
                deny(
                    "s3:*",
                    f"{BUCKET}/*",
                    Principal="*",
                    Condition={"ArnNotLike": {"aws:PrincipalArn": [BEN]}},
                ),
                BEN_IS_LET_IN,
            ],
        ),
        READS,
        [
            Top(
                "resource",
                "exception",
                [
                    deny(
                        "s3:*",
                        f"{BUCKET}/*",
                        Principal="*",
                        Condition={"ArnNotLike": {"aws:PrincipalArn": [BEN, ANA]}},
                    ),
                    BEN_IS_LET_IN,
                ],
            )
        ],
        [(READING, "s3:GetObject", OBJECT), (READING, "s3:PutObject", SAMPLE)],
        [BEN_READS],
    ),
    Case(
        "E5-scp-locks-the-region",
        Layers(identity=[ALL], scps=[[ALL, deny("ec2:*", "*", Condition=OUTSIDE_EUROPE)]]),
        (ANA, "ec2:StartInstances", INSTANCE),
        [
            Top(
                "scp",
                "exception",
                [
                    ALL,
                    deny(
                        "ec2:*",
                        "*",
                        Condition={
                            "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}
                        },
                    ),
                ],
            )
        ],
        [(ANA, "ec2:StartInstances", INSTANCE.replace("us-east-1", "ap-south-1"))],
        [(ANA, "ec2:StartInstances", INSTANCE.replace("us-east-1", "eu-west-1"))],
    ),
    Case(
        "C3-deny-without-mfa",
        Layers(
            identity=[
                ALL,
                deny(
                    "s3:DeleteObject",
                    "*",
                    Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
                ),
            ]
        ),
        (ANA, "s3:DeleteObject", OBJECT),
        [Top("identity", "context", context={"aws:MultiFactorAuthPresent": "true"})],
        [(ANA, "s3:DeleteObject", OBJECT)],
    ),
    Case(
        "deny-without-tls",
        Layers(
            identity=[ALL],
            bucket=[deny("s3:*", f"{BUCKET}/*", Principal="*", Condition=NO_TLS)],
        ),
        (*READS, {"aws:SecureTransport": "false"}),
        [Top("resource", "context", context={"aws:SecureTransport": "true"})],
        [(*READS, {"aws:SecureTransport": "false"})],
    ),
    Case(
        "P6-not-principal-deny",
        Layers(
            identity=[ALL],
            role=[ALL],
            trust=[],
            bucket=[
                {
                    "Effect": "Deny",
                    "NotPrincipal": {"AWS": [BEN, f"arn:aws:iam::{HOME}:root"]},
                    "Action": "s3:GetObject",
                    "Resource": OBJECT,
                },
                BEN_IS_LET_IN,
            ],
        ),
        READS,
        [
            Top(
                "resource",
                "exception",
                [
                    {
                        "Effect": "Deny",
                        "NotPrincipal": {"AWS": [BEN, f"arn:aws:iam::{HOME}:root", ANA]},
                        "Action": "s3:GetObject",
                        "Resource": OBJECT,
                    },
                    BEN_IS_LET_IN,
                ],
            )
        ],
        [(READING, "s3:GetObject", OBJECT)],
        [BEN_READS],
    ),
    Case(
        "E6-rcp-keeps-outsiders-out",
        Layers(
            outside=[ALL],
            bucket=[to({"AWS": [NADIA, OMAR]}, ["s3:GetObject", "s3:PutObject"], OBJECT)],
            rcps=[
                [
                    deny(
                        "s3:*",
                        "*",
                        Principal="*",
                        Condition={
                            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}
                        },
                    )
                ]
            ],
        ),
        NADIA_READS,
        [
            Top(
                "rcp",
                "except caller",
                [
                    deny(
                        "s3:*",
                        "*",
                        Principal="*",
                        Condition={
                            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
                            "ArnNotEquals": {"aws:PrincipalArn": NADIA},
                        },
                    )
                ],
            )
        ],
        [(OMAR, "s3:GetObject", OBJECT), (OMAR, "s3:PutObject", OBJECT)],
    ),
    Case(
        "two-denies-in-one-policy",
        Layers(
            identity=[ALL],
            role=[ALL],
            trust=[],
            bucket=[
                deny("s3:GetObject", OBJECT, Principal="*"),
                deny("s3:Get*", f"{BUCKET}/*", Principal="*"),
            ],
        ),
        READS,
        [
            Top(
                "resource",
                "except caller",
                [
                    deny("s3:GetObject", OBJECT, Principal="*", Condition=SPARE_ANA),
                    deny("s3:Get*", f"{BUCKET}/*", Principal="*", Condition=SPARE_ANA),
                ],
            )
        ],
        [(READING, "s3:GetObject", OBJECT), (READING, "s3:GetObject", SAMPLE)],
    ),
    Case(
        "denies-in-two-layers",
        Layers(
            identity=[ALL],
            role=[ALL],
            trust=[],
            outside=[ALL],
            scps=[[ALL, deny("s3:Get*", "*")]],
            bucket=[deny("s3:GetObject", OBJECT, Principal="*"), NADIA_IS_LET_IN],
        ),
        READS,
        [
            Top("scp", "except caller", [ALL, deny("s3:Get*", "*", Condition=SPARE_ANA)]),
            Top(
                "resource",
                "except caller",
                [
                    deny("s3:GetObject", OBJECT, Principal="*", Condition=SPARE_ANA),
                    NADIA_IS_LET_IN,
                ],
            ),
        ],
        [(READING, "s3:GetObject", OBJECT), (READING, "s3:GetObject", SAMPLE), NADIA_READS],
    ),
    Case(
        "deny-and-no-allow",
        Layers(
            identity=[deny("s3:*", ELSEWHERE), allow("s3:PutObject", OBJECT)],
            role=[ALL],
            trust=[],
            bucket=[deny("s3:GetObject", OBJECT, Principal="*")],
        ),
        READS,
        [
            Top(
                "resource",
                "except caller",
                [deny("s3:GetObject", OBJECT, Principal="*", Condition=SPARE_ANA)],
            ),
            Top(
                "identity",
                "action",
                [deny("s3:*", ELSEWHERE), allow(["s3:PutObject", "s3:GetObject"], OBJECT)],
            ),
        ],
        [
            *OTHER_OBJECTS,
            BEN_READS,
            (READING, "s3:GetObject", OBJECT),
            (ANA, "s3:DeleteObject", OBJECT),
        ],
    ),
    Case(
        "deny-of-a-policy-of-aws",
        Layers(identity=[ALL], managed=[deny("s3:*", "*")]),
        READS,
        [Top("identity")],
    ),
    Case(
        "A4-deny-of-all-but-some-actions",
        Layers(
            identity=[
                ALL,
                {"Effect": "Deny", "NotAction": ["sqs:SendMessage"], "Resource": OBJECT},
            ]
        ),
        READS,
        [
            Top(
                "identity",
                "exception",
                [
                    ALL,
                    {
                        "Effect": "Deny",
                        "NotAction": ["sqs:SendMessage", "s3:GetObject"],
                        "Resource": OBJECT,
                    },
                ],
            )
        ],
        [(ANA, "s3:PutObject", OBJECT), (ANA, "s3:DeleteObject", OBJECT)],
    ),
    Case(
        "R8-deny-of-all-but-some-resources",
        Layers(
            identity=[
                ALL,
                {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": [SAMPLE]},
            ]
        ),
        READS,
        [
            Top(
                "identity",
                "exception",
                [
                    ALL,
                    {"Effect": "Deny", "Action": "s3:GetObject", "NotResource": [SAMPLE, OBJECT]},
                ],
            )
        ],
        [(ANA, "s3:GetObject", ELSEWHERE), (ANA, "s3:GetObject", f"{BUCKET}/incoming/b.pdf")],
        [(ANA, "s3:GetObject", SAMPLE)],
    ),
    Case(
        "E13-root-cannot-assume-roles",
        Layers(trust=[to({"AWS": HOME}, "sts:AssumeRole")], role=[]),
        (f"arn:aws:iam::{HOME}:root", "sts:AssumeRole", READER),
        [Top("service")],
    ),
]

CASES = [
    *IDENTITY_CASES,
    *OTHER_IDENTITY_CASES,
    *GUARDRAIL_CASES,
    *RESOURCE_CASES,
    *DENY_CASES,
]
