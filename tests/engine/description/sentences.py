"""Sentences written by hand from the wording rules: what a statement of each kind must read like.

Each row: the type of policy, the statement without what the row leaves at its usual value
(Effect Allow, Action s3:GetObject, Resource arn:aws:s3:::reports/*), and the whole sentence.
A None takes an element away.
"""

from __future__ import annotations

from tests.engine.description.condition_sentences import CONDITIONS
from tests.engine.description.sentence_parts import QUEUE, READ, ROLE, S3, Row
from tests.engine.description.type_sentences import TYPES

ACTIONS: tuple[Row, ...] = (
    (
        "identity",
        {
            "Action": [*(f"sqs:{name}" for name in ("A", "B", "C", "D", "E", "F*")), "s*:G", "x"],
            "Resource": "*",
        },
        "Allows 8 listed actions and patterns (of which `s*:G` and `x` cover no action) on every "
        "resource.",
    ),
    ("identity", {}, f"{READ}."),
    ("identity", {"Action": "*", "Resource": "*"}, "Allows every action on every resource."),
    (
        "identity",
        {"Effect": "Deny", "Action": "s3:*", "Resource": "*"},
        "Denies every Amazon S3 action (`s3:*`) on every resource.",
    ),
    (
        "identity",
        {"Action": "iam:*", "Resource": "*"},
        "Allows every IAM action (`iam:*`) on every resource.",
    ),
    (
        "identity",
        {"Action": ["s3:Get*", "s3:List*"], "Resource": "*"},
        "Allows every action that fits `s3:Get*` or `s3:List*` on every resource.",
    ),
    (
        "identity",
        {"Action": ["s3:GetObject", "s3:PutObject", "sqs:*"], "Resource": "*"},
        "Allows reading objects (`s3:GetObject`), writing objects (`s3:PutObject`) and "
        "every Amazon SQS action (`sqs:*`) on every resource.",
    ),
    (
        "identity",
        {"Action": "s3:getobjct", "Resource": "*"},
        "Allows `s3:getobjct` (not an action that AWS lists) on every resource.",
    ),
    (
        "identity",
        {"Action": "GetObject", "Resource": "*"},
        "Allows `GetObject` (which covers no action) on every resource.",
    ),
    ("identity", {"Action": [], "Resource": "*"}, "Allows no action at all on every resource."),
    (
        "identity",
        {"Action": [f"sqs:{name}" for name in ("A", "B", "C", "D", "E", "F", "G")]},
        "Allows 7 listed actions on every object in the bucket `reports`.",
    ),
    (
        "identity",
        {"Action": None, "NotAction": "iam:*", "Resource": "*"},
        "Allows every action except every IAM action (`iam:*`) on every resource.",
    ),
    (
        "identity",
        {"Effect": "Deny", "Action": None, "NotAction": ["sts:AssumeRole"], "Resource": "*"},
        "Denies every action except assuming roles (`sts:AssumeRole`) on every resource.",
    ),
    (
        "identity",
        {"Action": None, "NotAction": [], "Resource": "*"},
        "Allows every action on every resource.",
    ),
    (
        "identity",
        {"Action": None, "NotAction": "*", "Resource": "*"},
        "Allows no action at all on every resource.",
    ),
)

