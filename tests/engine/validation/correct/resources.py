"""Correct resource-based policies other than those of buckets."""

from __future__ import annotations

from iamlab.engine import PolicyType
from iamlab.engine.validation import Setting
from tests.engine.validation.correct.cases import (
    ACCOUNT,
    ORGANIZATION,
    PARTNER,
    Case,
    Statement,
    allow,
    arn,
    case,
    deny,
    iam,
    when,
)

QUEUE = arn("sqs", "jobs")
TOPIC = arn("sns", "alarms")
FUNCTION = arn("lambda", "function:thumbnails")
SECRET = arn("secretsmanager", "secret:prod/db-AbCdEf")
ROOT = iam("root")
OF_OURS = when(StringEquals={"aws:SourceAccount": ACCOUNT})


def on(resource: str, name: str, *statements: Statement, **accepted: str) -> Case:
    """A policy that hangs on `resource`; `accepted` maps codes to reasons."""
    setting = Setting(resource=resource, account=ACCOUNT)
    return case(name, PolicyType.RESOURCE, *statements, accepted=accepted, setting=setting)


QUEUES = (
    on(
        QUEUE,
        "queue: messages of a topic",
        allow(
            "sqs:SendMessage",
            QUEUE,
            Principal={"Service": "sns.amazonaws.com"},
            Condition=when(ArnEquals={"aws:SourceArn": TOPIC}),
        ),
    ),
    on(
        QUEUE,
        "queue: events of a bucket",
        allow(
            "SQS:SendMessage",
            QUEUE,
            Principal={"Service": "s3.amazonaws.com"},
            Condition=when(
                ArnLike={"aws:SourceArn": "arn:aws:s3:*:*:acme-receipts"},
                StringEquals={"aws:SourceAccount": ACCOUNT},
            ),
        ),
    ),
    on(
        QUEUE,
        "queue: a rule of EventBridge",
        allow(
            "sqs:SendMessage",
            QUEUE,
            Principal={"Service": "events.amazonaws.com"},
            Condition=when(ArnEquals={"aws:SourceArn": arn("events", "rule/nightly")}),
        ),
    ),
    on(
        QUEUE,
        "queue: owner, and TLS only",
        allow("sqs:*", QUEUE, Principal={"AWS": ROOT}),
        deny("sqs:*", QUEUE, Principal="*", Condition=when(Bool={"aws:SecureTransport": "false"})),
    ),
    on(
        QUEUE,
        "queue: a partner sends",
        allow(
            ["sqs:SendMessage", "sqs:GetQueueUrl"],
            QUEUE,
            Principal={"AWS": [PARTNER, iam("role/Sender", PARTNER)]},
        ),
    ),
)

TOPICS = (
    on(
        TOPIC,
        "topic: default policy of the owner",
        allow(
            [
                "SNS:GetTopicAttributes",
                "SNS:SetTopicAttributes",
                "SNS:AddPermission",
                "SNS:RemovePermission",
                "SNS:DeleteTopic",
                "SNS:Subscribe",
                "SNS:ListSubscriptionsByTopic",
                "SNS:Publish",
            ],
            TOPIC,
            Principal={"AWS": "*"},
            Condition=when(StringEquals={"AWS:SourceOwner": ACCOUNT}),
        ),
    ),
    on(
        TOPIC,
        "topic: alarms of CloudWatch",
        allow(
            "sns:Publish",
            TOPIC,
            Principal={"Service": "cloudwatch.amazonaws.com"},
            Condition=when(
                ArnLike={"aws:SourceArn": arn("cloudwatch", "alarm:*")},
                StringEquals={"aws:SourceAccount": ACCOUNT},
            ),
        ),
    ),
    on(
        TOPIC,
        "topic: budgets",
        allow(
            "SNS:Publish",
            TOPIC,
            Principal={"Service": "budgets.amazonaws.com"},
            Condition=when(
                StringEquals={"aws:SourceAccount": ACCOUNT},
                ArnLike={"aws:SourceArn": f"arn:aws:budgets::{ACCOUNT}:*"},
            ),
        ),
    ),
    on(
        TOPIC,
        "topic: subscribers of the organization, by protocol",
        allow(
            ["sns:Subscribe", "sns:Receive"],
            TOPIC,
            Principal="*",
            Condition=when(
                StringEquals={"aws:PrincipalOrgID": ORGANIZATION, "sns:Protocol": "sqs"}
            ),
        ),
    ),
)

