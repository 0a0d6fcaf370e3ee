"""Cases in which one Deny has to be narrowed."""

from __future__ import annotations

from tests.engine.repair.cases import (
    ALL,
    BEN_READS,
    NADIA_READS,
    READS,
    Case,
    Top,
    to,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    HOME,
    INSTANCE,
    NADIA,
    OBJECT,
    OMAR,
    READING,
    SAMPLE,
    Layers,
    deny,
)

BEN_IS_LET_IN = to({"AWS": BEN}, "s3:GetObject", OBJECT)
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
]
