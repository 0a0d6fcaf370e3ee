"""Which elements each policy type may, must and must not hold: the table of section 1."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from iamlab.engine.documents.policies import PolicyType

DOCUMENT_ELEMENTS = ("Version", "Id", "Statement")
STATEMENT_ELEMENTS = (
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
)
EXCLUSIVE_PAIRS = (
    ("Principal", "NotPrincipal"),
    ("Action", "NotAction"),
    ("Resource", "NotResource"),
)
VERSIONS = ("2012-10-17", "2008-10-17")
EFFECTS = ("Allow", "Deny")
PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")


class PrincipalRule(StrEnum):
    """What a policy type says about Principal."""

    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Grammar:
    """One column of the table of section 1."""

    name: str
    principal: PrincipalRule
    version_required: bool = False
    id_allowed: bool = False
    resource_forbidden: bool = False
    unique_sids_required: bool = False
    alphanumeric_sids: bool = False
    missing_principal_means_anyone: bool = False


GRAMMARS: dict[PolicyType, Grammar] = {
    PolicyType.IDENTITY: Grammar(
        "an identity-based policy",
        PrincipalRule.FORBIDDEN,
        unique_sids_required=True,
        alphanumeric_sids=True,
    ),
    PolicyType.BOUNDARY: Grammar(
        "a permissions boundary",
        PrincipalRule.FORBIDDEN,
        unique_sids_required=True,
        alphanumeric_sids=True,
    ),
    PolicyType.SESSION: Grammar(
        "a session policy",
        PrincipalRule.FORBIDDEN,
        unique_sids_required=True,
        alphanumeric_sids=True,
    ),
    PolicyType.RESOURCE: Grammar(
        "a resource-based policy", PrincipalRule.REQUIRED, id_allowed=True
    ),
    PolicyType.TRUST: Grammar(
        "a role trust policy",
        PrincipalRule.REQUIRED,
        id_allowed=True,
        resource_forbidden=True,
        alphanumeric_sids=True,
    ),
    PolicyType.SCP: Grammar(
        "a service control policy",
        PrincipalRule.FORBIDDEN,
        version_required=True,
        alphanumeric_sids=True,
    ),
    PolicyType.RCP: Grammar(
        "a resource control policy",
        PrincipalRule.ANYONE,
        version_required=True,
        alphanumeric_sids=True,
        missing_principal_means_anyone=True,
    ),
    PolicyType.ENDPOINT: Grammar(
        "a VPC endpoint policy",
        PrincipalRule.REQUIRED,
        id_allowed=True,
        missing_principal_means_anyone=True,
    ),
}


def suggest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that `word` was probably meant to be: wrong case, plural or a typo."""
    lowered = {name.lower(): name for name in known}
    close = get_close_matches(word[:40].lower(), lowered, n=1, cutoff=0.75)
    return lowered[close[0]] if close else None
