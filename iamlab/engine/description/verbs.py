"""Verbs for actions: what an action lets a caller do, as `read objects` or `reading objects`."""

from __future__ import annotations

import re

from iamlab.engine.catalog import find_action

_LONGEST = 64
_PREFIX = re.compile(r"(?:Grants|Controls) permissions? to ")
_SPECIFIED = re.compile(r"\b(?:the )?(?:specified|given|named) (?=([A-Za-z]))")
_UNUSABLE = re.compile(r"[.;:()`]|\byour?\b|\bAWS account\b")
_PLURAL = re.compile(r"[A-Za-z]+s\b")
_DOUBLED = frozenset({"get", "put", "run", "set", "stop", "submit", "tag", "untag", "begin"})
_KEPT_E = frozenset({"see"})

# Descriptions of the catalog that begin with anything else are not always a verb in its base form.
_KNOWN_WORDS = """
accept access activate add allocate apply archive assign associate attach authorize begin
cancel change check confirm configure connect copy create deactivate decrypt delete deregister
describe detach disable disassociate download enable encrypt execute export generate get
import initiate insert invoke launch list modify move obtain pause perform publish purchase put
query read reboot receive register reject release remove replace request reset resize restore
resume retrieve return revoke rotate run search send set start stop submit subscribe tag
terminate test transfer unsubscribe untag update upload validate verify view
"""
_KNOWN = frozenset(_KNOWN_WORDS.split())

# Of the commonest actions, shorter than the catalog says it or closer to everyday words.
_OWN_WORDS = {
    "cloudwatch:PutMetricData": "publish metrics",
    "dynamodb:BatchGetItem": "read items in batches",
    "dynamodb:BatchWriteItem": "write or delete items in batches",
    "dynamodb:DeleteItem": "delete items",
    "dynamodb:GetItem": "read items",
    "dynamodb:PutItem": "write items",
    "dynamodb:Query": "query items by key",
    "dynamodb:Scan": "read all items",
    "dynamodb:UpdateItem": "change items",
    "ec2:AuthorizeSecurityGroupIngress": "open security groups to incoming traffic",
    "ec2:DescribeInstances": "describe instances",
    "ec2:RebootInstances": "reboot instances",
    "ec2:RunInstances": "launch instances",
    "ec2:StartInstances": "start instances",
    "ec2:StopInstances": "stop instances",
    "ec2:TerminateInstances": "terminate instances",
    "ecr:GetAuthorizationToken": "sign in to image registries",
    "iam:AttachRolePolicy": "attach managed policies to roles",
    "iam:AttachUserPolicy": "attach managed policies to users",
    "iam:ChangePassword": "change one's own password",
    "iam:CreateAccessKey": "create access keys",
    "iam:CreatePolicyVersion": "create versions of managed policies",
    "iam:CreateRole": "create roles",
    "iam:CreateUser": "create users",
    "iam:DeleteRole": "delete roles",
    "iam:DeleteUser": "delete users",
    "iam:GetRole": "read roles",
    "iam:GetUser": "read users",
    "iam:ListRoles": "list roles",
    "iam:ListUsers": "list users",
    "iam:PassRole": "pass roles to AWS services",
    "iam:PutRolePolicy": "write inline policies of roles",
    "iam:PutUserPolicy": "write inline policies of users",
    "iam:UpdateAssumeRolePolicy": "change trust policies",
    "kms:CreateGrant": "create grants on keys",
    "kms:Decrypt": "decrypt data",
    "kms:DescribeKey": "describe keys",
    "kms:Encrypt": "encrypt data",
    "kms:GenerateDataKey": "generate data keys",
    "kms:ScheduleKeyDeletion": "schedule keys for deletion",
    "lambda:InvokeFunction": "invoke functions",
    "logs:CreateLogGroup": "create log groups",
    "logs:CreateLogStream": "create log streams",
    "logs:PutLogEvents": "write log events",
    "organizations:LeaveOrganization": "take the account out of its organization",
    "s3:AbortMultipartUpload": "abort multipart uploads",
    "s3:CreateBucket": "create buckets",
    "s3:DeleteBucket": "delete buckets",
    "s3:DeleteBucketPolicy": "delete bucket policies",
    "s3:DeleteObject": "delete objects",
    "s3:DeleteObjectVersion": "delete versions of objects",
    "s3:GetBucketLocation": "see which Region a bucket is in",
    "s3:GetBucketPolicy": "read bucket policies",
    "s3:GetObject": "read objects",
    "s3:GetObjectTagging": "read tags of objects",
    "s3:GetObjectVersion": "read versions of objects",
    "s3:ListAllMyBuckets": "list all buckets",
    "s3:ListBucket": "list objects",
    "s3:ListBucketVersions": "list versions of objects",
    "s3:PutBucketPolicy": "write bucket policies",
    "s3:PutObject": "write objects",
    "s3:PutObjectAcl": "write access control lists of objects",
    "s3:PutObjectTagging": "write tags of objects",
    "secretsmanager:DescribeSecret": "describe secrets",
    "secretsmanager:GetSecretValue": "read secrets",
    "secretsmanager:PutSecretValue": "write secrets",
    "sns:Publish": "publish messages",
    "sns:Subscribe": "subscribe to topics",
    "sqs:ChangeMessageVisibility": "change how long messages stay hidden",
    "sqs:DeleteMessage": "delete messages",
    "sqs:GetQueueAttributes": "read attributes of queues",
    "sqs:GetQueueUrl": "look up addresses of queues",
    "sqs:ReceiveMessage": "receive messages",
    "sqs:SendMessage": "send messages",
    "ssm:GetParameter": "read parameters",
    "ssm:GetParameters": "read several parameters",
    "ssm:GetParametersByPath": "read parameters by path",
    "ssm:StartSession": "start sessions on machines",
    "sts:AssumeRole": "assume roles",
    "sts:AssumeRoleWithSAML": "assume roles with a SAML sign-in",
    "sts:AssumeRoleWithWebIdentity": "assume roles with a web identity token",
    "sts:SetSourceIdentity": "set a source identity",
    "sts:TagSession": "pass session tags",
}
_OWN = {name.lower(): words for name, words in _OWN_WORDS.items()}

