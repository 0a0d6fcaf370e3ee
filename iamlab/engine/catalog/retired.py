"""Names that AWS has accepted in policies but no longer lists, or never did: no errors.

AWS takes an action out of its reference when the service closes, and some actions never get in;
policies that name them stay valid, AWS's own managed policies among them. Sources: the AWS managed
policy reference, and the pages of the services that say when they ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Services that AWS has closed, or renamed long ago, by action prefix.
_CLOSED: Mapping[str, str] = MappingProxyType(
    {
        "codestar": "AWS CodeStar",
        "deepcomposer": "AWS DeepComposer",
        "deeplens": "AWS DeepLens",
        "deepracer": "AWS DeepRacer",
        "elastic-inference": "Amazon Elastic Inference",
        "evidently": "Amazon CloudWatch Evidently",
        "iot1click": "AWS IoT 1-Click",
        "iotevents": "AWS IoT Events",
        "zocalo": "Amazon Zocalo, the former name of Amazon WorkDocs",
    }
)

# Prefixes that work and stand in no list.
_UNLISTED_SERVICES = frozenset({"builderid"})

_UNLISTED = {
    "budgets": "CreateBudget DeleteBudget DescribeBudget DescribeBudgets UpdateBudget",
    "cloud9": "ValidateEnvironmentName",
    "cloudhsm": """
        CreateLunaClient DeleteLunaClient DescribeHapg DescribeLunaClient GetConfig ModifyHapg
        ModifyLunaClient
    """,
    "memorydb": "ReplicateMultiRegionClusterData",
    "organizations": "CreateBuilderIdOwnedAccount",
    "payments": """
        AcceptTermsAndConditionsForProgramByAccountId BatchGetPaymentProfiles CreatePaymentAttempt
        CreatePaymentProfile Get GetAcceptedTermsAndConditionsForProgramByAccountId
        GetAccountBalance GetDefaultPaymentProfile GetEligibleCurrencies GetPaymentAttempt
        GetPaymentPreferences GetPreferredCurrency GetRecommendedTermsAndConditionsForProgram
        ListPaymentProfiles SearchFinancialRecords SetPreferredCurrency UpdatePaymentProfile
    """,
    "qapps": "ImportDocumentToQApp ImportDocumentToQAppSession",
    "route53-recovery-control-config": "DescribeRoutingControlByName",
    "sns": "Receive",
    "securityagent": """
        BatchGetAgentInstances BatchGetSecurityTestContentMetadata BatchGetTasks
        CreateDocumentReview DeleteDocumentReview GetCodeReviewTask GetDocReviewTask
        GetDocumentReview GetDocumentReviewArtifact ListAgentInstances ListControls
        ListDocumentReviewComments ListDocumentReviews ListTasks StartPentestExecution
        StopPentestExecution
    """,
}
_UNLISTED_ACTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        service: frozenset(f"{service}:{name}" for name in names.split())
        for service, names in _UNLISTED.items()
    }
)


def closed_service(prefix: str) -> str | None:
    """Return the name of a service that AWS has closed, by action prefix in any letter case."""
    return _CLOSED.get(prefix.lower())


def is_unlisted_service(prefix: str) -> bool:
    """Tell whether AWS accepts this action prefix although it lists no such service."""
    return prefix.lower() in _UNLISTED_SERVICES


def unlisted_actions(prefix: str) -> frozenset[str]:
    """Return the actions of a listed service that AWS accepts, or did, but does not list."""
    return _UNLISTED_ACTIONS.get(prefix.lower(), frozenset())
