"""Cases with several Denies, or with one that lists what it spares."""

from __future__ import annotations

from tests.engine.repair.cases import (
    ALL,
    BEN_READS,
    NADIA_READS,
    OTHER_OBJECTS,
    READS,
    Case,
    Top,
    to,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BUCKET,
    ELSEWHERE,
    HOME,
    NADIA,
    OBJECT,
    READER,
    READING,
    SAMPLE,
    Layers,
    allow,
    deny,
)

NADIA_IS_LET_IN = to({"AWS": NADIA}, "s3:GetObject", OBJECT)
SPARE_ANA = {"ArnNotEquals": {"aws:PrincipalArn": ANA}}

DENIES_CASES = [
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
