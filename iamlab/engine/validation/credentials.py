"""Actions whose answer holds a credential, or that set one: 43 of today's catalog."""

from __future__ import annotations

CREDENTIAL_ACTIONS = frozenset(
    [
        "airflow:CreateCliToken",
        "airflow:CreateWebLoginToken",
        "appsync:CreateApiKey",
        "chime:CreateApiKey",
        "cloud9:CreateEnvironmentToken",
        "codeartifact:GetAuthorizationToken",
        "codepipeline:PollForJobs",
        "cognito-identity:GetCredentialsForIdentity",
        "cognito-identity:GetOpenIdToken",
        "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
        "cognito-idp:AssociateSoftwareToken",
        "cognito-idp:DescribeUserPoolClient",
        "cognito-idp:GetSigningCertificate",
        "connect:GetFederationToken",
        "ec2:GetPasswordData",
        "ecr-public:GetAuthorizationToken",
        "ecr:GetAuthorizationToken",
        "emr-containers:GetManagedEndpointSessionCredentials",
        "finspace-api:GetProgrammaticAccessCredentials",
        "gamelift:GetInstanceAccess",
        "gamelift:RequestUploadCredentials",
        "grafana:CreateWorkspaceApiKey",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreateServiceSpecificCredential",
        "iam:ResetServiceSpecificCredential",
        "iam:UpdateAccessKey",
        "license-manager:GetAccessToken",
        "lightsail:CreateBucketAccessKey",
        "lightsail:DownloadDefaultKeyPair",
        "lightsail:GetInstanceAccessDetails",
        "lightsail:GetRelationalDatabaseMasterUserPassword",
        "mediapackage:RotateChannelCredentials",
        "mediapackage:RotateIngestEndpointCredentials",
        "rds-db:connect",
        "redshift-serverless:GetCredentials",
        "redshift:GetClusterCredentials",
        "redshift:GetClusterCredentialsWithIAM",
        "sts:AssumeRole",
        "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity",
        "sts:GetFederationToken",
        "sts:GetSessionToken",
    ]
)

OWN_TOKENS = frozenset(
    {
        "codeartifact:GetAuthorizationToken",
        "ecr-public:GetAuthorizationToken",
        "ecr:GetAuthorizationToken",
        "sts:GetFederationToken",
        "sts:GetSessionToken",
    }
)
"""Their tokens carry no more than the rights of the caller, so they give nobody anything new.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html
"""

WITHOUT_PERMISSION = frozenset(
    {
        "cognito-identity:GetCredentialsForIdentity",
        "cognito-identity:GetOpenIdToken",
        "cognito-idp:AssociateSoftwareToken",
        "sts:AssumeRoleWithSAML",
        "sts:AssumeRoleWithWebIdentity",
    }
)
"""Anybody may call these without AWS credentials; what they prove decides, not a policy.

https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
"""

EXPOSING_ACTIONS = CREDENTIAL_ACTIONS - OWN_TOKENS - WITHOUT_PERMISSION
"""Those that give the caller somebody else's rights, or a lasting credential."""
