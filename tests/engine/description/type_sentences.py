"""Sentences of each policy type, written by hand; see sentences.py for what a row is."""

from __future__ import annotations

from tests.engine.description.sentence_parts import READ, ROLE, Row, when

TYPES: tuple[Row, ...] = (
    (
        "resource",
        {
            "Principal": {
                "AWS": [f"{number}22233334444" for number in range(4)],
                "Service": "sns.amazonaws.com",
            },
        },
        "Allows 4 listed principals and the AWS service `sns.amazonaws.com` to read objects "
        "(`s3:GetObject`) in the bucket `reports`.",
    ),
    (
        "scp",
        {"Action": "*", "Resource": "*"},
        "Lets other policies allow every action on every resource.",
    ),
    (
        "boundary",
        {},
        "Lets other policies allow reading objects (`s3:GetObject`) in the bucket `reports`.",
    ),
    ("session", {"Effect": "Deny"}, READ.replace("Allows", "Denies") + "."),
    (
        "rcp",
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"},
        "Forbids everyone to use every Amazon S3 action (`s3:*`) on every resource.",
    ),
    (
        "endpoint",
        {"Principal": "*"},
        "Lets other policies allow everyone (anonymous callers included) to read objects "
        "(`s3:GetObject`) in the bucket `reports`.",
    ),
    (
        "resource",
        {"Principal": "*"},
        "Allows everyone (anonymous callers included) to read objects (`s3:GetObject`) in the "
        "bucket `reports`.",
    ),
    (
        "resource",
        {"Principal": {"AWS": ["222233334444", ROLE]}, "Action": ["s3:GetObject", "s3:Put*"]},
        "Allows every principal of account `222233334444` and the role `receipt-reader` of "
        "account `222233334444` to read objects (`s3:GetObject`) and use every action that fits "
        "`s3:Put*` on every object in the bucket `reports`.",
    ),
    (
        "resource",
        {"Resource": None, "Principal": {"Service": "sns.amazonaws.com"}},
        "Allows the AWS service `sns.amazonaws.com` to read objects (`s3:GetObject`) on the "
        "resource that holds this policy.",
    ),
    (
        "resource",
        {"Effect": "Deny", "NotPrincipal": {"AWS": ROLE}},
        "Forbids everyone who is not fully listed as the role `receipt-reader` of account "
        "`222233334444` to read objects (`s3:GetObject`) in the bucket `reports`.",
    ),
    (
        "resource",
        {"NotPrincipal": {"AWS": "arn:aws:iam::222233334444:user/ana"}},
        "Allows everyone except the user `ana` of account `222233334444` to read objects "
        "(`s3:GetObject`) in the bucket `reports`.",
    ),
    (
        "resource",
        {},
        "Allows nobody to read objects (`s3:GetObject`) in the bucket `reports`.",
    ),
    (
        "trust",
        {"Resource": None, "Action": "sts:AssumeRole", "Principal": {"Service": "x.aws"}},
        "Allows the AWS service `x.aws` to assume this role (`sts:AssumeRole`).",
    ),
    (
        "trust",
        {
            "Resource": None,
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": {"Federated": "accounts.google.com"},
            **when("StringEquals", "accounts.google.com:aud", "app"),
        },
        "Allows whoever the identity provider `accounts.google.com` vouches for to assume this "
        "role with a web identity token (`sts:AssumeRoleWithWebIdentity`), when "
        "`accounts.google.com:aud` is `app`.",
    ),
    (
        "trust",
        {"Resource": None, "Action": "sts:*", "Principal": {"AWS": "222233334444"}},
        "Allows every principal of account `222233334444` to use every AWS Security Token "
        "Service action (`sts:*`) on this role.",
    ),
    (
        "identity",
        {"Effect": "allow"},
        "The statement is not evaluated because its `Effect` is neither `Allow` nor `Deny`.",
    ),
    (
        "identity",
        {"Principal": "*"},
        f"{READ}.",
    ),
)
