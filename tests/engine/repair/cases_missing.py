"""Cases about what is missing beside a statement: a Version, a key, a boundary, a session."""

from __future__ import annotations

from tests.engine.repair.cases import (
    ALL,
    BEN_READS,
    EVERYBODY_IN_IDENTITY,
    EXACT,
    MFA_TRUE,
    OTHER_ACTIONS,
    OTHER_OBJECTS,
    READS,
    Case,
    Top,
)
from tests.engine.repair.small_organizations import (
    ANA,
    BUCKET,
    ELSEWHERE,
    GUEST,
    INSTANCE,
    OBJECT,
    QUEUE,
    READING,
    SAMPLE,
    Layers,
    allow,
    text_of,
)

MISSING_CASES = [
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
