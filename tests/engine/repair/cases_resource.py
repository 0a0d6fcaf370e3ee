"""Cases across accounts: the bucket policy, or the caller, or both."""

from __future__ import annotations

from tests.engine.repair.cases import (
    ALL,
    BEN_READS,
    EXACT,
    NADIA_READS,
    OTHER_READERS,
    Case,
    Top,
    to,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BEN,
    BUCKET,
    NADIA,
    OBJECT,
    OMAR,
    OTHER,
    QUEUE,
    SAMPLE,
    Layers,
    allow,
)

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
        "account-is-let-in-elsewhere-and-one-user-asks",
        Layers(outside=[ALL], bucket=[to({"AWS": OTHER}, "s3:GetObject", SAMPLE)]),
        NADIA_READS,
        [
            Top(
                "resource",
                "statement",
                [
                    to({"AWS": OTHER}, "s3:GetObject", SAMPLE),
                    to({"AWS": NADIA}, "s3:GetObject", OBJECT),
                ],
            )
        ],
        [(OMAR, "s3:GetObject", OBJECT), (NADIA, "s3:PutObject", OBJECT), BEN_READS],
        [(OMAR, "s3:GetObject", SAMPLE)],
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
]
