"""Organizations for the benchmarks: everything in them is made here, and always the same."""

from __future__ import annotations

import json
from typing import Any

from iamlab.engine import (
    Account,
    Attachment,
    Identity,
    Level,
    Policy,
    PolicyType,
    Request,
    Snapshot,
)

ACCOUNT = "111122223333"
STATEMENTS = 26
PRINCIPALS = 100
_SERVICES = {
    "s3": ("GetObject", "PutObject", "DeleteObject", "GetObjectTagging"),
    "dynamodb": ("GetItem", "PutItem", "Query", "UpdateItem"),
    "sqs": ("SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueUrl"),
    "lambda": ("InvokeFunction", "GetFunction", "UpdateFunctionCode", "ListTags"),
    "secretsmanager": ("GetSecretValue", "DescribeSecret", "PutSecretValue", "TagResource"),
}
_ARNS = {
    "s3": "arn:aws:s3:::bucket-{n}/{name}",
    "dynamodb": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/table-{{n}}-{{name}}",
    "sqs": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:queue-{{n}}-{{name}}",
    "lambda": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:fn-{{n}}-{{name}}",
    "secretsmanager": f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:app-{{n}}-{{name}}",
}


def document(statements: list[dict[str, Any]]) -> str:
    """Return a policy text."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)


def identity_statements(number: int, count: int = STATEMENTS) -> list[dict[str, Any]]:
    """Return `count` statements as people write them: Allows by service, some with conditions."""
    services = list(_SERVICES)
    statements: list[dict[str, Any]] = []
    for index in range(count):
        service = services[index % len(services)]
        names = _SERVICES[service]
        statement: dict[str, Any] = {
            "Sid": f"Statement{index}",
            "Effect": "Deny" if index % 13 == 12 else "Allow",
            "Action": [f"{service}:{names[index % 4]}", f"{service}:{names[(index + 1) % 4]}"],
            "Resource": _ARNS[service].format(n=f"{number}-{index}", name="*"),
        }
        if index % 4 == 3:
            statement["Condition"] = {"Bool": {"aws:SecureTransport": "true"}}
        if index % 13 == 12:
            statement["Condition"] = {"StringNotEquals": {"aws:PrincipalTag/team": "web"}}
        statements.append(statement)
    return statements


def boundary_text() -> str:
    """Return a boundary: what its services may do, and no IAM."""
    return document(
        [
            {"Effect": "Allow", "Action": [f"{name}:*" for name in _SERVICES], "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:*", "Resource": "*"},
        ]
    )


def scp_levels() -> tuple[Level, ...]:
    """Return three levels: FullAWSAccess on each, and a Region lock at the root."""
    full = Policy("scp/FullAWSAccess", "FullAWSAccess", PolicyType.SCP, document([_FULL]))
    lock = Policy("scp/RegionLock", "RegionLock", PolicyType.SCP, document([_REGION_LOCK]))
    return (
        Level("r-root", "Root", (full, lock)),
        Level("ou-workloads", "Workloads", (full,)),
        Level(ACCOUNT, "production", (full,)),
    )


_FULL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
_REGION_LOCK = {
    "Effect": "Deny",
    "NotAction": ["iam:*", "sts:*", "organizations:*", "s3:*"],
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}},
}


def user_arn(number: int) -> str:
    """Return the ARN of the n-th user."""
    return f"arn:aws:iam::{ACCOUNT}:user/user-{number}"


def organization(principals: int = PRINCIPALS, statements: int = STATEMENTS) -> Snapshot:
    """Return an account of users, each with a policy of its own, a boundary and SCPs above."""
    boundary = Policy("boundary", "Boundary", PolicyType.BOUNDARY, boundary_text())
    identities = {}
    for number in range(principals):
        written = identity_statements(number % PRINCIPALS, statements)
        arn = user_arn(number)
        identities[arn] = Identity(
            arn,
            policies=tuple(
                Attachment(_policy(f"{number}-{start}", written[start : start + STATEMENTS]))
                for start in range(0, statements, STATEMENTS)
            ),
            boundary=boundary,
        )
    account = Account(ACCOUNT, "production", scp_levels=scp_levels())
    return Snapshot({ACCOUNT: account}, identities)


def resources(count: int) -> list[str]:
    """Return ARNs that the first user's statements are about, and some that they are not."""
    services = list(_SERVICES)
    return [
        _ARNS[services[index % len(services)]].format(n=f"0-{index}", name="thing")
        for index in range(count)
    ]


def _policy(name: str, statements: list[dict[str, Any]]) -> Policy:
    return Policy(f"policy/{name}", f"Policy{name}", PolicyType.IDENTITY, document(statements))


def requests(principals: int = PRINCIPALS, statements: int = STATEMENTS) -> list[Request]:
    """Return 1,000 questions: ten a principal, half of them allowed, all with a context."""
    asked: list[Request] = []
    services = list(_SERVICES)
    context = {"aws:SecureTransport": "true", "aws:PrincipalTag/team": "web"}
    for count in range(1000):
        number = count % principals
        index = (count * 7) % statements
        service = services[index % len(services)]
        action = f"{service}:{_SERVICES[service][(index + count % 3) % 4]}"
        resource = _ARNS[service].format(n=f"{number % PRINCIPALS}-{index}", name=f"k{count % 10}")
        asked.append(Request(user_arn(number), action, resource, ACCOUNT, context))
    return asked
