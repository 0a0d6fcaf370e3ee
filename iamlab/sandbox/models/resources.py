"""Resources with their owners; the policy of one is a Policy row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from iamlab.sandbox.models.organization import Account
from iamlab.sandbox.models.sandbox import SandboxRow


class Resource(SandboxRow):
    """One resource; its owner need not stand in the ARN (an S3 bucket's does not).

    `restrict_public_buckets` is S3's setting; `aws_managed` marks a KMS key that AWS manages.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    arn = models.CharField(max_length=2048)
    name = models.CharField(max_length=255, blank=True, default="")
    tags = models.JSONField(default=dict, blank=True)
    restrict_public_buckets = models.BooleanField(default=False)
    aws_managed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sandbox", "arn"], name="resource_arn_in_sandbox"),
        ]

    def __str__(self) -> str:
        return self.arn
