"""Correct identity-based policies of pipelines, models, data and devices."""

from __future__ import annotations

from iamlab.engine import PolicyType
from tests.engine.validation.correct.cases import allow, arn, case, deny, iam, when

IDENTITY = PolicyType.IDENTITY
KEY = arn("kms", "key/1a2b3c4d-1111-2222-3333-444455556666")

PIPELINES = (
    case(
        "notebooks of the own project",
        IDENTITY,
        allow(
            ["sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob"],
            arn("sagemaker", "training-job/shop-*"),
        ),
        allow(
            "iam:PassRole",
            iam("role/service-role/ShopTraining"),
            Condition=when(StringEquals={"iam:PassedToService": "sagemaker.amazonaws.com"}),
        ),
        allow("sagemaker:InvokeEndpoint", arn("sagemaker", "endpoint/ranking")),
    ),
    case(
        "invoke one model",
        IDENTITY,
        allow(
            ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
            "arn:aws:bedrock:*::foundation-model/anthropic.claude-*",
        ),
    ),
    case(
        "read the data catalog",
        IDENTITY,
        allow(
            ["glue:GetDatabase", "glue:GetTable", "glue:GetTables", "glue:GetPartitions"],
            [arn("glue", "catalog"), arn("glue", "database/sales"), arn("glue", "table/sales/*")],
        ),
        allow(
            ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"],
            arn("athena", "workgroup/primary"),
        ),
        allow("lakeformation:GetDataAccess", "*"),
    ),
    case(
        "job that runs a crawler",
        IDENTITY,
        allow(["glue:StartCrawler", "glue:GetCrawler"], arn("glue", "crawler/sales")),
        allow("glue:StartJobRun", arn("glue", "job/nightly")),
    ),
    case(
        "deployment role of stacks",
        IDENTITY,
        allow(
            [
                "cloudformation:CreateChangeSet",
                "cloudformation:DescribeChangeSet",
                "cloudformation:DescribeStacks",
                "cloudformation:ExecuteChangeSet",
            ],
            arn("cloudformation", "stack/shop-*/*"),
        ),
        allow(
            "iam:PassRole",
            iam("role/ShopStacks"),
            Condition=when(StringEquals={"iam:PassedToService": "cloudformation.amazonaws.com"}),
        ),
        allow("cloudformation:ValidateTemplate", "*"),
    ),
    case(
        "create functions with roles of one path",
        IDENTITY,
        allow(
            ["lambda:CreateFunction", "lambda:UpdateFunctionCode", "lambda:GetFunction"],
            arn("lambda", "function:shop-*"),
        ),
        allow(
            "iam:PassRole",
            iam("role/lambda/shop-*"),
            Condition=when(StringEquals={"iam:PassedToService": "lambda.amazonaws.com"}),
        ),
    ),
    case(
        "pipeline that assumes the CDK's roles",
        IDENTITY,
        allow(
            "sts:AssumeRole",
            [
                iam("role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1"),
                iam("role/cdk-hnb659fds-file-publishing-role-111122223333-eu-west-1"),
            ],
        ),
    ),
    case(
        "build project",
        IDENTITY,
        allow(
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [
                arn("logs", "log-group:/aws/codebuild/shop"),
                arn("logs", "log-group:/aws/codebuild/shop:*"),
            ],
        ),
        allow(
            [
                "codebuild:CreateReportGroup",
                "codebuild:CreateReport",
                "codebuild:UpdateReport",
                "codebuild:BatchPutTestCases",
                "codebuild:BatchPutCodeCoverages",
            ],
            arn("codebuild", "report-group/shop-*"),
        ),
        allow(
            "codeconnections:UseConnection",
            arn("codeconnections", "connection/1a2b3c4d-1111-2222-3333-444455556666"),
        ),
    ),
    case(
        "state of Terraform",
        IDENTITY,
        allow("s3:ListBucket", "arn:aws:s3:::acme-terraform"),
        allow(
            ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            "arn:aws:s3:::acme-terraform/shop/terraform.tfstate*",
        ),
        allow(
            ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
            "arn:aws:dynamodb:*:*:table/acme-terraform-locks",
        ),
    ),
    case(
        "call one API",
        IDENTITY,
        allow("execute-api:Invoke", arn("execute-api", "a1b2c3d4e5/prod/GET/orders/*")),
    ),
    case(
        "read a search domain",
        IDENTITY,
        allow(["es:ESHttpGet", "es:ESHttpHead"], arn("es", "domain/products/*")),
    ),
    case(
        "send mail from one address",
        IDENTITY,
        allow(
            ["ses:SendEmail", "ses:SendRawEmail"],
            arn("ses", "identity/example.com"),
            Condition=when(StringEquals={"ses:FromAddress": "shop@example.com"}),
        ),
    ),
    case(
        "things of the Internet by name",
        IDENTITY,
        allow("iot:Connect", arn("iot", "client/${iot:Connection.Thing.ThingName}")),
        allow(
            ["iot:Publish", "iot:Receive"],
            arn("iot", "topic/shop/${iot:Connection.Thing.ThingName}/*"),
        ),
        allow("iot:Subscribe", arn("iot", "topicfilter/shop/${iot:Connection.Thing.ThingName}/*")),
    ),
    case(
        "mount a file system over TLS",
        IDENTITY,
        allow(
            ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            arn("elasticfilesystem", "file-system/fs-1a2b3c4d5e6f7a8b9"),
            Condition=when(Bool={"aws:SecureTransport": "true"}),
        ),
    ),
    case(
        "grants for AWS resources only",
        IDENTITY,
        allow(
            "kms:CreateGrant",
            KEY,
            Condition=when(Bool={"kms:GrantIsForAWSResource": "true"}),
        ),
    ),
    case(
        "one service-linked role",
        IDENTITY,
        allow(
            "iam:CreateServiceLinkedRole",
            "arn:aws:iam::*:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*",
            Condition=when(StringLike={"iam:AWSServiceName": "autoscaling.amazonaws.com"}),
        ),
    ),
    case(
        "service-linked roles by the name of the service",
        IDENTITY,
        allow(
            "iam:CreateServiceLinkedRole",
            "*",
            Condition=when(
                StringEquals={"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}
            ),
        ),
    ),
    case(
        "no function without a VPC",
        IDENTITY,
        deny(
            ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"],
            "*",
            Condition=when(Null={"lambda:VpcIds": "true"}),
        ),
    ),
    case(
        "snapshots by the lifecycle service",
        IDENTITY,
        allow(
            ["ec2:CreateSnapshot", "ec2:CreateTags"],
            ["arn:aws:ec2:*::snapshot/*", "arn:aws:ec2:*:*:volume/*"],
        ),
        allow("ec2:DescribeSnapshots", "*"),
    ),
)
