"""Policies of every kind, their versions, and where they are attached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from iamlab.sandbox.models.identities import IamGroup, IamRole, IamUser
from iamlab.sandbox.models.organization import Account
from iamlab.sandbox.models.resources import Resource
from iamlab.sandbox.models.sandbox import SandboxRow

_HOLDERS = ("account", "user", "group", "role", "resource")


def _held_by(*holders: str) -> Q:
    """Return the condition that exactly these holders are set."""
    return Q(**{f"{holder}__isnull": holder not in holders for holder in _HOLDERS})


class PolicyKind(models.TextChoices):
    """What a policy is; each kind has its own holder."""

    MANAGED = "managed", "customer managed"
    AWS_MANAGED = "aws_managed", "AWS managed"
    INLINE = "inline", "inline"
    TRUST = "trust", "trust policy"
    RESOURCE = "resource", "resource-based"
    SCP = "scp", "service control policy"
    RCP = "rcp", "resource control policy"


class Policy(SandboxRow):
    """A policy in its place, with at least one version.

    `key` names it within the sandbox and is the same in the template and in every copy:
    `scp/NAME`, `rcp/NAME`, `ACCOUNT/policy/NAME`, `aws/policy/NAME`,
    `ACCOUNT/user|role|group/NAME/inline/POLICY`, `ACCOUNT/role/NAME/trust`, `resource/ARN`.
    `start_number` is the version that the scenario begins with; later numbers are edits.
    """

    kind = models.CharField(max_length=12, choices=PolicyKind)
    key = models.CharField(max_length=2200)
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=512, default="/")
    arn = models.CharField(max_length=2048, blank=True, default="")
    origin = models.CharField(
        max_length=50, blank=True, default="", help_text="What it is in words, as in a trace."
    )
    description = models.TextField(blank=True, default="")
    aws_managed = models.BooleanField(
        default=False, help_text="AWS wrote it: an account may attach it, not edit it."
    )
    start_number = models.PositiveIntegerField(default=1)
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, blank=True, related_name="policies"
    )
    user = models.ForeignKey(
        IamUser, on_delete=models.CASCADE, null=True, blank=True, related_name="inline_policies"
    )
    group = models.ForeignKey(
        IamGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="inline_policies"
    )
    role = models.ForeignKey(
        IamRole, on_delete=models.CASCADE, null=True, blank=True, related_name="own_policies"
    )
    resource = models.ForeignKey(
        Resource, on_delete=models.CASCADE, null=True, blank=True, related_name="policies"
    )

    class Meta:
        verbose_name_plural = "policies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sandbox", "key"], name="policy_key_in_sandbox"),
            models.UniqueConstraint(
                fields=["role"], condition=Q(kind="trust"), name="policy_one_trust_per_role"
            ),
            models.UniqueConstraint(
                fields=["resource"],
                condition=Q(kind="resource"),
                name="policy_one_per_resource",
            ),
            models.CheckConstraint(
                condition=(Q(kind="managed") & _held_by("account"))
                | (Q(kind__in=("aws_managed", "scp", "rcp")) & _held_by())
                | (Q(kind="inline") & (_held_by("user") | _held_by("group") | _held_by("role")))
                | (Q(kind="trust") & _held_by("role"))
                | (Q(kind="resource") & _held_by("resource")),
                name="policy_holder_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PolicyVersion(SandboxRow):
    """One text of a policy, exactly as typed; the default one is in force."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64, help_text="SHA-256 of the text, in hex.")
    is_default = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(is_default=True), name="version_one_default"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sandbox"], condition=Q(is_default=True), name="version_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} v{self.number}"


class PolicyAttachment(SandboxRow):
    """A managed policy on one user, group or role; the order of the rows is kept."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="attachments")
    user = models.ForeignKey(
        IamUser, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    group = models.ForeignKey(
        IamGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    role = models.ForeignKey(
        IamRole, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )

    class Meta:
        constraints: ClassVar = [
            *(
                models.UniqueConstraint(
                    fields=["policy", holder],
                    condition=Q(**{f"{holder}__isnull": False}),
                    name=f"attachment_once_per_{holder}",
                )
                for holder in ("user", "group", "role")
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, group__isnull=True, role__isnull=True)
                | Q(user__isnull=True, group__isnull=False, role__isnull=True)
                | Q(user__isnull=True, group__isnull=True, role__isnull=False),
                name="attachment_to_one_identity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} on {self.user_id or self.group_id or self.role_id}"


class GuardrailTarget(SandboxRow):
    """An SCP or RCP on a root, a unit or an account, named by its AWS ID."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="targets")
    target = models.CharField(max_length=68)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "target"], name="guardrail_once_per_target"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} on {self.target}"
