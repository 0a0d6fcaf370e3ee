"""The size limits of the policy types: the second table of section 1."""

from __future__ import annotations

from dataclasses import dataclass

from iamlab.engine.documents.findings import FindingCollector, Severity
from iamlab.engine.documents.policies import PolicyType
from iamlab.engine.documents.positions import Span

_WHITE_SPACE = str.maketrans("", "", " \t\r\n")


@dataclass(frozen=True, slots=True)
class SizeLimit:
    """A limit in characters (bytes for resource policies) and how AWS reports passing it."""

    limit: int
    code: str
    severity: Severity
    white_space_counts: bool
    advice: str
    unit: str = "characters"

    def measure(self, text: str) -> int:
        """Return the size of a text as AWS counts it for this type, in `unit`."""
        counted = text if self.white_space_counts else text.translate(_WHITE_SPACE)
        return (
            len(counted.encode("utf-8", "surrogatepass")) if self.unit == "bytes" else len(counted)
        )


_MANAGED = (
    "An inline policy has less room: all of a user's share 2,048 characters, a group's 5,120, "
    "a role's 10,240."
)
SIZE_LIMITS: dict[PolicyType, SizeLimit] = {
    PolicyType.IDENTITY: SizeLimit(
        6_144, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity.WARNING, False, _MANAGED
    ),
    PolicyType.BOUNDARY: SizeLimit(
        6_144,
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
        Severity.WARNING,
        False,
        "A boundary is a managed policy.",
    ),
    PolicyType.SESSION: SizeLimit(
        2_048,
        "POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
        Severity.WARNING,
        True,
        "All session policies of one call share this room.",
    ),
    PolicyType.TRUST: SizeLimit(
        2_048,
        "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
        Severity.WARNING,
        False,
        "An administrator can have the limit raised to 8,192.",
    ),
    PolicyType.SCP: SizeLimit(
        10_240,
        "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
        Severity.ERROR,
        True,
        "Remove white space, or split it: a node can hold ten SCPs.",
    ),
    PolicyType.RCP: SizeLimit(
        5_120,
        "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
        Severity.ERROR,
        True,
        "Remove white space, or split it: a node can hold five RCPs.",
    ),
    PolicyType.ENDPOINT: SizeLimit(
        20_480,
        "POLICY_SIZE_EXCEEDS_ENDPOINT_POLICY_QUOTA",
        Severity.WARNING,
        True,
        "Remove white space first.",
    ),
    PolicyType.RESOURCE: SizeLimit(
        20_480,
        "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
        Severity.WARNING,
        True,
        "That is the limit of S3 buckets and Lambda functions; a KMS key policy may have 32,768.",
        unit="bytes",
    ),
}


def check_size(text: str, policy_type: PolicyType, span: Span, collector: FindingCollector) -> None:
    """Reports a text over the limit of its policy type; `span` is the whole document."""
    rule = SIZE_LIMITS[policy_type]
    if len(text) * 4 <= rule.limit:
        return
    size = rule.measure(text)
    if size <= rule.limit:
        return
    how = "white space included" if rule.white_space_counts else "white space not counted"
    message = (
        f"The policy has {size:,} {rule.unit} ({how}); the limit is {rule.limit:,}. {rule.advice}"
    )
    collector.add(rule.severity, rule.code, message, span)
