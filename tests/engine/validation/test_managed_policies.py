"""The checks over every AWS managed policy that moto ships: correct policies stay quiet."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from iamlab.engine import Finding, PolicyType, Severity, find_action
from iamlab.engine.simulation import Simulator
from iamlab.engine.validation import validate

ACCOUNT = "111122223333"
_HOLE = re.compile(r"\$\{(\w*)[^}]*\}")
_HELD = {"Partition": "aws", "Region": "eu-west-1", "Account": ACCOUNT}

# Why a security warning on these is right, in how many of them it stands, or in which.
EXPLAINED: dict[str, tuple[str, int | set[str]]] = {
    "CREDENTIALS_EXPOSURE": (
        "They are job and service policies for whole accounts: each gives keys, passwords or "
        "tokens of every user, database, server or app client.",
        53,
    ),
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY": (
        "The provider action holds one value, so the statements also allow requests without it.",
        {"AmazonCodeGuruReviewerFullAccess", "AmazonCodeGuruReviewerServiceRolePolicy"},
    ),
    "FULL_ADMIN": ("It is meant to allow everything.", {"AdministratorAccess"}),
    "NOTACTION_WITH_ALLOW": (
        "Both allow all of AWS but the services that they list.",
        {"AIDevOpsAgentActionsPolicy", "PowerUserAccess"},
    ),
    "NOTRESOURCE_WITH_ALLOW": (
        "They allow actions on all resources but some, those of the future included.",
        {
            "AmazonDataZoneSageMakerEnvironmentRolePermissionsBoundary",
            "AmazonElastiCacheFullAccess",
            "AmazonSageMakerFullAccess",
            "AmazonSageMakerServiceCatalogProductsCloudformationServiceRolePolicy",
            "DataScientist",
            "ElastiCacheServiceRolePolicy",
            "SageMakerStudioProjectUserRolePolicy",
        },
    ),
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE": (
        "Administrators of everything or of IAM may pass every role.",
        {"AWSMcpServiceActionsFullAccess", "AdministratorAccess", "IAMFullAccess"},
    ),
    "PASS_ROLE_WITH_STAR_IN_RESOURCE": (
        "No service is named for the roles, whose names AWS knows in part or not at all.",
        {
            "AWSBatchFullAccess",
            "AWSCodeStarServiceRole",
            "AWSDeepRacerServiceRolePolicy",
            "AWSElasticBeanstalkService",
            "AWSStepFunctionsConsoleFullAccess",
            "AdministratorAccess-Amplify",
            "AmazonDynamoDBFullAccesswithDataPipeline",
            "AmazonElasticMapReduceFullAccess",
            "AmazonElasticMapReduceRole",
            "AmazonSageMakerAdmin-ServiceCatalogProductsServiceRolePolicy",
        },
    ),
    "PRIVILEGE_ESCALATION_BY_PASSING_ROLE": (
        "Each passes any role without naming a service, and starts what runs with it.",
        {
            "AWSElasticBeanstalkService",
            "AdministratorAccess-Amplify",
            "AmazonDynamoDBFullAccesswithDataPipeline",
            "AmazonElasticMapReduceFullAccess",
            "AmazonElasticMapReduceRole",
        },
    ),
    "PRIVILEGE_ESCALATION_BY_SELF_GRANT": (
        "Administrators of IAM, or of every role, can make themselves what they like.",
        {"AdministratorAccess-Amplify", "IAMFullAccess"},
    ),
    "PRIVILEGE_ESCALATION_THROUGH_EXISTING_RESOURCE": (
        "They are job and service policies for whole accounts: each may change or enter every "
        "function, instance, stack or notebook, with whatever role it has.",
        60,
    ),
    "PRIVILEGE_ESCALATION_THROUGH_OTHER_PRINCIPAL": (
        "They manage every user or role of the account, or may assume any role that lets them.",
        {
            "AdministratorAccess-Amplify",
            "IAMFullAccess",
            "PowerUserAccess",
            "SageMakerStudioAdminIAMDefaultExecutionPolicy",
            "SageMakerStudioAdminIAMPermissiveExecutionPolicy",
            "SageMakerStudioUserIAMDefaultExecutionPolicy",
            "SageMakerStudioUserIAMPermissiveExecutionPolicy",
        },
    ),
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION": (
        "They set up buckets and may write their policies, ACLs or lifecycle rules, without all "
        "rights to the objects.",
        19,
    ),
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS": (
        "They compare an ARN as text, with wildcards that run across its colons.",
        {
            "AWSCodePipeline_FullAccess",
            "AWSCodePipeline_ReadOnlyAccess",
            "AWSServiceRoleForSMS",
            "AmazonSecurityLakeAdministrator",
            "S3UnlockBucketPolicy",
            "SQSUnlockQueuePolicy",
            "SageMakerStudioProjectUserRolePermissionsBoundary",
            "SageMakerStudioProjectUserRolePolicy",
        },
    ),
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every policy, written as people do."""
    data = json.loads(aws_managed_policies_data)
    return {name: json.dumps(item["Document"], indent=1) for name, item in data.items()}


