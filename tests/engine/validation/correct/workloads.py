"""Correct identity-based policies of workloads: functions, containers, clusters."""

from __future__ import annotations

from iamlab.engine import PolicyType
from tests.engine.validation.correct.cases import ACCOUNT, REGION, allow, arn, case, iam, when

IDENTITY = PolicyType.IDENTITY
KEY = arn("kms", "key/1a2b3c4d-1111-2222-3333-444455556666")

WORKLOADS = (
    case(
        "function that writes its log",
        IDENTITY,
        allow("logs:CreateLogGroup", f"arn:aws:logs:{REGION}:{ACCOUNT}:*"),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            arn("logs", "log-group:/aws/lambda/thumbnails:*"),
        ),
    ),
    case(
        "basic execution as AWS ships it",
        IDENTITY,
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "*"),
    ),
    case(
        "function in a VPC",
        IDENTITY,
        allow(
            [
                "ec2:CreateNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:DeleteNetworkInterface",
                "ec2:AssignPrivateIpAddresses",
                "ec2:UnassignPrivateIpAddresses",
            ],
            "*",
        ),
    ),
    case(
        "function that reads a queue",
        IDENTITY,
        allow(
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            arn("sqs", "jobs"),
        ),
    ),
    case(
        "function that reads streams",
        IDENTITY,
        allow(
            [
                "kinesis:DescribeStream",
                "kinesis:DescribeStreamSummary",
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:ListShards",
                "kinesis:SubscribeToShard",
            ],
            [arn("kinesis", "stream/orders"), arn("kinesis", "stream/orders/consumer/shop:*")],
        ),
        allow("kinesis:ListStreams", "*"),
    ),
    case(
        "function that sends traces",
        IDENTITY,
        allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
    ),
    case(
        "publish, send and put events",
        IDENTITY,
        allow("sns:Publish", arn("sns", "alarms")),
        allow("sqs:SendMessage", arn("sqs", "jobs.fifo")),
        allow("events:PutEvents", arn("events", "event-bus/shop")),
        allow("states:StartExecution", arn("states", "stateMachine:checkout")),
    ),
    case(
        "metrics of one namespace",
        IDENTITY,
        allow(
            "cloudwatch:PutMetricData",
            "*",
            Condition=when(StringEquals={"cloudwatch:namespace": "Shop"}),
        ),
    ),
    case(
        "parameters by path, with their key",
        IDENTITY,
        allow(
            ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
            arn("ssm", "parameter/shop/prod/*"),
        ),
        allow(
            "kms:Decrypt",
            KEY,
            Condition=when(
                StringEquals={
                    "kms:EncryptionContext:PARAMETER_ARN": arn("ssm", "parameter/shop/prod/db")
                }
            ),
        ),
    ),
    case(
        "one secret with its random suffix",
        IDENTITY,
        allow(
            ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
            arn("secretsmanager", "secret:prod/db-??????"),
        ),
    ),
    case(
        "rotation of secrets",
        IDENTITY,
        allow(
            [
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetSecretValue",
                "secretsmanager:PutSecretValue",
                "secretsmanager:UpdateSecretVersionStage",
            ],
            arn("secretsmanager", "secret:prod/*"),
            Condition=when(
                StringEquals={
                    "secretsmanager:resource/AllowRotationLambdaArn": arn(
                        "lambda", "function:rotate"
                    )
                }
            ),
        ),
        allow("secretsmanager:GetRandomPassword", "*"),
    ),
    case(
        "push images",
        IDENTITY,
        allow("ecr:GetAuthorizationToken", "*"),
        allow(
            [
                "ecr:BatchCheckLayerAvailability",
                "ecr:BatchGetImage",
                "ecr:CompleteLayerUpload",
                "ecr:GetDownloadUrlForLayer",
                "ecr:InitiateLayerUpload",
                "ecr:PutImage",
                "ecr:UploadLayerPart",
            ],
            arn("ecr", "repository/shop/*"),
        ),
    ),
    case(
        "task execution as AWS ships it",
        IDENTITY,
        allow(
            [
                "ecr:GetAuthorizationToken",
                "ecr:BatchCheckLayerAvailability",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
            ],
            "*",
        ),
    ),
    case(
        "shell into a task",
        IDENTITY,
        allow(
            [
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ],
            "*",
        ),
    ),
    case(
        "run tasks in one cluster",
        IDENTITY,
        allow(
            "ecs:RunTask",
            arn("ecs", "task-definition/report:*"),
            Condition=when(ArnEquals={"ecs:cluster": arn("ecs", "cluster/batch")}),
        ),
        allow(
            "iam:PassRole",
            [iam("role/reportTask"), iam("role/reportExecution")],
            Condition=when(StringLike={"iam:PassedToService": "ecs-tasks.amazonaws.com"}),
        ),
    ),
    case(
        "deploy a service",
        IDENTITY,
        allow("ecs:RegisterTaskDefinition", "*"),
        allow(
            ["ecs:UpdateService", "ecs:DescribeServices"],
            arn("ecs", "service/shop/web"),
        ),
        allow("ecs:DescribeTaskDefinition", "*"),
    ),
    case(
        "pods that read their cluster",
        IDENTITY,
        allow(["eks:DescribeCluster", "eks:ListNodegroups"], arn("eks", "cluster/shop")),
        allow("eks:ListClusters", "*"),
    ),
    case(
        "tokens for pods",
        IDENTITY,
        allow("eks-auth:AssumeRoleForPodIdentity", arn("eks", "cluster/shop")),
    ),
    case(
        "autoscaler of a cluster",
        IDENTITY,
        allow(
            [
                "autoscaling:SetDesiredCapacity",
                "autoscaling:TerminateInstanceInAutoScalingGroup",
            ],
            "*",
            Condition=when(
                StringEquals={"aws:ResourceTag/k8s.io/cluster-autoscaler/shop": "owned"}
            ),
        ),
        allow(
            [
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeLaunchConfigurations",
                "autoscaling:DescribeScalingActivities",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:GetInstanceTypesFromInstanceRequirements",
                "eks:DescribeNodegroup",
            ],
            "*",
        ),
    ),
    case(
        "records of one zone",
        IDENTITY,
        allow(
            "route53:ChangeResourceRecordSets",
            "arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ",
            Condition=when(
                ForAllValues_StringLike={
                    "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["*.shop.example.com"]
                }
            ),
        ),
        allow(["route53:ListHostedZones", "route53:GetChange"], "*"),
    ),
)
