"""Well-known service principals, for pickers and for telling a typo from a service."""

from __future__ import annotations

# Each is documented by its service; AWS publishes no complete list.
_NAMES = """
access-analyzer apigateway application-autoscaling appsync autoscaling backup batch bedrock budgets
cloudformation cloudfront cloudtrail cloudwatch codebuild codecommit codedeploy codepipeline
cognito-idp config datasync dlm dms ec2 ecs ecs-tasks edgelambda eks eks-fargate-pods
elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce es events firehose glue
guardduty inspector2 iot lambda lex logs macie mediaconvert organizations pipes rds redshift
rekognition s3 sagemaker scheduler secretsmanager securityhub servicecatalog ses sns spotfleet sqs
ssm states storagegateway textract transcribe transfer vpc-flow-logs workspaces
"""

_PRINCIPALS = (
    *(f"{name}.amazonaws.com" for name in _NAMES.split()),
    "billingreports.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "logging.s3.amazonaws.com",
    "monitoring.rds.amazonaws.com",
    "pods.eks.amazonaws.com",
    "replicator.lambda.amazonaws.com",
    "vmie.amazonaws.com",
)


def principal_services() -> tuple[str, ...]:
    """Return well-known service principals, such as `lambda.amazonaws.com`, in name order."""
    return tuple(sorted(_PRINCIPALS))