@pytest.fixture(scope="module")
def findings(texts: dict[str, str]) -> dict[str, tuple[Finding, ...]]:
    return {name: validate(text, PolicyType.IDENTITY) for name, text in texts.items()}


def test_moto_ships_more_than_1500_policies(texts: dict[str, str]) -> None:
    assert len(texts) > 1500


def test_no_policy_has_an_error(findings: dict[str, tuple[Finding, ...]]) -> None:
    errors = [
        (name, item.code, item.message)
        for name, found in findings.items()
        for item in found
        if item.severity is Severity.ERROR
    ]
    assert errors == []


def test_every_security_warning_is_explained(findings: dict[str, tuple[Finding, ...]]) -> None:
    where: defaultdict[str, set[str]] = defaultdict(set)
    for name, found in findings.items():
        for item in found:
            if item.severity is Severity.SECURITY_WARNING:
                where[item.code].add(name)
    assert {
        code: names if isinstance(EXPLAINED.get(code, ("", 0))[1], set) else len(names)
        for code, names in where.items()
    } == {code: expected for code, (_, expected) in EXPLAINED.items()}


CONFIRMED = {
    "CREDENTIALS_EXPOSURE": re.compile(r"`([^`]+)`"),
    "PRIVILEGE_ESCALATION_BY_PASSING_ROLE": re.compile(r"`(iam:PassRole)`"),
    "PRIVILEGE_ESCALATION_BY_SELF_GRANT": re.compile(r"`([^`]+)`"),
    "PRIVILEGE_ESCALATION_THROUGH_EXISTING_RESOURCE": re.compile(r"`([^`]+)`"),
    "PRIVILEGE_ESCALATION_THROUGH_OTHER_PRINCIPAL": re.compile(r"`([^`]+)`"),
}


@pytest.mark.parametrize("code", CONFIRMED)
def test_engine_confirms_that_the_action_is_allowed_on_anything(
    code: str, texts: dict[str, str], findings: dict[str, tuple[Finding, ...]]
) -> None:
    """What the warning says is put to the evaluator, for a resource of which no policy knows."""
    confirmed = 0
    for name, found in findings.items():
        for item in found:
            if item.code == code:
                named = CONFIRMED[code].search(item.message)
                assert named is not None, item.message
                assert any(
                    _is_allowed(texts[name], named[1], resource)
                    for resource in _resources(named[1])
                ), (name, named[1])
                confirmed += 1
    assert confirmed >= 3


def _resources(action: str) -> list[str]:
    """One resource of each kind that the action works on."""
    known = find_action(action)
    assert known is not None
    kinds = known.resource_types
    templates = [text for kind in kinds for text in kind.arn_template.split(", ")]
    return [
        _HOLE.sub(lambda hole: _HELD.get(hole[1], "unheard-of"), text) for text in templates
    ] or ["*"]


def _is_allowed(text: str, action: str, resource: str) -> bool:
    question: dict[str, Any] = {
        "request": {
            "principal": f"arn:aws:iam::{ACCOUNT}:user/alice",
            "action": action,
            "resource": resource,
            "resource_account": ACCOUNT,
            "context": {"aws:SecureTransport": "true"},
        },
        "identity_policies": [{"name": "managed", "document": json.loads(text)}],
    }
    if action == "sts:AssumeRole":  # a role lets in whom its own policy trusts
        trust = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": action}
        document = {"Version": "2012-10-17", "Statement": trust}
        question["resource_policy"] = {"name": "trust", "document": document}
    answer, answered = Simulator().answer(json.dumps(question), 1, 1_800_000_000.0)
    assert answered, answer
    return bool(answer["decision"] == "allowed")
