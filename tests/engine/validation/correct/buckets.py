"""Correct policies of S3 buckets."""

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

BUCKET = "arn:aws:s3:::acme-receipts"
OBJECTS = f"{BUCKET}/*"
BOTH = [BUCKET, OBJECTS]


def bucket(name: str, *statements: Statement, **accepted: str) -> Case:
    """A policy of the bucket `acme-receipts`; `accepted` maps codes to reasons."""
    setting = Setting(resource=BUCKET, account=ACCOUNT)
    return case(
        f"bucket: {name}", PolicyType.RESOURCE, *statements, accepted=accepted, setting=setting
    )


BUCKETS = (
    bucket(
        "TLS only",
        deny("s3:*", BOTH, Principal="*", Condition=when(Bool={"aws:SecureTransport": "false"})),
    ),
    bucket(
        "TLS 1.2 at least",
        deny("s3:*", BOTH, Principal="*", Condition=when(NumericLessThan={"s3:TlsVersion": "1.2"})),
    ),
    bucket(
        "organization only",
        allow(
            "s3:GetObject",
            OBJECTS,
            Principal="*",
            Condition=when(StringEquals={"aws:PrincipalOrgID": ORGANIZATION}),
        ),
    ),
    bucket(
        "one unit of the organization",
        allow(
            "s3:GetObject",
            OBJECTS,
            Principal="*",
            Condition=when(
                ForAnyValue_StringLike={
                    "aws:PrincipalOrgPaths": [f"{ORGANIZATION}/r-ab12/ou-ab12-11111111/*"]
                }
            ),
        ),
    ),
    bucket(
        "one CloudFront distribution",
        allow(
            "s3:GetObject",
            OBJECTS,
            Principal={"Service": "cloudfront.amazonaws.com"},
            Condition=when(
                StringEquals={
                    "AWS:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/EDFDVBD6EXAMPLE"
                }
            ),
        ),
    ),
    bucket(
        "CloudFront's older identity",
        allow(
            "s3:GetObject",
            OBJECTS,
            Principal={
                "AWS": iam("user/CloudFront Origin Access Identity E15MNIMTCFKK4C", "cloudfront")
            },
        ),
    ),
    bucket(
        "canonical user",
        allow(
            "s3:GetObject",
            OBJECTS,
            Principal={
                "CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
            },
        ),
    ),
    bucket(
        "logs of load balancers",
        allow(
            "s3:PutObject",
            f"{BUCKET}/alb/AWSLogs/{ACCOUNT}/*",
            Principal={"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            Condition=when(
                ArnLike={
                    "aws:SourceArn": f"arn:aws:elasticloadbalancing:*:{ACCOUNT}:loadbalancer/*"
                }
            ),
        ),
    ),
    bucket(
        "logs of load balancers, older Regions",
        allow(
            "s3:PutObject",
            f"{BUCKET}/AWSLogs/{ACCOUNT}/*",
            Principal={"AWS": "arn:aws:iam::156460612806:root"},
        ),
    ),
    bucket(
        "trail",
        allow(
            "s3:GetBucketAcl",
            BUCKET,
            Principal={"Service": "cloudtrail.amazonaws.com"},
            Condition=when(StringEquals={"aws:SourceArn": arn("cloudtrail", "trail/main")}),
        ),
        allow(
            "s3:PutObject",
            f"{BUCKET}/AWSLogs/{ACCOUNT}/*",
            Principal={"Service": "cloudtrail.amazonaws.com"},
            Condition=when(
                StringEquals={
                    "aws:SourceArn": arn("cloudtrail", "trail/main"),
                    "s3:x-amz-acl": "bucket-owner-full-control",
                }
            ),
        ),
    ),
    bucket(
        "configuration recorder",
        allow(
            ["s3:GetBucketAcl", "s3:ListBucket"],
            BUCKET,
            Principal={"Service": "config.amazonaws.com"},
            Condition=when(StringEquals={"AWS:SourceAccount": ACCOUNT}),
        ),
        allow(
            "s3:PutObject",
            f"{BUCKET}/AWSLogs/{ACCOUNT}/Config/*",
            Principal={"Service": "config.amazonaws.com"},
            Condition=when(
                StringEquals={
                    "s3:x-amz-acl": "bucket-owner-full-control",
                    "AWS:SourceAccount": ACCOUNT,
                }
            ),
        ),
    ),
    bucket(
        "access logs of another bucket",
        allow(
            "s3:PutObject",
            f"{BUCKET}/logs/*",
            Principal={"Service": "logging.s3.amazonaws.com"},
            Condition=when(
                ArnLike={"aws:SourceArn": "arn:aws:s3:::acme-site"},
                StringEquals={"aws:SourceAccount": ACCOUNT},
            ),
        ),
    ),
    bucket(
        "flow logs",
        allow(
            "s3:PutObject",
            OBJECTS,
            Principal={"Service": "delivery.logs.amazonaws.com"},
            Condition=when(
                StringEquals={
                    "aws:SourceAccount": ACCOUNT,
                    "s3:x-amz-acl": "bucket-owner-full-control",
                },
                ArnLike={"aws:SourceArn": arn("logs", "*")},
            ),
        ),
        allow(
            "s3:GetBucketAcl",
            BUCKET,
            Principal={"Service": "delivery.logs.amazonaws.com"},
            Condition=when(
                StringEquals={"aws:SourceAccount": ACCOUNT},
                ArnLike={"aws:SourceArn": arn("logs", "*")},
            ),
        ),
    ),
    bucket(
        "inventory of another bucket",
        allow(
            "s3:PutObject",
            OBJECTS,
            Principal={"Service": "s3.amazonaws.com"},
            Condition=when(
                ArnLike={"aws:SourceArn": "arn:aws:s3:::acme-site"},
                StringEquals={
                    "aws:SourceAccount": ACCOUNT,
                    "s3:x-amz-acl": "bucket-owner-full-control",
                },
            ),
        ),
    ),
    bucket(
        "a partner's role",
        allow("s3:ListBucket", BUCKET, Principal={"AWS": iam("role/Importer", PARTNER)}),
        allow("s3:GetObject", OBJECTS, Principal={"AWS": iam("role/Importer", PARTNER)}),
    ),
    bucket(
        "a partner that hands over ownership",
        allow(
            "s3:PutObject",
            f"{BUCKET}/inbox/*",
            Principal={"AWS": PARTNER},
            Condition=when(StringEquals={"s3:x-amz-acl": "bucket-owner-full-control"}),
        ),
    ),
    bucket(
        "one VPC endpoint only",
        deny(
            "s3:*",
            BOTH,
            Principal="*",
            Condition=when(StringNotEquals={"aws:SourceVpce": "vpce-1a2b3c4d"}),
        ),
    ),
    bucket(
        "networks, services spared",
        deny(
            "s3:*",
            BOTH,
            Principal="*",
            Condition=when(
                NotIpAddressIfExists={"aws:SourceIp": ["203.0.113.0/24", "2001:db8:1234::/48"]},
                StringNotEqualsIfExists={"aws:SourceVpc": "vpc-0a1b2c3d4e5f6a7b8"},
                BoolIfExists={
                    "aws:PrincipalIsAWSService": "false",
                    "aws:ViaAWSService": "false",
                },
            ),
        ),
    ),
    bucket(
        "no unencrypted uploads",
        deny(
            "s3:PutObject",
            OBJECTS,
            Principal="*",
            Condition=when(StringNotEquals={"s3:x-amz-server-side-encryption": "aws:kms"}),
        ),
        deny(
            "s3:PutObject",
            OBJECTS,
            Principal="*",
            Condition=when(Null={"s3:x-amz-server-side-encryption": "true"}),
        ),
    ),
    bucket(
        "one key for uploads",
        deny(
            "s3:PutObject",
            OBJECTS,
            Principal="*",
            Condition=when(
                ArnNotEqualsIfExists={
                    "s3:x-amz-server-side-encryption-aws-kms-key-id": arn(
                        "kms", "key/1a2b3c4d-1111-2222-3333-444455556666"
                    )
                }
            ),
        ),
    ),
    bucket(
        "nobody but two roles",
        deny(
            "s3:*",
            BOTH,
            Principal="*",
            Condition=when(
                ArnNotLike={"aws:PrincipalArn": [iam("role/Admin"), iam("role/team/*")]},
            ),
        ),
    ),
    bucket(
        "nobody but a role by its unique ID",
        deny(
            "s3:*",
            BOTH,
            Principal="*",
            Condition=when(
                StringNotLike={"aws:userId": ["AROADBQP57FF2AEXAMPLE:*", ACCOUNT]},
            ),
        ),
    ),
    bucket(
        "no deletion without a second factor",
        deny(
            ["s3:DeleteObject", "s3:DeleteObjectVersion"],
            OBJECTS,
            Principal="*",
            Condition=when(BoolIfExists={"aws:MultiFactorAuthPresent": "false"}),
        ),
    ),
    bucket(
        "a public website",
        allow("s3:GetObject", OBJECTS, Principal="*"),
        INTERNET_ACCESSIBLE="The site is public on purpose; the reader is told so.",
    ),
    bucket(
        "replication from another account",
        allow(
            ["s3:ReplicateObject", "s3:ReplicateDelete"],
            OBJECTS,
            Principal={"AWS": iam("role/service-role/Replicator", PARTNER)},
        ),
        allow(
            ["s3:GetBucketVersioning", "s3:PutBucketVersioning"],
            BUCKET,
            Principal={"AWS": iam("role/service-role/Replicator", PARTNER)},
        ),
    ),
    bucket(
        "access points of the own account decide",
        allow(
            "*",
            BOTH,
            Principal={"AWS": "*"},
            Condition=when(StringEquals={"s3:DataAccessPointAccount": ACCOUNT}),
        ),
    ),
    bucket(
        "only names that are listed may be put",
        deny(
            "s3:PutObject",
            None,
            Principal="*",
            NotResource=[f"{BUCKET}/*.csv", f"{BUCKET}/*.parquet"],
        ),
    ),
)
