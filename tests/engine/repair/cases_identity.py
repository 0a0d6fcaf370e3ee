"""Cases in which Ana's own policy says too little."""

from __future__ import annotations

from tests.engine.repair.cases import (
    BEN_READS,
    EVERYBODY_IN_IDENTITY,
    EXACT,
    OTHER_ACTIONS,
    OTHER_OBJECTS,
    READS,
    identity,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    ELSEWHERE,
    HOME,
    OBJECT,
    QUEUE,
    READER,
    SAMPLE,
    allow,
)

IDENTITY_CASES = [
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