# Actions whose words speak of the objects in a bucket, so that "in the bucket" may follow.
_ON_OBJECTS = frozenset(name for name, words in _OWN.items() if "objects" in words.split()) - {
    "s3:listbucket",
    "s3:listbucketversions",
}


def verb_of(action: str) -> str | None:
    """Return what a listed action does, beginning with a verb in its base form, or None.

    The words are our own for the commonest actions, else the catalog's where they are short.
    """
    own = _OWN.get(action.lower())
    if own is not None:
        return own
    found = find_action(action)
    prefix = None if found is None else _PREFIX.match(found.description)
    if found is None or prefix is None:
        return None
    words = _SPECIFIED.sub(_article, found.description[prefix.end() :].rstrip("."))
    verbs = [word for word in words.split() if word.strip(",") in _KNOWN]
    usable = len(words) <= _LONGEST and not _UNUSABLE.search(words)
    # A second verb would have to be bent as well, as in "create and update".
    return words if usable and words.split()[0] in verbs[:1] and len(verbs) == 1 else None


def trust_verb(verb: str) -> str:
    """Return the verb as a role's trust policy means it: `assume this role`."""
    return verb.replace("assume roles", "assume this role")


def gerund(verb: str) -> str:
    """Return `reading objects` for `read objects`."""
    first, space, rest = verb.partition(" ")
    if first in _DOUBLED:
        first += first[-1]
    elif first.endswith("e") and first not in _KEPT_E:
        first = first[:-1]
    return f"{first}ing{space}{rest}"


def speaks_of_objects(action: str) -> bool:
    """Tell whether the words for an action end where a bucket can be named at once."""
    return action.lower() in _ON_OBJECTS


def _article(found: re.Match[str]) -> str:
    """Say `a queue` for `the specified queue`: which one it is follows in the sentence."""
    if _PLURAL.match(found.string, found.end()):
        return ""
    return "an " if found[1].lower() in "aeio" else "a "