OTHERS = (
    on(
        FUNCTION,
        "function: called by a bucket",
        allow(
            "lambda:InvokeFunction",
            FUNCTION,
            Principal={"Service": "s3.amazonaws.com"},
            Condition=when(
                StringEquals={"AWS:SourceAccount": ACCOUNT},
                ArnLike={"AWS:SourceArn": "arn:aws:s3:::acme-receipts"},
            ),
        ),
    ),
    on(
        FUNCTION,
        "function: called by an API",
        allow(
            "lambda:InvokeFunction",
            FUNCTION,
            Principal={"Service": "apigateway.amazonaws.com"},
            Condition=when(
                ArnLike={"AWS:SourceArn": arn("execute-api", "a1b2c3d4e5/*/GET/orders")}
            ),
        ),
    ),
    on(
        FUNCTION,
        "function: called by the organization",
        allow(
            "lambda:InvokeFunction",
            FUNCTION,
            Principal="*",
            Condition=when(StringEquals={"aws:PrincipalOrgID": ORGANIZATION}),
        ),
    ),
    on(
        SECRET,
        "secret: one role of a partner",
        allow(
            "secretsmanager:GetSecretValue",
            "*",
            Principal={"AWS": iam("role/App", PARTNER)},
            Condition=when(
                **{"ForAnyValue:StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}
            ),
        ),
    ),
    on(
        SECRET,
        "secret: only from the VPC",
        deny(
            "secretsmanager:GetSecretValue",
            "*",
            Principal="*",
            Condition=when(StringNotEquals={"aws:SourceVpc": "vpc-1a2b3c4d"}),
        ),
    ),
    on(
        arn("ecr", "repository/shop"),
        "repository: the organization pulls",
        allow(
            ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            None,
            Principal="*",
            Condition=when(StringEquals={"aws:PrincipalOrgID": ORGANIZATION}),
        ),
    ),
    on(
        arn("ecr", "repository/shop"),
        "repository: functions pull",
        allow(
            ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            None,
            Principal={"Service": "lambda.amazonaws.com"},
            Condition=when(ArnLike={"aws:sourceArn": arn("lambda", "function:*")}),
        ),
    ),
    on(
        arn("execute-api", "a1b2c3d4e5/*"),
        "API: one VPC only",
        allow("execute-api:Invoke", "execute-api:/*", Principal="*"),
        deny(
            "execute-api:Invoke",
            "execute-api:/*",
            Principal="*",
            Condition=when(StringNotEquals={"aws:SourceVpc": "vpc-1a2b3c4d"}),
        ),
    ),
    on(
        arn("execute-api", "a1b2c3d4e5/*"),
        "API: one address range",
        allow(
            "execute-api:Invoke",
            arn("execute-api", "a1b2c3d4e5/prod/GET/*"),
            Principal="*",
            Condition=when(IpAddress={"aws:SourceIp": "203.0.113.0/24"}),
        ),
    ),
    on(
        arn("es", "domain/products"),
        "search domain: one role",
        allow(
            "es:ESHttp*",
            arn("es", "domain/products/*"),
            Principal={"AWS": iam("role/App")},
        ),
    ),
    on(
        arn("backup", "backup-vault:main"),
        "vault: nobody deletes",
        deny(
            ["backup:DeleteRecoveryPoint", "backup:DeleteBackupVault"],
            "*",
            Principal="*",
            Condition=when(StringNotEquals={"aws:PrincipalArn": iam("role/BackupAdmin")}),
        ),
    ),
    on(
        arn("backup", "backup-vault:main"),
        "vault: copies from the organization",
        allow(
            "backup:CopyIntoBackupVault",
            "*",
            Principal="*",
            Condition=when(StringEquals={"aws:PrincipalOrgID": ORGANIZATION}),
        ),
    ),
    on(
        arn("events", "event-bus/shop"),
        "bus: a partner puts events of one source",
        allow(
            "events:PutEvents",
            arn("events", "event-bus/shop"),
            Principal={"AWS": PARTNER},
            Condition=when(StringEquals={"events:source": "com.example.orders"}),
        ),
    ),
    on(
        arn("elasticfilesystem", "file-system/fs-1a2b3c4d5e6f7a8b9"),
        "file system: TLS only",
        allow(
            ["elasticfilesystem:ClientRootAccess", "elasticfilesystem:ClientWrite"],
            arn("elasticfilesystem", "file-system/fs-1a2b3c4d5e6f7a8b9"),
            Principal={"AWS": "*"},
            Condition=when(Bool={"elasticfilesystem:AccessedViaMountTarget": "true"}),
        ),
        deny(
            "*",
            arn("elasticfilesystem", "file-system/fs-1a2b3c4d5e6f7a8b9"),
            Principal={"AWS": "*"},
            Condition=when(Bool={"aws:SecureTransport": "false"}),
        ),
    ),
    on(
        arn("dynamodb", "table/Orders"),
        "table: a partner reads",
        allow(
            ["dynamodb:GetItem", "dynamodb:Query"],
            arn("dynamodb", "table/Orders"),
            Principal={"AWS": iam("role/Reader", PARTNER)},
        ),
    ),
    on(
        arn("kinesis", "stream/orders"),
        "stream: another account writes",
        allow(
            ["kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"],
            arn("kinesis", "stream/orders"),
            Principal={"AWS": iam("role/Writer", PARTNER)},
        ),
    ),
    on(
        arn("logs", "log-group:/aws/events/shop:*"),
        "log group: EventBridge writes",
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            arn("logs", "log-group:/aws/events/*:*"),
            Principal={"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]},
            Condition=OF_OURS,
        ),
    ),
    on(
        arn("codeartifact", "repository/shop/npm"),
        "packages: the organization reads",
        allow(
            ["codeartifact:ReadFromRepository", "codeartifact:DescribeRepository"],
            "*",
            Principal="*",
            Condition=when(StringEquals={"aws:PrincipalOrgID": [ORGANIZATION]}),
        ),
    ),
)

RESOURCES = (*QUEUES, *TOPICS, *OTHERS)
