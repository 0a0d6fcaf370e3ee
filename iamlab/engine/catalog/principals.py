"""Well-known service principals, for pickers and for telling a typo from a service."""

from __future__ import annotations

from functools import cache

# Each is documented by its service; AWS publishes no complete list.
_NAMES = """
access-analyzer acm airflow apigateway application-autoscaling apprunner appsync athena
auditmanager autoscaling backup batch bedrock budgets cloudformation cloudfront cloudhsm cloudtrail
cloudwatch codebuild codecommit codedeploy codepipeline codestar-notifications cognito-identity
cognito-idp config connect controltower databrew datasync dax detective devops-guru dlm dms
docdb-elastic ds dsql dynamodb ec2 ec2fleet ecr ecs ecs-tasks edgelambda eks eks-fargate-pods
elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce
elastictranscoder emr-serverless es events firehose fis fms forecast fsx glue grafana greengrass
guardduty health imagebuilder inspector inspector2 iot iotevents iotsitewise kafka kafkaconnect
kendra kinesis kinesisanalytics kms lakeformation lambda lex lexv2 license-manager logs macie
mediaconvert medialive memorydb mq network-firewall opensearchservice organizations osis
personalize pipes polly ram rds redshift redshift-serverless rekognition resource-explorer-2
resource-groups robomaker rolesanywhere route53 route53resolver s3 sagemaker scheduler schemas
secretsmanager securityhub securitylake serverlessrepo servicecatalog ses shield sms sns spot
spotfleet sqs ssm ssm-incidents sso states storagegateway support synthetics tagpolicies textract
transcribe transfer transitgateway translate trustedadvisor vpc-flow-logs vpc-lattice wafv2
wellarchitected workspaces xray
"""

_PRINCIPALS = (
    *(f"{name}.amazonaws.com" for name in _NAMES.split()),
    "access-grants.s3.amazonaws.com",
    "apidestinations.events.amazonaws.com",
    "batchoperations.s3.amazonaws.com",
    "billingreports.amazonaws.com",
    "channels.lex.amazonaws.com",
    "credentials.iot.amazonaws.com",
    "delivery.logs.amazonaws.com",
    "export.rds.amazonaws.com",
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "logging.s3.amazonaws.com",
    "malware-protection.guardduty.amazonaws.com",
    "monitoring.rds.amazonaws.com",
    "ops.apigateway.amazonaws.com",
    "pods.eks.amazonaws.com",
    "replicator.lambda.amazonaws.com",
    "vmie.amazonaws.com",
)


@cache
def principal_services() -> tuple[str, ...]:
    """Return well-known service principals, such as `lambda.amazonaws.com`, in name order."""
    return tuple(sorted(_PRINCIPALS))
