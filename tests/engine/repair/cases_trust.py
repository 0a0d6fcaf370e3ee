"""Cases about keys, roles and services, which obey their own policy first."""

from __future__ import annotations

from tests.engine.repair.cases import (
    ALL,
    Case,
    Top,
    to,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    GITHUB,
    KEY,
    NADIA,
    OBJECT,
    QUEUE,
    READER,
    READING,
    Layers,
)

TRUST_CASES = [
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