RESOURCES: tuple[Row, ...] = (
    (
        "identity",
        {"Action": "sts:AssumeRole", "Resource": ROLE},
        "Allows assuming the role `receipt-reader` of account `222233334444` (`sts:AssumeRole`).",
    ),
    (
        "identity",
        {
            "Action": "iam:PassRole",
            "Resource": ["arn:aws:iam::222233334444:role/app-*", ROLE],
        },
        "Allows passing every role of account `222233334444` whose name begins with `app-` and "
        "the role `receipt-reader` of account `222233334444` to AWS services (`iam:PassRole`).",
    ),
    (
        "resource",
        {"Principal": "*", "Action": "kms:Decrypt", "Resource": "*"},
        "Allows everyone (anonymous callers included) to decrypt data (`kms:Decrypt`) on whatever "
        "this policy is attached to.",
    ),
    (
        "identity",
        {"Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:*:*:function:*-dev"},
        "Allows invoking functions (`lambda:InvokeFunction`) on every resource that fits "
        "`arn:aws:lambda:*:*:function:*-dev`.",
    ),
    (
        "identity",
        {"Action": "iam:CreatePolicyVersion", "Resource": "arn:aws:iam::*:policy/Team*"},
        "Allows creating versions of managed policies (`iam:CreatePolicyVersion`) on every managed "
        "policy of every account and of AWS whose name begins with `Team`.",
    ),
    (
        "identity",
        {"Resource": [*(f"{S3}b{number}" for number in range(4)), "reports/*"]},
        "Allows reading objects (`s3:GetObject`) on 5 listed resource patterns (of which "
        "`reports/*` is no ARN and covers nothing).",
    ),
    (
        "identity",
        {"Resource": f"{S3}reports/${{*}}"},
        "Allows reading objects (`s3:GetObject`) on every object in the bucket `reports` whose "
        "key fits `${*}`, where `${*}` stands for a plain `*`.",
    ),
    (
        "identity",
        {"Resource": f"{S3}acme-receipts/incoming/*"},
        "Allows reading objects (`s3:GetObject`) in the bucket `acme-receipts` under `incoming/`.",
    ),
    (
        "identity",
        {"Action": "s3:ListBucket", "Resource": f"{S3}reports"},
        "Allows listing objects (`s3:ListBucket`) on the bucket `reports`.",
    ),
    (
        "identity",
        {"Action": "s3:*", "Resource": [f"{S3}reports", f"{S3}reports/*"]},
        "Allows every Amazon S3 action (`s3:*`) on the bucket `reports` with every object in it.",
    ),
    (
        "identity",
        {"Resource": f"{S3}reports/a.pdf"},
        "Allows reading objects (`s3:GetObject`) on the object `a.pdf` in the bucket `reports`.",
    ),
    (
        "identity",
        {"Resource": f"{S3}reports/*.pdf"},
        "Allows reading objects (`s3:GetObject`) on every object in the bucket `reports` whose "
        "key fits `*.pdf`.",
    ),
    (
        "identity",
        {"Resource": f"{S3}reports*"},
        "Allows reading objects (`s3:GetObject`) on every resource that fits "
        "`arn:aws:s3:::reports*`.",
    ),
    (
        "identity",
        {"Resource": f"{S3}*"},
        "Allows reading objects (`s3:GetObject`) on every bucket and object.",
    ),
    (
        "identity",
        {"Action": "sqs:SendMessage", "Resource": QUEUE},
        "Allows sending messages (`sqs:SendMessage`) on the queue `receipt-failures` in "
        "`eu-west-1` of account `222233334444`.",
    ),
    (
        "identity",
        {"Action": "iam:PassRole", "Resource": "arn:aws:iam::222233334444:role/app-*"},
        "Allows passing every role of account `222233334444` whose name begins with `app-` to AWS "
        "services (`iam:PassRole`).",
    ),
    (
        "identity",
        {"Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:*:*:function:*"},
        "Allows invoking functions (`lambda:InvokeFunction`) on every function in every Region "
        "of every account (with versions and aliases).",
    ),
    (
        "identity",
        {"Action": "iam:AttachRolePolicy", "Resource": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        "Allows attaching managed policies to roles (`iam:AttachRolePolicy`) on the managed "
        "policy `ReadOnlyAccess` of AWS.",
    ),
    (
        "identity",
        {"Action": "s3:*", "Resource": None, "NotResource": [f"{S3}reports/*"]},
        "Allows every Amazon S3 action (`s3:*`) on every resource except every object in the "
        "bucket `reports`.",
    ),
    (
        "identity",
        {"Resource": "reports/*"},
        "Allows reading objects (`s3:GetObject`) on `reports/*` (which is no ARN and covers "
        "nothing).",
    ),
    (
        "identity",
        {"Resource": None},
        "Allows reading objects (`s3:GetObject`) on no resource at all.",
    ),
    (
        "identity",
        {"Resource": [f"{S3}b{number}" for number in range(5)]},
        "Allows reading objects (`s3:GetObject`) on 5 listed resources.",
    ),
    (
        "identity",
        {"Resource": f"{S3}home/${{aws:username}}/*"},
        "Allows reading objects (`s3:GetObject`) in the bucket `home` under `${aws:username}/`, "
        "where `${aws:username}` stands for the caller's user name.",
    ),
)

SENTENCES = (*ACTIONS, *RESOURCES, *CONDITIONS, *TYPES)
