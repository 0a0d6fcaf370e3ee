"""Sentences written by hand from the wording rules: what a statement of each kind must read like.

Each row: the type of policy, the statement without what the row leaves at its usual value
(Effect Allow, Action s3:GetObject, Resource arn:aws:s3:::reports/*), and the whole sentence.
A None takes an element away.
"""

from __future__ import annotations

from typing import Any

READ = "Allows reading objects (`s3:GetObject`) in the bucket `reports`"
QUEUE = "arn:aws:sqs:eu-west-1:222233334444:receipt-failures"
ROLE = "arn:aws:iam::222233334444:role/receipt-reader"
S3 = "arn:aws:s3:::"

Row = tuple[str, dict[str, Any], str]


def when(operator: str, key: str, value: Any) -> dict[str, Any]:
    return {"Condition": {operator: {key: value}}}


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

CONDITIONS: tuple[Row, ...] = (
    (
        "identity",
        {
            "Condition": {
                "StringNotEquals": {"aws:PrincipalOrgID": "o-acme"},
                "StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]},
                "Bool": {"aws:SecureTransport": "true"},
            }
        },
        f"{READ}, when the Region called (`aws:RequestedRegion`) is `eu-west-1` or "
        "`eu-central-1`; when the request came over TLS (`aws:SecureTransport` is true); and "
        "unless the caller's organization (`aws:PrincipalOrgID`) is `o-acme`.",
    ),
    (
        "identity",
        when("Bool", "aws:SecureTransport", "true"),
        f"{READ}, when the request came over TLS (`aws:SecureTransport` is true).",
    ),
    (
        "identity",
        when("BoolIfExists", "aws:MultiFactorAuthPresent", "false"),
        f"{READ}, when the caller shows no second factor (`aws:MultiFactorAuthPresent` is false "
        "or absent).",
    ),
    (
        "identity",
        when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "198.51.100.7"]),
        f"{READ}, when the caller's IP address (`aws:SourceIp`) lies in `203.0.113.0/24` or "
        "`198.51.100.7`.",
    ),
    (
        "identity",
        when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
        f"{READ}, unless the caller's IP address (`aws:SourceIp`) lies in `203.0.113.0/24`.",
    ),
    (
        "identity",
        when("StringNotEquals", "aws:RequestedRegion", ["eu-west-1", "eu-central-1"]),
        f"{READ}, unless the Region called (`aws:RequestedRegion`) is `eu-west-1` or "
        "`eu-central-1`.",
    ),
    (
        "identity",
        when("StringEqualsIfExists", "aws:PrincipalTag/team", "blue"),
        f"{READ}, when the caller's tag (`aws:PrincipalTag/team`) is `blue` or is absent.",
    ),
    (
        "identity",
        when("StringEquals", "s3:prefix", "*"),
        f"{READ}, when the prefix of the listing (`s3:prefix`) is exactly `*`.",
    ),
    (
        "identity",
        when("StringLike", "s3:prefix", ["home/*", ""]),
        f"{READ}, when the prefix of the listing (`s3:prefix`) fits `home/*` or the empty text.",
    ),
    (
        "identity",
        when("StringEqualsIgnoreCase", "aws:PrincipalTag/team", "Blue"),
        f"{READ}, when the caller's tag (`aws:PrincipalTag/team`) is `Blue` in any letter case.",
    ),
    (
        "identity",
        when("NumericLessThan", "aws:MultiFactorAuthAge", 3600),
        f"{READ}, when the age of the second factor in seconds (`aws:MultiFactorAuthAge`) is "
        "less than `3600`.",
    ),
    (
        "identity",
        when("NumericNotEquals", "s3:max-keys", "10"),
        f"{READ}, when `s3:max-keys` is a number other than `10` or is absent.",
    ),
    (
        "identity",
        when("DateGreaterThan", "aws:CurrentTime", "2026-01-01"),
        f"{READ}, when the time of the request (`aws:CurrentTime`) is after `2026-01-01`.",
    ),
    (
        "identity",
        when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/app-*"),
        f"{READ}, when the caller's ARN (`aws:PrincipalArn`) is an ARN that fits "
        "`arn:aws:iam::*:role/app-*`.",
    ),
    (
        "identity",
        when("ArnNotEquals", "aws:PrincipalArn", ROLE),
        f"{READ}, unless the caller's ARN (`aws:PrincipalArn`) is the ARN `{ROLE}`.",
    ),
    (
        "identity",
        when("Null", "aws:TokenIssueTime", "true"),
        f"{READ}, when the issue time of the credentials (`aws:TokenIssueTime`) is absent "
        "or empty.",
    ),
    (
        "identity",
        when("ForAllValues:StringEquals", "aws:TagKeys", ["team", "cost"]),
        f"{READ}, when every value (if any) of the list of tag keys in the request "
        "(`aws:TagKeys`) is `team` or `cost`.",
    ),
    (
        "identity",
        when("ForAllValues:StringNotEquals", "aws:TagKeys", "team"),
        f"{READ}, when no value of the list of tag keys in the request (`aws:TagKeys`) is `team`.",
    ),
    (
        "identity",
        when("ForAnyValue:StringLike", "aws:TagKeys", "te*"),
        f"{READ}, when at least one value of the list of tag keys in the request (`aws:TagKeys`) "
        "fits `te*`.",
    ),
    (
        "identity",
        when("ForAnyValue:StringNotEquals", "aws:TagKeys", "team"),
        f"{READ}, when not every value of the list of tag keys in the request (`aws:TagKeys`) is "
        "`team`.",
    ),
    (
        "identity",
        when("StringEquals", "aws:TagKeys", "team"),
        f"{READ}, but never, because `aws:TagKeys` can hold several values, and `StringEquals` "
        "has no set operator before it.",
    ),
    (
        "identity",
        when("StringNotEquals", "aws:TagKeys", "team"),
        f"{READ}, when the list of tag keys in the request (`aws:TagKeys`) is absent.",
    ),
    (
        "identity",
        when("StringEqualz", "aws:username", "ana"),
        f"{READ}, but never, because `StringEqualz` is not a condition operator.",
    ),
    (
        "identity",
        when("StringEquals", "aws:username", []),
        f"{READ}, but never, because the list of values of `aws:username` is empty.",
    ),
    (
        "identity",
        when("StringNotEquals", "aws:username", []),
        f"{READ}, whatever the caller's user name (`aws:username`) is, even absent.",
    ),
    (
        "identity",
        when("StringEquals", "aws:PrincipalTag/team", "${aws:PrincipalTag/group, 'none'}"),
        f"{READ}, when the caller's tag (`aws:PrincipalTag/team`) is "
        "`${aws:PrincipalTag/group, 'none'}`, where `${aws:PrincipalTag/group, 'none'}` stands "
        "for the caller's tag `group` or, without one, for `none`.",
    ),
    (
        "identity",
        {
            "Effect": "Deny",
            "Condition": {
                "Bool": {"aws:ViaAWSService": "false"},
                "StringNotEquals": {"aws:PrincipalOrgID": "o-acme"},
            },
        },
        "Denies reading objects (`s3:GetObject`) in the bucket `reports`, when no AWS service "
        "forwarded the request (`aws:ViaAWSService` is false), and unless the caller's "
        "organization (`aws:PrincipalOrgID`) is `o-acme`.",
    ),
    (
        "identity",
        when("StringEquals", "aws:RequestedRegion", [f"r{number}" for number in range(14)]),
        f"{READ}, when the Region called (`aws:RequestedRegion`) is one of 14 listed values.",
    ),
)

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

SENTENCES = (*ACTIONS, *RESOURCES, *CONDITIONS, *TYPES)
