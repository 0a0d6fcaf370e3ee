"""The organization, its units and its accounts.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from iamlab.sandbox.models.sandbox import SandboxRow


class Organization(SandboxRow):
    """An AWS organization; `root_id` is its root and `management_account` 12 digits."""

    aws_id = models.CharField(max_length=34)
    root_id = models.CharField(max_length=34)
    management_account = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sandbox"], name="organization_one_per_sandbox"),
        ]

    def __str__(self) -> str:
        return self.aws_id


class OrganizationalUnit(SandboxRow):
    """An organizational unit; one without a parent hangs on the root."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    aws_id = models.CharField(max_length=68)
    name = models.CharField(max_length=128)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sandbox", "aws_id"], name="unit_id_in_sandbox"),
        ]

    def __str__(self) -> str:
        return self.name


class Account(SandboxRow):
    """An AWS account: under a unit, directly under the root (no unit), or in no organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="accounts"
    )
    unit = models.ForeignKey(
        OrganizationalUnit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="accounts",
    )
    aws_id = models.CharField(max_length=12)
    name = models.CharField(max_length=128, blank=True, default="")
    canonical_id = models.CharField(
        max_length=64, blank=True, default="", help_text="S3's canonical user ID, 64 hex digits."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sandbox", "aws_id"], name="account_id_in_sandbox"),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(organization__isnull=False),
                name="account_unit_needs_organization",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.aws_id})"
